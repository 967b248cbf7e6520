"""The F-test of the published recipe: which features differ most between classes."""

import numpy as np

from myomap.geometry import FloatArray
from myomap.learning.dataset import IntArray

__all__ = ["best_features", "f_statistics"]


def f_statistics(X: FloatArray, y: IntArray) -> FloatArray:
    """Return the F statistic of a one-way analysis of variance of each feature.

    Parameters
    ----------
    X : (sample, feature)
        Without NaN.
    y : (sample,)
        Classes, at least two of them.

    Returns
    -------
    (feature,)
        0 for a feature that does not vary, infinite for one that varies between the
        classes alone.

    Examples
    --------
    >>> X = np.array([[0.0, 1.0], [1.0, 1.0], [4.0, 1.0], [5.0, 1.0]])
    >>> f_statistics(X, np.array([0, 0, 1, 1])).tolist()
    [32.0, 0.0]
    """
    # What is left of a constant after its mean was taken off is rounding.
    varies = np.ptp(X, axis=0) > 1e-12 * np.abs(X).max(axis=0)
    X = X - X.mean(axis=0)
    n_samples, classes = len(X), np.unique(y)
    between = np.zeros(X.shape[1])
    within = np.zeros(X.shape[1])
    for index in classes:
        members = X[y == index]
        mean = members.mean(axis=0)
        between += len(members) * mean**2
        within += ((members - mean) ** 2).sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = (between / (len(classes) - 1)) / (within / (n_samples - len(classes)))
    return np.where(varies, np.nan_to_num(ratio, nan=0.0, posinf=np.inf), 0.0)


def best_features(X: FloatArray, y: IntArray, n_best: int) -> IntArray:
    """Return the features with the highest F statistics.

    Parameters
    ----------
    X : (sample, feature)
        Without NaN.
    y : (sample,)
        Classes.
    n_best : int
        How many; all, where there are fewer.

    Returns
    -------
    (n_best,)
        Columns in ascending order; of equal ones the first.
    """
    order = np.argsort(-f_statistics(X, y), kind="stable")
    return np.sort(order[:n_best])
