"""Counts of a volume at any point, and along lines through the wall."""

from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter, map_coordinates

from myomap.geometry import FloatArray, apply_affine
from myomap.records import Volume, VolumeArray

__all__ = [
    "angles_around_deg",
    "counts_at",
    "nearest_good_peak",
    "profiles_along",
    "prominence_of",
    "refined_offset_mm",
    "smoothed",
    "symmetric_offsets_mm",
]

SPLINE_SPARE = 10
"""Voxels around a place that its spline is made from: 0.27^10 is two millionths."""


def angles_around_deg(n_angles: int) -> FloatArray:
    """Return evenly spaced angles around the long axis, (n_angles,), from 0°.

    Parameters
    ----------
    n_angles : int
        How many.

    Returns
    -------
    (n_angles,), degrees
        The first is 0, the last falls one step short of 360.

    Examples
    --------
    >>> angles_around_deg(4)
    array([  0.,  90., 180., 270.])
    """
    return np.linspace(0.0, 360.0, n_angles, endpoint=False)


def symmetric_offsets_mm(reach_mm: float, step_mm: float) -> FloatArray:
    """Return places on a profile, as far on both sides of its middle.

    Parameters
    ----------
    reach_mm, step_mm : float, mm
        How far to go, and the distance of neighbours.

    Returns
    -------
    (2 k + 1,), mm
        From -k steps to k steps, with k steps nearest to the reach.

    Examples
    --------
    >>> symmetric_offsets_mm(3.0, 1.5)
    array([-3. , -1.5,  0. ,  1.5,  3. ])
    """
    n_steps = round(reach_mm / step_mm)
    return np.linspace(-n_steps * step_mm, n_steps * step_mm, 2 * n_steps + 1)


def smoothed(volume: Volume, sigma_mm: float) -> Volume:
    """Return the volume after a Gaussian filter.

    Parameters
    ----------
    volume : Volume
        Any grid.
    sigma_mm : float, mm
        Standard deviation of the filter along every axis.

    Returns
    -------
    Volume
        On the same grid.
    """
    sigma = sigma_mm / volume.voxel_size_mm
    return volume.with_counts(gaussian_filter(volume.counts, sigma, truncate=3.0))


def counts_at(
    volume: Volume, points_mm: FloatArray, *, spline_order: Literal[1, 3] = 1
) -> FloatArray:
    """Return the interpolated counts at points; 0 outside the grid.

    Parameters
    ----------
    volume : Volume
        The counts.
    points_mm : (..., 3), mm
        Points in the volume's frame.
    spline_order : int, 1 or 3
        1 interpolates linearly. Between coarse voxels that cuts the crest of a wall
        and moves it: 3, cubic splines, is for where the wall is measured.

    Returns
    -------
    (...), counts
        One value a point.
    """
    to_index = np.linalg.inv(volume.affine).astype(np.float64)
    index = np.ascontiguousarray(apply_affine(to_index, points_mm).reshape(-1, 3).T)
    counts: VolumeArray = volume.counts
    if spline_order > 1:
        counts, first = _voxels_around(volume, index)
        index -= first
    values: FloatArray = map_coordinates(
        counts, index, order=spline_order, mode="constant", cval=0.0, output=np.float64
    )
    return values.reshape(points_mm.shape[:-1])


def _voxels_around(
    volume: Volume, index: FloatArray
) -> tuple[VolumeArray, NDArray[np.int64]]:
    """Return the counts around places (3, n), and the index (3, 1) of the first voxel.

    A spline depends on all voxels, on far ones by 0.27 to the power of their
    distance: what lies beyond the spare is not worth its time.
    """
    last = np.array(volume.counts.shape) - 1
    first = np.clip(np.floor(index.min(axis=1)) - SPLINE_SPARE, 0, last).astype(int)
    end = np.clip(np.ceil(index.max(axis=1)) + SPLINE_SPARE, 0, last).astype(int) + 1
    part = volume.counts[
        tuple(slice(*bounds) for bounds in zip(first, end, strict=True))
    ]
    return part, first[:, np.newaxis]


