from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from myomap.geometry import (
    LEFT,
    POSTERIOR,
    SUPERIOR,
    affine_from_axes,
    angle_between_deg,
    apply_affine,
    direction_from_angles,
    heart_axes,
)
from myomap.phantom import (
    Defect,
    GridOptions,
    HeartParameters,
    ImagingOptions,
    TrueVentricle,
    activity_volume,
    draw_grid,
    draw_hard,
    draw_imaging,
    draw_normal,
    draw_ordinary,
    render_truth,
    render_volume,
    shell_volume,
)
from myomap.phantom.heart_frame import local_points
from myomap.phantom.imaging import blur
from myomap.phantom.shell import cavity_and_wall_ml
from myomap.records import Volume

CLEAN = ImagingOptions(lv_counts=None)


def turned_affine(voxel_mm: float, n: int) -> np.ndarray:
    axes = heart_axes(direction_from_angles(33, 21))
    affine = affine_from_axes([0, 0, 0], axes, [voxel_mm] * 3)
    affine[:3, 3] = np.array([35.0, -35.0, 0.0]) - affine[:3, :3] @ np.full(
        3, (n - 1) / 2
    )
    return affine


def centre_of_mass_mm(volume: Volume, weights: np.ndarray) -> np.ndarray:
    index = np.argwhere(weights > 0)
    points = apply_affine(volume.affine, index)
    return np.average(points, axis=0, weights=weights[weights > 0])


def sampled_at_midwall(volume: Volume, truth: TrueVentricle) -> np.ndarray:
    from scipy.ndimage import map_coordinates

    index = apply_affine(np.linalg.inv(volume.affine), truth.midwall_mm)
    return map_coordinates(volume.counts, np.moveaxis(index, -1, 0), order=1)


@pytest.mark.parametrize("fwhm_mm", [6.0, 12.0, 18.0])
def test_blur_keeps_the_activity_and_its_place(fwhm_mm: float) -> None:
    heart = HeartParameters()
    shape, affine = (40, 40, 40), turned_affine(6.0, 40)
    sharp = shell_volume(heart, shape=shape, affine=affine)
    soft = shell_volume(heart, shape=shape, affine=affine, fwhm_mm=fwhm_mm)
    assert soft.counts.sum(dtype=float) == pytest.approx(sharp.counts.sum(dtype=float))
    assert_allclose(
        centre_of_mass_mm(soft, soft.counts),
        centre_of_mass_mm(sharp, sharp.counts),
        atol=0.01,
    )


def test_blur_of_a_point_has_the_width_that_was_asked_for() -> None:
    counts = np.zeros((41, 41, 41))
    counts[20, 20, 20] = 1
    point = Volume(counts=counts, affine=np.diag([2.0, 2, 2, 1]))
    profile = blur(point, 12.0).counts[20, 20]
    distance_mm = (np.arange(41) - 20) * 2.0
    assert_allclose(profile / profile[20], 0.5 ** ((distance_mm / 6.0) ** 2), atol=1e-3)


@pytest.mark.parametrize("exponent", [1.5, 2.0, 3.0])
def test_centre_of_mass_of_the_noise_free_shell_lies_on_the_true_axis(
    exponent: float,
) -> None:
    heart = HeartParameters(azimuth_deg=62, elevation_deg=33, exponent=exponent)
    volume = shell_volume(heart, shape=(36, 36, 36), affine=turned_affine(4.0, 36))
    local = local_points(heart, centre_of_mass_mm(volume, volume.counts))
    assert local.across_mm == pytest.approx(0.0, abs=0.05)
    halves = [
        centre_of_mass_mm(volume, volume.counts * side)
        for side in _sides(volume, heart, float(local.along_mm))
    ]
    axis = direction_from_angles(62, 33)
    assert angle_between_deg(halves[1] - halves[0], axis) < 0.3


def _sides(
    volume: Volume, heart: HeartParameters, cut_mm: float
) -> tuple[np.ndarray, np.ndarray]:
    points = apply_affine(
        volume.affine, np.moveaxis(np.indices(volume.counts.shape), 0, -1)
    )
    apical = local_points(heart, points).along_mm > cut_mm
    return ~apical, apical


