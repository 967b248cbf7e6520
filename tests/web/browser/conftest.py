"""The room, the browser and the cases that these tests share."""

from pathlib import Path

import pytest

from browser_cases import screen_file
from browser_rooms import browser, open_window, room, untouched_cases, window

__all__ = [
    "browser",
    "open_window",
    "picture",
    "read_case",
    "room",
    "untouched_cases",
    "window",
]


@pytest.fixture(scope="session")
def picture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A screen with the maps of stress and rest, as saved at a station."""
    place = tmp_path_factory.mktemp("pictures") / "screen.png"
    place.write_bytes(screen_file())
    return place


@pytest.fixture
def read_case() -> str:
    """The case that no test changes."""
    return "1"