def profiles_along(
    volume: Volume,
    points_mm: FloatArray,
    directions: FloatArray,
    offsets_mm: FloatArray,
    *,
    spline_order: Literal[1, 3] = 1,
) -> FloatArray:
    """Return the counts along lines through points.

    Parameters
    ----------
    volume : Volume
        The counts.
    points_mm, directions : (..., 3)
        Middle and unit direction of each line.
    offsets_mm : (k,), mm
        Where on the line to look, from its middle.
    spline_order : int, 1 or 3
        See `counts_at`.

    Returns
    -------
    (..., k), counts
        One profile a point.
    """
    offsets = offsets_mm[:, np.newaxis]
    places = points_mm[..., np.newaxis, :] + offsets * directions[..., np.newaxis, :]
    return counts_at(volume, places, spline_order=spline_order)


def nearest_good_peak(
    profiles: FloatArray, offsets_mm: FloatArray, penalty_per_mm: float
) -> NDArray[np.int64]:
    """Return which local maximum of each profile is the wall's.

    A brighter maximum farther away must outweigh its distance, or gut beside a dim
    wall would be taken for it.

    Parameters
    ----------
    profiles : (n, k), counts
        One profile a row.
    offsets_mm : (k,), mm
        Places on the profile; 0 is where the wall is expected.
    penalty_per_mm : float, counts per mm
        What a millimetre of distance costs.

    Returns
    -------
    (n,), int
        Index on the profile; 0 where a profile has no local maximum.

    Examples
    --------
    >>> profile = np.array([[0.0, 2.0, 1.0, 3.0, 0.0]])
    >>> nearest_good_peak(profile, np.array([-2.0, -1, 0, 1, 2]), 0.1)
    array([3])
    """
    is_peak = np.zeros(profiles.shape, dtype=bool)
    middle = profiles[:, 1:-1]
    is_peak[:, 1:-1] = (middle >= profiles[:, :-2]) & (middle >= profiles[:, 2:])
    judged = np.where(is_peak, profiles - penalty_per_mm * np.abs(offsets_mm), -np.inf)
    best: NDArray[np.int64] = np.argmax(judged, axis=1)
    return best


def refined_offset_mm(
    profiles: FloatArray, best: NDArray[np.int64], offsets_mm: FloatArray
) -> FloatArray:
    """Return the places of maxima between the steps, by a parabola through three.

    Parameters
    ----------
    profiles : (n, k), counts
        One profile a row.
    best : (n,), int
        Index of each profile's maximum.
    offsets_mm : (k,), mm
        Places on the profile, evenly spaced.

    Returns
    -------
    (n,), mm
        Where each maximum lies.

    Examples
    --------
    >>> places = np.array([-1.0, 0.0, 1.0])
    >>> profile = -((places - 0.25) ** 2)
    >>> refined_offset_mm(profile[np.newaxis], np.array([1]), places)
    array([0.25])
    """
    rows = np.arange(len(profiles))
    middle = np.clip(best, 1, offsets_mm.size - 2)
    before, at, after = (profiles[rows, middle + k] for k in (-1, 0, 1))
    bend = np.minimum(before - 2 * at + after, -1e-12)
    shift = np.clip(0.5 * (before - after) / bend, -1.0, 1.0)
    refined: FloatArray = offsets_mm[middle] + shift * (offsets_mm[1] - offsets_mm[0])
    return refined


def prominence_of(profiles: FloatArray, best: NDArray[np.int64]) -> FloatArray:
    """Return how far maxima stand above the troughs beside them.

    Parameters
    ----------
    profiles : (n, k), counts
        One profile a row.
    best : (n,), int
        Index of each profile's maximum.

    Returns
    -------
    (n,), counts
        Maximum less the higher of the two lowest points beside it.

    Examples
    --------
    >>> prominence_of(np.array([[1.0, 0.0, 5.0, 2.0, 3.0]]), np.array([2]))
    array([3.])
    """
    index = np.arange(profiles.shape[1])
    peak = profiles[np.arange(len(profiles)), best]
    before = np.where(index <= best[:, np.newaxis], profiles, np.inf).min(axis=1)
    after = np.where(index >= best[:, np.newaxis], profiles, np.inf).min(axis=1)
    prominence: FloatArray = peak - np.maximum(before, after)
    return prominence