@pytest.mark.parametrize("mirrored", [False, True])
def test_shell_holds_its_analytic_volume_on_a_turned_anisotropic_grid(
    mirrored: bool,
) -> None:
    heart = HeartParameters(exponent=2.0, midwall_radius_mm=30, wall_mm=9)
    lateral, anterior, apical = heart_axes(direction_from_angles(20, 50))
    axes = [-apical, anterior, lateral] if mirrored else [apical, anterior, lateral]
    affine = affine_from_axes([0, 0, 0], axes, [6.0, 4.0, 3.0])
    middle = np.array([15, 25, 33])
    affine[:3, 3] = np.asarray(heart.centre_mm) - affine[:3, :3] @ middle
    volume = shell_volume(heart, shape=(31, 51, 67), affine=affine)
    wall_ml = volume.counts.sum(dtype=float) * 72.0 / 1000
    assert wall_ml == pytest.approx(cavity_and_wall_ml(heart)[1], rel=0.005)


def test_shell_outside_the_grid_leaves_it_empty() -> None:
    heart = HeartParameters(centre_mm=(900.0, 0.0, 0.0))
    affine = affine_from_axes([0, 0, 0], [SUPERIOR, POSTERIOR, LEFT], [5.0] * 3)
    assert not shell_volume(heart, shape=(10, 10, 10), affine=affine).counts.any()


def test_wall_of_the_patient_has_uptake_one_and_the_analytic_volume() -> None:
    patient = draw_normal(np.random.default_rng(1))
    truth = render_truth(patient)
    mask_ml = truth.wall.sum() * 6.5**3 / 1000
    assert mask_ml == pytest.approx(truth.wall_ml, rel=0.08)
    activity = activity_volume(patient, GridOptions(shape=(128,) * 3, voxel_mm=3.25))
    fine = render_truth(patient, GridOptions(shape=(128,) * 3, voxel_mm=3.25))
    assert np.median(activity.counts[fine.wall]) == 1.0
    assert fine.wall.sum() * 3.25**3 / 1000 == pytest.approx(truth.wall_ml, rel=0.04)


