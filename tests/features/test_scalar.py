"""The scalar features: answers that can be told beforehand."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from myomap.features import (
    CHANGE_FEATURES,
    SCALAR_FEATURES,
    change_features,
    scalar_features,
)
from myomap.features.evenness import weighted_percentiles
from myomap.polarmap import segment_means, segments_17, territory_means
from myomap.records import State
from polar_maps import ANGLES_DEG, defect, healthy_uptake, map_of


def named(polar_map):
    names = [each.name for each in SCALAR_FEATURES]
    return dict(zip(names, scalar_features(polar_map), strict=True))


def changed(stress, rest):
    names = [each.name for each in CHANGE_FEATURES]
    return dict(zip(names, change_features(stress, rest), strict=True))


def test_names_are_of_their_own() -> None:
    names = [each.name for each in (*SCALAR_FEATURES, *CHANGE_FEATURES)]
    assert len(names) == len(set(names))
    assert all(each.meaning for each in SCALAR_FEATURES)


def test_a_flat_map_is_even() -> None:
    found = named(map_of(80.0))
    for name, value in found.items():
        if name.endswith("_mean") or "percentile" in name:
            assert value == pytest.approx(80.0, abs=1e-4), name
        elif name == "uptake_uniformity":
            assert value == pytest.approx(1.0)
        else:
            assert value == pytest.approx(0.0, abs=1e-4), name


def test_segments_and_territories_are_those_of_the_reading() -> None:
    polar_map = map_of(healthy_uptake() - defect(40.0))
    found = named(polar_map)
    for mean in segment_means(polar_map, segments_17()):
        assert found[f"segment_{mean.segment.number}_mean"] == mean.uptake_percent
    for area in territory_means(polar_map, segments_17()):
        name = f"territory_{area.territory.value.lower()}_mean"
        assert found[name] == area.uptake_percent


def test_half_a_wall_gone_is_half_an_extent() -> None:
    uptake = np.full((32, 72), 90.0)
    uptake[:, :36] = 55.0  # 61 % of the maximum
    found = named(map_of(uptake))
    extents = [found[f"extent_below_{fraction}"] for fraction in (50, 60, 70, 80)]
    assert_allclose(extents, [0, 0, 50, 50])
    assert found["uptake_entropy"] == pytest.approx(1.0)
    assert found["uptake_uniformity"] == pytest.approx(0.5)
    assert found["uptake_std"] == pytest.approx(17.5)
    assert found["uptake_variation"] == pytest.approx(100 * 17.5 / 72.5)
    assert found["unevenness_around"] == pytest.approx(17.5)
    # Two of 72 steps around the wall are of 35 points.
    assert found["roughness_around"] == pytest.approx(2 / 72 * 35)
    assert found["roughness_along"] == 0


def test_extents_are_weighed_by_wall_area() -> None:
    area, uptake = np.ones((32, 72)), np.full((32, 72), 100.0)
    area[:8], uptake[:8] = 3.0, 10.0
    found = named(map_of(uptake, area_cm2=area))
    assert found["extent_below_50"] == pytest.approx(50.0)


@pytest.mark.parametrize(
    ("name", "angle_deg"),
    [("septal_lateral_asymmetry", 0.0), ("inferior_anterior_asymmetry", 90.0)],
)
def test_asymmetries_grow_where_the_opposite_wall_is_weak(name, angle_deg) -> None:
    towards = np.cos(np.radians(ANGLES_DEG - angle_deg))
    found = named(map_of((80.0 - 20.0 * towards)[None, :]))
    other = named(map_of((80.0 + 20.0 * towards)[None, :]))
    assert found[name] > 10
    assert found[name] == pytest.approx(-other[name], abs=1e-4)
    for unmoved in {"septal_lateral_asymmetry", "inferior_anterior_asymmetry"} - {name}:
        assert found[unmoved] == pytest.approx(0.0, abs=1e-4)


def test_a_weak_apex_lowers_the_asymmetry_of_apex_and_base() -> None:
    uptake = np.full((32, 72), 60.0)
    uptake[:8] = 40.0
    assert named(map_of(uptake))["apex_base_asymmetry"] == pytest.approx(-20.0)


def test_quadrants_of_rings_follow_the_walls() -> None:
    uptake = np.full((32, 72), 50.0)
    uptake[24:, 10:27] = 90.0  # basal, 50° to 130°
    found = named(map_of(uptake))
    assert found["ring_4_anterior_mean"] > 85
    assert found["ring_3_anterior_mean"] == pytest.approx(50.0)
    assert found["ring_4_septal_mean"] == pytest.approx(50.0)


def test_samples_that_are_not_valid_change_nothing() -> None:
    uptake, valid = healthy_uptake() + np.zeros((32, 72)), np.ones((32, 72), bool)
    valid[20:25, 30:40] = False
    spoiled = uptake.copy()
    spoiled[~valid] = 300.0
    assert_allclose(
        scalar_features(map_of(spoiled, valid=valid)),
        scalar_features(map_of(uptake, valid=valid)),
        rtol=0,
        atol=1e-12,
    )


def test_one_valid_sample_is_enough() -> None:
    valid = np.zeros((32, 72), bool)
    valid[31, 18] = True
    found = named(map_of(70.0, valid=valid))
    assert found["segment_1_mean"] == found["minimum_segment_mean"] == 70
    assert np.isnan(found["segment_4_mean"])
    assert np.isnan(found["roughness_around"])


def test_a_map_of_nothing_has_no_shares_of_its_maximum() -> None:
    found = named(map_of(0.0))
    assert found["uptake_mean"] == 0
    assert np.isnan(found["extent_below_50"])
    assert np.isnan(found["uptake_entropy"])
    assert np.isnan(found["septal_lateral_asymmetry"])


def test_percentiles_are_weighted_and_not_interpolated() -> None:
    values, weights = np.array([4.0, 1.0, 3.0]), np.array([1.0, 2.0, 1.0])
    found = weighted_percentiles(values, weights, [0, 25, 50, 51, 75, 76, 100])
    assert_allclose(found, [1, 1, 1, 3, 3, 4, 4])


def test_a_loss_under_stress_is_counted_by_its_size() -> None:
    stress, rest = np.full((32, 72), 80.0), np.full((32, 72), 80.0)
    stress[:, :18] = 68.0
    found = changed(map_of(stress), map_of(rest, state=State.REST))
    assert found["change_mean"] == pytest.approx(-3.0)
    lost = [found[f"change_extent_lost_{loss}"] for loss in (5, 10, 20)]
    assert_allclose(lost, [25, 25, 0])
    assert found["change_percentile_5"] == pytest.approx(-12.0)
    assert found["change_percentile_50"] == 0
    assert found["change_minimum_segment"] == pytest.approx(-12.0)
    assert found["change_maximum_segment"] == pytest.approx(0.0)
    assert np.isnan(found["change_correlation"])


def test_a_map_agrees_with_itself() -> None:
    polar_map = map_of(healthy_uptake() - defect(30.0))
    found = changed(polar_map, polar_map)
    assert found["change_correlation"] == pytest.approx(1.0)
    assert found["change_std"] == 0


def test_maps_that_share_no_sample_show_no_change() -> None:
    valid = np.zeros((32, 72), bool)
    valid[:16] = True
    stress, rest = map_of(80.0, valid=valid), map_of(80.0, valid=~valid)
    assert np.isnan(change_features(stress, rest)).all()
