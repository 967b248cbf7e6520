"""A colour scale from nothing but a map's own colours.

The colours trace a curve (`trace_curve`). What its points are worth follows from the
number of table entries between them, where the picture still holds the table's own
colours, and else from the known tables that are like it. The top is the highest colour
seen. Where neither tells, there is no scale: a wrong map is worse than none.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from myomap.colortable import ColorScale, ScaleOrigin, fit_scale
from myomap.colortable.entry_count import seen_entries, value_by_entries
from myomap.colortable.likeness import like_tables
from myomap.colortable.traced_curve import TracedCurve, nearest_place, trace_curve
from myomap.geometry import FloatArray
from myomap.records import MaskArray, PictureArray
from myomap.screenshot.direction import upright_log_odds
from myomap.screenshot.disc_pixels import DiscPixels
from myomap.screenshot.disc_values import DiscValues
from myomap.screenshot.map_field import map_field
from myomap.screenshot.scale_choice import ScaleChoice

__all__ = ["blind_choice"]

_MOST_BESIDE = 0.03
_MOST_TORN = 0.02
_LEAST_HUE = 20.0
_TEAR = 0.2
_ISLAND = 0.12
_STEP = 0.015
_STEPS = 5
_MOST_UNLIKE = 15.0
# Tables nearly as like as the first, in times and in units of unlikeness: where they
# say other values, likeness says nothing. Many run through the same colours at another
# pace.
_RIVAL_TIMES = 1.6
_RIVAL_UNITS = 12.0
_MOST_DISAGREEMENT_PERCENT = 7.0
# For the direction in which a table is much more like the curve.
_LIKENESS_ODDS = 2.5
# The low end is usually the darker one; counted in both directions of the curve.
_DARK_END = 0.006
# How sure the direction must be: of the two ways to read the curve, and of one alone.
_LEAST_MARGIN = 5.0
_LEAST_ALONE = 4.0
# Below 0.7 at best: whether the map reaches the top of its scale is not known.
_COUNTED_CONFIDENCE = 0.69
# Where a map's middle lies; what is read outside is no map's or has other values.
_USUAL_MIDDLE = (45.0, 80.0)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Reading:
    """One direction of the curve."""

    colors: FloatArray
    value_percent: FloatArray
    error_percent: float
    confidence: float
    log_odds: float
    unlikeness: float | None
    middle_percent: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Worth:
    """What a curve's points are worth; by likeness unless `unlikeness` is None."""

    value_percent: FloatArray
    error_percent: float
    confidence: float
    unlikeness: float | None = None


def blind_choice(
    pixels: DiscPixels, is_map: MaskArray, names: Iterable[str] | None = None
) -> ScaleChoice | None:
    """Return the scale that a disc's own colours suggest.

    Parameters
    ----------
    pixels : DiscPixels
        The disc.
    is_map : (row, column), bool
        Its pixels without what was drawn over them.
    names : iterable of str or None
        Known tables to compare with; None for all.

    Returns
    -------
    ScaleChoice or None
        Of origin `ScaleOrigin.BLIND`, upright. None when the colours trace no curve,
        when nothing tells what its points are worth, or which end is high.
    """
    curve = trace_curve(pixels.rgb, is_map)
    if curve is None or curve.beside > _MOST_BESIDE or _is_grey(curve.colors):
        return None
    place = _places(pixels, curve, is_map)
    if _torn(place, is_map) > _MOST_TORN or _has_island(place[is_map]):
        return None
    tried = None if names is None else tuple(names)
    readings = [
        reading
        for is_turned in (False, True)
        if (reading := _read(pixels, is_map, curve, is_turned, tried)) is not None
    ]
    best, margin = _surer(readings)
    if best is None or not _is_usual(best):
        return None
    scale = _scale(best)
    fit = fit_scale(pixels.rgb[is_map], scale)
    return ScaleChoice(scale=scale, upright_log_odds=margin, fit=fit)


def _surer(readings: Sequence[_Reading]) -> tuple[_Reading | None, float]:
    """Return the likelier direction, None where it is not sure, and by how much."""
    if not readings:
        return None, 0.0
    if len(readings) == 1:
        alone = readings[0]
        return (alone if alone.log_odds >= _LEAST_ALONE else None), 2 * alone.log_odds
    first, second = readings
    apart = first.log_odds - second.log_odds
    if first.unlikeness is not None and second.unlikeness is not None:
        apart += _LIKENESS_ODDS * float(
            np.log(max(second.unlikeness, 1.0) / max(first.unlikeness, 1.0))
        )
    best = first if apart > 0 else second
    return (best if abs(apart) >= _LEAST_MARGIN else None), abs(apart)


def _is_usual(reading: _Reading) -> bool:
    low, high = _USUAL_MIDDLE
    return reading.unlikeness is None or low <= reading.middle_percent <= high


def _is_grey(colors: FloatArray) -> bool:
    """Return whether a curve has no hue: colours saved as greys are no scale."""
    return bool(np.quantile(np.ptp(colors, axis=1), 0.9) < _LEAST_HUE)


