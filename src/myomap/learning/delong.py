"""Intervals of and tests between areas under ROC curves, by DeLong's way.

Where a patient has several samples, the terms of one patient are summed before they
are squared, as Obuchowski does it; with one sample a patient this is DeLong's own
variance. Areas are means over repeats of the cross-validation: the mean of such areas
is again a mean over pairs, so its terms are the mean terms.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri

from myomap.geometry import FloatArray
from myomap.learning.dataset import IntArray

__all__ = ["AucTerms", "PairedTest", "auc_interval", "auc_terms", "compare_aucs"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AucTerms:
    """An area and what each sample adds to its variance.

    Parameters
    ----------
    auc : float
        Mean over the repeats; NaN where one class is missing.
    terms : (sample,)
        Of a positive, the share of negatives below it; of a negative, the share of
        positives above it.
    """

    auc: float
    terms: FloatArray


@dataclass(frozen=True, slots=True, kw_only=True)
class PairedTest:
    """Two areas on the same patients.

    Parameters
    ----------
    difference : float
        The first minus the second.
    low, high : float
        95 % interval of the difference.
    p_value : float
        Two-sided, of no difference; 1 for equal predictions.
    """

    difference: float
    low: float
    high: float
    p_value: float


def auc_terms(scores: FloatArray, y: IntArray) -> AucTerms:
    """Return the area under the ROC curve and its terms, by ranks.

    Parameters
    ----------
    scores : (repeat, sample)
        Higher speaks for the positive class.
    y : (sample,)
        0 or 1.

    Returns
    -------
    AucTerms
        In time that grows as sorting does, not with the number of pairs.

    References
    ----------
    .. [1] Sun, IEEE Signal Process Lett 2014;21:1389.
    """
    terms = np.zeros(len(y))
    positive = y == 1
    n_positive, n_negative = int(positive.sum()), int((~positive).sum())
    if not n_positive or not n_negative:
        return AucTerms(auc=np.nan, terms=np.full(len(y), np.nan))
    for score in np.atleast_2d(scores):
        among_all = _mid_ranks(score)
        above = _mid_ranks(score[positive])
        below = _mid_ranks(score[~positive])
        terms[positive] += (among_all[positive] - above) / n_negative
        terms[~positive] += 1.0 - (among_all[~positive] - below) / n_positive
    terms /= len(np.atleast_2d(scores))
    return AucTerms(auc=float(terms[positive].mean()), terms=terms)


def _mid_ranks(values: FloatArray) -> FloatArray:
    """Return ranks from 1; equal values share the mean of theirs."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return (last - (counts - 1) / 2.0)[inverse]


def _variance(terms: FloatArray, mean: float, y: IntArray, patients: IntArray) -> float:
    """Return the variance of a mean of pairs whose samples belong to patients."""
    _, owner = np.unique(patients, return_inverse=True)
    n_patients = int(owner.max()) + 1
    away = terms - mean
    total = np.zeros((2, n_patients))
    parts = []
    for k in (0, 1):
        members = y == k
        n_samples = int(members.sum())
        total[k] = np.bincount(owner[members], away[members], n_patients)
        n_with = len(np.unique(owner[members]))
        if n_with < 2:
            return np.nan
        parts.append(n_with / (n_with - 1) * (total[k] ** 2).sum() / n_samples**2)
    shared = (total[0] * total[1]).sum() / ((y == 0).sum() * (y == 1).sum())
    return float(sum(parts) + 2.0 * n_patients / (n_patients - 1) * shared)


def auc_interval(
    found: AucTerms, y: IntArray, patients: IntArray, level: float = 0.95
) -> tuple[float, float]:
    """Return the interval of an area, symmetric in its log odds.

    Parameters
    ----------
    found : AucTerms
        Of `auc_terms`.
    y : (sample,)
        0 or 1.
    patients : (sample,)
        Whose the samples are.
    level : float
        Of confidence.

    Returns
    -------
    tuple of float
        Inside 0 to 1; NaN where there is no spread to tell it from.

    References
    ----------
    .. [1] DeLong, Biometrics 1988;44:837.
    .. [2] Obuchowski, Biometrics 1997;53:567.
    """
    variance = _variance(found.terms, found.auc, y, patients)
    if not (variance > 0 and 0.0 < found.auc < 1.0):
        return np.nan, np.nan
    middle = np.log(found.auc / (1.0 - found.auc))
    reach = float(ndtri(0.5 + level / 2.0)) * np.sqrt(variance)
    reach /= found.auc * (1.0 - found.auc)
    low, high = 1.0 / (1.0 + np.exp(-np.array([middle - reach, middle + reach])))
    return float(low), float(high)


def compare_aucs(
    one: AucTerms, other: AucTerms, y: IntArray, patients: IntArray
) -> PairedTest:
    """Return the difference of two areas on the same samples.

    Parameters
    ----------
    one, other : AucTerms
        Of two models.
    y : (sample,)
        0 or 1.
    patients : (sample,)
        Whose the samples are.

    Returns
    -------
    PairedTest
        With its interval and the chance of such a difference if there were none.
    """
    difference = one.auc - other.auc
    variance = _variance(one.terms - other.terms, difference, y, patients)
    if not np.isfinite(variance):
        return PairedTest(
            difference=difference, low=np.nan, high=np.nan, p_value=np.nan
        )
    deviation = np.sqrt(max(variance, 0.0))
    if deviation <= 1e-12:
        p_value = 1.0 if abs(difference) <= 1e-12 else 0.0
    else:
        p_value = float(2.0 * ndtr(-abs(difference) / deviation))
    reach = float(ndtri(0.975)) * deviation
    return PairedTest(
        difference=difference,
        low=difference - reach,
        high=difference + reach,
        p_value=p_value,
    )
