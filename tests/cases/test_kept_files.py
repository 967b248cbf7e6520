"""Files by their hash: what is kept comes back, or says that it was changed."""

import hashlib
import os
import stat
import time
from datetime import timedelta
from pathlib import Path

import pytest

from kept_cases import Clock, edit_of, made_case, said
from myomap.cases import (
    CaseFile,
    CaseStore,
    add_case,
    audit_entries,
    collect_garbage,
    delete_case,
    file_bytes,
    find_case,
    list_cases,
    purge,
    put_file,
    save_version,
    undelete_case,
)
from myomap.cases.case_query import CaseQuery
from myomap.cases.kept_files import file_path, files_held
from myomap.errors import CaseNotFoundError, StoreError


def names_kept(store: CaseStore) -> set[str]:
    return {path.name for path in (store.folder / "files").glob("*/*")}


def make_old(store: CaseStore) -> None:
    """Let every file look as if it had been kept a day ago."""
    for path in (store.folder / "files").glob("*/*"):
        os.utime(path, (time.time() - 86_400,) * 2)


@pytest.mark.parametrize("data", [b"", b"a", bytes(3_000_000)])
def test_a_file_comes_back_by_its_hash(store: CaseStore, data: bytes) -> None:
    sha256 = put_file(store, data)
    assert sha256 == hashlib.sha256(data).hexdigest()
    assert file_bytes(store, sha256) == data
    assert put_file(store, data) == sha256
    assert names_kept(store) == {sha256}


def test_a_file_is_on_the_disk_before_its_name_is(
    store: CaseStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    real_fsync, real_replace = os.fsync, Path.replace

    def fsync(descriptor: int) -> None:
        kind = "folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file"
        done.append(f"flush the {kind}")
        real_fsync(descriptor)

    def replace(self: Path, target: Path) -> Path:
        done.append("rename")
        return real_replace(self, target)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(Path, "replace", replace)
    put_file(store, b"a")
    assert done == ["flush the folder", "flush the file", "rename", "flush the folder"]


def test_nobody_else_can_read_what_is_kept(store: CaseStore) -> None:
    put_file(store, b"a")
    add_case(store, made_case(), "")
    for path in (store.folder, *store.folder.rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path.name


@pytest.mark.parametrize(
    "name", ["", "ab", "../../cases.db", "A" * 64, "0" * 63 + "\n", "0" * 64]
)
def test_what_is_no_kept_hash_is_not_found(store: CaseStore, name: str) -> None:
    with pytest.raises(CaseNotFoundError, match="no such file"):
        file_bytes(store, name)


@pytest.mark.parametrize("damage", [b"", b"a picturE", b"a picture and more"])
def test_a_changed_file_is_told_and_mended_by_keeping_it_again(
    store: CaseStore, damage: bytes
) -> None:
    sha256 = put_file(store, b"a picture")
    file_path(store.folder, sha256).write_bytes(damage)
    with pytest.raises(StoreError, match="not those that were kept"):
        file_bytes(store, sha256)
    put_file(store, b"a picture")
    assert file_bytes(store, sha256) == b"a picture"


def test_what_no_case_names_goes_and_what_one_names_stays(store: CaseStore) -> None:
    source, arrays, mask = (put_file(store, bytes([n])) for n in (1, 2, 3))
    new = made_case(arrays_sha256=arrays, files=(CaseFile(sha256=source),))
    number = add_case(store, new, "")
    save_version(store, number, said(mask_sha256=mask), edit_of(1))
    put_file(store, b"nobody's")
    make_old(store)
    fresh = put_file(store, b"on its way")
    assert collect_garbage(store) == 1
    assert names_kept(store) == {source, arrays, mask, fresh}


def test_a_file_that_is_kept_again_is_young_again(store: CaseStore) -> None:
    put_file(store, b"twice")
    make_old(store)
    sha256 = put_file(store, b"twice")
    assert collect_garbage(store) == 0
    assert file_bytes(store, sha256) == b"twice"


def test_nothing_is_removed_while_files_are_copied(store: CaseStore) -> None:
    put_file(store, b"nobody's")
    make_old(store)
    with files_held(store, alone=False):
        assert collect_garbage(store) == 0
    assert collect_garbage(store) == 1


def test_a_case_put_aside_comes_back_whole(store: CaseStore) -> None:
    number = add_case(store, made_case(), "")
    before = find_case(store, number)
    delete_case(store, number, "Dr A.")
    aside = find_case(store, number).row
    assert aside.deleted_by == "Dr A."
    assert aside.deleted_at is not None
    delete_case(store, number, "Dr B.")
    assert find_case(store, number).row == aside
    assert list_cases(store, CaseQuery()).total == 0
    assert list_cases(store, CaseQuery(is_deleted=True)).rows == (aside,)
    undelete_case(store, number, "Dr A.")
    undelete_case(store, number, "Dr A.")
    assert find_case(store, number) == before
    assert [entry.what for entry in audit_entries(store)] == [
        "brought back",
        "put aside",
        "added",
    ]


def test_purging_takes_what_was_put_aside_before_and_its_files(
    store: CaseStore, clock: Clock
) -> None:
    shared, own = put_file(store, b"shared"), put_file(store, b"own")
    first, second, third = (
        add_case(
            store,
            made_case(files=tuple(CaseFile(sha256=name) for name in names)),
            "",
        )
        for names in ((shared, own), (shared,), ())
    )
    save_version(store, first, said(), edit_of(1))
    delete_case(store, first, "")
    clock.time += timedelta(days=30)
    until = clock.time
    clock.time += timedelta(days=1)
    delete_case(store, third, "")
    make_old(store)
    assert purge(store, until, "admin") == 1
    with pytest.raises(CaseNotFoundError):
        find_case(store, first)
    assert names_kept(store) == {shared}
    assert find_case(store, second).row.id == second
    assert find_case(store, third).row.deleted_at is not None
    removed = audit_entries(store, case_id=first)[0]
    assert (removed.author, removed.what) == ("admin", "removed")
    # A number is given once: what a line of the audit speaks of stays clear.
    assert add_case(store, made_case(), "") > third
