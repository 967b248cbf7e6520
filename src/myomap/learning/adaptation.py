"""A reading network's class scores, moved as far as a few patients can move them.

Nothing inside of the network is touched. To its four scores is added what is linear in
its whitened features, with a penalty that draws it back to nothing: of few patients
little is learnt, and never less is known than before.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from myomap.geometry import FloatArray

__all__ = [
    "MEMBERSHIPS",
    "Adaptation",
    "Members",
    "adapted_scores",
    "fit_adaptation",
    "label_sets",
    "membership_table",
]

Members: TypeAlias = tuple[tuple[int, ...], ...]
"""Of every class of a task, which of the network's four belong to it."""

MEMBERSHIPS: Final[dict[int, tuple[Members, ...]]] = {
    2: (((0,), (1, 2, 3)), ((1,), (2,))),
    4: (((0,), (1,), (2,), (3,)),),
}
"""By number of classes: normal and abnormal, or ischemia and infarction; all four."""

_SLOPE_TIE, _SHIFT_TIE = 5.0, 2.0
_MOST_STEPS = 400


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Adaptation:
    """What is done to scores.

    Parameters
    ----------
    slope : float
        Their factor.
    shift : (4,)
        What is added to each.
    weight : (feature, 4)
        What is added for every unit of a whitened feature.
    """

    slope: float
    shift: FloatArray
    weight: FloatArray

    @classmethod
    def none(cls, n_features: int) -> "Adaptation":
        """Return what changes nothing.

        Parameters
        ----------
        n_features : int
            Of the network.

        Returns
        -------
        Adaptation
            The identity.
        """
        return cls(slope=1.0, shift=np.zeros(4), weight=np.zeros((n_features, 4)))


def adapted_scores(
    adaptation: Adaptation, scores: FloatArray, features: FloatArray
) -> FloatArray:
    """Return scores after an adaptation.

    Parameters
    ----------
    adaptation : Adaptation
        What is done.
    scores : (sample, 4)
        Log odds of the classes, up to a constant.
    features : (sample, feature)
        Whitened.

    Returns
    -------
    (sample, 4)
        Of the same meaning.

    Examples
    --------
    >>> adapted_scores(Adaptation.none(2), np.eye(4)[:1], np.zeros((1, 2)))
    array([[1., 0., 0., 0.]])
    """
    moved: FloatArray = (
        adaptation.slope * scores + adaptation.shift + features @ adaptation.weight
    )
    return moved


def fit_adaptation(
    scores: FloatArray,
    features: FloatArray,
    sets: NDArray[np.bool_],
    *,
    strength: float,
) -> Adaptation:
    """Return the adaptation that makes what happened likely, and is small.

    Parameters
    ----------
    scores : (sample, 4)
        Of the network.
    features : (sample, feature)
        Whitened.
    sets : (sample, 2, 4), bool
        Which classes the sample's label allows, and which its task knows.
    strength : float
        Of the penalty on the squared weights; half a unit of log loss each.

    Returns
    -------
    Adaptation
        The minimum of the log loss of the labels plus the penalties. Slope and shift
        are drawn back to 1 and 0 as well, by less than a few patients' worth.
    """
    from scipy.optimize import minimize

    found = minimize(
        _loss,
        np.concatenate([[1.0], np.zeros(4), np.zeros(4 * features.shape[1])]),
        args=(scores, features, sets.astype(np.float64), strength),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": _MOST_STEPS},
    ).x
    return Adaptation(slope=float(found[0]), shift=found[1:5], weight=_shaped(found))


def label_sets(y: NDArray[np.int64], members: Members) -> NDArray[np.bool_]:
    """Return which of the network's classes a label allows.

    Parameters
    ----------
    y : (sample,)
        Classes of the task.
    members : Members
        Of every class of the task.

    Returns
    -------
    (sample, 2, 4), bool
        Those of the label, and those of any class of the task.

    Examples
    --------
    >>> label_sets(np.array([1]), MEMBERSHIPS[2][0]).astype(int)
    array([[[0, 1, 1, 1],
            [1, 1, 1, 1]]])
    """
    table = membership_table(members) > 0
    return np.stack([table[y], np.tile(table.any(axis=0), (len(y), 1))], axis=1)


def membership_table(members: Sequence[Sequence[int]]) -> FloatArray:
    """Return (class, 4): 1 where a class of the network belongs to one of the task.

    Parameters
    ----------
    members : Members
        Of every class of the task.

    Returns
    -------
    (class, 4)
        Zeros and ones.
    """
    table = np.zeros((len(members), 4))
    for row, each in zip(table, members, strict=True):
        row[list(each)] = 1.0
    return table


def _shaped(x: FloatArray) -> FloatArray:
    return x[5:].reshape(-1, 4)


def _loss(x: FloatArray, *given: Any) -> tuple[float, FloatArray]:
    scores, features, sets, strength = given
    slope, shift, weight = x[0], x[1:5], _shaped(x)
    moved = slope * scores + shift + features @ weight
    share = np.exp(moved - moved.max(axis=1, keepdims=True))
    told, known = share * sets[:, 0], share * sets[:, 1]
    right, every = told.sum(axis=1), known.sum(axis=1)
    loss = -np.log(np.maximum(right, 1e-300) / every).sum()
    away = known / every[:, None] - told / np.maximum(right, 1e-300)[:, None]
    gradient = np.concatenate(
        [
            [(away * scores).sum() + _SLOPE_TIE * (slope - 1.0)],
            away.sum(axis=0) + _SHIFT_TIE * shift,
            (features.T @ away + strength * weight).ravel(),
        ]
    )
    penalty = (
        _SLOPE_TIE * (slope - 1.0) ** 2
        + _SHIFT_TIE * (shift**2).sum()
        + strength * (weight**2).sum()
    )
    return float(loss + 0.5 * penalty), gradient
