"""The forms of a report that are files of their own, by their ending."""

import json
from collections.abc import Callable, Mapping
from typing import Final

from myomap.errors import ConfigError
from myomap.report.content import ReportContent
from myomap.report.html_form import html_report
from myomap.report.json_form import json_report
from myomap.report.pdf_form import pdf_report
from myomap.report.text_form import text_report

__all__ = ["REPORT_FORMS", "report_form"]


def _html(content: ReportContent) -> bytes:
    return html_report(content).encode()


def _text(content: ReportContent) -> bytes:
    return text_report(content).encode()


def _json(content: ReportContent) -> bytes:
    told = json.dumps(
        json_report(content), indent=2, ensure_ascii=False, allow_nan=False
    )
    return f"{told}\n".encode()


_MAKERS: Final[Mapping[str, Callable[[ReportContent], bytes]]] = {
    "pdf": pdf_report,
    "html": _html,
    "txt": _text,
    "json": _json,
}

REPORT_FORMS: Final = tuple(_MAKERS)
"""What `report_form` can make; the DICOM forms stand in `dicom_objects`."""


def report_form(content: ReportContent, form: str) -> bytes:
    """Return a report in one form.

    Parameters
    ----------
    content : ReportContent
        Of a report.
    form : str
        One of `REPORT_FORMS`.

    Returns
    -------
    bytes
        Text is UTF-8.

    Raises
    ------
    ConfigError
        If there is no such form.
    """
    if form not in _MAKERS:
        raise ConfigError(
            f"A report has no form {form!r}. Expected one of: {', '.join(_MAKERS)}."
        )
    return _MAKERS[form](content)
