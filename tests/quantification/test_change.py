from dataclasses import replace

import numpy as np
import pytest

from myomap.errors import ConfigError, InputError
from myomap.polarmap import segment_labels, segments_17
from myomap.quantification import (
    ChangeKind,
    MapShift,
    RegistrationOptions,
    RuleLabel,
    RuleOptions,
    estimate_noise,
    quantify_change,
    quantify_map,
    rule_verdict,
)
from myomap.quantification.noise import noise_fields
from myomap.records import State
from normal_cases import SHAPE, chosen_of, square_defect
from polar_maps import defect, healthy_uptake, map_of

RNG = np.random.default_rng(5)


def _pair(stress, rest):
    """Return maps and figures of stress and rest."""
    maps = map_of(stress, state=State.STRESS), map_of(rest, state=State.REST)
    figures = [quantify_map(one, chosen_of(80.0, state=one.state)) for one in maps]
    return *maps, *figures


def _changed(stress, rest, options=None):
    """Return the change of two maps."""
    stress_map, rest_map, *figures = _pair(stress, rest)
    return quantify_change(stress_map, rest_map, figures[0], figures[1], options)


def _verdict(stress, rest, options=None):
    pair = _pair(stress, rest)
    return rule_verdict(pair[2], pair[3], quantify_change(*pair), options)


HEALTHY = square_defect(80.0, 1.0)
WIDE = square_defect(80.0, 0.4)
HALF = square_defect(80.0, 0.4, angles=(9, 18))


def test_the_parts_of_a_defect_are_told_apart():
    found = _changed(WIDE, HALF)
    whole = 100 * (WIDE < 80).sum() / WIDE.size
    assert found.fixed_extent_percent == pytest.approx(whole / 2)
    assert found.reversible_extent_percent == pytest.approx(whole / 2)
    assert found.worsened_extent_percent == 0
    assert found.fixed_fraction == pytest.approx(0.5)
    kinds = found.kinds
    assert (kinds[HALF < 80] == ChangeKind.FIXED).all()
    assert (kinds[(WIDE < 80) & (HALF == 80)] == ChangeKind.REVERSIBLE).all()
    # A wall at 40 % has 0.6 / 0.7 of the full deficit.
    assert found.ischemic_tpd_percent == pytest.approx(whole / 2 * 0.6 / 0.7, rel=1e-4)


def test_what_is_worse_at_rest_is_worsened_and_never_reversible():
    found = _changed(HALF, WIDE)
    assert found.reversible_extent_percent == 0 < found.worsened_extent_percent
    assert found.ischemic_tpd_percent < 0
    assert found.summed_difference == 0


def test_difference_scores_do_not_cancel():
    labels = segment_labels(segments_17())
    stress = np.where(labels == 7, 30.0, 80.0)
    rest = np.where(labels == 10, 30.0, 80.0)
    found = _changed(stress, rest)
    assert found.difference_scores[6] > 0
    assert found.difference_scores[9] == 0
    assert found.summed_difference == found.difference_scores[6]


def test_territories_add_up_to_the_change():
    found = _changed(WIDE, HALF)
    for name in (
        "ischemic_tpd_percent", "reversible_extent_percent", "fixed_extent_percent",
    ):  # fmt: skip
        total = sum(getattr(each, name) for each in found.territories)
        assert total == pytest.approx(getattr(found, name), rel=1e-4)


def test_a_rest_map_that_was_sampled_apart_is_laid_back():
    stress = 80 * (1 - defect(0.6))
    apart = np.roll(stress, -2, axis=1)
    laid = _changed(stress, apart)
    left = _changed(stress, apart, RegistrationOptions(most_rings=0, most_angles=0))
    assert laid.shift == MapShift(rings=0, angles=2)
    assert left.shift == MapShift()
    assert laid.reversible_extent_percent < left.reversible_extent_percent
    assert laid.fixed_fraction == pytest.approx(1.0)


def test_noise_alone_moves_nothing():
    noisy = [80 * (1 + 0.03 * RNG.normal(size=SHAPE)) for _ in range(2)]
    assert _changed(*noisy).shift == MapShift()


def test_the_change_is_held_against_the_noise_of_both_maps():
    noise = noise_fields(RNG, 2, np.full(32, 0.04))
    stress, rest = WIDE * (1 + noise[0]), HEALTHY * (1 + noise[1])
    still = RegistrationOptions(most_rings=0, most_angles=0)
    found = _changed(stress, rest, still)
    inside = WIDE < 80
    assert found.change_percent[inside].mean() == pytest.approx(60, abs=3)
    outside = found.change_significance[~inside]
    assert 0.7 < outside.std() < 1.3
    assert found.change_significance[inside].min() > 5


@pytest.mark.parametrize("sd", [0.02, 0.06])
def test_the_map_tells_its_own_noise(sd):
    fields = noise_fields(RNG, 12, np.full(32, sd))

    def found(form):
        drawn = [estimate_noise(map_of(form * (1 + each))) for each in fields]
        return np.mean(drawn)

    assert found(healthy_uptake()) == pytest.approx(sd, rel=0.15)
    # The border of a scar is taken for noise, a little.
    assert sd < found(healthy_uptake() * (1 - defect(0.5))) < sd + 0.012


