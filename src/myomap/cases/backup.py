"""All of a folder of cases in one file, while it is in use.

The file is a zip, so that anybody can look inside with what every computer has. Nothing
in it is compressed, so that nothing can grow when it is opened. It holds the database,
the files, and a list of their SHA-256.
"""

import hashlib
import json
import os
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path
from typing import BinaryIO, Final

import myomap
from myomap.cases.failures import failures_named
from myomap.cases.kept_files import file_path, files_held
from myomap.cases.migrations import MIGRATIONS
from myomap.cases.store import DATABASE, FILES, CaseStore
from myomap.errors import StoreError
from myomap.output import OutputFolder

__all__ = ["CONTENTS", "SCHEMA", "backup", "member_of"]

SCHEMA: Final = "myomap.backup/1"
CONTENTS: Final = "contents.json"
"""The list of what is in the file, its last member."""

_CHUNK_BYTES = 1 << 20
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
_REGULAR_FILE = 0o100600 << 16


def backup(store: CaseStore, file: Path, *, force: bool = False) -> int:
    """Write everything that is kept into one file; the store can go on being used.

    Sessions are left out: nobody is logged in to a restored copy.

    Parameters
    ----------
    store : CaseStore
        What to save.
    file : Path
        Where to, whole or not at all.
    force : bool
        Whether a file that is there may be replaced.

    Returns
    -------
    int
        Bytes of the file.

    Raises
    ------
    StoreError
        If the database or a kept file is damaged: a backup of it would be worth
        nothing.
    OutputError
        If it cannot be written.
    OutputExistsError
        If the file is there and `force` is False.
    """
    file = Path(file).absolute()
    with OutputFolder(file.parent, force=force, names=[file.name]) as out:
        place = out.path(file.name)
        copy = place.with_name(f"{file.name}.database")
        # No file that the copy of the database names goes away meanwhile.
        with files_held(store, alone=False):
            names = _copied_database(store, copy)
            with (
                _private_file(place) as stream,
                zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive,
            ):
                sums = {DATABASE: _add(archive, DATABASE, copy)}
                for sha256 in names:
                    sums[member_of(sha256)] = _add_kept(store, archive, sha256)
                _add_contents(archive, sums)
        return place.stat().st_size


def member_of(sha256: str) -> str:
    """Return what a kept file is called inside a backup.

    Parameters
    ----------
    sha256 : str
        64 hexadecimal digits.

    Returns
    -------
    str
        As it is called in the folder of cases.
    """
    return f"{FILES}/{sha256[:2]}/{sha256}"


def _private_file(place: Path) -> BinaryIO:
    """Make a file that nobody else can read: it holds what the folder hides."""
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(place, flags, 0o600), "w+b")


def _copied_database(store: CaseStore, copy: Path) -> list[str]:
    """Copy the database as it is at one moment; return the files that it names."""
    with (
        failures_named(),
        store.connections.plain() as connection,
        closing(sqlite3.connect(copy, isolation_level=None)) as target,
    ):
        connection.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")
        target.execute("DELETE FROM sessions")
        if target.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
            raise StoreError(
                "The database of the cases is damaged, so it cannot be saved. Restore "
                "the last backup into another folder; leave this one as it is."
            )
        rows = target.execute("SELECT sha256 FROM files ORDER BY sha256")
        return [row[0] for row in rows]


def _add_kept(store: CaseStore, archive: zipfile.ZipFile, sha256: str) -> str:
    path = file_path(store.folder, sha256)
    found = _add(archive, member_of(sha256), path) if path.is_file() else ""
    if found != sha256:
        raise StoreError(
            "A kept file is missing or damaged, so the cases cannot be saved whole. "
            "Restore the last backup into another folder; leave this one as it is."
        )
    return found


def _add(archive: zipfile.ZipFile, name: str, path: Path) -> str:
    """Add a file, and return the SHA-256 of what was added."""
    digest = hashlib.sha256()
    with (
        path.open("rb") as source,
        archive.open(_member(name), "w", force_zip64=True) as target,
    ):
        while chunk := source.read(_CHUNK_BYTES):
            digest.update(chunk)
            target.write(chunk)
    return digest.hexdigest()


def _add_contents(archive: zipfile.ZipFile, sums: dict[str, str]) -> None:
    contents = {
        "schema": SCHEMA,
        "myomap": myomap.__version__,
        "form": len(MIGRATIONS),
        "sha256": sums,
    }
    archive.writestr(_member(CONTENTS), json.dumps(contents, indent=1))


def _member(name: str) -> zipfile.ZipInfo:
    # A backup knows no time, so that the same cases give the same bytes.
    member = zipfile.ZipInfo(name, _FIRST_DAY)
    member.external_attr = _REGULAR_FILE
    return member
