import re

from playwright.sync_api import expect

from browser_rooms import Window


def test_the_room_turns_russian_and_stays_so(window: Window, read_case: str) -> None:
    page = window.open("/")
    page.get_by_title("Русский").click()
    expect(page.locator("html")).to_have_attribute("lang", "ru")
    expect(page.get_by_role("heading", name="Исследования")).to_be_attached()
    expect(page.locator("#count")).to_have_text(re.compile(r"\d исследовани"))
    page.goto(window.room.address + "/")
    expect(page.locator("html")).to_have_attribute("lang", "ru")
    page.get_by_title("English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_the_theme_is_kept(window: Window, read_case: str) -> None:
    page = window.open("/")
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert colour == "rgb(18, 20, 22)"


def test_every_key_of_the_page_is_shown(window: Window, read_case: str) -> None:
    page = window.open("/")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard")).to_contain_text("Next case")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_keys_work_in_a_russian_layout(window: Window, read_case: str) -> None:
    page = window.open("/")
    lines = page.locator("tr.case")
    expect(lines.nth(0)).to_have_attribute("aria-current", "true")
    press = "([key, code]) => document.body.dispatchEvent(new KeyboardEvent("
    press += "'keydown', { key, code, bubbles: true, cancelable: true }))"
    page.evaluate(press, ["о", "KeyJ"])
    expect(lines.nth(1)).to_have_attribute("aria-current", "true")
    page.evaluate(press, [".", "Slash"])
    expect(page.locator("#search")).to_be_focused()
