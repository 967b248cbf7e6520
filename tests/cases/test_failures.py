"""What the disk and foreign databases can do: a clear sentence, and nothing changed."""

import errno
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from failing_disks import failing, mounted_disk
from kept_cases import edit_of, made_case, said
from myomap.cases import (
    CaseQuery,
    CaseStore,
    add_case,
    file_bytes,
    find_case,
    list_cases,
    open_cases,
    put_file,
    save_version,
    versions,
)
from myomap.cases import migrations as migrations_module
from myomap.cases.migrations import MIGRATIONS
from myomap.errors import InputError, OutputError, StoreError


def filled(folder: Path) -> Path:
    """Return a closed folder with one case and its second version."""
    with open_cases(folder) as store:
        number = add_case(store, made_case(), "")
        save_version(store, number, said("first"), edit_of(1))
    return folder


def look_at_everything(folder: Path) -> None:
    with open_cases(folder) as store:
        find_case(store, 1)
        list_cases(store, CaseQuery())


def save_without_end(store: CaseStore, number: int, acknowledged: list[int]) -> None:
    while True:
        words = said("x" * 9000)
        edit = edit_of(acknowledged[-1])
        acknowledged.append(save_version(store, number, words, edit))


def changed(folder: Path, statement: str) -> None:
    with closing(sqlite3.connect(folder / "cases.db")) as connection:
        connection.execute(statement)
        connection.commit()


