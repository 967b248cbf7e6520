"""The folder that holds the cases, opened.

Below it lie ``cases.db``, with everything that is said and found, and ``files``, with
every file under its SHA-256.
"""

import hashlib
import hmac
import os
import secrets
import tempfile
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from myomap.cases.connections import Connections
from myomap.cases.failures import failures_named
from myomap.cases.flushing import synced
from myomap.cases.migrations import migrate
from myomap.errors import StoreError

__all__ = ["DATABASE", "FILES", "CaseStore", "open_cases", "utc_now"]

DATABASE = "cases.db"
FILES = "files"

_KEY_BYTES = 32
_SHORT_KEY_LETTERS = 32


def utc_now() -> datetime:
    """Return the time.

    Returns
    -------
    datetime
        With its zone, UTC.
    """
    return datetime.now(UTC)


class CaseStore:
    """An open folder of cases; threads may share it.

    Made by `open_cases`. The functions of this room take it first.

    Parameters
    ----------
    folder : Path
        What was opened.
    connections : Connections
        To its database.
    clock : callable
        Gives the time that changes are dated with.
    """

    def __init__(
        self, folder: Path, connections: Connections, clock: Callable[[], datetime]
    ) -> None:
        self.folder = folder
        self.connections = connections
        self.clock = clock
        self._patient_secret = _patient_secret(connections)

    def __repr__(self) -> str:
        return "CaseStore()"

    def __enter__(self) -> "CaseStore":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the database; what was acknowledged is on the disk already."""
        self.connections.close()

    def patient_key(self, identity: str) -> str:
        """Return what stands for a patient in this store.

        The hash is keyed, so that a list of all possible patients' numbers gives
        nothing to whoever has only what was exported.

        Parameters
        ----------
        identity : str
            Whatever tells the patient from all others.

        Returns
        -------
        str
            32 hexadecimal digits, the same for the same patient in this store and
            others in every other store.
        """
        message = identity.encode("utf-8", "surrogatepass")
        made = hmac.new(self._patient_secret, message, hashlib.sha256)
        return made.hexdigest()[:_SHORT_KEY_LETTERS]

    def dated(self) -> str:
        """Return the time as the database keeps it.

        Returns
        -------
        str
            ISO 8601 in UTC to the microsecond; its order is that of the times.
        """
        return self.clock().astimezone(UTC).isoformat(timespec="microseconds")


def open_cases(
    folder: Path, *, create: bool = True, clock: Callable[[], datetime] = utc_now
) -> CaseStore:
    """Open a folder of cases, and make it where it is not there.

    Parameters
    ----------
    folder : Path
        Where the cases are kept.
    create : bool
        Whether to make what is not there.
    clock : callable
        Gives the time that changes are dated with, with its zone.

    Returns
    -------
    CaseStore
        To be closed; serves as a context manager too.

    Raises
    ------
    StoreError
        If the folder is no folder of cases, is damaged, or a newer myomap made it.
    OutputError
        If it cannot be written to.

    Examples
    --------
    >>> import tempfile
    >>> home = tempfile.TemporaryDirectory()
    >>> with open_cases(Path(home.name) / "cases") as store:
    ...     len(store.patient_key("a patient's number"))
    32
    >>> home.cleanup()
    """
    folder = Path(folder).absolute()
    path = folder / DATABASE
    if not create and not path.is_file():
        raise StoreError(
            "This is no folder of kept cases: it has no database. Name the folder "
            "that 'myomap serve' keeps its cases in."
        )
    with failures_named():
        # What is kept here is nobody else's business.
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            _hide_from_others(folder)
        (folder / FILES).mkdir(mode=0o700, exist_ok=True)
        _make_private(path)
        synced(folder)
        synced(folder.parent)
    connections = Connections(path)
    try:
        _check_after_a_kill(connections, path)
        with connections.plain() as connection:
            migrate(connection)
        return CaseStore(folder, connections, clock)
    except BaseException:
        connections.close()
        raise


def _hide_from_others(folder: Path) -> None:
    """Close a folder that was there already, before the first case comes into it."""
    # Another user's folder stays as it is; so does a disk that knows no rights.
    with suppress(OSError):
        folder.chmod(0o700)


def _make_private(path: Path) -> None:
    """Make an empty database that others cannot read, before SQLite makes one.

    It is closed before it has its name: closing a database's file in any other way
    than SQLite's takes the locks of this process on it away.
    """
    if path.exists():
        return
    descriptor, passing = tempfile.mkstemp(".partial", dir=path.parent)
    os.close(descriptor)
    # Somebody else may have made it meanwhile; a disk may know no links.
    with suppress(OSError):
        os.link(passing, path)
    Path(passing).unlink()


def _check_after_a_kill(connections: Connections, path: Path) -> None:
    """Check the database where the last user of it did not close it."""
    journal = path.with_name(f"{path.name}-wal")
    was_killed = journal.is_file() and journal.stat().st_size > 0
    with connections.plain() as connection:
        if not was_killed:
            return
        found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise StoreError(
            "The database of the cases is damaged. Restore the last backup into "
            "another folder; leave this one as it is."
        )


def _patient_secret(connections: Connections) -> bytes:
    query = "SELECT value FROM secrets WHERE name = 'patient'"
    with connections.reading() as connection:
        found = connection.execute(query).fetchone()
    if found is None:
        with connections.writing() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO secrets (name, value) VALUES ('patient', ?)",
                (secrets.token_bytes(_KEY_BYTES),),
            )
            found = connection.execute(query).fetchone()
    return bytes(found["value"])
