"""Put a patient's map on the scale of the normal limits.

A map says nothing of absolute uptake: its 100 % is its own brightest part. It is
scaled so that what is normal in it has the mean of the normals there. What is normal
is only known after scaling, so both are found together, in rounds.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from myomap.errors import GeometryError
from myomap.geometry import FloatArray
from myomap.records import MaskArray

__all__ = ["SCALE_DEVIATIONS", "scale_factors"]

START_QUANTILE: Final = 0.75
"""Of uptake over normal uptake, where the search begins: a part that is healthy in
all but the widest disease."""

SCALE_DEVIATIONS: Final = 2.0
"""Mean absolute deviations from the mean within which a sample counts as normal here.

Nearer than the limit itself: wide mild disease stays above the limit, and taken for
normal it would lift the whole map. Chosen on simulated patients that neither made the
limits nor are in the benchmark."""

_MOST_ROUNDS: Final = 25
_LAST_ROUNDS: Final = 3
_TOLERANCE: Final = 1e-4
_LEAST_SHARE: Final = 0.1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Flat:
    """Maps and normals as (map, sample) and (sample,)."""

    uptake: FloatArray
    weight: FloatArray
    mean: FloatArray
    low: FloatArray
    high: FloatArray


def scale_factors(
    uptake: FloatArray, weight: FloatArray, mean: FloatArray, deviation: FloatArray
) -> FloatArray:
    """Return by what maps must be multiplied to compare them with normal limits.

    Parameters
    ----------
    uptake : (map, ring, angle)
        In any scale.
    weight : (map, ring, angle) or (ring, angle)
        Wall area of the valid samples, 0 elsewhere.
    mean, deviation : (ring, angle)
        Mean of the normals and their mean absolute deviation.

    Returns
    -------
    (map,)
        Uptake times this has the normals' mean over all samples that lie near it.

    Raises
    ------
    GeometryError
        If a map holds no uptake.

    Notes
    -----
    The principle is that of total perfusion deficit [1]_; its details were not
    published and are this function's own. Rounds leave out only what lies too far
    below the mean, until the factor is stable to 0.01 %: brightness is no disease.
    Three last rounds leave out as much above, for else a noisy healthy map would come
    out too low.

    References
    ----------
    .. [1] Slomka et al., J Nucl Cardiol 2005;12:66.

    Examples
    --------
    >>> mean = np.full((32, 72), 80.0)
    >>> half = np.full((1, 32, 72), 40.0)
    >>> scale_factors(half, np.ones((32, 72)), mean, 0.06 * mean)
    array([2.])
    """
    n_maps = len(uptake)
    flat = np.asarray(uptake, np.float64).reshape(n_maps, -1)
    weights = np.broadcast_to(weight, uptake.shape).reshape(n_maps, -1)
    if not np.all((flat * weights).sum(axis=1) > 0):
        raise GeometryError(
            "A map holds no uptake at all: every valid sample is 0. Expected percent "
            "of a reference: sample the map anew."
        )
    reach = SCALE_DEVIATIONS * deviation
    maps = _Flat(
        uptake=flat,
        weight=weights,
        mean=mean.ravel(),
        low=np.maximum(mean - reach, 0.01 * mean).ravel(),
        high=(mean + reach).ravel(),
    )
    factors = _start(flat, weights, maps.mean)
    for _ in range(_MOST_ROUNDS):
        scaled = flat * factors[:, None]
        better = _better(maps, scaled >= maps.low, factors)
        step = np.abs(better / factors - 1.0).max()
        factors = better
        if step < _TOLERANCE:
            break
    for _ in range(_LAST_ROUNDS):
        scaled = flat * factors[:, None]
        near = (scaled >= maps.low) & (scaled <= maps.high)
        factors = _better(maps, near, factors)
    return factors


def _better(maps: _Flat, normal: MaskArray, factors: FloatArray) -> FloatArray:
    """Return the factors that what is normal asks for, where there is enough of it."""
    weight = maps.weight * normal
    expected = weight @ maps.mean
    found = np.einsum("ij,ij->i", weight, maps.uptake)
    enough = weight.sum(axis=1) >= _LEAST_SHARE * maps.weight.sum(axis=1)
    enough &= found > 0
    better: FloatArray = np.where(
        enough, expected / np.where(found > 0, found, 1.0), factors
    )
    return better


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
