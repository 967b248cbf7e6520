"""Figures and intervals against scikit-learn, naive sums and known answers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from sklearn import metrics as sklearn_metrics

from myomap.learning.calibration import (
    calibration_curve,
    fit_sigmoid,
    logistic_line,
    logit,
)
from myomap.learning.delong import auc_interval, auc_terms, compare_aucs
from myomap.learning.evaluation import patient_weights
from myomap.learning.fold import best_threshold
from myomap.learning.metrics import METRICS, called_classes, weighted_metrics
from myomap.learning.ranking import (
    pr_curve,
    ranked,
    roc_curve,
    weighted_average_precision,
    weighted_roc_auc,
)
from myomap.learning.selection import best_features, f_statistics


def scores_and_classes(seed: int, n: int = 60, n_steps: int = 12):
    rng = np.random.default_rng(seed)
    y = rng.permutation(np.arange(n) % 2)
    score = np.round(n_steps * (rng.random(n) + 0.4 * y)) / (1.5 * n_steps)
    return np.clip(score, 0.01, 0.99), y


@given(seed=st.integers(0, 500))
def test_areas_with_ties_and_weights_are_those_of_scikit_learn(seed: int) -> None:
    score, y = scores_and_classes(seed)
    weights = np.random.default_rng(seed).integers(0, 4, size=(5, len(y))).astype(float)
    weights[:, 0] = weights[:, np.flatnonzero(y != y[0])[0]] = 1.0
    roc = weighted_roc_auc(ranked(score, y), weights)
    precision = weighted_average_precision(ranked(score, y), weights)
    for k, w in enumerate(weights):
        expected = sklearn_metrics.roc_auc_score(y, score, sample_weight=w)
        assert roc[k] == pytest.approx(expected, abs=1e-12)
        expected = sklearn_metrics.average_precision_score(y, score, sample_weight=w)
        assert precision[k] == pytest.approx(expected, abs=1e-12)


def test_curves_go_from_corner_to_corner_and_hold_the_area() -> None:
    score, y = scores_and_classes(3)
    false, true = roc_curve(score, y)
    assert (false[0], true[0], false[-1], true[-1]) == (0, 0, 1, 1)
    area = weighted_roc_auc(ranked(score, y), np.ones((1, len(y))))[0]
    assert np.trapezoid(true, false) == pytest.approx(area)
    recall, precision = pr_curve(score, y)
    assert recall[-1] == 1
    assert precision[-1] == pytest.approx(y.mean())


@given(seed=st.integers(0, 200))
def test_figures_are_those_of_scikit_learn(seed: int) -> None:
    score, y = scores_and_classes(seed)
    proba = np.stack([1 - score, score], axis=1)
    called = called_classes(proba, np.full(len(y), 0.5))
    found = weighted_metrics(proba, called, y, np.ones((1, len(y))))
    assert list(found) == list(METRICS)
    expected = {
        "accuracy": sklearn_metrics.accuracy_score(y, called),
        "precision": sklearn_metrics.precision_score(y, called),
        "recall": sklearn_metrics.recall_score(y, called),
        "specificity": sklearn_metrics.recall_score(y, called, pos_label=0),
        "f1": sklearn_metrics.f1_score(y, called),
        "brier": sklearn_metrics.brier_score_loss(y, score),
    }
    for name, value in expected.items():
        assert found[name][0] == pytest.approx(value, abs=1e-12), name


def test_figures_of_four_classes_are_means_of_each_against_the_others() -> None:
    rng = np.random.default_rng(0)
    y = rng.permutation(np.arange(80) % 4)
    proba = rng.dirichlet(np.ones(4), size=80)
    proba = 0.7 * proba + 0.3 * np.eye(4)[y]
    called = called_classes(proba, np.full(80, 0.5))
    found = weighted_metrics(proba, called, y, np.ones((1, 80)))
    area = sklearn_metrics.roc_auc_score(y, proba, multi_class="ovr", average="macro")
    assert found["roc_auc"][0] == pytest.approx(area)
    f1 = sklearn_metrics.f1_score(y, called, average="macro")
    assert found["f1"][0] == pytest.approx(f1)
    assert found["accuracy"][0] == pytest.approx((called == y).mean())
    spread = ((proba - np.eye(4)[y]) ** 2).sum(axis=1).mean()
    assert found["brier"][0] == pytest.approx(spread)


def test_a_resampling_counts_like_samples_written_out() -> None:
    score, y = scores_and_classes(1)
    proba = np.stack([1 - score, score], axis=1)
    called = called_classes(proba, np.full(len(y), 0.5))
    weights = np.random.default_rng(0).integers(0, 3, size=(1, len(y))).astype(float)
    picked = np.repeat(np.arange(len(y)), weights[0].astype(int))
    weighted = weighted_metrics(proba, called, y, np.concatenate([weights, weights]))
    plain = weighted_metrics(
        proba[picked], called[picked], y[picked], np.ones((1, len(picked)))
    )
    for name in set(METRICS) - {"slope"}:
        assert weighted[name][0] == pytest.approx(plain[name][0], abs=1e-12), name


def test_one_step_slopes_spread_as_exact_ones_do() -> None:
    rng = np.random.default_rng(5)
    p = rng.uniform(0.05, 0.95, 300)
    y = (rng.random(300) < p).astype(int)
    weights = rng.multinomial(300, np.full(300, 1 / 300), size=200).astype(float)
    proba = np.stack([1 - p, p], axis=1)
    called = called_classes(proba, np.full(300, 0.5))
    quick = weighted_metrics(proba, called, y, weights)["slope"]
    exact = []
    for w in weights:
        picked = np.repeat(np.arange(300), w.astype(int))
        exact.append(logistic_line(logit(p[picked]), y[picked].astype(float))[0])
    assert np.corrcoef(quick, exact)[0, 1] > 0.95
    assert quick.std() == pytest.approx(np.std(exact), rel=0.15)


def test_figures_that_are_not_defined_are_unknown() -> None:
    proba = np.full((6, 2), 0.5)
    y = np.ones(6, dtype=int)
    found = weighted_metrics(proba, np.ones(6, int), y, np.ones((1, 6)))
    for name in ("roc_auc", "specificity", "slope"):
        assert np.isnan(found[name][0])
    assert found["recall"][0] == 1


def naive_delong_variance(score, y):
    """DeLong's variance by every pair."""
    above, below = score[y == 1], score[y == 0]
    wins = (above[:, None] > below) + 0.5 * (above[:, None] == below)
    by_positive, by_negative = wins.mean(axis=1), wins.mean(axis=0)
    variance = by_positive.var(ddof=1) / len(above)
    return wins.mean(), variance + by_negative.var(ddof=1) / len(below)


