"""A blurred wall: how wide and how bright a slab of some thickness is seen."""

from typing import Final

import numpy as np

from myomap.geometry import FloatArray

__all__ = ["BACKGROUND", "seen_brightness", "seen_width_mm"]

BACKGROUND: Final = 0.2
"""What lies beside the wall, as a share of it: blood and lung."""

_REACH_SIGMAS: Final = 4.0
_N_STEPS: Final = 40


def seen_brightness(thickness_mm: FloatArray, sigma_mm: float) -> FloatArray:
    """Return the counts in the middle of a blurred slab.

    Parameters
    ----------
    thickness_mm : any shape, mm
        Of the slab.
    sigma_mm : float, mm
        Of the Gaussian.

    Returns
    -------
    the same shape
        As a share of what an endless slab shows.

    Examples
    --------
    >>> thin, thick = seen_brightness(np.array([8.0, 40.0]), 5.0)
    >>> bool(thin < 0.7 < 0.99 < thick)
    True
    """
    return BACKGROUND + (1.0 - BACKGROUND) * _profile(
        np.zeros_like(thickness_mm), thickness_mm, sigma_mm
    )


def seen_width_mm(thickness_mm: FloatArray, sigma_mm: float) -> FloatArray:
    """Return the full width at half maximum of a blurred slab.

    Parameters
    ----------
    thickness_mm : any shape, mm
        Of the slab.
    sigma_mm : float, mm
        Of the Gaussian.

    Returns
    -------
    the same shape, mm
        By bisection.

    Examples
    --------
    >>> bool(abs(seen_width_mm(np.array([10.0]), 0.1)[0] - 10.0) < 0.1)
    True
    """
    half = 0.5 * seen_brightness(thickness_mm, sigma_mm)
    low = np.zeros_like(thickness_mm)
    high = thickness_mm / 2 + _REACH_SIGMAS * sigma_mm
    for _ in range(_N_STEPS):
        middle = (low + high) / 2
        seen = BACKGROUND + (1.0 - BACKGROUND) * _profile(
            middle, thickness_mm, sigma_mm
        )
        low, high = (
            np.where(seen > half, middle, low),
            np.where(seen > half, high, middle),
        )
    return low + high


def _profile(
    place_mm: FloatArray, thickness_mm: FloatArray, sigma_mm: float
) -> FloatArray:
    from scipy.special import erf

    scale = np.sqrt(2.0) * sigma_mm
    inner = erf((place_mm - thickness_mm / 2) / scale)
    profile: FloatArray = 0.5 * (erf((place_mm + thickness_mm / 2) / scale) - inner)
    return profile
