"""For tens of patients: candidates that compete inside the training samples."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from myomap.errors import InputError
from myomap.geometry import FloatArray
from myomap.learning.classical import ExtraTrees, Logistic
from myomap.learning.dataset import IntArray
from myomap.learning.estimator import Estimator, TrainingOptions
from myomap.learning.splitting import grouped_folds

__all__ = ["Candidate", "Chosen"]

_SMALLEST = 1e-6
_FOLDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One of the competitors.

    Parameters
    ----------
    columns : (start, stop)
        Of the block it looks at.
    strength : float or None
        Of a logistic regression's inverse penalty; None for randomised trees.
    """

    columns: tuple[int, int]
    strength: float | None

    def make(self, n_classes: int) -> Estimator:
        """Return a new model.

        Parameters
        ----------
        n_classes : int
            Of the task.

        Returns
        -------
        Estimator
            Not fitted.
        """
        if self.strength is None:
            parameters = {"n_estimators": 100, "max_depth": 5}
            return ExtraTrees(
                TrainingOptions(n_classes=n_classes, parameters=parameters)
            )
        return Logistic(
            TrainingOptions(n_classes=n_classes, parameters={"C": self.strength})
        )


class Chosen:
    """The mean of the best logistic regression and the best trees.

    The least log loss over folds of the training patients decides in each family; a
    linear and a tree model err differently, so both speak. Nothing but the training
    samples is asked, so the choice is judged with the model.
    """

    def __init__(
        self, options: TrainingOptions, *, candidates: Sequence[Candidate]
    ) -> None:
        self._n_classes = options.n_classes
        self._candidates = tuple(candidates)

    def fit(
        self, X: FloatArray, y: IntArray, groups: IntArray, rng: np.random.Generator
    ) -> None:
        """Let the candidates compete, then learn the winners from all samples."""
        losses = self._losses(X, y, groups, rng)
        linear = [each.strength is not None for each in self._candidates]
        self.winners = []
        for is_linear in (True, False):
            family = [k for k, found in enumerate(linear) if found is is_linear]
            if family:
                best = min(family, key=lambda k: (losses[k], k))
                self.winners.append(self._candidates[best])
        self.members = []
        for winner in self.winners:
            model = winner.make(self._n_classes)
            model.fit(X[:, slice(*winner.columns)], y, groups, rng)
            self.members.append(model)

    def predict_proba(self, X: FloatArray) -> FloatArray:
        """Return the mean of what the winners say."""
        said = [
            model.predict_proba(X[:, slice(*winner.columns)])
            for winner, model in zip(self.winners, self.members, strict=True)
        ]
        mean: FloatArray = np.mean(said, axis=0)
        return mean

    def importances(self) -> FloatArray | None:
        """Return nothing: the winners look at different columns."""
        return None

    def _losses(
        self, X: FloatArray, y: IntArray, groups: IntArray, rng: np.random.Generator
    ) -> FloatArray:
        losses = np.zeros(len(self._candidates))
        try:
            splits = grouped_folds(y, groups, _FOLDS, rng)
        except InputError:
            return losses
        for split in splits:
            for k, candidate in enumerate(self._candidates):
                model = candidate.make(self._n_classes)
                columns = slice(*candidate.columns)
                model.fit(X[split.train, columns], y[split.train], groups, rng)
                said = model.predict_proba(X[split.test, columns])
                right = said[np.arange(len(said)), y[split.test]]
                losses[k] -= np.log(np.maximum(right, _SMALLEST)).sum()
        return losses
