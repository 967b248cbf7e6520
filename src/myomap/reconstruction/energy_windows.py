"""Which energy window is which: told by their limits, never by their place."""

from dataclasses import dataclass
from typing import Final

from myomap.errors import ConfigError, GeometryError
from myomap.records import EnergyWindow

__all__ = ["WindowRoles", "find_window_roles"]

LARGEST_GAP_KEV: Final = 5.0
"""A scatter window further away than this from the peak tells little of its scatter."""

LARGEST_OVERLAP_KEV: Final = 1.5
"""Limits are rounded, and neighbouring windows may share an edge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowRoles:
    """Indices of the windows; None where there is none.

    Parameters
    ----------
    photopeak : int
        The window to reconstruct.
    lower, upper : int or None
        Scatter windows next to it, below and above.
    """

    photopeak: int
    lower: int | None = None
    upper: int | None = None


def find_window_roles(
    windows: tuple[EnergyWindow, ...], photopeak_keV: float
) -> WindowRoles:
    """Return which window holds the photopeak and which lie beside it.

    Parameters
    ----------
    windows : tuple of EnergyWindow
        In the order of the projections.
    photopeak_keV : float, keV
        Energy of the tracer's photons.

    Returns
    -------
    WindowRoles
        Of several scatter windows on one side, the nearest.

    Raises
    ------
    GeometryError
        If none or several windows hold the photopeak.
    ConfigError
        If the photopeak is no photon energy.

    Examples
    --------
    >>> find_window_roles((EnergyWindow(lower_keV=114, upper_keV=126),
    ...                    EnergyWindow(lower_keV=126, upper_keV=154)), 140.5)
    WindowRoles(photopeak=1, lower=0, upper=None)
    """
    if not 20 < photopeak_keV < 1000:
        raise ConfigError(
            f"photopeak_keV={photopeak_keV:g} makes no sense. Technetium-99m has "
            "140.5, thallium-201 71."
        )
    peaks = [
        index
        for index, window in enumerate(windows)
        if window.lower_keV <= photopeak_keV <= window.upper_keV
    ]
    if len(peaks) != 1:
        found = ", ".join(f"{w.lower_keV:g} to {w.upper_keV:g}" for w in windows)
        raise GeometryError(
            f"{'No' if not peaks else 'More than one'} energy window holds the "
            f"photopeak of {photopeak_keV:g} keV: found {found} keV. Expected one: "
            "the protocols are made for technetium-99m; for another tracer set "
            "photopeak_keV of the protocol in Python."
        )
    peak = windows[peaks[0]]
    below = {
        peak.lower_keV - window.upper_keV: index
        for index, window in enumerate(windows)
        if index != peaks[0] and window.lower_keV < peak.lower_keV
    }
    above = {
        window.lower_keV - peak.upper_keV: index
        for index, window in enumerate(windows)
        if index != peaks[0] and window.upper_keV > peak.upper_keV
    }
    return WindowRoles(photopeak=peaks[0], lower=_nearest(below), upper=_nearest(above))


def _nearest(by_gap_keV: dict[float, int]) -> int | None:
    beside = [
        gap for gap in by_gap_keV if -LARGEST_OVERLAP_KEV <= gap <= LARGEST_GAP_KEV
    ]
    return by_gap_keV[min(beside, key=abs)] if beside else None
