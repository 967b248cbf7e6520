"""Energy windows, and which of them holds the photopeak."""

import re
from typing import Final

from myomap.dicom.header import Header
from myomap.errors import GeometryError, MissingAttributeError
from myomap.records import EnergyWindow

__all__ = ["photopeak_window", "read_energy_windows"]

_PHOTOPEAKS_KEV: Final = {"Tc-99m": (140.5,), "Tl-201": (71.0, 167.4)}
_NAME: Final = re.compile(
    r"(tc|tl|i|ga|in|xe|co)-?\d{2,3}m?(?:[ _-](em|sc|scatter|peak|upper|lower))?"
    r"|em|sc|scatter\d?|photopeak|peak|upper|lower",
    re.IGNORECASE,
)


def read_energy_windows(header: Header, n_windows: int) -> tuple[EnergyWindow, ...]:
    """Return the limits of every energy window.

    Parameters
    ----------
    header : Header
        Of the whole object.
    n_windows : int
        How many the frames are divided into.

    Returns
    -------
    tuple of EnergyWindow
        In the order of the energy window vector. Of a window of several ranges the
        first is given. Only names that are plainly those of windows are kept.

    Raises
    ------
    MissingAttributeError
        If a window's limits are absent.
    GeometryError
        If a window has no width.
    """
    items = header.items("EnergyWindowInformationSequence")
    if len(items) < n_windows:
        raise MissingAttributeError(
            f"EnergyWindowInformationSequence describes {len(items)} of {n_windows} "
            "energy windows. Expected the limits of each: export the study again."
        )
    return tuple(_read_window(item) for item in items[:n_windows])


def _read_window(item: Header) -> EnergyWindow:
    ranges = item.items("EnergyWindowRangeSequence")
    if not ranges:
        raise _missing("EnergyWindowRangeSequence")
    lower = ranges[0].number("EnergyWindowLowerLimit")
    upper = ranges[0].number("EnergyWindowUpperLimit")
    if lower is None or upper is None:
        raise _missing("The limit of an energy window")
    name = item.text("EnergyWindowName")
    return EnergyWindow(
        lower_keV=lower,
        upper_keV=upper,
        name=name if _NAME.fullmatch(name) else "",
    )


def photopeak_window(windows: tuple[EnergyWindow, ...], tracer: str | None) -> int:
    """Return which window holds the photopeak.

    Windows are told apart by their limits, never by their place: stations list the
    scatter window first or last as they like.

    Parameters
    ----------
    windows : tuple of EnergyWindow
        At least one.
    tracer : str or None
        As `find_tracer` names it.

    Returns
    -------
    int
        Index into the windows; of two peaks of thallium the lower one.

    Raises
    ------
    GeometryError
        If not exactly one window fits.
    """
    if len(windows) == 1:
        return 0
    nuclide = tracer[:6] if tracer else None
    peaks = _PHOTOPEAKS_KEV.get(nuclide or "", sum(_PHOTOPEAKS_KEV.values(), ()))
    for peak in peaks:
        fitting = [
            index
            for index, window in enumerate(windows)
            if window.lower_keV <= peak <= window.upper_keV
        ]
        if len(fitting) == 1 and (nuclide or _only_peak(windows, peaks, peak)):
            return fitting[0]
    raise GeometryError(
        f"None or several of the {len(windows)} energy windows hold the photopeak of "
        "the tracer. Expected one: export the photopeak image alone."
    )


def _only_peak(
    windows: tuple[EnergyWindow, ...], peaks: tuple[float, ...], peak: float
) -> bool:
    """Tell whether no other nuclide's peak lies in any window."""
    others = [other for other in peaks if other != peak]
    thallium = _PHOTOPEAKS_KEV["Tl-201"]
    if peak in thallium:
        others = [other for other in others if other not in thallium]
    return not any(
        window.lower_keV <= other <= window.upper_keV
        for window in windows
        for other in others
    )


def _missing(what: str) -> MissingAttributeError:
    return MissingAttributeError(
        f"{what} is missing or empty. Raw projections cannot be reconstructed without "
        "it: export the study again with its full header."
    )
