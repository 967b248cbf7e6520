"""Scores moved by a few patients: gradient, limits and meaning."""

import numpy as np
from scipy.optimize import check_grad

from myomap.learning.adaptation import (
    MEMBERSHIPS,
    Adaptation,
    _loss,
    adapted_scores,
    fit_adaptation,
    label_sets,
)


def case_of(rng, members, n=40, n_features=3):
    scores = rng.standard_normal((n, 4))
    features = rng.standard_normal((n, n_features))
    return scores, features, label_sets(np.arange(n) % len(members), members)


def test_the_gradient_is_that_of_the_loss(rng) -> None:
    for members in (*MEMBERSHIPS[2], *MEMBERSHIPS[4]):
        scores, features, sets = case_of(rng, members)
        given = (scores, features, sets.astype(float), 3.0)
        error = check_grad(
            lambda x, g=given: _loss(x, *g)[0],
            lambda x, g=given: _loss(x, *g)[1],
            0.3 * rng.standard_normal(5 + 12),
        )
        assert error < 1e-4


def test_a_strong_penalty_leaves_the_features_out(rng) -> None:
    given = case_of(rng, MEMBERSHIPS[4][0])
    assert np.abs(fit_adaptation(*given, strength=1e9).weight).max() < 1e-6
    assert np.abs(fit_adaptation(*given, strength=0.1).weight).max() > 0.01


def test_a_prevalence_that_differs_is_learnt_by_the_shift() -> None:
    # The network is right in its odds, but here everybody is ill.
    scores = np.zeros((300, 4))
    y = np.ones(300, dtype=np.int64)
    sets = label_sets(y, MEMBERSHIPS[2][0])
    found = fit_adaptation(scores, np.zeros((300, 1)), sets, strength=1.0)
    moved = adapted_scores(found, scores[:1], np.zeros((1, 1)))[0]
    assert moved[0] < moved[1] - 2.0


def test_nothing_learnt_changes_nothing(rng) -> None:
    scores = rng.standard_normal((5, 4))
    same = adapted_scores(Adaptation.none(7), scores, rng.standard_normal((5, 7)))
    np.testing.assert_array_equal(same, scores)


def test_a_label_outside_a_task_s_classes_has_no_part(rng) -> None:
    # Of ischemia and infarction, what is said of normal and mixed is nobody's matter.
    scores, features, sets = case_of(rng, MEMBERSHIPS[2][1])
    told = fit_adaptation(scores, features, sets, strength=10.0)
    scores[:, [0, 3]] += 100.0 * rng.standard_normal((len(scores), 2))
    again = fit_adaptation(scores, features, sets, strength=10.0)
    np.testing.assert_allclose(told.weight, again.weight, atol=1e-3)
