"""What SQLite and the disk complain of, as the errors of this house."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from myomap.errors import LimitExceededError, MyomapError, OutputError, StoreError

__all__ = ["failures_named"]

_FULL = "The disk or the quota is full. Make room and try again."
_NO_RIGHT = (
    "This user may not write there, or the disk is read-only. Choose another folder."
)
_BUSY = "Another program holds the database for too long. Close it and try again."
_FAULTY = "The disk reported a read or write failure. Check the disk."
_START = "The cases could not be saved and nothing was changed."

_BY_CODE = {
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_READONLY: _NO_RIGHT,
    sqlite3.SQLITE_CANTOPEN: _NO_RIGHT,
    sqlite3.SQLITE_PERM: _NO_RIGHT,
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_PROTOCOL: _BUSY,
    sqlite3.SQLITE_IOERR: _FAULTY,
}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_BY_NUMBER = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EFBIG: _FULL,
    errno.EACCES: _NO_RIGHT,
    errno.EPERM: _NO_RIGHT,
    errno.EROFS: _NO_RIGHT,
    errno.EIO: _FAULTY,
    errno.ENOTDIR: "A file stands where a folder is needed. Choose another folder.",
    errno.EEXIST: "A file stands where a folder is needed. Choose another folder.",
    errno.EMFILE: "Too many files are open. Close some and try again.",
    errno.ENFILE: "Too many files are open. Close some and try again.",
}


@contextmanager
def failures_named() -> Iterator[None]:
    """Turn what the database or the disk raises inside the block into our errors.

    Raises
    ------
    StoreError
        If the database is damaged.
    OutputError
        If the disk is full, read-only, broken or held by somebody else.
    LimitExceededError
        If something is too large to be kept.
    """
    try:
        yield
    except sqlite3.DatabaseError as error:
        named = _named(error)
        if named is None:
            raise
        raise named from error
    except MyomapError:
        raise
    except OSError as error:
        reason = _BY_NUMBER.get(error.errno or 0, "The system refused. Try again.")
        raise OutputError(f"{_START} {reason}") from error


def _named(error: sqlite3.DatabaseError) -> MyomapError | None:
    # The lowest byte is the kind, the others its detail.
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in _DAMAGED:
        return StoreError(
            "The database of the cases is damaged. Restore the last backup into "
            "another folder; leave this one as it is."
        )
    if code == sqlite3.SQLITE_TOOBIG:
        return LimitExceededError(
            "This is too large to be kept. Expected less than 1 GB in one piece."
        )
    reason = _BY_CODE.get(code)
    return None if reason is None else OutputError(f"{_START} {reason}")
