"""A left ventricle alone, evenly filled, on any grid: the analytic test object."""

import itertools

import numpy as np

from myomap.geometry import AffineArray, FloatArray, apply_affine
from myomap.phantom.anatomy import Defect, HeartParameters
from myomap.phantom.heart_frame import local_points
from myomap.phantom.imaging import blur
from myomap.phantom.shell import is_wall, outer_points_mm
from myomap.phantom.uptake import uptake_fraction
from myomap.records import Frame, Volume

__all__ = ["shell_volume"]

POINTS_PER_EDGE = 3
"""Points along a voxel edge: more than a patient's, because answers are exact, and
odd, so that no voxel is exactly half full."""


def shell_volume(
    heart: HeartParameters,
    *,
    shape: tuple[int, int, int],
    affine: AffineArray,
    fwhm_mm: float = 0.0,
    defects: tuple[Defect, ...] = (),
) -> Volume:
    """Return the ventricle's wall alone, without noise, on any grid.

    The grid may be turned, mirrored or anisotropic. Wall is 1 (less in a defect),
    everything else 0: what a flat map, a turned volume or a known blur should give
    can be told beforehand.

    Parameters
    ----------
    heart : HeartParameters
        Shape and place; activities are not used.
    shape : (slice, row, column)
        Size of the grid.
    affine : (4, 4)
        Takes (slice, row, column) to LPS millimetres.
    fwhm_mm : float, mm
        Of the Gaussian that the voxel means are convolved with.
    defects : tuple of Defect
        None by default.

    Returns
    -------
    Volume
        In patient coordinates.

    Examples
    --------
    >>> from myomap.geometry import LEFT, POSTERIOR, SUPERIOR, affine_from_axes
    >>> affine = affine_from_axes(
    ...     [-40, -110, -75], [SUPERIOR, POSTERIOR, LEFT], [5, 5, 5])
    >>> volume = shell_volume(HeartParameters(), shape=(30, 30, 30), affine=affine)
    >>> round(float(volume.counts.sum(dtype=float)) * 5**3 / 1000)  # ml of wall
    126
    """
    counts = np.zeros(shape, np.float32)
    volume = Volume(counts=counts, affine=affine, frame=Frame.PATIENT)
    box = _index_box(heart, volume)
    ranges = [np.arange(s.start, s.stop, dtype=np.float64) for s in box]
    index = np.stack(np.meshgrid(*ranges, indexing="ij"), axis=-1)
    total = np.zeros(index.shape[:3])
    steps = [(k + 0.5) / POINTS_PER_EDGE - 0.5 for k in range(POINTS_PER_EDGE)]
    for offset in itertools.product(steps, repeat=3):
        points_mm = apply_affine(affine, index + np.asarray(offset, np.float64))
        total += _wall_activity(heart, defects, points_mm)
    counts[box] = total / POINTS_PER_EDGE**3
    return blur(volume.with_counts(counts), fwhm_mm)


def _index_box(heart: HeartParameters, volume: Volume) -> tuple[slice, slice, slice]:
    """Return the part of the grid that holds the shell."""
    # A tilted valve plane lets the wall reach past s = 0.
    spare_mm = heart.midwall_radius_mm
    points = outer_points_mm(heart)
    inverse = np.asarray(np.linalg.inv(volume.affine), np.float64)
    index = apply_affine(inverse, points)
    spare = spare_mm / volume.voxel_size_mm + 1
    lowest = np.floor(index.min(axis=0) - spare).astype(int)
    highest = np.ceil(index.max(axis=0) + spare).astype(int)
    bounds = [
        slice(min(max(low, 0), n), max(min(high, n), 0))
        for low, high, n in zip(lowest, highest, volume.counts.shape, strict=True)
    ]
    return bounds[0], bounds[1], bounds[2]


def _wall_activity(
    heart: HeartParameters, defects: tuple[Defect, ...], points_mm: FloatArray
) -> FloatArray:
    """Return 1 at points in the wall, less in a defect, 0 elsewhere."""
    points = local_points(heart, points_mm)
    wall = is_wall(heart, points)
    activity: FloatArray = np.where(wall, uptake_fraction(heart, defects, points), 0.0)
    return activity
