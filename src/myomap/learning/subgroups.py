"""How a model did among women and men, by age and by site."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from myomap.geometry import FloatArray
from myomap.learning.age_bands import AGE_BANDS
from myomap.learning.dataset import Dataset
from myomap.learning.evaluation import Estimate, Evaluation, estimate
from myomap.learning.metrics import called_classes, weighted_metrics

__all__ = ["FEWEST_PATIENTS", "Subgroup", "subgroups_of"]

FEWEST_PATIENTS = 30
"""With fewer, no figure is given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subgroup:
    """One part of the patients.

    Parameters
    ----------
    what, which : str
        Such as sex and F; what is unknown is called so.
    n_patients, n_samples : int
        How many.
    figures : dict of str to Estimate or None
        ROC AUC and recall; None with too few patients, or of one class alone.
    """

    what: str
    which: str
    n_patients: int
    n_samples: int
    figures: dict[str, Estimate] | None


def subgroups_of(
    evaluation: Evaluation, dataset: Dataset, weights: FloatArray
) -> tuple[Subgroup, ...]:
    """Return a model's figures in every subgroup.

    Parameters
    ----------
    evaluation : Evaluation
        Of the model.
    dataset : Dataset
        With its subgroups.
    weights : (1 + resampling, sample)
        Of the patients.

    Returns
    -------
    tuple of Subgroup
        None of a kind of which nothing is known, or that all have in common.
    """
    return tuple(_each(evaluation, dataset, weights))


def _each(
    evaluation: Evaluation, dataset: Dataset, weights: FloatArray
) -> Iterator[Subgroup]:
    for what, words in dataset.subgroups.items():
        if len(set(words)) < 2:
            continue
        known = np.array(words)
        for which in sorted(set(words), key=_place):
            members = np.flatnonzero(known == which)
            n_patients = len(np.unique(dataset.patients[members]))
            figures = None
            if n_patients >= FEWEST_PATIENTS and len(np.unique(dataset.y[members])) > 1:
                figures = _figures(evaluation, dataset, weights, members)
            yield Subgroup(
                what=what,
                which=which or "unknown",
                n_patients=n_patients,
                n_samples=len(members),
                figures=figures,
            )


def _place(word: str) -> tuple[bool, int, str]:
    """Return where a group stands: bands of age by age, what is unknown last."""
    band = AGE_BANDS.index(word) if word in AGE_BANDS else 0
    return not word, band, word


def _figures(
    evaluation: Evaluation,
    dataset: Dataset,
    weights: FloatArray,
    members: "np.ndarray[tuple[int, ...], np.dtype[np.int64]]",
) -> dict[str, Estimate]:
    predictions = evaluation.predictions
    sums = {name: np.zeros(len(weights)) for name in ("roc_auc", "recall")}
    taken = weights[:, members]
    taken = taken[taken.sum(axis=1) > 0]
    for proba, threshold in zip(
        predictions.proba[:, members], predictions.thresholds[:, members], strict=True
    ):
        called = called_classes(proba, threshold)
        found = weighted_metrics(proba, called, dataset.y[members], taken)
        for name in sums:
            sums[name][: len(taken)] += found[name] / len(predictions.proba)
    return {name: estimate(values[: len(taken)]) for name, values in sums.items()}