def test_the_journal_is_written_through_to_the_disk(store: CaseStore) -> None:
    with store.connections.plain() as connection:
        found = {
            name: connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
        strict = connection.execute(
            "SELECT count(*) FILTER (WHERE strict = 0) FROM pragma_table_list"
            " WHERE schema = 'main' AND name NOT LIKE 'sqlite_%'"
        ).fetchone()[0]
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    assert strict == 0


def test_a_folder_without_cases_is_made_only_where_that_is_wanted(
    tmp_path: Path,
) -> None:
    with pytest.raises(StoreError, match="no folder of kept cases"):
        open_cases(tmp_path / "none", create=False)
    assert not (tmp_path / "none").exists()
    open_cases(tmp_path / "a" / "b").close()
    open_cases(tmp_path / "a" / "b", create=False).close()


def test_a_newer_form_is_refused_and_left_alone(tmp_path: Path) -> None:
    folder = filled(tmp_path / "cases")
    changed(folder, f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    before = (folder / "cases.db").read_bytes()
    with pytest.raises(StoreError, match=r"newer myomap.*Update myomap"):
        open_cases(folder)
    assert (folder / "cases.db").read_bytes() == before


def test_an_older_form_is_brought_up_to_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = filled(tmp_path / "cases")
    steps = (*MIGRATIONS, ("ALTER TABLE cases ADD COLUMN later TEXT",))
    monkeypatch.setattr(migrations_module, "MIGRATIONS", steps)
    with open_cases(folder) as store, store.connections.reading() as connection:
        row = connection.execute("SELECT later, version FROM cases").fetchone()
        assert tuple(row) == (None, 2)
        assert connection.execute("PRAGMA user_version").fetchone()[0] == len(steps)


def test_a_step_that_fails_leaves_the_older_form(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = filled(tmp_path / "cases")
    bad = ("ALTER TABLE cases ADD COLUMN later TEXT", "SELECT no_such_function()")
    with monkeypatch.context() as patch:
        patch.setattr(migrations_module, "MIGRATIONS", (*MIGRATIONS, bad))
        with pytest.raises(sqlite3.OperationalError, match="no_such_function"):
            open_cases(folder)
    with open_cases(folder) as store:
        assert find_case(store, 1).physician == said("first")
        with store.connections.reading() as connection:
            columns = connection.execute("SELECT * FROM cases").description
    assert "later" not in [column[0] for column in columns]


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("PRAGMA application_id = 7", id="another-program's-mark"),
        pytest.param("PRAGMA application_id = 0", id="no-mark"),
    ],
)
def test_another_programs_database_is_left_alone(
    tmp_path: Path, statement: str
) -> None:
    folder = filled(tmp_path / "cases")
    changed(folder, statement)
    with pytest.raises(StoreError, match="belongs to another program"):
        open_cases(folder)


def test_what_is_no_database_is_called_damaged(tmp_path: Path) -> None:
    (tmp_path / "cases.db").write_bytes(b"not a database, but long enough" * 200)
    with pytest.raises(StoreError, match="database of the cases is damaged"):
        open_cases(tmp_path)


def test_damage_in_the_middle_is_named_when_it_is_met(tmp_path: Path) -> None:
    folder = filled(tmp_path / "cases")
    path = folder / "cases.db"
    data = bytearray(path.read_bytes())
    data[8192:] = b"\xff" * (len(data) - 8192)
    path.write_bytes(bytes(data))
    with pytest.raises(StoreError, match="database of the cases is damaged"):
        look_at_everything(folder)


def test_damage_after_a_kill_is_found_at_the_door(tmp_path: Path) -> None:
    folder, copy = tmp_path / "cases", tmp_path / "copy"
    with open_cases(folder) as store:
        for _ in range(30):
            add_case(store, made_case(), "")
        with store.connections.plain() as connection:
            connection.execute("PRAGMA wal_checkpoint")
        add_case(store, made_case(), "")
        # As a kill leaves it: with the journal beside it.
        shutil.copytree(folder, copy)
    path = copy / "cases.db"
    data = bytearray(path.read_bytes())
    data[-4096:] = b"\xff" * 4096
    path.write_bytes(bytes(data))
    with pytest.raises(StoreError, match="database of the cases is damaged"):
        open_cases(copy)


def test_words_that_no_version_of_ours_wrote_are_named(tmp_path: Path) -> None:
    folder = filled(tmp_path / "cases")
    changed(folder, "DROP TRIGGER versions_never_change")
    changed(folder, 'UPDATE versions SET physician = \'{"schema": "x/2"}\'')
    with (
        open_cases(folder) as store,
        pytest.raises(StoreError, match="cannot be read by this myomap"),
    ):
        find_case(store, 1)


def test_a_full_database_keeps_what_it_has(store: CaseStore) -> None:
    number = add_case(store, made_case(), "")
    with store.connections.plain() as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
    acknowledged = [1]
    with pytest.raises(OutputError, match="disk or the quota is full"):
        save_without_end(store, number, acknowledged)
    # The connection with the small limit was closed with its failure.
    last = acknowledged[-1]
    assert find_case(store, number).row.version == last
    assert save_version(store, number, said("after"), edit_of(last)) == last + 1
    assert len(versions(store, number)) == last + 1


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    with mounted_disk(tmp_path / "small", "1m") as place:
        yield place


def test_a_really_full_disk_loses_nothing_and_is_recovered_from(
    small_disk: Path,
) -> None:
    ballast = small_disk / "ballast"
    with open_cases(small_disk / "cases") as store:
        number = add_case(store, made_case(), "")
        sha256 = put_file(store, b"before")
        ballast.write_bytes(bytes(300_000))
        acknowledged = [1]
        with pytest.raises(OutputError, match="disk or the quota is full"):
            save_without_end(store, number, acknowledged)
        with pytest.raises(OutputError, match="disk or the quota is full"):
            put_file(store, os.urandom(2_000_000))
        last = acknowledged[-1]
        assert last > 1
        assert find_case(store, number).row.version == last
        assert file_bytes(store, sha256) == b"before"
        assert not list((store.folder / "files").glob("*/*.partial"))
        ballast.unlink()
        save_version(store, number, said("after"), edit_of(last))
        assert find_case(store, number).physician == said("after")


STEPS = [
    pytest.param(owner, call, nth, id=f"{call}-{nth}")
    for owner, call, times in [
        (os, "fsync", 3),
        (Path, "replace", 1),
        (Path, "mkdir", 1),
    ]
    for nth in range(1, times + 1)
]


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "quota is full"),
        (errno.EIO, "read or write failure"),
        (errno.EROFS, "read-only"),
        (errno.EMFILE, "Too many files"),
        (errno.ENOTCONN, "system refused"),
    ],
)
@pytest.mark.parametrize(("owner", "call", "nth"), STEPS)
def test_every_failing_step_of_keeping_a_file_is_named(
    store: CaseStore,
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
        put_file(store, b"a file")
    assert str(store.folder) not in str(caught.value)
    assert not list((store.folder / "files").glob("*/*.partial"))
    assert file_bytes(store, put_file(store, b"a file")) == b"a file"


AS_NOBODY = """
import os, sys
from pathlib import Path
from kept_cases import made_case
from myomap.cases import add_case, open_cases
from myomap.errors import MyomapError
def add(folder):
    with open_cases(Path(folder)) as store:
        add_case(store, made_case(), "")
# All that is imported late is imported now: nobody may not read it perhaps.
add(sys.argv[1])
if os.getuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
try:
    add(sys.argv[2])
except MyomapError as error:
    print(type(error).__name__, error)
"""


def test_a_folder_that_may_not_be_written_is_named(tmp_path: Path) -> None:
    with tempfile.TemporaryDirectory() as home:
        folder = filled(Path(home) / "cases")
        Path(home).chmod(0o755)
        for place in (*folder.iterdir(), folder):
            place.chmod(0o555)
        done = subprocess.run(
            [sys.executable, "-c", AS_NOBODY, str(tmp_path / "own"), str(folder)],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        folder.chmod(0o755)
    assert "OutputError" in done.stdout, done.stderr
    assert "may not write there" in done.stdout
    assert str(folder) not in done.stdout


def test_a_file_in_the_folders_place_is_named(tmp_path: Path) -> None:
    (tmp_path / "cases").write_bytes(b"")
    with pytest.raises(OutputError, match="A file stands"):
        open_cases(tmp_path / "cases")


def test_a_database_that_is_held_is_waited_for(store: CaseStore) -> None:
    number = add_case(store, made_case(), "")
    other = sqlite3.connect(
        store.folder / "cases.db", isolation_level=None, check_same_thread=False
    )
    other.execute("BEGIN IMMEDIATE")

    def let_go() -> None:
        time.sleep(0.3)
        other.execute("ROLLBACK")

    thread = threading.Thread(target=let_go)
    thread.start()
    save_version(store, number, said(), edit_of(1))
    thread.join()
    other.close()
    assert find_case(store, number).row.version == 2


def test_a_database_that_is_held_for_too_long_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("myomap.cases.connections._BUSY_S", 0.05)
    with open_cases(tmp_path / "cases") as store:
        with closing(
            sqlite3.connect(store.folder / "cases.db", isolation_level=None)
        ) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(OutputError, match="Another program holds"):
                add_case(store, made_case(), "")
            # Whoever only reads is not kept waiting.
            assert list_cases(store, CaseQuery()).total == 0
        add_case(store, made_case(), "")


def test_many_can_open_a_new_folder_at_once(
    tmp_path: Path,
) -> None:
    failures: list[BaseException] = []

    def use() -> None:
        try:
            with open_cases(tmp_path / "cases") as store:
                add_case(store, made_case(), "")
        except (OutputError, InputError, sqlite3.Error) as error:
            failures.append(error)

    threads = [threading.Thread(target=use) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with open_cases(tmp_path / "cases") as store:
        assert list_cases(store, CaseQuery()).total == 8
        keys = {row.patient_key for row in list_cases(store, CaseQuery()).rows}
        assert len(keys) == 8


def test_a_closed_store_still_answers_whoever_asks(store: CaseStore) -> None:
    store.close()
    number = add_case(store, made_case(), "")
    assert find_case(store, number).row.id == number
