"""The 84 features of one drawing of the map, the same for every station.

The map is drawn 120 pixels wide, in one colour table, from 0 to 100 % of its
reference, without lines or words. 120 can be cut into five strips and into rings of
whole pixels. The table has no black, so that a dead wall is not taken for background.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from myomap.colortable import apply_color_table, color_table
from myomap.features.colors import AS_PUBLISHED, statistics_of_parts
from myomap.features.parts import N_CELLS, IndexArray, cut_disc, sums_of_parts
from myomap.geometry import FloatArray
from myomap.polarmap import (
    disc_coordinates,
    disc_values,
    nearest_sample,
    neighbouring_samples,
)
from myomap.records import Picture, PolarMap

__all__ = [
    "CANONICAL_SIZE_PX",
    "CANONICAL_TABLE",
    "canonical_features",
    "canonical_picture",
]

CANONICAL_SIZE_PX = 120
CANONICAL_TABLE = "inferno"
_N_COLORS = 256
_UPPER_PERCENT = 100.0


def canonical_picture(polar_map: PolarMap) -> Picture:
    """Return the drawing that the canonical features are computed from.

    Parameters
    ----------
    polar_map : PolarMap
        The map.

    Returns
    -------
    Picture
        120 × 120 pixels; background and samples that are not valid are black.

    Examples
    --------
    >>> from myomap.records import MapSource
    >>> canonical_picture(PolarMap(
    ...     uptake_percent=np.full((32, 72), 80.0), area_cm2=np.ones((32, 72)),
    ...     valid=np.ones((32, 72), bool), state=None, source=MapSource.ARRAY,
    ...     reference_percentile=99.0))
    Picture(120 x 120 pixels)
    """
    size = CANONICAL_SIZE_PX
    percent = disc_values(polar_map.uptake_percent, polar_map.valid, size)
    radius, _ = disc_coordinates(size)
    percent[radius >= 1.0] = np.nan
    table = color_table(CANONICAL_TABLE)
    rgb = apply_color_table(percent, table, _UPPER_PERCENT, invalid_rgb=(0, 0, 0))
    return Picture(rgb=rgb)


def canonical_features(polar_map: PolarMap) -> FloatArray:
    """Return the 84 features of the canonical drawing.

    The same numbers as `color_features` gives for `canonical_picture`, without
    drawing it: the colours are counted, part by part.

    Parameters
    ----------
    polar_map : PolarMap
        The map.

    Returns
    -------
    (84,), 0 to 255
        In the order of `COLOR_FEATURES`; NaN for a part without a valid sample.

    Examples
    --------
    >>> from myomap.records import MapSource
    >>> flat = PolarMap(
    ...     uptake_percent=np.full((32, 72), 80.0), area_cm2=np.ones((32, 72)),
    ...     valid=np.ones((32, 72), bool), state=None, source=MapSource.ARRAY,
    ...     reference_percentile=99.0)
    >>> canonical_features(flat)[:2]
    array([252.,   0.])
    """
    grid = _drawing_grid()
    cell = grid.cell
    percent = polar_map.uptake_percent.astype(np.float64).reshape(-1)
    if polar_map.valid.all():
        drawn = _blended(grid, percent) / grid.total_share
    else:
        known = polar_map.valid.reshape(-1)
        weight = _blended(grid, known.astype(np.float64))
        shown = known[grid.nearest] & (weight > 0)
        blended = _blended(grid, np.where(known, percent, 0.0))
        drawn, cell = blended[shown] / weight[shown], cell[shown]
    share = np.clip(drawn / _UPPER_PERCENT, 0.0, 1.0)
    color = np.minimum((share * _N_COLORS).astype(np.intp), _N_COLORS - 1)
    counts = np.bincount(cell + color, minlength=N_CELLS * _N_COLORS)
    of_parts = sums_of_parts(counts.reshape(N_CELLS, _N_COLORS).astype(np.int64))
    # Whole numbers: no library of linear algebra takes part.
    return statistics_of_parts((of_parts @ _color_powers()).reshape(-1, 3, 3))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _DrawingGrid:
    """Where every pixel of the drawing takes its value from.

    Parameters
    ----------
    samples : four of (pixel,)
        The samples around it, in the flattened map.
    shares : four of (pixel,)
        Of each of them.
    total_share : (pixel,)
        One, but for rounding.
    nearest : (pixel,)
        The sample it lies in.
    cell : (pixel,)
        256 times the cell.
    """

    samples: tuple[IndexArray, ...]
    shares: tuple[FloatArray, ...]
    total_share: FloatArray
    nearest: IndexArray
    cell: IndexArray


@cache
def _drawing_grid() -> _DrawingGrid:
    size = CANONICAL_SIZE_PX
    parts = cut_disc(size, size, AS_PUBLISHED.rim_fraction)
    radius, angle_deg = (
        each.reshape(-1)[parts.pixel] for each in disc_coordinates(size)
    )
    samples, shares = zip(*neighbouring_samples(radius, angle_deg), strict=True)
    return _DrawingGrid(
        samples=samples,
        shares=shares,
        total_share=sum(shares, np.zeros_like(radius)),
        nearest=nearest_sample(radius, angle_deg),
        cell=parts.cell * _N_COLORS,
    )


def _blended(grid: _DrawingGrid, values: FloatArray) -> FloatArray:
    """Return the weighted sum of the samples around every pixel."""
    total = np.zeros_like(grid.total_share)
    for sample, share in zip(grid.samples, grid.shares, strict=True):
        total += share * values[sample]
    return total


@cache
def _color_powers() -> NDArray[np.int64]:
    """Return (256, 9): one, value and its square, of every colour and channel."""
    value = color_table(CANONICAL_TABLE).rgb.astype(np.int64)
    return np.stack([np.ones_like(value), value, value**2], -1).reshape(_N_COLORS, 9)
