"""The checks that records make of their arrays."""

import numpy as np
import pytest

from myomap.errors import GeometryError
from myomap.records import frozen_array, require_finite, require_shape


def test_a_frozen_array_refuses_writing_and_shares_memory() -> None:
    mine = np.zeros((2, 2), dtype=np.float32)
    frozen = frozen_array(mine, np.float32)
    with pytest.raises(ValueError, match="read-only"):
        frozen[0, 0] = 1
    assert np.shares_memory(frozen, mine)


def test_a_frozen_array_takes_the_type_asked_for() -> None:
    assert frozen_array([[1, 2]], np.float64).dtype == np.float64


@pytest.mark.parametrize(
    ("shape", "expected", "message"),
    [
        pytest.param((2, 3), (2, 4), "found 2 x 3, expected 2 x 4", id="size"),
        pytest.param((2,), (None, None), "found 2, expected any x any", id="axes"),
        pytest.param((0, 3), (None, 3), "found 0 x 3, expected any x 3", id="empty"),
        pytest.param((), (1,), "found a single number, expected 1", id="scalar"),
    ],
)
def test_a_wrong_shape_is_named_beside_the_right_one(
    shape: tuple[int, ...], expected: tuple[int | None, ...], message: str
) -> None:
    with pytest.raises(GeometryError, match=f"The map has the wrong shape: {message}"):
        require_shape("The map", np.zeros(shape), expected)


def test_a_fitting_shape_passes() -> None:
    require_shape("The map", np.zeros((5, 3)), (None, 3))


def test_values_that_are_not_finite_are_counted() -> None:
    array = np.array([1.0, np.nan, -np.inf, 2.0])
    with pytest.raises(GeometryError, match="holds 2 of 4 values"):
        require_finite("The map", array)
