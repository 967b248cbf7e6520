import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from myomap.errors import ConfigError, GeometryError
from myomap.geometry import apply_affine
from myomap.polarmap import SamplingOptions, sample_polar_map
from myomap.polarmap.sampling import weighted_percentile
from myomap.records import MapSource, State, Surface
from polar_maps import (
    ANGLES_DEG,
    half_ellipsoid,
    half_ellipsoid_area_cm2,
    shell_volume,
)


@pytest.fixture(scope="module")
def shell():
    return shell_volume()


@pytest.fixture(scope="module")
def ventricle():
    return half_ellipsoid()


def trilinear(counts, index):
    """Return one interpolated value, corner by corner."""
    low = np.floor(index).astype(int)
    value = 0.0
    for corner in np.ndindex(2, 2, 2):
        weight = 1.0
        for axis in range(3):
            beyond = index[axis] - low[axis]
            weight *= beyond if corner[axis] else 1 - beyond
        value += weight * counts[tuple(low + corner)]
    return value


def naive_sample(volume, ventricle, place, margin_mm=2.0):
    """Return one sample's count, point by point along its normal."""
    ring, angle = place
    surfaces = (ventricle.endocardium, ventricle.midwall, ventricle.epicardium)
    endo, mid, epi = (
        (s.points_mm[ring, angle] + s.points_mm[ring + 1, angle]) / 2 for s in surfaces
    )
    normal = ventricle.normals[ring, angle] + ventricle.normals[ring + 1, angle]
    normal = normal / np.linalg.norm(normal)
    start = (endo - mid) @ normal - margin_mm
    end = (epi - mid) @ normal + margin_mm
    inverse = np.linalg.inv(volume.affine)
    return max(
        trilinear(volume.counts, apply_affine(inverse, mid + t * normal))
        for t in np.linspace(start, end, 400)
    )


def test_an_even_wall_gives_a_flat_map(shell, ventricle):
    polar_map = sample_polar_map(shell, ventricle, state=State.REST)
    assert polar_map.valid.all()
    # Cubic splines between 2 mm voxels keep the 12 mm ridge.
    assert_allclose(polar_map.uptake_percent, 100.0, atol=0.3)
    assert polar_map.state is State.REST
    assert polar_map.source is MapSource.VOLUME
    assert polar_map.reference_percentile == 99.0


@pytest.mark.parametrize(("spline_order", "dip_percent"), [(1, 7.0), (3, 1.0)])
def test_an_even_wall_dips_between_coarse_voxels_as_documented(
    ventricle, spline_order, dip_percent
):
    coarse = shell_volume(voxel_mm=4.0, n_voxels=44)
    options = SamplingOptions(spline_order=spline_order)
    lowest = sample_polar_map(coarse, ventricle, options).uptake_percent.min()
    assert 100 - lowest == pytest.approx(dip_percent, abs=0.5)


def test_the_cap_of_the_apex_is_as_bright_as_the_wall(shell, ventricle):
    polar_map = sample_polar_map(shell, ventricle)
    assert_allclose(
        polar_map.uptake_percent[:2].mean(),
        polar_map.uptake_percent[10:].mean(),
        atol=1.0,
    )


def test_uptake_around_the_axis_arrives_at_its_angle(ventricle):
    def around(angle_deg):
        return (
            1
            + 0.4 * np.sin(np.radians(angle_deg))
            + 0.2 * np.cos(np.radians(angle_deg))
        )

    polar_map = sample_polar_map(shell_volume(uptake=around), ventricle)
    expected = around(ANGLES_DEG)
    expected = 100 * expected / expected.max()
    # Away from the apex, where all angles meet within a voxel.
    found = polar_map.uptake_percent[8:].mean(axis=0)
    assert_allclose(found, expected, atol=1.5)
    assert abs(ANGLES_DEG[np.argmax(found)] - np.degrees(np.arctan2(0.4, 0.2))) <= 5


def test_samples_agree_with_the_naive_loop(shell, ventricle):
    options = SamplingOptions(step_mm=0.1, reference_percentile=100.0, spline_order=1)
    uptake = sample_polar_map(shell, ventricle, options).uptake_percent
    places = [(0, 0), (0, 37), (3, 50), (16, 12), (16, 60), (25, 30), (31, 71)]
    naive = np.array([naive_sample(shell, ventricle, place) for place in places])
    found = np.array([uptake[place] for place in places])
    assert_allclose(found / found[0], naive / naive[0], rtol=1e-3)


def test_a_hot_spot_far_from_the_wall_changes_nothing(shell, ventricle):
    counts = np.array(shell.counts)
    inverse = np.linalg.inv(shell.affine)
    index = apply_affine(inverse, ventricle.epicardium.points_mm).reshape(-1, 3)
    slice_, row, column = np.rint(index[index[:, 2].argmax()]).astype(int)
    # A voxel as bright as all others together, 13 voxels from the outermost place.
    counts[slice_, row, column + 13] = counts.sum()
    assert_allclose(
        sample_polar_map(shell.with_counts(counts), ventricle).uptake_percent,
        sample_polar_map(shell, ventricle).uptake_percent,
        atol=0.01,
    )


def test_the_areas_add_up_to_the_wall(ventricle, shell):
    area = sample_polar_map(shell, ventricle).area_cm2
    assert area.sum() == pytest.approx(half_ellipsoid_area_cm2(), rel=2e-3)
    # The ring at the base of an ellipsoid is nearly a cylinder.
    arc_mm = np.linalg.norm(
        ventricle.midwall.points_mm[32, 0] - ventricle.midwall.points_mm[31, 0]
    )
    assert_allclose(area[31], arc_mm * 2 * np.pi * 30.0 / 72 / 100, rtol=2e-3)
    assert_allclose(area, area[:, :1].repeat(72, axis=1), rtol=1e-4)


