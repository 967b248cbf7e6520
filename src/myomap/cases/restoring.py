"""A folder of cases made from a backup: all of it checked, or no folder at all."""

import hashlib
import json
import os
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from myomap.cases.backup import CONTENTS, SCHEMA, member_of
from myomap.cases.failures import failures_named
from myomap.cases.flushing import synced
from myomap.cases.migrations import require_own_tables
from myomap.cases.store import DATABASE, FILES, open_cases
from myomap.errors import (
    ArchiveError,
    InputError,
    OutputExistsError,
    StoreError,
)
from myomap.intake.archive import ArchiveLimits, Member, list_members, read_member

__all__ = ["restore"]

_LIMITS: Final = ArchiveLimits(
    members=10_000_000,
    total_bytes=1 << 44,
    member_bytes=1 << 40,
    # Nothing in a backup is compressed.
    ratio=1.0,
    directory_bytes=2 << 30,
)
_MOST_CONTENTS_BYTES = 2 << 30
_CHUNK_BYTES = 1 << 20
_NAME = re.compile(f"{FILES}/([0-9a-f]{{2}})/(\\1[0-9a-f]{{62}})")


def restore(file: Path, folder: Path) -> int:
    """Make a folder of cases from a backup.

    Everything is checked first: each file's hash, the database from its first page to
    its last, and that no file is missing.

    Parameters
    ----------
    file : Path
        As `backup` wrote it.
    folder : Path
        Must not be there.

    Returns
    -------
    int
        How many cases it holds, those put aside included.

    Raises
    ------
    OutputExistsError
        If the folder is there.
    ArchiveError
        If the file is no backup, is damaged, or is built to deceive.
    LimitExceededError
        If it claims more than any backup holds.
    StoreError
        If its database is damaged, or a newer myomap made it.
    OutputError
        If the folder cannot be written.
    """
    folder = Path(folder).absolute()
    if os.path.lexists(folder):
        raise OutputExistsError(
            "The folder to restore into is there already. Nothing was changed: name "
            "one that is not."
        )
    with _opened(file) as stream:
        members = list_members(stream, _LIMITS)
        sums = _checked_contents(stream, members)
        with failures_named():
            folder.parent.mkdir(parents=True, exist_ok=True)
            passing = Path(tempfile.mkdtemp(".partial", ".myomap-", folder.parent))
        try:
            with failures_named():
                for member in members:
                    if member.name != CONTENTS:
                        _extract(stream, member, passing, sums[member.name])
                (passing / FILES).mkdir(mode=0o700, exist_ok=True)
                n_cases = _checked_database(passing, set(sums))
                _flush_folders(passing)
                # A folder is renamed only where no other has appeared meanwhile.
                passing.rename(folder)
                synced(folder.parent)
        except BaseException:
            shutil.rmtree(passing, ignore_errors=True)
            raise
    # Brings an older form up to date, as the first use of the folder would.
    open_cases(folder, create=False).close()
    return n_cases


@contextmanager
def _opened(file: Path) -> Iterator[BinaryIO]:
    with ExitStack() as stack:
        try:
            stream = stack.enter_context(Path(file).open("rb"))
        except OSError as error:
            raise InputError(
                "The backup cannot be opened. Expected the file that 'myomap backup' "
                "wrote: check the name and the rights."
            ) from error
        yield stream


def _checked_contents(stream: BinaryIO, members: Sequence[Member]) -> dict[str, str]:
    """Return the hash of every member, if they are those of a backup."""
    by_name = {member.name: member for member in members}
    if CONTENTS not in by_name or DATABASE not in by_name:
        raise ArchiveError(
            "This zip archive is no backup of cases. Expected the file that 'myomap "
            "backup' wrote."
        )
    if any(member.is_deflated for member in members):
        raise _changed()
    if by_name[CONTENTS].inflated_bytes > _MOST_CONTENTS_BYTES:
        raise _changed()
    sums = _sums(read_member(stream, by_name.pop(CONTENTS)))
    if set(sums) != set(by_name):
        raise _changed()
    for name, sha256 in sums.items():
        found = _NAME.fullmatch(name)
        if name != DATABASE and (found is None or found[2] != sha256):
            raise _changed()
    return sums


def _sums(data: bytes) -> dict[str, str]:
    try:
        contents = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise _changed() from error
    sums = contents.get("sha256") if isinstance(contents, dict) else None
    if not isinstance(sums, dict):
        raise _changed()
    if contents.get("schema") != SCHEMA:
        raise ArchiveError(
            "The backup has a form that this myomap does not know. Expected "
            f"{SCHEMA}: update myomap."
        )
    return {str(name): str(sha256) for name, sha256 in sums.items()}


def _extract(stream: BinaryIO, member: Member, place: Path, sha256: str) -> None:
    """Write one member, whose name was checked, and compare its hash."""
    target = place / member.name
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest = hashlib.sha256()
    stream.seek(member.start)
    left = member.stored_bytes
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as written:
        while left > 0 and (chunk := stream.read(min(left, _CHUNK_BYTES))):
            left -= len(chunk)
            digest.update(chunk)
            written.write(chunk)
        written.flush()
        os.fsync(written.fileno())
    if left or digest.hexdigest() != sha256:
        raise _changed()


def _checked_database(folder: Path, members: set[str]) -> int:
    """Check the restored database, and return how many cases it holds."""
    path = folder / DATABASE
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA trusted_schema = OFF")
        require_own_tables(connection)
        is_whole = (
            connection.execute("PRAGMA integrity_check(1)").fetchone()[0] == "ok"
            and connection.execute("PRAGMA foreign_key_check").fetchone() is None
        )
        if not is_whole:
            raise StoreError(
                "The database in the backup is damaged. Take an earlier backup."
            )
        named = connection.execute("SELECT sha256 FROM files")
        if not {member_of(row[0]) for row in named} <= members:
            raise ArchiveError(
                "The backup lacks files that its cases name. Take an earlier backup."
            )
        return int(connection.execute("SELECT count(*) FROM cases").fetchone()[0])


def _flush_folders(folder: Path) -> None:
    for place in (*folder.glob("*/*/"), *folder.glob("*/"), folder):
        synced(place)


def _changed() -> ArchiveError:
    return ArchiveError(
        "The backup is damaged: what it holds is not what was saved. Take another "
        "copy of it, or an earlier one."
    )
