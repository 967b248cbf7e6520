import re

from playwright.sync_api import expect

from browser_rooms import Window


def test_a_deleted_case_can_be_brought_back_at_once(window: Window) -> None:
    page = window.open("/?search=To+be+deleted")
    line = page.get_by_role("row").filter(has_text="To be deleted")
    line.hover()
    line.get_by_role("button", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(line).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(line).to_have_count(1)


def test_a_deleted_case_lies_in_the_bin(window: Window) -> None:
    page = window.open("/?search=For+the+bin")
    line = page.get_by_role("row").filter(has_text="For the bin")
    expect(line).to_have_count(1)
    page.keyboard.press("Delete")
    page.keyboard.press("Enter")
    expect(line).to_have_count(0)
    page.get_by_role("button", name="Bin").click()
    expect(line).to_have_count(1)
    line.hover()
    line.get_by_role("button", name="Restore").click()
    expect(line).to_have_count(0)
    page.get_by_role("button", name="Bin").click()
    expect(line).to_have_count(1)


def test_the_keyboard_walks_the_list_and_opens_a_case(window: Window) -> None:
    page = window.open("/")
    page.keyboard.press("/")
    page.keyboard.type("Walked")
    lines = page.locator("tr.case")
    expect(lines).to_have_count(2)
    page.keyboard.press("Enter")
    expect(lines.nth(0)).to_have_attribute("aria-current", "true")
    page.keyboard.press("j")
    expect(lines.nth(1)).to_have_attribute("aria-current", "true")
    page.keyboard.press("k")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/cases/"))


def test_filters_stay_in_the_address(window: Window, read_case: str) -> None:
    page = window.open("/")
    page.locator("#verdict").select_option("mixed")
    page.get_by_role("button", name="Unread").click()
    expect(page).to_have_url(re.compile(r"\?verdict=mixed&unread=1&sort=urgency$"))
    page.reload()
    expect(page.locator("#verdict")).to_have_value("mixed")
    page.get_by_role("button", name="Show all").first.click()
    expect(page.locator("tr.case").first).to_be_visible()


def test_two_studies_of_a_patient_are_compared_from_the_list(window: Window) -> None:
    page = window.open("/?search=Second+study")
    line = page.get_by_role("row").filter(has_text="Second study")
    line.hover()
    line.get_by_role("button", name="Compare with an earlier study").click()
    page.wait_for_url(re.compile(r"/cases/\d+\?beside=\d+$"))
    expect(page.get_by_role("link", name="Back to the reading")).to_be_visible()


def test_a_patient_examined_once_has_nothing_to_compare(window: Window) -> None:
    page = window.open("/?search=Walked+over")
    expect(page.locator("tr.case")).to_have_count(1)
    page.keyboard.press("i")
    notice = page.get_by_text("There is no other study of this patient.")
    expect(notice).to_be_visible()


def test_the_list_says_where_no_day_of_the_study_is_known(window: Window) -> None:
    page = window.open("/?search=Walked+over&sort=study")
    day = page.locator("tr.case .case-study")
    expect(day).to_have_text("unknown")
    expect(day.locator("span")).to_have_attribute(
        "title", re.compile(r"^date unknown, added \d")
    )
