"""Connections to the database: lent to one thread at a time, each for one transaction.

Every change is one short ``BEGIN IMMEDIATE`` transaction. In the write-ahead journal
with ``synchronous=FULL`` it is on the disk before it is acknowledged, and readers see
either all of it or nothing.

References
----------
.. [1] SQLite, Write-Ahead Logging; PRAGMA synchronous.
"""

import queue
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from myomap.cases.failures import failures_named

__all__ = ["Connections"]

_BUSY_S = 15.0
_MOST_IDLE = 16


class Connections:
    """The connections to one database.

    Parameters
    ----------
    path : Path
        Of the database; made where it is not there.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._idle: queue.LifoQueue[sqlite3.Connection] = queue.LifoQueue()
        # Threads of one process wait here, in turn, and not in SQLite's polling.
        self._one_writer = threading.RLock()
        self._is_closed = False

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection that sees one state of the database.

        Yields
        ------
        sqlite3.Connection
            In a transaction that can change nothing.
        """
        with failures_named(), self._lent() as connection:
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                _roll_back(connection)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection whose changes are all kept at the end, or none of them.

        Yields
        ------
        sqlite3.Connection
            In a transaction that nobody else can write beside.
        """
        with self._one_writer, failures_named(), self._lent() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            finally:
                _roll_back(connection)

    @contextmanager
    def plain(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection outside any transaction.

        Yields
        ------
        sqlite3.Connection
            For migrations, checks and copies.
        """
        with failures_named(), self._lent() as connection:
            yield connection

    def close(self) -> None:
        """Close what is not lent; a connection that is lent closes when given back."""
        self._is_closed = True
        while True:
            try:
                self._idle.get_nowait().close()
            except queue.Empty:
                return

    @contextmanager
    def _lent(self) -> Iterator[sqlite3.Connection]:
        try:
            connection = self._idle.get_nowait()
        except queue.Empty:
            connection = _connected(self._path)
        try:
            yield connection
        except sqlite3.DatabaseError:
            # What failed once is not lent again.
            connection.close()
            raise
        except BaseException:
            self._take_back(connection)
            raise
        self._take_back(connection)

    def _take_back(self, connection: sqlite3.Connection) -> None:
        if self._is_closed or self._idle.qsize() >= _MOST_IDLE:
            connection.close()
        else:
            self._idle.put(connection)


def _roll_back(connection: sqlite3.Connection) -> None:
    """End a transaction that was not committed; SQLite may have ended it already."""
    if connection.in_transaction:
        connection.execute("ROLLBACK")


def _connected(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(
        path, timeout=_BUSY_S, isolation_level=None, check_same_thread=False
    )
    try:
        connection.row_factory = sqlite3.Row
        _use_write_ahead_journal(connection)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        # A database from elsewhere must not bring functions to run.
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        connection.execute("PRAGMA cache_size = -16000")
    except BaseException:
        connection.close()
        raise
    return connection


def _use_write_ahead_journal(connection: sqlite3.Connection) -> None:
    """Switch the journal; two that open a new database at once can collide here."""
    until = time.monotonic() + _BUSY_S
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL").fetchone()
        except sqlite3.OperationalError as error:
            is_busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
            if not is_busy or time.monotonic() > until:
                raise
            time.sleep(0.02)
        else:
            return