def test_the_map_does_not_depend_on_the_scale_of_the_counts(shell, ventricle):
    scaled = shell.with_counts(shell.counts * 731.0)
    assert_allclose(
        sample_polar_map(scaled, ventricle).uptake_percent,
        sample_polar_map(shell, ventricle).uptake_percent,
        rtol=1e-5,
    )


def test_the_map_hardly_depends_on_how_thick_the_wall_is_drawn(shell):
    thin = sample_polar_map(shell, half_ellipsoid(wall_mm=6.0))
    thick = sample_polar_map(shell, half_ellipsoid(wall_mm=14.0))
    assert_allclose(thin.uptake_percent, thick.uptake_percent, atol=1.0)


def test_the_reference_percentile_is_one_hundred(ventricle):
    volume = shell_volume(uptake=lambda angle: 2 + np.sin(np.radians(angle)))
    options = SamplingOptions(reference_percentile=90.0)
    polar_map = sample_polar_map(volume, ventricle, options)
    above = polar_map.area_cm2[polar_map.uptake_percent > 100].sum()
    assert above / polar_map.area_cm2.sum() == pytest.approx(0.10, abs=0.01)
    assert polar_map.reference_percentile == 90.0


def test_counts_below_zero_become_zero(shell, ventricle):
    counts = np.array(shell.counts)
    index = apply_affine(
        np.linalg.inv(shell.affine), ventricle.midwall.points_mm[20, 0]
    )
    low, high = np.round(index).astype(int) - 9, np.round(index).astype(int) + 10
    counts[tuple(slice(a, b) for a, b in zip(low, high, strict=True))] = -4.0
    # Splines would ring at so high a step.
    options = SamplingOptions(spline_order=1)
    polar_map = sample_polar_map(shell.with_counts(counts), ventricle, options)
    assert polar_map.uptake_percent[20, 0] == 0
    assert polar_map.uptake_percent[20, 36] > 95


def test_samples_outside_the_volume_are_not_valid(shell, ventricle):
    lateral = ventricle.long_axis.axes[0]
    affine = np.array(shell.affine)
    affine[:3, 3] -= 70.0 * lateral
    moved = replace(shell, affine=affine)
    polar_map = sample_polar_map(moved, ventricle)
    inverse = np.linalg.inv(moved.affine)
    epi = apply_affine(inverse, ventricle.epicardium.points_mm)
    is_out = np.any((epi < -0.5) | (epi > 87.5), axis=-1)
    both_out = is_out[:-1] & is_out[1:]
    assert 0 < both_out.sum() < both_out.size
    assert not polar_map.valid[both_out].any()
    assert polar_map.valid.any()
    assert_array_equal(polar_map.uptake_percent[~polar_map.valid], 0)


def test_a_volume_elsewhere_is_refused(shell, ventricle):
    affine = np.array(shell.affine)
    affine[:3, 3] += 1000.0
    with pytest.raises(GeometryError, match="outside the volume everywhere"):
        sample_polar_map(replace(shell, affine=affine), ventricle)


@pytest.mark.parametrize("counts", [0.0, -1.0])
def test_an_empty_volume_is_refused(shell, ventricle, counts):
    empty = shell.with_counts(np.full(shell.counts.shape, counts))
    with pytest.raises(GeometryError, match="holds no counts"):
        sample_polar_map(empty, ventricle)


def test_surfaces_on_another_grid_are_refused(shell, ventricle):
    coarse = replace(
        ventricle,
        midwall=Surface(points_mm=ventricle.midwall.points_mm[::2]),
        endocardium=Surface(points_mm=ventricle.endocardium.points_mm[::2]),
        epicardium=Surface(points_mm=ventricle.epicardium.points_mm[::2]),
        normals=ventricle.normals[::2],
    )
    with pytest.raises(GeometryError, match="found 17 x 72 x 3, expected 33 x 72 x 3"):
        sample_polar_map(shell, coarse)


def test_surfaces_that_cross_are_refused(shell, ventricle):
    crossed = replace(
        ventricle, endocardium=ventricle.epicardium, epicardium=ventricle.endocardium
    )
    with pytest.raises(GeometryError, match="endocardium lies outside"):
        sample_polar_map(shell, crossed)


@pytest.mark.parametrize(
    "wrong",
    [
        {"margin_mm": -1.0},
        {"margin_mm": np.nan},
        {"step_mm": 0.0},
        {"step_mm": 3.0},
        {"reference_percentile": 0.0},
        {"reference_percentile": 101.0},
        {"spline_order": 2},
    ],
    ids=str,
)
def test_options_out_of_range_are_refused(wrong):
    with pytest.raises(ConfigError, match=next(iter(wrong))):
        SamplingOptions(**wrong)


def test_with_equal_weights_the_percentile_is_hazens():
    values = np.random.default_rng(3).normal(size=201)
    for percent in (0.0, 12.5, 50.0, 99.0, 100.0):
        expected = np.percentile(values, percent, method="hazen")
        found = weighted_percentile(values, np.full(201, 0.3), percent)
        assert found == pytest.approx(expected, rel=1e-12)


def test_a_heavier_value_pulls_the_percentile():
    # The values stand at 1/8 and 5/8 of the weight; one half is 3/4 of the way.
    found = weighted_percentile(np.array([1.0, 5.0]), np.array([1.0, 3.0]), 50.0)
    assert found == pytest.approx(4.0)


def test_importing_the_room_loads_neither_matplotlib_nor_pydicom():
    code = (
        "import sys, myomap.polarmap; "
        "print([m for m in ('matplotlib', 'pydicom', 'scipy') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
