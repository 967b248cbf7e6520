"""What was saved comes back whole; anything else is refused, and no folder made."""

import io
import json
import random
import sqlite3
import threading
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from kept_cases import edit_of, made_case, put_arrays, said
from myomap.cases import (
    CaseFile,
    CaseQuery,
    CaseStore,
    NewUser,
    add_case,
    add_user,
    backup,
    collect_garbage,
    delete_case,
    file_bytes,
    find_case,
    list_cases,
    list_users,
    open_cases,
    open_session,
    put_file,
    restore,
    save_version,
    session_user,
)
from myomap.cases.kept_files import file_path
from myomap.errors import (
    ArchiveError,
    InputError,
    MyomapError,
    OutputError,
    OutputExistsError,
    StoreError,
)


@pytest.fixture
def saved(store: CaseStore, tmp_path: Path) -> Path:
    """A backup of two cases with three files."""
    names = [put_file(store, data) for data in (b"a picture", b"", bytes(100_000))]
    first = add_case(
        store,
        made_case(
            name="Иванов",
            identity="4711",
            files=tuple(CaseFile(sha256=name, name="скрин.png") for name in names),
            arrays_sha256=put_arrays(store),
        ),
        "Dr A.",
    )
    save_version(store, first, said("words", is_signed=True), edit_of(1))
    delete_case(store, add_case(store, made_case(), ""), "")
    backup(store, tmp_path / "saved.zip")
    return tmp_path / "saved.zip"


def test_a_restored_folder_is_the_one_that_was_saved(
    store: CaseStore, saved: Path, tmp_path: Path
) -> None:
    assert restore(saved, tmp_path / "restored") == 2
    with open_cases(tmp_path / "restored") as other:
        for number in (1, 2):
            assert find_case(other, number) == find_case(store, number)
        for file in find_case(other, 1).files:
            assert file_bytes(other, file.sha256) == file_bytes(store, file.sha256)
        assert other.patient_key("4711") == store.patient_key("4711")
        save_version(other, 1, said("goes on"), edit_of(2))
    assert (tmp_path / "restored").stat().st_mode & 0o077 == 0


def test_the_same_cases_give_the_same_files_inside(
    store: CaseStore, saved: Path, tmp_path: Path
) -> None:
    n_bytes = backup(store, tmp_path / "again.zip")
    assert n_bytes == (tmp_path / "again.zip").stat().st_size
    assert (tmp_path / "again.zip").read_bytes() == saved.read_bytes()


def test_nobody_is_logged_in_to_a_restored_folder(
    store: CaseStore, tmp_path: Path
) -> None:
    add_user(store, NewUser(name="Anna", password="several good words"), "")
    token = open_session(store, "Anna")
    backup(store, tmp_path / "saved.zip")
    assert session_user(store, token) is not None
    restore(tmp_path / "saved.zip", tmp_path / "restored")
    with open_cases(tmp_path / "restored") as other:
        assert session_user(other, token) is None
        assert list_users(other) == list_users(store)


def test_saving_goes_on_while_a_backup_is_made(
    store: CaseStore, tmp_path: Path
) -> None:
    is_done = threading.Event()

    def go_on() -> None:
        while not is_done.is_set():
            sha256 = put_file(store, random.randbytes(2000))
            number = add_case(store, made_case(files=(CaseFile(sha256=sha256),)), "")
            delete_case(store, number, "")
            collect_garbage(store, grace_s=0.0)

    thread = threading.Thread(target=go_on)
    thread.start()
    try:
        for number in range(5):
            backup(store, tmp_path / f"{number}.zip")
    finally:
        is_done.set()
        thread.join()
    counts = [
        restore(tmp_path / f"{number}.zip", tmp_path / f"restored-{number}")
        for number in range(5)
    ]
    assert counts == sorted(counts)


def test_a_backup_replaces_no_file_unasked(store: CaseStore, saved: Path) -> None:
    before = saved.read_bytes()
    with pytest.raises(OutputExistsError):
        backup(store, saved)
    assert saved.read_bytes() == before
    add_case(store, made_case(), "")
    backup(store, saved, force=True)
    assert saved.read_bytes() != before
    assert sorted(path.name for path in saved.parent.iterdir()) == [
        "cases",
        "saved.zip",
    ]


@pytest.mark.parametrize("damage", [None, b"", b"a picturE"])
def test_no_backup_is_made_of_what_is_not_whole(
    store: CaseStore, saved: Path, tmp_path: Path, damage: bytes | None
) -> None:
    path = file_path(store.folder, find_case(store, 1).files[0].sha256)
    if damage is None:
        path.unlink()
    else:
        path.write_bytes(damage)
    with pytest.raises(StoreError, match="cannot be saved whole"):
        backup(store, tmp_path / "new.zip")
    assert not (tmp_path / "new.zip").exists()


