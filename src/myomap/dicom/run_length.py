"""Run-length coded frames, decoded without ever growing past their size."""

import struct
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from myomap.errors import DicomError

__all__ = ["decode_run_length"]

_HEADER_BYTES = 64


def decode_run_length(
    fragments: Sequence[memoryview], n_pixels: int, n_bytes: int
) -> NDArray[np.uint8]:
    """Return the bytes of every frame in little-endian order.

    Each frame is one fragment; each byte of a pixel is a segment of its own, the
    most significant first.

    Parameters
    ----------
    fragments : sequence of bytes
        One for each frame.
    n_pixels : int
        Pixels of a frame.
    n_bytes : int
        Bytes of a pixel.

    Returns
    -------
    (frame, pixel, byte), uint8
        The least significant byte first.

    Raises
    ------
    DicomError
        If a frame does not decode to exactly its size.

    References
    ----------
    .. [1] DICOM PS3.5 Annex G.
    """
    frames = np.empty((len(fragments), n_pixels, n_bytes), dtype=np.uint8)
    for i_frame, fragment in enumerate(fragments):
        for i_segment, segment in enumerate(_segments(fragment, n_bytes)):
            plane = _unpack_bits(segment, n_pixels)
            frames[i_frame, :, n_bytes - 1 - i_segment] = np.frombuffer(plane, np.uint8)
    return frames


def _segments(fragment: memoryview, n_bytes: int) -> list[memoryview]:
    if len(fragment) < _HEADER_BYTES:
        raise _damaged("a frame is shorter than its header")
    count, *offsets = struct.unpack_from("<16L", fragment)
    if count != n_bytes:
        raise _damaged(f"a frame has {count} byte planes instead of {n_bytes}")
    edges = [*offsets[:count], len(fragment)]
    if edges[0] != _HEADER_BYTES or any(
        after <= before for before, after in pairwise(edges)
    ):
        raise _damaged("the byte planes of a frame overlap or are empty")
    return [fragment[before:after] for before, after in pairwise(edges)]


def _unpack_bits(segment: memoryview, size: int) -> bytearray:
    plane = bytearray()
    position = 0
    while len(plane) < size and position < len(segment):
        control = segment[position]
        position += 1
        if control < 128:
            run = bytes(segment[position : position + control + 1])
            if len(run) != control + 1:
                raise _damaged("a run is cut off")
            position += control + 1
        elif control > 128:
            run = bytes(segment[position : position + 1]) * (257 - control)
            position += 1
        else:
            continue
        plane += run
    if len(plane) != size:
        raise _damaged(f"a byte plane has {len(plane)} bytes instead of {size}")
    return plane


def _damaged(what: str) -> DicomError:
    return DicomError(
        f"The run-length coded pixels are damaged: {what}. Copy or export the file "
        "again."
    )
