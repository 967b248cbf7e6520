"""`myomap backup` and `myomap restore`: there and back, and what they refuse."""

from pathlib import Path

import pytest

from command_line import names_in, refuse, succeed
from kept_cases import made_case
from myomap.cases import add_case, find_case, open_cases


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    with open_cases(tmp_path / "cases") as store:
        add_case(store, made_case(name="Case of May"), "")
    return tmp_path / "cases"


def test_cases_go_there_and_back(cases: Path, tmp_path: Path) -> None:
    saved = succeed("backup", cases, "-o", tmp_path / "out" / "saved.zip")
    assert "Every file was checked" in saved.stdout
    back = succeed("restore", tmp_path / "out" / "saved.zip", "-o", tmp_path / "back")
    assert "Restored: 1 cases." in back.stdout
    with open_cases(tmp_path / "back", create=False) as store:
        assert find_case(store, 1).row.name == "Case of May"


def test_a_backup_is_replaced_only_when_told(cases: Path, tmp_path: Path) -> None:
    saved = tmp_path / "saved.zip"
    saved.write_bytes(b"mine")
    refuse(1, "Nothing was changed", "backup", cases, "-o", saved)
    assert saved.read_bytes() == b"mine"
    succeed("backup", cases, "-o", saved, "--force")


def test_a_folder_without_cases_is_refused_and_stays(tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    place = tmp_path / "saved.zip"
    refuse(3, "no folder of kept cases", "backup", tmp_path / "none", "-o", place)
    assert names_in(tmp_path) == {"none"}
    assert names_in(tmp_path / "none") == set()


def test_a_backup_into_the_cases_is_refused(cases: Path) -> None:
    before = names_in(cases)
    refuse(2, "inside the folder that it saves", "backup", cases, "-o", cases / "s.zip")
    assert names_in(cases) == before


def test_a_folder_that_is_there_is_not_restored_into(
    cases: Path, tmp_path: Path
) -> None:
    succeed("backup", cases, "-o", tmp_path / "saved.zip")
    refuse(1, "there already", "restore", tmp_path / "saved.zip", "-o", cases)


def test_what_is_no_backup_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other.zip").write_bytes(b"no zip")
    refuse(3, "damaged", "restore", tmp_path / "other.zip", "-o", tmp_path / "back")
    assert not (tmp_path / "back").exists()
