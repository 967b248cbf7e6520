"""Patients that the network was not taught with, and what it answers to them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from myomap.learning.reading_network.case_pool import CasePool
from myomap.learning.reading_network.disturbing import Disturbance
from myomap.learning.reading_network.lesson import Lesson, Lessons, lesson

__all__ = [
    "ALL_THERE",
    "AS_FOUND",
    "ONE_STATE",
    "Shown",
    "held_out_lessons",
    "held_out_pool",
]

ALL_THERE = Lessons(disturbance=Disturbance(no_rest=0.0, no_stress=0.0), foreign=0.0)
"""Both states, everything else as it is taught."""

ONE_STATE = {
    "stress": replace(ALL_THERE, disturbance=Disturbance(no_rest=1.0, no_stress=0.0)),
    "rest": replace(ALL_THERE, disturbance=Disturbance(no_rest=0.0, no_stress=1.0)),
}
"""One state alone."""

AS_FOUND = Lessons(
    disturbance=Disturbance(
        shadow=0.0,
        spill=0.0,
        picture=0.0,
        array=0.0,
        no_rest=0.0,
        no_stress=0.0,
        no_sex=0.0,
        no_protocol=0.0,
        gap=0.0,
        noise=(1.0, 1.0),
    ),
    foreign=0.0,
)
"""Maps of volumes as they are: nothing but the usual errors of axis and valve plane."""

_AT_ONCE = 64
_CHANCE = 2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shown:
    """Which patients, and how they are shown.

    Parameters
    ----------
    seed : int
        Of patients: another one than the training's.
    n_patients : int
        How many.
    """

    seed: int
    n_patients: int


def held_out_pool(shown: Shown) -> CasePool:
    """Return patients that can be shown in several ways.

    Parameters
    ----------
    shown : Shown
        Which.

    Returns
    -------
    CasePool
        Of all of them.
    """
    pool = CasePool(shown.seed, size=shown.n_patients, fresh=0)
    pool.forward_to(0)
    return pool


def held_out_lessons(pool: CasePool, shown: Shown, how: Lessons) -> Iterator[Lesson]:
    """Yield patients as they are shown, a few at a time.

    Parameters
    ----------
    pool : CasePool
        Of `held_out_pool`.
    shown : Shown
        Which patients are in it.
    how : Lessons
        What befalls them.

    Yields
    ------
    Lesson
        The same for the same seed.
    """
    places = np.arange(shown.n_patients)
    for part in np.array_split(places, -(-shown.n_patients // _AT_ONCE)):
        chance = np.random.default_rng([shown.seed, _CHANCE, int(part[0])])
        yield lesson(pool.chosen(part), how, chance)
