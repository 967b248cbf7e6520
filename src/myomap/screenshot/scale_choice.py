"""Which colour scale a disc was drawn with.

A bar in the picture is believed first, then a table of the catalogue, then what the
disc's own colours trace. Each must explain the disc's colours.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from myomap.colortable import (
    ColorScale,
    ScaleFit,
    ScaleOrigin,
    color_table_names,
    fit_scale,
    invert_colors,
    known_scale,
    nearest_on_scale,
    recognise_scale,
    scale_point,
)
from myomap.records import PictureArray
from myomap.screenshot.color_bar import ColorBar

__all__ = [
    "TABLE_LOG_ODDS",
    "ScaleChoice",
    "bar_choice",
    "choose_scale",
    "reversed_scale",
]

_REVERSED_BAR = 2.0
TABLE_LOG_ODDS = 5.0
"""That a table runs its usual way, natural logarithm."""
_REVERSED_GREY = 0.5
_MARGIN = 1.6
_MOST_APART_PERCENT = 2.0
# The dark end of a bar is usually the low one.
_DARK_END = 0.010
_LIGHTNESS = (0.299, 0.587, 0.114)

# Of a picture with the table's own colours, and how many of them a map shows.
_LEAST_EXACT = 0.97
_FEWEST_DIFFERENT = 30
_MOST_DIFFERENT = 300
_LEAST_BETWEEN = 12
_LEAST_ENTRIES_SEEN = 0.82
# Greys look the same at every gamma: compressed, nothing tells which one was used.
_BENT_CONFIDENCE = 0.5
_BENT_ERROR_PERCENT = 6.0
# A bar is compressed and mixed with its sides as the disc is not.
_LARGEST_BAR_OFFSET = 5.5
_MOST_BESIDE_PERCENT = 3.0
_LEAST_OF_TABLE = 0.8
# Units of 8-bit colour that a compressed bar lies beside its table, on the mean.
_MOST_BAR_APART = 12.0
# How much farther from a disc's colours than a line between them steps may lie.
_STEPS_WORTH = 1.15
_STEPS_BONUS = 0.3
# Rows of a bar from which on flat blocks are counted.
_LEAST_ROWS_A_BLOCK = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleChoice:
    """A scale, and what it is chosen for.

    Parameters
    ----------
    scale : ColorScale
        The scale in its likelier direction, as far as the map is left out.
    upright_log_odds : float, natural logarithm of the odds
        That this direction is right, the map left out.
    fit : ScaleFit
        How well it explains the disc's colours.
    is_bar_against : bool
        Whether a bar runs against the usual direction of its table: either the table
        is used in reverse or the bar hangs upside down, and digits alone tell which.
    """

    scale: ColorScale
    upright_log_odds: float
    fit: ScaleFit
    is_bar_against: bool = False


def choose_scale(
    colors: PictureArray, bars: Sequence[ColorBar], *, is_exact: bool = False
) -> ScaleChoice | None:
    """Return the scale that explains a disc's colours.

    Parameters
    ----------
    colors : (n, 3), uint8
        Colours of the disc, without what was drawn over it.
    bars : sequence of ColorBar
        What the picture shows beside it.
    is_exact : bool
        Whether the picture was neither compressed nor resized.

    Returns
    -------
    ScaleChoice or None
        None when neither a bar nor a table of the catalogue explains them.
    """
    known = _known(colors, is_exact=is_exact)
    bar = bar_choice(colors, bars)
    if bar is None:
        return known
    if known is not None:
        return _confirmed(bar, known)
    return _directed(bar)


def _known(colors: PictureArray, *, is_exact: bool) -> ScaleChoice | None:
    first, *others = recognise_scale(colors)
    # Tables that hold the same colours for the same values are no rivals: the upper
    # halves of some are equal.
    rival = next((f for f in others if not _agree(first, f, colors)), others[-1])
    margin = _badness(rival) / _badness(first)
    if not first.is_good or margin < _MARGIN:
        return None
    is_grey = (first.scale.name or "").startswith("grey")
    confidence = float(np.clip(1.0 - 0.5 / margin, 0.0, 0.98))
    error = 0.0
    share = _entries_seen(colors, first.scale)
    if share is not None and share < _LEAST_ENTRIES_SEEN:
        return None
    if is_grey and (share is None or not is_exact):
        confidence, error = min(confidence, _BENT_CONFIDENCE), _BENT_ERROR_PERCENT
    return ScaleChoice(
        scale=replace(first.scale, confidence=confidence, error_percent=error),
        upright_log_odds=_REVERSED_GREY if is_grey else TABLE_LOG_ODDS,
        fit=first,
    )


def _badness(fit: ScaleFit) -> float:
    return fit.offset + fit.distance + 1.0


def _agree(first: ScaleFit, other: ScaleFit, colors: PictureArray) -> bool:
    """Return whether two tables give a map the same values, in either direction."""
    shown = colors[:: max(1, len(colors) // 1000)]
    value = nearest_on_scale(shown, first.scale)[0]
    rival = nearest_on_scale(shown, other.scale)[0]
    apart = min(
        float(np.mean(np.abs(value - rival))),
        float(np.mean(np.abs(value - 100.0 + rival))),
    )
    return apart < _MOST_APART_PERCENT


def _entries_seen(colors: PictureArray, scale: ColorScale) -> float | None:
    """Return how many of a table's entries a map shows between its bright ends.

    A table that runs through the same colours at another pace skips some of them. None
    where that cannot be told: the picture was compressed or resized.
    """
    if scale.steps is not None:
        return None
    packed = [
        rgb @ np.array([65536, 256, 1])
        for rgb in (colors.astype(np.int64), scale.colors.astype(np.int64))
    ]
    is_entry = np.isin(packed[0], packed[1])
    n_different = len(np.unique(packed[0]))
    # A bullseye with one colour a segment shows few entries of any table.
    is_counted = _FEWEST_DIFFERENT <= n_different <= _MOST_DIFFERENT
    if is_entry.mean() < _LEAST_EXACT or not is_counted:
        return None
    value = nearest_on_scale(colors[:: max(1, len(colors) // 4000)], scale)[0]
    low, high = np.quantile(value, [0.5, 0.97]) * len(scale.colors) / 100
    between = packed[1][int(low) : int(high) + 1]
    if len(between) < _LEAST_BETWEEN:
        return None
    return float(np.mean(np.isin(between, packed[0])))


def bar_choice(colors: PictureArray, bars: Sequence[ColorBar]) -> ScaleChoice | None:
    """Return the bar that explains a disc's colours.

    Parameters
    ----------
    colors : (n, 3), uint8
        Colours of the disc, without what was drawn over it.
    bars : sequence of ColorBar
        What the picture shows beside it.

    Returns
    -------
    ScaleChoice or None
        In the direction in which bars usually run; None when no bar explains them.
    """
    fits = [fit_scale(colors, scale) for bar in bars for scale in _scales_of(bar)]
    fits = [fit for fit in fits if fit.offset <= _LARGEST_BAR_OFFSET]
    best = min(fits, key=_beside, default=None)
    if best is None:
        return None
    ends = best.scale.colors[[0, -1]].astype(np.float64) @ np.array(_LIGHTNESS)
    odds = _REVERSED_BAR + _DARK_END * float(ends[1] - ends[0])
    return ScaleChoice(scale=best.scale, upright_log_odds=odds, fit=best)


def _beside(fit: ScaleFit) -> float:
    """Return how badly a scale explains colours; of two alike, steps explain more."""
    beside = fit.offset + fit.distance
    # A line between the steps passes the steps too, and is never farther away.
    return beside if fit.scale.steps is None else beside / _STEPS_WORTH - _STEPS_BONUS


def _scales_of(bar: ColorBar) -> list[ColorScale]:
    """Return the scales that a bar may stand for: smooth, stepped, or sampled."""
    smooth = ColorScale(colors=bar.colors, origin=ScaleOrigin.BAR, confidence=0.95)
    blocks = _blocks(bar.colors)
    if blocks is None:
        return [smooth]
    stepped = replace(smooth, colors=blocks, steps=len(blocks))
    # The first and the last block show the ends of a smooth table.
    place = np.linspace(0.0, len(blocks) - 1.0, 256)
    channels = [
        np.interp(place, np.arange(len(blocks)), blocks[:, c].astype(np.float64))
        for c in range(3)
    ]
    sampled = np.round(np.stack(channels, 1)).astype(np.uint8)
    return [replace(smooth, colors=sampled), stepped]


def _blocks(colors: PictureArray) -> PictureArray | None:
    """Return the colours of equally long flat blocks, if a bar consists of them."""
    line = colors.astype(np.float64)
    jump = np.linalg.norm(np.diff(line, axis=0), axis=1)
    for n_blocks in range(4, min(65, len(line) // _LEAST_ROWS_A_BLOCK) + 1):
        edges = np.arange(1, n_blocks) * len(line) / n_blocks
        near = np.unique(
            np.clip(np.rint(edges)[:, None] + [-2, -1, 0], 0, len(jump) - 1)
        )
        at_edges = jump[near.astype(np.intp)].sum()
        if at_edges >= 0.93 * jump.sum() and len(near) < 0.75 * len(jump):
            middle = ((np.arange(n_blocks) + 0.5) * len(line) / n_blocks).astype(int)
            return np.ascontiguousarray(colors[middle])
    return None


def _directed(bar: ScaleChoice) -> ScaleChoice:
    """Return a bar, the surer of its direction if a known table runs the same way.

    Compressed colours of a disc may not tell its table where those of the bar do.
    """
    along, against = (
        _apart_from_tables(bar.scale, is_turned) for is_turned in (False, True)
    )
    if min(along, against) > _MOST_BAR_APART:
        return bar
    is_against = against < along
    speaks = -TABLE_LOG_ODDS if is_against else TABLE_LOG_ODDS
    return replace(
        bar,
        upright_log_odds=bar.upright_log_odds + speaks,
        is_bar_against=is_against,
    )


def _apart_from_tables(scale: ColorScale, is_turned: bool) -> float:
    """Return how far the nearest known table lies from a scale, greys left out."""
    place = np.linspace(5.0, 95.0, 46)
    shown = scale_point(scale, place)
    tables = (
        scale_point(known_scale(name, is_reversed=is_turned), place)
        for name in color_table_names()
        if not name.startswith("grey")
    )
    return min(float(np.abs(shown - each).max(axis=1).mean()) for each in tables)


def _confirmed(bar: ScaleChoice, known: ScaleChoice) -> ScaleChoice:
    """Return a known table in the direction of the bar, if the two are the same."""
    place = np.linspace(2.0, 98.0, 49)
    shown = scale_point(bar.scale, place)
    value = invert_colors(shown, known.scale).value_percent
    # A bar whose dark end cannot be seen is shorter than the table: still a line.
    slope, start = np.polyfit(place, value, 1)
    off = float(np.mean(np.abs(value - start - slope * place)))
    if off > _MOST_BESIDE_PERCENT or not _LEAST_OF_TABLE <= abs(slope) <= 1.1:
        return bar
    scale = known.scale
    is_turned = bool(slope < 0)
    if is_turned:
        scale = reversed_scale(scale)
    # The bar's direction is the screen's; the table's usual direction speaks too.
    odds = bar.upright_log_odds + (-1 if is_turned else 1) * known.upright_log_odds
    return ScaleChoice(
        scale=replace(
            scale, origin=ScaleOrigin.BAR, confidence=0.99, error_percent=0.0
        ),
        upright_log_odds=odds,
        fit=known.fit,
        is_bar_against=is_turned,
    )


def reversed_scale(scale: ColorScale) -> ColorScale:
    """Return a scale from its last colour to its first.

    Parameters
    ----------
    scale : ColorScale
        Any.

    Returns
    -------
    ColorScale
        The same colours the other way round.
    """
    return replace(
        scale,
        colors=scale.colors[::-1],
        is_reversed=not scale.is_reversed if scale.name else False,
    )
