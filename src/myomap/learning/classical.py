"""Forests, boosting and the plain models that every other one has to beat."""

from typing import Any

import numpy as np

from myomap.geometry import FloatArray
from myomap.learning.dataset import IntArray
from myomap.learning.estimator import TrainingOptions
from myomap.learning.optional import optional_module

__all__ = [
    "Boosting",
    "ExtraTrees",
    "Forest",
    "Logistic",
    "Prevalence",
    "WorstRegion",
]

_LARGEST_SEED = 2**31 - 1


def _seed(rng: np.random.Generator) -> int:
    return int(rng.integers(_LARGEST_SEED))


def _all_classes(
    found: FloatArray, classes: "np.ndarray[Any, Any]", n_classes: int
) -> FloatArray:
    """Return probabilities with a column for classes that a fold did not hold."""
    proba = np.zeros((len(found), n_classes))
    proba[:, np.asarray(classes, dtype=np.int64).ravel()] = found
    return proba


def _shares(values: FloatArray) -> FloatArray:
    total = float(values.sum())
    return values / total if total > 0 else np.full(len(values), 1.0 / len(values))


class Prevalence:
    """The share of each class among the training samples, for everybody alike."""

    def __init__(self, options: TrainingOptions) -> None:
        self._n_classes = options.n_classes

    def fit(
        self, X: FloatArray, y: IntArray, groups: IntArray, rng: np.random.Generator
    ) -> None:
        """Count."""
        self._share = np.bincount(y, minlength=self._n_classes) / len(y)

    def predict_proba(self, X: FloatArray) -> FloatArray:
        """Return the shares for every row."""
        return np.tile(self._share, (len(X), 1))

    def importances(self) -> FloatArray | None:
        """Return nothing: no feature was looked at."""
        return None


class WorstRegion:
    """The lowest value among the columns, turned to a probability by one curve.

    What a physician's rule of thumb would do: a case is as abnormal as its worst
    segment. Of more than two classes each gets the share it has near that value.
    """

    def __init__(self, options: TrainingOptions) -> None:
        self._options = options

    def fit(
        self, X: FloatArray, y: IntArray, groups: IntArray, rng: np.random.Generator
    ) -> None:
        """Learn the curve."""
        self.curve = Logistic(self._options)
        self.curve.fit(self._worst(X), y, groups, rng)

    def predict_proba(self, X: FloatArray) -> FloatArray:
        """Return the probability of each class."""
        return self.curve.predict_proba(self._worst(X))

    def importances(self) -> FloatArray | None:
        """Return nothing: every column can be the lowest."""
        return None

    def _worst(self, X: FloatArray) -> FloatArray:
        # Tens of percent: the penalty of the curve is about a deviation of 1.
        worst: FloatArray = np.min(X, axis=1, keepdims=True) / 10.0
        return worst


class Logistic:
    """Logistic regression with a ridge penalty."""

    def __init__(self, options: TrainingOptions) -> None:
        self._n_classes = options.n_classes
        self._strength = float(options.parameters.get("C", 1.0))
        self._linear = optional_module("sklearn.linear_model")

    def fit(
        self, X: FloatArray, y: IntArray, groups: IntArray, rng: np.random.Generator
    ) -> None:
        """Learn the weights."""
        self.fitted = self._linear.LogisticRegression(C=self._strength, max_iter=2000)
        self.fitted.fit(X, y)

    def predict_proba(self, X: FloatArray) -> FloatArray:
        """Return the probability of each class."""
        return _all_classes(
            self.fitted.predict_proba(X), self.fitted.classes_, self._n_classes
        )

    def importances(self) -> FloatArray | None:
        """Return the size of the weights, meant for scaled features."""
        return _shares(np.abs(self.fitted.coef_).mean(axis=0))


class _Trees:
    """Trees of scikit-learn, whose votes are averaged."""

    def __init__(self, options: TrainingOptions, kind: str) -> None:
        self._n_classes = options.n_classes
        self._parameters = dict(options.parameters)
        self._made = getattr(optional_module("sklearn.ensemble"), kind)

    def fit(
        self, X: FloatArray, y: IntArray, groups: IntArray, rng: np.random.Generator
    ) -> None:
        """Grow the trees."""
        self.fitted = self._made(**self._parameters, n_jobs=1, random_state=_seed(rng))
        self.fitted.fit(X, y)

    def predict_proba(self, X: FloatArray) -> FloatArray:
        """Return the probability of each class."""
        return _all_classes(
            self.fitted.predict_proba(X), self.fitted.classes_, self._n_classes
        )

    def importances(self) -> FloatArray | None:
        """Return how much each feature lessens impurity."""
        return _shares(np.asarray(self.fitted.feature_importances_, dtype=np.float64))


class Forest(_Trees):
    """A random forest."""

    def __init__(self, options: TrainingOptions) -> None:
        super().__init__(options, "RandomForestClassifier")


class ExtraTrees(_Trees):
    """Trees whose cuts are drawn by chance: smoother than a forest on few cases."""

    def __init__(self, options: TrainingOptions) -> None:
        super().__init__(options, "ExtraTreesClassifier")


class Boosting:
    """CatBoost in one thread, which writes no files."""

    def __init__(self, options: TrainingOptions) -> None:
        self._n_classes = options.n_classes
        self._parameters = dict(options.parameters)
        self._catboost = optional_module("catboost")

    def fit(
        self, X: FloatArray, y: IntArray, groups: IntArray, rng: np.random.Generator
    ) -> None:
        """Add the trees one by one."""
        self.fitted = self._catboost.CatBoostClassifier(
            **self._parameters,
            allow_writing_files=False,
            thread_count=1,
            logging_level="Silent",
            random_seed=_seed(rng),
        )
        self.fitted.fit(X, y)

    def predict_proba(self, X: FloatArray) -> FloatArray:
        """Return the probability of each class."""
        found = np.asarray(
            self.fitted.predict_proba(X, thread_count=1), dtype=np.float64
        )
        return _all_classes(found, self.fitted.classes_, self._n_classes)

    def importances(self) -> FloatArray | None:
        """Return how much each feature moves the prediction."""
        found = np.asarray(self.fitted.get_feature_importance(), dtype=np.float64)
        return _shares(found)
