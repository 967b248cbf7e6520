"""What a camera's blur does to a true map: along the wall and through it."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from myomap.geometry import FloatArray
from myomap.phantom.anatomy import HeartParameters
from myomap.phantom.heart_frame import LocalPoints
from myomap.phantom.shell import belt_mm, outer_axes_mm
from myomap.records import N_ANGLES, N_RINGS

__all__ = ["WallBlur", "blurred_along_wall", "recovery_through_wall"]

_SIGMA_OF_FWHM: Final = 0.42466


@dataclass(frozen=True, slots=True, kw_only=True)
class WallBlur:
    """Widths of the blur as they show in maps.

    Parameters
    ----------
    along_fwhm_mm : float, mm
        Along the wall.
    through_fwhm_mm : float, mm
        Through it: thin walls look dim.
    floor : float
        What is seen where the wall takes up nothing, as a share of what is seen of
        healthy wall.
    """

    along_fwhm_mm: float
    through_fwhm_mm: float
    floor: float


def recovery_through_wall(
    heart: HeartParameters, points: LocalPoints, fwhm_mm: float
) -> FloatArray:
    """Return which part of the wall's activity its brightest point shows.

    Parameters
    ----------
    heart : HeartParameters
        Thickness of the wall, at its side and at the apex.
    points : LocalPoints
        Of the mid-wall.
    fwhm_mm : float, mm
        Of the blur through the wall.

    Returns
    -------
    same shape, 0 to 1
        The middle of a slab of that thickness, blurred by a Gaussian.
    """
    from scipy.special import erf

    _, half_length = outer_axes_mm(heart)
    height = np.clip((points.along_mm - belt_mm(heart)) / half_length, 0.0, 1.0)
    thin = 1.0 - (1.0 - heart.apical_wall_fraction) * height**2
    sigma = _SIGMA_OF_FWHM * fwhm_mm
    recovery: FloatArray = erf(heart.wall_mm * thin / (2.0 * np.sqrt(2.0) * sigma))
    return recovery


def blurred_along_wall(
    uptake: FloatArray,
    points: LocalPoints,
    step_mm: float,
    fwhm_mm: float,
    *,
    reach: float = 1.0,
) -> FloatArray:
    """Return a map blurred along the wall; beyond the valve plane there is nothing.

    Parameters
    ----------
    uptake : (32, 72)
        Any map.
    points : LocalPoints, (32, 72)
        Its samples.
    step_mm : float, mm
        From ring to ring, along the mean meridian.
    fwhm_mm : float, mm
        Of the Gaussian.
    reach : float
        Where the map that is returned ends, as a share of the way from the apex to
        the valve plane; above 1 where the valve plane was put too high.

    Returns
    -------
    (32, 72)
        Blurred around by the distance along the ring, and along the mean meridian.
    """
    sigma = _SIGMA_OF_FWHM * fwhm_mm
    around = points.across_mm.mean(axis=1)
    order = np.arange(N_ANGLES // 2 + 1)
    damp = np.exp(-0.5 * (order[None, :] * sigma / around[:, None]) ** 2)
    turned = np.fft.irfft(np.fft.rfft(uptake, axis=1) * damp, n=N_ANGLES, axis=1)
    rings = (np.arange(N_RINGS) + 0.5) * step_mm
    seen_at = reach * rings
    same = _gaussian(seen_at[:, None] - rings[None, :], sigma)
    across = _gaussian(seen_at[:, None] + rings[None, :], sigma)
    # The share of the kernel beyond the apex comes down on the opposite meridian.
    opposite = np.roll(turned, N_ANGLES // 2, axis=1)
    blurred: FloatArray = (same @ turned + across @ opposite) * step_mm
    return blurred


def _gaussian(distance_mm: FloatArray, sigma: float) -> FloatArray:
    density: FloatArray = np.exp(-0.5 * (distance_mm / sigma) ** 2) / (
        sigma * np.sqrt(2.0 * np.pi)
    )
    return density
