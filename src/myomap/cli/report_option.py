"""The options of reports: which forms, in which language, and their files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from myomap.errors import ConfigError

if TYPE_CHECKING:
    from myomap.inference import LearnedReading
    from myomap.language import Language
    from myomap.reading import FurtherFiles, Judgement, Reading, ReadingDocument
    from myomap.report import ReportContent

__all__ = ["Found", "ReportAsk", "report_files", "reports_asked"]

_NAMES: Final[Mapping[str, tuple[str, str]]] = {
    "pdf": ("report_pdf", "report.pdf"),
    "html": ("report_html", "report.html"),
    "txt": ("report_text", "report.txt"),
    "json": ("report_json", "report.json"),
    "sr": ("report_sr", "report_sr.dcm"),
    "seg": ("report_seg", "report_seg.dcm"),
    "sc": ("report_sc", "report_sc.dcm"),
    "pdf-dicom": ("report_pdf_dicom", "report_pdf.dcm"),
}
"""Form: its field among the artifacts, and its file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportAsk:
    """What is asked for: forms of a report, in one language."""

    forms: tuple[str, ...]
    language: "Language"

    @property
    def files(self) -> tuple[str, ...]:
        """Names of the files."""
        return tuple(_NAMES[form][1] for form in self.forms)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a report is made of."""

    reading: "Reading"
    judgement: "Judgement | None"
    learned: "LearnedReading | None"


def reports_asked(
    words: str | None, lang: str | None, out: Path | None
) -> ReportAsk | None:
    """Return what ``--report`` and ``--lang`` ask for; None where nothing is.

    Raises `ConfigError` for an unknown form, and for options that lead to nothing.
    """
    from myomap.language import Language

    if words is None:
        if lang is not None:
            raise ConfigError(
                "--lang is the language of a report, and none is asked for. Add "
                "--report with its forms, or leave --lang out."
            )
        return None
    known = ", ".join(_NAMES)
    forms = tuple(dict.fromkeys(word.strip().lower() for word in words.split(",")))
    unknown = [form for form in forms if form not in _NAMES]
    if unknown:
        raise ConfigError(
            f"--report names the form {unknown[0]!r}. Expected one or several of "
            f"{known}, parted by commas."
        )
    if out is None:
        raise ConfigError(
            "--report writes files, and no folder is named for them. Add --out DIR."
        )
    return ReportAsk(forms=forms, language=Language.named(lang or "en"))


def report_files(
    asked: ReportAsk, found: Found, paths: Sequence[Path]
) -> tuple["FurtherFiles", tuple[str, ...]]:
    """Return the files of a report, and why one of them cannot be made.

    A segmentation takes an affected area in a volume. Where there is none the other
    forms are written all the same, and a sentence says so.
    """
    from myomap.errors import InputError, PatientMismatchError
    from myomap.reading import FurtherFiles, ReadingDocument, describe_reading
    from myomap.report import report_form
    from myomap.report.dicom_objects import DICOM_FORMS, dicom_report, source_of

    document = describe_reading(
        found.reading, judgement=found.judgement, learned=found.learned
    )
    content = _content(asked, found, document)
    forms, made, told = list(asked.forms), {}, []
    wanted = [form for form in asked.forms if form in DICOM_FORMS]
    source = source_of(paths, document) if wanted else None
    for form in wanted:
        try:
            made[_NAMES[form][1]] = dicom_report(content, form, source)
        except PatientMismatchError:
            raise
        except InputError as error:
            if len(asked.forms) == 1:
                raise
            forms.remove(form)
            told.append(f"{_NAMES[form][1]} is left out. {error}")

    def make(named: ReadingDocument) -> Mapping[str, bytes]:
        whole = replace(content, document=named)
        rest = {
            _NAMES[form][1]: report_form(whole, form)
            for form in forms
            if form not in DICOM_FORMS
        }
        return {**rest, **made}

    names = dict(_NAMES[form] for form in forms)
    return FurtherFiles(names=names, make=make), tuple(told)


def _content(
    asked: ReportAsk, found: Found, document: "ReadingDocument"
) -> "ReportContent":
    from myomap.reading import case_arrays
    from myomap.report import Subject, pseudonym_of, report_content

    study = found.reading.study
    return report_content(
        document,
        case_arrays(found.reading, found.judgement, found.learned),
        subject=Subject(
            pseudonym=pseudonym_of(document),
            sex=study.sex,
            age_years=study.age_years,
        ),
        language=asked.language,
    )
