"""From the colours of a disc to its uptake."""

from collections.abc import Iterator

import numpy as np

from myomap.colortable import ColorScale, ScaleOrigin
from myomap.records import MaskArray, Picture, PictureArray
from myomap.screenshot.blind_scale import blind_choice
from myomap.screenshot.color_bar import ColorBar, find_color_bars
from myomap.screenshot.disc import Disc
from myomap.screenshot.disc_pixels import DiscPixels, disc_pixels
from myomap.screenshot.disc_reading import (
    DiscReading,
    PercentRange,
    checked_range,
    refused_reading,
)
from myomap.screenshot.disc_values import DiscValues, disc_values
from myomap.screenshot.exactness import is_untouched
from myomap.screenshot.finished_reading import ExplainedDisc, finished_reading
from myomap.screenshot.overlay import thin_strokes
from myomap.screenshot.scale_choice import ScaleChoice, choose_scale
from myomap.screenshot.told_scale import ToldScale, told_scale

__all__ = ["read_disc"]

_LEAST_PIXELS = 100
_LEAST_SHARE_SEEN = 0.4
# Parts of many colours that a scale lacks: from this share of the disc on the scale is
# not the map's.
_MOST_UNREAD = {
    ScaleOrigin.KNOWN: 0.004,
    ScaleOrigin.BLIND: 0.004,
    # A bar may lack an end that looks like the background: but not a broad one.
    ScaleOrigin.BAR: 0.05,
}
_MOST_PAINTED_BLIND = 0.02

_NO_SCALE = (
    "No colour scale explains the disc: no colour bar holds its colours, no known "
    "table does, and they do not tell their values by themselves. Expected one of "
    "these: name the colour table, or give a picture that shows its colour bar."
)


def read_disc(
    picture: Picture,
    disc: Disc,
    scale: ColorScale | None = None,
    *,
    bar_range_percent: PercentRange | None = None,
    is_scale_told: bool = True,
) -> DiscReading:
    """Return the uptake that a disc on a picture shows.

    The scale is a bar in the picture, a table of the catalogue, or what the disc's own
    colours trace, in this order; each must explain the disc's colours, all of them but
    thin lines and letters. Which of its ends is the high one follows from bar, table
    and map together.

    Of a scale that only the disc's own colours tell, the top is the highest colour
    seen: a map whose maximum is 85 % of its scale then reads as one of 100 %. The
    reading says so in its `reference` and in a caution, its confidence stays below
    0.7, and its tolerance is relative to that reference.

    Parameters
    ----------
    picture : Picture
        The whole picture: a colour bar may stand beside the disc.
    disc : Disc
        Where the disc lies.
    scale : ColorScale or None
        What its colours mean, when that is known; None looks for it.
    bar_range_percent : two percentages or None
        What the lower (or left) and the upper (or right) end of a bar stand for, or the
        first and the last colour of a table that was named: (100, 0) for one that runs
        the other way. None takes 0 and 100 in the likelier direction.
    is_scale_told : bool
        Whether a user named the scale, and a bar that says something else counts
        against it; False of the scale of another disc beside this one.

    Returns
    -------
    DiscReading
        In percent of its reference. Refused, with a reason, when no scale explains
        the colours, or the given one does not.

    Raises
    ------
    ConfigError
        If the range is none.

    Examples
    --------
    >>> plain = Picture(rgb=np.full((100, 100, 3), 90, np.uint8))
    >>> disc = Disc(centre_px=(50, 50), radius_px=(40, 40), confidence=1)
    >>> read_disc(plain, disc)
    DiscReading(refused: The disc shows a single colour.)
    """
    checked_range(bar_range_percent)
    pixels = disc_pixels(picture, disc)
    n_inside = np.count_nonzero(pixels.is_inside)
    if n_inside < _LEAST_PIXELS:
        return refused_reading(
            f"The disc has {n_inside} pixels on the picture. Expected at least "
            f"{_LEAST_PIXELS}."
        )
    strokes = _strokes(pixels)
    shown = pixels.rgb[pixels.is_inside & ~strokes]
    reason = _no_map(shown)
    if reason is not None:
        return refused_reading(reason)
    if scale is None:
        bars = find_color_bars(picture, disc)
        choices = _found_choices(picture, pixels, strokes, bars)
        found = _first_explaining(pixels, strokes, choices)
    else:
        bars = find_color_bars(picture, disc) if is_scale_told else ()
        told = told_scale(shown, scale, bars)
        found = _with_told(pixels, strokes, told)
    if isinstance(found, str):
        return refused_reading(found)
    return finished_reading(pixels, found, bar_range_percent)


