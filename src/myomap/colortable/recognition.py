"""Which table of the catalogue explains the colours of a picture.

Noise scatters colours around the table that was used, and its mean is on the table. Of
another table they lie to one side. So the *mean* offset of each part of the table is
what tells them apart, beside the distance as such.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from myomap.colortable.catalogue import color_table_names
from myomap.colortable.color_scale import ColorScale, known_scale
from myomap.colortable.inversion import nearest_on_scale, scale_point
from myomap.geometry import FloatArray
from myomap.records import MaskArray

__all__ = ["ScaleFit", "fit_scale", "recognise_scale"]

_N_PARTS = 40
# Remains of lines and text that nobody masked.
_SHARE_FOREIGN = 0.12
_MOST_COLORS = 1200
# Few colours tell which tables are worth a fit.
_FEW_COLORS = 150
_MOST_FITTED = 10

_MOST_OVERRUN = 25.0

# A patch of one colour that the scale does not hold: a label, or a painted-out defect.
_PAINTED_DISTANCE = 30.0
_PAINT_SCATTER = 20.0
_LEAST_OF_PAINT = 0.75
_MOST_PAINTED = 0.4
_END_PERCENT = 42.0
_BEYOND_END = 150.0

_EXACT_OFFSET = 1.0
_LARGEST_OFFSET = 4.0
_LARGEST_OFFSET_TO_DISTANCE = 0.65


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleFit:
    """How well a scale explains colours.

    Parameters
    ----------
    scale : ColorScale
        The scale.
    distance : float, units of 8-bit colour
        Median distance of the colours to the scale.
    offset : float, units of 8-bit colour
        Mean over the scale's parts of how far the mean colour lies beside it.
    """

    scale: ColorScale
    distance: float
    offset: float

    @property
    def is_good(self) -> bool:
        """Whether the colours scatter around the scale and not beside it."""
        return self.offset <= _EXACT_OFFSET or (
            self.offset <= _LARGEST_OFFSET
            and self.offset <= _LARGEST_OFFSET_TO_DISTANCE * self.distance
        )


def fit_scale(rgb: ArrayLike, scale: ColorScale) -> ScaleFit:
    """Return how well a scale explains colours.

    Parameters
    ----------
    rgb : (n, 3), 0 to 255
        Colours of a map, without what was drawn over it as far as it is known. Of
        many, every k-th is looked at.
    scale : ColorScale
        What may have been used.

    Returns
    -------
    ScaleFit
        The farthest eighth of the colours is left out: remains of lines and text.

    Examples
    --------
    >>> from myomap.colortable import color_table
    >>> fit_scale(color_table("pet").rgb[60:], known_scale("pet")).is_good
    True
    """
    colors = np.asarray(rgb, np.float64).reshape(-1, 3)
    colors = colors[:: max(1, len(colors) // _MOST_COLORS)]
    value, point, distance = nearest_on_scale(colors, scale)
    painted = _painted(colors, value, distance)
    colors, point, value, distance = (
        each[~painted] for each in (colors, point, value, distance)
    )
    near = distance <= np.quantile(distance, 1.0 - _SHARE_FOREIGN)
    beside = (colors - point)[near]
    beside = _without_overrun(beside, value[near], scale)
    part = np.minimum(value[near] * _N_PARTS / 100, _N_PARTS - 1)
    return ScaleFit(
        scale=scale,
        distance=float(np.median(distance)),
        offset=_mean_offset(beside, part.astype(np.intp)),
    )


def recognise_scale(
    rgb: ArrayLike, names: Iterable[str] | None = None
) -> tuple[ScaleFit, ...]:
    """Return the tables of the catalogue, from the best explanation to the worst.

    Nothing is said of the direction: a table and its reverse hold the same colours.

    Parameters
    ----------
    rgb : (n, 3), 0 to 255
        Colours of a map.
    names : iterable of str or None
        Tables to try; None for the whole catalogue. Of many only the ten that the
        colours lie nearest to are fitted.

    Returns
    -------
    tuple of ScaleFit
        The first is the table that was used if its `is_good` and it is far better
        than the second.

    Examples
    --------
    >>> from myomap.colortable import color_table
    >>> recognise_scale(color_table("cool").rgb[90:])[0].scale.name
    'cool'
    """
    tried = [known_scale(n) for n in (color_table_names() if names is None else names)]
    fits = [fit_scale(rgb, scale) for scale in _nearest_scales(rgb, tried)]
    return tuple(sorted(fits, key=lambda fit: fit.offset + fit.distance))


def _nearest_scales(rgb: ArrayLike, scales: list[ColorScale]) -> list[ColorScale]:
    """Return the scales that some of the colours lie nearest to."""
    if len(scales) <= _MOST_FITTED:
        return scales
    colors = np.asarray(rgb, np.float64).reshape(-1, 3)
    colors = colors[:: max(1, len(colors) // _FEW_COLORS)]
    far = [float(np.mean(nearest_on_scale(colors, each)[2])) for each in scales]
    return [scales[index] for index in np.argsort(far, kind="stable")[:_MOST_FITTED]]


def _painted(colors: FloatArray, value: FloatArray, distance: FloatArray) -> MaskArray:
    """Return which colours are those of a patch painted over the map in one colour."""
    # Beyond an end of the scale there may be more of it: a bar that was cut short.
    is_at_end = np.abs(value - 50.0) > _END_PERCENT
    is_far = distance > np.where(is_at_end, _BEYOND_END, _PAINTED_DISTANCE)
    painted = np.zeros(len(colors), bool)
    if not 0.0 < is_far.mean() <= _MOST_PAINTED:
        return painted
    middle = np.median(colors[is_far], axis=0)
    is_paint = np.linalg.norm(colors - middle, axis=1) < _PAINT_SCATTER
    if is_paint[is_far].mean() > _LEAST_OF_PAINT:
        painted = is_paint & is_far
    return painted


def _mean_offset(
    beside: FloatArray, part: np.ndarray[tuple[int], np.dtype[np.intp]]
) -> float:
    count = np.bincount(part, minlength=_N_PARTS)
    total = np.stack([np.bincount(part, beside[:, c], _N_PARTS) for c in range(3)], 1)
    # The sum of a part's offsets is its mean offset times its number of colours.
    return float(np.linalg.norm(total, axis=1).sum() / max(count.sum(), 1))


def _without_overrun(
    beside: FloatArray, value: FloatArray, scale: ColorScale
) -> FloatArray:
    """Take off how far colours lie beyond the ends: a bar may lack its last rows."""
    if scale.steps is not None:
        return beside
    kept = beside.copy()
    for end, inner, is_there in ((0.0, 4.0, value < 1.0), (100.0, 96.0, value > 99.0)):
        outward = scale_point(scale, end) - scale_point(scale, inner)
        outward /= max(float(np.linalg.norm(outward)), 1e-6)
        along = np.clip(kept[is_there] @ outward, 0.0, _MOST_OVERRUN)
        kept[is_there] -= along[:, None] * outward
    return kept
