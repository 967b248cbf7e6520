"""The benchmark of the quantification: statistics by hand, and a small run."""

import numpy as np
import pytest

from myomap.bench import BenchOptions
from myomap.bench import quantification as bench
from myomap.bench.quantification_cases import TruthKind, draw_patients, judged_case
from myomap.bench.quantification_normals import false_positives
from myomap.bench.quantification_statistics import (
    area_under_curve,
    correlation,
    linear_kappa,
    resampled_interval,
)
from myomap.phantom import Disease, quick_maps
from myomap.quantification import RuleLabel


def test_kappa_is_one_for_equal_grades_and_none_for_independent_ones():
    rng = np.random.default_rng(1)
    one, other = rng.integers(0, 5, size=(2, 3000))
    assert linear_kappa(one, one) == 1.0
    assert linear_kappa(one, other) == pytest.approx(0.0, abs=0.05)


def test_kappa_weighs_a_grade_apart_less_than_four():
    truth = np.array([0, 1, 2, 3, 4] * 10)
    near, far = np.minimum(truth + 1, 4), 4 - truth
    assert linear_kappa(truth, near) > 0.4 > linear_kappa(truth, far)


def test_the_area_under_the_curve_is_that_of_all_pairs():
    rng = np.random.default_rng(2)
    score, is_ill = rng.integers(0, 6, 60).astype(float), rng.random(60) < 0.4
    pairs = [
        1.0 if ill > well else 0.5 * (ill == well)
        for ill in score[is_ill]
        for well in score[~is_ill]
    ]
    assert area_under_curve(score, is_ill) == pytest.approx(np.mean(pairs))
    assert np.isnan(area_under_curve(score, np.ones(60)))


def test_an_interval_holds_its_figure_and_narrows_with_patients():
    rng = np.random.default_rng(3)
    x = rng.normal(size=400)
    y = x + rng.normal(size=400)
    wide = resampled_interval(correlation, x[:40], y[:40])
    narrow = resampled_interval(correlation, x, y)
    assert narrow[0] < correlation(x, y) < narrow[1]
    assert narrow[1] - narrow[0] < wide[1] - wide[0]


def test_the_truth_of_the_healthy_has_no_deficit_and_of_the_ill_one():
    seen = {}
    for patient in draw_patients((5, 1), 14):
        case = judged_case(patient, quick_maps(patient), attenuation_corrected=True)
        seen[patient.disease] = case
        for truth in TruthKind:
            judged = case.truths[truth]
            if patient.disease is Disease.NORMAL:
                assert judged.tpd.max() == 0.0
                assert judged.label is RuleLabel.NORMAL
            if patient.disease is Disease.INFARCTION:
                assert judged.fixed > judged.reversible
    assert {Disease.NORMAL, Disease.INFARCTION} <= set(seen)


def test_blur_and_scale_take_from_the_true_deficit():
    patient = next(
        each
        for each in draw_patients((6, 1), 60)
        if each.disease is Disease.INFARCTION and not each.balanced
    )
    case = judged_case(patient, quick_maps(patient), attenuation_corrected=True)
    sharp, blurred = (
        case.truths[kind].tpd[0] for kind in (TruthKind.SHARP, TruthKind.BLURRED)
    )
    assert 0 < blurred < sharp


def test_limits_of_few_normals_are_tried_on_others():
    found = false_positives(2, numbers=(10,), n_repeats=2)
    assert [each.is_steadied for each in found] == [True, False]
    assert all(len(each.rates) == 2 for each in found)
    assert np.mean(found[0].rates) <= np.mean(found[1].rates) < 1.0


@pytest.mark.slow
def test_a_small_run_has_every_figure(monkeypatch):
    monkeypatch.setattr(bench, "normals_figures", lambda seed: [])
    result = bench.run(BenchOptions(seed=3, n_cases=12))
    names = [figure.name for figure in result.figures]
    assert len(set(names)) == len(names)
    for word in (
        "normalcy", "TPD at stress, r", "reversible extent", "kappa", "worst territory",
        "area under the curve", "called", "90 % intervals", "dilation", "ms",
        "ejection fraction",
    ):  # fmt: skip
        assert any(word in f"{f.name} {f.unit}" for f in result.figures), word
