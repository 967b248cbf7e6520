"""The whole report in words, so that no form of it decides anything."""

from dataclasses import dataclass

from myomap.language import Language, catalogue, decimal
from myomap.report.clean_text import clean_line
from myomap.report.content import ReportContent
from myomap.report.findings import Section, Statement, findings
from myomap.report.method import method_lines
from myomap.report.number_words import date_words
from myomap.report.physician_sentences import signature_words
from myomap.report.picture_caption import PictureCaption, picture_caption
from myomap.report.study_words import sex_words
from myomap.report.tables import PageTable, segment_table, territory_table

__all__ = ["ReportPage", "report_page"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPage:
    """One report in one language.

    Parameters
    ----------
    language : Language
        Of every word.
    title, notice : str
        What it is, and what it must not be used for.
    is_simulated : bool
        Whether it shows nobody; the notice then says so too.
    case : str
        The pseudonym.
    subject : tuple of (str, str)
        Label and value of what is printed of the patient and the study.
    picture_words : str
        What the key picture shows, for who cannot see it.
    caption : PictureCaption
        What its colours, numbers and lines are.
    cautions_title : str
        Above the cautions.
    cautions : tuple of str
        First of all.
    sections : tuple of Section
        The findings.
    tables : tuple of PageTable
        Segments, then territories.
    impression_title : str
        Above the impression.
    impression : tuple of Statement
        One of the software, and the physician's before it.
    method_title : str
        Above the method.
    method : tuple of str
        Limits, model and its hash, inputs, what the figures are.
    signature : str
        Who signed and when, or that nobody did.
    signature_places : tuple of str
        What is written beside empty lines; none where it is signed.
    page_words : str
        With ``{number}`` and ``{total}``.
    """

    language: Language
    title: str
    notice: str
    is_simulated: bool
    case: str
    subject: tuple[tuple[str, str], ...]
    picture_words: str
    caption: PictureCaption
    cautions_title: str
    cautions: tuple[str, ...]
    sections: tuple[Section, ...]
    tables: tuple[PageTable, ...]
    impression_title: str
    impression: tuple[Statement, ...]
    method_title: str
    method: tuple[str, ...]
    signature: str
    signature_places: tuple[str, ...]
    page_words: str


def report_page(content: ReportContent) -> ReportPage:
    """Return a report in words.

    Parameters
    ----------
    content : ReportContent
        Of a report.

    Returns
    -------
    ReportPage
        Every string is free of control characters and marks of direction.
    """
    _ = catalogue(content.language, "report").gettext
    said = findings(content)
    is_signed = content.physician is not None and content.physician.is_signed
    territories = territory_table(content)
    segments = segment_table(content)
    return ReportPage(
        language=content.language,
        title=_("Myocardial perfusion SPECT: report"),
        notice=_notice(content),
        is_simulated=content.is_simulated,
        case=clean_line(content.subject.pseudonym),
        subject=_subject(content),
        picture_words=_("Polar maps with the scores of the segments; black lies below "
                        "the limits. The table holds the same figures."),
        caption=picture_caption(content),
        cautions_title=_("Cautions"),
        cautions=tuple(map(clean_line, said.cautions)),
        sections=tuple(map(_clean_section, said.sections)),
        tables=(segments,) if territories is None else (segments, territories),
        impression_title=_("Impression"),
        impression=tuple(map(_clean_statement, said.impression)),
        method_title=_("Method"),
        method=tuple(map(clean_line, method_lines(content))),
        signature=signature_words(content),
        signature_places=() if is_signed else (
            _("Physician"), _("Signature"), _("Date")
        ),
        page_words=_("Page {number} of {total}"),
    )  # fmt: skip


def _notice(content: ReportContent) -> str:
    _ = catalogue(content.language, "report").gettext
    notice = _("Research software, not for diagnosis.")
    simulated = _("SIMULATED DATA")
    return f"{simulated} · {notice}" if content.is_simulated else notice


def _subject(content: ReportContent) -> tuple[tuple[str, str], ...]:
    _ = catalogue(content.language, "report").gettext
    subject, language = content.subject, content.language
    age, day = subject.age_years, subject.study_date
    rows = (
        (_("Case"), clean_line(subject.pseudonym)),
        (_("Name"), clean_line(subject.name)),
        (_("Patient ID"), clean_line(subject.patient_id)),
        (_("Sex"), sex_words(subject.sex.value, language) if subject.sex else ""),
        (_("Age"), "" if age is None else _years(age, language)),
        (_("Study of"), "" if day is None else date_words(day, language)),
        (_("Site"), clean_line(subject.site)),
    )
    return tuple((label, value) for label, value in rows if value)


def _years(age: float, language: Language) -> str:
    if not age.is_integer():
        _ = catalogue(language, "report").gettext
        return _("{n} years old").format(n=decimal(age, 1, language))
    n = int(age)
    words = catalogue(language, "report").ngettext("{n} year", "{n} years", n)
    return words.format(n=n)


def _clean_section(section: Section) -> Section:
    return Section(
        key=section.key,
        title=section.title,
        sentences=tuple(map(clean_line, section.sentences)),
    )


def _clean_statement(statement: Statement) -> Statement:
    return Statement(
        by=statement.by,
        title=clean_line(statement.title),
        headline=statement.headline,
        sentences=tuple(map(clean_line, statement.sentences)),
    )
