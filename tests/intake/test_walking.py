"""Folders are walked in order, within bounds, and never block."""

import os
import socket
import stat
from pathlib import Path
from types import SimpleNamespace

import pytest

from myomap.errors import InputError, LimitExceededError
from myomap.intake.walking import FoundFile, WalkLimits, walk
from myomap.records import LeftOut


def names(path: Path) -> list[str]:
    return [found.name for found in walk(path, "Input 1")]


def fill(folder: Path, *files: str) -> Path:
    for name in files:
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(name.encode())
    return folder


def test_a_file_is_found_by_its_own_name(tmp_path: Path) -> None:
    fill(tmp_path, "a")
    (found,) = walk(tmp_path / "a", "Input 1")
    assert isinstance(found, FoundFile)
    assert found.is_given
    assert found.name == "a"
    with found.open() as stream:
        assert stream.read() == b"a"


def test_a_folder_is_walked_in_a_fixed_order(tmp_path: Path) -> None:
    fill(tmp_path, "b/2", "b/1", "a", "c/d/e", "z")
    assert names(tmp_path) == ["a", "z", "b/1", "b/2", "c/d/e"]


def test_files_in_a_folder_are_found_not_given(tmp_path: Path) -> None:
    (found,) = walk(fill(tmp_path, "a"), "Input 1")
    assert isinstance(found, FoundFile)
    assert not found.is_given
    assert "a" not in repr(found).replace("FoundFile", "")


def test_links_in_a_folder_are_named_and_not_followed(tmp_path: Path) -> None:
    folder = fill(tmp_path / "in", "a")
    fill(tmp_path / "out", "secret")
    (folder / "file").symlink_to(tmp_path / "out" / "secret")
    (folder / "folder").symlink_to(tmp_path / "out")
    (folder / "loop").symlink_to(folder)
    (folder / "dangling").symlink_to(tmp_path / "nowhere")
    found = list(walk(folder, "Input 1"))
    assert [item.name for item in found if isinstance(item, FoundFile)] == ["a"]
    left_out = [item for item in found if isinstance(item, LeftOut)]
    assert {item.name for item in left_out} == {"file", "folder", "loop", "dangling"}
    assert all("links inside a folder" in item.reason for item in left_out)


def test_a_link_that_is_given_itself_is_followed(tmp_path: Path) -> None:
    fill(tmp_path / "real", "a")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert names(tmp_path / "link") == ["a"]


def test_pipes_and_sockets_are_named_and_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(tmp_path / "pipe")
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket")
        found = list(walk(tmp_path, "Input 1"))
    assert all(isinstance(item, LeftOut) for item in found)
    assert [item.name for item in found] == ["pipe", "socket"]


@pytest.mark.parametrize("name", ["/dev/null", "/dev/zero"])
def test_a_device_that_is_given_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="Input 1 is neither a file nor a folder"):
        names(Path(name))


def test_a_pipe_that_is_given_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputError, match="neither a file nor a folder"):
        names(tmp_path / "pipe")


def test_a_pipe_that_takes_the_place_of_a_file_does_not_block(tmp_path: Path) -> None:
    (found,) = walk(fill(tmp_path, "a"), "Input 1")
    assert isinstance(found, FoundFile)
    (tmp_path / "a").unlink()
    os.mkfifo(tmp_path / "a")
    with pytest.raises(InputError, match="Not a regular file"):
        found.open()


def test_a_link_that_takes_the_place_of_a_file_is_not_followed(tmp_path: Path) -> None:
    (found,) = walk(fill(tmp_path / "in", "a"), "Input 1")
    assert isinstance(found, FoundFile)
    (tmp_path / "in" / "a").unlink()
    (tmp_path / "in" / "a").symlink_to(fill(tmp_path, "secret") / "secret")
    with pytest.raises(InputError, match="A file is a link"):
        found.open()


@pytest.mark.parametrize("name", ["nowhere", "a/below-a-file", "nul\0", "x" * 5000])
def test_a_path_that_leads_nowhere_is_refused_without_naming_it(
    tmp_path: Path, name: str
) -> None:
    fill(tmp_path, "a")
    with pytest.raises(InputError, match="Input 1") as caught:
        names(tmp_path / name)
    assert str(tmp_path) not in str(caught.value)
    assert "Check the path" in str(caught.value)


def test_a_file_that_may_not_be_read_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (found,) = walk(fill(tmp_path, "a"), "Input 1")
    assert isinstance(found, FoundFile)

    def refuse(*_: object) -> int:
        raise PermissionError(13, "no")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(InputError, match="may not be read by this user"):
        found.open()


def test_a_folder_that_may_not_be_read_is_left_out_or_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path, "a", "closed/b")
    real = os.scandir

    def refuse(path: Path) -> object:
        if path.name == "closed":
            raise PermissionError(13, "no")
        return real(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert names(tmp_path) == ["a", "closed"]
    with pytest.raises(InputError, match="Input 1 may not be read"):
        names(tmp_path / "closed")


def test_too_many_entries_are_refused(tmp_path: Path) -> None:
    fill(tmp_path, "a/1", "a/2", "b/3")
    list(walk(tmp_path, "Input 1", WalkLimits(entries=5)))
    with pytest.raises(LimitExceededError, match="more than 4 files and folders"):
        list(walk(tmp_path, "Input 1", WalkLimits(entries=4)))


def test_a_huge_folder_is_not_listed_to_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = 0

    class Endless:
        def __enter__(self) -> "Endless":
            return self

        def __exit__(self, *_: object) -> None:
            return None

        def __iter__(self) -> "Endless":
            return self

        def __next__(self) -> SimpleNamespace:
            nonlocal listed
            listed += 1
            mode = SimpleNamespace(st_mode=stat.S_IFREG)
            return SimpleNamespace(name=str(listed), stat=lambda **_: mode)

    monkeypatch.setattr("myomap.intake.walking.os.scandir", lambda _: Endless())
    with pytest.raises(LimitExceededError, match="more than 20000"):
        list(walk(tmp_path, "Input 1"))
    assert listed == 20_001


def test_too_deep_a_folder_is_refused(tmp_path: Path) -> None:
    fill(tmp_path, "/".join(["d"] * 16) + "/a")
    assert len(names(tmp_path)) == 1
    fill(tmp_path, "/".join(["d"] * 17) + "/a")
    with pytest.raises(LimitExceededError, match="more than 16 deep"):
        names(tmp_path)


def test_an_empty_folder_holds_nothing(tmp_path: Path) -> None:
    assert names(tmp_path) == []


def test_names_that_cannot_be_shown_are_made_showable(tmp_path: Path) -> None:
    fill(tmp_path, "a\x1b[31m")
    (tmp_path / os.fsdecode(b"map\xe9")).write_bytes(b"")
    assert names(tmp_path) == ["a?[31m", "map?"]
