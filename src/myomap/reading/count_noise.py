"""How noisy a map is, told by its own projections: they are thinned and read again.

Counts are dealt to two halves at random, which are then Poisson noise of half the
counts each, independent of each other. Both halves go the whole way by the same
protocol with the same contours; half their difference is noise as the map itself has.
"""

from dataclasses import replace
from typing import Final

import numpy as np

from myomap.errors import MyomapError
from myomap.geometry import FloatArray
from myomap.polarmap import sample_polar_map
from myomap.quantification import pooled_by_ring
from myomap.reading.beat import ungated
from myomap.reading.journey import Reading, StateReading
from myomap.reconstruction import ReconstructionOptions, reconstruct_input
from myomap.records import PolarMap, Projections, State, Volume

__all__ = ["noise_from_counts", "thinned"]

_MOST_NOISE: Final = 0.5
_LEAST_UPTAKE: Final = 0.1
_SEED: Final = 1
_INTEGER_TOLERANCE: Final = 1e-3


def noise_from_counts(reading: Reading, state: State) -> FloatArray | None:
    """Return the noise of a state's map from its projections.

    Parameters
    ----------
    reading : Reading
        The state was read.
    state : State
        Which one.

    Returns
    -------
    (32,), standard deviation over uptake, or None
        Of every ring, pooled over five. None where there are no projections, their
        pixels are not counts, or a half cannot be reconstructed: the map tells its
        own noise then.
    """
    found = reading.states[state]
    source, made = found.source, found.reconstructed
    if made is None or found.ventricle is None:
        return None
    if not isinstance(source.data, Projections) or not _are_counts(source.data):
        return None
    options = replace(
        reading.options.protocol, detects_motion=False, corrects_motion=False
    )
    try:
        halves = [
            _map_of_half(reading, found, half, options)
            for half in thinned(source.data, seed=_SEED)
        ]
    except MyomapError:
        return None
    return _noise_of_halves(halves[0], halves[1])


def thinned(projections: Projections, *, seed: int) -> tuple[Projections, Projections]:
    """Return two halves of projections that add up to them.

    Parameters
    ----------
    projections : Projections
        Whole counts.
    seed : int
        The same seed deals the same way.

    Returns
    -------
    tuple of two Projections
        Every count went to one of them by the toss of a coin.
    """
    whole = np.rint(projections.counts).astype(np.int64)
    first = np.random.default_rng(seed).binomial(whole, 0.5)
    one, other = (
        replace(projections, counts=part.astype(np.float32))
        for part in (first, whole - first)
    )
    return one, other


def _are_counts(projections: Projections) -> bool:
    counts = projections.counts
    return bool(np.abs(counts - np.rint(counts)).max() < _INTEGER_TOLERANCE)


def _map_of_half(
    reading: Reading,
    found: StateReading,
    half: Projections,
    options: ReconstructionOptions,
) -> PolarMap:
    made = reconstruct_input(
        reading.study,
        replace(found.source, data=ungated(half)),
        options,
        any_frame=reading.options.any_frame,
    )
    volume, ventricle = made.volume_input.data, found.ventricle
    if not isinstance(volume, Volume) or ventricle is None:
        raise TypeError("a volume with a ventricle was expected")
    return sample_polar_map(volume, ventricle, reading.options.sampling)


def _noise_of_halves(one: PolarMap, other: PolarMap) -> FloatArray:
    known = one.valid & other.valid
    mean = np.where(known, (one.uptake_percent + other.uptake_percent) / 2, 1.0)
    mean = np.maximum(mean, 100.0 * _LEAST_UPTAKE)
    # The difference of two halves has four times the variance of the whole.
    away = (one.uptake_percent - other.uptake_percent) / (2.0 * mean)
    return np.minimum(pooled_by_ring(away.astype(np.float64), known), _MOST_NOISE)
