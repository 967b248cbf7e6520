"""What the discs of a screen show, told by how they are arranged.

Stations put stress before rest and both before their difference: from the left, or
from the top. In a grid one direction is that of the states, the other that of the
ways to show them; two discs of one state look alike but for what is painted over.
Nothing of this is certain, so every label comes with the reason for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

import numpy as np

from myomap.records import Caution, Evidence, Picture, State
from myomap.screenshot.disc import Disc
from myomap.screenshot.disc_patch import disc_patch
from myomap.screenshot.painted_copy import is_painted_over, painted_copy
from myomap.screenshot.ray_samples import Ellipse

__all__ = [
    "DiscContent",
    "DiscLabel",
    "LabelledDiscs",
    "label_discs",
    "unlabelled",
]

_SAME_SIZE: Final = 0.08
_SAME_MAP: Final = 5.0
"""Typical distance, of 255, up to which two discs show one map in part painted over.

Of simulated screens, 99 of 100 such pairs are nearer, and stress and rest farther."""

_WORDS: Final = {1: "one", 2: "two", 3: "three"}


class DiscContent(Enum):
    """What a disc shows."""

    UPTAKE = "uptake"
    DIFFERENCE = "difference"
    EXTENT = "extent"
    """Uptake with a part painted over, or what is derived from it."""

    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscLabel:
    """What one disc shows.

    Parameters
    ----------
    content : DiscContent
        Uptake, difference, extent, or not known.
    state : State or None
        None for a difference, and where nothing tells.
    evidence : tuple of Evidence
        Why the state is what it is; empty where it is not known.
    """

    content: DiscContent
    state: State | None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledDiscs:
    """The labels of a screen's discs, in their order, and what is doubtful.

    Parameters
    ----------
    labels : tuple of DiscLabel
        One a disc.
    cautions : tuple of Caution
        By what the labels were decided, or why there are none.
    """

    labels: tuple[DiscLabel, ...]
    cautions: tuple[Caution, ...]


_UNKNOWN = DiscLabel(content=DiscContent.UNKNOWN, state=None)
_LONE = DiscLabel(content=DiscContent.UPTAKE, state=None)


def label_discs(
    picture: Picture, discs: Sequence[Disc], others: Sequence[Disc] = ()
) -> LabelledDiscs:
    """Return what every disc of a screen shows, as far as their places tell.

    ==================  ============================================
    one disc            uptake of an unknown state
    two in a row        stress, rest
    two in a column     stress above rest
    three               stress, rest, difference
    2 x 2, 2 x 3, 3 x 2 states along the side whose discs look unlike
    ==================  ============================================

    Parameters
    ----------
    picture : Picture
        The screen.
    discs : sequence of Disc
        Its polar discs.
    others : sequence of Disc
        Round things of no use, which may hold a place in the arrangement.

    Returns
    -------
    LabelledDiscs
        Never without a caution where a state is told or missing.
    """
    if not discs:
        return LabelledDiscs(labels=(), cautions=())
    if len(discs) == 1 and not _alike(discs[0], others):
        return LabelledDiscs(labels=(_LONE,), cautions=(_STATE_UNKNOWN,))
    everything = [*discs, *_alike(discs[0], others)]
    grid = _grid(everything)
    if grid is None:
        return unlabelled(discs)
    n_rows, n_columns = (max(place[k] for place in grid) + 1 for k in (0, 1))
    if len(grid) != n_rows * n_columns or max(n_rows, n_columns) > 3:
        return unlabelled(discs)
    along: int | None = 0 if n_columns == 1 else 1
    if along is not None and 1 in (n_rows, n_columns):
        labels = [
            _of_line(place[along], along, max(n_rows, n_columns)) for place in grid
        ]
        reason = _line_reason(max(n_rows, n_columns), along)
    else:
        along = _side_of_states(picture, everything, grid, (n_rows, n_columns))
        if along is None:
            return unlabelled(discs)
        labels = [_of_grid(place, along, (n_rows, n_columns)) for place in grid]
        reason = _grid_reason(along, (n_rows, n_columns)[along])
    return LabelledDiscs(
        labels=tuple(labels[: len(discs)]),
        cautions=(Caution(code="picture-state-by-layout", message=reason),),
    )


def _alike(disc: Disc, others: Sequence[Disc]) -> list[Disc]:
    return [other for other in others if _size_ratio(disc, other) < _SAME_SIZE]


def _size_ratio(one: Disc, other: Disc) -> float:
    ratio = np.log(np.divide(one.radius_px, other.radius_px))
    return float(np.abs(ratio).max())


def _grid(discs: Sequence[Disc]) -> list[tuple[int, int]] | None:
    """Return row and column of every disc, or None if they are not on a grid."""
    if any(_size_ratio(discs[0], disc) > _SAME_SIZE for disc in discs):
        return None
    columns = _ranks([disc.centre_px[0] for disc in discs], discs[0].radius_px[0])
    rows = _ranks([disc.centre_px[1] for disc in discs], discs[0].radius_px[1])
    places = list(zip(rows, columns, strict=True))
    return places if len(set(places)) == len(places) else None


def _ranks(places: Sequence[float], radius: float) -> list[int]:
    """Return which of the lines each place lies on; lines are a radius apart."""
    starts: list[float] = []
    for place in sorted(places):
        if not starts or place - starts[-1] > radius:
            starts.append(place)
    return [sum(place > start + radius for start in starts) for place in places]


def _of_line(index: int, along: int, length: int) -> DiscLabel:
    """Return the label of one disc of a line of two or three."""
    if index == 2:
        return DiscLabel(content=DiscContent.DIFFERENCE, state=None)
    state = (State.STRESS, State.REST)[index]
    side = (("upper", "lower"), ("left", "right"))[along][index]
    if length == 3:
        side = ("first", "second")[index]
    evidence = Evidence(
        source="arrangement", found=f"{side} of {_WORDS[length]} discs", state=state
    )
    return DiscLabel(content=DiscContent.UPTAKE, state=state, evidence=(evidence,))


def _of_grid(place: tuple[int, int], along: int, shape: tuple[int, int]) -> DiscLabel:
    index, way = place[along], place[1 - along]
    if index == 2:
        return DiscLabel(content=DiscContent.DIFFERENCE, state=None)
    state = (State.STRESS, State.REST)[index]
    line = ("row", "column")[along]
    evidence = Evidence(
        source="arrangement",
        found=f"{line} {index + 1} of {shape[along]}",
        state=state,
    )
    content = (DiscContent.UPTAKE, DiscContent.EXTENT, DiscContent.EXTENT)[way]
    return DiscLabel(content=content, state=state, evidence=(evidence,))


def _side_of_states(
    picture: Picture,
    discs: Sequence[Disc],
    grid: Sequence[tuple[int, int]],
    shape: tuple[int, int],
) -> int | None:
    """Return along which side the state changes: 0 for rows, 1 for columns.

    Discs are compared with their neighbours below and to the right. Along one side
    neighbours show the same state, painted over in part: what is not painted is the
    same. Where it is not, the discs are several patients' or several quantities.
    """
    by_place = {
        place: disc_patch(picture, _ellipse(disc)).raw
        for place, disc in zip(grid, discs, strict=True)
    }
    n_rows, n_columns = shape
    right = [painted_copy(by_place[k, 0], by_place[k, 1]) for k in range(n_rows)]
    below = [painted_copy(by_place[0, k], by_place[1, k]) for k in range(n_columns)]
    apart = [min(each.distance for each in pairs) for pairs in (right, below)]
    ways = right if apart[0] < apart[1] else below
    n_ways = n_columns if apart[0] < apart[1] else n_rows
    # Three alike, none of them painted over, are three of something else.
    is_copied = n_ways == 3 and not any(each.is_painted for each in ways)
    if min(apart) > _SAME_MAP or is_copied or not is_painted_over(ways):
        return None
    if min(apart) < 0.7 * max(apart):
        return 0 if apart[0] < apart[1] else 1
    # Three states in a row, if there are three of anything.
    return None if n_rows == n_columns else int(n_columns > n_rows)


def _ellipse(disc: Disc) -> Ellipse:
    return Ellipse(
        x=disc.centre_px[0],
        y=disc.centre_px[1],
        across=disc.radius_px[0],
        up=disc.radius_px[1],
    )


_STATE_UNKNOWN = Caution(
    code="picture-state-unknown",
    message=(
        "The picture shows one polar map, and nothing in it tells whether stress or "
        "rest: say which it is."
    ),
)


def unlabelled(discs: Sequence[Disc]) -> LabelledDiscs:
    """Return labels of discs whose arrangement tells nothing, and the caution.

    Parameters
    ----------
    discs : sequence of Disc
        All of them.

    Returns
    -------
    LabelledDiscs
        Of unknown content.
    """
    message = (
        f"The picture shows {len(discs)} polar maps in an arrangement that does not "
        "tell stress from rest, or of more than one patient: none was read. Say which "
        "is which, row by row, a dash for one to pass over: --states stress,rest,-. "
        "Or cut them out one by one."
    )
    caution = Caution(code="picture-state-unknown", message=message)
    return LabelledDiscs(labels=(_UNKNOWN,) * len(discs), cautions=(caution,))


def _line_reason(length: int, along: int) -> str:
    order = ("top to bottom", "left to right")[along]
    what = "stress, rest, difference" if length == 3 else "stress, rest"
    return (
        f"Stress and rest were told by the arrangement alone, {order}: {what}. If the "
        "screen shows them otherwise, say which is which, row by row: "
        "--states rest,stress."
    )


def _grid_reason(along: int, n_lines: int) -> str:
    line = ("rows", "columns")[along]
    what = "stress, rest and their difference" if n_lines == 3 else "stress and rest"
    return (
        f"Stress and rest were told by the arrangement alone: the {line} were taken as "
        f"{what}. If the screen shows them otherwise, say "
        "which is which, row by row: --states rest,stress."
    )
