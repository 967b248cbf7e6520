"""Values of a source as they may be written again: decoded, checked, never guessed.

Identifiers that break the standard are refused: a study whose number was cut off would
be filed with another patient. Of everything else, what cannot be written is left out.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from myomap.dicom.elements import DataSet, Element
from myomap.errors import DicomError, LimitExceededError

__all__ = ["COPIED_TAGS", "CopiedValues"]

# fmt: off
_ATTRIBUTES: Final[dict[str, tuple[int, str]]] = {
    "SpecificCharacterSet": (0x00080005, "CS"),
    "SOPClassUID": (0x00080016, "UI"),
    "SOPInstanceUID": (0x00080018, "UI"),
    "StudyDate": (0x00080020, "DA"),
    "SeriesDate": (0x00080021, "DA"),
    "AcquisitionDate": (0x00080022, "DA"),
    "StudyTime": (0x00080030, "TM"),
    "SeriesTime": (0x00080031, "TM"),
    "AcquisitionTime": (0x00080032, "TM"),
    "AccessionNumber": (0x00080050, "SH"),
    "Modality": (0x00080060, "CS"),
    "ReferringPhysicianName": (0x00080090, "PN"),
    "StudyDescription": (0x00081030, "LO"),
    "PatientName": (0x00100010, "PN"),
    "PatientID": (0x00100020, "LO"),
    "IssuerOfPatientID": (0x00100021, "LO"),
    "PatientBirthDate": (0x00100030, "DA"),
    "PatientSex": (0x00100040, "CS"),
    "PatientAge": (0x00101010, "AS"),
    "PatientSize": (0x00101020, "DS"),
    "PatientWeight": (0x00101030, "DS"),
    "PatientIdentityRemoved": (0x00120062, "CS"),
    "DeidentificationMethod": (0x00120063, "LO"),
    "StudyInstanceUID": (0x0020000D, "UI"),
    "SeriesInstanceUID": (0x0020000E, "UI"),
    "StudyID": (0x00200010, "SH"),
    "FrameOfReferenceUID": (0x00200052, "UI"),
    "NumberOfFrames": (0x00280008, "IS"),
}
# fmt: on

COPIED_TAGS: Final = frozenset(tag for tag, _ in _ATTRIBUTES.values())
"""What is kept of a source while its bytes are walked over."""

_LONGEST: Final = 10_240
"""Bytes of one value: ten times what any standard text here may have."""

_LETTERS: Final = {"SH": 16, "LO": 64, "CS": 16}
_NAME_LETTERS: Final = 64
_PATTERNS: Final = {
    "DA": re.compile(r"\d{8}", re.ASCII),
    "TM": re.compile(r"([01]\d|2[0-3])([0-5]\d([0-5]\d(\.\d{1,6})?)?)?", re.ASCII),
    "CS": re.compile(r"[A-Z0-9_ ]{1,16}", re.ASCII),
    "AS": re.compile(r"\d{3}[DWMY]", re.ASCII),
    "DS": re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,2})?", re.ASCII),
    "IS": re.compile(r"[+-]?\d{1,11}", re.ASCII),
    "UI": re.compile(r"(0|[1-9]\d*)(\.(0|[1-9]\d*))+", re.ASCII),
}
_TEXT_VRS: Final = frozenset({*_PATTERNS, *_LETTERS, "PN", "LT", "ST", "UT", "UN", ""})
_CONTROL: Final = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]"
)
_ESCAPE: Final = re.compile(rb"\x1b[\x20-\x2f]+[\x30-\x7e]")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class CopiedValues:
    """The elements of a source that results take over.

    Parameters
    ----------
    elements : DataSet
        Elements by tag, of `COPIED_TAGS`.
    """

    elements: DataSet

    def identifier(self, keyword: str) -> str:
        """Return a value that tells whose the study is; empty where absent.

        Parameters
        ----------
        keyword : str
            Of an identifier, name or number.

        Returns
        -------
        str
            As the standard allows it.

        Raises
        ------
        DicomError
            If it cannot be written again as it stands.
        """
        text = self._text(keyword)
        if text and not self._is_standard(keyword, text):
            raise DicomError(
                f"{keyword} breaks the standard: found {len(text)} letters that do not "
                "fit its value representation. Results would be filed elsewhere: "
                "export the study again."
            )
        return text

    def detail(self, keyword: str) -> str:
        """Return a value that results can do without; empty where it cannot be kept.

        Parameters
        ----------
        keyword : str
            Of a description or measure.

        Returns
        -------
        str
            As the standard allows it.
        """
        text = self._text(keyword)
        return text if self._is_standard(keyword, text) else ""

    def _text(self, keyword: str) -> str:
        tag, vr = _ATTRIBUTES[keyword]
        element = self.elements.get(tag)
        if element is None:
            return ""
        _require_text(keyword, element)
        value = bytes(element.value)
        if vr not in {"PN", "LO", "SH"}:
            text = value.decode("latin-1")
        else:
            text = _decoded(value, self._encodings())
        return _CONTROL.sub("", text).strip(" ")

    def _is_standard(self, keyword: str, text: str) -> bool:
        vr = _ATTRIBUTES[keyword][1]
        if not text:
            return True
        if vr == "PN":
            groups = text.split("=")
            return (
                len(groups) <= 3
                and all(
                    len(group) <= _NAME_LETTERS and group.count("^") <= 4
                    for group in groups
                )
                and "\\" not in text
            )
        if vr in _PATTERNS:
            longest = 16 if vr == "DS" else 64
            is_formed = bool(_PATTERNS[vr].fullmatch(text)) and len(text) <= longest
            return is_formed and (vr != "DA" or _is_day(text))
        return len(text) <= _LETTERS[vr] and "\\" not in text

    def _encodings(self) -> tuple[str, ...]:
        """Return Python's names of the character sets, the first one the default."""
        from pydicom.charset import python_encoding

        tag, _ = _ATTRIBUTES["SpecificCharacterSet"]
        element = self.elements.get(tag)
        if element is None:
            return ("latin-1",)
        _require_text("SpecificCharacterSet", element)
        names = bytes(element.value).decode("latin-1").strip(" \0").upper().split("\\")
        found = [python_encoding.get(name.strip(), "latin-1") for name in names]
        return tuple("latin-1" if each == "iso8859" else each for each in found)


