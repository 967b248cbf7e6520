"""How well scores put one class above another: ROC and precision-recall.

All functions take weights, so that thousands of resamplings are counted at once:
a resampling is how often each sample is in it.
"""

from dataclasses import dataclass

import numpy as np

from myomap.geometry import FloatArray
from myomap.learning.dataset import IntArray

__all__ = [
    "Ranking",
    "pr_curve",
    "ranked",
    "roc_auc",
    "roc_curve",
    "weighted_average_precision",
    "weighted_roc_auc",
]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ranking:
    """Samples in the order of their scores.

    Parameters
    ----------
    order : (sample,)
        From the lowest score to the highest.
    starts : (group,)
        Where in the order each group of equal scores begins.
    y : (sample,)
        0 or 1, in this order.
    """

    order: IntArray
    starts: IntArray
    y: IntArray


def ranked(score: FloatArray, y: IntArray) -> Ranking:
    """Return samples in the order of their scores.

    Parameters
    ----------
    score : (sample,)
        Higher speaks for the positive class.
    y : (sample,)
        0 or 1.

    Returns
    -------
    Ranking
        Equal scores stand in one group.
    """
    order = np.argsort(score, kind="stable")
    inside = score[order]
    starts = np.flatnonzero(np.concatenate([[True], inside[1:] != inside[:-1]]))
    return Ranking(order=order, starts=starts, y=y[order])


def _counts(ranking: Ranking, weights: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return positives and negatives, (resampling, group), from the lowest score."""
    taken = np.asarray(weights, dtype=np.float64)[:, ranking.order]
    positive = np.add.reduceat(taken * ranking.y, ranking.starts, axis=1)
    return positive, np.add.reduceat(taken, ranking.starts, axis=1) - positive


def weighted_roc_auc(ranking: Ranking, weights: FloatArray) -> FloatArray:
    """Return the area under the ROC curve of every resampling.

    Parameters
    ----------
    ranking : Ranking
        Of all samples.
    weights : (resampling, sample)
        How often each sample counts.

    Returns
    -------
    (resampling,)
        Chance that a positive scores above a negative, ties by half; NaN where one
        class is missing.
    """
    positive, negative = _counts(ranking, weights)
    below = np.cumsum(negative, axis=1) - negative
    won = (positive * (below + negative / 2)).sum(axis=1)
    pairs = positive.sum(axis=1) * negative.sum(axis=1)
    area: FloatArray = np.divide(
        won, pairs, out=np.full(len(won), np.nan), where=pairs > 0
    )
    return area


def roc_auc(score: FloatArray, y: IntArray) -> float:
    """Return the area under the ROC curve of all samples.

    Parameters
    ----------
    score : (sample,)
        Higher speaks for the positive class.
    y : (sample,)
        0 or 1.

    Returns
    -------
    float
        Chance that a positive scores above a negative; NaN where one class is missing.

    Examples
    --------
    >>> roc_auc(np.array([0.1, 0.4, 0.4, 0.8]), np.array([0, 0, 1, 1]))
    0.875
    """
    return float(weighted_roc_auc(ranked(score, y), np.ones((1, len(y))))[0])


def weighted_average_precision(ranking: Ranking, weights: FloatArray) -> FloatArray:
    """Return the area under the precision-recall curve of every resampling.

    Parameters
    ----------
    ranking : Ranking
        Of all samples.
    weights : (resampling, sample)
        How often each sample counts.

    Returns
    -------
    (resampling,)
        Mean precision over the positives, without interpolation; NaN without any.
    """
    positive, negative = (each[:, ::-1] for each in _counts(ranking, weights))
    above = np.cumsum(positive, axis=1)
    called = above + np.cumsum(negative, axis=1)
    precision = np.divide(above, called, out=np.zeros_like(above), where=called > 0)
    total = above[:, -1]
    area: FloatArray = np.divide(
        (positive * precision).sum(axis=1),
        total,
        out=np.full(len(total), np.nan),
        where=total > 0,
    )
    return area


def roc_curve(score: FloatArray, y: IntArray) -> tuple[FloatArray, FloatArray]:
    """Return the points of the ROC curve, from (0, 0) to (1, 1).

    Parameters
    ----------
    score : (sample,)
        Higher speaks for the positive class.
    y : (sample,)
        0 or 1, both present.

    Returns
    -------
    tuple of (point,), (point,)
        False positive rate and true positive rate.
    """
    ranking = ranked(score, y)
    positive, negative = _counts(ranking, np.ones((1, len(y))))
    false, true = (
        np.concatenate([[0.0], np.cumsum(each[0, ::-1]) / each.sum()])
        for each in (negative, positive)
    )
    return false, true


def pr_curve(score: FloatArray, y: IntArray) -> tuple[FloatArray, FloatArray]:
    """Return the points of the precision-recall curve.

    Parameters
    ----------
    score : (sample,)
        Higher speaks for the positive class.
    y : (sample,)
        0 or 1, both present.

    Returns
    -------
    tuple of (point,), (point,)
        Recall, growing, and precision.
    """
    ranking = ranked(score, y)
    positive, negative = (
        each[0, ::-1] for each in _counts(ranking, np.ones((1, len(y))))
    )
    above = np.cumsum(positive)
    return above / above[-1], above / (above + np.cumsum(negative))
