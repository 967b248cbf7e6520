"""What the figures of a map could as well have been: it is drawn again, many times."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from myomap.errors import ConfigError
from myomap.geometry import FloatArray
from myomap.polarmap import segment_weights, segments_17
from myomap.quantification.deficit import (
    FULL_SCORE,
    lower_limit,
    sample_scores,
    weighted_percent,
)
from myomap.quantification.noise import estimate_noise, noise_fields
from myomap.quantification.quantify import QuantifyOptions
from myomap.quantification.scaling import scale_factors
from myomap.quantification.state_figures import StateFigures
from myomap.records import N_ANGLES, N_RINGS, PolarMap, State

__all__ = ["ResamplingOptions", "StateDraws", "resample_map"]

_WAVES: Final = 4
_FADING: Final = 1.25
"""How healthy hearts differ: amplitude over wave number to this power, as simulated
hearts that neither made the limits nor are in the benchmark have it, roughly."""

_COMMON_STREAM: Final = 0
_STREAM: Final = {State.STRESS: 1, State.REST: 2}
"""Of chance: what is the heart's, and what belongs to each state alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResamplingOptions:
    """What is varied, and how far. The widths of contours are proposals.

    Parameters
    ----------
    n_draws : int
        How often the map is drawn again.
    seed : int
        Of the heart: the same seed gives the same intervals, and stress and rest of
        one heart share a part of what is its own.
    base_rings : float
        Standard deviation of where the valve plane lies.
    apex_rings : float
        The same of the apex.
    turn_deg : float, degrees
        The same of the turn about the long axis.
    own_normal_share : float, 0 to 1
        How much of the normals' spread is taken for a smooth difference between this
        heart's healthy map and the normals' mean; 0 asks only how far the same heart,
        imaged again, would differ.
    shared_share : float, 0 to 1
        How much of that difference stress and rest have in common, as a share of its
        variance; a half is what simulated hearts have.

    Raises
    ------
    ConfigError
        If a value makes no sense.
    """

    n_draws: int = 100
    seed: int = 0
    base_rings: float = 0.6
    apex_rings: float = 0.4
    turn_deg: float = 3.0
    own_normal_share: float = 1.0
    shared_share: float = 0.5

    def __post_init__(self) -> None:
        for name, least, most in (
            ("n_draws", 20, 10_000),
            ("seed", 0, 2**63 - 1),
            ("base_rings", 0.0, 4.0),
            ("apex_rings", 0.0, 4.0),
            ("turn_deg", 0.0, 30.0),
            ("own_normal_share", 0.0, 1.0),
            ("shared_share", 0.0, 1.0),
        ):
            value = getattr(self, name)
            if not least <= value <= most:
                raise ConfigError(
                    f"{name} makes no sense: found {value:g}, expected {least:g} to "
                    f"{most:g}."
                )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StateDraws:
    """Figures of one map drawn again.

    Parameters
    ----------
    tpd_percent, extent_percent : (draw,), percent
        As in `StateFigures`.
    mean_scores : (draw, 17), 0 to 4
        Mean score of every segment; NaN without data.
    """

    tpd_percent: FloatArray
    extent_percent: FloatArray
    mean_scores: FloatArray


def resample_map(
    polar_map: PolarMap,
    figures: StateFigures,
    options: ResamplingOptions | None = None,
    *,
    noise: FloatArray | None = None,
    quantify: QuantifyOptions | None = None,
) -> StateDraws:
    """Return figures of a map with other noise, other contours, another normal.

    Parameters
    ----------
    polar_map : PolarMap
        The map.
    figures : StateFigures
        Of it; says which limits were used.
    options : ResamplingOptions, optional
        What is varied.
    noise : (32,), standard deviation over uptake, optional
        Of every ring, where projections told it; else the map tells it
        (`estimate_noise`).
    quantify : QuantifyOptions, optional
        As the figures were made.

    Returns
    -------
    StateDraws
        The same for the same map and options.

    Notes
    -----
    Contours move as a whole: apex, valve plane, turn.
    """
    options, quantify = options or ResamplingOptions(), quantify or QuantifyOptions()
    limits = figures.chosen.limits
    rng = np.random.default_rng([options.seed, _STREAM[figures.state]])
    mean = limits.mean_percent.astype(np.float64)
    lower = lower_limit(limits, quantify.deficit)
    noise = estimate_noise(polar_map) if noise is None else noise
    drawn = _moved(rng, polar_map.uptake_percent.astype(np.float64), options)
    drawn *= 1.0 + noise_fields(rng, options.n_draws, noise)
    spread = limits.spread_percent / mean
    between = np.sqrt(np.maximum(spread**2 - noise[:, None] ** 2, 0.0))
    drawn *= 1.0 + options.own_normal_share * between * _own_normals(rng, options)
    drawn = np.maximum(drawn, 0.0)
    weight = polar_map.area_cm2.astype(np.float64) * polar_map.valid
    deviation = limits.deviation_percent.astype(np.float64)
    scaled = drawn * scale_factors(drawn, weight, mean, deviation)[:, None, None]
    scores = sample_scores(scaled, mean, lower, quantify.deficit.full_drop)
    return StateDraws(
        tpd_percent=weighted_percent(scores / FULL_SCORE, weight),
        extent_percent=weighted_percent((scaled < lower).astype(np.float64), weight),
        mean_scores=_segment_means(scores, weight, figures),
    )


