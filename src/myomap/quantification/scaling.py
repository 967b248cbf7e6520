"""Put a patient's map on the scale of the normal limits.

A map says nothing of absolute uptake: its 100 % is its own brightest part. It is
scaled so that what is normal in it has the mean of the normals there. What is normal
is only known after scaling, so both are found together, in rounds.
"""

from typing import Final

import numpy as np

from myomap.errors import GeometryError
from myomap.geometry import FloatArray

__all__ = ["scale_factors"]

START_QUANTILE: Final = 0.75
"""Of uptake over normal uptake, where the search begins: a part that is healthy in
all but the widest disease."""

_MOST_ROUNDS: Final = 25
_TOLERANCE: Final = 1e-4
_LEAST_SHARE: Final = 0.1


def scale_factors(
    uptake: FloatArray, weight: FloatArray, mean: FloatArray, lower: FloatArray
) -> FloatArray:
    """Return by what maps must be multiplied to compare them with normal limits.

    Parameters
    ----------
    uptake : (map, ring, angle)
        In any scale.
    weight : (map, ring, angle) or (ring, angle)
        Wall area of the valid samples, 0 elsewhere.
    mean, lower : (ring, angle)
        Mean of the normals and their lower limit.

    Returns
    -------
    (map,)
        Uptake times this has the normals' mean over all samples that are not below
        the limit.

    Raises
    ------
    GeometryError
        If a map holds no uptake.

    Notes
    -----
    The principle is that of total perfusion deficit [1]_; its details were not
    published and are this function's own: the start, and rounds until the factor is
    stable to 0.01 %.

    References
    ----------
    .. [1] Slomka et al., J Nucl Cardiol 2005;12:66.

    Examples
    --------
    >>> mean = np.full((32, 72), 80.0)
    >>> half = np.full((1, 32, 72), 40.0)
    >>> scale_factors(half, np.ones((32, 72)), mean, 0.8 * mean)
    array([2.])
    """
    n_maps = len(uptake)
    flat = np.asarray(uptake, np.float64).reshape(n_maps, -1)
    weights = np.broadcast_to(weight, uptake.shape).reshape(n_maps, -1)
    mean_flat, lower_flat = mean.ravel(), lower.ravel()
    if not np.all((flat * weights).sum(axis=1) > 0):
        raise GeometryError(
            "A map holds no uptake at all: every valid sample is 0. Expected percent "
            "of a reference: sample the map anew."
        )
    factors = _start(flat, weights, mean_flat)
    whole = weights.sum(axis=1)
    for _ in range(_MOST_ROUNDS):
        normal = weights * (flat * factors[:, None] >= lower_flat)
        expected, found = normal @ mean_flat, np.einsum("ij,ij->i", normal, flat)
        enough = (normal.sum(axis=1) >= _LEAST_SHARE * whole) & (found > 0)
        better = np.where(enough, expected / np.where(found > 0, found, 1.0), factors)
        step = np.abs(better / factors - 1.0).max()
        factors = better
        if step < _TOLERANCE:
            break
    return factors


def _start(flat: FloatArray, weights: FloatArray, mean: FloatArray) -> FloatArray:
    ratio = flat / mean
    if np.all(weights > 0):
        high = np.quantile(ratio, START_QUANTILE, axis=1)
    else:
        known = np.where(weights > 0, ratio, np.nan)
        high = np.nanquantile(known, START_QUANTILE, axis=1)
    brightest = (ratio * (weights > 0)).max(axis=1)
    start: FloatArray = 1.0 / np.where(high > 0, high, brightest)
    return start
