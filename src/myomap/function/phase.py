"""When each part of the wall contracts: the phase of its first harmonic."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from myomap.geometry import FloatArray

__all__ = ["PhaseFigures", "phase_figures"]

_BIN_DEG: Final = 6.0
_HELD: Final = 0.95


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PhaseFigures:
    """How together the wall contracts.

    Parameters
    ----------
    phase_deg : (latitude, angle), degrees, 0 to 360
        Where in the cycle each sample is brightest, by its first harmonic.
    bandwidth_deg : float, degrees
        The narrowest range that holds 95 % of the wall's area.
    spread_deg : float, degrees
        Standard deviation about the circular mean.
    entropy : float, 0 to 1
        Of the histogram in bins of 6°, over that of an even one.
    histogram : (60,), shares of the wall's area
        In these bins; the first begins half a turn before the circular mean.
    mean_deg : float, degrees, 0 to 360
        The circular mean.
    """

    phase_deg: FloatArray
    bandwidth_deg: float
    spread_deg: float
    entropy: float
    histogram: FloatArray
    mean_deg: float


def phase_figures(brightness: FloatArray, weight: FloatArray) -> PhaseFigures:
    """Return phases and their spread.

    Parameters
    ----------
    brightness : (gate, latitude, angle)
        A thicker wall is brighter: blur makes brightness follow thickness.
    weight : (latitude, angle)
        Wall area; 0 for what takes no part.

    Returns
    -------
    PhaseFigures
        Of the first harmonic of the beat.

    References
    ----------
    .. [1] Chen J et al. J Nucl Cardiol 2005;12:687: phase analysis of gated SPECT.

    Examples
    --------
    >>> time = np.arange(8) * np.pi / 4
    >>> together = np.cos(time - 2)[:, None, None] * np.ones((8, 4, 6))
    >>> found = phase_figures(2 + together, np.ones((4, 6)))
    >>> round(found.spread_deg, 6), round(found.entropy, 6)
    (0.0, 0.0)
    """
    first = np.fft.rfft(brightness, axis=0)[1]
    phase_deg = np.degrees(-np.angle(first)) % 360.0
    share = (weight / weight.sum()).ravel()
    flat = phase_deg.ravel()
    mean_deg = np.degrees(np.angle((share * np.exp(1j * np.radians(flat))).sum()))
    away = (flat - mean_deg + 180.0) % 360.0 - 180.0
    number = ((away + 180.0) // _BIN_DEG).astype(int)
    n_bins = round(360.0 / _BIN_DEG)
    bins = np.asarray(
        np.bincount(number, weights=share, minlength=n_bins), dtype=np.float64
    )
    filled = bins[bins > 0]
    entropy = float(-(filled * np.log(filled)).sum() / np.log(360.0 / _BIN_DEG))
    return PhaseFigures(
        phase_deg=phase_deg,
        bandwidth_deg=_narrowest(away, share),
        spread_deg=float(np.sqrt((share * away**2).sum())),
        entropy=abs(entropy),
        histogram=bins,
        mean_deg=float(mean_deg % 360.0),
    )


def _narrowest(away: FloatArray, share: FloatArray) -> float:
    """Return the narrowest range that holds enough of the area."""
    order = np.argsort(away)
    place, held = away[order], np.cumsum(share[order])
    before = held - share[order]
    ends = np.searchsorted(held, before + _HELD - 1e-9)
    fits = ends < len(place)
    return float((place[ends[fits]] - place[fits]).min())
