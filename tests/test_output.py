"""Results are whole or not there, and nothing is overwritten unasked."""

import errno
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from failing_disks import failing, mounted_disk
from myomap.errors import OutputError, OutputExistsError
from myomap.output import OutputFolder, write_file


def tree(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def write_two(folder: Path, *, force: bool) -> None:
    with OutputFolder(folder, force=force) as out:
        out.path("map.npy").write_bytes(b"new map")
        out.path("reading.json").write_bytes(b"new reading")


def write_then(
    folder: Path, *names: str, force: bool = False, then: Callable[..., object]
) -> None:
    """Write the names, and do something else before the block ends."""
    with OutputFolder(folder, force=force) as out:
        for name in names:
            out.path(name).write_bytes(b"ours")
        then(out)


def divide(_: OutputFolder) -> float:
    return 1 / 0


def stop(_: OutputFolder) -> None:
    raise KeyboardInterrupt


@pytest.fixture
def folder_with_results(tmp_path: Path) -> Path:
    (tmp_path / "map.npy").write_bytes(b"old map")
    (tmp_path / "reading.json").write_bytes(b"old reading")
    (tmp_path / "notes.txt").write_bytes(b"mine")
    return tmp_path


OLD = {"map.npy": b"old map", "reading.json": b"old reading", "notes.txt": b"mine"}


def test_results_arrive_with_missing_parents_made(tmp_path: Path) -> None:
    write_two(tmp_path / "a" / "b", force=False)
    assert tree(tmp_path) == {
        "a/b/map.npy": b"new map",
        "a/b/reading.json": b"new reading",
    }


def test_nothing_hidden_is_left_behind(tmp_path: Path) -> None:
    write_two(tmp_path, force=False)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "map.npy",
        "reading.json",
    ]


def test_results_keep_the_rights_a_plain_write_gives(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"")
    write_file(tmp_path / "out", b"", force=False)
    assert (tmp_path / "out").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_a_taken_name_is_refused_before_any_work(folder_with_results: Path) -> None:
    with pytest.raises(OutputExistsError, match="already holds 1 of the results"):
        OutputFolder(folder_with_results, force=False, names=["map.npy", "else.npy"])
    assert tree(folder_with_results) == OLD


def test_a_taken_name_is_refused_when_asked_for(folder_with_results: Path) -> None:
    with pytest.raises(OutputExistsError, match="--force"):
        write_then(folder_with_results, "else.npy", then=lambda o: o.path("map.npy"))
    assert tree(folder_with_results) == OLD


def test_a_name_taken_meanwhile_is_refused_and_survives(tmp_path: Path) -> None:
    with pytest.raises(OutputExistsError):
        write_then(
            tmp_path, "a", "b", then=lambda _: (tmp_path / "b").write_bytes(b"theirs")
        )
    assert tree(tmp_path) == {"b": b"theirs"}


def test_a_name_taken_at_the_very_last_moment_survives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(OutputFolder, "_require_free", lambda *_: None)
    (tmp_path / "b").write_bytes(b"theirs")
    with pytest.raises(OutputExistsError, match="while the results were being made"):
        write_then(tmp_path, "a", "b", then=lambda _: None)
    assert tree(tmp_path) == {"b": b"theirs"}


def test_force_replaces_only_what_is_written(folder_with_results: Path) -> None:
    write_two(folder_with_results, force=True)
    assert tree(folder_with_results) == {
        "map.npy": b"new map",
        "reading.json": b"new reading",
        "notes.txt": b"mine",
    }


def test_force_replaces_a_link_and_not_what_it_points_to(tmp_path: Path) -> None:
    (tmp_path / "outside").write_bytes(b"precious")
    out = tmp_path / "out"
    out.mkdir()
    (out / "map.npy").symlink_to(tmp_path / "outside")
    write_file(out / "map.npy", b"new", force=True)
    assert (tmp_path / "outside").read_bytes() == b"precious"
    assert not (out / "map.npy").is_symlink()


