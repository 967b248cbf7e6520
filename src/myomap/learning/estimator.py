"""What a model must be able to do, whatever library it is made with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from myomap.geometry import FloatArray
from myomap.learning.dataset import IntArray

__all__ = ["Estimator", "ModelSpec", "Parameter", "TrainingOptions"]

Parameter = int | float | str | bool


class Estimator(Protocol):
    """A model that is made, fitted once and asked.

    A new one is made for every fit, so that none can remember another fold.
    """

    def fit(
        self, X: FloatArray, y: IntArray, groups: IntArray, rng: np.random.Generator
    ) -> None:
        """Learn from training samples alone.

        Parameters
        ----------
        X : (sample, feature, ...)
            One block, as the model's specification asks for it.
        y : (sample,)
            Classes from 0.
        groups : (sample,)
            Whose the samples are, for splits inside.
        rng : numpy.random.Generator
            All chance comes from here.
        """

    def predict_proba(self, X: FloatArray) -> FloatArray:
        """Return the probability of each class.

        Parameters
        ----------
        X : (sample, feature, ...)
            As in `fit`.

        Returns
        -------
        (sample, class)
            At least 0, each row of sum 1.
        """

    def importances(self) -> FloatArray | None:
        """Return what each feature contributes, of sum 1; None where it is not known.

        Returns
        -------
        (feature,) or None
            In the order of the columns of `fit`.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingOptions:
    """What is done around a model.

    Parameters
    ----------
    n_classes : int
        How many columns `predict_proba` returns, whatever classes a fold holds.
    parameters : mapping of str to Parameter
        Of the model.
    """

    n_classes: int
    parameters: Mapping[str, Parameter]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSpec:
    """A model by name: what it looks at and how it is made.

    Parameters
    ----------
    name : str
        As ``--models`` names it.
    title : str
        As tables call it.
    block : str
        Which block of a data set it looks at.
    make : callable
        From options to a new `Estimator`; imports its library when it is called.
    parameters : mapping of str to Parameter
        Told in tables and handed to `make`.
    n_best : int or None
        How many features the F-test keeps; None keeps all.
    is_scaled : bool
        Whether features are brought to mean 0 and deviation 1.
    is_tabular : bool
        Whether unknown values are filled and constant columns dropped; a network that
        looks at pictures is handed them as they are.
    is_calibrated : bool
        Whether its probabilities mean what they say: no curve is learnt over them.
    note : str
        What a table has to say of it, such as how its weights began.
    """

    name: str
    title: str
    block: str
    make: Callable[[TrainingOptions], Estimator]
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    n_best: int | None = None
    is_scaled: bool = False
    is_tabular: bool = True
    is_calibrated: bool = False
    note: str = ""
