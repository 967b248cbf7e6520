"""Everything that learns from data, around a model and inside one call of `fit`."""

import numpy as np

from myomap.errors import InputError
from myomap.geometry import FloatArray
from myomap.learning.dataset import IntArray
from myomap.learning.estimator import Estimator, ModelSpec, TrainingOptions
from myomap.learning.selection import best_features

__all__ = ["Pipeline"]


class Pipeline:
    """A model with filling, selection and scaling, learnt from what it is given.

    Unknown values become the training median, columns that do not vary are dropped,
    the F-test keeps the best, and what is kept is scaled: in this order and from the
    training samples alone.

    Parameters
    ----------
    spec : ModelSpec
        Which model.
    n_classes : int
        Of the task.
    fixed_columns : (column,) or None
        Columns chosen beforehand from all samples, as the published recipe seems to
        have done. Whoever gives them lets the judged samples choose.
    """

    def __init__(
        self,
        spec: ModelSpec,
        n_classes: int,
        *,
        fixed_columns: IntArray | None = None,
    ) -> None:
        self._spec = spec
        self._options = TrainingOptions(n_classes=n_classes, parameters=spec.parameters)
        self._fixed = fixed_columns
        self.model: Estimator | None = None
        """Fitted to the chosen columns; None before `fit`."""
        self.columns: IntArray = np.zeros(0, dtype=np.int64)
        """Which columns of the block the model looks at."""
        self.fill: FloatArray = np.zeros(0)
        """What unknown values become, one a column of the block."""
        self.mean: FloatArray = np.zeros(0)
        """What is taken from each chosen column before it is divided."""
        self.deviation: FloatArray = np.ones(0)
        """What each chosen column is divided by."""

    def fit(
        self, X: FloatArray, y: IntArray, groups: IntArray, rng: np.random.Generator
    ) -> None:
        """Learn everything from training samples.

        Parameters
        ----------
        X : (sample, feature, ...)
            A block's rows.
        y : (sample,)
            Classes.
        groups : (sample,)
            Whose the samples are.
        rng : numpy.random.Generator
            All chance comes from here.

        Raises
        ------
        InputError
            If the samples are of one class, or no feature varies.
        """
        if len(np.unique(y)) < 2:
            raise InputError(
                "The samples to train on are of one class. Expected two or more: add "
                "patients, or take fewer folds."
            )
        model = self._spec.make(self._options)
        if self._spec.is_tabular:
            X = self._learn_table(X, y)
        model.fit(X, y, groups, rng)
        self.model = model

    def predict_proba(self, X: FloatArray) -> FloatArray:
        """Return the probability of each class.

        Parameters
        ----------
        X : (sample, feature, ...)
            Rows of the same block.

        Returns
        -------
        (sample, class)
            Each row of sum 1.
        """
        if self.model is None:
            raise RuntimeError("a model was asked before it was fitted")
        if self._spec.is_tabular:
            X = self._applied(X)
        return self.model.predict_proba(X)

    def importances(self) -> FloatArray | None:
        """Return what each column of `columns` contributes; None where not known.

        Returns
        -------
        (column,) or None
            Of sum 1.
        """
        return None if self.model is None else self.model.importances()

    def choose(self, X: FloatArray, y: IntArray) -> None:
        """Learn filling, selection and scaling alone, without a model.

        Parameters
        ----------
        X : (sample, feature)
            A block's rows.
        y : (sample,)
            Classes.

        Raises
        ------
        InputError
            If no feature varies.
        """
        self._learn_table(X, y)

    def _learn_table(self, X: FloatArray, y: IntArray) -> FloatArray:
        known = ~np.isnan(X)
        self.fill = np.zeros(X.shape[1])
        some = known.any(axis=0)
        self.fill[some] = np.nanmedian(X[:, some], axis=0)
        filled = np.where(known, X, self.fill)
        if self._fixed is not None:
            self.columns = self._fixed
        else:
            self.columns = np.flatnonzero(np.ptp(filled, axis=0) > 0)
            if self._spec.n_best is not None:
                best = best_features(filled[:, self.columns], y, self._spec.n_best)
                self.columns = self.columns[best]
        if not len(self.columns):
            raise InputError(
                f"No feature varies among the {len(X)} samples to train on. Expected "
                "maps that differ: see whether the files are what they should be."
            )
        kept = filled[:, self.columns]
        self.mean = np.zeros(kept.shape[1])
        self.deviation = np.ones(kept.shape[1])
        if self._spec.is_scaled:
            deviation = kept.std(axis=0)
            self.mean = kept.mean(axis=0)
            self.deviation = np.where(deviation > 0, deviation, 1.0)
        return self._applied(X)

    def _applied(self, X: FloatArray) -> FloatArray:
        filled = np.where(np.isnan(X), self.fill, X)[:, self.columns]
        return (filled - self.mean) / self.deviation
