"""What a report is made of: plain data, before a word is said."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from myomap.language import Language
from myomap.reading import CaseArrays, ReadingDocument
from myomap.records import SIMULATED_DATA
from myomap.report.physician import PhysicianReading
from myomap.report.scores import SegmentScores, segment_scores
from myomap.report.subject import Subject, pseudonym_of

__all__ = ["PriorStudy", "ReportContent", "report_content"]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class PriorStudy:
    """An earlier study of the same patient, read by the same software.

    Parameters
    ----------
    document : ReadingDocument
        Its reading.
    study_date : date or None
        If known.
    physician : PhysicianReading or None
        What was said of it.
    """

    document: ReadingDocument
    study_date: date | None = None
    physician: PhysicianReading | None = None

    def __repr__(self) -> str:
        return f"PriorStudy({self.document.verdict.label})"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class ReportContent:
    """Everything that one report holds.

    Parameters
    ----------
    document : ReadingDocument
        What the software found.
    arrays : CaseArrays
        What is drawn.
    physician : PhysicianReading or None
        What a physician says; never mixed with the software's.
    subject : Subject
        Whom the study shows: a pseudonym, unless a name was asked for.
    prior : PriorStudy or None
        To tell the change from.
    language : Language
        Of every word.
    physician_mask : (32, 72), uint8, or None
        The affected area as the physician drew it: 0 none, 1 reversible, 2 fixed.
    automatic : ReadingDocument or None
        What the software found before a ventricle was placed by hand.
    """

    document: ReadingDocument
    arrays: CaseArrays
    physician: PhysicianReading | None
    subject: Subject
    prior: PriorStudy | None
    language: Language
    physician_mask: NDArray[np.uint8] | None = None
    automatic: ReadingDocument | None = None

    def __repr__(self) -> str:
        return f"ReportContent({self.document.verdict.label}, {self.language.value})"

    @property
    def is_simulated(self) -> bool:
        """Whether the data show nobody."""
        codes = {caution.code for caution in self.document.quality.cautions}
        return SIMULATED_DATA.code in codes

    def scores(self, state: str) -> SegmentScores | None:
        """Return the software's and the physician's scores of a state.

        Parameters
        ----------
        state : str
            ``stress`` or ``rest``.

        Returns
        -------
        SegmentScores or None
            None where the state was not read.
        """
        return segment_scores(self.document, self.physician, state)


def report_content(
    document: ReadingDocument,
    arrays: CaseArrays,
    *,
    physician: PhysicianReading | None = None,
    subject: Subject | None = None,
    prior: PriorStudy | None = None,
    language: Language = Language.ENGLISH,
) -> ReportContent:
    """Return the content of a report.

    Parameters
    ----------
    document : ReadingDocument
        What the software found.
    arrays : CaseArrays
        What is drawn, of the same reading.
    physician : PhysicianReading, optional
        What a physician says.
    subject : Subject, optional
        Whom the study shows; a pseudonym made of the inputs if not given.
    prior : PriorStudy, optional
        To tell the change from.
    language : Language
        Of every word.

    Returns
    -------
    ReportContent
        Add a drawn area with `dataclasses.replace(content, physician_mask=...)`, and
        what was found before a ventricle was placed by hand as `automatic`.
    """
    is_said = physician is not None and not physician.is_empty
    return ReportContent(
        document=document,
        arrays=arrays,
        physician=physician if is_said else None,
        subject=subject or Subject(pseudonym=pseudonym_of(document)),
        prior=prior,
        language=language,
    )
