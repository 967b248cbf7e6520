"""A file's bytes to its header: where everything unreadable is turned away."""

from typing import Final

from myomap.dicom.attributes import ATTRIBUTES, WANTED_TAGS
from myomap.dicom.elements import DataSet, Walk, walk_data_set
from myomap.dicom.header import Header
from myomap.dicom.inflate import inflate
from myomap.dicom.limits import MAX_FILE_BYTES
from myomap.dicom.syntax import EXPLICIT_LITTLE, TransferSyntax, syntax_of
from myomap.errors import DicomError, LimitExceededError

__all__ = ["read_header", "walk_file"]

_PREAMBLE: Final = 128
_MARK: Final = b"DICM"


def read_header(data: bytes) -> tuple[Header, TransferSyntax]:
    """Return the header of a DICOM file and how it was written.

    The preamble is not looked at: it may hold anything, programs included. Without
    the mark behind it nothing is taken for DICOM, since its transfer syntax would
    have to be guessed.

    Parameters
    ----------
    data : bytes
        The whole file.

    Returns
    -------
    header : Header
        The wanted attributes of the data set.
    syntax : TransferSyntax
        Of the data set.

    Raises
    ------
    DicomError
        If the bytes are not a whole, valid DICOM file.
    UnsupportedStudyError
        If its transfer syntax is not read here.
    LimitExceededError
        If it is too large, too deep or holds too many elements.

    References
    ----------
    .. [1] DICOM PS3.10 section 7.
    """
    elements, syntax = walk_file(data, WANTED_TAGS)
    return Header(elements=elements).in_character_set(), syntax


def walk_file(data: bytes, keep: frozenset[int]) -> tuple[DataSet, TransferSyntax]:
    """Return the wanted elements of a DICOM file, its meta header left aside.

    Parameters
    ----------
    data : bytes
        The whole file.
    keep : frozenset of int
        Tags to keep; everything else is checked, counted and dropped.

    Returns
    -------
    elements : DataSet
        The kept elements of the data set, by tag.
    syntax : TransferSyntax
        Of the data set.

    Raises
    ------
    InputError
        As of `read_header`.
    """
    syntax_tag = ATTRIBUTES["TransferSyntaxUID"][0]
    if len(data) > MAX_FILE_BYTES:
        raise LimitExceededError(
            f"The file is too large: found {len(data)} bytes, expected at most "
            f"{MAX_FILE_BYTES}. Nuclear medicine studies are far smaller."
        )
    if data[_PREAMBLE : _PREAMBLE + 4] != _MARK:
        raise DicomError(
            "This is not a DICOM file: the mark DICM is missing at byte 128. Expected "
            "a DICOM Part 10 file: export the study as DICOM files."
        )
    walk = Walk(data=memoryview(data), keep=keep | {syntax_tag})
    meta, start = walk_data_set(walk, _PREAMBLE + 4, EXPLICIT_LITTLE, stop_group=2)
    syntax = syntax_of(Header(elements=meta).require_uid("TransferSyntaxUID"))
    if syntax.deflated:
        walk.data, start = inflate(walk.data[start:]), 0
    elements, _ = walk_data_set(walk, start, syntax)
    elements.pop(syntax_tag, None)
    return elements, syntax
