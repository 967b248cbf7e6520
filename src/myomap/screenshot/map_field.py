"""From the values of pixels to a map: filled, with steps undone, in rings and angles.

A grid twice as fine as the map is taken from the pixels. What is not known is filled
from its surroundings; what is known to an interval is made as smooth as the interval
allows: between two borders of a stepped table the map rises, it does not stand still.
"""

from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from myomap.geometry import FloatArray
from myomap.records import N_ANGLES, N_RINGS, MaskArray
from myomap.screenshot.disc_pixels import DiscPixels
from myomap.screenshot.disc_values import DiscValues

__all__ = ["MapField", "map_field"]

_FINER = 2
_FILL_REACHES = (1.5, 3.0, 6.0, 12.0)
_SMOOTHING_REACHES = (6.0, 4.0, 3.0, 2.0, 2.0, 1.5, 1.5, 1.0, 1.0, 1.0, 1.0, 1.0)
_FAR_NODES = 7.0
_LEAST_HALF_WIDTH = 1.2
# In the highest step most of a map lies near its end, where the scale cuts it off.
_TOP_LIFT = 0.4


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class MapField:
    """A map in percent of the scale's range.

    Parameters
    ----------
    value_percent : (32, 72), percent
        Everywhere, also where nothing was seen.
    half_width_percent : (32, 72), percent
        Of what the colours left open.
    seen : (32, 72), 0 to 1
        Share of each sample that nothing covered.
    near : (32, 72), bool
        Whether something was seen near enough to fill from, and only a line or a
        letter hid the rest.
    """

    value_percent: FloatArray
    half_width_percent: FloatArray
    seen: FloatArray
    near: MaskArray


def map_field(pixels: DiscPixels, values: DiscValues) -> MapField:
    """Return the map that a disc's pixels show.

    Parameters
    ----------
    pixels : DiscPixels
        Where the pixels lie.
    values : DiscValues
        What they say; at least one of them is of the map.

    Returns
    -------
    MapField
        Ring 0 in the centre, angle 0 at 3 o'clock, counter-clockwise.
    """
    row, column = _nodes(pixels)
    known = values.is_map[row, column]
    value = _averaged(pixels, values)[row, column]
    half_width = values.half_width_percent[row, column]
    filled = _filled(np.where(known, value, 0.0), known)
    is_open = known & (half_width > _LEAST_HALF_WIDTH)
    low = np.where(known, np.where(is_open, value - half_width, value), 0.0)
    high = np.where(known, np.where(is_open, value + half_width, value), 100.0)
    # What lies above the scale's top was cut off: the map may rise beyond it.
    high = np.where(known & is_open & (high >= 100.0), high + half_width, high)
    start = np.where(high > 100.0, filled + _TOP_LIFT * half_width, filled)
    smooth = np.minimum(_smoothed(start, np.maximum(low, 0.0), high), 100.0)
    distance = ndimage.distance_transform_edt(~np.tile(known, 3))
    n_angles = N_ANGLES * _FINER
    near = distance[:, n_angles : 2 * n_angles] <= _FAR_NODES
    if values.unread is not None:
        near &= ~values.unread.mask[row, column]
    return MapField(
        value_percent=_coarse(smooth),
        half_width_percent=_coarse(np.where(known, half_width, 0.0)),
        seen=_coarse(known.astype(np.float64)),
        near=_coarse(near.astype(np.float64)) > 0.5,
    )


def _nodes(
    pixels: DiscPixels,
) -> tuple[np.ndarray[tuple[int, int], np.dtype[np.intp]], ...]:
    """Return the pixel of every node of the fine grid."""
    radius = (np.arange(N_RINGS * _FINER) + 0.5) / (N_RINGS * _FINER)
    step = 360.0 / (N_ANGLES * _FINER)
    # The nodes of one sample lie on both sides of its angle.
    angle = np.radians((np.arange(N_ANGLES * _FINER) + 0.5) * step - 360 / N_ANGLES / 2)
    # A pixel on the rim is a mixture; the last node takes the pixel before it.
    inner = np.minimum(radius, 1.0 - 1.6 / pixels.rim_px)
    x, y = inner[:, None] * np.cos(angle), inner[:, None] * np.sin(angle)
    height, width = pixels.radius.shape
    column = np.rint(pixels.centre[0] + x * pixels.across_px[0]).astype(np.intp)
    row = np.rint(pixels.centre[1] - y * pixels.across_px[1]).astype(np.intp)
    return np.clip(row, 0, height - 1), np.clip(column, 0, width - 1)


def _averaged(pixels: DiscPixels, values: DiscValues) -> FloatArray:
    """Return the mean value of the map's pixels around each, about a node wide."""
    size = 2 * int(pixels.rim_px / (N_RINGS * _FINER) / 2 + 0.2) + 1
    if size == 1:
        return values.value_percent
    weight = ndimage.uniform_filter(values.is_map.astype(np.float64), size)
    total = ndimage.uniform_filter(
        np.where(values.is_map, values.value_percent, 0), size
    )
    mean = values.value_percent.copy()
    np.divide(total, weight, out=mean, where=values.is_map & (weight > 1e-6))
    return mean


def _filled(value: FloatArray, known: MaskArray) -> FloatArray:
    filled = np.where(known, value, np.nan)
    for reach in _FILL_REACHES:
        is_empty = np.isnan(filled)
        if not is_empty.any():
            break
        weight = _blurred(known.astype(np.float64), reach)
        total = _blurred(np.where(known, value, 0.0), reach)
        is_filled = is_empty & (weight > 0.02)
        filled[is_filled] = total[is_filled] / weight[is_filled]
    return np.where(np.isnan(filled), np.mean(value[known]), filled)


def _smoothed(value: FloatArray, low: FloatArray, high: FloatArray) -> FloatArray:
    if np.all(high <= low):
        return value
    smooth = value
    for reach in _SMOOTHING_REACHES:
        once = _blurred(smooth, reach)
        # Twice the blurred less the twice blurred keeps slopes and domes as they are,
        # so that a map goes on rising inside the border of its highest step.
        smooth = np.clip(2 * once - _blurred(once, reach), low, high)
    return smooth


def _blurred(values: FloatArray, reach: float) -> FloatArray:
    blurred: FloatArray = ndimage.gaussian_filter(
        values, reach, mode=("nearest", "wrap"), truncate=2.5
    )
    return blurred


def _coarse(fine: FloatArray) -> FloatArray:
    cells = fine.reshape(N_RINGS, _FINER, N_ANGLES, _FINER)
    return np.asarray(cells.mean(axis=(1, 3)))
