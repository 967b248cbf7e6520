"""A header: attributes by keyword, converted and checked when asked for.

Converting only what a step asks for keeps a fault in an attribute nobody needs from
refusing a study. Messages name the keyword and never quote the text of a value:
any text attribute of a real file may hold a name.
"""

import math
import re
import struct
from dataclasses import dataclass
from typing import Final

from myomap.dicom.attributes import ATTRIBUTES
from myomap.dicom.elements import DataSet, Element
from myomap.errors import DicomError, MissingAttributeError

__all__ = ["Header"]

_BINARY: Final = {"US": "H", "AT": "HH"}
_FLOATING: Final = {"FL": "f", "FD": "d"}
_TEXT_VRS: Final = frozenset(
    ("AE", "AS", "CS", "DA", "DS", "DT", "IS", "LO", "LT", "PN", "SH", "ST", "TM", "UI")
)
_NUMBER: Final = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_UID: Final = re.compile(r"\d+(\.\d+)+", re.ASCII)

_CHARACTER_SETS: Final = {
    "": "latin-1",
    "ISO_IR 6": "latin-1",
    "ISO_IR 100": "latin-1",
    "ISO_IR 101": "iso8859-2",
    "ISO_IR 109": "iso8859-3",
    "ISO_IR 110": "iso8859-4",
    "ISO_IR 126": "iso8859-7",
    "ISO_IR 127": "iso8859-6",
    "ISO_IR 138": "iso8859-8",
    "ISO_IR 144": "iso8859-5",
    "ISO_IR 148": "iso8859-9",
    "ISO_IR 166": "tis-620",
    "ISO_IR 13": "shift-jis",
    "ISO_IR 192": "utf-8",
    "GB18030": "gb18030",
    "GBK": "gbk",
}


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class Header:
    """The wanted attributes of a data set or of one item of a sequence.

    Parameters
    ----------
    elements : DataSet
        Elements by tag.
    character_set : str
        Python's name of the encoding of texts.
    """

    elements: DataSet
    character_set: str = "latin-1"

    def element(self, keyword: str) -> Element | None:
        """Return the raw element, or None where it is absent or empty.

        Parameters
        ----------
        keyword : str
            One of `ATTRIBUTES`.

        Returns
        -------
        Element or None
            As it lies in the file.

        Raises
        ------
        DicomError
            If it is written with a value representation that is not its own.
        """
        tag, vr = ATTRIBUTES[keyword]
        found = self.elements.get(tag)
        if found is None:
            return None
        if found.vr not in {"", "UN", vr} and not _interchangeable(found.vr, vr):
            raise DicomError(
                f"{keyword} is written with the value representation {found.vr}. "
                f"Expected {vr}: the file breaks the standard; export it again."
            )
        if not found.items and not found.fragments and not len(found.value):
            return None
        return found

    def has(self, keyword: str) -> bool:
        """Return whether the attribute is there and not empty."""
        return self.element(keyword) is not None

    def items(self, keyword: str) -> tuple["Header", ...]:
        """Return the items of a sequence; none where it is absent."""
        found = self.element(keyword)
        if found is None:
            return ()
        if found.items is None:
            raise DicomError(
                f"{keyword} is damaged: found bytes that are no sequence. Expected a "
                "sequence of items: export the file again."
            )
        return tuple(
            Header(elements=item, character_set=self.character_set)
            for item in found.items
        )

    def texts(self, keyword: str) -> tuple[str, ...]:
        """Return the values of a text attribute, stripped; none where absent."""
        found = self.element(keyword)
        if found is None:
            return ()
        text = bytes(found.value).decode(self.character_set, errors="replace")
        parts = [text] if ATTRIBUTES[keyword][1] == "LT" else text.split("\\")
        return tuple(part.strip(" \0\t\r\n") for part in parts)

    def text(self, keyword: str) -> str:
        """Return the first value of a text attribute; empty where absent."""
        values = self.texts(keyword)
        return values[0] if values else ""

    def code_string(self, keyword: str) -> str:
        """Return a code string in capitals with single spaces; empty if absent."""
        return " ".join(self.text(keyword).upper().replace("_", " ").split())

    def numbers(self, keyword: str) -> tuple[float, ...]:
        """Return the values of a decimal or integer string; none where absent."""
        texts = self.texts(keyword)
        if not any(texts):
            return ()
        values: list[float] = []
        for text in texts:
            if len(text) > 64 or not _NUMBER.fullmatch(text):
                raise DicomError(
                    f"{keyword} holds something that is not a number. Expected "
                    "decimal numbers: export the file again."
                )
            values.append(float(text))
        if not all(map(math.isfinite, values)):
            raise DicomError(
                f"{keyword} holds a number too large to be true. Expected finite "
                "numbers: export the file again."
            )
        return tuple(values)

    def number(self, keyword: str) -> float | None:
        """Return the only number of an attribute; None where absent."""
        values = self.numbers(keyword)
        if len(values) > 1:
            raise DicomError(f"{keyword} has {len(values)} values; expected one.")
        return values[0] if values else None

    def floating(self, keyword: str) -> float | None:
        """Return the only binary floating-point number of an attribute, or None."""
        found = self.element(keyword)
        if found is None:
            return None
        code = _FLOATING[ATTRIBUTES[keyword][1]]
        order = "<" if found.little_endian else ">"
        if len(found.value) != struct.calcsize(order + code):
            raise DicomError(
                f"{keyword} has {len(found.value)} bytes; expected one number of "
                f"{struct.calcsize(order + code)}. Export the file again."
            )
        (value,) = struct.unpack(order + code, found.value)
        if not math.isfinite(value):
            raise DicomError(
                f"{keyword} is NaN or infinite. Expected a finite number: export the "
                "file again."
            )
        return float(value)

    def integers(self, keyword: str) -> tuple[int, ...]:
        """Return whole numbers, binary or written as text; none where absent."""
        found = self.element(keyword)
        if found is None:
            return ()
        code = _BINARY.get(ATTRIBUTES[keyword][1])
        if code is None:
            return self._written_integers(keyword)
        order = "<" if found.little_endian else ">"
        if len(found.value) % struct.calcsize(order + code):
            raise DicomError(
                f"{keyword} has {len(found.value)} bytes, which are no whole number "
                "of values. Export the file again."
            )
        values = list(struct.iter_unpack(order + code, found.value))
        if code == "HH":
            return tuple(group << 16 | number for group, number in values)
        return tuple(number for (number,) in values)

    def _written_integers(self, keyword: str) -> tuple[int, ...]:
        values = self.numbers(keyword)
        if any(value != int(value) for value in values):
            raise DicomError(
                f"{keyword} holds a fraction. Expected whole numbers: export the "
                "file again."
            )
        return tuple(int(value) for value in values)

    def integer(self, keyword: str) -> int | None:
        """Return the only whole number of an attribute; None where absent."""
        values = self.integers(keyword)
        if len(values) > 1:
            raise DicomError(f"{keyword} has {len(values)} values; expected one.")
        return values[0] if values else None

    def require_integer(self, keyword: str) -> int:
        """Return the only whole number of an attribute that must be there."""
        value = self.integer(keyword)
        if value is None:
            raise _missing(keyword)
        return value

    def uid(self, keyword: str) -> str | None:
        """Return a unique identifier; None where absent."""
        value = self.text(keyword)
        if not value:
            return None
        if len(value) > 64 or not _UID.fullmatch(value):
            raise DicomError(
                f"{keyword} is not a valid unique identifier: found {len(value)} "
                "characters. Expected at most 64 digits and dots: export the file "
                "again."
            )
        return value

    def require_uid(self, keyword: str) -> str:
        """Return a unique identifier that must be there."""
        value = self.uid(keyword)
        if value is None:
            raise _missing(keyword)
        return value

    def in_character_set(self) -> "Header":
        """Return the same header with the encoding that it names itself."""
        names = self.texts("SpecificCharacterSet")
        first = names[0].upper().replace("ISO 2022 IR", "ISO_IR") if names else ""
        encoding = _CHARACTER_SETS.get(first, "latin-1")
        return Header(elements=self.elements, character_set=encoding)


def _interchangeable(found: str, wanted: str) -> bool:
    """Texts differ in length and repertoire only; pixels in the word's width."""
    return {found, wanted} <= _TEXT_VRS or {found, wanted} <= {"OB", "OW"}


def _missing(keyword: str) -> MissingAttributeError:
    return MissingAttributeError(
        f"{keyword} is missing or empty. The study cannot be read without it: export "
        "the file again with its full header."
    )
