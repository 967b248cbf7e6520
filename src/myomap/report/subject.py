"""Whose report it is: a pseudonym, and a name only where somebody asked for it."""

import hashlib
from dataclasses import dataclass
from datetime import date

from myomap.reading import ReadingDocument
from myomap.records import Sex

__all__ = ["Subject", "pseudonym_of"]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Subject:
    """Whom the study shows, as it shall be printed.

    Parameters
    ----------
    pseudonym : str
        Tells cases apart; identifies nobody.
    name, patient_id : str
        Printed where they are given; empty by default.
    sex : Sex or None
        If known.
    age_years : float or None
        If known.
    study_date : date or None
        If it shall be printed.
    site : str
        Where the study was made; empty by default.
    """

    pseudonym: str
    name: str = ""
    patient_id: str = ""
    sex: Sex | None = None
    age_years: float | None = None
    study_date: date | None = None
    site: str = ""

    def __repr__(self) -> str:
        return "Subject()"


def pseudonym_of(document: ReadingDocument) -> str:
    """Return a name for a case that follows from its inputs alone.

    Parameters
    ----------
    document : ReadingDocument
        The reading.

    Returns
    -------
    str
        The same for the same files in any order.
    """
    sums = sorted({each.sha256 for each in document.provenance.inputs})
    return f"P-{hashlib.sha256(' '.join(sums).encode()).hexdigest()[:8].upper()}"
