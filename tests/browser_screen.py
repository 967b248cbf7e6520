"""The reading screen for tests: opened, and what stands on it."""

import re
from typing import Any

from playwright.sync_api import Page, Route, expect

from browser_rooms import Room, Window

__all__ = ["answered", "opened", "saved", "score", "told"]


def answered(window: Window, case_id: str, **parts: Any) -> None:
    """Let the page of a case be told other things than the room tells it."""

    def answer(route: Route) -> None:
        found = route.fetch()
        route.fulfill(response=found, json=found.json() | parts)

    window.page.route(re.compile(rf"/api/v1/cases/{case_id}$"), answer)


def opened(window: Window, case_id: str) -> Page:
    page = window.open(f"/cases/{case_id}")
    expect(page.locator("body[data-ready]")).to_be_attached()
    return page


def told(room: Room, case_id: str, part: str = "") -> dict[str, Any]:
    with room.client() as client:
        answer: dict[str, Any] = client.get(f"/cases/{case_id}{part}").json()
    return answer


def score(page: Page, state: str, segment: int) -> Any:
    return page.locator(f'input[data-state="{state}"][data-segment="{segment}"]')


def saved(page: Page, version: int) -> None:
    expect(page.locator("#save-state")).to_have_attribute("data-version", str(version))
    expect(page.locator("#save-state")).to_have_attribute("data-state", "saved")
