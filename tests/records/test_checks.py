"""What each record refuses, and how it says so."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

import records_samples as samples
from myomap.errors import GeometryError
from myomap.records import (
    Caution,
    ContourQuality,
    EnergyWindow,
    Frame,
    LongAxis,
    State,
    Surface,
)
from records_samples import MAP_SHAPE


def with_one(value: float, shape: tuple[int, ...] = MAP_SHAPE) -> np.ndarray:
    """Return ones with a single other value."""
    array = np.ones(shape)
    array.flat[0] = value
    return array


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        pytest.param(
            {"uptake_percent": np.ones((17, 72))},
            "uptake has the wrong shape: found 17 x 72, expected 32 x 72",
            id="shape",
        ),
        pytest.param({"uptake_percent": with_one(np.nan)}, "1 of 2304", id="nan"),
        pytest.param({"uptake_percent": with_one(-2)}, "negative uptake", id="below-0"),
        pytest.param({"area_cm2": with_one(0)}, "without wall area", id="no-area"),
        pytest.param(
            {"valid": np.zeros(MAP_SHAPE, bool)}, "No sample .* is valid", id="empty"
        ),
    ],
)
def test_a_polar_map_that_cannot_be_is_refused(changes: dict, message: str) -> None:
    with pytest.raises(GeometryError, match=message):
        samples.polar_map(**changes)


def test_a_polar_map_is_single_precision_and_keeps_an_unknown_state() -> None:
    made = samples.polar_map(state=None)
    assert made.uptake_percent.dtype == np.float32
    assert repr(made).startswith("PolarMap(state unknown")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        pytest.param({"counts": np.ones((3, 4))}, "found 3 x 4", id="two-axes"),
        pytest.param({"counts": np.ones((0, 3, 4))}, "found 0 x 3 x 4", id="empty"),
        pytest.param(
            {"counts": with_one(np.inf, (2, 3, 4))}, "NaN or infinite", id="infinite"
        ),
        pytest.param({"affine": np.eye(3)}, "expected 4 x 4", id="affine-shape"),
        pytest.param(
            {"affine": np.diag([4.0, 0.0, 4.0, 1.0])}, "singular", id="no-extent"
        ),
        pytest.param(
            {"affine": np.diag([4.0, np.nan, 4.0, 1.0])}, "The affine holds", id="nan"
        ),
    ],
)
def test_a_volume_that_cannot_be_is_refused(changes: dict, message: str) -> None:
    with pytest.raises(GeometryError, match=message):
        samples.volume(**changes)


def test_the_centre_of_a_volume_is_the_middle_of_its_voxel_centres() -> None:
    assert_allclose(samples.volume().centre_mm, [2, 4, 6])


def test_other_counts_keep_affine_and_frame() -> None:
    before = samples.volume(frame=Frame.SHORT_AXIS)
    after = before.with_counts(np.zeros((2, 3, 4)))
    assert after.frame is Frame.SHORT_AXIS
    assert_allclose(after.affine, before.affine)
    assert after.counts.max() == 0


def test_other_counts_of_another_shape_are_refused() -> None:
    with pytest.raises(GeometryError, match="The new counts has the wrong shape"):
        samples.volume().with_counts(np.zeros((2, 3, 5)))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        pytest.param({"counts": np.ones((8, 4, 5))}, "wrong shape", id="three-axes"),
        pytest.param(
            {"counts": np.ones((1, 2, 8, 4, 5))}, "expected any x 1", id="windows"
        ),
        pytest.param(
            {"counts": with_one(-1, (1, 1, 8, 4, 5))}, "negative counts", id="below-0"
        ),
        pytest.param({"angle_deg": np.arange(7)}, "angle_deg", id="too-few-angles"),
        pytest.param({"radius_mm": np.full(8, np.nan)}, "radius_mm", id="nan-radius"),
        pytest.param({"detector": np.zeros(3)}, "detector", id="too-few-detectors"),
        pytest.param({"pixel_size_mm": [6.4]}, "pixel_size_mm", id="one-pixel-size"),
    ],
)
def test_projections_that_cannot_be_are_refused(changes: dict, message: str) -> None:
    with pytest.raises(GeometryError, match=message):
        samples.projections(**changes)


def test_what_the_header_does_not_tell_stays_unknown() -> None:
    made = samples.projections(radius_mm=None, frame_duration_ms=None)
    assert made.radius_mm is None
    assert made.frame_duration_ms is None


@pytest.mark.parametrize(("lower", "upper"), [(154, 126), (140, 140), (-5, 10)])
def test_an_energy_window_without_width_is_refused(lower: float, upper: float) -> None:
    with pytest.raises(GeometryError, match="has no width"):
        EnergyWindow(lower_keV=lower, upper_keV=upper)


def test_the_long_axis_runs_from_the_base_to_the_apex() -> None:
    axis = LongAxis(apex_mm=[0, -60, 0], base_mm=[0, 20, 0])
    lateral, anterior, apical = axis.axes
    assert axis.length_mm == 80
    assert_allclose(apical, [0, -1, 0], atol=1e-12)
    assert_allclose(anterior, [0, 0, 1], atol=1e-12)
    assert_allclose(lateral, [1, 0, 0], atol=1e-12)


@pytest.mark.parametrize(
    "points",
    [
        pytest.param(np.zeros((4, 3)), id="no-angles"),
        pytest.param(np.zeros((2, 4, 2)), id="flat"),
        pytest.param(np.full((2, 4, 3), np.nan), id="nan"),
    ],
)
def test_a_surface_that_cannot_be_is_refused(points: np.ndarray) -> None:
    with pytest.raises(GeometryError, match="points_mm"):
        Surface(points_mm=points)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"endocardium": samples.surface(n_angles=5)}, id="endocardium"),
        pytest.param({"epicardium": samples.surface(n_latitudes=4)}, id="epicardium"),
        pytest.param({"normals": np.ones((3, 5, 3))}, id="normals"),
    ],
)
def test_the_parts_of_a_ventricle_share_one_grid(changes: dict) -> None:
    with pytest.raises(GeometryError, match=f"{next(iter(changes))} has the wrong"):
        samples.ventricle(**changes)


def test_a_contour_is_doubtful_once_anything_speaks_against_it() -> None:
    measured = {
        "score": 0.2,
        "contrast": 0.1,
        "supported_percent": 30.0,
        "residual_mm": 6.0,
    }
    assert not ContourQuality(**measured).is_doubtful
    caution = Caution(code="contour-doubtful", message="Look at the contours.")
    assert ContourQuality(**measured, cautions=(caution,)).is_doubtful


def test_a_study_hands_out_its_inputs_by_state() -> None:
    stress = samples.study_input()
    rest = samples.study_input(state=State.REST)
    unknown = samples.study_input(state=None)
    whole = samples.study(inputs=(stress, rest, unknown, stress))
    assert whole.of_state(State.STRESS) == (stress, stress)
    assert whole.of_state(State.REST) == (rest,)
    assert whole.of_state(None) == (unknown,)
