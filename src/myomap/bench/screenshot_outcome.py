"""What became of every disc of a screen, as plain numbers to count."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from myomap.bench.screenshot_cases import ScreenCase
from myomap.bench.screenshot_matching import PlaceError, match_discs, place_error
from myomap.bench.screenshot_reading import ReadDisc
from myomap.records import State
from myomap.screens import DiscContent, SimulatedDisc

__all__ = ["DiscOutcome", "ScaleKnowledge", "ScreenOutcome", "outcome_of_screen"]

ScaleKnowledge: TypeAlias = Literal["colour bar", "known table", "blind"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscOutcome:
    """One true disc.

    Parameters
    ----------
    content : DiscContent
        What it shows.
    told_content : str or None
        What the reading takes it for; None where it was missed.
    true_state, told_state : State or None
        As drawn, and as the reading says.
    has_map : bool
        Whether it was handed on as a polar map.
    place : PlaceError or None
        None where it was missed.
    reason : str or None
        Why its values are refused; None where they were read or the disc missed.
    error_points : float or None
        Mean absolute error of the uptake; None where there is none.
    covered : float
        Share of the samples that got a value.
    confidence : float
        Of the reading.
    """

    content: DiscContent
    told_content: str | None
    has_map: bool
    true_state: State | None
    told_state: State | None
    place: PlaceError | None
    reason: str | None
    error_points: float | None
    covered: float
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenOutcome:
    """One screen.

    Parameters
    ----------
    index : int
        Draws it again.
    half : str
        Which tables it was drawn in.
    layout : str
        How its discs lie.
    knowledge : str
        "colour bar", "known table" or "blind": what can be known of its colours.
    is_stepped : bool
        Whether the table has steps.
    file_format : str
        "png", "jpeg" or "bmp".
    discs : tuple of DiscOutcome
        The true ones.
    n_false : int
        Found discs that are none.
    """

    index: int
    half: str
    layout: str
    knowledge: ScaleKnowledge
    is_stepped: bool
    file_format: str
    discs: tuple[DiscOutcome, ...]
    n_false: int


def outcome_of_screen(case: ScreenCase, found: Sequence[ReadDisc]) -> ScreenOutcome:
    """Return what a reading of a screen is worth.

    Parameters
    ----------
    case : ScreenCase
        The screen and its truth.
    found : sequence of ReadDisc
        What was read from its file.

    Returns
    -------
    ScreenOutcome
        To be counted.
    """
    screen = case.screen
    matches, n_false = match_discs(screen.discs, found)
    discs = tuple(
        _missed(disc) if index is None else _outcome(disc, found[index])
        for disc, index in zip(screen.discs, matches, strict=True)
    )
    knowledge: ScaleKnowledge = "blind"
    if screen.has_color_bar:
        knowledge = "colour bar"
    elif case.half == "known":
        knowledge = "known table"
    return ScreenOutcome(
        index=case.index,
        half=case.half,
        layout=screen.layout,
        knowledge=knowledge,
        is_stepped=screen.table.n_steps is not None,
        file_format=screen.file_format,
        discs=discs,
        n_false=n_false,
    )


def _missed(disc: SimulatedDisc) -> DiscOutcome:
    return DiscOutcome(
        content=disc.content,
        told_content=None,
        has_map=False,
        true_state=disc.state,
        told_state=None,
        place=None,
        reason=None,
        error_points=None,
        covered=0.0,
        confidence=0.0,
    )


def _outcome(disc: SimulatedDisc, found: ReadDisc) -> DiscOutcome:
    error, covered = None, 0.0
    both = found.valid & disc.valid
    if found.reason is None and both.any():
        error = float(np.abs(found.percent - disc.percent)[both].mean())
        covered = float(both.sum() / disc.valid.sum())
    return DiscOutcome(
        content=disc.content,
        told_content=found.content,
        has_map=found.has_map,
        true_state=disc.state,
        told_state=found.state,
        place=place_error(disc, found),
        reason=found.reason,
        error_points=error,
        covered=covered,
        confidence=found.confidence,
    )
