"""What an even shell shows once it is blurred: the map that a flat one becomes."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.ndimage import map_coordinates

from myomap.geometry import (
    FloatArray,
    affine_from_axes,
    apply_affine,
    direction_from_angles,
    heart_axes,
)
from myomap.phantom import HeartParameters, shell_volume
from myomap.phantom.heart_frame import LocalPoints, patient_points_mm
from myomap.phantom.meridian import MeridianProfile, sample_meridian
from myomap.records import N_RINGS, Volume

__all__ = ["ExpectedRings", "expected_rings"]

FINE_MM = 2.0
"""Less than half the standard deviation of every blur: splines lose nothing."""

FWHM2_OF_VARIANCE = 8.0 * np.log(2.0)
REACH_MM = 9.0
N_LOOKS = 8


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
    whole = np.sqrt(blur_mm**2 + FWHM2_OF_VARIANCE * (voxel_mm**2 - FINE_MM**2) / 12.0)
    return _expected(size, float(whole))


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
    meridian = sample_meridian(heart, 0.0, N_RINGS)
    rings = np.arange(N_RINGS, dtype=np.float64)
    return ExpectedRings(
        counts=_maximum_through_wall(_fine_volume(heart, blur_mm), heart, meridian),
        from_base_mm=meridian.step_mm * (N_RINGS - 0.5 - rings),
    )


def _fine_volume(heart: HeartParameters, blur_mm: float) -> Volume:
    """Return the shell on a fine grid along its own axes."""
    lateral, anterior, apical = heart_axes(
        direction_from_angles(heart.azimuth_deg, heart.elevation_deg)
    )
    axes = np.array([-apical, -anterior, lateral])
    reach = np.array([heart.length_mm / 2, *[heart.midwall_radius_mm] * 2])
    half = np.ceil((reach + heart.wall_mm + 2 * blur_mm) / FINE_MM)
    n_slices, n_rows, n_columns = (int(2 * n + 1) for n in half)
    corner = np.asarray(heart.centre_mm) - FINE_MM * (half @ axes)
    return shell_volume(
        heart,
        shape=(n_slices, n_rows, n_columns),
        affine=affine_from_axes(corner, list(axes), [FINE_MM] * 3),
        fwhm_mm=blur_mm,
    )


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
