"""JPEG: the segments that make the picture, without all others."""

import struct
from collections.abc import Iterator
from typing import Final

from myomap.errors import LimitExceededError
from myomap.screenshot.picture_file import (
    BareFile,
    PictureKind,
    damaged,
    require_nothing_after,
    require_size,
)

__all__ = ["JPEG_SIGNATURE", "MAX_SCANS", "bare_jpeg"]

JPEG_SIGNATURE: Final = b"\xff\xd8\xff"
"""The first three bytes of every JPEG file."""

MAX_SCANS: Final = 100
"""Passes over the picture; each costs time whatever the file's size."""

_SOI, _EOI, _SOS, _COM = 0xD8, 0xD9, 0xDA, 0xFE
_APP0, _APP1, _APP14, _APP15 = 0xE0, 0xE1, 0xEE, 0xEF
# Frame headers; C4, C8 and CC are tables and a reserved code.
_SOF: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_STANDALONE: Final = frozenset({0x01, *range(0xD0, 0xD8)})


def bare_jpeg(data: bytes) -> BareFile:
    """Return a JPEG file with its picture alone.

    Parameters
    ----------
    data : bytes
        The file, with its signature.

    Returns
    -------
    BareFile
        Without comments, thumbnails, profiles and attached pictures. The camera's
        way up and Adobe's note on the colours stay.

    Raises
    ------
    InputError
        If segments are damaged, missing or follow the end.
    LimitExceededError
        If it has too many pixels or passes.

    References
    ----------
    .. [1] ITU-T T.81 (1992), annex B.
    """
    kept, size, n_scans, end = [data[:2]], None, 0, 2
    for code, start, end in _segments(data):
        if code in _SOF and size is None:
            size = _size(data[start:end])
            require_size(PictureKind.JPEG, *size)
        n_scans += code == _SOS
        if n_scans > MAX_SCANS:
            raise LimitExceededError(
                f"The JPEG picture is coded in more than {MAX_SCANS} passes. Expected "
                "at most that many: export it again."
            )
        if _is_picture(code, data[start + 4 : start + 10]):
            kept.append(data[start:end])
    if size is None or n_scans == 0:
        raise damaged(PictureKind.JPEG, "it holds no pixels")
    require_nothing_after(PictureKind.JPEG, data, end)
    return BareFile(
        kind=PictureKind.JPEG,
        width_px=size[0],
        height_px=size[1],
        data=b"".join(kept),
    )


def _segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield code, start and end of every segment; a scan's includes its data."""
    place = 2
    while True:
        if len(data) < place + 2 or data[place] != 0xFF:
            raise damaged(PictureKind.JPEG, "it ends before its end mark")
        code = data[place + 1]
        if code == 0xFF:  # fill bytes may precede a marker
            place += 1
            continue
        end = place + 2
        if code not in _STANDALONE and code != _EOI:
            end = _after_segment(data, place)
        if code == _SOS:
            end = _after_scan(data, end)
        yield code, place, end
        if code == _EOI:
            return
        place = end


def _after_segment(data: bytes, place: int) -> int:
    length = int.from_bytes(data[place + 2 : place + 4], "big")
    if length < 2 or len(data) < place + 2 + length:
        raise damaged(PictureKind.JPEG, "it ends inside a segment")
    return place + 2 + length


def _after_scan(data: bytes, place: int) -> int:
    """Return where the coded data ends: at the next marker that is no restart."""
    while True:
        place = data.find(b"\xff", place)
        if place < 0 or place + 1 >= len(data):
            raise damaged(PictureKind.JPEG, "it ends inside its pixels")
        code = data[place + 1]
        if code not in (0x00, 0xFF) and not 0xD0 <= code <= 0xD7:
            return place
        place += 1 if code == 0xFF else 2


def _is_picture(code: int, words: bytes) -> bool:
    """Whether a segment is needed to decode the picture the right way up."""
    if code == _COM:
        return False
    if _APP0 <= code <= _APP15:
        return (
            (code == _APP0 and words.startswith(b"JFIF\0"))
            or (code == _APP1 and words.startswith(b"Exif\0\0"))
            or (code == _APP14 and words.startswith(b"Adobe"))
        )
    return True


def _size(segment: bytes) -> tuple[int, int]:
    if len(segment) < 9:
        raise damaged(PictureKind.JPEG, "its header is too short")
    height, width = struct.unpack(">HH", segment[5:9])
    return int(width), int(height)
