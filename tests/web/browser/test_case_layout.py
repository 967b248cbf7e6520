"""The reading screen on screens of every size: nothing cut, nothing out of sight."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from browser_rooms import Room, Window
from web_rooms import map_bytes

SIZES = ((1366, 768), (1920, 1080), (2560, 1440), (3840, 2160))

FOUND_CUT = """() => {
  const found = [];
  for (const each of document.querySelectorAll("#main *, header *")) {
    if (!each.offsetParent || each.matches("canvas, .disc, .slices-canvas, select")) {
      continue;
    }
    if (each.closest(".visually-hidden, .is-folded, svg")) continue;
    const hides = getComputedStyle(each).overflowX !== "visible";
    const isWide = each.clientWidth > 0 && each.scrollWidth > each.clientWidth + 1;
    if (hides && isWide) found.push(`cut: ${each.textContent.slice(0, 60)}`);
    if (!each.matches("td, th") || !each.textContent) continue;
    const words = document.createRange();
    words.selectNodeContents(each);
    const inside = words.getBoundingClientRect();
    const cell = each.getBoundingClientRect();
    const isSpilt = inside.left < cell.left - 0.5 || inside.right > cell.right + 0.5;
    if (isSpilt) found.push(`spilt: ${each.className} ${each.textContent}`);
    if (cell.right > innerWidth) found.push(`outside: ${each.textContent}`);
  }
  const page = document.documentElement;
  if (page.scrollHeight > innerHeight || page.scrollWidth > innerWidth) {
    found.push(`the page scrolls: ${page.scrollWidth} x ${page.scrollHeight}`);
  }
  return found;
}"""


IS_BROKEN = """(badge) => {
  const words = badge.firstChild;
  return words.data.split(" ").some((word) => {
    const range = document.createRange();
    const start = words.data.indexOf(word);
    range.setStart(words, start);
    range.setEnd(words, start + word.length);
    return range.getClientRects().length > 1;
  });
}"""


@pytest.fixture(scope="session")
def rest_case(room: Room) -> str:
    """A case of rest alone, of which the model says nothing."""
    return room.read({"rest.npy": map_bytes(defect=False)})


def opened(window: Window, case: str) -> Page:
    page = window.open(f"/cases/{case}")
    expect(page.locator("body[data-ready]")).to_be_attached()
    return page


@pytest.mark.parametrize("language", ["en", "ru"])
def test_nothing_is_cut_on_any_usual_screen(
    language: str, open_window: Callable[..., Window], read_case: str
) -> None:
    page = opened(open_window(cookies={"lang": language}), read_case)
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(300)
        assert page.evaluate(FOUND_CUT) == [], (width, height)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_nothing_is_cut_where_one_state_was_read(
    language: str, open_window: Callable[..., Window], rest_case: str
) -> None:
    page = opened(open_window(cookies={"lang": language}), rest_case)
    page.wait_for_timeout(300)
    assert page.evaluate(FOUND_CUT) == []
    window = open_window(cookies={"lang": language})
    page = opened(window, f"{rest_case}?beside={rest_case}")
    for badge in page.locator(".beside-tables .verdict").all():
        assert badge.evaluate(IS_BROKEN) is False


def test_letters_grow_with_a_large_screen(window: Window, read_case: str) -> None:
    page = opened(window, read_case)
    letter = "parseFloat(getComputedStyle(document.documentElement).fontSize)"
    assert page.evaluate(letter) == pytest.approx(14, abs=0.1)
    page.set_viewport_size({"width": 3840, "height": 2160})
    assert page.evaluate(letter) >= 29


def test_cautions_that_do_not_fit_are_announced_and_shown(
    window: Window, read_case: str
) -> None:
    page = opened(window, read_case)
    last = page.locator("#cautions li").last
    button = page.get_by_role("button", name="Show all")
    expect(button).to_have_attribute("aria-expanded", "false")
    within = """(line) => {
      const list = line.parentElement.getBoundingClientRect();
      return line.getBoundingClientRect().bottom <= list.bottom + 1;
    }"""
    assert not last.evaluate(within)
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Show less")).to_be_focused()
    assert last.evaluate(within)
    assert window.serious_barriers() == []
    page.keyboard.press("Enter")
    assert not last.evaluate(within)


def test_the_list_of_keys_begins_at_its_beginning(
    window: Window, read_case: str
) -> None:
    page = opened(window, read_case)
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keyboard")
    expect(dialog).to_be_visible()
    assert dialog.evaluate("(each) => each.scrollTop") == 0
    titles = dialog.get_by_role("heading", level=3).all_inner_texts()
    assert len(titles) == len(set(titles))
    assert len(titles) > 5
