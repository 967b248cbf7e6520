"""Whether what the header says of raw projections can be true."""

from typing import Final

import numpy as np

from myomap.errors import GeometryError
from myomap.records import Caution, Projections

__all__ = [
    "count_cautions",
    "matrix_cautions",
    "require_field_of_view",
    "tracer_cautions",
]

_FIELD_MM: Final = (150.0, 1000.0)
"""A heart with some body around it, and more than any gamma camera is wide."""

FEWEST_COUNTS: Final = 20_000
"""In the median view of the photopeak, whole chest. Simulated patients of usual
activity and time have 140,000 to 370,000: this is the noise of a seventh or less."""

MOST_OBLONG: Final = 4
"""Longer by the shorter side of a view that no gamma camera reaches."""

_THALLIUM: Final = "Tl-201"
_TECHNETIUM_KEV: Final = (130.0, 151.0)


def require_field_of_view(projections: Projections) -> None:
    """Raise `GeometryError` if the views are too narrow or too wide for a camera.

    A pixel size that is wrong by a factor of ten passes every check of the header
    alone, and makes a heart that is a pea or a house.

    Parameters
    ----------
    projections : Projections
        As read from a file.

    Raises
    ------
    GeometryError
        If the columns together are less than 150 mm or more than 1000 mm.
    """
    n_columns = projections.counts.shape[-1]
    column_mm = float(projections.pixel_size_mm[1])
    field_mm = n_columns * column_mm
    if not _FIELD_MM[0] <= field_mm <= _FIELD_MM[1]:
        raise GeometryError(
            f"The pixel size cannot be true: found {n_columns} columns of "
            f"{column_mm:g} mm, a field of view of {field_mm:.0f} mm. Expected "
            f"{_FIELD_MM[0]:.0f} to {_FIELD_MM[1]:.0f} mm, usually 400: correct "
            "PixelSpacing."
        )


def matrix_cautions(projections: Projections) -> tuple[Caution, ...]:
    """Return a caution where the views are not square, which cameras' views are.

    The same pixels laid out in rows of another length are stripes, and pass every
    other check.

    Parameters
    ----------
    projections : Projections
        As read from a file.

    Returns
    -------
    tuple of Caution
        Empty for square views.

    Raises
    ------
    GeometryError
        If one side has four times the pixels of the other, or more.
    """
    n_rows, n_columns = projections.counts.shape[-2:]
    if n_rows == n_columns:
        return ()
    if max(n_rows, n_columns) >= MOST_OBLONG * min(n_rows, n_columns):
        raise GeometryError(
            f"The views cannot be those of a gamma camera: found {n_rows} rows by "
            f"{n_columns} columns, expected as many rows as columns. Correct Rows and "
            "Columns, or export the study again."
        )
    return (
        Caution(
            code="matrix-not-square",
            message=f"The views have {n_rows} rows and {n_columns} columns; those of "
            "gamma cameras are square. Check that they were cropped on purpose, and "
            "look whether they show a chest or stripes.",
        ),
    )


def count_cautions(projections: Projections, photopeak: int) -> tuple[Caution, ...]:
    """Return a caution where so little was counted that noise decides.

    Parameters
    ----------
    projections : Projections
        Of all gates.
    photopeak : int
        Index of the window that is reconstructed.

    Returns
    -------
    tuple of Caution
        Empty from 20,000 counts in the median view on.
    """
    views = projections.counts[:, photopeak].sum(axis=(0, 2, 3), dtype=np.float64)
    counted = views[views > 0]
    middle = float(np.median(counted)) if counted.size else 0.0
    if middle >= FEWEST_COUNTS:
        return ()
    return (
        Caution(
            code="low-counts",
            message=f"The views hold few counts: {middle:.0f} in the median view of "
            f"the photopeak, expected {FEWEST_COUNTS} or more. What the map shows may "
            "be noise.",
        ),
    )


def tracer_cautions(
    tracer: str | None, projections: Projections, photopeak: int
) -> tuple[Caution, ...]:
    """Return a caution where the tracer and the energy window contradict each other.

    Parameters
    ----------
    tracer : str or None
        As the header names it.
    projections : Projections
        With its windows.
    photopeak : int
        Index of the window that is reconstructed.

    Returns
    -------
    tuple of Caution
        Empty when they agree, or nothing is known.
    """
    window = projections.energy_windows[photopeak]
    low, high = _TECHNETIUM_KEV
    is_technetium = window.lower_keV < high and window.upper_keV > low
    if tracer is None or (tracer.startswith(_THALLIUM) != is_technetium):
        return ()
    return (
        Caution(
            code="tracer-contradicts-window",
            message=f"The header names {tracer}, but the photopeak window is "
            f"{window.lower_keV:g} to {window.upper_keV:g} keV. Attenuation and decay "
            "were corrected as for the window; check the tracer.",
        ),
    )
