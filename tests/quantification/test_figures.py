import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from myomap.errors import ConfigError, GeometryError, InputError
from myomap.polarmap import segment_labels, segments_17
from myomap.quantification import (
    Band,
    ChosenLimits,
    DefectSize,
    DeficitOptions,
    QuantifyOptions,
    quantify_map,
    tid_ratio,
    ventricle_shape,
)
from myomap.records import State
from normal_cases import SHAPE, chosen_of, limits_of, square_defect
from polar_maps import defect, half_ellipsoid, healthy_uptake, map_of

RNG = np.random.default_rng(11)
AREA = RNG.uniform(0.01, 0.08, SHAPE)


def test_the_normal_mean_itself_has_no_deficit():
    found = quantify_map(map_of(healthy_uptake()), chosen_of(healthy_uptake()))
    assert (found.tpd_percent, found.extent_percent, found.severity) == (0, 0, 0)
    assert found.summed.total == found.summed_20.total == 0
    assert found.scale_factor == pytest.approx(1, abs=1e-6)
    assert found.defect_normal_percent is None
    assert found.depth is Band.NORMAL


@pytest.mark.parametrize("n_angles", [1, 2, 30])
def test_words_name_a_defect_only_where_the_figures_have_one(n_angles):
    uptake = np.full(SHAPE, 80.0)
    uptake[10:20, :n_angles] = 30.0
    found = quantify_map(map_of(uptake), chosen_of(80.0))
    assert found.extent_percent > 0
    has_defect = found.tpd_percent >= 5 or found.summed.total >= 2
    assert has_defect == (n_angles == 30)
    assert (found.size is not DefectSize.NONE) == has_defect
    assert (found.depth is not Band.NORMAL) == has_defect


@pytest.mark.parametrize(
    ("left", "score"),
    [(0.0, 4.0), (0.3, 4.0), (0.5, 4 * 0.5 / 0.7), (0.65, 2.0), (0.825, 1.0)],
)
def test_a_defect_has_the_deficit_that_the_formula_gives(left, score):
    uptake = square_defect(80.0, left)
    found = quantify_map(map_of(uptake, area_cm2=AREA), chosen_of(80.0))
    share = AREA[uptake < 80].sum() / AREA.sum()
    assert found.extent_percent == pytest.approx(100 * share, rel=1e-5)
    assert found.tpd_percent == pytest.approx(100 * share * score / 4, rel=1e-4)
    assert found.defect_normal_percent == pytest.approx(100 * left, abs=1e-3)
    # The limit is 3 mean absolute deviations of 4, a standard deviation is 5.01.
    under = (68 - 80 * left) / (4 / np.sqrt(2 / np.pi))
    assert found.severity == pytest.approx(under, rel=1e-4)


def test_a_fall_that_stays_above_the_limit_is_normal():
    above = quantify_map(map_of(square_defect(80.0, 0.86)), chosen_of(80.0))
    below = quantify_map(map_of(square_defect(80.0, 0.84)), chosen_of(80.0))
    assert above.tpd_percent == 0 < below.tpd_percent


def test_the_options_move_the_limit_and_the_full_score():
    uptake = map_of(square_defect(80.0, 0.86))
    strict = QuantifyOptions(deficit=DeficitOptions(limit_deviations=2.0))
    assert quantify_map(uptake, chosen_of(80.0), strict).tpd_percent > 0
    half = map_of(square_defect(80.0, 0.5))
    steep = QuantifyOptions(deficit=DeficitOptions(full_drop=0.5))
    found = quantify_map(half, chosen_of(80.0), steep)
    assert found.tpd_percent == pytest.approx(found.extent_percent)


@settings(max_examples=25, deadline=None)
@given(
    scale=st.floats(0.2, 4.0),
    left=st.floats(0.0, 0.8),
    turn=st.integers(0, 71),
)
def test_figures_do_not_depend_on_the_maps_own_scale(scale, left, turn):
    uptake = np.roll(square_defect(80.0, left), turn, axis=1)
    one = quantify_map(map_of(uptake), chosen_of(80.0))
    other = quantify_map(map_of(scale * uptake), chosen_of(80.0))
    assert other.tpd_percent == pytest.approx(one.tpd_percent, rel=1e-4)
    assert other.scale_factor == pytest.approx(one.scale_factor / scale, rel=1e-4)
    assert [s.score for s in other.segments] == [s.score for s in one.segments]


@settings(max_examples=15, deadline=None)
@given(left=st.floats(0.0, 0.8), more=st.floats(0.02, 0.2))
def test_a_deeper_defect_is_never_a_smaller_deficit(left, more):
    shallow = quantify_map(map_of(80 * (1 - defect(1 - left))), chosen_of(80.0))
    deeper = quantify_map(
        map_of(80 * (1 - defect(min(1.0, 1 - left + more)))), chosen_of(80.0)
    )
    assert deeper.tpd_percent >= shallow.tpd_percent - 1e-6
    assert deeper.extent_percent >= shallow.extent_percent - 1e-6