@pytest.mark.parametrize("kind", ["folder", "empty-folder", "file", "link"])
def test_a_folder_that_is_there_is_never_touched(
    saved: Path, tmp_path: Path, kind: str
) -> None:
    place = tmp_path / "there"
    if kind == "file":
        place.write_bytes(b"mine")
    elif kind == "link":
        place.symlink_to(tmp_path / "nowhere")
    else:
        place.mkdir()
    if kind == "folder":
        (place / "mine").write_bytes(b"mine")
    with pytest.raises(OutputExistsError, match="there already"):
        restore(saved, place)
    assert not (place / "cases.db").exists()


def repacked(saved: Path, **changes: bytes | None) -> Path:
    """Return a copy of a backup with members added, changed or taken out (None)."""
    with zipfile.ZipFile(saved) as archive:
        members: dict[str, bytes | None] = {
            name: archive.read(name) for name in archive.namelist()
        }
    members.update(changes)
    place = saved.with_name("repacked.zip")
    with zipfile.ZipFile(place, "w") as archive:
        for name, data in members.items():
            if data is not None:
                archive.writestr(name, data)
    return place


def contents_of(saved: Path) -> dict[str, dict[str, str]]:
    with zipfile.ZipFile(saved) as archive:
        contents: dict[str, dict[str, str]] = json.loads(archive.read("contents.json"))
    return contents


def require_refused(file: Path, error: type[MyomapError], sentence: str) -> None:
    home = file.parent
    before = sorted(home.iterdir())
    with pytest.raises(error, match=sentence) as caught:
        restore(file, home / "restored")
    assert str(home) not in str(caught.value)
    assert sorted(home.iterdir()) == before


def test_a_member_that_was_changed_is_found(saved: Path) -> None:
    name = next(name for name in contents_of(saved)["sha256"] if "/" in name)
    file = repacked(saved, **{name: b"other bytes"})
    require_refused(file, ArchiveError, "not what was saved")


@pytest.mark.parametrize("name", ["contents.json", "cases.db"])
def test_a_backup_without_its_main_members_is_none(saved: Path, name: str) -> None:
    file = repacked(saved, **{name: None})
    require_refused(file, ArchiveError, "is no backup of cases")


def test_a_member_that_is_missing_or_too_many_is_found(saved: Path) -> None:
    name = next(name for name in contents_of(saved)["sha256"] if "/" in name)
    require_refused(repacked(saved, **{name: None}), ArchiveError, "not what was saved")
    require_refused(
        repacked(saved, **{"files/ff/more": b""}), ArchiveError, "not what was saved"
    )


def test_a_file_that_the_list_leaves_out_too_is_missed(saved: Path) -> None:
    contents = contents_of(saved)
    name = next(name for name in contents["sha256"] if "/" in name)
    del contents["sha256"][name]
    shorter = json.dumps(contents).encode()
    file = repacked(saved, **{name: None, "contents.json": shorter})
    require_refused(file, ArchiveError, "lacks files that its cases name")


@pytest.mark.parametrize(
    "name",
    [
        "../escaped",
        "/etc/escaped",
        "files/../../escaped",
        "files\\..\\..\\escaped",
        "C:escaped",
        "cases.db-wal",
        "files.lock",
        "files/ab/escaped",
    ],
)
def test_names_that_lead_elsewhere_are_refused_even_when_listed(
    saved: Path, name: str
) -> None:
    contents = contents_of(saved)
    contents["sha256"][name] = "0" * 64
    longer = json.dumps(contents).encode()
    file = repacked(saved, **{name: b"x", "contents.json": longer})
    require_refused(file, ArchiveError, "unsafe name|not what was saved")


@pytest.mark.parametrize(
    "contents",
    [
        b"",
        b"[]",
        b"null",
        b"{}",
        b'{"sha256": []}',
        b"\xff",
        b"[" * 100_000,
        b'{"schema": "myomap.backup/1", "sha256": {}}',
    ],
)
def test_a_list_that_is_none_is_refused(saved: Path, contents: bytes) -> None:
    file = repacked(saved, **{"contents.json": contents})
    require_refused(file, ArchiveError, "not what was saved")


def test_a_newer_kind_of_backup_is_refused(saved: Path) -> None:
    contents = json.dumps({**contents_of(saved), "schema": "myomap.backup/2"})
    file = repacked(saved, **{"contents.json": contents.encode()})
    require_refused(file, ArchiveError, "update myomap")


