"""Whose figures the reading screen shows, and what it says against them."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from browser_rooms import Window
from browser_screen import answered, opened, saved, score, told

DOUBT = "Doubt: the interval of a probability holds one half: ischemia."


@pytest.fixture
def case_id(untouched_cases: list[str]) -> str:
    """A case that nobody has touched."""
    return untouched_cases.pop()


def test_doubts_stand_with_the_verdict(window: Window, case_id: str) -> None:
    answered(window, case_id, doubts=[DOUBT])
    page = opened(window, case_id)
    expect(page.locator("#verdict .doubt")).to_have_text(DOUBT)


def test_cautions_stand_where_they_are_looked_for(window: Window, case_id: str) -> None:
    answered(window, case_id, cautions=["Too few counts.", "Rest: The wall."])
    page = opened(window, case_id)
    expect(page.locator("#cautions li")).to_have_text(
        ["Too few counts.", "Rest: The wall."]
    )
    expect(page.locator("#cautions h2")).to_have_text("2 cautions")


def test_where_a_caution_asks_it_is_told_where_to_answer(
    window: Window, case_id: str
) -> None:
    asks = "Nothing tells how. Say which it is: “Attenuation correction”."
    answered(window, case_id, cautions=["Too few counts.", asks])
    page = opened(window, case_id)
    answer = page.locator("#cautions .caution-answer")
    expect(answer).to_contain_text("“Add a study” → “What is known of it”")
    expect(page.locator("#cautions h2")).to_have_text("2 cautions")


def test_given_scores_stand_beside_the_models(window: Window, case_id: str) -> None:
    page = opened(window, case_id)
    title = page.locator('.disc-figure[data-disc="stress"] .disc-title')
    numbers = page.get_by_label("Numbers in the segments")
    expect(numbers).to_have_value("model")
    expect(title.locator(".disc-figure-own")).to_have_count(0)
    model = told(window.room, case_id)["document"]["perfusion"]["stress"]
    first = model["segments"][0]["score"]
    page.keyboard.press("e")
    page.keyboard.press("4" if first != 4 else "0")
    saved(page, 2)
    own = model["summed_score"] - first + (4 if first != 4 else 0)
    expect(title).to_contain_text(f"SSS {model['summed_score']} → ")
    expect(title.locator(".disc-figure-own b")).to_have_text(str(own))
    expect(numbers).to_have_value("physician")
    page = opened(window, case_id)
    expect(page.get_by_label("Numbers in the segments")).to_have_value("physician")


def test_a_comparison_holds_the_physicians_sums(window: Window, case_id: str) -> None:
    page = opened(window, case_id)
    page.keyboard.press("e")
    page.keyboard.press("4")
    saved(page, 2)
    stress = told(window.room, case_id)["document"]["perfusion"]["stress"]
    own = stress["summed_score"] - stress["segments"][0]["score"] + 4
    window.open(f"/cases/{case_id}?beside={case_id}")
    expect(page.locator("body[data-ready]")).to_be_attached()
    row = page.get_by_role("row").filter(has_text="SSS, physician")
    expect(row.get_by_role("cell").first).to_have_text(str(own))


def test_the_name_is_printed_where_it_is_asked_for(
    window: Window, case_id: str
) -> None:
    answered(window, case_id, has_name=True)
    page = opened(window, case_id)
    page.keyboard.press("p")
    links = page.locator("#report a[href]")
    asked = links.evaluate_all("(all) => all.map((each) => each.href)")
    assert len(asked) == 7
    assert not any("named" in each for each in asked)
    page.get_by_label("Print the name").check()
    asked = links.evaluate_all("(all) => all.map((each) => each.href)")
    assert all(each.endswith("&named=true") for each in asked)


def test_a_report_offers_only_what_can_be_made(window: Window, case_id: str) -> None:
    answered(window, case_id, has_name=False)
    page = opened(window, case_id)
    page.keyboard.press("p")
    expect(page.get_by_label("Print the name")).to_be_disabled()
    expect(page.locator("#report-named-told")).to_contain_text("No name is known")
    segmentation = page.locator('#report a[data-kind="seg.dcm"]')
    expect(segmentation).to_have_attribute("aria-disabled", "true")
    expect(segmentation).not_to_have_attribute("href", re.compile("."))
    expect(page.locator("#report-seg-told")).to_have_text("No stress volume was read.")
    assert window.serious_barriers() == []


def test_a_case_leads_to_others_of_the_same_files(window: Window, case_id: str) -> None:
    answered(window, case_id, same_as=[1, *range(900, 950)])
    page = opened(window, case_id)
    expect(page.locator("#case-name")).to_contain_text("+50")
    page.get_by_role("link", name="Same files: case 1").click()
    page.wait_for_url(re.compile(r"/cases/1$"))


def test_figures_by_hand_stand_beside_the_automatic_ones(
    window: Window, case_id: str
) -> None:
    case = told(window.room, case_id)
    document = case["document"]
    contour = {
        "score": None,
        "contrast": 1.0,
        "supported_percent": 99.0,
        "residual_mm": 0.2,
        "source": "manual",
    }
    document["quality"]["contour"] = {"stress": contour, "rest": None}
    figures = {"tpd_percent": 71.5, "extent_percent": 81.5, "summed_score": 61}
    readings = [
        {"number": 1, "label": "normal", "by_hand": [], "stress": figures, "rest": None}
        | {"change": None},
        {"number": 2, "label": "normal", "by_hand": ["stress"], "stress": figures}
        | {"rest": None, "change": None},
    ]
    answered(window, case_id, document=document, readings=readings)
    page = opened(window, case_id)
    expect(page.locator("#case-name .placed")).to_have_text("Axis placed by hand")
    rows = page.locator("#figures .figures-automatic")
    expect(rows).to_have_count(3)
    expect(rows.first).to_contain_text("71.5")
    expect(page.locator("#figures .small-print")).to_contain_text("stress by hand")
    page.get_by_role("tab", name="Versions").click()
    expect(page.locator("#history")).to_contain_text(
        "automatic: TPD 71.5 | – %, summed score 61 | –"
    )


def test_arteries_are_called_by_the_language_of_the_page(
    open_window: Callable[..., Window], case_id: str
) -> None:
    page = opened(open_window(cookies={"lang": "ru"}), case_id)
    disc = page.locator('.disc[data-disc="stress"]')
    disc.focus()
    page.keyboard.press("ArrowUp")
    expect(page.locator(".readout-territory")).to_have_text("ПНА")
    expect(score(page, "stress", 1)).to_have_value("")


def test_what_is_said_says_that_the_answer_was_shown(
    window: Window, case_id: str
) -> None:
    page = opened(window, case_id)
    with page.expect_request(lambda request: request.method == "PATCH") as sent:
        page.get_by_label("Physician's verdict").select_option("normal")
    told_of = sent.value.post_data_json or {}
    assert told_of["answer_was_shown"] is True
    saved(page, 2)