@pytest.mark.parametrize("angle_deg", [0.0, 90.0, 180.0, 270.0])
def test_defect_appears_at_its_angle_in_the_volume(angle_deg: float) -> None:
    defect = Defect(angle_deg=angle_deg, half_angle_deg=35, to_fraction=0.8, uptake=0.1)
    patient = replace(draw_normal(np.random.default_rng(6)), defects=(defect,))
    sampled = sampled_at_midwall(
        render_volume(patient, imaging=CLEAN), render_truth(patient)
    )
    around = sampled[10:28].mean(axis=0)
    darkest_deg = float(
        np.degrees(
            np.angle(
                np.sum(
                    (around.max() - around)
                    * np.exp(1j * np.arange(72) / 72 * 2 * np.pi)
                )
            )
        )
    )
    assert abs((darkest_deg - angle_deg + 180) % 360 - 180) < 8
    assert around[int(angle_deg // 5)] < 0.5 * np.median(around)


def test_world_direction_of_a_septal_defect_is_right_and_front() -> None:
    # The septum looks to the patient's right and front: nothing of `heart_axes` here.
    defect = Defect(angle_deg=180, half_angle_deg=60, uptake=0.0)
    heart = HeartParameters(azimuth_deg=45, elevation_deg=0)
    affine = turned_affine(4.0, 36)
    lost = shell_volume(heart, shape=(36, 36, 36), affine=affine).counts
    left = shell_volume(heart, shape=(36, 36, 36), affine=affine, defects=(defect,))
    place = centre_of_mass_mm(left, lost - left.counts) - centre_of_mass_mm(left, lost)
    assert angle_between_deg(place, [-1, -1, 0]) < 25


def test_uncorrected_attenuation_takes_from_septum_and_inferior_wall() -> None:
    patient = replace(draw_normal(np.random.default_rng(0)), heart=HeartParameters())
    truth = render_truth(patient)
    dimmed = replace(CLEAN, attenuation_corrected=False)
    walls = sampled_at_midwall(render_volume(patient, imaging=dimmed), truth)[4:26]
    lateral, anterior, septal, inferior = (
        walls[:, np.arange(k - 3, k + 4) % 72].mean() for k in (0, 18, 36, 54)
    )
    assert 0.80 < septal / lateral < 0.95
    assert 0.80 < inferior / anterior < 0.95
    even = sampled_at_midwall(render_volume(patient, imaging=CLEAN), truth)[4:26]
    assert walls.mean() == pytest.approx(even.mean(), rel=0.03)


def test_same_parameters_give_the_same_bytes_and_another_seed_does_not() -> None:
    patient = draw_ordinary(np.random.default_rng(11))
    imaging = ImagingOptions(noise_seed=5)
    first = render_volume(patient, imaging=imaging).counts.tobytes()
    again = render_volume(
        draw_ordinary(np.random.default_rng(11)), imaging=ImagingOptions(noise_seed=5)
    )
    assert again.counts.tobytes() == first
    other = render_volume(patient, imaging=replace(imaging, noise_seed=6))
    assert other.counts.tobytes() != first


def test_noise_is_unbiased_falls_with_the_counts_and_is_correlated() -> None:
    patient = draw_normal(np.random.default_rng(3))
    wall = render_truth(patient).wall
    seen = {}
    for counts in (200_000.0, 800_000.0):
        draws = np.stack(
            [
                render_volume(
                    patient, imaging=ImagingOptions(lv_counts=counts, noise_seed=seed)
                ).counts
                for seed in range(8)
            ]
        )
        noise = (draws - draws.mean(axis=0)) / draws.mean(axis=0)[wall].mean()
        seen[counts] = noise[:, wall].std(), draws.mean(axis=0)[wall].mean()
        product = noise[:, :, :, 1:] * noise[:, :, :, :-1]
        correlation = product[:, wall[:, :, 1:]].mean() / noise[:, wall].var()
        assert correlation > 0.25
    assert seen[200_000.0][0] / seen[800_000.0][0] == pytest.approx(2.0, rel=0.1)
    assert seen[800_000.0][1] / seen[200_000.0][1] == pytest.approx(4.0, rel=0.03)


def test_wall_without_defects_holds_the_counts_asked_for() -> None:
    patient = draw_normal(np.random.default_rng(3))
    activity = activity_volume(patient, GridOptions())
    sharp = ImagingOptions(fwhm_mm=0, filter_fwhm_mm=0, lv_counts=5e5, noise_gain=1)
    volume = render_volume(patient, imaging=sharp)
    per_activity = volume.counts.sum(dtype=float) / activity.counts.sum(dtype=float)
    wall_voxels = cavity_and_wall_ml(patient.heart)[1] / 6.5**3 * 1000
    assert per_activity * wall_voxels == pytest.approx(5e5, rel=0.01)


@pytest.mark.parametrize("draw", [draw_ordinary, draw_hard], ids=["ordinary", "hard"])
@pytest.mark.parametrize("seed", range(5))
def test_drawn_volumes_are_finite_and_not_negative(draw, seed: int) -> None:
    rng = np.random.default_rng(seed)
    volume = render_volume(draw(rng), draw_grid(rng), draw_imaging(rng))
    assert np.isfinite(volume.counts).all()
    assert volume.counts.min() >= 0
    assert volume.counts.max() > 0


def test_grid_is_centred_on_the_rotation_axis_with_z_up() -> None:
    volume = activity_volume(
        draw_normal(np.random.default_rng(0)),
        GridOptions(shape=(10, 20, 30), voxel_mm=12),
    )
    assert_allclose(volume.centre_mm, 0, atol=1e-9)
    assert_array_equal(volume.affine[:3, :3] / 12, [[0, 0, 1], [0, 1, 0], [1, 0, 0]])
