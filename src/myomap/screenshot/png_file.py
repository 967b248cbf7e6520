"""PNG: the chunks that make the picture, without all others."""

import struct
import zlib
from typing import Final

from myomap.errors import InputError
from myomap.screenshot.picture_file import (
    BareFile,
    PictureKind,
    damaged,
    require_nothing_after,
    require_size,
)

__all__ = ["PNG_SIGNATURE", "bare_png"]

PNG_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
"""The first eight bytes of every PNG file."""

# Colours, transparency and the camera's way up; everything else can carry words.
_KEPT: Final = (b"IHDR", b"PLTE", b"tRNS", b"eXIf", b"IDAT", b"IEND")
_ANIMATION: Final = (b"acTL", b"fcTL", b"fdAT")


def bare_png(data: bytes) -> BareFile:
    """Return a PNG file with its picture alone.

    Parameters
    ----------
    data : bytes
        The file, with its signature.

    Returns
    -------
    BareFile
        Without text, time, profile or unknown chunks.

    Raises
    ------
    InputError
        If chunks are damaged, missing or follow the end, or the picture is animated.
    LimitExceededError
        If it has too many pixels.

    References
    ----------
    .. [1] W3C, Portable Network Graphics (PNG) Specification, third edition, 5.3.
    """
    kept = [PNG_SIGNATURE]
    place, name = len(PNG_SIGNATURE), b""
    names: set[bytes] = set()
    size = (0, 0)
    while name != b"IEND":
        name, body = _chunk(data, place)
        if not names:
            size = _size(name, body)
            require_size(PictureKind.PNG, *size)
        if name in _ANIMATION:
            raise InputError(
                "The PNG picture is animated. Expected one still picture, since no "
                "frame can be chosen for you: export the frame to be read."
            )
        if name in _KEPT:
            kept.append(data[place : place + 12 + len(body)])
        names.add(name)
        place += 12 + len(body)
    if b"IDAT" not in names:
        raise damaged(PictureKind.PNG, "it holds no pixels")
    require_nothing_after(PictureKind.PNG, data, place)
    return BareFile(
        kind=PictureKind.PNG,
        width_px=size[0],
        height_px=size[1],
        data=b"".join(kept),
    )


def _chunk(data: bytes, place: int) -> tuple[bytes, bytes]:
    """Return name and body of the chunk at a place."""
    head = data[place : place + 8]
    if len(head) < 8:
        raise damaged(PictureKind.PNG, "it ends before its end mark")
    length, name = struct.unpack(">I4s", head)
    body = data[place + 8 : place + 8 + length]
    check = data[place + 8 + length : place + 12 + length]
    if len(check) < 4:
        raise damaged(PictureKind.PNG, "it ends inside a chunk")
    if zlib.crc32(name + body) != int.from_bytes(check, "big"):
        raise damaged(PictureKind.PNG, "a checksum does not fit")
    return name, body


def _size(name: bytes, body: bytes) -> tuple[int, int]:
    if name != b"IHDR" or len(body) != 13:
        raise damaged(PictureKind.PNG, "it does not start with its header")
    width, height = struct.unpack(">II", body[:8])
    return int(width), int(height)
