"""Who the patient is: just enough to tell two patients apart, and nothing more.

Number, name and birth date are hashed with a key that is drawn anew in every process
and never leaves it, so that a key can be compared but neither read nor looked up.
"""

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import date
from typing import Final

from myomap.dicom.header import Header
from myomap.records import Sex

__all__ = ["PatientKey", "age_of", "parse_date", "patient_key_of", "sex_of"]

_SECRET: Final = secrets.token_bytes(32)
_OLDEST_YEARS: Final = 130
_AGE: Final = re.compile(r"(\d{3})([DWMY])", re.ASCII)
_DAYS: Final = {"D": 1.0, "W": 7.0, "M": 30.44, "Y": 365.25}


@dataclass(frozen=True, slots=True, repr=False)
class PatientKey:
    """Keyed hashes of what names a patient; equal keys are one patient.

    Parameters
    ----------
    number, name, birth_date : bytes or None
        Keyed hashes; None where the header is silent.
    """

    number: bytes | None = None
    name: bytes | None = None
    birth_date: bytes | None = None

    def __repr__(self) -> str:
        return "PatientKey(unknown)" if self.is_unknown else "PatientKey(hidden)"

    @property
    def is_unknown(self) -> bool:
        """Whether the header names nobody."""
        return self == PatientKey()

    def conflicts_with(self, other: "PatientKey") -> bool:
        """Return whether two headers name two patients.

        Any of number, name and birth date that both headers give must agree: one
        number under two names is as suspicious as two numbers. What one header
        leaves out contradicts nothing.

        Parameters
        ----------
        other : PatientKey
            Of another file read in the same process.

        Returns
        -------
        bool
            True if the files must not be read as one study.

        Examples
        --------
        >>> PatientKey(b"1", b"A").conflicts_with(PatientKey(b"1", None))
        False
        >>> PatientKey(b"1", b"A").conflicts_with(PatientKey(b"1", b"B"))
        True
        """
        pairs = (
            (self.number, other.number),
            (self.name, other.name),
            (self.birth_date, other.birth_date),
        )
        return any(
            mine is not None and theirs is not None and mine != theirs
            for mine, theirs in pairs
        )


def patient_key_of(header: Header) -> PatientKey:
    """Return the key of the patient that a header names.

    Parameters
    ----------
    header : Header
        Of the whole object.

    Returns
    -------
    PatientKey
        Unknown where number, name and birth date are all empty.
    """
    return PatientKey(
        number=_hashed(header.text("PatientID")),
        name=_hashed(header.text("PatientName").split("=")[0]),
        birth_date=_hashed(header.text("PatientBirthDate")),
    )


def sex_of(header: Header) -> Sex | None:
    """Return the patient's sex; None unless the header says F or M.

    Parameters
    ----------
    header : Header
        Of the whole object.

    Returns
    -------
    Sex or None
        As stated.
    """
    return {"F": Sex.FEMALE, "M": Sex.MALE}.get(header.code_string("PatientSex"))


def age_of(header: Header) -> float | None:
    """Return the patient's age at the study; None where it cannot be known.

    Parameters
    ----------
    header : Header
        Of the whole object.

    Returns
    -------
    float or None, years
        As stated, else from birth and study date.
    """
    born = parse_date(header.text("PatientBirthDate"))
    studied = parse_date(header.text("StudyDate")) or parse_date(
        header.text("AcquisitionDate")
    )
    stated = _AGE.fullmatch(header.code_string("PatientAge"))
    if stated:
        age = int(stated[1]) * _DAYS[stated[2]] / _DAYS["Y"]
    elif born and studied:
        age = (studied - born).days / _DAYS["Y"]
    else:
        return None
    return age if 0 <= age <= _OLDEST_YEARS else None


def parse_date(text: str) -> date | None:
    """Return a DICOM date; None where it is empty or impossible.

    Parameters
    ----------
    text : str
        Eight digits.

    Returns
    -------
    date or None
        The day.

    Examples
    --------
    >>> parse_date("20240229")
    datetime.date(2024, 2, 29)
    >>> parse_date("20230229") is None
    True
    """
    if not re.fullmatch(r"\d{8}", text, re.ASCII):
        return None
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None


def _hashed(text: str) -> bytes | None:
    plain = " ".join(text.replace("^", " ").casefold().split())
    if not plain:
        return None
    return hashlib.blake2b(plain.encode(), key=_SECRET, digest_size=16).digest()
