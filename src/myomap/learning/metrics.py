"""Figures of performance, for all resamplings of the patients at once."""

import numpy as np

from myomap.geometry import FloatArray
from myomap.learning.calibration import logistic_line, logit
from myomap.learning.dataset import IntArray
from myomap.learning.ranking import (
    ranked,
    weighted_average_precision,
    weighted_roc_auc,
)

__all__ = ["METRICS", "called_classes", "weighted_metrics"]

METRICS = {
    "accuracy": "accuracy",
    "precision": "precision",
    "recall": "recall",
    "specificity": "specificity",
    "f1": "F1",
    "roc_auc": "ROC AUC",
    "pr_auc": "PR AUC",
    "brier": "Brier",
    "slope": "calibration slope",
}
"""Keys of the figures, with what a table calls them."""


def called_classes(proba: FloatArray, threshold: FloatArray) -> IntArray:
    """Return what class each sample is called.

    Parameters
    ----------
    proba : (sample, class)
        Predictions.
    threshold : (sample,)
        Of the positive class, where there are two.

    Returns
    -------
    (sample,)
        Of more than two classes the likeliest, the first of equal ones.
    """
    if proba.shape[1] == 2:
        return (proba[:, 1] >= threshold).astype(np.int64)
    likeliest: IntArray = np.argmax(proba, axis=1)
    return likeliest


def weighted_metrics(
    proba: FloatArray, called: IntArray, y: IntArray, weights: FloatArray
) -> dict[str, FloatArray]:
    """Return every figure of every resampling.

    Parameters
    ----------
    proba : (sample, class)
        Predictions of one repeat.
    called : (sample,)
        Classes that were called.
    y : (sample,)
        Classes that are true.
    weights : (resampling, sample)
        How often each sample counts; the first row decides where the calibration
        slope is linearised and should count each once.

    Returns
    -------
    dict of str to (resampling,)
        By the keys of `METRICS`, NaN where a figure is not defined. Of more than two
        classes, all but accuracy and the Brier score are means over the classes, each
        against all others.
    """
    n_classes = proba.shape[1]
    positives = [1] if n_classes == 2 else list(range(n_classes))
    parts = [
        _of_one_class(proba[:, k], called == k, (y == k).astype(np.int64), weights)
        for k in positives
    ]
    found = {name: np.mean([part[name] for part in parts], axis=0) for name in parts[0]}
    total = weights.sum(axis=1)
    found["accuracy"] = (weights @ (called == y)) / total
    if n_classes > 2:
        truth = np.eye(n_classes)[y]
        found["brier"] = (weights @ ((proba - truth) ** 2).sum(axis=1)) / total
    return {name: found[name] for name in METRICS}


def _of_one_class(
    p: FloatArray,
    called: "np.ndarray[tuple[int, ...], np.dtype[np.bool_]]",
    y: IntArray,
    weights: FloatArray,
) -> dict[str, FloatArray]:
    true_positive = weights @ (called & (y == 1))
    false_positive = weights @ (called & (y == 0))
    positive, negative = weights @ (y == 1), weights @ (y == 0)
    recall = _ratio(true_positive, positive)
    # Nobody called: nothing is precise, which the field counts as 0.
    precision = _ratio(true_positive, true_positive + false_positive, empty=0.0)
    f1 = _ratio(2 * true_positive, true_positive + false_positive + positive)
    ranking = ranked(p, y)
    return {
        "precision": np.where(positive > 0, precision, np.nan),
        "recall": recall,
        "specificity": 1.0 - _ratio(false_positive, negative),
        "f1": f1,
        "roc_auc": weighted_roc_auc(ranking, weights),
        "pr_auc": weighted_average_precision(ranking, weights),
        "brier": (weights @ (p - y) ** 2) / weights.sum(axis=1),
        "slope": _slopes(p, y, weights),
    }


def _ratio(
    above: FloatArray, below: FloatArray, *, empty: float = np.nan
) -> FloatArray:
    ratio: FloatArray = np.divide(
        above, below, out=np.full(len(above), empty), where=below > 0
    )
    return ratio


def _slopes(p: FloatArray, y: IntArray, weights: FloatArray) -> FloatArray:
    """Return calibration slopes: exact for all samples, one step away for the others.

    One Newton step from the line through all samples has the same spread as the line
    through each resampling but for terms that vanish with the number of samples, and
    costs three matrix products.
    """
    x = logit(p)
    slope, intercept = logistic_line(x, y.astype(np.float64))
    if not np.isfinite(slope):
        return np.full(len(weights), np.nan)
    mean = x.mean()
    z = x - mean
    q = 1.0 / (1.0 + np.exp(-(slope * x + intercept)))
    spread = q * (1.0 - q)
    h11, h12, h22 = weights @ (spread * z**2), weights @ (spread * z), weights @ spread
    g1, g2 = weights @ ((y - q) * z), weights @ (y - q)
    determinant = h11 * h22 - h12**2
    step = _ratio(h22 * g1 - h12 * g2, determinant)
    return slope + step