@given(seed=st.integers(0, 300))
def test_delong_by_ranks_is_delong_by_pairs(seed: int) -> None:
    score, y = scores_and_classes(seed)
    found = auc_terms(score, y)
    auc, variance = naive_delong_variance(score, y)
    assert found.auc == pytest.approx(auc, abs=1e-12)
    low, high = auc_interval(found, y, np.arange(len(y)))
    middle, width = np.log(auc / (1 - auc)), np.sqrt(variance) / (auc * (1 - auc))
    expected = 1 / (1 + np.exp(-(middle + np.array([-1.96, 1.96]) * width)))
    assert [low, high] == pytest.approx(list(expected), abs=1e-4)


def test_samples_written_twice_for_one_patient_narrow_nothing() -> None:
    score, y = scores_and_classes(2)
    once = auc_interval(auc_terms(score, y), y, np.arange(len(y)))
    twice = np.repeat(score, 2), np.repeat(y, 2)
    patients = np.repeat(np.arange(len(y)), 2)
    grouped = auc_interval(auc_terms(*twice), twice[1], patients)
    assert grouped == pytest.approx(once, abs=1e-9)
    fooled = auc_interval(auc_terms(*twice), twice[1], np.arange(2 * len(y)))
    assert fooled[1] - fooled[0] < 0.8 * (once[1] - once[0])


