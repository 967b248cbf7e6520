"""A report's sentences in guideline order, each section by itself."""

from dataclasses import dataclass, replace
from typing import Literal

from myomap.language import Language, catalogue
from myomap.report.caution_sentences import caution_sentences
from myomap.report.content import ReportContent
from myomap.report.impression_sentences import (
    software_headline,
    software_impression,
    software_name,
)
from myomap.report.perfusion_sentences import perfusion_sentences
from myomap.report.physician_sentences import (
    physician_headline,
    physician_impression,
    physician_name,
    physician_sentences,
)
from myomap.report.prior_sentences import prior_sentences
from myomap.report.study_sentences import (
    data_sentences,
    quality_sentences,
    ventricle_sentences,
)

__all__ = ["Findings", "Section", "Statement", "findings"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One part of the findings.

    Parameters
    ----------
    key : str
        ``data``, ``quality``, ``perfusion``, ``ventricle``, ``physician``, ``prior``.
    title : str
        In the report's language.
    sentences : tuple of str
        In order.
    """

    key: str
    title: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """An impression and whose it is.

    Parameters
    ----------
    by : str
        ``software`` or ``physician``.
    title : str
        Who says so.
    headline : str
        The verdict, plainly.
    sentences : tuple of str
        What stands behind it.
    """

    by: Literal["software", "physician"]
    title: str
    headline: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """All sentences of a report.

    Parameters
    ----------
    cautions : tuple of str
        What to know before anything else.
    sections : tuple of Section
        In guideline order.
    impression : tuple of Statement
        The physician's first where there is one, the software's always.
    """

    cautions: tuple[str, ...]
    sections: tuple[Section, ...]
    impression: tuple[Statement, ...]


def findings(content: ReportContent, language: Language | None = None) -> Findings:
    """Return the sentences of a report.

    Parameters
    ----------
    content : ReportContent
        Of a report.
    language : Language, optional
        Another than the content's.

    Returns
    -------
    Findings
        The same for the same content.
    """
    if language is not None and language is not content.language:
        content = replace(content, language=language)
    software = Statement(
        by="software",
        title=software_name(content),
        headline=software_headline(content),
        sentences=tuple(software_impression(content)),
    )
    physician = Statement(
        by="physician",
        title=physician_name(content),
        headline=physician_headline(content),
        sentences=tuple(physician_impression(content)),
    )
    has_physician = content.physician is not None
    return Findings(
        cautions=tuple(caution_sentences(content.document, content.language)),
        sections=_sections(content),
        impression=(physician, software) if has_physician else (software,),
    )


def _sections(content: ReportContent) -> tuple[Section, ...]:
    _ = catalogue(content.language, "report").gettext
    parts = (
        ("data", _("Data"), data_sentences(content)),
        ("quality", _("Image quality"), quality_sentences(content)),
        ("perfusion", _("Perfusion, by the software"), perfusion_sentences(content)),
        ("ventricle", _("Ventricle and function"), ventricle_sentences(content)),
        ("physician", _("Changed by the physician"), physician_sentences(content)),
        ("prior", _("Change from the prior study"), prior_sentences(content)),
    )
    return tuple(
        Section(key=key, title=title, sentences=tuple(sentences))
        for key, title, sentences in parts
        if sentences
    )
