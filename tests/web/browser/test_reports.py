import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from browser_rooms import Window


@pytest.mark.parametrize(
    ("language", "word"), [("en", "not for diagnosis"), ("ru", "не для диагностики")]
)
def test_the_report_is_saved_as_a_page_that_opens(
    language: str, word: str, window: Window, read_case: str, tmp_path: Path
) -> None:
    page = window.open(f"/cases/{read_case}?lang={language}")
    page.locator("#report > summary").click()
    with page.expect_download() as download:
        page.locator('#report a[href*="report.pdf"]').first.click()
    place = tmp_path / "report.pdf"
    download.value.save_as(place)
    pages = PdfReader(io.BytesIO(place.read_bytes())).pages
    assert len(pages) == 1
    assert word in " ".join(pages[0].extract_text().lower().split())
