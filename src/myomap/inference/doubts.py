"""What may be wrong with maps that a network was shown, and from where on it counts."""

from collections.abc import Mapping
from typing import Final, Literal, TypeAlias

import numpy as np

from myomap.inference.card_parts import ReadingPart
from myomap.inference.reading_input import UPTAKE_SPREAD

__all__ = [
    "DOUBTS",
    "Doubt",
    "States",
    "doubt_limits",
    "doubt_reason",
    "doubt_warning",
]

Doubt: TypeAlias = Literal["foreign", "distance", "residual"]
States: TypeAlias = Literal["both", "stress", "rest"]

DOUBTS: Final[tuple[Doubt, ...]] = ("foreign", "distance", "residual")
"""In the order of the graph's output."""


def doubt_limits(
    part: ReadingPart, states: States
) -> tuple[Mapping[Doubt, float], Mapping[Doubt, float]]:
    """Return above which doubts nothing is said, and above which it is warned.

    Parameters
    ----------
    part : ReadingPart
        Of a card.
    states : States
        Which are there: one alone tells less of how it is laid out than both.

    Returns
    -------
    most, warned : mapping of Doubt to float
        A card that knows none of one state alone gives those of both.
    """
    most, warned = part.most_doubt, part.warns_from
    if states != "both" and part.most_doubt_alone is not None:
        most = part.most_doubt_alone[states]
        warned = (part.warns_from_alone or part.most_doubt_alone)[states]
    return most, warned or most


def doubt_reason(name: Doubt, found: float, most: float) -> str:
    """Return why nothing is said: what was found, what was expected, what to do.

    Parameters
    ----------
    name : Doubt
        Which.
    found, most : float
        Of these maps, and the most of good ones.

    Returns
    -------
    str
        Whole sentences.
    """
    if name == "foreign":
        return (
            "The maps are not laid out as maps of the left ventricle are, or show "
            f"something else: the network's score for that is {found:.3f}, and good "
            f"maps have at most {most:.3f}. Look whether they are mirrored or turned "
            "and whether the contours follow the wall. If all is as it should be, go "
            "by the rule and by eye."
        )
    if name == "distance":
        return (
            "The maps lie far from all that the network was taught with: at "
            f"{found:.2f}, where good maps lie within {most:.2f}. Look whether the "
            "contours follow the wall, and go by the rule and by eye."
        )
    return (
        "The network cannot draw again what the maps show: it is "
        f"{_percent(found):.1f} % of the uptake off, and of good maps at most "
        f"{_percent(most):.1f} %. Look whether the contours follow the wall, and go by "
        "the rule and by eye."
    )


def doubt_warning(name: Doubt, found: float, usual: float) -> str:
    """Return why maps are to be looked at before a network is trusted.

    Parameters
    ----------
    name : Doubt
        Which.
    found, usual : float
        Of these maps, and what most good ones stay below.

    Returns
    -------
    str
        Whole sentences.
    """
    if name == "foreign":
        return (
            "The maps may not be laid out as maps of the left ventricle are: the "
            f"network's score for that is {found:.3f}, and most good maps have less "
            f"than {usual:.3f}. Look whether they are mirrored or turned before "
            "trusting the network."
        )
    if name == "distance":
        return (
            "The maps are unlike most that the network was taught with: at "
            f"{found:.2f}, where most good maps lie within {usual:.2f}. Look whether "
            "the contours follow the wall."
        )
    return (
        "The network draws again only part of what the maps show: it is "
        f"{_percent(found):.1f} % of the uptake off, and of most good maps less than "
        f"{_percent(usual):.1f} %. Look whether the contours follow the wall."
    )


def _percent(residual: float) -> float:
    """Return the root mean square of uptake, in percent of the brightest twentieth."""
    return 100.0 * float(np.sqrt(residual)) / UPTAKE_SPREAD
