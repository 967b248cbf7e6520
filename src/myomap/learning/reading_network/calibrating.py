"""What is learnt after the network: probabilities, sets of classes, when to abstain.

All on simulated patients that it was not taught with: probabilities on the first half
of them, sets and doubts on the second.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from myomap.geometry import FloatArray
from myomap.inference import DOUBTS, ReadingPart, Session
from myomap.inference.doubts import Doubt, States
from myomap.learning.reading_network.case_pool import CasePool
from myomap.learning.reading_network.exporting import (
    AfterNetwork,
    asked_network,
    reading_graph,
)
from myomap.learning.reading_network.held_out import (
    ALL_THERE,
    ONE_STATE,
    Shown,
    held_out_lessons,
    held_out_pool,
)

__all__ = ["Calibrated", "calibrated_network", "fitted_scores", "least_probabilities"]

COVERAGE: Final = 0.9

_Levels = Mapping[Doubt, float]

_SILENT_FROM: Final[_Levels] = {"foreign": 0.997, "distance": 0.999, "residual": 0.999}
"""Quantiles of good maps: what lies above is taken for a bad one. About one in
two hundred, of pairs and of each state alone; a clinic unlike those that were shown
has several times as many."""

_WARNED_FROM: Final[_Levels] = {"foreign": 0.98, "distance": 0.99, "residual": 0.99}
"""The same for those that are read with a warning."""

_SMALLEST_SPREAD = 1e-3
_ALONE: Final[tuple[Literal["stress", "rest"], ...]] = ("stress", "rest")
_GROUPS: Final[tuple[States, ...]] = ("both", *_ALONE)
_IntArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Calibrated:
    """A network that is ready to be packed.

    Parameters
    ----------
    graph : bytes
        The network with what follows it.
    part : ReadingPart
        What the card says of how it reads.
    after : AfterNetwork
        What follows it.
    """

    graph: bytes
    part: ReadingPart
    after: AfterNetwork


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Answers:
    scores: NDArray[np.float32]
    features: NDArray[np.float32]
    label: _IntArray


def calibrated_network(network: Any, shown: Shown) -> Calibrated:
    """Return a network with probabilities that mean what they say.

    Parameters
    ----------
    network : torch module
        As `train_reading` gives it.
    shown : Shown
        Patients that it was not taught with.

    Returns
    -------
    Calibrated
        The same for the same network and patients.
    """
    half = Shown(seed=shown.seed, n_patients=shown.n_patients // 2)
    pool = held_out_pool(half)
    answers = {s: _answers(network, pool, half, s) for s in _GROUPS}
    fitted = [fitted_scores(each.scores, each.label) for each in answers.values()]
    features = np.concatenate([each.features for each in answers.values()])
    centre = features.mean(axis=0).astype(np.float64)
    after = AfterNetwork(
        slope=np.array([slope for slope, _ in fitted]),
        shift=np.stack([shift for _, shift in fitted]),
        centre=centre,
        whiten=_whitening(features - centre),
    )
    graph = reading_graph(network, after)
    other = Shown(seed=shown.seed + 1, n_patients=shown.n_patients - half.n_patients)
    return Calibrated(graph=graph, part=_part(Session(graph), other), after=after)


def fitted_scores(
    scores: NDArray[np.float32], label: _IntArray
) -> tuple[float, FloatArray]:
    """Return a factor and shifts of scores that fit what happened.

    Parameters
    ----------
    scores : (patient, class)
        Of the network.
    label : (patient,)
        What was true.

    Returns
    -------
    slope : float
        Of all scores.
    shift : (class,)
        Then added; of sum 0.
    """
    from scipy.optimize import minimize

    given = scores.astype(np.float64)
    rows = np.arange(len(label))

    def loss(x: FloatArray) -> tuple[float, FloatArray]:
        raised = given * x[0] + x[1:]
        raised = raised - raised.max(axis=1, keepdims=True)
        share = np.exp(raised) / np.exp(raised).sum(axis=1, keepdims=True)
        away = share.copy()
        away[rows, label] -= 1.0
        slope = np.concatenate([[(away * given).sum()], away.sum(axis=0)])
        # The sum of the shifts is nobody's business: it is kept at 0.
        value = -np.log(np.maximum(share[rows, label], 1e-12)).sum()
        value += 0.5 * x[1:].sum() ** 2
        slope[1:] += x[1:].sum()
        return float(value), slope

    first = np.concatenate([[1.0], np.zeros(given.shape[1])])
    found = minimize(loss, first, jac=True, method="BFGS").x
    return float(found[0]), np.asarray(found[1:], np.float64)


def least_probabilities(
    probability: FloatArray, label: _IntArray, coverage: float
) -> tuple[float, ...]:
    """Return from which probability on each class is possible.

    Parameters
    ----------
    probability : (patient, class)
        Of patients that nothing was fitted to.
    label : (patient,)
        What was true.
    coverage : float
        How often the set shall hold the true class, within each class.

    Returns
    -------
    tuple of float
        The quantile of the true class's probability, corrected for the number of
        patients; 0 where there are too few to rule the class out.

    References
    ----------
    .. [1] Vovk V. Conditional validity of inductive conformal predictors. Machine
       Learning 2013;92:349-376.

    Examples
    --------
    >>> chance = np.tile([[0.2, 0.8], [0.4, 0.6]], (10, 1))
    >>> least_probabilities(chance, np.ones(20, int), 0.9)
    (0.0, 0.6)
    """
    least = []
    for index in range(probability.shape[1]):
        own = np.sort(probability[label == index, index])
        rank = int(np.floor((len(own) + 1) * (1.0 - coverage)))
        least.append(float(own[rank - 1]) if rank >= 1 else 0.0)
    return tuple(least)


def _answers(network: Any, pool: CasePool, shown: Shown, states: States) -> _Answers:
    how = ALL_THERE if states == "both" else ONE_STATE[states]
    scores, features, label = [], [], []
    for part in held_out_lessons(pool, shown, how):
        found = asked_network(network, part.channels)
        scores.append(found[0])
        features.append(found[2])
        label.append(part.targets.label)
    return _Answers(
        scores=np.concatenate(scores),
        features=np.concatenate(features),
        label=np.concatenate(label),
    )


def _whitening(away: NDArray[np.floating[Any]]) -> FloatArray:
    """Return what makes features of equal spread; rare directions are not blown up."""
    covariance = away.T @ away / len(away)
    values, vectors = np.linalg.eigh(covariance.astype(np.float64))
    floor = _SMALLEST_SPREAD * float(values.max())
    whiten: FloatArray = vectors / np.sqrt(np.maximum(values, floor))
    return whiten


def _part(session: Session, shown: Shown) -> ReadingPart:
    pool = held_out_pool(shown)
    least: dict[States, tuple[float, ...]] = {}
    every: dict[States, FloatArray] = {}
    for states in _GROUPS:
        how = ALL_THERE if states == "both" else ONE_STATE[states]
        probability, label, doubts = [], [], []
        for lesson in held_out_lessons(pool, shown, how):
            answer, doubt, _ = session.ask_for_maps(lesson.channels)
            probability.append(answer)
            label.append(lesson.targets.label)
            doubts.append(doubt)
        every[states] = np.concatenate(doubts)
        least[states] = least_probabilities(
            np.concatenate(probability), np.concatenate(label), COVERAGE
        )
    return ReadingPart(
        coverage=COVERAGE,
        least_probability=least,
        most_doubt=_quantiles(every["both"], _SILENT_FROM),
        warns_from=_quantiles(every["both"], _WARNED_FROM),
        most_doubt_alone={s: _quantiles(every[s], _SILENT_FROM) for s in _ALONE},
        warns_from_alone={s: _quantiles(every[s], _WARNED_FROM) for s in _ALONE},
    )


def _quantiles(doubts: FloatArray, levels: _Levels) -> dict[Doubt, float]:
    return {
        name: float(np.quantile(doubts[:, index], levels[name]))
        for index, name in enumerate(DOUBTS)
    }
