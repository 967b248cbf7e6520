"""What a reading network says of every sample, and models that stand on it.

It was taught by simulated patients and has never seen the user's. What stands on its
scores learns from tens of patients what others need hundreds for.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from myomap.errors import InputError
from myomap.geometry import FloatArray
from myomap.inference import Bundle, MapPairs, Session, channels_of, shipped_reader
from myomap.learning.adaptation import (
    MEMBERSHIPS,
    Adaptation,
    Members,
    adapted_scores,
    fit_adaptation,
    label_sets,
    membership_table,
)
from myomap.learning.dataset import Block, IntArray
from myomap.learning.estimator import TrainingOptions
from myomap.learning.reading_network.inside import graph_with_insides
from myomap.learning.sampling import ReadSample
from myomap.learning.splitting import grouped_folds
from myomap.records import N_ANGLES, N_RINGS

__all__ = ["AdaptedReading", "AsShipped", "reading_block"]

STRENGTHS: Final = (3000.0, 1000.0, 300.0, 100.0, 30.0)
"""Of the penalty, from next to nothing learnt inside to much."""

_FOLDS = 5
_AT_ONCE = 32
_SEX: Final = {"F": 1.0, "M": -1.0}
_N_CLASSES = 4
_SMALLEST = 1e-12


def reading_block(samples: Sequence[ReadSample], base: Bundle | None = None) -> Block:
    """Return what the network says of every sample.

    Parameters
    ----------
    samples : sequence of ReadSample
        What it is shown.
    base : Bundle, optional
        A reading network; the one that comes with the package if not given.

    Returns
    -------
    Block
        (sample, 4 + feature): calibrated log odds of the four classes up to a
        constant, then features whose spread is 1 on simulated patients.
    """
    bundle = base or shipped_reader()
    session = Session(graph_with_insides(bundle.session.graph))
    parts = [
        np.hstack(
            session.ask_inside(channels_of(_pairs(samples[at : at + _AT_ONCE]))[0])
        )
        for at in range(0, len(samples), _AT_ONCE)
    ]
    values = np.concatenate(parts).astype(np.float64)
    names = [f"score of class {k}" for k in range(_N_CLASSES)]
    names += [f"feature {k}" for k in range(values.shape[1] - _N_CLASSES)]
    return Block(names=tuple(names), values=values)


def _pairs(samples: Sequence[ReadSample]) -> MapPairs:
    shape = (len(samples), 2, N_RINGS, N_ANGLES)
    uptake, known = np.zeros(shape, np.float32), np.zeros(shape, np.bool_)
    for row, sample in enumerate(samples):
        for index, state in enumerate(("stress", "rest")):
            if state in sample.maps:
                known[row, index] = np.isfinite(sample.maps[state])
                uptake[row, index] = np.nan_to_num(sample.maps[state])
    return MapPairs(
        uptake=uptake,
        known=known,
        area=np.zeros(shape, np.float32),
        sex=np.array([_SEX.get(sample.sex, 0.0) for sample in samples], np.float32),
        corrected=np.zeros(len(samples), np.float32),
        picture=np.array([sample.is_picture for sample in samples], np.float32),
    )


class AdaptedReading:
    """The network's scores, adapted to the training samples.

    How far they may be moved is chosen by the log loss over folds of the training
    patients; as little as possible where these are too few to be split.
    """

    adaptation: Adaptation
    members: Members

    def __init__(self, options: TrainingOptions) -> None:
        self._memberships = MEMBERSHIPS[options.n_classes]

    def fit(
        self, X: FloatArray, y: IntArray, groups: IntArray, rng: np.random.Generator
    ) -> None:
        """Find out what the classes are, choose the penalty, learn from all."""
        self.members = _likeliest(X, y, self._memberships)
        losses = np.zeros(len(STRENGTHS))
        try:
            for split in grouped_folds(y, groups, _FOLDS, rng):
                losses += self._losses(X, y, split.train, split.test)
        except InputError:
            losses[:] = 0.0
        self.strength = STRENGTHS[int(np.argmin(losses))]
        self.adaptation = self._fitted(X, y, self.strength)

    def predict_proba(self, X: FloatArray) -> FloatArray:
        """Return the probability of each class."""
        return _probabilities(X, self.adaptation, self.members)

    def importances(self) -> FloatArray | None:
        """Return nothing: features of a network have no names."""
        return None

    def _fitted(self, X: FloatArray, y: IntArray, strength: float) -> Adaptation:
        scores, features = X[:, :_N_CLASSES], X[:, _N_CLASSES:]
        sets = label_sets(y, self.members)
        return fit_adaptation(scores, features, sets, strength=strength)

    def _losses(
        self, X: FloatArray, y: IntArray, train: IntArray, test: IntArray
    ) -> FloatArray:
        losses = []
        for strength in STRENGTHS:
            made = self._fitted(X[train], y[train], strength)
            right = _probabilities(X[test], made, self.members)
            chance = right[np.arange(len(test)), y[test]]
            losses.append(-np.log(np.maximum(chance, _SMALLEST)).sum())
        return np.array(losses)


class AsShipped:
    """The network's own probabilities, with next to nothing learnt.

    Of two classes only this is learnt: whether they are normal and abnormal, or
    ischemia and infarction.
    """

    members: Members

    def __init__(self, options: TrainingOptions) -> None:
        self._memberships = MEMBERSHIPS[options.n_classes]

    def fit(
        self, X: FloatArray, y: IntArray, groups: IntArray, rng: np.random.Generator
    ) -> None:
        """Find out what the classes are."""
        self.members = _likeliest(X, y, self._memberships)

    def predict_proba(self, X: FloatArray) -> FloatArray:
        """Return the probability of each class."""
        nothing = Adaptation.none(X.shape[1] - _N_CLASSES)
        return _probabilities(X, nothing, self.members)

    def importances(self) -> FloatArray | None:
        """Return nothing: nothing was learnt of single columns."""
        return None


def _probabilities(
    X: FloatArray, adaptation: Adaptation, members: Members
) -> FloatArray:
    moved = adapted_scores(adaptation, X[:, :_N_CLASSES], X[:, _N_CLASSES:])
    share = np.exp(moved - moved.max(axis=1, keepdims=True))
    told = np.maximum(share @ membership_table(members).T, 1e-9)
    scaled: FloatArray = told / told.sum(axis=1, keepdims=True)
    return scaled


def _likeliest(X: FloatArray, y: IntArray, memberships: Sequence[Members]) -> Members:
    """Return the classes under which the network finds the labels likeliest."""
    nothing = Adaptation.none(X.shape[1] - _N_CLASSES)

    def likelihood(members: Members) -> float:
        chance = _probabilities(X, nothing, members)[np.arange(len(y)), y]
        return float(np.log(np.maximum(chance, _SMALLEST)).sum())

    return max(memberships, key=likelihood)
