import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from myomap.errors import ConfigError, GeometryError
from myomap.polarmap import (
    Segment,
    SegmentModel,
    mean_by_segment,
    segment_labels,
    segment_means,
    segment_weights,
    segments_17,
    segments_20,
    territory_means,
    territory_weights,
)
from myomap.records import Territory
from polar_maps import map_of

MODELS = [
    pytest.param(segments_17(), id="17"),
    pytest.param(segments_20(), id="20"),
    pytest.param(segments_17((0.2, 0.467, 0.733)), id="17-other-radii"),
]


def numbers_of(model, territory):
    return [s.number for s in model.segments if s.territory is territory]


@pytest.mark.parametrize(
    ("radius", "angle", "number", "name"),
    [
        (0.9, 90, 1, "basal anterior"),
        (0.9, 150, 2, "basal anteroseptal"),
        (0.9, 210, 3, "basal inferoseptal"),
        (0.9, 270, 4, "basal inferior"),
        (0.9, 330, 5, "basal inferolateral"),
        (0.9, 30, 6, "basal anterolateral"),
        (0.6, 90, 7, "mid anterior"),
        (0.6, 359, 11, "mid inferolateral"),
        (0.4, 90, 13, "apical anterior"),
        (0.4, 180, 14, "apical septal"),
        (0.4, 270, 15, "apical inferior"),
        (0.4, 0, 16, "apical lateral"),
        (0.1, 123, 17, "apex"),
        (1.0, 0, 6, "basal anterolateral"),
    ],
)
def test_aha_segments_lie_where_the_standard_puts_them(radius, angle, number, name):
    segment = segments_17().segment_at(radius, angle)
    assert (segment.number, segment.name) == (number, name)


@pytest.mark.parametrize(
    ("radius", "angle", "number", "name"),
    [
        (0.4, 90, 1, "distal anterior"),
        (0.6, 270, 10, "mid inferior"),
        (0.9, 30, 18, "basal anterolateral"),
        (0.1, 90, 19, "anterior apex"),
        (0.1, 200, 20, "inferior apex"),
    ],
)
def test_twenty_segments_are_counted_from_the_distal_ring(radius, angle, number, name):
    segment = segments_20().segment_at(radius, angle)
    assert (segment.number, segment.name) == (number, name)


def test_territories_of_the_17_segments():
    model = segments_17()
    assert numbers_of(model, Territory.LAD) == [1, 2, 7, 8, 13, 14, 17]
    assert numbers_of(model, Territory.RCA) == [3, 4, 9, 10, 15]
    assert numbers_of(model, Territory.LCX) == [5, 6, 11, 12, 16]


def test_territories_of_the_20_segments_follow_the_walls():
    model = segments_20()
    assert numbers_of(model, Territory.LAD) == [1, 2, 7, 8, 13, 14, 19, 20]
    assert numbers_of(model, Territory.RCA) == [3, 4, 9, 10, 15, 16]
    assert numbers_of(model, Territory.LCX) == [5, 6, 11, 12, 17, 18]


@pytest.mark.parametrize("model", MODELS)
def test_weights_share_every_sample_out_completely(model):
    weights = segment_weights(model)
    assert weights.dtype == np.float32
    assert_allclose(weights.sum(axis=0), 1.0, atol=1e-6)
    assert weights.min() >= 0
    assert_allclose(territory_weights(model).sum(axis=0), 1.0, atol=1e-6)


@pytest.mark.parametrize("model", MODELS)
def test_weights_agree_with_counting_points_in_the_cell(model):
    rng = np.random.default_rng(7)
    weights = segment_weights(model)
    middle = (np.arange(16) + 0.5) / 16
    for ring, angle in zip(
        rng.integers(32, size=60), rng.integers(72, size=60), strict=True
    ):
        counted = np.zeros(len(model.segments))
        for radius in (ring + middle) / 32:
            for degrees in 5.0 * (angle - 0.5 + middle):
                counted[model.segment_at(radius, degrees).number - 1] += 1 / 256
        assert_allclose(weights[:, ring, angle], counted, atol=1 / 16)


