import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from browser_rooms import Room, Window, served_room
from myomap.cases import NewUser, Role, add_user, open_cases

NAME, PASSWORD = "Dr. Иванова", "a long word of passage"


@pytest.fixture(scope="module")
def guarded_room(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Room]:
    """A room with one admin, in which people sign in."""
    folder = tmp_path_factory.mktemp("guarded") / "cases"
    store = open_cases(folder)
    try:
        add_user(store, NewUser(name=NAME, password=PASSWORD, role=Role.ADMIN), NAME)
    finally:
        store.close()
    with served_room(folder, "--accounts") as served:
        yield served


@pytest.fixture
def stranger(guarded_room: Room, open_window: Callable[..., Window]) -> Window:
    """A window of somebody who has not signed in."""
    return open_window(of=guarded_room, cookies={"lang": "en", "theme": "light"})


def sign_in(page: Page, password: str = PASSWORD) -> None:
    """Fill the form and send it."""
    page.get_by_label("Name", exact=True).fill(NAME)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()


def test_a_stranger_is_led_to_the_door_and_back(stranger: Window) -> None:
    page = stranger.open("/?verdict=mixed")
    expect(page).to_have_url(re.compile(r"/login\?next="))
    assert stranger.serious_barriers() == []
    sign_in(page)
    expect(page).to_have_url(re.compile(r"/\?verdict=mixed"))
    expect(page.locator(".bar-user-name")).to_have_text(NAME)
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(re.compile("/login"))


def test_a_wrong_password_is_told(stranger: Window) -> None:
    stranger.expect_refusal(401)
    page = stranger.open("/login")
    sign_in(page, "a guess")
    expect(page.get_by_role("alert")).to_have_text("Name or password is wrong.")


def test_the_door_leads_to_no_other_place(stranger: Window) -> None:
    page = stranger.open("/login?next=//evil.invalid/")
    sign_in(page)
    page.wait_for_url(stranger.room.address + "/**")


def test_an_admin_lets_people_in_and_out(stranger: Window) -> None:
    page = stranger.open("/login?next=/users")
    sign_in(page)
    expect(page.get_by_role("heading", name="Add a user")).to_be_visible()
    page.get_by_label("Name", exact=True).fill("reader-1")
    page.get_by_label("Password", exact=True).fill("another long word")
    page.get_by_role("button", name="Add", exact=True).click()
    line = page.get_by_role("row").filter(has_text="reader-1")
    expect(line).to_contain_text("open")
    line.get_by_role("button", name="Lock").click()
    expect(line).to_contain_text("locked")
    assert stranger.serious_barriers() == []
