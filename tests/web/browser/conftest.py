"""The room, the browser and the cases that these tests share."""

from pathlib import Path

import pytest

from browser_rooms import Room, browser, open_window, room, window
from screen_files import file_of, screen_with

__all__ = [
    "browser",
    "open_window",
    "picture",
    "picture_bytes",
    "read_case",
    "room",
    "window",
]


@pytest.fixture(scope="session")
def picture_bytes() -> bytes:
    """The file of a screen with the maps of stress and rest."""
    return file_of(screen_with(2))


@pytest.fixture(scope="session")
def picture(tmp_path_factory: pytest.TempPathFactory, picture_bytes: bytes) -> Path:
    """A screen with the maps of stress and rest, as saved at a station."""
    place = tmp_path_factory.mktemp("pictures") / "screen.png"
    place.write_bytes(picture_bytes)
    return place


@pytest.fixture(scope="session")
def read_case(room: Room, picture_bytes: bytes) -> str:
    """A case that was read from the picture."""
    return room.read({"screen.png": picture_bytes}, name="Screen of the station")
