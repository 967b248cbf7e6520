"""Files kept under the SHA-256 of their bytes: whole, or not there.

A file is written under a passing name, flushed to the disk and only then renamed; the
folder is flushed after it. A file that is there is never written again.
"""

import fcntl
import hashlib
import os
import re
import sqlite3
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from myomap.cases.failures import failures_named
from myomap.cases.flushing import synced
from myomap.cases.store import FILES, CaseStore
from myomap.errors import CaseNotFoundError, InputError, StoreError

__all__ = [
    "collect_garbage",
    "file_bytes",
    "file_path",
    "files_held",
    "put_file",
    "refer_to_files",
]

_GRACE_S = 3600.0
"""How long a file may wait for the case that it belongs to."""

_LOCK = "files.lock"
_PASSING = ".partial"
_SHA256 = re.compile("[0-9a-f]{64}")


def put_file(store: CaseStore, data: bytes) -> str:
    """Keep a file's bytes, and return the name they are kept under.

    It stays for at least an hour; a case that names it by then keeps it.

    Parameters
    ----------
    store : CaseStore
        Where to.
    data : bytes
        The file.

    Returns
    -------
    str
        SHA-256 in hexadecimal.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    path = file_path(store.folder, sha256)
    with failures_named():
        # A newer date keeps it from being collected before the case names it.
        if _is_whole(path, sha256):
            os.utime(path)
        else:
            _write(path, data)
    return sha256


def file_bytes(store: CaseStore, sha256: str) -> bytes:
    """Return a kept file, checked against its name.

    Parameters
    ----------
    store : CaseStore
        Where from.
    sha256 : str
        As `put_file` gave it.

    Returns
    -------
    bytes
        Exactly what was kept.

    Raises
    ------
    CaseNotFoundError
        If there is no such file.
    StoreError
        If its bytes have changed.
    """
    if not _SHA256.fullmatch(sha256):
        raise _no_such_file()
    try:
        data = file_path(store.folder, sha256).read_bytes()
    except FileNotFoundError:
        raise _no_such_file() from None
    except OSError as error:
        raise StoreError(
            "A kept file cannot be read: the disk or its rights refuse. Check the "
            "disk, or restore the last backup."
        ) from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise StoreError(
            "A kept file is damaged: its bytes are not those that were kept. Restore "
            "the last backup into another folder."
        )
    return data


def file_path(folder: Path, sha256: str) -> Path:
    """Return where a file of this hash lies.

    Parameters
    ----------
    folder : Path
        Of the cases.
    sha256 : str
        64 hexadecimal digits.

    Returns
    -------
    Path
        Whether or not it is there.
    """
    return folder / FILES / sha256[:2] / sha256


def refer_to_files(
    store: CaseStore, connection: sqlite3.Connection, names: Iterable[str | None]
) -> None:
    """Note in a transaction that files are in use, so that they stay.

    Parameters
    ----------
    store : CaseStore
        Where they are kept.
    connection : sqlite3.Connection
        Of a writing transaction.
    names : iterable of str or None
        Their hashes; None stands for no file.

    Raises
    ------
    InputError
        If one of them was never kept.
    """
    for sha256 in {name for name in names if name is not None}:
        is_there = (
            _SHA256.fullmatch(sha256) and file_path(store.folder, sha256).is_file()
        )
        if not is_there:
            raise InputError(
                "A case names a file that is not kept. Keep the file first, then the "
                "case."
            )
        connection.execute(
            "INSERT OR IGNORE INTO files (sha256, added_at) VALUES (?, ?)",
            (sha256, store.dated()),
        )


def collect_garbage(store: CaseStore, *, grace_s: float = _GRACE_S) -> int:
    """Remove files that no case names any more.

    Parameters
    ----------
    store : CaseStore
        Where from.
    grace_s : float, s
        Files younger than this stay: their case may be on its way.

    Returns
    -------
    int
        How many were removed; none while a backup is being made.
    """
    removed = 0
    with (
        failures_named(),
        files_held(store, alone=True) as is_held,
        store.connections.writing() as connection,
    ):
        if not is_held:
            return 0
        connection.execute(
            "DELETE FROM files WHERE"
            " NOT EXISTS (SELECT 1 FROM case_files AS c WHERE c.sha256 = files.sha256)"
            " AND NOT EXISTS"
            " (SELECT 1 FROM readings AS r WHERE r.arrays_sha256 = files.sha256)"
            " AND NOT EXISTS"
            " (SELECT 1 FROM versions AS v WHERE v.mask_sha256 = files.sha256)"
        )
        named = {row[0] for row in connection.execute("SELECT sha256 FROM files")}
        for path in list((store.folder / FILES).glob("*/*")):
            if path.name not in named and _is_older(path, grace_s):
                path.unlink(missing_ok=True)
                removed += not path.name.endswith(_PASSING)
    return removed


@contextmanager
def files_held(store: CaseStore, *, alone: bool) -> Iterator[bool]:
    """Keep files from being removed while they are copied.

    Parameters
    ----------
    store : CaseStore
        Whose files.
    alone : bool
        Whether to be the only one; refused at once while anybody else holds them.

    Yields
    ------
    bool
        Whether they are held.
    """
    place = store.folder / _LOCK
    with failures_named():
        descriptor = os.open(place, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        wanted = fcntl.LOCK_EX | fcntl.LOCK_NB if alone else fcntl.LOCK_SH
        try:
            fcntl.flock(descriptor, wanted)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(descriptor)


def _write(path: Path, data: bytes) -> None:
    folder = path.parent
    if not folder.is_dir():
        folder.mkdir(mode=0o700, exist_ok=True)
        synced(folder.parent)
    descriptor, passing = tempfile.mkstemp(_PASSING, dir=folder)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(passing).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(passing).unlink()
        raise
    synced(folder)


def _is_whole(path: Path, sha256: str) -> bool:
    """Whether the file is there as it was kept; a damaged one is written anew."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest() == sha256
    except OSError:
        return False


def _is_older(path: Path, grace_s: float) -> bool:
    with suppress(OSError):
        return time.time() - path.stat().st_mtime > grace_s
    return False


def _no_such_file() -> CaseNotFoundError:
    return CaseNotFoundError(
        "There is no such file. It may have been removed; look at the list again."
    )
