"""What pages and reports draw of a reading, and the small file it is kept in."""

import io
import zipfile
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from journeys import input_with, reading_of_both, reading_of_rest, study_with
from myomap.errors import InputError
from myomap.geometry import apply_affine
from myomap.quantification import shipped_limits
from myomap.reading import (
    CaseArrays,
    affected_mask,
    case_arrays,
    judge_reading,
    pack_arrays,
    read_inputs,
    read_learned,
    unpack_arrays,
)
from myomap.records import State
from records_samples import polar_map


@cache
def judged():
    return judge_reading(reading_of_both(), shipped_limits())


@cache
def learned():
    return read_learned(reading_of_both(), explains=True)


@cache
def arrays() -> CaseArrays:
    return case_arrays(reading_of_both(), judged(), learned())


@cache
def packed() -> bytes:
    return pack_arrays(arrays())


def slices_and_ventricle(state=State.STRESS):
    name = state.value
    return getattr(arrays(), name).slices, reading_of_both().states[state].ventricle


def test_maps_are_the_readings_own_and_unknown_samples_are_nan():
    hole = polar_map()
    valid = hole.valid.copy()
    valid[3, 5] = False
    reading = read_inputs(
        study_with(input_with(replace(hole, valid=valid), State.REST))
    )
    found = case_arrays(reading)
    assert found.stress is None
    assert np.isnan(found.rest.uptake_percent[3, 5])
    assert np.isnan(found.rest.uptake_percent).sum() == 1
    assert found.rest.slices is None
    assert found.rest.deviation is None
    assert found.difference is None
    assert found.affected is None


def test_what_limits_and_the_network_said_lies_beside_the_maps():
    found, figures = arrays(), judged()
    assert_array_equal(found.stress.is_below, figures.stress.below_limit)
    assert_array_equal(found.rest.deviation, figures.rest.deviations)
    assert_array_equal(found.change_kinds, figures.change.kinds)
    assert_array_equal(found.chance, learned().chance)
    assert_allclose(found.contributions, learned().contributions.values, rtol=1e-6)
    mask = affected_mask(reading_of_both(), figures, learned())
    assert_array_equal(found.affected, mask)
    by_rule = case_arrays(reading_of_both(), figures)
    assert set(np.unique(by_rule.affected)) <= {0, 1, 2}
    assert by_rule.chance is None


def test_stress_and_rest_have_one_grid_with_the_apex_in_one_slice():
    places = []
    for state in State:
        slices, ventricle = slices_and_ventricle(state)
        to_index = np.linalg.inv(slices.affine)
        places.append(apply_affine(to_index, ventricle.long_axis.apex_mm))
        assert slices.voxel_mm == pytest.approx((3.0, 3.0, 3.0))
        base = apply_affine(to_index, ventricle.long_axis.base_mm)
        assert base[0] > places[-1][0]
        assert slices.is_placed
        assert_array_equal(slices.long_axis.apex_mm, ventricle.long_axis.apex_mm)
        on_wall = slices.counts[slices.wall_sample >= 0]
        assert on_wall.mean() < slices.reference_counts < 1.2 * on_wall.max()
        assert 15 < slices.radius_mm < 45
    assert_allclose(places[0], places[1], atol=1e-6)
    shapes = {getattr(arrays(), s.value).slices.counts.shape for s in State}
    assert len(shapes) == 1


@pytest.mark.parametrize("plane", ["short", "vertical", "horizontal"])
def test_contours_lie_on_the_surfaces(plane):
    from scipy.spatial import cKDTree

    slices, ventricle = slices_and_ventricle()
    order = {
        "short": lambda line, a, b: (line.index + 0 * a, a, b),
        "vertical": lambda line, a, b: (b, a, line.index + 0 * a),
        "horizontal": lambda line, a, b: (a, line.index + 0 * a, b),
    }[plane]
    for surface in ("endocardium", "epicardium"):
        tree = cKDTree(getattr(ventricle, surface).points_mm.reshape(-1, 3))
        lines = [
            line
            for line in slices.contours
            if line.plane == plane and line.surface == surface
        ]
        assert len(lines) > 10
        for line in lines:
            index = np.stack(order(line, *line.points.T), axis=1)
            away, _ = tree.query(apply_affine(slices.affine, index))
            # Vertices lie up to 5 mm apart: no point between them is farther off.
            assert away.max() < 3.0


def test_rings_of_the_short_axis_close():
    slices, _ = slices_and_ventricle()
    middle = [line for line in slices.contours if line.plane == "short"][10]
    assert_allclose(middle.points[0], middle.points[-1], atol=1e-4)


def test_wall_voxels_lie_between_the_surfaces_and_take_the_nearest_sample():
    from scipy.spatial import cKDTree

    slices, ventricle = slices_and_ventricle()
    index = np.argwhere(slices.wall_sample >= 0)
    ring, angle = np.divmod(slices.wall_sample[tuple(index.T)], 72)
    points = apply_affine(slices.affine, index)
    inner, outer = ventricle.endocardium.points_mm, ventricle.epicardium.points_mm
    # A naive answer: the nearest of many points on the cells' own middle lines.
    share = np.linspace(0, 1, 25)[:, None, None, None]
    cells = (inner + share * (outer - inner))[:, :, :]
    cells = (cells[:, :-1] + cells[:, 1:]) / 2
    tree = cKDTree(cells.reshape(-1, 3))
    away, nearest = tree.query(points)
    assert away.max() < 4.0
    near_ring, near_angle = np.divmod(nearest % (32 * 72), 72)
    turned = np.abs((angle - near_angle + 36) % 72 - 36)
    outside_apex = near_ring > 2
    assert np.mean(near_ring == ring) > 0.9
    assert np.abs(near_ring - ring).max() <= 1
    assert np.mean(turned[outside_apex] == 0) > 0.9
    assert turned[outside_apex].max() <= 2