def test_a_bomb_is_not_opened(saved: Path) -> None:
    with zipfile.ZipFile(saved, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("files/ab/bomb", bytes(50_000_000))
    require_refused(saved, InputError, "compressed beyond belief|not what was saved")


def with_database(saved: Path, change: str) -> Path:
    """Return a backup whose database was changed, with hashes that fit it."""
    import hashlib

    place = saved.with_name("changed.db")
    with zipfile.ZipFile(saved) as archive:
        place.write_bytes(archive.read("cases.db"))
    with closing(sqlite3.connect(place)) as connection:
        connection.executescript(change)
    data = place.read_bytes()
    place.unlink()
    contents = contents_of(saved)
    contents["sha256"]["cases.db"] = hashlib.sha256(data).hexdigest()
    listed = json.dumps(contents).encode()
    return repacked(saved, **{"cases.db": data, "contents.json": listed})


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        pytest.param("PRAGMA user_version = 99", "newer myomap", id="newer"),
        pytest.param("PRAGMA application_id = 1", "another program", id="foreign"),
        pytest.param(
            "CREATE TRIGGER evil AFTER INSERT ON audit BEGIN DELETE FROM versions; END",
            "does not hold the tables",
            id="trigger",
        ),
        pytest.param(
            "DROP TRIGGER audit_never_changes", "does not hold the tables", id="less"
        ),
        pytest.param(
            "PRAGMA foreign_keys = OFF; DROP TRIGGER cases_are_put_aside_first;"
            "DELETE FROM cases; CREATE TRIGGER cases_are_put_aside_first"
            " BEFORE DELETE ON cases BEGIN SELECT 1; END",
            "does not hold the tables",
            id="another-trigger",
        ),
        pytest.param(
            "PRAGMA foreign_keys = OFF; UPDATE cases SET deleted_at = 'x';"
            "DELETE FROM cases",
            "database in the backup is damaged",
            id="orphans",
        ),
    ],
)
def test_a_database_that_is_not_ours_is_refused(
    saved: Path, change: str, sentence: str
) -> None:
    require_refused(with_database(saved, change), StoreError, sentence)


def test_no_flipped_bit_comes_through_unseen(
    store: CaseStore, saved: Path, tmp_path: Path
) -> None:
    good = saved.read_bytes()
    rng = random.Random(5)
    anywhere = [rng.randrange(len(good)) for _ in range(40)]
    # The names and sizes at the end are few bytes of many.
    at_the_end = [len(good) - rng.randrange(1, 1500) for _ in range(60)]
    n_harmless = 0
    for trial, place in enumerate(anywhere + at_the_end):
        data = bytearray(good)
        data[place] ^= 1 << rng.randrange(8)
        flipped = tmp_path / "flipped.zip"
        flipped.write_bytes(data)
        folder = tmp_path / f"restored-{trial}"
        try:
            restore(flipped, folder)
        except InputError:
            assert not folder.exists()
            continue
        # A bit of a date or the like: all that counts is as it was.
        n_harmless += 1
        with open_cases(folder, create=False) as other:
            assert find_case(other, 1) == find_case(store, 1)
            for file in find_case(store, 1).files:
                assert (
                    file_bytes(other, file.sha256)[:9]
                    == (file_bytes(store, file.sha256)[:9])
                )
    assert 0 < n_harmless < 50


@pytest.mark.parametrize("n_bytes", [0, 1, 100, 10_000])
def test_a_backup_cut_short_is_refused(saved: Path, n_bytes: int) -> None:
    saved.write_bytes(saved.read_bytes()[:n_bytes])
    require_refused(saved, InputError, "damaged or cut short|no backup")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    require_refused(tmp_path / "none.zip", InputError, "cannot be opened")


def test_any_other_zip_is_no_backup(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("study/1.dcm", b"")
    (tmp_path / "other.zip").write_bytes(stream.getvalue())
    require_refused(tmp_path / "other.zip", ArchiveError, "is no backup of cases")


def test_a_disk_that_fails_leaves_no_folder(
    saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: int) -> None:
        raise OSError(28, "full")

    monkeypatch.setattr("os.fsync", refuse)
    before = sorted(tmp_path.iterdir())
    with pytest.raises(OutputError, match="quota is full"):
        restore(saved, tmp_path / "restored")
    assert sorted(tmp_path.iterdir()) == before


def test_a_backup_of_nothing_restores_to_nothing(tmp_path: Path) -> None:
    with open_cases(tmp_path / "cases") as store:
        backup(store, tmp_path / "saved.zip")
    assert restore(tmp_path / "saved.zip", tmp_path / "a" / "b") == 0
    with open_cases(tmp_path / "a" / "b", create=False) as store:
        assert list_cases(store, CaseQuery()).total == 0


def test_nobody_else_can_read_a_backup(store: CaseStore, tmp_path: Path) -> None:
    file = tmp_path / "cases.zip"
    for force in (False, True):
        backup(store, file, force=force)
        assert file.stat().st_mode & 0o077 == 0
        file.chmod(0o644)


def test_a_folder_of_cases_is_closed_to_others(tmp_path: Path) -> None:
    folder = tmp_path / "cases"
    folder.mkdir(mode=0o755)
    folder.chmod(0o755)
    open_cases(folder).close()
    assert folder.stat().st_mode & 0o077 == 0
    folder.chmod(0o750)
    open_cases(folder).close()
    assert folder.stat().st_mode & 0o077 == 0o050