def _is_day(text: str) -> bool:
    """Whether the calendar knows a date of eight digits."""
    try:
        datetime.strptime(text, "%Y%m%d")
    except ValueError:
        return False
    return True


def _require_text(keyword: str, element: Element) -> None:
    if element.items is not None or element.fragments is not None:
        raise DicomError(
            f"{keyword} holds a sequence. Expected a text: the file breaks the "
            "standard; export it again."
        )
    if element.vr not in _TEXT_VRS:
        raise DicomError(
            f"{keyword} is written with the value representation {element.vr}. "
            "Expected a text: the file breaks the standard; export it again."
        )
    if len(element.value) > _LONGEST:
        raise LimitExceededError(
            f"{keyword} is too long: found {len(element.value)} bytes, expected at "
            f"most {_LONGEST}. Check where the file comes from."
        )


def _decoded(value: bytes, encodings: tuple[str, ...]) -> str:
    """Return text whose parts may each start with the escape of a character set."""
    from pydicom.charset import CODES_TO_ENCODINGS

    if encodings[0] in {"utf8", "utf-8", "GB18030", "GBK", "gb18030", "gbk"}:
        return value.decode(encodings[0], errors="replace")
    parts, start, encoding = [], 0, encodings[0]
    for match in _ESCAPE.finditer(value):
        parts.append(value[start : match.start()].decode(encoding, errors="replace"))
        known = CODES_TO_ENCODINGS.get(match[0])
        # What encodings of many bytes do with the escape is their own affair.
        is_multi = known is not None and known.startswith("iso2022")
        start = match.start() if is_multi else match.end()
        encoding = known or encodings[0]
        encoding = "latin-1" if encoding == "iso8859" else encoding
    parts.append(value[start:].decode(encoding, errors="replace"))
    return "".join(parts)