def _strokes(pixels: DiscPixels) -> MaskArray:
    strokes = thin_strokes(pixels.rgb, pixels.rim_px)
    if strokes[pixels.is_inside].mean() > 0.6:
        strokes = thin_strokes(pixels.rgb, pixels.rim_px, contrast=90.0)
    return strokes


def _no_map(shown: PictureArray) -> str | None:
    if len(shown) < _LEAST_PIXELS:
        return (
            "The disc is no smooth map: nearly every pixel differs from its neighbours."
        )
    if np.ptp(shown.reshape(-1, 3).astype(int), axis=0).max() < 12:
        return "The disc shows a single colour."
    return None


def _found_choices(
    picture: Picture,
    pixels: DiscPixels,
    strokes: MaskArray,
    bars: tuple[ColorBar, ...],
) -> Iterator[ScaleChoice]:
    """Yield the scales that may be the disc's, the likeliest first."""
    is_map = pixels.is_inside & ~strokes
    is_exact = is_untouched(picture.rgb)
    shown = pixels.rgb[is_map]
    choice = choose_scale(shown, bars, is_exact=is_exact)
    if choice is not None:
        yield choice
    if choice is not None and choice.scale.origin is ScaleOrigin.BAR:
        known = choose_scale(shown, (), is_exact=is_exact)
        if known is not None:
            yield known
    blind = blind_choice(pixels, is_map)
    if blind is not None:
        yield blind


def _first_explaining(
    pixels: DiscPixels, strokes: MaskArray, choices: Iterator[ScaleChoice]
) -> ExplainedDisc | str:
    """Return the first scale that explains a disc, or why none does."""
    reason = _NO_SCALE
    for choice in choices:
        values = disc_values(pixels, choice.scale, strokes)
        found = _unexplained(pixels, values, choice.scale)
        if found is None:
            return ExplainedDisc(choice=choice, values=values)
        reason = found
    return reason


def _with_told(
    pixels: DiscPixels, strokes: MaskArray, told: ToldScale
) -> ExplainedDisc | str:
    if told.choice is None:
        return told.reason or _NO_SCALE
    values = disc_values(pixels, told.choice.scale, strokes)
    reason = _unexplained(pixels, values, told.choice.scale)
    if reason is not None:
        return reason
    return ExplainedDisc(choice=told.choice, values=values, cautions=told.cautions)


def _unexplained(
    pixels: DiscPixels, values: DiscValues, scale: ColorScale
) -> str | None:
    share = np.count_nonzero(values.is_map) / np.count_nonzero(pixels.is_inside)
    if share < _LEAST_SHARE_SEEN:
        return (
            f"The scale explains {100 * share:.0f} % of the disc's colours. Expected "
            f"at least {100 * _LEAST_SHARE_SEEN:.0f} %."
        )
    unread = values.unread
    if unread is None or scale.origin not in _MOST_UNREAD:
        return None
    most = _MOST_UNREAD[scale.origin]
    if unread.is_painted:
        most = _MOST_PAINTED_BLIND if scale.origin is ScaleOrigin.BLIND else 1.0
    if unread.share <= most:
        return None
    return (
        "No colour scale explains the whole disc: a part of "
        f"{100 * unread.share:.1f} % has colours that the likeliest one lacks, and is "
        "no line or letter. Expected one scale for the whole map: give a picture with "
        "its colour bar, or name the colour table."
    )
