"""From values in shares of a scale to a reading in percent, the right way up."""

from dataclasses import dataclass, replace

import numpy as np

from myomap.colortable import ColorScale, ScaleFit, ScaleOrigin
from myomap.geometry import FloatArray
from myomap.records import Caution
from myomap.screenshot.direction import upright_log_odds
from myomap.screenshot.disc_pixels import DiscPixels
from myomap.screenshot.disc_reading import (
    WHOLE_RANGE,
    DiscReading,
    PercentRange,
    ScaleReference,
    checked_range,
    refused_reading,
)
from myomap.screenshot.disc_values import DiscValues
from myomap.screenshot.map_field import MapField, map_field
from myomap.screenshot.reading_cautions import (
    BAR_RUNS_AGAINST,
    looks_upside_down,
    part_unread,
    reading_cautions,
)
from myomap.screenshot.scale_choice import (
    TABLE_LOG_ODDS,
    ScaleChoice,
    reversed_scale,
)
from myomap.screenshot.told_scale import SURE_LOG_ODDS

__all__ = ["ExplainedDisc", "finished_reading"]

_LEAST_LOG_ODDS = 3.0
_NO_DIRECTION = (
    "Which end of the colour scale is the high one cannot be told. Expected a bar, a "
    "table or a map that tells it: say what the ends of the colour bar stand for, or "
    "name the colour table."
)
_UPSIDE_DOWN_LOG_ODDS = -4.0
# What a map may say against the usual direction of a table.
_MOST_AGAINST = 3.0
# A wall whose middle is that far below its top is a map read upside down.
_LEAST_MIDDLE = 25.0
_DOUBTED_CONFIDENCE = 0.5
# Counted from the top, the values of an unknown table are the less sure the lower.
_BLIND_ERROR_A_POINT = 0.06


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ExplainedDisc:
    """A scale, and the values that it gives a disc's pixels.

    Parameters
    ----------
    choice : ScaleChoice
        The scale.
    values : DiscValues
        In percent of its range.
    cautions : tuple of Caution
        What speaks against the scale.
    """

    choice: ScaleChoice
    values: DiscValues
    cautions: tuple[Caution, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Upright:
    """Values in the likelier direction, and how sure that is."""

    value_percent: FloatArray
    scale: ColorScale
    log_odds: float
    cautions: tuple[Caution, ...]


def finished_reading(
    pixels: DiscPixels, found: ExplainedDisc, range_percent: PercentRange | None
) -> DiscReading:
    """Return the reading of a disc whose colours are explained.

    Parameters
    ----------
    pixels : DiscPixels
        The disc.
    found : ExplainedDisc
        Its values in percent of the scale's range.
    range_percent : two percentages or None
        What the ends of the scale stand for, when that is known: of a bar its lower or
        left end first, of a table its first colour. Of a bar, and of a table that was
        named, they settle which end is high.

    Returns
    -------
    DiscReading
        Refused where the direction of the scale cannot be told.
    """
    field = map_field(pixels, found.values)
    upright = _upright(field, found, range_percent)
    if upright.log_odds < _LEAST_LOG_ODDS:
        return refused_reading(_NO_DIRECTION, 0.5)
    scale = upright.scale
    is_blind = scale.origin is ScaleOrigin.BLIND
    low, high = WHOLE_RANGE if is_blind else checked_range(range_percent)
    share = (high - low) / 100.0
    uptake = low + share * np.clip(upright.value_percent, 0.0, 100.0)
    tolerance = _tolerance(
        field, upright, _noise_percent(found.values, found.choice.fit)
    )
    sureness = 1.0 / (1.0 + float(np.exp(-upright.log_odds)))
    confidence = min(1.0, scale.confidence * sureness)
    unread = found.values.unread
    return DiscReading(
        uptake_percent=np.where(field.near, uptake, 0.0).astype(np.float32),
        valid=field.near,
        filled=field.seen < 0.25,
        tolerance_percent=(share * tolerance).astype(np.float32),
        scale=replace(scale, confidence=confidence),
        confidence=confidence,
        reason=None,
        reference=ScaleReference.HIGHEST_COLOR
        if is_blind
        else ScaleReference.SCALE_TOP,
        range_percent=(low, high),
        is_range_given=range_percent is not None and not is_blind,
        cautions=(
            *upright.cautions,
            *reading_cautions(scale, range_percent),
            *(() if unread is None else (part_unread(unread),)),
        ),
    )


def _upright(
    field: MapField, found: ExplainedDisc, range_percent: PercentRange | None
) -> _Upright:
    value, scale = field.value_percent, found.choice.scale
    odds, cautions = found.choice.upright_log_odds, found.cautions
    is_told = odds >= SURE_LOG_ODDS
    # A blind scale was turned before: its top is the highest colour that is seen.
    if scale.origin is ScaleOrigin.BLIND:
        return _Upright(
            value_percent=value, scale=scale, log_odds=odds, cautions=cautions
        )
    if range_percent is not None and (is_told or scale.origin is ScaleOrigin.BAR):
        odds = -SURE_LOG_ODDS if range_percent[0] > range_percent[1] else SURE_LOG_ODDS
        is_told = True
    if not is_told:
        odds = _with_map(odds, upright_log_odds(value, field.near))
    if odds < 0:
        value, scale, odds = 100.0 - value, reversed_scale(scale), -odds
    if not is_told and _middle(value, field) < _LEAST_MIDDLE:
        odds = 0.0
    doubt = _doubt(value, field, found, scale, is_told=is_told)
    if doubt is not None:
        cautions = (*cautions, doubt)
        doubted = min(scale.confidence, _DOUBTED_CONFIDENCE)
        scale = replace(scale, confidence=doubted)
    return _Upright(value_percent=value, scale=scale, log_odds=odds, cautions=cautions)


def _doubt(
    value: FloatArray,
    field: MapField,
    found: ExplainedDisc,
    scale: ColorScale,
    *,
    is_told: bool,
) -> Caution | None:
    """Return what speaks against the direction that was taken."""
    if not is_told:
        return BAR_RUNS_AGAINST if found.choice.is_bar_against else None
    if upright_log_odds(value, field.near) < _UPSIDE_DOWN_LOG_ODDS:
        return looks_upside_down(scale.name or "the scale")
    return None


def _middle(value: FloatArray, field: MapField) -> float:
    return float(np.median(value[field.near])) if field.near.any() else 0.0


def _with_map(odds: float, of_map: float) -> float:
    """Return the odds of a direction when the map speaks too."""
    together = odds + of_map
    # Some bars run the other way, and digits alone say so: where no table tells the
    # direction, a bar is not believed against the map. Nor is a table, which may be
    # used in reverse, where the map speaks clearly.
    most_against = _MOST_AGAINST if abs(odds) >= TABLE_LOG_ODDS else 0.0
    if together * of_map < 0 and abs(of_map) > most_against:
        return 0.0
    return together


def _tolerance(field: MapField, upright: _Upright, noise_percent: float) -> FloatArray:
    # A sample next to covered ones is known less well.
    tolerance = (
        1.0
        + upright.scale.error_percent
        + 0.5 * field.half_width_percent
        + 4.0 * (1.0 - field.seen)
        + noise_percent
    )
    if upright.scale.origin is ScaleOrigin.BLIND:
        tolerance = tolerance + _BLIND_ERROR_A_POINT * (100.0 - upright.value_percent)
    return np.asarray(tolerance, np.float64)


def _noise_percent(values: DiscValues, fit: ScaleFit) -> float:
    line = fit.scale.colors.astype(np.float64)
    length = np.linalg.norm(np.diff(line, axis=0), axis=1).sum()
    return float(100.0 * values.noise / max(length, 1.0))
