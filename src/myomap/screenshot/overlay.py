"""Lines, numbers and arrows drawn over a map.

What covers a map is thin and unlike both of its sides, or has a colour that the scale
does not hold. Neither is true of the map itself, which is smooth.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from myomap.geometry import FloatArray
from myomap.records import MaskArray, PictureArray

__all__ = ["foreign_pixels", "thin_strokes", "thin_values"]

# Both sides must lie outside the stroke: about its width away. Strokes are wider on
# larger discs: pixels, the least radius of a disc with such strokes, and how many times
# the contrast, since a map has time to rise and fall between sides that lie far apart.
_REACHES_PX = ((2, 0.0, 1.0), (4, 55.0, 1.5), (6, 90.0, 2.2))
_DIRECTIONS = ((0, 1), (1, 0), (1, 1), (1, -1))


def thin_strokes(rgb: PictureArray, rim_px: float, contrast: float = 40.0) -> MaskArray:
    """Return the pixels whose colour differs from that of both sides.

    Needs no colour scale. A crest of the map itself may be taken for a stroke where
    the scale changes fast.

    Parameters
    ----------
    rgb : (row, column, 3), uint8
        A disc's colours.
    rim_px : float, pixels
        The disc's radius.
    contrast : float, units of 8-bit colour
        How much a stroke differs at least.

    Returns
    -------
    (row, column), bool
        Strokes, with the soft edges of their drawing.
    """
    colors = rgb.astype(np.float32)
    return _widened(_unlike_both_sides(colors, rim_px, contrast), 1)


def thin_values(
    value_percent: FloatArray, contrast_percent: float, rim_px: float
) -> MaskArray:
    """Return the pixels whose value differs from that of both sides.

    Parameters
    ----------
    value_percent : (row, column), percent
        Values; NaN where the colour is none of the scale's.
    contrast_percent : float, percent
        How much a stroke differs at least.
    rim_px : float, pixels
        The disc's radius.

    Returns
    -------
    (row, column), bool
        Strokes.
    """
    values = value_percent.astype(np.float32)[..., None]
    return _unlike_both_sides(values, rim_px, contrast_percent)


def foreign_pixels(residual: FloatArray, limit: float, widen_px: int = 1) -> MaskArray:
    """Return the pixels whose colour is none of the scale's, and their edges.

    Parameters
    ----------
    residual : (row, column), units of 8-bit colour
        Distance to the scale.
    limit : float, units of 8-bit colour
        From where on a colour is foreign.
    widen_px : int
        How far the soft edges of strokes reach.

    Returns
    -------
    (row, column), bool
        What is to be filled from its surroundings.
    """
    return _widened(residual > limit, widen_px)


def _unlike_both_sides(
    values: NDArray[np.float32], rim_px: float, contrast: float
) -> MaskArray:
    found = np.zeros(values.shape[:2], bool)
    for before, after, times in _opposite_sides(values, rim_px):
        # Squares are compared: roots of every pixel would take the most time here.
        least = np.maximum((times * contrast) ** 2, 1.44 * _squared(before, after))
        found |= (_squared(values, before) > least) & (_squared(values, after) > least)
    return found


def _opposite_sides(
    values: NDArray[np.float32], rim_px: float
) -> Iterator[tuple[NDArray[np.float32], NDArray[np.float32], float]]:
    reaches = [(px, times) for px, least, times in _REACHES_PX if rim_px >= least]
    most = reaches[-1][0]
    padded = np.pad(values, ((most, most), (most, most), (0, 0)), mode="edge")
    height, width, _ = values.shape

    def moved(rows: int, columns: int) -> NDArray[np.float32]:
        top, left = most + rows, most + columns
        return padded[top : top + height, left : left + width]

    for reach, times in reaches:
        for down, right in _DIRECTIONS:
            yield (
                moved(-reach * down, -reach * right),
                moved(reach * down, reach * right),
                times,
            )


def _squared(
    first: NDArray[np.float32], second: NDArray[np.float32]
) -> NDArray[np.float32]:
    difference = first - second
    difference *= difference
    total = difference[..., 0].copy()
    for channel in range(1, difference.shape[-1]):
        total += difference[..., channel]
    return total


def _widened(mask: MaskArray, by_px: int) -> MaskArray:
    if by_px <= 0:
        return mask
    widened: MaskArray = ndimage.maximum_filter(mask, 2 * by_px + 1)
    return widened
