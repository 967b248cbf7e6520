"""Which energy window is which: told by their limits, never by their place."""

from dataclasses import dataclass
from typing import Final

from myomap.errors import ConfigError, GeometryError
from myomap.records import Caution, EnergyWindow

__all__ = ["WindowRoles", "find_window_roles", "width_of", "window_cautions"]

LARGEST_GAP_KEV: Final = 5.0
"""A scatter window further away than this from the peak tells little of its scatter."""

LARGEST_OVERLAP_KEV: Final = 1.5
"""Limits are rounded, and narrow windows of 3 keV are centred on the peak's edges.

What lies farther in the photopeak counts photons that were not scattered.
"""

WIDEST_KEV: Final = 40.0
"""The widest window in use for scatter is 92 to 125 keV."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowRoles:
    """Indices of the windows; None where there is none.

    Parameters
    ----------
    photopeak : int
        The window to reconstruct.
    lower, upper : int or None
        Scatter windows next to it, below and above.
    unusable : tuple of int
        Windows beside the photopeak that are too wide, or reach into it, to tell its
        scatter.
    """

    photopeak: int
    lower: int | None = None
    upper: int | None = None
    unusable: tuple[int, ...] = ()


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
    WindowRoles(photopeak=1, lower=0, upper=None, unusable=())
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
    gaps = {
        index: _gap_to(window, peak)
        for index, window in enumerate(windows)
        if index != peaks[0]
    }
    near = [index for index, gap in gaps.items() if gap <= LARGEST_GAP_KEV]
    usable = [
        index
        for index in near
        if gaps[index] >= -LARGEST_OVERLAP_KEV
        and width_of(windows[index]) <= WIDEST_KEV
    ]
    below = [i for i in usable if windows[i].lower_keV < peak.lower_keV]
    return WindowRoles(
        photopeak=peaks[0],
        lower=min(below, key=lambda i: abs(gaps[i]), default=None),
        upper=min(set(usable) - set(below), key=lambda i: abs(gaps[i]), default=None),
        unusable=tuple(index for index in near if index not in usable),
    )


def width_of(window: EnergyWindow) -> float:
    """Return the width of a window.

    Parameters
    ----------
    window : EnergyWindow
        With its limits.

    Returns
    -------
    float, keV
        Above 0.
    """
    return window.upper_keV - window.lower_keV


def _gap_to(window: EnergyWindow, peak: EnergyWindow) -> float:
    """Return how far a window lies from the photopeak; below 0 where it reaches in."""
    return max(peak.lower_keV - window.upper_keV, window.lower_keV - peak.upper_keV)


def window_cautions(
    windows: tuple[EnergyWindow, ...], roles: WindowRoles
) -> tuple[Caution, ...]:
    """Return a caution for each window that could not be used for scatter.

    Parameters
    ----------
    windows : tuple of EnergyWindow
        In the order of the projections.
    roles : WindowRoles
        As found.

    Returns
    -------
    tuple of Caution
        Empty where all beside the photopeak can be used.
    """
    peak = windows[roles.photopeak]
    return tuple(
        Caution(
            code="scatter-window-unusable",
            message=f"The window of {windows[index].lower_keV:g} to "
            f"{windows[index].upper_keV:g} keV was not used for scatter: expected at "
            f"most {WIDEST_KEV:g} keV, outside the photopeak of {peak.lower_keV:g} to "
            f"{peak.upper_keV:g} keV. Check the limits in the header.",
        )
        for index in roles.unusable
    )
