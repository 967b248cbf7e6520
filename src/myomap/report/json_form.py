"""The report's JSON, schema ``myomap.report/1``: sentences beside the figures."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from myomap.reading import ReadingDocument
from myomap.report.clean_text import clean_line
from myomap.report.content import ReportContent
from myomap.report.page import report_page
from myomap.report.physician import PhysicianReading

__all__ = ["ReportDocument", "json_report"]


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class SubjectEntry(_Entry):
    """Whom the study shows, as it was asked to be printed."""

    pseudonym: str
    name: str
    patient_id: str
    sex: Literal["F", "M"] | None
    age_years: float | None
    study_date: str | None
    site: str


class SectionEntry(_Entry):
    """One part of the findings."""

    key: str
    title: str
    sentences: tuple[str, ...]


class StatementEntry(_Entry):
    """An impression and whose it is."""

    by: Literal["software", "physician"]
    title: str
    headline: str
    sentences: tuple[str, ...]


class ReportDocument(_Entry):
    """A report.

    Parameters
    ----------
    schema : str
        Name and version of this form.
    language : str
        Two letters.
    title, notice : str
        What it is, and what it must not be used for.
    is_simulated : bool
        Whether it shows nobody.
    subject : SubjectEntry
        A pseudonym, unless a name was asked for.
    cautions : tuple of str
        In the report's language.
    sections : tuple of SectionEntry
        In guideline order.
    impression : tuple of StatementEntry
        The physician's, if there is one, and the software's.
    method : tuple of str
        Limits, model, inputs.
    signature : str
        Who signed and when, or that nobody did.
    physician : PhysicianReading or None
        The physician's figures, apart.
    reading : ReadingDocument
        The software's figures.
    prior : ReadingDocument or None
        The software's of the earlier study.
    """

    schema_name: Literal["myomap.report/1"] = Field(
        default="myomap.report/1", alias="schema"
    )
    language: str
    title: str
    notice: str
    is_simulated: bool
    subject: SubjectEntry
    cautions: tuple[str, ...]
    sections: tuple[SectionEntry, ...]
    impression: tuple[StatementEntry, ...]
    method: tuple[str, ...]
    signature: str
    physician: PhysicianReading | None
    reading: ReadingDocument
    prior: ReadingDocument | None


def json_report(content: ReportContent) -> dict[str, object]:
    """Return the report as JSON values.

    Parameters
    ----------
    content : ReportContent
        Of a report.

    Returns
    -------
    dict
        Ready for `json.dumps`; the schema's name first.
    """
    page, subject = report_page(content), content.subject
    document = ReportDocument(
        language=content.language.value,
        title=page.title,
        notice=page.notice,
        is_simulated=page.is_simulated,
        subject=SubjectEntry(
            pseudonym=clean_line(subject.pseudonym),
            name=clean_line(subject.name),
            patient_id=clean_line(subject.patient_id),
            sex=subject.sex.value if subject.sex else None,
            age_years=subject.age_years,
            study_date=subject.study_date.isoformat() if subject.study_date else None,
            site=clean_line(subject.site),
        ),
        cautions=page.cautions,
        sections=tuple(
            SectionEntry(key=s.key, title=s.title, sentences=s.sentences)
            for s in page.sections
        ),
        impression=tuple(
            StatementEntry(
                by=s.by, title=s.title, headline=s.headline, sentences=s.sentences
            )
            for s in page.impression
        ),
        method=page.method,
        signature=page.signature,
        physician=content.physician,
        reading=content.document,
        prior=content.prior.document if content.prior else None,
    )
    return document.model_dump(mode="json", by_alias=True)
