"""How noisy a map is, told by the map itself, and noise like it."""

from typing import Final

import numpy as np

from myomap.geometry import FloatArray
from myomap.records import N_ANGLES, N_RINGS, MaskArray, PolarMap

__all__ = ["estimate_noise", "noise_fields", "pooled_by_ring"]

_ORDERS_KEPT: Final = 5
"""Waves around the ring up to which a map's form, and not its noise, is seen."""

_OF_MEDIAN: Final = 1.4826
_RINGS_POOLED: Final = 5
ALIKE_RINGS: Final = 1.3
ALIKE_DEG: Final = 8.0
"""Standard deviations of the smoothing that makes neighbouring noise alike."""


def estimate_noise(polar_map: PolarMap) -> FloatArray:
    """Return the noise of every ring as a share of its uptake.

    Around a ring the wall is smooth: what changes faster than five waves is noise,
    apart from sharp borders of scars, which a median does not see. The part of the
    noise that is slower is added by its expected share.

    Parameters
    ----------
    polar_map : PolarMap
        Any map.

    Returns
    -------
    (32,), standard deviation over uptake
        Pooled over five neighbouring rings; at most 0.5.

    Notes
    -----
    Slow noise, as from scatter or a shifted attenuation map, is not in it.
    """
    uptake = polar_map.uptake_percent.astype(np.float64)
    spectrum = np.fft.rfft(uptake, axis=1)
    slow = spectrum.copy()
    slow[:, _ORDERS_KEPT:] = 0.0
    form = np.fft.irfft(slow, N_ANGLES, axis=1)
    level = np.maximum(uptake.mean(axis=1, keepdims=True), 1e-6)
    fast = (uptake - form) / np.maximum(form, 0.25 * level)
    spread = pooled_by_ring(fast, polar_map.valid)
    noise: FloatArray = np.minimum(spread / np.sqrt(_fast_share()), 0.5)
    return noise


def pooled_by_ring(noise: FloatArray, valid: MaskArray) -> FloatArray:
    """Return the spread of noise in every ring and its neighbours, by a median.

    Parameters
    ----------
    noise : (32, 72)
        Around zero.
    valid : (32, 72), bool
        Which samples count.

    Returns
    -------
    (32,)
        Standard deviation of a normal distribution with this median of absolute
        values; over five rings, 0 where none of them has data.
    """
    spread = [
        float(np.median(np.abs(noise[_near(ring)][valid[_near(ring)]])))
        if valid[_near(ring)].any()
        else 0.0
        for ring in range(N_RINGS)
    ]
    return _OF_MEDIAN * np.array(spread)


def noise_fields(
    rng: np.random.Generator, n_fields: int, spread: FloatArray
) -> FloatArray:
    """Return noise that looks like a map's own.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of chance.
    n_fields : int
        How many.
    spread : (32,)
        Standard deviation of every ring.

    Returns
    -------
    (field, ring, angle)
        Neighbours are alike over 1.3 rings and 8°, as resolution and filters leave
        them.
    """
    white = rng.normal(size=(n_fields, N_RINGS, N_ANGLES))
    spectrum = np.fft.rfft(white, axis=2) * _angle_filter()
    around = np.fft.irfft(spectrum, N_ANGLES, axis=2)
    fields: FloatArray = np.einsum("rs,fsa->fra", _ring_filter(), around, optimize=True)
    scaled: FloatArray = fields * spread[:, None]
    return scaled


def _near(ring: int) -> slice:
    half = _RINGS_POOLED // 2
    return slice(max(0, ring - half), ring + half + 1)


def _angle_filter() -> FloatArray:
    """Return (37,): amplitude of every wave, so that the noise has a spread of one."""
    waves = np.arange(N_ANGLES // 2 + 1)
    sigma = np.radians(ALIKE_DEG)
    amplitude = np.exp(-0.5 * (waves * sigma) ** 2)
    twice = np.where((waves == 0) | (waves == N_ANGLES // 2), 1.0, 2.0)
    power = (twice * amplitude**2).sum() / N_ANGLES
    filtered: FloatArray = amplitude / np.sqrt(power)
    return filtered


def _ring_filter() -> FloatArray:
    """Return (32, 32): smoothing from apex to base that keeps a spread of one."""
    rings = np.arange(N_RINGS)
    kernel = np.exp(-0.5 * ((rings[:, None] - rings[None, :]) / ALIKE_RINGS) ** 2)
    steady: FloatArray = kernel / np.sqrt((kernel**2).sum(axis=1, keepdims=True))
    return steady


def _fast_share() -> float:
    """Return which share of the noise's power lies above the waves kept."""
    waves = np.arange(N_ANGLES // 2 + 1)
    twice = np.where((waves == 0) | (waves == N_ANGLES // 2), 1.0, 2.0)
    power = twice * _angle_filter() ** 2
    return float(power[_ORDERS_KEPT:].sum() / power.sum())