@pytest.mark.parametrize("model", MODELS)
def test_labels_name_the_segment_with_the_largest_share(model):
    labels = segment_labels(model)
    assert labels.shape == (32, 72)
    assert labels.dtype == np.uint8
    assert set(np.unique(labels)) == {s.number for s in model.segments}
    chosen = np.take_along_axis(
        segment_weights(model), labels[None].astype(int) - 1, axis=0
    )[0]
    assert_allclose(chosen, segment_weights(model).max(axis=0), atol=1e-5)


def test_a_sample_on_a_border_goes_to_the_lower_number():
    labels = segment_labels(segments_17())
    assert labels[31, 12] == 1  # 60°, between 1 and 6
    assert labels[31, 0] == 5  # 0°, between 5 and 6
    assert labels[10, 9] == 13  # 45°, between 13 and 16


def test_radii_on_ring_borders_give_whole_rings():
    labels = segment_labels(segments_17())
    assert_array_equal(np.unique(labels[:8]), [17])
    assert_array_equal(np.unique(labels[8:16]), [13, 14, 15, 16])
    assert_array_equal(np.unique(labels[16:24]), np.arange(7, 13))
    assert_array_equal(np.unique(labels[24:]), np.arange(1, 7))


@pytest.mark.parametrize("model", MODELS)
def test_a_flat_map_has_flat_means(model):
    for mean in segment_means(map_of(73.0), model):
        assert mean.uptake_percent == pytest.approx(73.0, abs=1e-4)
    for mean in territory_means(map_of(73.0), model):
        assert mean.uptake_percent == pytest.approx(73.0, abs=1e-4)


@pytest.mark.parametrize("hot", range(17))
def test_a_hot_segment_heats_no_distant_one(hot):
    weights = segment_weights(segments_17())
    means = segment_means(map_of(100 * (weights[hot] == 1)), segments_17())
    found = [mean.uptake_percent for mean in means]
    assert int(np.argmax(found)) == hot
    assert found[hot] > 90
    assert max(found[:hot] + found[hot + 1 :]) == 0


def test_a_map_linear_in_angle_has_its_value_at_the_segment_s_middle():
    # 0 at 60° up to 360 just before 60° again: the jump falls on a border.
    rising = ((np.arange(72) * 5.0 - 60.0) % 360.0)[None, :].repeat(32, axis=0)
    rising[:, 12] = 180.0  # the sample on the jump stands for both its halves
    means = [m.uptake_percent for m in segment_means(map_of(rising), segments_17())]
    assert_allclose(means[1:5], [90.0, 150.0, 210.0, 270.0], atol=1e-3)


@given(turns=st.integers(0, 5), seed=st.integers(0, 2**16))
@settings(max_examples=20, deadline=None)
def test_turning_the_map_by_60_degrees_moves_basal_means_on(turns, seed):
    uptake = np.random.default_rng(seed).uniform(0, 100, (32, 72))
    before = segment_means(map_of(uptake), segments_17())
    after = segment_means(map_of(np.roll(uptake, 12 * turns, axis=1)), segments_17())
    for ring in (slice(0, 6), slice(6, 12)):
        old = [m.uptake_percent for m in before[ring]]
        new = [m.uptake_percent for m in after[ring]]
        assert_allclose(new, np.roll(old, turns), atol=1e-3)


@given(seed=st.integers(0, 2**16))
@settings(max_examples=20, deadline=None)
def test_means_weighted_by_area_give_the_mean_of_the_map(seed):
    rng = np.random.default_rng(seed)
    uptake = rng.uniform(0, 100, (32, 72))
    area = rng.uniform(0.01, 0.2, (32, 72))
    valid = rng.uniform(size=(32, 72)) < 0.7
    polar_map = map_of(uptake, area_cm2=area, valid=valid)
    expected = np.average(uptake, weights=area * valid)
    for means in (
        segment_means(polar_map, segments_17()),
        territory_means(polar_map, segments_20()),
    ):
        total = sum(m.area_cm2 for m in means)
        mean = sum(m.uptake_percent * m.area_cm2 for m in means) / total
        assert mean == pytest.approx(expected, abs=1e-3)
        assert total == pytest.approx((area * valid).sum(), rel=1e-5)


