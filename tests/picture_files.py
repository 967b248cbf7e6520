"""Picture files built byte by byte, sound and hostile, for the tests of decoding."""

import io
import struct
import zlib
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from myomap.records import PictureArray

__all__ = ["colored_corners", "encoded", "png_chunk", "png_of", "with_png_chunk"]

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def colored_corners(height: int = 48, width: int = 64) -> PictureArray:
    """Return a picture whose quarters are red, green, blue and grey.

    Red is in the top left, green in the top right, blue in the bottom left.
    """
    rgb = np.full((height, width, 3), 90, np.uint8)
    rgb[: height // 2, : width // 2] = (200, 0, 0)
    rgb[: height // 2, width // 2 :] = (0, 200, 0)
    rgb[height // 2 :, : width // 2] = (0, 0, 200)
    return rgb


def encoded(
    pixels: NDArray[np.uint8], kind: str, *, mode: str | None = None, **options: Any
) -> bytes:
    """Return a file of the kind, after turning the pixels into Pillow's mode."""
    image = Image.fromarray(pixels)
    if mode is not None:
        image = image.convert(mode)
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def png_chunk(name: bytes, body: bytes) -> bytes:
    """Return one chunk with its length and checksum."""
    return (
        struct.pack(">I", len(body))
        + name
        + body
        + struct.pack(">I", zlib.crc32(name + body))
    )


def png_of(width: int, height: int, bits: int, color_type: int, rows: bytes) -> bytes:
    """Return a PNG of raw rows, each starting with its filter byte."""
    header = struct.pack(">IIBBBBB", width, height, bits, color_type, 0, 0, 0)
    return (
        SIGNATURE
        + png_chunk(b"IHDR", header)
        + png_chunk(b"IDAT", zlib.compress(rows))
        + png_chunk(b"IEND", b"")
    )


def with_png_chunk(data: bytes, chunk: bytes) -> bytes:
    """Return a PNG with one more chunk behind its header."""
    after_header = 8 + 25
    return data[:after_header] + chunk + data[after_header:]
