"""Predictions to figures with intervals, and models beside each other."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from myomap.geometry import FloatArray
from myomap.learning.cross_validation import Predictions
from myomap.learning.dataset import Dataset, IntArray
from myomap.learning.delong import (
    AucTerms,
    PairedTest,
    auc_interval,
    auc_terms,
    compare_aucs,
)
from myomap.learning.metrics import METRICS, called_classes, weighted_metrics

__all__ = [
    "Comparison",
    "Estimate",
    "Evaluation",
    "compare",
    "estimate",
    "evaluate",
    "patient_weights",
]

_MOST_LOST = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A figure with its 95 % interval.

    Parameters
    ----------
    value : float
        Mean over the repeats; NaN where it is not defined.
    low, high : float
        NaN where the interval is not known.
    """

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Evaluation:
    """How a model did.

    Parameters
    ----------
    predictions : Predictions
        What it said.
    figures : dict of str to Estimate
        By the keys of `METRICS`; intervals of a resampling of the patients.
    auc_delong : Estimate
        ROC AUC with DeLong's interval; NaN for more than two classes.
    resampled : dict of str to (resampling,)
        The figures of every resampling; the same patients for every model.
    confusion : (true class, called class)
        Samples, mean over the repeats.
    """

    predictions: Predictions
    figures: dict[str, Estimate]
    auc_delong: Estimate
    resampled: dict[str, FloatArray]
    confusion: FloatArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two models on the same patients.

    Parameters
    ----------
    one, other : str
        Their names.
    accuracy : Estimate
        Difference, with the interval of the resampled patients.
    auc : PairedTest
        Difference of ROC AUC; NaN for more than two classes.
    p_adjusted : float
        Of `auc`, after Holm's correction for all pairs.
    """

    one: str
    other: str
    accuracy: Estimate
    auc: PairedTest
    p_adjusted: float


def patient_weights(
    patients: IntArray, n_bootstrap: int, rng: np.random.Generator
) -> FloatArray:
    """Return how often each sample is in each resampling of the patients.

    Parameters
    ----------
    patients : (sample,)
        Whose the samples are; a patient is drawn with all of them.
    n_bootstrap : int
        Resamplings.
    rng : numpy.random.Generator
        Of the draws.

    Returns
    -------
    (1 + resampling, sample)
        The first row counts every sample once.
    """
    _, owner = np.unique(patients, return_inverse=True)
    n_patients = int(owner.max()) + 1
    drawn = rng.multinomial(
        n_patients, np.full(n_patients, 1.0 / n_patients), size=n_bootstrap
    )
    weights = np.concatenate([np.ones((1, n_patients)), drawn])
    return weights[:, owner].astype(np.float64)


def evaluate(
    predictions: Predictions, dataset: Dataset, weights: FloatArray
) -> Evaluation:
    """Return a model's figures with intervals.

    Parameters
    ----------
    predictions : Predictions
        Of the cross-validation.
    dataset : Dataset
        What was predicted.
    weights : (1 + resampling, sample)
        Of `patient_weights`.

    Returns
    -------
    Evaluation
        Intervals tell of other patients for the same folds of training; that another
        training set would have given another model is not in them.
    """
    y, n_classes = dataset.y, len(dataset.classes)
    sums = {name: np.zeros(len(weights)) for name in METRICS}
    confusion = np.zeros((n_classes, n_classes))
    n_repeats = len(predictions.proba)
    for proba, threshold in zip(predictions.proba, predictions.thresholds, strict=True):
        called = called_classes(proba, threshold)
        for name, values in weighted_metrics(proba, called, y, weights).items():
            sums[name] += values / n_repeats
        np.add.at(confusion, (y, called), 1.0 / n_repeats)
    return Evaluation(
        predictions=predictions,
        figures={name: estimate(values) for name, values in sums.items()},
        auc_delong=_delong(predictions, dataset),
        resampled={name: values[1:] for name, values in sums.items()},
        confusion=confusion,
    )


def estimate(values: FloatArray) -> Estimate:
    """Return the first value with the interval of the others.

    Parameters
    ----------
    values : (1 + resampling,)
        The figure of all patients, then of the resamplings.

    Returns
    -------
    Estimate
        Without an interval where more than 5 % of the resamplings have no value.
    """
    known = values[1:][np.isfinite(values[1:])]
    if len(known) < (1 - _MOST_LOST) * (len(values) - 1) or not np.isfinite(values[0]):
        return Estimate(value=float(values[0]), low=np.nan, high=np.nan)
    low, high = np.percentile(known, [2.5, 97.5])
    return Estimate(value=float(values[0]), low=float(low), high=float(high))


def _terms(predictions: Predictions, dataset: Dataset) -> AucTerms:
    return auc_terms(predictions.proba[:, :, 1], dataset.y)


def _delong(predictions: Predictions, dataset: Dataset) -> Estimate:
    if len(dataset.classes) != 2:
        return Estimate(value=np.nan, low=np.nan, high=np.nan)
    terms = _terms(predictions, dataset)
    low, high = auc_interval(terms, dataset.y, dataset.patients)
    return Estimate(value=terms.auc, low=low, high=high)


def compare(
    evaluations: Sequence[Evaluation], dataset: Dataset
) -> tuple[Comparison, ...]:
    """Return every pair of models, on the same patients and folds.

    Parameters
    ----------
    evaluations : sequence of Evaluation
        Of one variant.
    dataset : Dataset
        What was predicted.

    Returns
    -------
    tuple of Comparison
        P values adjusted by Holm for the number of pairs.
    """
    pairs = [
        (one, other)
        for index, one in enumerate(evaluations)
        for other in evaluations[index + 1 :]
    ]
    tests = [_paired(one, other, dataset) for one, other in pairs]
    adjusted = _holm([test.p_value for test in tests])
    return tuple(
        Comparison(
            one=one.predictions.spec.name,
            other=other.predictions.spec.name,
            accuracy=_difference(one, other),
            auc=test,
            p_adjusted=p,
        )
        for (one, other), test, p in zip(pairs, tests, adjusted, strict=True)
    )


def _paired(one: Evaluation, other: Evaluation, dataset: Dataset) -> PairedTest:
    if len(dataset.classes) != 2:
        unknown = np.nan
        return PairedTest(
            difference=unknown, low=unknown, high=unknown, p_value=unknown
        )
    return compare_aucs(
        _terms(one.predictions, dataset),
        _terms(other.predictions, dataset),
        dataset.y,
        dataset.patients,
    )


def _difference(one: Evaluation, other: Evaluation) -> Estimate:
    name = "accuracy"
    values = one.resampled[name] - other.resampled[name]
    whole = one.figures[name].value - other.figures[name].value
    return estimate(np.concatenate([[whole], values]))


def _holm(p_values: Sequence[float]) -> list[float]:
    order = np.argsort(p_values)
    adjusted = np.full(len(p_values), np.nan)
    highest = 0.0
    for rank, index in enumerate(order):
        if np.isfinite(p_values[index]):
            highest = max(highest, (len(p_values) - rank) * p_values[index])
            adjusted[index] = min(highest, 1.0)
    return [float(each) for each in adjusted]
