"""A blurred shell of the ventricle, exact enough to judge maps to a tenth of a percent.

`myomap.phantom.shell_volume` counts points inside the wall. Where a wall of 11 mm
runs along the rows of a coarse grid five or six points fall into it, and its counts
are wrong by several percent. Here a voxel of a fine grid takes the share of it that
lies inside, the fine grid is blurred, and its means become the coarse voxels.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.ndimage import gaussian_filter, map_coordinates

from myomap.geometry import (
    FloatArray,
    affine_from_axes,
    apply_affine,
    direction_from_angles,
    heart_axes,
)
from myomap.phantom import Defect, HeartParameters
from myomap.phantom.heart_frame import LocalPoints, local_points, patient_points_mm
from myomap.phantom.meridian import MeridianProfile, sample_meridian
from myomap.phantom.shell import belt_mm, inner_axes_mm, outer_axes_mm
from myomap.phantom.uptake import uptake_fraction
from myomap.records import N_RINGS, Volume

__all__ = ["ExpectedRings", "ShellGrid", "blurred_shell", "expected_rings"]

FINE_MM = 2.2
"""At most half the standard deviation of every blur used here."""

FIELD_MM = 200.0
"""Edge of the field of view, centred on the heart as of a cardiac camera."""

FWHM2_OF_VARIANCE = 8.0 * np.log(2.0)
REACH_MM = 9.0
N_LOOKS = 8


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ShellGrid:
    """How a shell is looked at.

    Parameters
    ----------
    axes : (3, 3)
        Rows are the directions of slice, row and column; turned or mirrored.
    voxel_mm : float, mm
        Edge of a voxel.
    blur_mm : float, mm
        Full width at half maximum of the Gaussian before voxels take their means.
    """

    axes: FloatArray
    voxel_mm: float
    blur_mm: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ExpectedRings:
    """Counts of an evenly filled, blurred shell, ring by ring.

    Parameters
    ----------
    counts : (32,)
        Maximum through the true mid-wall.
    from_base_mm : (32,), mm
        Way along the mid-wall to the valve plane.
    """

    counts: FloatArray
    from_base_mm: FloatArray


def blurred_shell(
    heart: HeartParameters, grid: ShellGrid, defects: tuple[Defect, ...] = ()
) -> Volume:
    """Return the ventricle's wall alone, blurred and without noise.

    Parameters
    ----------
    heart : HeartParameters
        With an even valve plane.
    grid : ShellGrid
        Directions, voxels and blur.
    defects : tuple of Defect
        None by default.

    Returns
    -------
    Volume
        Around the heart; what is no wall is 0 before the blur.
    """
    part = int(np.ceil(grid.voxel_mm / FINE_MM))
    n_voxels = round(FIELD_MM / grid.voxel_mm)
    fine_mm = grid.voxel_mm / part
    steps = fine_mm * (np.arange(n_voxels * part) - (n_voxels * part - 1) / 2)
    places = np.stack(np.meshgrid(steps, steps, steps, indexing="ij"), axis=-1)
    points = local_points(heart, heart.centre_mm + places @ grid.axes)
    wall = _share_of_wall(heart, points, fine_mm)
    wall *= uptake_fraction(heart, defects, points)
    sigma = grid.blur_mm / np.sqrt(FWHM2_OF_VARIANCE) / fine_mm
    blurred = gaussian_filter(wall, sigma, mode="constant")
    cells = blurred.reshape(n_voxels, part, n_voxels, part, n_voxels, part)
    middle = grid.voxel_mm * (n_voxels - 1) / 2
    corner = heart.centre_mm - middle * grid.axes.sum(axis=0)
    return Volume(
        counts=cells.mean(axis=(1, 3, 5)).astype(np.float32),
        affine=affine_from_axes(corner, list(grid.axes), [grid.voxel_mm] * 3),
    )


def expected_rings(
    heart: HeartParameters, blur_mm: float, voxel_mm: float
) -> ExpectedRings:
    """Return what the rings of a shell's map are expected to be.

    Parameters
    ----------
    heart : HeartParameters
        Its size and shape; with an even valve plane all angles are alike.
    blur_mm : float, mm
        Full width at half maximum of the Gaussian.
    voxel_mm : float, mm
        A voxel is the mean of its cube, which blurs as well: its variance is added.

    Returns
    -------
    ExpectedRings
        On the true mid-wall.
    """
    size = (
        heart.midwall_radius_mm,
        heart.wall_mm,
        heart.length_mm,
        heart.exponent,
        heart.apical_wall_fraction,
    )
    added = FWHM2_OF_VARIANCE * (voxel_mm**2 - FINE_MM**2) / 12.0
    return _expected(size, float(np.sqrt(blur_mm**2 + added)))


@lru_cache(maxsize=64)
def _expected(
    size: tuple[float, float, float, float, float], blur_mm: float
) -> ExpectedRings:
    radius, wall, length, exponent, fraction = size
    heart = HeartParameters(
        midwall_radius_mm=radius,
        wall_mm=wall,
        length_mm=length,
        exponent=exponent,
        apical_wall_fraction=fraction,
    )
    direction = direction_from_angles(heart.azimuth_deg, heart.elevation_deg)
    grid = ShellGrid(
        axes=np.array(heart_axes(direction)), voxel_mm=FINE_MM, blur_mm=blur_mm
    )
    meridian = sample_meridian(heart, 0.0, N_RINGS)
    rings = np.arange(N_RINGS, dtype=np.float64)
    return ExpectedRings(
        counts=_maximum_through_wall(blurred_shell(heart, grid), heart, meridian),
        from_base_mm=meridian.step_mm * (N_RINGS - 0.5 - rings),
    )


def _share_of_wall(
    heart: HeartParameters, points: LocalPoints, edge_mm: float
) -> FloatArray:
    """Return which share of small cubes lies in the wall, as if it were plane there."""
    outer = _distance_mm(heart, points, outer_axes_mm(heart))
    inner = _distance_mm(heart, points, inner_axes_mm(heart))
    share: FloatArray = np.clip(0.5 - outer / edge_mm, 0.0, 1.0)
    share -= np.clip(0.5 - inner / edge_mm, 0.0, 1.0)
    share *= np.clip(0.5 + points.along_mm / edge_mm, 0.0, 1.0)
    return share


def _distance_mm(
    heart: HeartParameters, points: LocalPoints, axes_mm: tuple[float, float]
) -> FloatArray:
    """Return how far points lie outside a surface, to first order."""
    radius, half_length = axes_mm
    across = points.across_mm / radius
    along = np.abs(points.along_mm - belt_mm(heart)) / half_length
    q = heart.exponent
    level = across**2 + along**q
    slope = np.hypot(2 * across / radius, q * along ** (q - 1) / half_length)
    distance: FloatArray = (level - 1.0) / np.maximum(slope, 1e-6)
    return distance


def _maximum_through_wall(
    volume: Volume, heart: HeartParameters, meridian: MeridianProfile
) -> FloatArray:
    """Return (32,): the highest counts along the normals of one meridian.

    They are the mean of several looks around the axis, so that the fine grid's own
    directions even out.
    """
    along_slope = np.gradient(meridian.along_mm)
    across_slope = np.gradient(meridian.across_mm)
    steepness = np.hypot(along_slope, across_slope)
    offsets = np.arange(-REACH_MM, REACH_MM + 0.1, 0.5)[:, np.newaxis, np.newaxis]
    points = LocalPoints(
        along_mm=meridian.along_mm + offsets * across_slope / steepness,
        across_mm=meridian.across_mm - offsets * along_slope / steepness,
        angle_deg=np.linspace(0.0, 360.0, N_LOOKS, endpoint=False)[:, np.newaxis],
    )
    inverse = np.asarray(np.linalg.inv(volume.affine), np.float64)
    index = apply_affine(inverse, patient_points_mm(heart, points))
    counts = map_coordinates(volume.counts, np.moveaxis(index, -1, 0), order=3)
    highest: FloatArray = counts.max(axis=0).mean(axis=0).astype(np.float64)
    return highest