def test_noise_has_the_spread_asked_for_in_every_ring():
    sd = np.linspace(0.01, 0.1, 32)
    drawn = noise_fields(RNG, 400, sd)
    np.testing.assert_allclose(drawn.std(axis=(0, 2)), sd, rtol=0.1)


def test_states_that_are_exchanged_are_refused():
    stress_map, rest_map, stress, rest = _pair(WIDE, HALF)
    with pytest.raises(ConfigError, match="exchanged"):
        quantify_change(rest_map, stress_map, rest, stress)


def test_maps_without_a_common_part_are_refused():
    left = np.zeros(SHAPE, bool)
    left[:, :36] = True
    stress_map = map_of(80.0, valid=left, state=State.STRESS)
    rest_map = map_of(80.0, valid=~left, state=State.REST)
    figures = [
        quantify_map(one, chosen_of(80.0, state=one.state))
        for one in (stress_map, rest_map)
    ]
    still = RegistrationOptions(most_rings=0, most_angles=0)
    with pytest.raises(InputError, match="data in both"):
        quantify_change(stress_map, rest_map, figures[0], figures[1], still)


# --- the verdict ---


@pytest.mark.parametrize(
    ("stress", "rest", "label"),
    [
        (HEALTHY, HEALTHY, RuleLabel.NORMAL),
        (WIDE, HEALTHY, RuleLabel.ISCHEMIA),
        (WIDE, WIDE, RuleLabel.INFARCTION),
        (WIDE, HALF, RuleLabel.MIXED),
        (HEALTHY, WIDE, RuleLabel.ABNORMAL),
    ],
)
def test_the_rule_tells_the_four_patterns(stress, rest, label):
    assert _verdict(stress, rest).label is label


def test_one_state_alone_is_not_read_for_two():
    _, _, stress, rest = _pair(WIDE, WIDE)
    _, _, fine_stress, fine_rest = _pair(HEALTHY, HEALTHY)
    assert rule_verdict(stress, None, None).label is RuleLabel.ABNORMAL
    assert rule_verdict(None, rest, None).label is RuleLabel.ABNORMAL
    assert rule_verdict(fine_stress, None, None).label is RuleLabel.NORMAL
    assert rule_verdict(None, fine_rest, None).label is RuleLabel.ABSTAINED


SMALL = np.where(segment_labels(segments_17()) == 7, 40.0, 80.0)
"""One segment at half of its uptake: the deficit of the whole wall stays small."""


def test_segments_that_change_are_ischemia_though_the_deficit_is_small():
    found = _verdict(SMALL, HEALTHY)
    stress_map, rest_map, stress, rest = _pair(SMALL, HEALTHY)
    change = quantify_change(stress_map, rest_map, stress, rest)
    assert stress.tpd_percent < 5
    assert change.summed_difference >= 2
    assert found.label is RuleLabel.ISCHEMIA
    assert found.is_borderline
    assert "summed difference score" in found.reasons[1]
    by_deficit = _verdict(SMALL, HEALTHY, RuleOptions(sds_ischemia=None))
    assert by_deficit.label is RuleLabel.NORMAL
    higher = RuleOptions(sds_ischemia=change.summed_difference + 1)
    assert _verdict(SMALL, HEALTHY, higher).label is RuleLabel.NORMAL


def test_a_small_defect_that_stays_is_no_ischemia():
    assert _verdict(SMALL, SMALL).label is RuleLabel.NORMAL


def test_a_larger_defect_at_rest_is_a_caution():
    found = _verdict(HALF, WIDE)
    assert [caution.code for caution in found.cautions] == ["worse-at-rest"]


def test_a_shallow_fixed_defect_is_said_to_be_alive_perhaps():
    shallow = _verdict(square_defect(80.0, 0.7), square_defect(80.0, 0.7))
    deep = _verdict(WIDE, WIDE)
    assert shallow.label is deep.label is RuleLabel.INFARCTION
    assert any("may be alive" in reason for reason in shallow.reasons)
    assert not any("may be alive" in reason for reason in deep.reasons)


def test_a_deficit_near_the_border_is_borderline():
    _, _, stress, _ = _pair(HALF, HEALTHY)
    near = RuleOptions(tpd_abnormal_percent=stress.tpd_percent + 0.5)
    far = RuleOptions(tpd_abnormal_percent=stress.tpd_percent + 5)
    assert rule_verdict(stress, None, None, near).is_borderline
    assert not rule_verdict(stress, None, None, far).is_borderline


def test_a_rule_without_figures_or_order_is_refused():
    with pytest.raises(ConfigError, match="No figures"):
        rule_verdict(None, None, None)
    _, _, stress, rest = _pair(WIDE, HALF)
    with pytest.raises(ConfigError, match="without their change"):
        rule_verdict(stress, rest, None)
    with pytest.raises(ConfigError, match="at least 1"):
        RuleOptions(sds_ischemia=0)
    with pytest.raises(ConfigError, match="not in order"):
        replace(RuleOptions(), ischemia_below=0.9)
