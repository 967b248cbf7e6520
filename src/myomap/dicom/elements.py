"""Bytes to data elements: a strict walk that never guesses.

General DICOM readers are lenient on purpose: they carry on past damage, and what
they then return can be other pixels without a word. A reading must not rest on
that. This walk accepts only what the standard allows, counts as it goes, and keeps
only the elements that are asked for, so that nothing else of the header (names,
numbers, private data) ever reaches the rest of the program.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, NoReturn, TypeAlias

from myomap.dicom.limits import MAX_ELEMENTS, MAX_NESTING
from myomap.dicom.syntax import IMPLICIT_LITTLE, TransferSyntax
from myomap.errors import DicomError, LimitExceededError

__all__ = ["PIXEL_DATA", "DataSet", "Element", "Walk", "walk_data_set"]

PIXEL_DATA: Final = 0x7FE00010
_ITEM: Final = 0xFFFEE000
_ITEM_END: Final = 0xFFFEE00D
_SEQUENCE_END: Final = 0xFFFEE0DD
_UNDEFINED: Final = 0xFFFFFFFF

_LONG_VRS: Final = frozenset(
    ("OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV")
)
# fmt: off
_SHORT_VRS: Final = frozenset((
    "AE", "AS", "AT", "CS", "DA", "DS", "DT", "FD", "FL", "IS", "LO",
    "LT", "PN", "SH", "SL", "SS", "ST", "TM", "UI", "UL", "US",
))
# fmt: on


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class Element:
    """One data element as it lies in the file.

    Parameters
    ----------
    vr : str
        Value representation; empty where the syntax leaves it to the dictionary.
    value : bytes
        The raw value; empty for a sequence.
    little_endian : bool
        Byte order of the value.
    items : tuple of DataSet or None
        Of a sequence.
    fragments : tuple of bytes or None
        Of encapsulated pixels, without the offset table.
    """

    vr: str
    value: memoryview
    little_endian: bool
    items: "tuple[DataSet, ...] | None" = None
    fragments: tuple[memoryview, ...] | None = None


DataSet: TypeAlias = Mapping[int, Element]


@dataclass(slots=True, kw_only=True, eq=False)
class Walk:
    """The bytes to walk over, what to keep, and how many elements were seen.

    Parameters
    ----------
    data : bytes
        The data set.
    keep : frozenset of int
        Tags to keep; every other element is checked, counted and dropped.
    n_seen : int
        Elements so far.
    """

    data: memoryview
    keep: frozenset[int]
    n_seen: int = 0

    def count_one(self) -> None:
        """Count an element and refuse when there are too many."""
        self.n_seen += 1
        if self.n_seen > MAX_ELEMENTS:
            raise LimitExceededError(
                f"The object has too many elements: found more than {MAX_ELEMENTS}. "
                "Expected a nuclear medicine study: check where the file comes from."
            )


@dataclass(frozen=True, slots=True)
class _Head:
    tag: int
    vr: str
    length: int
    start: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where in the nesting a data set stands, and how it is written."""

    syntax: TransferSyntax
    depth: int = 0
    delimited: bool = False
    stop_group: int | None = None


def walk_data_set(
    walk: Walk, start: int, syntax: TransferSyntax, stop_group: int | None = None
) -> tuple[dict[int, Element], int]:
    """Read the elements from a position to the end of the data.

    Parameters
    ----------
    walk : Walk
        Bytes and limits.
    start : int
        Where to begin.
    syntax : TransferSyntax
        How the elements are written.
    stop_group : int or None
        Read only while elements are of this group; for the file's meta header.

    Returns
    -------
    elements : dict of int to Element
        The kept elements by tag.
    position : int
        Behind the last element read.

    Raises
    ------
    DicomError
        If the bytes break the rules: a length beyond the end, an unknown value
        representation, an element twice, a delimiter out of place.
    LimitExceededError
        If sequences are nested too deeply or elements are too many.

    References
    ----------
    .. [1] DICOM PS3.5 section 7.
    """
    place = _Place(syntax=syntax, stop_group=stop_group)
    return _walk(walk, start, len(walk.data), place)


def _walk(
    walk: Walk, start: int, end: int, place: _Place
) -> tuple[dict[int, Element], int]:
    kept: dict[int, Element] = {}
    seen: set[int] = set()
    position = start
    while position < end:
        tag = _read_tag(walk, position, end, place.syntax)
        if place.delimited and tag == _ITEM_END:
            return kept, _skip_delimiter(walk, position, place.syntax)
        if place.stop_group is not None and tag >> 16 != place.stop_group:
            return kept, position
        walk.count_one()
        if tag in seen:
            _refuse(f"the element ({tag >> 16:04X},{tag & 0xFFFF:04X}) stands twice")
        seen.add(tag)
        head = _read_head(walk, tag, position, end, place.syntax)
        element, position = _read_element(walk, head, end, place)
        if tag in walk.keep:
            kept[tag] = element
    if place.delimited:
        _refuse("an item has no end")
    return kept, position


def _read_tag(walk: Walk, position: int, end: int, syntax: TransferSyntax) -> int:
    if position + 8 > end:
        _refuse("the data end in the middle of an element")
    order = "<HH" if syntax.little_endian else ">HH"
    group, number = struct.unpack_from(order, walk.data, position)
    return int(group) << 16 | int(number)


