import numpy as np
import pytest

from myomap.errors import ConfigError
from myomap.quantification import (
    ResamplingOptions,
    change_intervals,
    quantify_map,
    resample_map,
    state_intervals,
)
from myomap.quantification.noise import noise_fields
from myomap.records import State
from normal_cases import chosen_of, square_defect
from polar_maps import map_of

SAME_HEART = ResamplingOptions(
    n_draws=80, base_rings=0, apex_rings=0, turn_deg=0, own_normal_share=0
)
FORM = square_defect(80.0, 0.55)


def _judged(uptake, options=SAME_HEART, *, state=State.STRESS):
    polar_map = map_of(uptake, state=state)
    figures = quantify_map(polar_map, chosen_of(80.0, state=state))
    return figures, resample_map(polar_map, figures, options)


def test_the_interval_of_noise_covers_other_images_of_the_same_heart():
    rng = np.random.default_rng(8)
    images = [FORM * (1 + each) for each in noise_fields(rng, 40, np.full(32, 0.06))]
    judged = [_judged(image) for image in images]
    others = np.median([figures.tpd_percent for figures, _ in judged])
    covered = [
        found.tpd_percent.low <= others <= found.tpd_percent.high
        for found in (state_intervals(*each) for each in judged)
    ]
    assert 0.75 <= np.mean(covered) <= 1.0


def test_more_noise_and_looser_contours_widen_the_interval():
    def width(noise, options):
        field = noise_fields(np.random.default_rng(1), 1, np.full(32, noise))[0]
        tpd = state_intervals(*_judged(FORM * (1 + field), options)).tpd_percent
        return tpd.high - tpd.low

    quiet, loud = width(0.01, SAME_HEART), width(0.08, SAME_HEART)
    loose = width(0.01, ResamplingOptions(n_draws=80, own_normal_share=0))
    other = width(0.01, ResamplingOptions(n_draws=80))
    assert quiet < loud
    assert quiet < loose < other


def test_the_figure_lies_in_its_interval_and_within_bounds():
    for left in (0.0, 0.6, 1.0):
        figures, draws = _judged(square_defect(80.0, left), ResamplingOptions())
        found = state_intervals(figures, draws)
        for name in ("tpd_percent", "extent_percent"):
            interval = getattr(found, name)
            assert 0 <= interval.low <= getattr(figures, name) <= interval.high <= 100
        score = found.summed_score
        assert 0 <= score.low <= figures.summed.total <= score.high <= 68


def test_draws_are_the_same_every_time():
    (_, one), (_, other) = _judged(FORM), _judged(FORM)
    np.testing.assert_array_equal(one.tpd_percent, other.tpd_percent)


def test_without_anything_varied_every_draw_is_the_map_itself():
    even = square_defect(80.0, 1.0)
    even[:, :] *= np.linspace(1.0, 0.5, 32)[:, None]
    figures, draws = _judged(even)
    np.testing.assert_allclose(draws.tpd_percent, figures.tpd_percent, rtol=1e-3)
    found = state_intervals(figures, draws)
    assert [s.grade_low for s in found.segments] == [s.score for s in figures.segments]


def test_a_grade_that_noise_can_change_is_marked():
    # 0.7 * 1.5 / 4 of the uptake gone: between the grades 1 and 2.
    at_border = square_defect(80.0, 1 - 0.7 * 1.5 / 4, rings=(0, 32), angles=(0, 36))
    noise = noise_fields(np.random.default_rng(2), 1, np.full(32, 0.06))[0]
    found = state_intervals(*_judged(at_border * (1 + noise)))
    marked = [each for each in found.segments if each.is_borderline]
    assert marked
    assert any((each.grade_low, each.grade_high) == (1, 2) for each in marked)


def test_the_interval_of_ischemia_spans_the_difference():
    rest = square_defect(80.0, 1.0)
    stress_judged = _judged(FORM)
    rest_judged = _judged(rest, state=State.REST)
    found = change_intervals(stress_judged, rest_judged)
    point = stress_judged[0].tpd_percent - rest_judged[0].tpd_percent
    assert found.ischemic_tpd_percent.low <= point <= found.ischemic_tpd_percent.high
    assert found.summed_difference.high <= 68


def test_levels_and_options_that_make_no_sense_are_refused():
    figures, draws = _judged(FORM)
    with pytest.raises(ConfigError, match="level"):
        state_intervals(figures, draws, level=1.0)
    with pytest.raises(ConfigError, match="n_draws"):
        ResamplingOptions(n_draws=1)
    fewer = _judged(FORM, ResamplingOptions(n_draws=30), state=State.REST)
    with pytest.raises(ConfigError, match="found 80 and 30"):
        change_intervals((figures, draws), fewer)
