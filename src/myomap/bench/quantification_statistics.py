"""Figures of agreement, and how sure they are: resampled by patients."""

from collections.abc import Callable
from typing import Final

import numpy as np

from myomap.geometry import FloatArray
from myomap.records import MaskArray

__all__ = [
    "area_under_curve",
    "correlation",
    "linear_kappa",
    "mean_of",
    "resampled_interval",
]

Interval = tuple[float, float]

N_DRAWS: Final = 400
_TAILS: Final = (0.025, 0.975)
_SEED: Final = 95


def resampled_interval(
    statistic: Callable[..., float], *columns: FloatArray
) -> Interval:
    """Return the 95 % interval of a statistic, patients drawn again with replacement.

    Parameters
    ----------
    statistic : callable
        Takes the columns, returns a number.
    *columns : (patient, ...)
        All of one length.

    Returns
    -------
    low, high : float
        NaN where there are fewer than two patients.
    """
    n_patients = len(columns[0])
    if n_patients < 2:
        return (float("nan"), float("nan"))
    rng = np.random.default_rng(_SEED)
    draws = [
        statistic(*(column[chosen] for column in columns))
        for chosen in rng.integers(n_patients, size=(N_DRAWS, n_patients))
    ]
    known = np.array(draws)[np.isfinite(draws)]
    if known.size == 0:
        return (float("nan"), float("nan"))
    low, high = np.quantile(known, _TAILS)
    return float(low), float(high)


def mean_of(values: FloatArray | MaskArray) -> float:
    """Return the mean, NaN of nothing.

    Parameters
    ----------
    values : (patient,)
        Any.

    Returns
    -------
    float
        Of all of them.

    Examples
    --------
    >>> mean_of(np.array([1.0, 3.0])), mean_of(np.array([]))
    (2.0, nan)
    """
    return float(values.mean()) if values.size else float("nan")


def correlation(first: FloatArray, second: FloatArray) -> float:
    """Return Pearson's r, NaN where one column does not vary.

    Parameters
    ----------
    first, second : (patient,)
        Two measurements.

    Returns
    -------
    float
        Between -1 and 1.

    Examples
    --------
    >>> round(correlation(np.array([1.0, 2.0, 3.0]), np.array([2.0, 4.0, 6.0])), 6)
    1.0
    """
    if len(first) < 2 or np.ptp(first) == 0 or np.ptp(second) == 0:
        return float("nan")
    return float(np.corrcoef(first, second)[0, 1])


def area_under_curve(score: FloatArray, is_ill: FloatArray | MaskArray) -> float:
    """Return the chance that an ill patient has the higher score; ties count half.

    Parameters
    ----------
    score : (patient,)
        Higher where illness is likelier.
    is_ill : (patient,)
        The truth.

    Returns
    -------
    float, 0 to 1
        NaN where all or none are ill.

    Examples
    --------
    >>> area_under_curve(np.array([1.0, 2.0, 2.0, 3.0]), np.array([0, 0, 1, 1]))
    0.875
    """
    from scipy.stats import rankdata

    ill = np.asarray(is_ill, bool)
    n_ill, n_well = int(ill.sum()), int((~ill).sum())
    if n_ill == 0 or n_well == 0:
        return float("nan")
    above = rankdata(score)[ill].sum() - n_ill * (n_ill + 1) / 2
    return float(above / (n_ill * n_well))


def linear_kappa(first: FloatArray, second: FloatArray, n_grades: int = 5) -> float:
    """Return Cohen's kappa with weights that fall linearly with the difference.

    Parameters
    ----------
    first, second : (patient, segment)
        Grades 0 to `n_grades` - 1.
    n_grades : int
        How many there are.

    Returns
    -------
    float
        1 for equal grades, 0 for what chance gives; NaN where all grades are one.

    References
    ----------
    .. [1] Cohen, Psychol Bull 1968;70:213.

    Examples
    --------
    >>> grades = np.array([[0, 1, 2], [3, 4, 0]])
    >>> linear_kappa(grades, grades)
    1.0
    """
    one, other = np.asarray(first, int).ravel(), np.asarray(second, int).ravel()
    pairs = np.bincount(one * n_grades + other, minlength=n_grades**2)
    joint = pairs.reshape(n_grades, n_grades) / max(one.size, 1)
    grade = np.arange(n_grades)
    apart = np.abs(grade[:, None] - grade[None, :])
    by_chance = np.outer(joint.sum(axis=1), joint.sum(axis=0))
    expected = float((apart * by_chance).sum())
    return 1.0 - float((apart * joint).sum()) / expected if expected else float("nan")
