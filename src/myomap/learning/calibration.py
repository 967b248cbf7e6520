"""Whether probabilities mean what they say, and how to make them do so."""

from dataclasses import dataclass

import numpy as np

from myomap.geometry import FloatArray
from myomap.learning.dataset import IntArray

__all__ = ["Sigmoid", "calibration_curve", "fit_sigmoid", "logistic_line", "logit"]

_SMALLEST = 1e-6
_STEPS = 50
_TOLERANCE = 1e-9
_STEEPEST = 1e3


def logit(probability: FloatArray) -> FloatArray:
    """Return log odds, of probabilities kept a millionth away from 0 and 1.

    Parameters
    ----------
    probability : array
        From 0 to 1.

    Returns
    -------
    array
        Of the same shape.
    """
    kept = np.clip(probability, _SMALLEST, 1.0 - _SMALLEST)
    return np.log(kept / (1.0 - kept))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sigmoid:
    """A logistic curve over log odds.

    Parameters
    ----------
    slope, intercept : float
        1 and 0 change nothing.
    """

    slope: float
    intercept: float

    def __call__(self, probability: FloatArray) -> FloatArray:
        """Return probabilities after the curve.

        Parameters
        ----------
        probability : array
            From 0 to 1.

        Returns
        -------
        array
            Of the same shape.
        """
        return 1.0 / (1.0 + np.exp(-(self.slope * logit(probability) + self.intercept)))


def fit_sigmoid(probability: FloatArray, y: IntArray) -> Sigmoid:
    """Return the curve that makes probabilities fit what happened.

    Targets are drawn a little away from 0 and 1, as Platt does it, so that classes
    which are told apart without error do not make the curve infinitely steep.

    Parameters
    ----------
    probability : (sample,)
        Of the positive class, for samples that the model was not trained on.
    y : (sample,)
        0 or 1.

    Returns
    -------
    Sigmoid
        The identity where one class is missing.

    References
    ----------
    .. [1] Platt, Advances in Large Margin Classifiers 1999:61-74.
    """
    n_positive = int(y.sum())
    n_negative = len(y) - n_positive
    if not n_positive or not n_negative:
        return Sigmoid(slope=1.0, intercept=0.0)
    high, low = (n_positive + 1) / (n_positive + 2), 1 / (n_negative + 2)
    slope, intercept = logistic_line(logit(probability), np.where(y == 1, high, low))
    if not np.isfinite(slope):
        return Sigmoid(slope=1.0, intercept=0.0)
    return Sigmoid(slope=slope, intercept=intercept)


def logistic_line(x: FloatArray, target: FloatArray) -> tuple[float, float]:
    """Return slope and intercept of the logistic regression of a target on one number.

    Parameters
    ----------
    x : (sample,)
        Log odds.
    target : (sample,)
        From 0 to 1.

    Returns
    -------
    tuple of float
        NaN where there is no finite line: `x` does not vary, or tells the classes
        apart without error.
    """
    if np.ptp(x) < 1e-12:
        return np.nan, np.nan
    mean, deviation = float(x.mean()), float(x.std())
    z = np.stack([(x - mean) / deviation, np.ones(len(x))], axis=1)
    line = np.zeros(2)
    loss = _loss(z @ line, target)
    for _ in range(_STEPS):
        p = 1.0 / (1.0 + np.exp(-np.clip(z @ line, -500, 500)))
        curvature = z.T @ (z * (p * (1.0 - p))[:, None]) + 1e-10 * np.eye(2)
        step = np.linalg.solve(curvature, z.T @ (target - p)).astype(np.float64)
        line, previous = _shortened(z, target, line, step), loss
        loss = _loss(z @ line, target)
        if np.abs(line).max() > _STEEPEST:
            return np.nan, np.nan
        if abs(previous - loss) <= _TOLERANCE * (abs(loss) + _TOLERANCE):
            break
    if loss < 1e-4:
        return np.nan, np.nan
    slope = float(line[0]) / deviation
    return slope, float(line[1]) - slope * mean


def _shortened(
    z: FloatArray, target: FloatArray, line: FloatArray, step: FloatArray
) -> FloatArray:
    """Return the line after the longest of the halved steps that lowers the loss."""
    loss = _loss(z @ line, target)
    for _ in range(30):
        if _loss(z @ (line + step), target) <= loss:
            return line + step
        step = step / 2.0
    return line


def _loss(log_odds: FloatArray, target: FloatArray) -> float:
    return float(np.sum(np.logaddexp(0.0, log_odds) - target * log_odds))


def calibration_curve(
    probability: FloatArray, y: IntArray, n_bins: int = 8
) -> tuple[FloatArray, FloatArray, IntArray]:
    """Return how often what was predicted happened, in groups of equal size.

    Parameters
    ----------
    probability : (sample,)
        Of the positive class.
    y : (sample,)
        0 or 1.
    n_bins : int
        How many groups at most.

    Returns
    -------
    tuple of (bin,), (bin,), (bin,)
        Mean prediction, share that happened, and number of samples.
    """
    order = np.argsort(probability, kind="stable")
    parts = [part for part in np.array_split(order, n_bins) if len(part)]
    return (
        np.array([probability[part].mean() for part in parts]),
        np.array([y[part].mean() for part in parts]),
        np.array([len(part) for part in parts], dtype=np.int64),
    )
