"""Numbers that stand for colours: the palette of a captured screen."""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from myomap.dicom.header import Header
from myomap.errors import DicomError, MissingAttributeError
from myomap.records import PictureArray

__all__ = ["apply_palette"]

_CHANNELS: Final = ("Red", "Green", "Blue")
_MOST_ENTRIES: Final = 65_536


def apply_palette(header: Header, indices: NDArray[np.integer[Any]]) -> PictureArray:
    """Return the colours of indices into the palette of a header.

    Parameters
    ----------
    header : Header
        Of the whole object.
    indices : any shape, int
        Stored values. Below the first that is mapped they take the first colour,
        beyond the last one the last.

    Returns
    -------
    (..., 3), uint8
        Red, green and blue; entries of 16 bits are cut to their upper eight.

    Raises
    ------
    MissingAttributeError
        If a table or its descriptor is absent.
    DicomError
        If a table is shorter or longer than its descriptor says.

    References
    ----------
    .. [1] DICOM PS3.3 C.7.6.3.1.5 and C.7.6.3.1.6.
    """
    colors = np.empty((*indices.shape, 3), np.uint8)
    for channel, name in enumerate(_CHANNELS):
        n_entries, first, bits = _descriptor(header, name)
        table = _entries(header, name, n_entries, bits)
        place = np.clip(indices.astype(np.int64) - first, 0, n_entries - 1)
        colors[..., channel] = table[place]
    return colors


def _descriptor(header: Header, name: str) -> tuple[int, int, int]:
    keyword = f"{name}PaletteColorLookupTableDescriptor"
    values = header.integers(keyword)
    if not values:
        raise MissingAttributeError(
            f"{keyword} is missing or empty. The colours of a palette picture cannot "
            "be known without it: export the screen again."
        )
    if len(values) != 3 or values[2] not in (8, 16):
        raise DicomError(
            f"{keyword} is impossible: found {len(values)} values. Expected number of "
            "entries, first value, and 8 or 16 bits."
        )
    # 65536 does not fit into the two bytes of a value and is written as 0.
    return values[0] or _MOST_ENTRIES, values[1], values[2]


def _entries(header: Header, name: str, n_entries: int, bits: int) -> NDArray[np.uint8]:
    """Return the table's entries as eight bits.

    Entries of eight bits may be packed two a word, or take a word each; tables that
    are declared as 16 bits and filled with eight are common.
    """
    keyword = f"{name}PaletteColorLookupTableData"
    element = header.element(keyword)
    if element is None:
        raise MissingAttributeError(
            f"{keyword} is missing or empty. The colours of a palette picture cannot "
            "be known without it: export the screen again without a segmented palette."
        )
    size = len(element.value)
    if bits == 8 and size == n_entries + n_entries % 2:
        packed = np.frombuffer(element.value, np.uint8)
        if not element.little_endian:
            packed = packed.reshape(-1, 2)[:, ::-1].reshape(-1)
        return packed[:n_entries]
    if size != 2 * n_entries:
        raise DicomError(
            f"{keyword} does not fit its descriptor: found {size} bytes for "
            f"{n_entries} entries of {bits} bits. Export the screen again."
        )
    words = np.frombuffer(element.value, "<u2" if element.little_endian else ">u2")
    is_wide = bits == 16 and int(words.max()) > 255
    return (words >> 8 if is_wide else words & 0xFF).astype(np.uint8)
