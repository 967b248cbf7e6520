"""From the colours of a disc to its uptake."""

from dataclasses import replace

import numpy as np

from myomap.colortable import ColorScale, ScaleFit, ScaleOrigin, fit_scale
from myomap.records import MaskArray, Picture
from myomap.screenshot.blind_scale import blind_choice
from myomap.screenshot.color_bar import find_color_bars
from myomap.screenshot.direction import upright_log_odds
from myomap.screenshot.disc import Disc
from myomap.screenshot.disc_pixels import DiscPixels, disc_pixels
from myomap.screenshot.disc_reading import DiscReading, refused_reading
from myomap.screenshot.disc_values import DiscValues, disc_values
from myomap.screenshot.exactness import is_untouched
from myomap.screenshot.map_field import MapField, map_field
from myomap.screenshot.overlay import thin_strokes
from myomap.screenshot.scale_choice import ScaleChoice, choose_scale, reversed_scale

__all__ = ["read_disc"]

_LEAST_PIXELS = 100
_LEAST_SHARE_SEEN = 0.4
_LEAST_LOG_ODDS = 3.0
_SURE_LOG_ODDS = 50.0


def read_disc(
    picture: Picture, disc: Disc, scale: ColorScale | None = None
) -> DiscReading:
    """Return the uptake that a disc on a picture shows.

    The scale is a bar in the picture, a table of the catalogue, or what the disc's own
    colours trace, in this order; each must explain the disc's colours. Which of its
    ends is the high one follows from bar, table and map together.

    Parameters
    ----------
    picture : Picture
        The whole picture: a colour bar may stand beside the disc.
    disc : Disc
        Where the disc lies.
    scale : ColorScale or None
        What its colours mean, when that is known; None looks for it.

    Returns
    -------
    DiscReading
        In percent of the scale's top as shown. Refused, with a reason, when no scale
        explains the colours.

    Examples
    --------
    >>> plain = Picture(rgb=np.full((100, 100, 3), 90, np.uint8))
    >>> disc = Disc(centre_px=(50, 50), radius_px=(40, 40), confidence=1)
    >>> read_disc(plain, disc)
    DiscReading(refused: The disc shows a single colour.)
    """
    pixels = disc_pixels(picture, disc)
    if np.count_nonzero(pixels.is_inside) < _LEAST_PIXELS:
        return refused_reading(
            f"The disc has {np.count_nonzero(pixels.is_inside)} pixels on the picture. "
            f"Expected at least {_LEAST_PIXELS}."
        )
    strokes = _strokes(pixels)
    shown = pixels.rgb[pixels.is_inside & ~strokes]
    if len(shown) < _LEAST_PIXELS:
        return refused_reading(
            "The disc is no smooth map: nearly every pixel differs from its neighbours."
        )
    if np.ptp(shown.reshape(-1, 3).astype(int), axis=0).max() < 12:
        return refused_reading("The disc shows a single colour.")
    if scale is None:
        choice = choose_scale(
            shown,
            find_color_bars(picture, disc),
            is_exact=is_untouched(picture.rgb),
        )
        if choice is None:
            choice = blind_choice(pixels, pixels.is_inside & ~strokes)
    else:
        choice = ScaleChoice(
            scale=scale, upright_log_odds=_SURE_LOG_ODDS, fit=fit_scale(shown, scale)
        )
    if choice is None:
        return refused_reading(
            "No colour scale explains the disc: no colour bar holds its colours, no "
            "known table does, and they do not tell their values by themselves."
        )
    values = disc_values(pixels, choice.scale, strokes)
    share = np.count_nonzero(values.is_map) / np.count_nonzero(pixels.is_inside)
    if share < _LEAST_SHARE_SEEN:
        return refused_reading(
            f"The scale explains {100 * share:.0f} % of the disc's colours. Expected "
            f"at least {100 * _LEAST_SHARE_SEEN:.0f} %."
        )
    return _reading(map_field(pixels, values), values, choice)


def _strokes(pixels: DiscPixels) -> MaskArray:
    strokes = thin_strokes(pixels.rgb, pixels.rim_px)
    if strokes[pixels.is_inside].mean() > 0.6:
        strokes = thin_strokes(pixels.rgb, pixels.rim_px, contrast=90.0)
    return strokes


def _reading(field: MapField, values: DiscValues, choice: ScaleChoice) -> DiscReading:
    uptake, scale = field.value_percent, choice.scale
    odds = choice.upright_log_odds
    # A blind scale was turned before: its top is the highest colour that is seen.
    if scale.origin is not ScaleOrigin.BLIND:
        odds += upright_log_odds(uptake, field.near)
    if odds < 0:
        uptake, scale, odds = 100.0 - uptake, reversed_scale(scale), -odds
    if odds < _LEAST_LOG_ODDS:
        return refused_reading(
            "Which end of the colour scale is the high one cannot be told.", 0.5
        )
    confidence = scale.confidence / (1.0 + float(np.exp(-odds)))
    # A sample next to covered ones is known less well.
    tolerance = (
        1.0
        + scale.error_percent
        + 0.5 * field.half_width_percent
        + 4.0 * (1.0 - field.seen)
        + _noise_percent(values, choice.fit)
    )
    return DiscReading(
        uptake_percent=np.clip(uptake, 0.0, 100.0).astype(np.float32),
        valid=field.near,
        filled=field.seen < 0.25,
        tolerance_percent=tolerance.astype(np.float32),
        scale=replace(scale, confidence=min(1.0, confidence)),
        confidence=min(1.0, confidence),
        reason=None,
    )


def _noise_percent(values: DiscValues, fit: ScaleFit) -> float:
    line = fit.scale.colors.astype(np.float64)
    length = np.linalg.norm(np.diff(line, axis=0), axis=1).sum()
    return float(100.0 * values.noise / max(length, 1.0))
