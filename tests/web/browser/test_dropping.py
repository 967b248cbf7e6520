import re
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from browser_rooms import Window
from browser_screen import told
from myomap.web.examples import write_example
from raw_study import write_raw_study

READ_MS = 30_000
CASE_PAGE = re.compile(r"/cases/[^/?]+$")


def test_a_dropped_picture_becomes_a_case_on_the_reading_screen(
    window: Window, picture: Path
) -> None:
    page = window.open("/")
    window.drop(picture)
    page.wait_for_url(CASE_PAGE, timeout=READ_MS)
    expect(page.locator("canvas").first).to_be_visible()


def test_a_dropped_zip_of_projections_shows_its_stages_and_is_read(
    window: Window, tmp_path: Path
) -> None:
    write_raw_study(tmp_path / "raw")
    packed = Path(shutil.make_archive(str(tmp_path / "raw"), "zip", tmp_path / "raw"))
    page = window.open("/")
    window.drop(packed)
    stage = page.locator(".task p")
    expect(stage).to_contain_text(
        re.compile("reconstruct", re.IGNORECASE), timeout=READ_MS
    )
    page.wait_for_url(CASE_PAGE, timeout=READ_MS)


def test_a_dropped_folder_is_walked_through(
    window: Window, picture: Path, tmp_path: Path
) -> None:
    inside = tmp_path / "study" / "pictures"
    inside.mkdir(parents=True)
    shutil.copy(picture, inside / "maps.png")
    page = window.open("/")
    window.drop(tmp_path / "study")
    expect(page.locator(".task b")).to_have_text("study")
    page.wait_for_url(CASE_PAGE, timeout=READ_MS)


@pytest.fixture
def noise(tmp_path: Path, rng: np.random.Generator) -> Path:
    """A picture that shows nothing."""
    place = tmp_path / "noise.png"
    drawn = rng.integers(0, 255, (240, 320, 3), dtype=np.uint8)
    Image.fromarray(drawn).save(place)
    return place


def test_a_refused_file_shows_its_sentence_and_asks_for_more(
    window: Window, noise: Path
) -> None:
    page = window.open("/")
    window.drop(noise)
    refused = page.locator('.task[data-state="refused"]')
    expect(refused).to_be_visible(timeout=READ_MS)
    sentence = refused.get_by_role("alert").inner_text()
    assert sentence.endswith(".")
    assert "map" in sentence
    refused.get_by_role("button", name="Say more and try again").click()
    expect(page.get_by_role("dialog")).to_contain_text("noise.png")


@pytest.mark.parametrize("stem", ["A" * 120, "1.2.840.4267.32.1134125957723403596143"])
def test_a_long_name_leaves_the_card_in_sight(
    stem: str, window: Window, noise: Path
) -> None:
    page = window.open("/")
    window.drop(noise.rename(noise.with_name(f"{stem}.png")))
    refused = page.locator('.task[data-state="refused"]')
    expect(refused).to_be_visible(timeout=READ_MS)
    name = refused.locator("b")
    expect(name).to_have_attribute("title", f"{stem}.png")
    expect(name).to_contain_text("…")
    assert name.inner_text().endswith(".png")
    assert name.evaluate("(each) => each.scrollWidth <= each.clientWidth")
    for part in (refused, name, *refused.get_by_role("button").all()):
        box = part.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= 1366
    sentence = refused.get_by_role("alert")
    assert sentence.evaluate("(each) => each.scrollWidth <= each.clientWidth")
    refused.get_by_role("button", name="Close").click()
    expect(refused).to_have_count(0)


def test_a_study_opens_by_itself_beside_one_that_is_refused(
    window: Window, picture: Path, noise: Path
) -> None:
    page = window.open("/")
    window.drop(noise)
    window.drop(picture)
    expect(page.locator(".task")).to_have_count(2)
    page.wait_for_url(CASE_PAGE, timeout=READ_MS)
    refused = page.locator('.task[data-state="refused"]')
    expect(refused.get_by_role("alert")).to_contain_text("map")
    refused.get_by_role("button", name="Close").click()
    expect(refused).to_have_count(0)
    page.reload()
    expect(page.locator("body[data-ready]")).to_be_attached()
    expect(refused).to_have_count(0)


def test_studies_of_two_patients_dropped_at_once_become_two_cases(
    window: Window, tmp_path: Path
) -> None:
    dropped = []
    for name in ("ischemia", "infarction"):
        folder = tmp_path / name
        folder.mkdir()
        write_example(name, folder)
        dropped.append(Path(shutil.make_archive(str(folder), "zip", folder)))
    page = window.open("/")
    window.drop(*dropped)
    done = page.locator('.task[data-state="done"]')
    expect(done).to_have_count(2, timeout=READ_MS)
    expect(page.locator(".task")).to_have_count(2)
    expect(done.get_by_role("link", name="Open the case")).to_have_count(2)


def test_a_chosen_picture_is_read_with_what_is_told_of_it(
    window: Window, picture: Path
) -> None:
    page = window.open("/")
    page.keyboard.press("a")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Files…").set_input_files(picture)
    dialog.get_by_text("What is known of it").click()
    dialog.get_by_label("Name in the list").fill("Told by hand")
    dialog.get_by_label("Sex").select_option("F")
    dialog.get_by_role("button", name="Read", exact=True).click()
    page.wait_for_url(CASE_PAGE, timeout=READ_MS)
    expect(page.locator("body")).to_contain_text("Told by hand")


def test_the_range_of_a_colour_bar_is_typed_and_checked(
    window: Window, picture: Path
) -> None:
    page = window.open("/")
    page.keyboard.press("a")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Files…").set_input_files(picture)
    known = dialog.get_by_text("What is known of it")
    known.click()
    field = dialog.get_by_label("Range of its colour bar")
    read = dialog.get_by_role("button", name="Read", exact=True)
    for wrong in ("30", "30,32", "0,130", "low,high"):
        field.fill(wrong)
        assert not field.evaluate("(each) => each.validity.valid"), wrong
    known.click()
    expect(field).to_be_hidden()
    read.click()
    expect(field).to_be_focused()
    field.fill("30,100")
    read.click()
    page.wait_for_url(CASE_PAGE, timeout=READ_MS)
    found = told(window.room, page.url.rpartition("/")[2])
    assert "30,100" in str(found["document"]["provenance"]["options"])


def test_a_refusal_is_told_in_the_language_of_the_page(
    open_window: Callable[..., Window], noise: Path
) -> None:
    window = open_window(cookies={"lang": "ru"})
    page = window.open("/")
    window.drop(noise)
    sentence = page.locator(".task").get_by_role("alert")
    expect(sentence).to_have_text(re.compile("карт"), timeout=READ_MS)