@pytest.mark.parametrize("force", [False, True])
def test_a_folder_under_the_name_of_a_result_is_never_replaced(
    tmp_path: Path, force: bool
) -> None:
    (tmp_path / "map.npy").mkdir()
    with pytest.raises(OutputExistsError, match="folders or devices"):
        write_two(tmp_path, force=force)
    assert (tmp_path / "map.npy").is_dir()


def test_a_dangling_link_counts_as_taken(tmp_path: Path) -> None:
    (tmp_path / "map.npy").symlink_to(tmp_path / "nowhere")
    with pytest.raises(OutputExistsError):
        write_two(tmp_path, force=False)


def test_an_error_in_the_work_leaves_the_old_state(folder_with_results: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        write_then(folder_with_results, "map.npy", force=True, then=divide)
    assert tree(folder_with_results) == OLD


def test_folders_made_for_nothing_are_taken_away(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        write_then(tmp_path / "a" / "b", "map.npy", then=stop)
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"mine")
    with pytest.raises(OutputError, match="a file stands in its place"):
        OutputFolder(tmp_path / "out", force=True)
    with pytest.raises(OutputError, match="a file stands where a folder above it"):
        OutputFolder(tmp_path / "out" / "below" / "it", force=True)
    assert tree(tmp_path) == {"out": b"mine"}


def write_one(folder: Path, *, stale: list[str], force: bool = True) -> None:
    with OutputFolder(folder, force=force, names=["new"], stale=stale) as out:
        out.path("new").write_bytes(b"new")


def test_results_of_an_earlier_run_go_with_the_new_ones(tmp_path: Path) -> None:
    for name in ("new", "old", "mine"):
        (tmp_path / name).write_bytes(b"before")
    write_one(tmp_path, stale=["old", "new", "absent"])
    assert tree(tmp_path) == {"new": b"new", "mine": b"before"}


def test_they_stay_where_nothing_may_be_replaced(tmp_path: Path) -> None:
    (tmp_path / "old").write_bytes(b"before")
    write_one(tmp_path, stale=["old"], force=False)
    assert tree(tmp_path) == {"new": b"new", "old": b"before"}


def test_they_stay_where_the_new_ones_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("new", "old"):
        (tmp_path / name).write_bytes(b"before")

    def fail(path: Path) -> None:
        if path == tmp_path:
            raise OSError(errno.EIO, "broken")

    monkeypatch.setattr("myomap.output.folder.flush", fail)
    with pytest.raises(OutputError):
        write_one(tmp_path, stale=["old"])
    assert tree(tmp_path) == {"new": b"before", "old": b"before"}


def test_a_folder_under_a_stale_name_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    write_one(tmp_path, stale=["old"])
    assert (tmp_path / "old").is_dir()


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "../up", "a/b", "/etc/x", "a\\b", "a\0b", "a\nb", ".myomap-x"],
)
def test_a_name_that_is_not_plain_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(OutputError, match="plain file name"):
        OutputFolder(tmp_path, force=True, names=[name])
    with (
        pytest.raises(OutputError, match="plain file name"),
        OutputFolder(tmp_path, force=True) as out,
    ):
        out.path(name)
    assert list(tmp_path.iterdir()) == []


def test_a_result_announced_and_not_written_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="announced and not written"):
        write_then(tmp_path, "a", then=lambda out: out.path("b"))
    assert tree(tmp_path) == {}


def test_a_link_among_the_results_is_refused(tmp_path: Path) -> None:
    with (
        pytest.raises(OutputError, match="not written as a file"),
        OutputFolder(tmp_path / "out", force=False) as out,
    ):
        out.path("a").symlink_to("/etc/hostname")
    assert list(tmp_path.iterdir()) == []


def test_paths_are_given_only_inside_the_block(tmp_path: Path) -> None:
    out = OutputFolder(tmp_path, force=False)
    with pytest.raises(OutputError, match="with block"):
        out.path("a")


