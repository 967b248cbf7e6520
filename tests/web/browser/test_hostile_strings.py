"""No string that somebody typed or a file is called ever runs."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from browser_cases import keep_screens
from browser_rooms import Room, Window, served_room
from hostile_strings import RUN, hostile_strings
from myomap.cases import Edit, open_cases, save_version
from myomap.report import PhysicianReading

STRINGS = hostile_strings()
SCRIPT = STRINGS[20]


@pytest.fixture(scope="module")
def hostile_room(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Room]:
    """A room whose cases, files, sites, comments and authors are called so."""
    folder = tmp_path_factory.mktemp("hostile") / "cases"
    kept = keep_screens(folder, STRINGS, author=SCRIPT)
    store = open_cases(folder)
    try:
        for text, case in zip(STRINGS, kept, strict=True):
            said = PhysicianReading(comment=" ".join(STRINGS), author=text)
            edit = Edit(expected_version=1, author=text or "nobody", what=text)
            save_version(store, case, said, edit)
    finally:
        store.close()
    with served_room(folder) as served:
        yield served


@pytest.fixture
def hostile_window(hostile_room: Room, open_window: Callable[..., Window]) -> Window:
    """A window on that room."""
    return open_window(of=hostile_room, cookies={"lang": "en"})


def linger(page: Page) -> None:
    """Give whatever would run the time to."""
    page.wait_for_load_state("networkidle")
    page.mouse.move(400, 300)
    page.wait_for_timeout(100)


def test_nothing_runs_in_the_worklist(hostile_window: Window) -> None:
    page = hostile_window.open("/?sort=added")
    for _ in range(12):
        linger(page)
        page.mouse.wheel(0, 500)
    page.locator("#search").fill(SCRIPT)
    expect(page).to_have_url(re.compile("search="))
    linger(page)
    page.keyboard.press("Escape")
    page.keyboard.press("Delete")
    expect(page.get_by_role("dialog")).to_contain_text(STRINGS[-1])
    linger(page)
    page.keyboard.press("Escape")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_runs_in_the_fields_above_the_list(
    theme: str, hostile_window: Window
) -> None:
    for text in STRINGS[:: 17 if theme == "light" else 19]:
        told = quote(text, safe="")
        page = hostile_window.open(f"/?search={told}&verdict={told}&since={told}")
        linger(page)


def test_nothing_runs_on_the_reading_screen(hostile_window: Window) -> None:
    for case in range(1, len(STRINGS), 20):
        linger(hostile_window.open(f"/cases/{case}"))


def test_nothing_runs_beside_a_prior(hostile_window: Window) -> None:
    linger(hostile_window.open("/cases/21?beside=22"))


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("form", ["html", "txt", "json"])
def test_nothing_runs_in_an_exported_report(
    form: str, language: str, hostile_window: Window
) -> None:
    address = f"/api/v1/cases/21/report.{form}?lang={language}"
    hostile_window.open(address)
    linger(hostile_window.page)


def test_nothing_runs_while_a_file_is_sent(window: Window) -> None:
    page = window.open("/")
    sent = {
        "name": f"<img src=x onerror={RUN}>.png",
        "mimeType": "image/png",
        "buffer": b"no picture at all",
    }
    page.keyboard.press("a")
    page.get_by_role("dialog").get_by_label("Files…").set_input_files([sent])
    linger(page)
    page.get_by_role("button", name="Read", exact=True).click()
    expect(page.locator('.task[data-state="refused"]')).to_be_visible(timeout=30_000)
    linger(page)


def test_no_hostile_address_leads_anywhere(window: Window) -> None:
    window.expect_refusal(404, 422, 400)
    for text in STRINGS[::25]:
        linger(window.open("/cases/" + quote(text, safe="")))
        linger(window.open("/login?next=" + quote(text, safe="")))
