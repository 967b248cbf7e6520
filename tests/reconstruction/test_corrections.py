"""Time and decay of the views."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from myomap.errors import ConfigError
from myomap.reconstruction import view_weights
from myomap.records import Projections
from reconstruction_studies import projections_of


def taken(n_views: int = 4, **changes: object) -> Projections:
    return projections_of(np.ones((n_views, 2, 4)), **changes)


def test_views_of_equal_time_without_decay_weigh_the_same() -> None:
    weight, cautions = view_weights(taken(), None)
    assert_allclose(weight, 1.0)
    assert cautions == ()


def test_half_of_the_activity_is_gone_after_one_half_life() -> None:
    # Two views of an hour each: the second starts one half-life later.
    views = taken(2, frame_duration_ms=[3.6e6, 3.6e6])
    weight, _ = view_weights(views, 1.0)
    assert weight[1] / weight[0] == pytest.approx(0.5)
    # The mean of a decaying hour, over its beginning.
    assert weight[0] == pytest.approx(0.5 / np.log(2.0))


def test_heads_measure_at_the_same_time() -> None:
    views = taken(4, detector=[0, 0, 1, 1], frame_duration_ms=[1.8e6] * 4)
    weight, _ = view_weights(views, 6.0)
    assert weight[2] == pytest.approx(weight[0])
    assert weight[1] < weight[0]


def test_technetium_loses_four_percent_over_twenty_minutes() -> None:
    views = taken(60, frame_duration_ms=[20_000.0] * 60)
    weight, _ = view_weights(views, 6.0067)
    assert weight[-1] / weight[0] == pytest.approx(0.963, abs=0.001)


def test_unknown_times_are_told() -> None:
    weight, cautions = view_weights(taken(frame_duration_ms=None), 6.0)
    assert_allclose(weight, 1.0)
    assert [caution.code for caution in cautions] == ["view-duration-unknown"]


@pytest.mark.parametrize("half_life_h", [0.0, -1.0, np.nan])
def test_a_half_life_that_makes_no_sense_is_refused(half_life_h: float) -> None:
    with pytest.raises(ConfigError, match="half_life_h"):
        view_weights(taken(), half_life_h)
