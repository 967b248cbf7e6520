"""What a disc displays at any of its points, and at the middle of every sample.

Stations draw a map in flat cells, blended between its samples, smoothed, or through a
coarse picture of its own; reports draw one colour a segment. The truth beside a screen
is what the disc displays, so it is taken from the same field that the pixels are taken
from.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from myomap.geometry import FloatArray
from myomap.records import N_ANGLES, N_RINGS

__all__ = ["DiscField", "FieldArray", "Interpolation", "at_samples", "values_at"]

FieldArray: TypeAlias = NDArray[np.float32]
Interpolation: TypeAlias = Literal[
    "cells",
    "coarse cells",
    "bilinear",
    "smoothed",
    "pixels",
    "17 segments",
    "20 segments",
]

_PAD = 2
_SECTORS = {
    "17 segments": ((1, 0.0), (4, 45.0), (6, 0.0), (6, 0.0)),
    "20 segments": ((2, 0.0), (6, 0.0), (6, 0.0), (6, 0.0)),
}
"""Of apex, apical, mid and basal ring: how many, and where the first begins."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DiscField:
    """A map and the way it is displayed.

    Parameters
    ----------
    percent : (32, 72)
        Any quantity.
    interpolation : str
        "cells", "coarse cells", "bilinear", "smoothed", "pixels", "17 segments" or
        "20 segments".
    smoothing_rings : float
        Standard deviation of the smoothing, in rings.
    matrix : int
        Width of the coarse picture that "pixels" goes through.
    """

    percent: FloatArray
    interpolation: Interpolation
    smoothing_rings: float = 1.0
    matrix: int = 96


def values_at(field: DiscField, x: FieldArray, y: FieldArray) -> FieldArray:
    """Return what is displayed at points of the disc.

    Parameters
    ----------
    field : DiscField
        The map and its way.
    x, y : any shape, radii
        Right and up from the centre; 1 is the rim. The rim goes on outside.

    Returns
    -------
    the same shape
        Values.

    Examples
    --------
    >>> field = DiscField(percent=np.full((32, 72), 60.0), interpolation="bilinear")
    >>> values_at(field, np.float32([0, 0.5]), np.float32([0, 0])).tolist()
    [60.0, 60.0]
    """
    if field.interpolation == "pixels":
        return _through_pixels(field, x, y)
    radius = np.minimum(np.hypot(x, y), np.float32(1.0))
    turn = np.arctan2(y, x) * np.float32(1.0 / (2.0 * np.pi))
    if field.interpolation in _SECTORS:
        return _in_segments(field, radius, turn)
    if field.interpolation in {"cells", "coarse cells"}:
        return _in_cells(field, radius, turn)
    values = field.percent
    if field.interpolation == "smoothed":
        sigma = (field.smoothing_rings, 1.5 * field.smoothing_rings)
        values = ndimage.gaussian_filter(values, sigma, mode=("nearest", "wrap"))
    return _blended(values, radius, turn)


def at_samples(field: DiscField) -> FieldArray:
    """Return what is displayed at the middle of every sample.

    Parameters
    ----------
    field : DiscField
        The map and its way.

    Returns
    -------
    (32, 72)
        Values.
    """
    radius = (np.arange(N_RINGS, dtype=np.float32)[:, None] + 0.5) / N_RINGS
    angle = np.radians(np.arange(N_ANGLES, dtype=np.float32) * (360.0 / N_ANGLES))
    x, y = radius * np.cos(angle), radius * np.sin(angle)
    return values_at(field, x.astype(np.float32), y.astype(np.float32))


def _in_cells(field: DiscField, radius: FieldArray, turn: FieldArray) -> FieldArray:
    # Coarse cells hold two rings and two angles each.
    size = 2 if field.interpolation == "coarse cells" else 1
    shape = (N_RINGS // size, size, N_ANGLES // size, size)
    cells = field.percent.reshape(shape).mean(axis=(1, 3)).astype(np.float32)
    ring = np.minimum((radius * cells.shape[0]).astype(np.int32), cells.shape[0] - 1)
    angle = np.floor(turn * N_ANGLES + 0.5).astype(np.int32) % N_ANGLES // size
    shown: FieldArray = cells[ring, angle]
    return shown


def _in_segments(field: DiscField, radius: FieldArray, turn: FieldArray) -> FieldArray:
    plan = _SECTORS[field.interpolation]
    rings = np.repeat(np.arange(4), N_RINGS // 4)[:, None]
    degrees = np.arange(N_ANGLES, dtype=np.float64)[None] * (360.0 / N_ANGLES)
    at_samples = _segment_of(plan, np.repeat(rings, N_ANGLES, axis=1), degrees)
    total = np.bincount(at_samples.ravel(), weights=field.percent.ravel())
    mean = (total / np.maximum(np.bincount(at_samples.ravel()), 1)).astype(np.float32)
    ring = np.minimum((radius * 4).astype(np.intp), 3)
    shown: FieldArray = mean[_segment_of(plan, ring, turn.astype(np.float64) * 360.0)]
    return shown


def _segment_of(
    plan: tuple[tuple[int, float], ...], ring: NDArray[np.intp], degrees: FloatArray
) -> NDArray[np.intp]:
    """Return the number of the segment, from the apex outwards."""
    n_sectors = np.array([n for n, _ in plan])
    first = np.array([start for _, start in plan])
    before = np.cumsum(n_sectors) - n_sectors
    # A sample on a border belongs to the segment that begins there.
    along = (degrees - first[ring] + 1e-3) % 360.0 / 360.0 * n_sectors[ring]
    sector = np.minimum(along.astype(np.intp), n_sectors[ring] - 1)
    segment: NDArray[np.intp] = before[ring] + sector
    return segment


def _blended(values: FloatArray, radius: FieldArray, turn: FieldArray) -> FieldArray:
    across = np.roll(values[:_PAD][::-1], N_ANGLES // 2, axis=1)
    grown = np.concatenate([across, values, values[-1:]])
    around = np.pad(grown, ((0, 0), (_PAD, _PAD)), mode="wrap").astype(np.float32)
    place = np.stack(
        [
            radius * N_RINGS + (_PAD - 0.5),
            (turn % 1.0) * N_ANGLES + _PAD,
        ]
    )
    blended: FieldArray = ndimage.map_coordinates(
        around, place, order=1, mode="nearest", output=np.float32
    )
    return blended


def _through_pixels(field: DiscField, x: FieldArray, y: FieldArray) -> FieldArray:
    n = field.matrix
    across = ((np.arange(n, dtype=np.float32) + 0.5) * (2.0 / n) - 1.0) * 1.02
    fine = DiscField(percent=field.percent, interpolation="bilinear")
    grid_x, grid_y = np.meshgrid(across, -across)
    coarse = values_at(fine, grid_x.astype(np.float32), grid_y.astype(np.float32))
    place = np.stack([(-y / 1.02 + 1.0) * n / 2 - 0.5, (x / 1.02 + 1.0) * n / 2 - 0.5])
    shown: FieldArray = ndimage.map_coordinates(
        coarse, place, order=1, mode="nearest", output=np.float32
    )
    return shown
