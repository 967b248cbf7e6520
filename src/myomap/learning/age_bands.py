"""Ages by bands, so that no single patient can be known by one."""

from typing import Final

import numpy as np

__all__ = ["AGE_BANDS", "age_band"]

AGE_BANDS: Final = ("under 50", "50 to 69", "70 and over")
"""From young to old, which is not the order of the alphabet."""

_LIMITS_YEARS = (50.0, 70.0)


def age_band(years: float) -> str:
    """Return which band an age belongs to.

    Parameters
    ----------
    years : float
        NaN where unknown.

    Returns
    -------
    str
        One of `AGE_BANDS`; empty where unknown.

    Examples
    --------
    >>> [age_band(years) for years in (49.9, 50.0, 70.0, float("nan"))]
    ['under 50', '50 to 69', '70 and over', '']
    """
    if np.isnan(years):
        return ""
    return AGE_BANDS[sum(years >= limit for limit in _LIMITS_YEARS)]
