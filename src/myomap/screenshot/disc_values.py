"""The values of a disc's pixels, as far as its colours tell them."""

from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from myomap.colortable import (
    ColorScale,
    InvertedColors,
    invert_colors,
    nearest_on_scale,
)
from myomap.geometry import FloatArray
from myomap.records import MaskArray
from myomap.screenshot.compact_parts import CompactParts, compact_parts
from myomap.screenshot.disc_pixels import DiscPixels
from myomap.screenshot.overlay import foreign_pixels, thin_values

__all__ = ["DiscValues", "disc_values"]

# Half-widths from here on come from parts of the scale that look alike.
_AMBIGUOUS_PERCENT = 6.0
_STROKE_PERCENT = 9.0
_NEIGHBOURHOOD = 0.06
_LEAST_LIMIT = 9.0
_LIMIT_TO_NOISE = 4.0


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class DiscValues:
    """Values of a disc's pixels.

    Parameters
    ----------
    value_percent, half_width_percent : (row, column), percent of the scale's range
        As from `invert_colors`.
    is_map : (row, column), bool
        Inside the disc, and covered by nothing.
    noise : float, units of 8-bit colour
        Median distance of the map's colours to the scale.
    unread : CompactParts or None
        What the scale does not explain and no line covers; None for nothing.
    """

    value_percent: FloatArray
    half_width_percent: FloatArray
    is_map: MaskArray
    noise: float
    unread: CompactParts | None = None


def disc_values(
    pixels: DiscPixels, scale: ColorScale, strokes: MaskArray
) -> DiscValues:
    """Return the values of a disc's pixels.

    Parameters
    ----------
    pixels : DiscPixels
        The disc.
    scale : ColorScale
        What its colours mean.
    strokes : (row, column), bool
        What looks drawn over it, before any scale was known.

    Returns
    -------
    DiscValues
        Colours that stand for two parts of the scale take the part that their
        surroundings suggest.
    """
    noise = _noise(pixels, scale, strokes)
    tolerance = float(np.clip(np.ceil(1.5 * noise), 2.0, 12.0))
    found = _by_color(pixels, scale, tolerance)
    limit = max(_LEAST_LIMIT, _LIMIT_TO_NOISE * noise)
    is_map = _uncovered(pixels, found, limit)
    value, half_width = found.value_percent.copy(), found.half_width_percent.copy()
    step = 0.0 if scale.steps is None else 100.0 / scale.steps
    doubtful = is_map & (half_width > max(_AMBIGUOUS_PERCENT, 0.8 * step))
    if doubtful.any():
        expected = _surroundings(value, is_map & ~doubtful, pixels.rim_px)
        again = invert_colors(
            pixels.rgb[doubtful],
            scale,
            tolerance=tolerance,
            expected_percent=expected[doubtful],
        )
        value[doubtful] = again.value_percent
        half_width[doubtful] = again.half_width_percent
        is_map &= ~_strokes_of_value(value, is_map, pixels)
    unread = compact_parts(
        pixels.rgb,
        (found.residual > limit) & ~strokes,
        pixels.is_inside,
        pixels.rim_px,
    )
    return DiscValues(
        value_percent=value,
        half_width_percent=half_width,
        is_map=is_map,
        noise=noise,
        unread=unread if unread.share > 0 else None,
    )


def _noise(pixels: DiscPixels, scale: ColorScale, strokes: MaskArray) -> float:
    shown = pixels.rgb[pixels.is_inside & ~strokes]
    if len(shown) < 50:
        shown = pixels.rgb[pixels.is_inside]
    shown = shown[:: max(1, len(shown) // 2000)]
    return float(np.median(nearest_on_scale(shown, scale)[2]))


def _by_color(
    pixels: DiscPixels, scale: ColorScale, tolerance: float
) -> InvertedColors:
    """Invert every colour once: a picture holds far fewer colours than pixels."""
    packed = pixels.rgb.astype(np.uint32) @ np.array([65536, 256, 1], np.uint32)
    different, index = np.unique(packed, return_inverse=True)
    channels = [different >> 16, different >> 8 & 255, different & 255]
    found = invert_colors(np.stack(channels, 1), scale, tolerance=tolerance)
    index = index.reshape(packed.shape)
    return InvertedColors(
        value_percent=found.value_percent[index],
        half_width_percent=found.half_width_percent[index],
        residual=found.residual[index],
    )


def _uncovered(pixels: DiscPixels, found: InvertedColors, limit: float) -> MaskArray:
    widen = 1 if pixels.rim_px > 45 else 0
    foreign = foreign_pixels(found.residual, limit, widen)
    is_map = pixels.is_inside & ~foreign
    return is_map & ~_strokes_of_value(found.value_percent, is_map, pixels)


def _strokes_of_value(
    value: FloatArray, is_map: MaskArray, pixels: DiscPixels
) -> MaskArray:
    seen = np.where(is_map, value, np.nan)
    return thin_values(seen, _STROKE_PERCENT, pixels.rim_px)


def _surroundings(value: FloatArray, is_sure: MaskArray, rim_px: float) -> FloatArray:
    reach = max(1.5, _NEIGHBOURHOOD * rim_px)
    weight = ndimage.gaussian_filter(is_sure.astype(np.float32), reach)
    total = ndimage.gaussian_filter(
        np.where(is_sure, value, 0.0).astype(np.float32), reach
    )
    expected = np.full(value.shape, np.nan)
    np.divide(total, weight, out=expected, where=weight > 0.02)
    return expected