def test_the_walls_volume_is_that_between_the_surfaces():
    from myomap.ventricle import enclosed_volume_ml

    slices, ventricle = slices_and_ventricle()
    found_ml = np.count_nonzero(slices.wall_sample >= 0) * 27.0 / 1000.0
    whole = enclosed_volume_ml(ventricle.epicardium)
    cavity = enclosed_volume_ml(ventricle.endocardium)
    # Both cups are closed by a flat lid, the wall ends along its own normals.
    assert found_ml == pytest.approx(whole - cavity, rel=0.05)


def test_every_wall_sample_is_somewhere_but_few_of_the_apex():
    slices, _ = slices_and_ventricle()
    found = np.unique(slices.wall_sample)
    rings = np.unique(found[found >= 0] // 72)
    assert_array_equal(rings, np.arange(32))


def test_packing_gives_back_what_was_packed():
    found, original = unpack_arrays(packed()), arrays()
    for name in ("difference", "change_kinds", "affected", "chance", "contributions"):
        assert_array_equal(getattr(found, name), getattr(original, name))
    for state in ("stress", "rest"):
        one, other = getattr(found, state), getattr(original, state)
        for name in ("uptake_percent", "area_cm2", "deviation", "is_below"):
            assert_array_equal(getattr(one, name), getattr(other, name))
        assert_array_equal(one.slices.wall_sample, other.slices.wall_sample)
        assert_array_equal(one.slices.affine, other.slices.affine)
        assert_array_equal(one.slices.long_axis.base_mm, other.slices.long_axis.base_mm)
        assert one.slices.radius_mm == other.slices.radius_mm
        assert one.slices.reference_counts == other.slices.reference_counts
        span = float(np.ptp(other.slices.counts))
        step = span / 65535
        assert_allclose(one.slices.counts, other.slices.counts, atol=0.51 * step)
        for line, drawn in zip(one.slices.contours, other.slices.contours, strict=True):
            assert (line.surface, line.plane, line.index) == (
                drawn.surface,
                drawn.plane,
                drawn.index,
            )
            assert_allclose(line.points, drawn.points, atol=0.5 / 128 + 1e-5)


def test_the_file_is_small_and_the_same_every_time():
    assert len(packed()) < 700_000
    assert pack_arrays(arrays()) == packed()


def test_a_single_map_packs_too():
    found = case_arrays(read_inputs(study_with(input_with(polar_map(), State.REST))))
    back = unpack_arrays(pack_arrays(found))
    assert back.stress is None
    assert_array_equal(back.rest.uptake_percent, found.rest.uptake_percent)
    assert back.rest.slices is None


def test_rest_alone_has_slices_of_rest():
    found = case_arrays(reading_of_rest())
    assert found.stress is None
    assert found.rest.slices.counts.shape[1:] == (45, 45)


def _member(name: str, array: np.ndarray, **kwargs) -> bytes:
    stream = io.BytesIO()
    np.savez_compressed(stream, **{name: array}, **kwargs)
    return stream.getvalue()


def _replaced(name: str, array: np.ndarray) -> bytes:
    with np.load(io.BytesIO(packed())) as file:
        members = dict(file)
    members[name] = array
    stream = io.BytesIO()
    np.savez_compressed(stream, **members)
    return stream.getvalue()


def _with_header(text: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        header = b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text
        archive.writestr("version.npy", header)
    return stream.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(lambda: b"", id="nothing"),
        pytest.param(lambda: b"PK\x03\x04" + bytes(100), id="a zip's first bytes"),
        pytest.param(lambda: packed()[:-200], id="cut off"),
        pytest.param(lambda: _member("other", np.zeros(3)), id="another npz"),
        pytest.param(
            lambda: _member("version", np.array([{}], dtype=object)), id="pickle"
        ),
        pytest.param(lambda: _replaced("version", np.uint8(9)), id="version"),
        pytest.param(
            lambda: _replaced("affected", np.zeros((3, 3), np.uint8)), id="shape"
        ),
        pytest.param(
            lambda: _replaced("affected", np.full((32, 72), np.nan)), id="kind"
        ),
        pytest.param(
            lambda: _replaced("stress_lines", np.full((5, 4), -1, np.int32)),
            id="lines",
        ),
        pytest.param(
            lambda: _replaced("stress_count_range", np.array([0.0, 1e308])),
            id="counts beyond all",
        ),
        pytest.param(
            lambda: _replaced("stress_counts", np.zeros((300, 300, 300), np.uint16)),
            id="counts too many",
        ),
        pytest.param(
            lambda: _with_header(
                b"{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999,), }\n"
            ),
            id="lying size",
        ),
        pytest.param(lambda: _with_header(b"__import__('os')\n"), id="code"),
        pytest.param(
            lambda: _member("version", np.zeros(80 << 20, np.uint8)), id="bomb"
        ),
    ],
)
def test_hostile_bytes_are_refused(data):
    with pytest.raises(InputError):
        unpack_arrays(data())


def test_any_flipped_byte_is_refused_or_harmless(rng):
    data = packed()
    for place in rng.integers(0, len(data), size=40):
        flipped = bytearray(data)
        flipped[place] ^= 0xFF
        try:
            unpack_arrays(bytes(flipped))
        except InputError:
            continue
