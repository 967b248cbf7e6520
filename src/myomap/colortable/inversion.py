"""From display colours back to values.

A colour seldom lies on the table exactly: pictures are compressed, resized and drawn
over. It takes the value of the nearest point on the line through the table's colours.
How far it lies from there, and which other places of the table look alike, is told
beside it.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from myomap.colortable.color_scale import ColorScale
from myomap.colortable.scale_line import ScaleLine, scale_line
from myomap.errors import GeometryError
from myomap.geometry import FloatArray

if TYPE_CHECKING:
    from scipy.spatial import KDTree

IndexArray: TypeAlias = NDArray[np.intp]

__all__ = [
    "USUAL_TOLERANCE",
    "InvertedColors",
    "invert_colors",
    "nearest_on_scale",
    "scale_point",
]

USUAL_TOLERANCE = 3.0

# Units of colour that one percent away from what is expected counts for: the line's
# other parts are left when they lie 20 percent away and a shade nearer.
_UNITS_A_PERCENT = 0.5


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class InvertedColors:
    """Values of colours, and what is known of their error.

    Parameters
    ----------
    value_percent : any shape, percent of the scale's range
        Of the nearest place on the scale.
    half_width_percent : same shape, percent of the range
        Every value within this distance may be meant.
    residual : same shape, units of 8-bit colour
        Distance in RGB from the colour to the scale; large for foreign colours.
    """

    value_percent: FloatArray
    half_width_percent: FloatArray
    residual: FloatArray


def invert_colors(
    rgb: ArrayLike,
    scale: ColorScale,
    *,
    tolerance: float = USUAL_TOLERANCE,
    expected_percent: ArrayLike | None = None,
) -> InvertedColors:
    """Return the values that colours stand for.

    Parts of a scale that look alike cannot be told apart by colour alone. Without an
    expectation their distance is in the half-width; with one the nearer part is taken,
    and the half-width is that part's own.

    Parameters
    ----------
    rgb : (..., 3), 0 to 255
        Red, green and blue.
    scale : ColorScale
        What the colours were drawn with.
    tolerance : float, units of 8-bit colour
        Colours no further apart than this are alike; what the picture's compression
        does to a colour.
    expected_percent : (...), percent of the range, or None
        What the surroundings suggest; NaN where they suggest nothing.

    Returns
    -------
    InvertedColors
        In the shape of the colours, without their last axis.

    Raises
    ------
    GeometryError
        If the last axis does not hold three numbers.

    Examples
    --------
    >>> from myomap.colortable import color_table, known_scale
    >>> found = invert_colors(color_table("pet-20-step").rgb[[3, 128]],
    ...                       known_scale("pet-20-step"))
    >>> found.value_percent.round(1), found.half_width_percent.round(1)
    (array([ 2.5, 52.5]), array([2.5, 2.5]))
    """
    colors = np.asarray(rgb, dtype=np.float64)
    if colors.ndim == 0 or colors.shape[-1] != 3:
        raise GeometryError(
            f"The colours have the shape {colors.shape}. Expected red, green and blue "
            "along the last axis."
        )
    prepared = _prepared(scale)
    near_ends, far_ends = _alike(scale, float(tolerance))
    shape = colors.shape[:-1]
    flat = colors.reshape(-1, 3)
    if expected_percent is None:
        nearest, residual = prepared.nearest(flat)
        low, high = far_ends[:, nearest]
    else:
        expected = np.broadcast_to(np.asarray(expected_percent, np.float64), shape)
        nearest = prepared.nearest_to(flat, expected.reshape(-1))
        low, high = near_ends[:, nearest]
        residual = np.linalg.norm(flat - prepared.line.colors[nearest], axis=1)
    value = prepared.line.value_percent[nearest]
    return InvertedColors(
        value_percent=value.reshape(shape),
        half_width_percent=np.maximum(high - value, value - low).reshape(shape),
        residual=residual.reshape(shape),
    )


def scale_point(scale: ColorScale, value_percent: ArrayLike) -> FloatArray:
    """Return the colours of a scale at values, between its entries too.

    Parameters
    ----------
    scale : ColorScale
        The scale.
    value_percent : any shape, percent of the range
        Values.

    Returns
    -------
    (..., 3), 0 to 255
        Red, green and blue, not rounded.

    Examples
    --------
    >>> from myomap.colortable import known_scale
    >>> scale_point(known_scale("pet-20-step"), 99.0).tolist()
    [255.0, 255.0, 255.0]
    """
    line = _prepared(scale).line
    values = np.asarray(value_percent, np.float64)
    if scale.steps is not None:
        n_colors = len(scale.colors)
        entry = np.clip(values * n_colors / 100.0, 0, n_colors - 1).astype(np.intp)
        return scale.colors[entry].astype(np.float64)
    middle = line.value_percent
    channels = [np.interp(values, middle, line.colors[:, c]) for c in range(3)]
    return np.stack(channels, axis=-1)


def nearest_on_scale(
    rgb: ArrayLike, scale: ColorScale
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return the nearest place on a scale, and nothing of what else may be meant.

    Parameters
    ----------
    rgb : (n, 3), 0 to 255
        Colours.
    scale : ColorScale
        The scale.

    Returns
    -------
    value_percent : (n,), percent of the range
        Of the nearest place.
    point : (n, 3), 0 to 255
        Its colour.
    residual : (n,), units of 8-bit colour
        Distance to it.
    """
    prepared = _prepared(scale)
    nearest, residual = prepared.nearest(np.asarray(rgb, np.float64))
    line = prepared.line
    return line.value_percent[nearest], line.colors[nearest], residual


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class _PreparedScale:
    line: ScaleLine
    by_color: "KDTree"

    def nearest(self, colors: FloatArray) -> tuple[IndexArray, FloatArray]:
        """Return the nearest point of the line of every colour, and its distance."""
        distance, index = self.by_color.query(colors)
        return np.asarray(index), np.asarray(distance)

    def nearest_to(self, colors: FloatArray, expected: FloatArray) -> IndexArray:
        """Return the nearest points when values near the expected ones are likelier."""
        from scipy.spatial import KDTree

        is_known = np.isfinite(expected)
        index = self.nearest(colors)[0].copy()
        if is_known.any():
            value = _UNITS_A_PERCENT * self.line.value_percent
            tree = KDTree(np.c_[self.line.colors, value])
            wanted = np.c_[colors, _UNITS_A_PERCENT * expected][is_known]
            index[is_known] = tree.query(wanted)[1]
        return index


@lru_cache(maxsize=64)
def _prepared(scale: ColorScale) -> _PreparedScale:
    # Imported here: scipy.spatial is slow to load and nothing else here needs it.
    from scipy.spatial import KDTree

    line = scale_line(scale)
    return _PreparedScale(line=line, by_color=KDTree(line.colors))


@lru_cache(maxsize=64)
def _alike(scale: ColorScale, tolerance: float) -> tuple[FloatArray, FloatArray]:
    """Return the ends of what looks like each point: without a break, and at all."""
    line = _prepared(scale).line
    n = len(line.colors)
    near, far = np.empty((2, n)), np.empty((2, n))
    for i in range(n):
        offset = line.colors - line.colors[i]
        is_alike = np.einsum("ij,ij->i", offset, offset) <= tolerance**2
        places = np.flatnonzero(is_alike)
        others = np.flatnonzero(~is_alike)
        after = int(np.searchsorted(others, i))
        start = others[after - 1] + 1 if after > 0 else 0
        end = others[after] - 1 if after < len(others) else n - 1
        near[:, i] = line.low_percent[start], line.high_percent[end]
        far[:, i] = line.low_percent[places[0]], line.high_percent[places[-1]]
    return near, far