STEPS = [
    pytest.param(owner, call, nth, id=f"{call}-{nth}")
    for owner, call, times in [
        (tempfile, "mkdtemp", 2),
        (os, "fsync", 3),
        (Path, "replace", 2),
    ]
    for nth in range(1, times + 1)
]


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "full: .* MB are free"),
        (errno.EDQUOT, "full: .* MB are free"),
        (errno.EACCES, "may not write there"),
        (errno.EROFS, "read-only"),
        (errno.EIO, "read or write failure"),
        (errno.EMFILE, "Too many files"),
    ],
)
@pytest.mark.parametrize(("owner", "call", "nth"), STEPS)
def test_every_failing_step_is_named_and_undone(
    folder_with_results: Path,
    number: int,
    sentence: str,
    *,
    owner: Any,
    call: str,
    nth: int,
) -> None:
    with (
        failing(owner, call, nth, number),
        pytest.raises(OutputError, match=sentence) as caught,
    ):
        write_two(folder_with_results, force=True)
    assert str(folder_with_results) not in str(caught.value)
    assert tree(folder_with_results) == OLD
    write_two(folder_with_results, force=True)
    assert tree(folder_with_results)["reading.json"] == b"new reading"


def test_a_failing_link_without_force_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, count = os.link, 0

    def fail_second(*args: Any, **kwargs: Any) -> None:
        nonlocal count
        count += 1
        if count == 2:
            raise OSError(errno.EIO, "broken")
        real(*args, **kwargs)

    monkeypatch.setattr(os, "link", fail_second)
    with pytest.raises(OutputError, match="Check the disk"):
        write_two(tmp_path / "out", force=False)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("force", [False, True])
def test_a_disk_without_links_works_and_undoes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, force: bool
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", refuse)
    if force:
        (tmp_path / "map.npy").write_bytes(b"old map")
    before = tree(tmp_path)

    def flush_fails(descriptor: int) -> None:
        if Path(f"/proc/self/fd/{descriptor}").resolve() == tmp_path:
            raise OSError(errno.EIO, "broken")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", flush_fails)
        with pytest.raises(OutputError):
            write_two(tmp_path, force=force)
        assert tree(tmp_path) == before
    write_two(tmp_path, force=force)
    assert tree(tmp_path) == {"map.npy": b"new map", "reading.json": b"new reading"}


def test_a_disk_that_cannot_flush_folders_is_good_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: int) -> None:
        raise OSError(errno.EINVAL, "cannot flush this")

    monkeypatch.setattr(os, "fsync", refuse)
    write_file(tmp_path / "a", b"a", force=False)
    assert tree(tmp_path) == {"a": b"a"}


def test_a_full_disk_inside_the_block_is_explained(tmp_path: Path) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no /dev/full")

    def fill(_: OutputFolder) -> None:
        with full.open("wb", buffering=0) as device:
            device.write(b"more than nothing")

    with pytest.raises(OutputError, match="quota is full"):
        write_then(tmp_path, "map.npy", then=fill)
    assert tree(tmp_path) == {}


def test_an_array_writer_that_ran_out_of_room_is_explained(tmp_path: Path) -> None:
    with (
        pytest.raises(OutputError, match="MB are free"),
        OutputFolder(tmp_path, force=False),
    ):
        raise OSError("96 requested and 0 written")


def test_a_failed_read_in_the_block_is_not_blamed_on_the_output(
    tmp_path: Path,
) -> None:
    with (
        pytest.raises(FileNotFoundError),
        OutputFolder(tmp_path / "out", force=False),
    ):
        (tmp_path / "an input that is gone").read_bytes()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    with mounted_disk(tmp_path / "small", "64k") as place:
        yield place


def test_a_really_full_disk_leaves_the_old_results(small_disk: Path) -> None:
    write_file(small_disk / "map.npy", b"old map", force=False)
    with (
        pytest.raises(OutputError, match=r"quota is full: 0\.\d MB are free"),
        OutputFolder(small_disk, force=True) as out,
    ):
        out.path("map.npy").write_bytes(bytes(200_000))
    assert tree(small_disk) == {"map.npy": b"old map"}
    with (
        pytest.raises(OutputError, match="MB are free"),
        OutputFolder(small_disk, force=True) as out,
    ):
        np.save(out.path("map.npy"), np.zeros(50_000))
    assert tree(small_disk) == {"map.npy": b"old map"}


