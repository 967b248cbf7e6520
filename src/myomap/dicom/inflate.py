"""Deflated data sets: opened only after their full size is known."""

import zlib
from typing import Final

from myomap.dicom.limits import MAX_INFLATED_BYTES
from myomap.errors import DicomError, LimitExceededError

__all__ = ["inflate"]

_STEP: Final = 1 << 20
_RAW_DEFLATE: Final = -15


def inflate(deflated: memoryview, limit: int = MAX_INFLATED_BYTES) -> memoryview:
    """Return the inflated bytes, or refuse before they are held in memory.

    Deflate packs up to a thousandfold, so a file of a megabyte can fill a
    gigabyte. A first pass counts and keeps nothing; only what fits is inflated.

    Parameters
    ----------
    deflated : bytes
        A raw deflate stream, possibly with one byte of padding.
    limit : int, bytes
        Largest size that is opened.

    Returns
    -------
    bytes
        The data set.

    Raises
    ------
    LimitExceededError
        If more than `limit` bytes would come out.
    DicomError
        If the stream is damaged or cut.

    References
    ----------
    .. [1] DICOM PS3.5 Annex A.5.

    Examples
    --------
    >>> packed = zlib.compress(b"counts", wbits=-15)
    >>> bytes(inflate(memoryview(packed)))
    b'counts'
    """
    try:
        size = _inflated_size(deflated, limit)
        opener = zlib.decompressobj(_RAW_DEFLATE)
        return memoryview(opener.decompress(deflated, max(size, 1)))
    except zlib.error as error:
        raise DicomError(
            "The deflated data set is damaged and cannot be inflated. Expected a "
            "whole deflate stream: copy or export the file again."
        ) from error


def _inflated_size(deflated: memoryview, limit: int) -> int:
    opener = zlib.decompressobj(_RAW_DEFLATE)
    size = 0
    for start in range(0, len(deflated), _STEP):
        waiting: bytes | memoryview = deflated[start : start + _STEP]
        while not opener.eof:
            produced = len(opener.decompress(waiting, _STEP))
            waiting = opener.unconsumed_tail
            size += produced
            if size > limit:
                raise LimitExceededError(
                    f"The deflated data set is too large: found more than {limit} "
                    "bytes once inflated. Expected a nuclear medicine study below "
                    "that size."
                )
            if not produced and not waiting:
                break
    if not opener.eof:
        raise DicomError(
            "The deflated data set is cut off: found no end of its stream. Expected "
            "a whole deflate stream: copy or export the file again."
        )
    return size
