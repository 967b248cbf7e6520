"""One model learnt from all samples, with its threshold and calibration."""

from dataclasses import dataclass

import numpy as np

from myomap.geometry import FloatArray
from myomap.learning.calibration import Sigmoid, fit_sigmoid
from myomap.learning.dataset import Dataset
from myomap.learning.estimator import ModelSpec
from myomap.learning.fold import ThresholdRule, best_threshold
from myomap.learning.pipeline import Pipeline
from myomap.learning.recipe import Recipe
from myomap.learning.splitting import grouped_folds

__all__ = ["FinalModel", "fit_final"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FinalModel:
    """What leaves training.

    Parameters
    ----------
    spec : ModelSpec
        Which model.
    pipeline : Pipeline
        Fitted to all samples.
    curve : Sigmoid or None
        Calibration of the second of two classes; None for more, and for a model that
        is calibrated by itself.
    threshold : float or None
        From which probability on the second of two classes is called.
    """

    spec: ModelSpec
    pipeline: Pipeline
    curve: Sigmoid | None
    threshold: float | None

    def predict_proba(self, X: FloatArray) -> FloatArray:
        """Return the calibrated probability of each class.

        Parameters
        ----------
        X : (sample, feature, ...)
            Rows of the model's block.

        Returns
        -------
        (sample, class)
            Each row of sum 1.
        """
        proba = self.pipeline.predict_proba(X)
        if self.curve is None:
            return proba
        positive = self.curve(proba[:, 1])
        return np.stack([1.0 - positive, positive], axis=1)


def fit_final(spec: ModelSpec, dataset: Dataset, recipe: Recipe) -> FinalModel:
    """Learn a model from all samples.

    Threshold and calibration come from predictions for patients that the model had not
    seen, by folds inside the samples. A model that is given away is always calibrated,
    whatever the recipe does while models are compared: its probability is read as one.

    Parameters
    ----------
    spec : ModelSpec
        Which model.
    dataset : Dataset
        All samples.
    recipe : Recipe
        Of its threshold and its seed.

    Returns
    -------
    FinalModel
        The same for the same samples, recipe and versions.

    Raises
    ------
    InputError
        If the samples are too few to be split or learnt from.
    """
    values = dataset.blocks[spec.block].values
    n_classes = len(dataset.classes)
    curve, threshold = None, None
    if n_classes == 2:
        inside = _inner_predictions(spec, dataset, recipe)
        if not spec.is_calibrated:
            curve = fit_sigmoid(inside, dataset.y)
            inside = curve(inside)
        threshold = 0.5
        if recipe.fold.threshold is ThresholdRule.YOUDEN:
            threshold = best_threshold(inside, dataset.y)
    pipeline = Pipeline(spec, n_classes)
    pipeline.fit(values, dataset.y, dataset.patients, _rng(recipe, recipe.n_folds))
    return FinalModel(spec=spec, pipeline=pipeline, curve=curve, threshold=threshold)


def _inner_predictions(spec: ModelSpec, dataset: Dataset, recipe: Recipe) -> FloatArray:
    values, y, patients = dataset.blocks[spec.block].values, dataset.y, dataset.patients
    inside = np.empty(len(y))
    splits = grouped_folds(y, patients, recipe.n_folds, _rng(recipe, 0))
    for fold, split in enumerate(splits):
        model = Pipeline(spec, 2)
        train = split.train
        model.fit(values[train], y[train], patients[train], _rng(recipe, fold + 1))
        inside[split.test] = model.predict_proba(values[split.test])[:, 1]
    return inside


def _rng(recipe: Recipe, step: int) -> np.random.Generator:
    return np.random.default_rng([recipe.seed, 7919, step])
