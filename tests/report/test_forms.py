"""Every form of the report is there, whole, and the same for the same content."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from myomap.errors import ConfigError
from myomap.phantom import Disease
from myomap.report import REPORT_FORMS, pdf_report, report_form
from report_samples import ENGLISH, RUSSIAN, content_of

NOTICE = {
    ENGLISH: "Research software, not for diagnosis",
    RUSSIAN: "не для постановки диагноза",
}


def text_of_pdf(data: bytes) -> str:
    return " ".join(
        " ".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages).split()
    )


@pytest.mark.parametrize("form", REPORT_FORMS)
def test_the_same_content_gives_the_same_bytes(form: str) -> None:
    content = content_of(Disease.MIXED)
    assert report_form(content, form) == report_form(content, form)


def test_an_unknown_form_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ConfigError, match="pdf, html, txt, json"):
        report_form(content_of(Disease.MIXED), "docx")


def test_a_usual_case_takes_one_page_of_a4() -> None:
    (page,) = PdfReader(BytesIO(pdf_report(content_of(Disease.MIXED)))).pages
    assert [round(float(side)) for side in page.mediabox[2:]] == [595, 842]
