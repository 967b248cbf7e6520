"""No string that somebody typed or a file is called ever runs."""

from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from browser_rooms import SENTINEL, Room, Window

RUN = f"console.error('{SENTINEL}')"
HOSTILE = (
    f"<script>{RUN}</script>",
    f"<img src=x onerror={RUN}>",
    f'"><svg onload="{RUN}">',
    f"javascript:{RUN}",
    f"'-{RUN}-'",
    f'{{{{constructor.constructor("{RUN}")()}}}}',
    f"</textarea></title><script>{RUN}</script>",
    f"<iframe srcdoc='<script>{RUN}</script>'>",
    f"<a href=javascript:{RUN}>x</a>",
    f"${{{RUN}}}",
    f"<math><mtext></p><img src=x onerror={RUN}>",
    f"<style>@import url(//evil.invalid)</style><b onmouseover={RUN}>",
    '=cmd|" /C calc"!A0',
    "\u202egnp.exe\u202c",
    "{name} %s %(x)s {0.__class__}",
    "../../etc/passwd",
)
ALL_AT_ONCE = " ".join(HOSTILE)[:200]


@pytest.fixture(scope="module")
def hostile_cases(room: Room, picture_bytes: bytes) -> list[str]:
    """Cases called and commented so, read from files called so."""
    # A file's name may not hold what ends a header's value.
    names = [text.replace('"', "'") for text in HOSTILE]
    found = [
        room.read({f"{name}.png": picture_bytes}, name=text)
        for name, text in zip(names[:4], HOSTILE[:4], strict=True)
    ]
    with room.client() as client:
        for text in HOSTILE:
            version = client.get(f"/cases/{found[0]}").json()["version"]
            told = {"expected_version": version, "comment": text}
            client.patch(f"/cases/{found[0]}", json=told).raise_for_status()
    return found


def linger(page: Page) -> None:
    """Give whatever would run the time to."""
    page.wait_for_load_state("networkidle")
    page.mouse.move(400, 300)
    page.wait_for_timeout(100)


def test_nothing_runs_in_the_worklist(window: Window, hostile_cases: list[str]) -> None:
    page = window.open("/?search=" + quote("<script>"))
    expect(page.get_by_role("link", name=HOSTILE[0])).to_be_visible()
    linger(page)


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_runs_in_the_search(
    text: str, window: Window, hostile_cases: list[str]
) -> None:
    page = window.open("/?search=" + quote(text) + "&verdict=" + quote(text))
    expect(page.locator("#search")).to_have_value(text.strip())
    linger(page)


def test_nothing_runs_on_the_reading_screen(
    window: Window, hostile_cases: list[str]
) -> None:
    for case in hostile_cases:
        linger(window.open(f"/cases/{case}"))


def test_nothing_runs_while_a_file_is_sent(
    window: Window, hostile_cases: list[str], picture_bytes: bytes
) -> None:
    page = window.open("/")
    sent = {
        "name": f"<img src=x onerror={RUN}>.png",
        "mimeType": "image/png",
        "buffer": picture_bytes[:50],
    }
    page.keyboard.press("a")
    page.get_by_role("dialog").get_by_label("Files…").set_input_files([sent])
    linger(page)
    page.get_by_role("button", name="Read", exact=True).click()
    expect(page.locator('.task[data-state="refused"]')).to_be_visible(timeout=30_000)
    linger(page)


def test_nothing_runs_when_asked_before_deleting(
    window: Window, hostile_cases: list[str]
) -> None:
    page = window.open("/?search=" + quote("<script>"))
    expect(page.locator("tr.case").first).to_be_visible()
    page.keyboard.press("Delete")
    expect(page.get_by_role("dialog")).to_contain_text(HOSTILE[0])
    linger(page)
    page.keyboard.press("Escape")


@pytest.mark.parametrize("form", ["html", "txt", "json"])
def test_nothing_runs_in_an_exported_report(
    form: str, window: Window, hostile_cases: list[str]
) -> None:
    linger(window.open(f"/api/v1/cases/{hostile_cases[0]}/report.{form}?lang=en"))


def test_a_page_is_found_for_no_hostile_address(window: Window) -> None:
    window.expect_refusal(404, 422, 400)
    for text in HOSTILE:
        linger(window.open("/cases/" + quote(text, safe="")))
