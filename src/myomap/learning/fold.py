"""One fold: everything is learnt on one side, and only asked on the other."""

import time
from dataclasses import dataclass, field
from enum import Enum

import numpy as np

from myomap.errors import InputError
from myomap.geometry import FloatArray
from myomap.learning.calibration import Sigmoid, fit_sigmoid
from myomap.learning.dataset import Dataset, IntArray
from myomap.learning.estimator import ModelSpec, TrainingOptions
from myomap.learning.pipeline import Pipeline
from myomap.learning.splitting import Split, grouped_folds, require_apart

__all__ = [
    "FoldOptions",
    "FoldResult",
    "PublishedWay",
    "ThresholdRule",
    "best_threshold",
    "fit_fold",
]


class ThresholdRule(Enum):
    """Above which probability a case is called positive."""

    HALF = "half"
    """One half, as published."""

    YOUDEN = "youden"
    """Where sensitivity plus specificity is highest inside the training samples."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoldOptions:
    """What is learnt beside the model.

    Parameters
    ----------
    threshold : ThresholdRule
        For two classes; of more, the likeliest class is called.
    is_calibrated : bool
        Whether a curve over the probabilities is learnt.
    inner_folds : int
        Of the training samples, where threshold or curve need predictions that the
        model was not trained on.
    """

    threshold: ThresholdRule = ThresholdRule.HALF
    is_calibrated: bool = False
    inner_folds: int = 3


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FoldResult:
    """What a fold brought.

    Parameters
    ----------
    proba : (test sample, class)
        In the order of the split's test side.
    threshold : float
        For two classes.
    columns : tuple of int
        Features that were looked at.
    importances : tuple of float or None
        One a column.
    seconds : float
        Of the processor; what else runs on the machine is not in it.
    """

    proba: FloatArray
    threshold: float
    columns: tuple[int, ...]
    importances: tuple[float, ...] | None
    seconds: float = field(default=0.0)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PublishedWay:
    """The leaks of the published recipe, which someone has to ask for.

    A fold that is given one may hold a patient on both sides.

    Parameters
    ----------
    columns : (column,) or None
        Features chosen from all samples, the judged ones included.
    """

    columns: IntArray | None


def fit_fold(
    spec: ModelSpec,
    dataset: Dataset,
    split: Split,
    rng: np.random.Generator,
    *,
    options: FoldOptions,
    published: PublishedWay | None = None,
) -> FoldResult:
    """Train on one side of a split and predict the other.

    Parameters
    ----------
    spec : ModelSpec
        Which model.
    dataset : Dataset
        All samples; of those to be judged only the features are ever looked at, and
        only after everything was learnt.
    split : Split
        Made by `grouped_folds`.
    rng : numpy.random.Generator
        All chance comes from here.
    options : FoldOptions
        What is learnt beside the model.
    published : PublishedWay or None
        None refuses every split that parts a patient.

    Returns
    -------
    FoldResult
        Predictions for the test side.

    Raises
    ------
    InputError
        If the split leaks, or the training side cannot be learnt from.
    """
    # A library is imported with its first model, and that is nobody's training.
    spec.make(
        TrainingOptions(n_classes=len(dataset.classes), parameters=spec.parameters)
    )
    started = time.process_time()
    if published is None:
        require_apart(split, dataset.patients)
    fixed_columns = published.columns if published else None
    values = dataset.blocks[spec.block].values
    X, y = values[split.train], dataset.y[split.train]
    groups = dataset.patients[split.train]
    n_classes = len(dataset.classes)
    curve, threshold = None, 0.5
    wants_curve = options.is_calibrated and not spec.is_calibrated
    needs_inner = wants_curve or options.threshold is ThresholdRule.YOUDEN
    if needs_inner and n_classes == 2:
        inside = _inner_predictions(
            (spec, fixed_columns), X, y, groups, (options.inner_folds, rng)
        )
        if wants_curve:
            curve = fit_sigmoid(inside, y)
            inside = curve(inside)
        if options.threshold is ThresholdRule.YOUDEN:
            threshold = best_threshold(inside, y)
    model = Pipeline(spec, n_classes, fixed_columns=fixed_columns)
    model.fit(X, y, groups, rng)
    proba = _curved(model.predict_proba(values[split.test]), curve)
    found = model.importances()
    return FoldResult(
        proba=proba,
        threshold=threshold,
        columns=tuple(int(column) for column in model.columns),
        importances=None if found is None else tuple(float(each) for each in found),
        seconds=time.process_time() - started,
    )


def _curved(proba: FloatArray, curve: Sigmoid | None) -> FloatArray:
    if curve is None:
        return proba
    positive = curve(proba[:, 1])
    return np.stack([1.0 - positive, positive], axis=1)


def _inner_predictions(
    what: tuple[ModelSpec, IntArray | None],
    X: FloatArray,
    y: IntArray,
    groups: IntArray,
    how: tuple[int, np.random.Generator],
) -> FloatArray:
    """Return the positive class's probability for training samples, by inner folds."""
    spec, fixed_columns = what
    n_folds, rng = how
    inside = np.empty(len(y))
    try:
        splits = grouped_folds(y, groups, n_folds, rng)
    except InputError as error:
        raise InputError(
            "The training samples are too few to choose a threshold or a calibration "
            f"inside them: expected at least {n_folds} patients and 2 of each class. "
            "Add patients, or take the recipe 'paper', which chooses neither."
        ) from error
    for split in splits:
        model = Pipeline(spec, 2, fixed_columns=fixed_columns)
        model.fit(X[split.train], y[split.train], groups[split.train], rng)
        inside[split.test] = model.predict_proba(X[split.test])[:, 1]
    return inside


def best_threshold(probability: FloatArray, y: IntArray) -> float:
    """Return the threshold of highest sensitivity plus specificity.

    Parameters
    ----------
    probability : (sample,)
        Of the positive class.
    y : (sample,)
        0 or 1, both present.

    Returns
    -------
    float
        Half way between two predictions; of equal ones the middle.

    Examples
    --------
    >>> best_threshold(np.array([0.1, 0.25, 0.75, 0.9]), np.array([0, 0, 1, 1]))
    0.5
    """
    values = np.unique(probability)
    between = np.concatenate(
        [[values[0] - 1e-9], (values[1:] + values[:-1]) / 2, [values[-1] + 1e-9]]
    )
    called = probability[None, :] >= between[:, None]
    sensitivity = called[:, y == 1].mean(axis=1)
    specificity = 1.0 - called[:, y == 0].mean(axis=1)
    sums = sensitivity + specificity
    best = np.flatnonzero(sums >= sums.max() - 1e-12)
    return float(between[best[len(best) // 2]])