def test_even_half_a_wall_without_uptake_leaves_the_rest_on_its_scale():
    uptake = square_defect(80.0, 0.0, rings=(0, 32), angles=(0, 36))
    found = quantify_map(map_of(uptake), chosen_of(80.0))
    assert found.scale_factor == pytest.approx(1, abs=1e-3)
    assert found.tpd_percent == pytest.approx(50, abs=0.1)


def test_a_whole_segment_down_gets_its_grade_and_no_other_does():
    labels = segment_labels(segments_17())
    inside = (labels == 7).astype(float)
    found = quantify_map(map_of(80 - 0.65 * 80 * inside), chosen_of(80.0))
    by_number = {each.segment.number: each for each in found.segments}
    assert by_number[7].score == 4
    assert by_number[7].extent_percent == pytest.approx(100, abs=5)
    assert by_number[7].normal_percent == pytest.approx(35, abs=3)
    others = [each.score for number, each in by_number.items() if number != 7]
    assert set(others) == {0}
    assert found.summed.total == 4
    assert found.summed.percent == pytest.approx(100 * 4 / 68)


def test_territories_add_up_to_the_whole():
    found = quantify_map(map_of(square_defect(80.0, 0.4), area_cm2=AREA), chosen_of())
    for name in ("tpd_percent", "extent_percent"):
        total = sum(getattr(each, name) for each in found.territories)
        assert total == pytest.approx(getattr(found, name), rel=1e-4)


def test_a_segment_at_a_border_of_grades_says_so():
    labels = segment_labels(segments_17())
    scores = {0.5 + 0.05: True, 1.0: False}
    for score, is_borderline in scores.items():
        fall = 0.7 * score / 4 * (labels == 7)
        spread = 0.01
        found = quantify_map(map_of(80 * (1 - fall)), chosen_of(80.0, 80 * spread))
        segment = next(s for s in found.segments if s.segment.number == 7)
        assert segment.is_borderline is is_borderline


def test_samples_without_data_take_no_part():
    valid = np.ones(SHAPE, bool)
    valid[:, :18] = False
    uptake = np.where(valid, square_defect(80.0, 0.5), 0.0)
    found = quantify_map(map_of(uptake, valid=valid), chosen_of(80.0))
    inside = (square_defect(80.0, 0.5) < 80) & valid
    assert found.extent_percent == pytest.approx(100 * inside.sum() / valid.sum())
    assert not found.below_limit[~valid].any()
    missing = [each for each in found.segments if each.score is None]
    assert len(missing) == found.summed.n_missing > 0
    assert all(each.uptake_percent is None for each in missing)


def test_maps_that_cannot_be_judged_are_refused():
    few = np.zeros(SHAPE, bool)
    few[:12] = True
    with pytest.raises(InputError, match="found 38 %"):
        quantify_map(map_of(80.0, valid=few), chosen_of())
    with pytest.raises(GeometryError, match="no uptake"):
        quantify_map(map_of(0.0), chosen_of())
    with pytest.raises(ConfigError, match="found rest, expected stress"):
        quantify_map(map_of(80.0, state=State.REST), chosen_of())


@pytest.mark.parametrize("bad", [{"limit_deviations": 0.0}, {"full_drop": 2.0}])
def test_options_that_make_no_sense_are_refused(bad):
    with pytest.raises(ConfigError, match="makes no sense"):
        DeficitOptions(**bad)


def test_noise_far_from_the_limit_changes_nothing():
    noisy = 80 * (1 + 0.01 * RNG.normal(size=SHAPE))
    found = quantify_map(
        map_of(noisy), ChosenLimits(limits=limits_of(80.0, 4.0), cautions=())
    )
    assert found.tpd_percent == 0


# --- the ventricle's shape ---


def test_half_an_ellipsoid_has_its_volume_and_form():
    found = ventricle_shape(half_ellipsoid(length_mm=80, radius_mm=30, wall_mm=10))
    # A parallel surface is no ellipsoid, but near one with half-axes 75 and 25 mm.
    assert found.cavity_ml == pytest.approx(2 / 3 * np.pi * 7.5 * 2.5**2, rel=0.04)
    outer = 2 / 3 * np.pi * 8.5 * 3.5**2
    assert found.wall_ml == pytest.approx(outer - found.cavity_ml, rel=0.06)
    assert found.length_mm == pytest.approx(75, abs=0.5)
    assert found.diameter_mm == pytest.approx(50, abs=1)
    assert found.eccentricity == pytest.approx(np.sqrt(1 - (25 / 75) ** 2), abs=0.01)


def test_dilation_is_the_ratio_of_cavities_and_nothing_in_doubt():
    from dataclasses import replace

    from myomap.records import Caution

    large, small = half_ellipsoid(radius_mm=33), half_ellipsoid(radius_mm=30)
    ratio = tid_ratio(large, small)
    assert ratio == pytest.approx((28 / 25) ** 2, rel=0.02)
    doubt = replace(small.quality, cautions=(Caution(code="x", message="Bad."),))
    doubtful = replace(small, quality=doubt)
    assert tid_ratio(large, doubtful) is tid_ratio(doubtful, small) is None
    assert tid_ratio(None, small) is None