KILLED = """
import os, signal, sys
from pathlib import Path
import myomap.output as output
step, where = int(sys.argv[1]), Path(sys.argv[2])
count = 0
def counted(real):
    def call(*args, **kwargs):
        global count
        count += 1
        if count == step:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*args, **kwargs)
    return call
os.fsync = counted(os.fsync)
os.link = counted(os.link)
Path.replace = counted(Path.replace)
with output.OutputFolder(where, force=True) as out:
    out.path("map.npy").write_bytes(b"new map")
    out.path("reading.json").write_bytes(b"new reading")
"""


@pytest.mark.parametrize("step", range(1, 9))
def test_a_kill_at_any_step_leaves_only_whole_files(
    folder_with_results: Path, step: int
) -> None:
    command = [sys.executable, "-c", KILLED, str(step), str(folder_with_results)]
    done = subprocess.run(command, capture_output=True, check=False)
    found = {
        name: data
        for name, data in tree(folder_with_results).items()
        if not name.startswith(".myomap-")
    }
    assert set(found) == set(OLD)
    assert found["map.npy"] in (b"old map", b"new map")
    assert found["reading.json"] in (b"old reading", b"new reading")
    # 2 flushes, then (link, replace) for each of two files, then the folder's flush.
    assert done.returncode == (-signal.SIGKILL if step <= 7 else 0)
    if step <= 4:
        assert found == OLD
    if found["reading.json"] == b"new reading":
        assert found["map.npy"] == b"new map"


def test_what_a_killed_run_left_is_removed_a_day_later(tmp_path: Path) -> None:
    for name, age_s in (("old", 90_000), ("new", 3_600)):
        left = tmp_path / f".myomap-{name}.partial"
        left.mkdir()
        (left / "map.npy").write_bytes(b"half")
        then = time.time() - age_s
        os.utime(left, (then, then))
    (tmp_path / "elsewhere").mkdir()
    link = tmp_path / ".myomap-link.partial"
    link.symlink_to(tmp_path / "elsewhere")
    os.utime(link, (0, 0), follow_symlinks=False)
    write_file(tmp_path / "a", b"a", force=False)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        ".myomap-link.partial",
        ".myomap-new.partial",
        "a",
        "elsewhere",
    ]


def test_two_writers_do_not_meet(tmp_path: Path) -> None:
    with (
        OutputFolder(tmp_path, force=False) as first,
        OutputFolder(tmp_path, force=False) as second,
    ):
        first.path("a").write_bytes(b"first")
        second.path("b").write_bytes(b"second")
    assert tree(tmp_path) == {"a": b"first", "b": b"second"}


def test_no_message_holds_a_path_or_a_name(tmp_path: Path) -> None:
    place = tmp_path / "Canary^Ivan"
    write_file(place / "Canary.json", b"{}", force=False)
    with pytest.raises(OutputExistsError) as caught:
        write_file(place / "Canary.json", b"{}", force=False)
    assert "Canary" not in str(caught.value)
    with pytest.raises(OutputError) as refused:
        write_file(place / "Canary.json" / "below" / "x", b"", force=False)
    assert "Canary" not in str(refused.value)


def test_a_file_system_without_a_size_is_not_called_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any, **__: Any) -> Any:
        raise OSError(errno.ENXIO, "refused")

    without_size = SimpleNamespace(total=0, used=0, free=0)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: without_size)
    monkeypatch.setattr(tempfile, "mkdtemp", refuse)
    with (
        pytest.raises(OutputError, match="The system refused") as told,
        OutputFolder(tmp_path / "new", force=False),
    ):
        pass
    assert "free" not in str(told.value)
