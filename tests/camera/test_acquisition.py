"""Angles, grids and the way between pictures and the model's arrays."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

import records_samples as samples
from camera_oracle import acquisition
from myomap.camera import (
    SystemModel,
    acquisition_of,
    activity_from_slices,
    pictures_from_views,
    slices_from_activity,
    views_from_pictures,
    volume_affine,
)
from myomap.errors import GeometryError
from myomap.geometry import apply_affine


@pytest.mark.parametrize(
    ("angle_deg", "toward"),
    [(0, (0, 1)), (90, (1, 0)), (180, (0, -1)), (270, (-1, 0))],
    ids=["back", "left", "front", "right"],
)
def test_angles_count_from_the_back_over_the_left(
    angle_deg: float, toward: tuple[int, int]
) -> None:
    taken = acquisition(n_views=1, angle_deg=[angle_deg], radius_mm=None)
    direction = float(taken.direction_rad[0])
    assert_allclose((np.cos(direction), np.sin(direction)), toward, atol=1e-12)


@pytest.mark.parametrize(
    ("angle_deg", "column"),
    [(180, 12), (0, 3), (90, 7.5)],
    ids=["front", "back", "side"],
)
def test_the_left_side_lies_where_the_detector_sees_it(
    angle_deg: float, column: float
) -> None:
    taken = acquisition(n_views=1, angle_deg=[angle_deg], radius_mm=None)
    activity = np.zeros((16, 16, 8), np.float32)
    activity[12, 7:9, 4] = 1.0
    (picture,) = SystemModel(taken).forward(activity)
    seen = (picture.sum(axis=1) * np.arange(16)).sum() / picture.sum()
    assert seen == pytest.approx(column, abs=1e-4)


def test_the_first_row_of_a_picture_is_the_head() -> None:
    taken = acquisition(n_views=1, angle_deg=[0.0], radius_mm=None)
    activity = np.zeros((16, 16, 8), np.float32)
    activity[8, 8, 7] = 1.0
    picture = pictures_from_views(SystemModel(taken).forward(activity))[0]
    assert picture.sum(axis=1).argmax() == 0
    assert volume_affine(taken)[2, 0] > 0


def test_pictures_and_slices_come_back_from_the_model_as_they_were(
    rng: np.random.Generator,
) -> None:
    pictures = rng.random((3, 4, 5)).astype(np.float32)
    slices = rng.random((4, 5, 5)).astype(np.float32)
    assert np.array_equal(pictures_from_views(views_from_pictures(pictures)), pictures)
    assert np.array_equal(slices_from_activity(activity_from_slices(slices)), slices)


def test_the_axis_of_rotation_is_the_middle_of_the_volume() -> None:
    taken = acquisition(n=17, n_rows=9)
    middle = apply_affine(volume_affine(taken, (1.0, -2.0, 30.0)), [4, 8, 8])
    assert_allclose(middle, [1.0, -2.0, 30.0])


def test_an_acquisition_takes_everything_from_the_projections() -> None:
    projections = samples.projections(pixel_size_mm=[3.0, 5.0])
    taken = acquisition_of(projections)
    assert (taken.n_rows, taken.n_columns) == (4, 5)
    assert (taken.row_mm, taken.column_mm) == (3.0, 5.0)
    assert_allclose(taken.radius_mm, projections.radius_mm)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"radius_mm": np.zeros(12)}, "radius of rotation is not above zero"),
        ({"radius_mm": np.ones(3)}, "wrong shape"),
        ({"angle_deg": np.full(12, np.nan)}, "NaN or infinite"),
        ({"n_columns": 2}, "too small"),
        ({"row_mm": 0.0}, "pixels make no sense"),
        ({"column_mm": np.inf}, "pixels make no sense"),
    ],
)
def test_an_acquisition_that_makes_no_sense_is_refused(
    changes: dict[str, object], sentence: str
) -> None:
    with pytest.raises(GeometryError, match=sentence):
        acquisition(**changes)
