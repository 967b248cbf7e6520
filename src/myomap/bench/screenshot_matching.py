"""Which found disc is which true one, and how far off it lies."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from myomap.screens import SimulatedDisc

__all__ = ["Outline", "PlaceError", "match_discs", "place_error"]

FAR_RADII = 0.3
"""A disc whose centre or radius is off by more is another thing."""


class Outline(Protocol):
    """Whatever has a centre and two radii."""

    @property
    def centre_px(self) -> tuple[float, float]:
        """(x, y) of the middle."""

    @property
    def radius_px(self) -> tuple[float, float]:
        """Half the width and half the height."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceError:
    """How far a found disc lies off, in percent of the true radius.

    Parameters
    ----------
    centre_percent : float
        Distance of the centres.
    radius_percent : float
        The larger one of the errors of width and height.
    """

    centre_percent: float
    radius_percent: float


def place_error(true: SimulatedDisc, found: Outline) -> PlaceError:
    """Return how far off a found disc is.

    Parameters
    ----------
    true : SimulatedDisc
        Where it was drawn.
    found : Outline
        Where it is said to be.

    Returns
    -------
    PlaceError
        In percent of the true radius.
    """
    radius = np.array(true.radius_px)
    off = (np.array(found.centre_px) - np.array(true.centre_px)) / radius
    grown = np.array(found.radius_px) / radius - 1.0
    return PlaceError(
        centre_percent=100.0 * float(np.hypot(*off)),
        radius_percent=100.0 * float(np.abs(grown).max()),
    )


def match_discs(
    true: Sequence[SimulatedDisc], found: Sequence[Outline]
) -> tuple[tuple[int | None, ...], int]:
    """Return which found disc is which true one, the nearest first.

    Parameters
    ----------
    true : sequence of SimulatedDisc
        What was drawn.
    found : sequence of Outline
        What is said to be there.

    Returns
    -------
    matches : tuple of int or None
        For every true disc the index of the found one; None where it was missed.
    n_false : int
        Found discs that are none.
    """
    pairs = []
    for i, disc in enumerate(true):
        for j, other in enumerate(found):
            error = place_error(disc, other)
            worst = max(error.centre_percent, error.radius_percent)
            if worst <= 100.0 * FAR_RADII:
                pairs.append((worst, i, j))
    matches: list[int | None] = [None] * len(true)
    taken: set[int] = set()
    for _, i, j in sorted(pairs):
        if matches[i] is None and j not in taken:
            matches[i] = j
            taken.add(j)
    return tuple(matches), len(found) - len(taken)
