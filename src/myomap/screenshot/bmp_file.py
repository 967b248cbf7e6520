"""BMP: the header's word on the size, and nothing behind the picture."""

import struct
from typing import Final

from myomap.screenshot.picture_file import (
    BareFile,
    PictureKind,
    damaged,
    require_nothing_after,
    require_size,
)

__all__ = ["BMP_SIGNATURE", "bare_bmp"]

BMP_SIGNATURE: Final = b"BM"
"""The first two bytes of every BMP file."""

_FILE_HEADER: Final = 14
_CORE_HEADER: Final = 12


def bare_bmp(data: bytes) -> BareFile:
    """Return a BMP file whose header was found to be sound.

    Parameters
    ----------
    data : bytes
        The file, with its signature.

    Returns
    -------
    BareFile
        The file itself up to the end that its header gives.

    Raises
    ------
    InputError
        If it is shorter than its header says or goes on after it.
    LimitExceededError
        If it has too many pixels.

    References
    ----------
    .. [1] Microsoft, Bitmap Storage: BITMAPFILEHEADER and BITMAPINFOHEADER.
    """
    if len(data) < _FILE_HEADER + _CORE_HEADER:
        raise damaged(PictureKind.BMP, "it ends inside its header")
    n_bytes, _, first_pixel, header = struct.unpack("<IIII", data[2:18])
    width, height = _size(data, header)
    require_size(PictureKind.BMP, width, height)
    if first_pixel < _FILE_HEADER + _CORE_HEADER or first_pixel >= len(data):
        raise damaged(PictureKind.BMP, "its pixels lie outside of it")
    end = n_bytes or len(data)  # some writers leave the size at 0
    if end > len(data):
        raise damaged(
            PictureKind.BMP, f"{len(data)} of the {end} bytes it announces are there"
        )
    require_nothing_after(PictureKind.BMP, data, end)
    return BareFile(
        kind=PictureKind.BMP, width_px=width, height_px=height, data=data[:end]
    )


def _size(data: bytes, header: int) -> tuple[int, int]:
    """Return width and height; a negative height means rows from the top."""
    if header == _CORE_HEADER:
        width, height = struct.unpack("<HH", data[18:22])
    else:
        width, height = struct.unpack("<ii", data[18:26])
    return int(width), abs(int(height))
