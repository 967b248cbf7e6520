import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from myomap.errors import ConfigError, GeometryError
from myomap.polarmap import DifferenceMap, difference_map
from myomap.records import State
from polar_maps import map_of


def test_the_difference_is_stress_minus_rest():
    stress, rest = map_of(55.0), map_of(80.0, state=State.REST)
    difference = difference_map(stress, rest)
    assert_allclose(difference.difference_points, -25.0)
    assert repr(difference) == "DifferenceMap(-25 to -25 points, 100 % valid)"


def test_a_sample_must_be_valid_in_both():
    first, second = np.ones((2, 32, 72), bool)
    first[0], second[5] = False, False
    difference = difference_map(
        map_of(55.0, valid=first), map_of(80.0, valid=second, state=State.REST)
    )
    assert_array_equal(difference.valid, first & second)
    assert_array_equal(difference.difference_points[[0, 5]], 0)


def test_the_area_is_the_mean_of_both():
    stress = map_of(55.0, area_cm2=np.full((32, 72), 0.02))
    rest = map_of(80.0, area_cm2=np.full((32, 72), 0.04), state=None)
    assert_allclose(difference_map(stress, rest).area_cm2, 0.03, rtol=1e-6)


@pytest.mark.parametrize(
    ("first", "second"),
    [(State.REST, State.STRESS), (State.REST, None), (None, State.STRESS)],
)
def test_exchanged_maps_are_refused(first, second):
    with pytest.raises(ConfigError, match="exchanged"):
        difference_map(map_of(50.0, state=first), map_of(50.0, state=second))


def test_maps_without_a_common_sample_are_refused():
    half = np.zeros((32, 72), bool)
    half[:, :36] = True
    with pytest.raises(GeometryError, match="valid in both"):
        difference_map(map_of(50.0, valid=half), map_of(50.0, valid=~half, state=None))


def test_values_that_are_not_numbers_are_refused():
    points = np.zeros((32, 72))
    points[3, 4] = np.nan
    with pytest.raises(GeometryError, match="1 of 2304 values"):
        DifferenceMap(
            difference_points=points,
            area_cm2=np.ones((32, 72)),
            valid=np.ones((32, 72), bool),
        )
