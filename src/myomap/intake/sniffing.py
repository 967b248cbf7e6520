"""First bytes in, kind of file out. Names and extensions are never asked."""

import zlib
from collections.abc import Callable
from enum import Enum

__all__ = ["HEAD_BYTES", "FileKind", "sniff"]

HEAD_BYTES = 4096
"""How much of a file `sniff` wants to see."""

_GZIP = b"\x1f\x8b\x08"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"BM")
_NIFTI_1 = (b"n+1\0", b"ni1\0")
_NIFTI_2 = (b"n+2\0\r\n\x1a\n", b"ni2\0\r\n\x1a\n")
_CLASS_TAG = b"\x02\x00\x02\x00UI"
_DIRECTORY_CLASS = b"1.2.840.10008.1.3.10"
_FIRST_GROUPS = (b"\x02\x00", b"\x08\x00")


class FileKind(Enum):
    """What the first bytes of a file say it is."""

    DICOM = "DICOM"
    DICOMDIR = "DICOMDIR"
    NIFTI = "NIfTI"
    NIFTI_GZIP = "compressed NIfTI"
    NPY = "NumPy array"
    ZIP = "zip archive"
    PICTURE = "picture"
    EMPTY = "empty file"
    UNKNOWN = "unknown"


def sniff(head: bytes) -> FileKind:
    r"""Return what a file is, from its first bytes alone.

    Parameters
    ----------
    head : bytes
        The first `HEAD_BYTES`, or all of a shorter file.

    Returns
    -------
    FileKind
        `UNKNOWN` for everything that is not read here.

    Examples
    --------
    >>> sniff(b"\x93NUMPY\x01\x00").value
    'NumPy array'
    >>> sniff(b"Dear colleague").value
    'unknown'
    """
    return next((kind for kind, fits in _TESTS if fits(head)), FileKind.UNKNOWN)


def _is_nifti(head: bytes) -> bool:
    return head[344:348] in _NIFTI_1 or head[4:12] in _NIFTI_2


def _inflated_head(head: bytes) -> bytes:
    try:
        return zlib.decompressobj(wbits=31).decompress(head, 348)
    except zlib.error:
        return b""


def _starts_like_a_data_set(head: bytes) -> bool:
    """Whether a DICOM data set starts here without the preamble of a file.

    The first element is then of group 0002 or 0008, and its length is written
    either after two capital letters (explicit) or as four bytes (implicit).
    """
    if len(head) < 16 or head[:2] not in _FIRST_GROUPS or head[3] != 0:
        return False
    is_explicit = head[4:6].isalpha() and head[4:6].isupper()
    return is_explicit or int.from_bytes(head[4:8], "little") <= 256


def _is_dicom(head: bytes) -> bool:
    return head[128:132] == b"DICM" or _starts_like_a_data_set(head)


def _is_dicomdir(head: bytes) -> bool:
    """Whether the file's SOP class is that of a media directory."""
    at = head.find(_CLASS_TAG, 132)
    value = head[at + 8 : at + 28]
    return head[128:132] == b"DICM" and at > 0 and value == _DIRECTORY_CLASS


def _is_compressed_nifti(head: bytes) -> bool:
    return head.startswith(_GZIP) and _is_nifti(_inflated_head(head))


# DICOM comes first: its preamble may be dressed up as any other kind.
_TESTS: tuple[tuple[FileKind, Callable[[bytes], bool]], ...] = (
    (FileKind.EMPTY, lambda head: not head),
    (FileKind.DICOMDIR, _is_dicomdir),
    (FileKind.DICOM, _is_dicom),
    (FileKind.NPY, lambda head: head.startswith(b"\x93NUMPY")),
    (FileKind.ZIP, lambda head: head.startswith(_ZIP)),
    (FileKind.NIFTI, _is_nifti),
    (FileKind.NIFTI_GZIP, _is_compressed_nifti),
    (FileKind.PICTURE, lambda head: head.startswith(_PICTURES)),
)
