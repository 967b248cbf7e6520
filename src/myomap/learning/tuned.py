"""A logistic regression whose penalty is chosen inside the training samples."""

import numpy as np

from myomap.errors import InputError
from myomap.geometry import FloatArray
from myomap.learning.classical import Logistic
from myomap.learning.dataset import IntArray
from myomap.learning.estimator import TrainingOptions
from myomap.learning.splitting import grouped_folds

__all__ = ["TunedLogistic"]

_STRENGTHS = (0.001, 0.003, 0.01, 0.03, 0.1, 1.0)
_FOLDS = 5
_SMALLEST = 1e-12


class TunedLogistic:
    """Logistic regression with the ridge penalty that its own patients agree on.

    The penalty with the least log loss over folds of the training patients is taken;
    the strongest one where they are too few to be split. With tens of cases the
    penalty decides more than the choice of model does.
    """

    def __init__(self, options: TrainingOptions) -> None:
        self._n_classes = options.n_classes

    def fit(
        self, X: FloatArray, y: IntArray, groups: IntArray, rng: np.random.Generator
    ) -> None:
        """Choose the penalty, then learn from all samples."""
        losses = np.zeros(len(_STRENGTHS))
        try:
            for split in grouped_folds(y, groups, _FOLDS, rng):
                losses += self._losses(X, y, groups, (split.train, split.test))
        except InputError:
            losses[:] = 0.0
        self.strength = _STRENGTHS[int(np.argmin(losses))]
        self.fitted = self._made(self.strength)
        self.fitted.fit(X, y, groups, rng)

    def predict_proba(self, X: FloatArray) -> FloatArray:
        """Return the probability of each class."""
        return self.fitted.predict_proba(X)

    def importances(self) -> FloatArray | None:
        """Return the size of the weights."""
        return self.fitted.importances()

    def _made(self, strength: float) -> Logistic:
        return Logistic(
            TrainingOptions(n_classes=self._n_classes, parameters={"C": strength})
        )

    def _losses(
        self,
        X: FloatArray,
        y: IntArray,
        groups: IntArray,
        split: tuple[IntArray, IntArray],
    ) -> FloatArray:
        train, test = split
        losses = []
        for strength in _STRENGTHS:
            model = self._made(strength)
            # A ridge fit leaves nothing to chance.
            model.fit(X[train], y[train], groups[train], np.random.default_rng(0))
            right = model.predict_proba(X[test])[np.arange(len(test)), y[test]]
            losses.append(-np.log(np.maximum(right, _SMALLEST)).sum())
        return np.array(losses)
