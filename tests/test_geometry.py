"""Directions, affines and the heart's frame, against answers known by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from myomap.errors import GeometryError
from myomap.geometry import (
    LEFT,
    POSTERIOR,
    SUPERIOR,
    affine_from_axes,
    angle_between_deg,
    apply_affine,
    direction_from_angles,
    heart_axes,
    unit_vector,
    voxel_size_mm,
)

# Rounding of float64 over a handful of operations.
EXACT = {"rtol": 0, "atol": 1e-12}

components = st.floats(-100, 100)
directions = st.tuples(components, components, components).filter(
    lambda v: np.linalg.norm(v) > 1e-3
)
# Steeper axes than this are refused: no wall is anterior there.
axis_angles = st.tuples(st.floats(-180, 180), st.floats(-85, 85))


def test_the_world_is_right_handed() -> None:
    assert_allclose(np.cross(LEFT, POSTERIOR), SUPERIOR, **EXACT)


@given(directions)
def test_a_unit_vector_has_length_one_and_the_same_direction(
    direction: tuple[float, float, float],
) -> None:
    unit = unit_vector(direction)
    assert_allclose(np.linalg.norm(unit), 1, **EXACT)
    assert_allclose(unit * np.linalg.norm(direction), direction, atol=1e-9)


def test_unit_vectors_of_many_directions_at_once() -> None:
    found = unit_vector([[0, 0, 2], [3, 0, 4]])
    assert_allclose(found, [[0, 0, 1], [0.6, 0, 0.8]], **EXACT)


@pytest.mark.parametrize(
    "direction",
    [
        pytest.param([0, 0, 0], id="no-length"),
        pytest.param([np.nan, 0, 1], id="nan"),
        pytest.param([np.inf, 0, 1], id="infinite"),
        pytest.param([[1, 0, 0], [0, 0, 0]], id="one-of-two"),
    ],
)
def test_a_direction_without_length_is_refused(direction: list[float]) -> None:
    with pytest.raises(GeometryError, match="no length or is not finite"):
        unit_vector(direction)


def test_an_affine_takes_each_index_along_its_axis() -> None:
    affine = affine_from_axes([10, 20, 30], [SUPERIOR, POSTERIOR, LEFT], [4, 2, 3])
    assert_allclose(apply_affine(affine, [0, 0, 0]), [10, 20, 30], **EXACT)
    assert_allclose(apply_affine(affine, [1, 0, 0]), [10, 20, 34], **EXACT)
    assert_allclose(apply_affine(affine, [0, 1, 0]), [10, 22, 30], **EXACT)
    assert_allclose(apply_affine(affine, [0, 0, 1]), [13, 20, 30], **EXACT)
    assert_allclose(affine[3], [0, 0, 0, 1], **EXACT)


@given(st.lists(st.tuples(components, components, components), min_size=1, max_size=5))
def test_points_go_through_an_affine_as_through_four_by_four_products(
    points: list[tuple[float, float, float]],
) -> None:
    affine = affine_from_axes([1, -2, 3], [POSTERIOR, SUPERIOR, -LEFT], [2, 5, 0.5])
    naive = [(affine @ [*point, 1])[:3] for point in points]
    assert_allclose(apply_affine(affine, points), naive, atol=1e-9)


@given(st.tuples(*[st.floats(0.1, 20)] * 3), directions)
def test_the_voxel_size_survives_any_orientation(
    spacing: tuple[float, float, float], direction: tuple[float, float, float]
) -> None:
    first = unit_vector(direction)
    helper = LEFT if abs(first @ LEFT) < 0.9 else POSTERIOR
    second = unit_vector(np.cross(first, helper))
    axes = [first, second, np.cross(first, second)]
    affine = affine_from_axes([0, 0, 0], axes, spacing)
    assert_allclose(voxel_size_mm(affine), spacing, rtol=1e-12)


@pytest.mark.parametrize(
    ("second", "degrees"),
    [
        pytest.param([5, 0, 0], 0, id="same"),
        pytest.param([1, 1, 0], 45, id="half-right"),
        pytest.param([0, 0, -3], 90, id="right"),
        pytest.param([-1, 0, 0], 180, id="opposite"),
    ],
)
def test_known_angles(second: list[float], degrees: float) -> None:
    assert_allclose(angle_between_deg([1, 0, 0], second), degrees, atol=1e-9)


def test_a_tiny_angle_is_not_lost_to_rounding() -> None:
    # An arc cosine would return 0 here: 1 - cos(1e-8 rad) is below float64's step.
    found = angle_between_deg([1, 0, 0], [1, 1e-8, 0])
    assert_allclose(found, np.degrees(1e-8), rtol=1e-6)


@pytest.mark.parametrize(
    ("azimuth", "elevation", "direction"),
    [
        pytest.param(0, 0, -POSTERIOR, id="forward"),
        pytest.param(90, 0, LEFT, id="left"),
        pytest.param(0, 90, -SUPERIOR, id="down"),
        pytest.param(180, 0, POSTERIOR, id="backward"),
    ],
)
def test_known_directions_of_the_long_axis(
    azimuth: float, elevation: float, direction: list[float]
) -> None:
    assert_allclose(direction_from_angles(azimuth, elevation), direction, **EXACT)


@given(axis_angles)
def test_the_heart_s_axes_are_perpendicular_unit_vectors(
    angles: tuple[float, float],
) -> None:
    frame = np.array(heart_axes(direction_from_angles(*angles)))
    assert_allclose(frame @ frame.T, np.eye(3), atol=1e-12)


@given(axis_angles)
def test_the_anterior_wall_faces_the_head(angles: tuple[float, float]) -> None:
    _, anterior, apical = heart_axes(direction_from_angles(*angles))
    assert anterior @ SUPERIOR > 0
    assert_allclose(apical, direction_from_angles(*angles), atol=1e-12)


@given(axis_angles)
def test_seen_from_the_apex_lateral_is_right_of_anterior(
    angles: tuple[float, float],
) -> None:
    lateral, anterior, apical = heart_axes(direction_from_angles(*angles))
    looking = -apical
    assert_allclose(np.cross(looking, anterior), lateral, atol=1e-12)


def test_a_usual_heart_has_its_lateral_wall_to_the_left_and_back() -> None:
    lateral, _, _ = heart_axes(direction_from_angles(45, 20))
    assert lateral @ LEFT > 0
    assert lateral @ POSTERIOR > 0


@pytest.mark.parametrize("axis", [SUPERIOR, -SUPERIOR])
def test_an_axis_along_the_body_is_refused(axis: list[float]) -> None:
    with pytest.raises(GeometryError, match="no wall can be called anterior"):
        heart_axes(axis)
