"""The well-known colour palettes of the DICOM standard."""

import numpy as np

from myomap.colortable.table import ColorTable

__all__ = ["DICOM_PALETTES", "dicom_table"]

DICOM_PALETTES = {
    "hot-iron": ("Hot Iron", 1, None),
    "pet": ("PET", 2, None),
    "hot-metal-blue": ("Hot Metal Blue", 3, None),
    "pet-20-step": ("PET 20 Step", 4, 20),
    "spring": ("Spring", 5, None),
    "summer": ("Summer", 6, None),
    "fall": ("Fall", 7, None),
    "winter": ("Winter", 8, None),
}
"""Title, last component of the palette's UID, and number of steps, by name."""


def dicom_table(name: str) -> ColorTable:
    """Return one of the standard's palettes.

    The colours are those of the palette objects that pydicom carries.

    Parameters
    ----------
    name : str
        A key of `DICOM_PALETTES`.

    Returns
    -------
    ColorTable
        All 256 colours as the standard gives them.

    References
    ----------
    .. [1] DICOM PS3.6, annex B: Well-known Color Palettes.
    """
    from pydicom.pixels.processing import apply_color_lut

    title, number, n_steps = DICOM_PALETTES[name]
    # By UID and not by keyword: pydicom 3.0 has its keywords FALL and WINTER swapped.
    uid = f"1.2.840.10008.1.5.{number}"
    rgb = apply_color_lut(np.arange(256, dtype=np.uint8), palette=uid)
    return ColorTable(
        name=name, title=title, rgb=rgb, n_steps=n_steps, source="DICOM PS3.6"
    )
