"""Nothing that axe-core calls serious keeps anybody out, by day or by night."""

from collections.abc import Callable

import pytest

from browser_rooms import Window

PAGES = [
    "/",
    "/?search=nobody+is+called+so",
    "/cases/{case}",
    "/cases/99999",
    "/nowhere",
]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("address", PAGES)
def test_a_page_has_no_serious_barrier(
    address: str, theme: str, open_window: Callable[..., Window], read_case: str
) -> None:
    window = open_window(cookies={"lang": "en", "theme": theme})
    window.expect_refusal(404)
    window.open(address.format(case=read_case))
    assert window.serious_barriers() == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_question_has_no_serious_barrier(
    theme: str, open_window: Callable[..., Window], read_case: str
) -> None:
    window = open_window(cookies={"lang": "ru", "theme": theme})
    page = window.open("/")
    page.keyboard.press("a")
    page.locator("summary").click()
    assert window.serious_barriers() == []