def _moved(
    rng: np.random.Generator, uptake: FloatArray, options: ResamplingOptions
) -> FloatArray:
    """Return (draw, ring, angle): the map as other contours would have sampled it."""
    n_draws = options.n_draws
    apex, base, turn = rng.normal(size=(3, n_draws))
    share = np.linspace(0.0, 1.0, N_RINGS)
    shift = (
        options.apex_rings * apex[:, None] * (1.0 - share)
        + options.base_rings * base[:, None] * share
    )
    place = np.clip(np.arange(N_RINGS) + shift, 0.0, N_RINGS - 1.0)
    low = np.minimum(place.astype(int), N_RINGS - 2)
    part = (place - low)[:, :, None]
    along = (1.0 - part) * uptake[low] + part * uptake[low + 1]
    waves = np.arange(N_ANGLES // 2 + 1)
    turned = np.exp(-1j * np.radians(options.turn_deg) * turn[:, None] * waves)
    spectrum = np.fft.rfft(along, axis=2) * turned[:, None, :]
    moved: FloatArray = np.fft.irfft(spectrum, N_ANGLES, axis=2)
    return moved


def _own_normals(rng: np.random.Generator, options: ResamplingOptions) -> FloatArray:
    """Return (draw, ring, angle): how other hearts' normals would differ, spread 1."""
    of_heart = np.random.default_rng([options.seed, _COMMON_STREAM])
    shared = _smooth_fields(of_heart, options.n_draws)
    own = _smooth_fields(rng, options.n_draws)
    share = options.shared_share
    mixed: FloatArray = np.sqrt(share) * shared + np.sqrt(1.0 - share) * own
    return mixed


def _smooth_fields(rng: np.random.Generator, n_fields: int) -> FloatArray:
    """Return (field, ring, angle): slow random patterns with a spread of one."""
    flat = _patterns()
    amplitude = rng.normal(size=(n_fields, len(flat)))
    fields: FloatArray = (amplitude @ flat).reshape(n_fields, N_RINGS, N_ANGLES)
    return fields


@lru_cache(maxsize=1)
def _patterns() -> FloatArray:
    """Return (pattern, sample): waves that fade with their number, spread 1 in all."""
    angle = np.radians(np.arange(N_ANGLES) * 360.0 / N_ANGLES)
    ring = (np.arange(N_RINGS) + 0.5) / N_RINGS
    found = []
    for along in range(_WAVES + 1):
        for around in range(_WAVES + 1):
            if along == around == 0:
                # A scale is no difference: it is taken out of every map.
                continue
            fades = float(np.hypot(along, around)) ** -_FADING
            meridian = np.cos(np.pi * along * ring)[:, None]
            if along == 0:
                meridian = meridian / np.sqrt(2)
            turns = [np.cos(around * angle), np.sin(around * angle)]
            if around == 0:
                turns = [np.ones(N_ANGLES) / np.sqrt(2)]
            found += [fades * meridian * turn for turn in turns]
    flat = np.stack(found).reshape(len(found), -1)
    steady: FloatArray = flat / np.sqrt((flat**2).sum(axis=0))
    return steady


def _segment_means(
    scores: FloatArray, weight: FloatArray, figures: StateFigures
) -> FloatArray:
    parts = segment_weights(segments_17()) * weight
    total = parts.sum(axis=(1, 2))
    shares = parts.reshape(len(parts), -1) / np.where(total > 0, total, 1.0)[:, None]
    means: FloatArray = scores.reshape(len(scores), -1) @ shares.T
    unknown = [segment.score is None for segment in figures.segments]
    means[:, unknown] = np.nan
    return means