def test_equal_models_do_not_differ_and_unequal_ones_do() -> None:
    score, y = scores_and_classes(4, n=200)
    terms = auc_terms(score, y)
    same = compare_aucs(terms, terms, y, np.arange(len(y)))
    assert (same.difference, same.p_value) == (0.0, 1.0)
    noise = auc_terms(np.random.default_rng(0).random(len(y)), y)
    other = compare_aucs(terms, noise, y, np.arange(len(y)))
    assert other.low > 0
    assert other.p_value < 0.01


def test_the_paired_test_keeps_its_level() -> None:
    rng = np.random.default_rng(8)
    p_values = []
    for _ in range(300):
        y = rng.permutation(np.arange(60) % 2)
        truth = rng.normal(size=60) + y
        one, other = (truth + rng.normal(size=60) for _ in range(2))
        p_values.append(
            compare_aucs(
                auc_terms(one, y), auc_terms(other, y), y, np.arange(60)
            ).p_value
        )
    # 300 draws at 5 %: 15 expected, 26 is three deviations above.
    assert 4 <= (np.array(p_values) < 0.05).sum() <= 26


def test_a_resampled_patient_brings_all_its_samples() -> None:
    patients = np.array([5, 5, 9, 9, 9, 2])
    weights = patient_weights(patients, 50, np.random.default_rng(0))
    assert (weights[0] == 1).all()
    assert (weights[:, 0] == weights[:, 1]).all()
    assert (weights[:, 2] == weights[:, 4]).all()
    assert (weights[1:, [0, 2, 5]].sum(axis=1) == 3).all()


def test_f_statistics_are_those_of_the_textbook() -> None:
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(50, 6)) + 1e3, np.arange(50) % 3
    expected = [stats.f_oneway(*(X[y == k, j] for k in range(3)))[0] for j in range(6)]
    assert f_statistics(X, y) == pytest.approx(np.array(expected), rel=1e-9)


def test_features_that_do_not_vary_are_the_last_to_be_chosen() -> None:
    X = np.full((20, 4), 0.1)
    X[:, 2] = np.random.default_rng(0).normal(size=20)
    assert f_statistics(X, np.arange(20) % 2)[[0, 1, 3]].tolist() == [0, 0, 0]
    assert best_features(X, np.arange(20) % 2, 1).tolist() == [2]


def test_a_feature_that_knows_the_class_comes_first() -> None:
    X = np.random.default_rng(0).normal(size=(20, 3))
    y = np.arange(20) % 2
    X[:, 1] = y
    assert f_statistics(X, y)[1] == np.inf
    assert best_features(X, y, 1).tolist() == [1]


def test_a_sigmoid_undoes_overconfidence() -> None:
    rng = np.random.default_rng(1)
    true = rng.uniform(0.02, 0.98, 4000)
    y = (rng.random(4000) < true).astype(int)
    stretched = 1 / (1 + np.exp(-3 * logit(true)))
    curve = fit_sigmoid(stretched, y)
    assert curve.slope == pytest.approx(1 / 3, abs=0.03)
    assert np.abs(curve(stretched) - true).max() < 0.05


def test_classes_told_apart_without_error_have_no_slope_and_a_finite_sigmoid() -> None:
    p, y = np.array([0.1, 0.2, 0.8, 0.9]), np.array([0, 0, 1, 1])
    assert np.isnan(logistic_line(logit(p), y.astype(float))[0])
    assert np.isfinite(fit_sigmoid(p, y).slope)
    assert fit_sigmoid(p, np.ones(4, int)).slope == 1.0


def test_the_calibration_curve_counts_everybody_once() -> None:
    p = np.linspace(0, 1, 23)
    said, happened, n = calibration_curve(p, (p > 0.5).astype(int), n_bins=4)
    assert n.sum() == 23
    assert (np.diff(said) > 0).all()
    assert happened.tolist()[0] == 0


def test_the_best_threshold_lies_between_the_classes() -> None:
    p = np.array([0.1, 0.3, 0.35, 0.8])
    assert best_threshold(p, np.array([0, 0, 1, 1])) == pytest.approx(0.325)
    # Nothing helps: any threshold is as good as another.
    assert np.isfinite(best_threshold(np.full(4, 0.5), np.array([0, 1, 0, 1])))
