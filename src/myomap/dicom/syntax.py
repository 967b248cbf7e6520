"""Transfer syntaxes: how the bytes of an object are to be read."""

from dataclasses import dataclass
from typing import Final

from myomap.errors import DicomError, UnsupportedStudyError

__all__ = ["EXPLICIT_LITTLE", "IMPLICIT_LITTLE", "TransferSyntax", "syntax_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferSyntax:
    """What a transfer syntax says of the bytes.

    Parameters
    ----------
    explicit : bool
        Whether every element names its own value representation.
    little_endian : bool
        Byte order of numbers.
    deflated : bool
        Whether the data set is compressed as a whole.
    run_length : bool
        Whether pixels are fragments of run-length code.
    """

    explicit: bool = True
    little_endian: bool = True
    deflated: bool = False
    run_length: bool = False


IMPLICIT_LITTLE: Final = TransferSyntax(explicit=False)
EXPLICIT_LITTLE: Final = TransferSyntax()

_READABLE: Final = {
    "1.2.840.10008.1.2": IMPLICIT_LITTLE,
    "1.2.840.10008.1.2.1": EXPLICIT_LITTLE,
    "1.2.840.10008.1.2.1.99": TransferSyntax(deflated=True),
    "1.2.840.10008.1.2.2": TransferSyntax(little_endian=False),
    "1.2.840.10008.1.2.5": TransferSyntax(run_length=True),
}

_COMPRESSED: Final = {
    "1.2.840.10008.1.2.4.50": "JPEG Baseline",
    "1.2.840.10008.1.2.4.51": "JPEG Extended",
    "1.2.840.10008.1.2.4.57": "JPEG Lossless",
    "1.2.840.10008.1.2.4.70": "JPEG Lossless",
    "1.2.840.10008.1.2.4.80": "JPEG-LS Lossless",
    "1.2.840.10008.1.2.4.81": "JPEG-LS",
    "1.2.840.10008.1.2.4.90": "JPEG 2000 Lossless",
    "1.2.840.10008.1.2.4.91": "JPEG 2000",
    "1.2.840.10008.1.2.4.201": "High-Throughput JPEG 2000 Lossless",
    "1.2.840.10008.1.2.4.202": "High-Throughput JPEG 2000 Lossless",
    "1.2.840.10008.1.2.4.203": "High-Throughput JPEG 2000",
}


def syntax_of(uid: str) -> TransferSyntax:
    """Return how to read an object of this transfer syntax.

    Compressed pictures are refused rather than decoded: gamma cameras do not write
    them, lossy ones have lost the counts, and their decoders are the part of the
    way in that is hardest to bound.

    Parameters
    ----------
    uid : str
        Value of Transfer Syntax UID.

    Returns
    -------
    TransferSyntax
        Byte order and layout.

    Raises
    ------
    UnsupportedStudyError
        If the pixels are compressed in a way that is not read here.
    DicomError
        If the transfer syntax is unknown.

    References
    ----------
    .. [1] DICOM PS3.5 Annex A.

    Examples
    --------
    >>> syntax_of("1.2.840.10008.1.2").explicit
    False
    """
    if uid in _READABLE:
        return _READABLE[uid]
    if uid in _COMPRESSED or uid.startswith("1.2.840.10008.1.2.4."):
        name = _COMPRESSED.get(uid, "a compressed transfer syntax")
        raise UnsupportedStudyError(
            f"The pixels are compressed: found {name}, expected uncompressed or RLE "
            "pixels. Decompress the file first, for example with gdcmconv --raw."
        )
    raise DicomError(
        "The transfer syntax is unknown. Expected one of the little or big endian, "
        "deflated or RLE syntaxes of DICOM: export the file again as Explicit VR "
        "Little Endian."
    )
