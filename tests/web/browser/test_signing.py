"""A signature stands for something that the physician said."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from browser_rooms import Window
from browser_screen import answered, opened, saved, told


@pytest.fixture
def case_id(untouched_cases: list[str]) -> str:
    """A case that nobody has touched."""
    return untouched_cases.pop()


def physician(window: Window, case_id: str) -> dict[str, Any] | None:
    found: dict[str, Any] | None = told(window.room, case_id)["physician"]
    return found


def ask_to_sign(page: Page) -> None:
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("dialog")).to_be_visible()


def test_nothing_is_signed_before_it_is_agreed_with(
    window: Window, case_id: str
) -> None:
    page = opened(window, case_id)
    ask_to_sign(page)
    assert window.serious_barriers() == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert physician(window, case_id) is None
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_role("dialog")).to_contain_text("neither agreed nor overruled")
    page.keyboard.press("Enter")
    saved(page, 2)
    kept = physician(window, case_id)
    assert kept is not None
    assert kept["agrees"]
    assert kept["signed_at"]


def test_where_the_model_says_nothing_the_physician_has_to(
    window: Window, case_id: str
) -> None:
    document = told(window.room, case_id)["document"]
    document["verdict"]["label"] = "abstained"
    answered(window, case_id, document=document)
    page = opened(window, case_id)
    ask_to_sign(page)
    page.get_by_role("button", name="Choose a verdict").click()
    expect(page.get_by_label("Physician's verdict")).to_be_focused()
    assert physician(window, case_id) is None
    page.get_by_label("Physician's comment").fill("Too little to tell.")
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_role("button", name="Withdraw the signature")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("#save-state")).to_have_attribute("data-state", "saved")
    page.unroute_all(behavior="wait")
    kept = physician(window, case_id)
    assert kept is not None
    assert kept["signed_at"]
