"""One step's patients as tensors: what is shown, and what shall come out."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from myomap.inference.reading_input import MapPairs, channels_of, scaled
from myomap.learning.reading_network.case_pool import Batch
from myomap.learning.reading_network.disturbing import (
    Disturbance,
    disturbed,
    shown_pairs,
)
from myomap.learning.reading_network.foreign_maps import made_foreign
from myomap.learning.reading_network.simulated_case import DISEASED_BELOW
from myomap.learning.reading_network.warping import drawn_warp, warped

__all__ = ["Lesson", "Lessons", "Targets", "lesson", "sample_classes"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lessons:
    """How patients are shown.

    Parameters
    ----------
    disturbance : Disturbance
        What befalls the maps.
    misplacement : float
        Size of the errors of axis and valve plane; 0 for none.
    foreign : float
        Share of patients that are replaced by no map.
    """

    disturbance: Disturbance = field(default_factory=Disturbance)
    misplacement: float = 1.0
    foreign: float = 0.2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Targets:
    """What shall come out.

    Parameters
    ----------
    label : (patient,), int64
        The class.
    samples : (patient, 32, 72), int64
        0 none, 1 reversible, 2 fixed.
    weight : (patient, 32, 72), float32
        Wall area, of mean 1.
    healthy, quiet : (patient, 2, 32, 72), float32
        The maps without disease, and without noise, as the network counts uptake.
    known : (patient, 2), bool
        States that are there.
    foreign : (patient,), float32
        1 where there is no map.
    """

    label: NDArray[np.int64]
    samples: NDArray[np.int64]
    weight: NDArray[np.float32]
    healthy: NDArray[np.float32]
    quiet: NDArray[np.float32]
    known: NDArray[np.bool_]
    foreign: NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lesson:
    """What is shown and what shall come out.

    Parameters
    ----------
    pairs : MapPairs
        What is shown.
    channels : (patient, channel, 32, 72), float32
        The same, as the network takes it.
    targets : Targets
        What shall come out.
    """

    pairs: MapPairs
    channels: NDArray[np.float32]
    targets: Targets


def lesson(batch: Batch, how: Lessons, rng: np.random.Generator) -> Lesson:
    """Return patients as they are shown once.

    Parameters
    ----------
    batch : Batch
        All that is true of them.
    how : Lessons
        What befalls them.
    rng : numpy.random.Generator
        Of all chance.

    Returns
    -------
    Lesson
        What befalls the maps is in the targets as well, where disease is not.
    """
    n = len(batch.label)
    if how.misplacement > 0:
        batch = warped(batch, drawn_warp(rng, n, how.misplacement))
    batch = disturbed(batch, how.disturbance, rng)
    pairs = shown_pairs(batch, how.disturbance, rng)
    is_foreign = rng.random(n) < how.foreign
    pairs = made_foreign(pairs, np.flatnonzero(is_foreign), rng)
    channels, scale = channels_of(pairs)
    known = np.asarray(pairs.known.any(axis=(2, 3)), np.bool_)
    area = batch.area.mean(axis=1)
    targets = Targets(
        label=batch.label,
        samples=sample_classes(batch.layers[:, 3], known),
        weight=(area / area.mean(axis=(1, 2), keepdims=True)).astype(np.float32),
        healthy=scaled(batch.layers[:, 2], scale),
        quiet=scaled(batch.layers[:, 1], scale),
        known=known,
        foreign=is_foreign.astype(np.float32),
    )
    return Lesson(pairs=pairs, channels=channels, targets=targets)


def sample_classes(truth: NDArray[Any], known: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return where disease is, of what can be seen.

    Parameters
    ----------
    truth : (patient, 2, 32, 72)
        Share of the normal uptake at stress and rest.
    known : (patient, 2)
        States that are there: without stress nothing is reversible.

    Returns
    -------
    (patient, 32, 72)
        0 none, 1 reversible, 2 fixed.
    """
    diseased = truth < DISEASED_BELOW
    stress = diseased[:, 0] & known[:, 0, None, None]
    return np.where(diseased[:, 1], 2, np.where(stress, 1, 0)).astype(np.int64)