def _read_length(walk: Walk, position: int, syntax: TransferSyntax) -> int:
    order = "<L" if syntax.little_endian else ">L"
    return int(struct.unpack_from(order, walk.data, position)[0])


def _read_head(
    walk: Walk, tag: int, position: int, end: int, syntax: TransferSyntax
) -> _Head:
    if tag >> 16 == 0xFFFE:
        _refuse("a delimiter stands where an element was due")
    if not syntax.explicit:
        return _Head(tag, "", _read_length(walk, position + 4, syntax), position + 8)
    vr = bytes(walk.data[position + 4 : position + 6]).decode("latin-1")
    if vr in _SHORT_VRS:
        order = "<H" if syntax.little_endian else ">H"
        length = int(struct.unpack_from(order, walk.data, position + 6)[0])
        return _Head(tag, vr, length, position + 8)
    if vr not in _LONG_VRS:
        _refuse("an element has a value representation that does not exist")
    if position + 12 > end:
        _refuse("the data end in the middle of an element")
    return _Head(tag, vr, _read_length(walk, position + 8, syntax), position + 12)


def _read_element(
    walk: Walk, head: _Head, end: int, place: _Place
) -> tuple[Element, int]:
    if head.length == _UNDEFINED:
        if head.tag == PIXEL_DATA and place.depth == 0 and place.syntax.run_length:
            return _read_fragments(walk, head, end, place.syntax)
        return _read_sequence(walk, head, end, place)
    after = head.start + head.length
    if after > end:
        _refuse("an element is longer than what is left of the data")
    if head.vr == "SQ":
        return _read_sequence(walk, head, after, place)
    if head.vr in {"", "UN"} and _starts_item(walk, head):
        try:
            return _read_sequence(walk, head, after, place)
        except DicomError:
            # Bytes that only look like a sequence; whoever needs one will see.
            pass
    value = walk.data[head.start : after]
    little = place.syntax.little_endian
    return Element(vr=head.vr, value=value, little_endian=little), after


def _starts_item(walk: Walk, head: _Head) -> bool:
    """Tell a sequence whose representation is not written from plain bytes."""
    return (
        head.length >= 8
        and head.tag != PIXEL_DATA
        and bytes(walk.data[head.start : head.start + 4]) == b"\xfe\xff\x00\xe0"
    )


def _read_sequence(
    walk: Walk, head: _Head, end: int, place: _Place
) -> tuple[Element, int]:
    if head.vr not in {"SQ", "UN", ""}:
        _refuse("an element that is no sequence has no length")
    if place.depth + 1 > MAX_NESTING:
        raise LimitExceededError(
            f"Sequences are nested too deeply: found more than {MAX_NESTING} levels. "
            "Expected a nuclear medicine study: check where the file comes from."
        )
    # Whoever did not know a sequence passed it on as UN, written implicitly.
    syntax = IMPLICIT_LITTLE if head.vr == "UN" else place.syntax
    inside = _Place(syntax=syntax, depth=place.depth + 1)
    items, position = _read_items(walk, head, end, inside)
    element = Element(
        vr=head.vr,
        value=walk.data[:0],
        little_endian=syntax.little_endian,
        items=tuple(items),
    )
    return element, position


def _read_items(
    walk: Walk, head: _Head, end: int, place: _Place
) -> tuple[list[DataSet], int]:
    items: list[DataSet] = []
    position = head.start
    while position < end or head.length == _UNDEFINED:
        tag = _read_tag(walk, position, end, place.syntax)
        if tag == _SEQUENCE_END and head.length == _UNDEFINED:
            return items, _skip_delimiter(walk, position, place.syntax)
        if tag != _ITEM:
            _refuse("a sequence holds something else than items")
        walk.count_one()
        length = _read_length(walk, position + 4, place.syntax)
        position += 8
        delimited = length == _UNDEFINED
        item_end = end if delimited else position + length
        if item_end > end:
            _refuse("an item is longer than its sequence")
        inside = replace(place, delimited=delimited)
        item, position = _walk(walk, position, item_end, inside)
        items.append(item)
    return items, position


def _read_fragments(
    walk: Walk, head: _Head, end: int, syntax: TransferSyntax
) -> tuple[Element, int]:
    fragments: list[memoryview] = []
    position = head.start
    while True:
        tag = _read_tag(walk, position, end, syntax)
        if tag == _SEQUENCE_END:
            break
        if tag != _ITEM:
            _refuse("the pixels hold something else than fragments")
        walk.count_one()
        length = _read_length(walk, position + 4, syntax)
        position += 8
        if position + length > end:
            _refuse("a fragment is longer than what is left of the data")
        fragments.append(walk.data[position : position + length])
        position += length
    element = Element(
        vr=head.vr,
        value=walk.data[:0],
        little_endian=syntax.little_endian,
        fragments=tuple(fragments[1:]),  # the first one is the offset table
    )
    return element, _skip_delimiter(walk, position, syntax)


def _skip_delimiter(walk: Walk, position: int, syntax: TransferSyntax) -> int:
    if _read_length(walk, position + 4, syntax) != 0:
        _refuse("a delimiter has a length")
    return position + 8


def _refuse(what: str) -> NoReturn:
    raise DicomError(
        f"The DICOM data are damaged or cut off: {what}. Expected a whole, valid "
        "data set: copy or export the file again."
    )