def _places(pixels: DiscPixels, curve: TracedCurve, is_map: MaskArray) -> FloatArray:
    """Return where on the curve every pixel lies, 0 to 1."""
    place = np.full(is_map.shape, np.nan)
    index, _ = nearest_place(pixels.rgb[is_map].astype(np.float64), curve.colors)
    place[is_map] = index / (len(curve.colors) - 1.0)
    return place


def _torn(place: FloatArray, is_map: MaskArray) -> float:
    """Return how many neighbours lie far apart on the curve: none on a true one."""
    tears = n_pairs = 0
    for axis in (0, 1):
        jump = np.abs(np.diff(place, axis=axis))
        tears += int(np.count_nonzero(jump > _TEAR))
        n_pairs += int(np.count_nonzero(np.isfinite(jump)))
    return tears / max(n_pairs, 1)


def _has_island(place: FloatArray) -> bool:
    """Return whether a part of the curve stands apart: painted over, no map's colour.

    A stepped table has many gaps, a smooth one none.
    """
    gaps = np.diff(np.quantile(place, np.linspace(0.0, 1.0, 400)))
    is_stepped = np.count_nonzero(gaps > _STEP) >= _STEPS
    return bool(np.any(gaps > _ISLAND) and not is_stepped)


def _read(
    pixels: DiscPixels,
    is_map: MaskArray,
    curve: TracedCurve,
    is_turned: bool,
    names: tuple[str, ...] | None,
) -> _Reading | None:
    colors = curve.colors[::-1] if is_turned else curve.colors
    turned = TracedCurve(colors=colors, beside=curve.beside, distance=curve.distance)
    found = _worth(pixels.rgb[is_map], turned, names)
    if found is None:
        return None
    value = found.value_percent
    place = _places(pixels, turned, is_map)
    worth = np.interp(
        np.nan_to_num(place) * (len(value) - 1), np.arange(len(value)), value
    )
    values = DiscValues(
        value_percent=worth,
        half_width_percent=np.zeros_like(worth),
        is_map=is_map,
        noise=curve.distance,
    )
    field = map_field(pixels, values)
    odds = upright_log_odds(field.value_percent, field.near)
    odds += _DARK_END * float(_lightness(colors[-1]) - _lightness(colors[0]))
    return _Reading(
        colors=colors,
        value_percent=value,
        error_percent=found.error_percent,
        confidence=found.confidence,
        log_odds=odds,
        unlikeness=found.unlikeness,
        middle_percent=float(np.median(field.value_percent[field.near])),
    )


def _worth(
    shown: PictureArray, curve: TracedCurve, names: tuple[str, ...] | None
) -> _Worth | None:
    """Return what the points of a curve are worth, in one direction of it."""
    entries = seen_entries(shown, curve)
    n = len(curve.colors)
    if entries is not None:
        spacing = float(np.linalg.norm(np.diff(curve.colors, axis=0), axis=1).mean())
        value = value_by_entries(entries, n, spacing)
        if value is not None:
            return _Worth(
                value_percent=value,
                error_percent=2.5,
                confidence=_COUNTED_CONFIDENCE,
            )
    index, _ = nearest_place(shown[::7].astype(np.float64), curve.colors)
    tables = like_tables(
        curve.colors, np.bincount(index, minlength=n).astype(np.float64), names
    )
    if not tables or tables[0].unlikeness > _MOST_UNLIKE:
        return None
    first = tables[0]
    most = max(_RIVAL_TIMES * first.unlikeness, first.unlikeness + _RIVAL_UNITS)
    for rival in tables[1:]:
        if rival.unlikeness > most:
            break
        apart = np.abs(rival.value_percent - first.value_percent)[index].mean()
        if apart > _MOST_DISAGREEMENT_PERCENT:
            return None
    value = ndimage.gaussian_filter1d(first.value_percent, 0.02 * n, mode="nearest")
    return _Worth(
        value_percent=np.asarray(value, np.float64),
        error_percent=4.0 + 0.2 * first.unlikeness,
        confidence=float(np.clip(0.6 - 0.015 * first.unlikeness, 0.0, 1.0)),
        unlikeness=first.unlikeness,
    )


def _scale(reading: _Reading) -> ColorScale:
    """Return 256 colours; below the lowest that was seen the way to black or white."""
    value = np.maximum.accumulate(
        reading.value_percent + 1e-6 * np.arange(len(reading.value_percent))
    )
    colors, low = reading.colors, float(value[0])
    if low > 0.5:
        end = 0.0 if _lightness(colors[0]) < 128 else 255.0
        colors = np.concatenate([np.full((1, 3), end), colors])
        value = np.concatenate([[min(0.0, low - 1.0)], value])
    wanted = (np.arange(256) + 0.5) / 2.56
    channels = [np.interp(wanted, value, colors[:, c]) for c in range(3)]
    return ColorScale(
        colors=np.round(np.stack(channels, axis=1)).astype(np.uint8),
        origin=ScaleOrigin.BLIND,
        confidence=reading.confidence,
        error_percent=reading.error_percent,
    )


def _lightness(color: FloatArray) -> float:
    return float(color @ np.array([0.299, 0.587, 0.114]))
