"""How the reading screen tells a suspicion of the network from a defect."""

from playwright.sync_api import expect

from browser_rooms import Window
from browser_screen import answered, opened, told


def test_a_suspicion_has_no_size_and_one_segment_is_one(
    window: Window, untouched_cases: list[str]
) -> None:
    case_id = untouched_cases.pop()
    document = told(window.room, case_id)["document"]
    document["defects"] = [
        {
            "kind": "ischemia",
            "territory": territory,
            "segments": segments,
            "extent_percent": extent,
            "probability": 0.9,
        }
        for territory, segments, extent in (
            ("LAD", [17], 3.1),
            ("LCX", [5, 6], 28.0),
        )
    ]
    answered(window, case_id, document=document, suspected=["LAD"])
    page = opened(window, case_id)
    expect(page.locator(".defects li")).to_have_text(
        [
            "LAD suspected by the network alone: ischemia · segment 17",
            "LCX ischemia, 28 % · segments 5, 6",
        ]
    )
