"""The same features whatever the station's colours are."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from myomap.colortable import color_table
from myomap.features import (
    CANONICAL_SIZE_PX,
    CANONICAL_TABLE,
    COLOR_FEATURES,
    canonical_features,
    canonical_picture,
    color_features,
)
from myomap.records import State
from polar_maps import defect, healthy_uptake, map_of


def random_map(rng, *, share_valid=1.0):
    valid = rng.random((32, 72)) < share_valid
    return map_of(rng.uniform(0, 120, (32, 72)), valid=valid)


@pytest.mark.parametrize("share_valid", [1.0, 0.95, 0.5, 0.02])
def test_counting_colours_gives_what_the_drawing_gives(rng, share_valid) -> None:
    for _ in range(5):
        polar_map = random_map(rng, share_valid=share_valid)
        drawn = color_features(canonical_picture(polar_map).rgb)
        assert_array_equal(canonical_features(polar_map), drawn)


def test_the_order_of_the_maps_changes_nothing(rng) -> None:
    maps = [random_map(rng, share_valid=share) for share in (1.0, 0.7, 1.0)]
    forth = [canonical_features(each) for each in maps]
    back = [canonical_features(each) for each in reversed(maps)]
    assert_array_equal(forth, back[::-1])


def test_a_dead_wall_is_not_taken_for_background() -> None:
    assert color_table(CANONICAL_TABLE).rgb.any(axis=1).all()
    dead = map_of(0.0)
    assert not np.isnan(canonical_features(dead)).any()


def test_what_is_not_valid_takes_no_part() -> None:
    uptake, valid = np.full((32, 72), 70.0), np.ones((32, 72), bool)
    uptake[:16], valid[:16] = 5.0, False
    features = dict(
        zip(
            [each.name for each in COLOR_FEATURES],
            canonical_features(map_of(uptake, valid=valid)),
            strict=True,
        )
    )
    whole = canonical_features(map_of(70.0))
    assert np.isnan(features["red_ring_2_mean"])
    assert features["red_ring_4_mean"] == whole[26]


def test_a_defect_shows_in_the_strips_and_rings_it_lies_in() -> None:
    names = [each.name for each in COLOR_FEATURES]
    change = canonical_features(map_of(healthy_uptake())) - canonical_features(
        map_of(healthy_uptake() - defect(50.0, centre=(0.55, 270.0)))
    )
    lost = dict(zip(names, change, strict=True))
    assert lost["green_horizontal_4_mean"] > 30
    assert abs(lost["green_horizontal_1_mean"]) < 1
    assert lost["green_ring_3_mean"] > lost["green_ring_1_mean"]
    assert lost["green_vertical_3_mean"] > lost["green_vertical_1_mean"]


def test_the_state_does_not_matter() -> None:
    stress = map_of(healthy_uptake(), state=State.STRESS)
    rest = replace(stress, state=State.REST)
    assert_array_equal(canonical_features(stress), canonical_features(rest))


def test_the_picture_has_a_fixed_size_and_black_corners() -> None:
    rgb = canonical_picture(map_of(60.0)).rgb
    assert rgb.shape == (CANONICAL_SIZE_PX, CANONICAL_SIZE_PX, 3)
    assert not rgb[0, 0].any()
    assert len(np.unique(rgb.reshape(-1, 3), axis=0)) == 2
