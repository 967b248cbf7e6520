"""The checks of the documentation find what they are there to find."""

from pathlib import Path

import pytest

import docs_links
import docs_rooms
import docs_words


def write(root: Path, name: str, text: str) -> None:
    """Write a file below a folder, making what is missing on the way."""
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text, encoding="utf-8")


def test_links_to_pages_headings_and_pictures_are_followed(tmp_path: Path) -> None:
    write(
        tmp_path,
        "README.md",
        "[good](docs/a.md#the-one-unit) [none](docs/b.md) ![none](p.png)\n"
        "[no heading](docs/a.md#other) [outside](https://example.org/x)\n"
        "```\n[in code](nowhere.md)\n```\n",
    )
    write(tmp_path, "docs/a.md", "# The one: unit\n")
    assert list(docs_links.faults(tmp_path)) == [
        "README.md: docs/b.md does not exist",
        "README.md: p.png does not exist",
        "README.md: docs/a.md#other has no such heading",
    ]


ROOMS = """
[[tool.importlinter.contracts]]
type = "layers"
layers = ["cli", "dicom | phantom", "errors"]
"""
PAGE = "| room | holds |\n|---|---|\n| `errors` | x |\n| `dicom` · `phantom` | x |\n"


def house(root: Path, *rooms: str) -> None:
    """Write a small house of rooms with a contract."""
    write(root, "pyproject.toml", ROOMS)
    write(root, "src/myomap/__init__.py", "")
    write(root, "src/myomap/errors.py", "")
    for room in rooms:
        write(root, f"src/myomap/{room}/__init__.py", "")


def test_rooms_that_agree_pass(tmp_path: Path) -> None:
    house(tmp_path, "cli", "dicom", "phantom")
    write(tmp_path, "ARCHITECTURE.md", f"{PAGE}| `cli` | x |\n")
    assert list(docs_rooms.faults(tmp_path)) == []


def test_a_room_without_layer_and_a_layer_without_row_are_found(tmp_path: Path) -> None:
    house(tmp_path, "cli", "dicom", "phantom", "attic")
    write(tmp_path, "ARCHITECTURE.md", PAGE)
    assert list(docs_rooms.faults(tmp_path)) == [
        "attic: in only one of the layers of pyproject.toml and src/myomap",
        "ARCHITECTURE.md: the table of layers differs from pyproject.toml",
    ]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        pytest.param("filter_fwhm_mm", {"fwhm", "mm"}, id="snake"),
        pytest.param("SegmentUptake", set(), id="words"),
        pytest.param("RGBTable", {"rgb"}, id="capitals"),
        pytest.param("msk_ctr", {"msk", "ctr"}, id="clipped"),
        pytest.param("x_mm", {"mm"}, id="single-letter"),
    ],
)
def test_short_forms_are_the_parts_without_a_vowel(name: str, found: set[str]) -> None:
    assert docs_words.short_forms(name) == found


def test_names_come_from_functions_classes_parameters_and_fields() -> None:
    source = "class Map:\n    n_rgs: int\n    def msk(self, prm): local = 1\n"
    assert docs_words.names_defined(source) == {"Map", "n_rgs", "msk", "self", "prm"}


def test_a_short_form_needs_its_line_in_the_glossary(tmp_path: Path) -> None:
    write(tmp_path, "docs/glossary.md", "| `mm` | millimetre |\n")
    write(tmp_path, "src/myomap/wall.py", "def thickness_mm(msk): ...\n")
    faults = list(docs_words.unexplained(tmp_path))
    assert len(faults) == 1
    assert "'msk'" in faults[0]


@pytest.mark.parametrize(
    ("line", "is_found"),
    [
        pytest.param("# TO" + "DO: later", True, id="loose-end"),
        pytest.param("# TO" + "DO(#12): later", False, id="with-its-issue"),
        pytest.param("see /ho" + "me/jane/map.npy", True, id="path-of-a-machine"),
        pytest.param("see docs/home.md", False, id="path-in-the-repository"),
    ],
)
def test_loose_ends_are_found(tmp_path: Path, line: str, is_found: bool) -> None:
    for folder in docs_words.FOLDERS:
        (tmp_path / folder).mkdir()
    write(tmp_path, "src/myomap/wall.py", f"x = 1\n{line}\n")
    found = list(docs_words.loose_ends(tmp_path))
    assert bool(found) is is_found
    assert all(text.startswith("src/myomap/wall.py:2:") for text in found)