def test_a_segment_without_valid_samples_has_no_mean():
    valid = np.ones((32, 72), bool)
    valid[:8] = False
    means = segment_means(map_of(50.0, valid=valid), segments_17())
    assert means[16].uptake_percent is None
    assert means[16].area_cm2 == 0
    assert all(m.uptake_percent is not None for m in means[:16])


def test_values_without_weight_may_be_anything():
    values = np.full((32, 72), 5.0)
    weight = np.ones((32, 72))
    values[3, 3], weight[3, 3] = np.nan, 0.0
    means = mean_by_segment(values, weight, segment_weights(segments_17()))
    assert_allclose(means, 5.0)


def test_a_map_of_another_size_has_no_segments():
    weights = segment_weights(segments_17())
    with pytest.raises(GeometryError, match="expected 32 x 72"):
        mean_by_segment(np.ones((16, 72)), np.ones((32, 72)), weights)


@pytest.mark.parametrize(
    "radii",
    [(0.5, 0.25, 0.75), (0.0, 0.5, 0.75), (0.25, 0.5, 1.0), (np.nan, 0.5, 0.75)],
)
@pytest.mark.parametrize("build", [segments_17, segments_20])
def test_radii_that_do_not_grow_are_refused(build, radii):
    with pytest.raises(ConfigError, match="growing fractions"):
        build(radii)


@pytest.mark.parametrize(("radius", "angle"), [(1.01, 0), (-0.1, 0), (0.5, np.nan)])
def test_a_point_off_the_disc_has_no_segment(radius, angle):
    with pytest.raises(GeometryError, match="lies on no segment"):
        segments_17().segment_at(radius, angle)


def lone_segment(number, sweep_deg):
    return Segment(
        number=number,
        name="all",
        territory=Territory.LAD,
        inner_radius=0.0,
        outer_radius=1.0,
        start_deg=0.0,
        sweep_deg=sweep_deg,
    )


def test_a_model_with_gaps_is_refused():
    with pytest.raises(GeometryError, match="cover 50"):
        SegmentModel(name="half", segments=(lone_segment(1, 180.0),))
    with pytest.raises(GeometryError, match="numbered"):
        SegmentModel(name="from 2", segments=(lone_segment(2, 360.0),))


def test_weights_cannot_be_written_to():
    for array in (segment_weights(segments_17()), segment_labels(segments_17())):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0


@pytest.mark.parametrize(
    ("share_missing", "has_mean"), [(0.0, True), (0.45, True), (0.55, False)]
)
def test_a_segment_of_less_than_half_valid_area_has_no_mean(share_missing, has_mean):
    model = segments_17()
    # Segment 7, mid anterior: angles 60 to 120 degrees, rings 16 to 23.
    valid = np.ones((32, 72), bool)
    valid[16:24, 12 : 12 + round(12 * share_missing)] = False
    mean = segment_means(map_of(50.0, valid=valid), model)[6]
    assert mean.segment.number == 7
    assert (mean.uptake_percent is not None) is has_mean
    assert mean.area_cm2 > 0


def test_a_sliver_at_the_border_of_a_territory_is_no_mean():
    valid = np.zeros((32, 72), bool)
    valid[:, 12:24] = True  # a part of the LAD's wall alone
    means = territory_means(map_of(50.0, valid=valid), segments_17())
    assert {mean.territory.value: mean.uptake_percent for mean in means}["RCA"] is None
    all_means = [mean.uptake_percent for mean in means]
    assert all_means.count(None) >= 2
