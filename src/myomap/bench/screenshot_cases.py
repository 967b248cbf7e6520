"""The pictures that the reading of screens is measured on, each from its own seed."""

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

import numpy as np

from myomap.errors import ConfigError
from myomap.phantom import SimulatedPatient, draw_patient, quick_maps
from myomap.screens import (
    LOOK_ALIKE_KINDS,
    OTHER_KINDS,
    OtherPicture,
    SimulatedScreen,
    development_tables,
    draw_other_picture,
    draw_screen,
    held_out_tables,
    known_tables,
)

__all__ = ["ScreenCase", "look_alike", "other_picture", "screen_case"]

TableHalf: TypeAlias = Literal["known", "development", "held out"]

_SCREEN_SEED: Final = 101
_OTHER_SEED: Final = 102
_LOOK_ALIKE_SEED: Final = 103

_MOST_DRAWS: Final = 5

_TURNS: Final[tuple[TableHalf, ...]] = (
    "held out",
    "known",
    "held out",
    "development",
)
"""Which half the tables of four screens in a row come from: half are held out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenCase:
    """One screen to be read.

    Parameters
    ----------
    index : int
        Together with the benchmark's seed it draws the same screen again.
    half : str
        "known" (the table is in the catalogue), "development" or "held out".
    screen : SimulatedScreen
        The picture and its truth.
    """

    index: int
    half: TableHalf
    screen: SimulatedScreen


def screen_case(seed: int, index: int) -> ScreenCase:
    """Return one screen of the benchmark.

    Parameters
    ----------
    seed : int
        Of the benchmark.
    index : int
        Of the screen.

    Returns
    -------
    ScreenCase
        Another patient, table, layout and way to the file at every index.
    """
    half = _TURNS[index % len(_TURNS)]
    rng = np.random.default_rng([seed, _SCREEN_SEED, index])
    if half == "held out":
        tables = held_out_tables()
    elif half == "known":
        tables = known_tables()
    else:
        tables = development_tables()[len(known_tables()) :]
    maps = quick_maps(_patient(rng))
    screen = draw_screen(rng, maps, tables=tables)
    return ScreenCase(index=index, half=half, screen=screen)


def _patient(rng: np.random.Generator) -> SimulatedPatient:
    """Return the next patient: about one draw in a thousand has no anatomy."""
    for _ in range(_MOST_DRAWS):
        try:
            return draw_patient(rng)
        except ConfigError:
            continue
    return draw_patient(rng)


def other_picture(seed: int, index: int) -> OtherPicture:
    """Return one picture without a polar map; the kinds take turns.

    Parameters
    ----------
    seed : int
        Of the benchmark.
    index : int
        Of the picture.

    Returns
    -------
    OtherPicture
        To be refused.
    """
    rng = np.random.default_rng([seed, _OTHER_SEED, index])
    return draw_other_picture(rng, OTHER_KINDS[index % len(OTHER_KINDS)])


def look_alike(seed: int, index: int) -> OtherPicture:
    """Return one picture that only its context tells from a polar map.

    Parameters
    ----------
    seed : int
        Of the benchmark.
    index : int
        Of the picture.

    Returns
    -------
    OtherPicture
        No polar map all the same.
    """
    rng = np.random.default_rng([seed, _LOOK_ALIKE_SEED, index])
    return draw_other_picture(rng, LOOK_ALIKE_KINDS[index % len(LOOK_ALIKE_KINDS)])
