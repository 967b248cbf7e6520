"""The database's form, step by step, so that any older one can be brought up to date.

A step is never changed once it was released: the next change of the form is a new step
at the end. How many were taken stands in the database (``user_version``).
"""

import sqlite3
from contextlib import closing

from myomap.errors import StoreError

__all__ = [
    "APPLICATION_ID",
    "MIGRATIONS",
    "migrate",
    "require_known_form",
    "require_own_tables",
]

APPLICATION_ID = 0x4D594F31
"""Marks the database as one of myomap's ("MYO1")."""

_CASES_AND_VERSIONS = (
    """
    CREATE TABLE secrets (
        name TEXT PRIMARY KEY,
        value BLOB NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE files (
        sha256 TEXT PRIMARY KEY CHECK (length(sha256) = 64),
        added_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    # What the worklist shows stands here a second time, beside the documents that it
    # comes from, so that a list of many cases opens none of them.
    """
    CREATE TABLE cases (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL,
        pseudonym TEXT NOT NULL,
        patient_key TEXT NOT NULL,
        study_date TEXT,
        added_at TEXT NOT NULL,
        day TEXT NOT NULL,
        source TEXT NOT NULL,
        sex TEXT NOT NULL CHECK (sex IN ('', 'F', 'M')),
        age_years REAL,
        site TEXT NOT NULL,
        is_simulated INTEGER NOT NULL CHECK (is_simulated IN (0, 1)),
        version INTEGER NOT NULL CHECK (version > 0),
        label TEXT NOT NULL,
        label_physician TEXT,
        verdict TEXT NOT NULL,
        abnormal_probability REAL,
        interval_low REAL,
        interval_high REAL,
        stress_tpd_percent REAL,
        n_cautions INTEGER NOT NULL,
        is_read INTEGER NOT NULL CHECK (is_read IN (0, 1)),
        urgency REAL NOT NULL,
        search_text TEXT NOT NULL,
        deleted_at TEXT,
        deleted_by TEXT NOT NULL DEFAULT ''
    ) STRICT
    """,
    "CREATE INDEX cases_by_urgency"
    " ON cases (is_read, urgency DESC, id DESC) WHERE deleted_at IS NULL",
    "CREATE INDEX cases_by_day ON cases (day DESC, id DESC) WHERE deleted_at IS NULL",
    "CREATE INDEX cases_by_patient ON cases (patient_key)",
    "CREATE INDEX cases_by_deletion ON cases (deleted_at) WHERE deleted_at IS NOT NULL",
    """
    CREATE TABLE case_files (
        case_id INTEGER NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        sha256 TEXT NOT NULL REFERENCES files (sha256),
        name TEXT NOT NULL,
        kind TEXT NOT NULL,
        state TEXT,
        is_picture INTEGER NOT NULL CHECK (is_picture IN (0, 1)),
        details TEXT NOT NULL,
        PRIMARY KEY (case_id, position)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX case_files_by_file ON case_files (sha256)",
    """
    CREATE TABLE readings (
        case_id INTEGER NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
        number INTEGER NOT NULL CHECK (number > 0),
        document TEXT NOT NULL,
        arrays_sha256 TEXT REFERENCES files (sha256),
        PRIMARY KEY (case_id, number)
    ) STRICT
    """,
    "CREATE INDEX readings_by_file ON readings (arrays_sha256)",
    # `undo_to` is the version that an undo of this one goes back to.
    """
    CREATE TABLE versions (
        case_id INTEGER NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
        version INTEGER NOT NULL CHECK (version > 0),
        reading_number INTEGER NOT NULL,
        physician TEXT,
        mask_sha256 TEXT REFERENCES files (sha256),
        is_signed INTEGER NOT NULL CHECK (is_signed IN (0, 1)),
        author TEXT NOT NULL,
        at TEXT NOT NULL,
        what TEXT NOT NULL,
        answer_was_shown INTEGER CHECK (answer_was_shown IN (0, 1)),
        undo_to INTEGER,
        PRIMARY KEY (case_id, version),
        FOREIGN KEY (case_id, reading_number) REFERENCES readings (case_id, number),
        FOREIGN KEY (case_id, undo_to) REFERENCES versions (case_id, version)
    ) STRICT
    """,
    "CREATE INDEX versions_by_file ON versions (mask_sha256)",
    "CREATE INDEX versions_by_reading ON versions (case_id, reading_number)",
    "CREATE INDEX versions_by_undo ON versions (case_id, undo_to)",
    """
    CREATE TABLE audit (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        at TEXT NOT NULL,
        author TEXT NOT NULL,
        what TEXT NOT NULL,
        case_id INTEGER
    ) STRICT
    """,
    "CREATE INDEX audit_by_case ON audit (case_id)",
    """
    CREATE TABLE users (
        name TEXT PRIMARY KEY,
        compared_name TEXT NOT NULL UNIQUE,
        password_hash TEXT NOT NULL,
        role TEXT NOT NULL CHECK (role IN ('reader', 'admin')),
        is_disabled INTEGER NOT NULL CHECK (is_disabled IN (0, 1)),
        created_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE sessions (
        token_hash TEXT PRIMARY KEY,
        user_name TEXT NOT NULL REFERENCES users (name) ON DELETE CASCADE,
        expires_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX sessions_by_user ON sessions (user_name)",
    # What was said stays said: only a case that was put aside can be removed for good.
    """
    CREATE TRIGGER versions_never_change BEFORE UPDATE ON versions
    BEGIN SELECT raise(ABORT, 'a version never changes'); END
    """,
    """
    CREATE TRIGGER readings_never_change BEFORE UPDATE ON readings
    BEGIN SELECT raise(ABORT, 'a reading never changes'); END
    """,
    """
    CREATE TRIGGER cases_are_put_aside_first BEFORE DELETE ON cases
    WHEN old.deleted_at IS NULL
    BEGIN SELECT raise(ABORT, 'a case is put aside before it is removed'); END
    """,
    """
    CREATE TRIGGER audit_never_changes BEFORE UPDATE ON audit
    BEGIN SELECT raise(ABORT, 'the audit never changes'); END
    """,
    """
    CREATE TRIGGER audit_is_never_removed BEFORE DELETE ON audit
    BEGIN SELECT raise(ABORT, 'the audit is never removed'); END
    """,
)

MIGRATIONS: tuple[tuple[str, ...], ...] = (_CASES_AND_VERSIONS,)
"""The statements of each step, in order."""


def require_known_form(connection: sqlite3.Connection) -> int:
    """Return how many steps a database has taken, if it is ours and not newer.

    Parameters
    ----------
    connection : sqlite3.Connection
        Of the database.

    Returns
    -------
    int
        0 for an empty one.

    Raises
    ------
    StoreError
        If it belongs to another program, or a newer myomap made it.
    """
    found = _number(connection, "PRAGMA user_version")
    owner = _number(connection, "PRAGMA application_id")
    is_empty = not _number(connection, "SELECT count(*) FROM sqlite_schema")
    if owner != APPLICATION_ID and not (is_empty and not owner):
        raise StoreError(
            "This is no folder of kept cases: its database belongs to another program. "
            "Choose another folder; nothing was changed."
        )
    if found > len(MIGRATIONS):
        raise StoreError(
            f"The cases were kept by a newer myomap: found form {found}, expected at "
            f"most {len(MIGRATIONS)}. Update myomap; nothing was changed."
        )
    return found


def migrate(connection: sqlite3.Connection) -> None:
    """Bring a database up to date, each step whole or not at all.

    Parameters
    ----------
    connection : sqlite3.Connection
        Without an open transaction.

    Raises
    ------
    StoreError
        If it belongs to another program, or a newer myomap made it.
    """
    while require_known_form(connection) < len(MIGRATIONS):
        connection.execute("BEGIN IMMEDIATE")
        try:
            # Another process may have taken the step while this one waited.
            taken = require_known_form(connection)
            if taken < len(MIGRATIONS):
                _take_step(connection, taken)
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def require_own_tables(connection: sqlite3.Connection) -> None:
    """Check that a database from elsewhere holds our tables and nothing that acts.

    A trigger or a view of somebody else's would run with every later change.

    Parameters
    ----------
    connection : sqlite3.Connection
        Of the database.

    Raises
    ------
    StoreError
        If it belongs to another program, a newer myomap made it, or anything in it
        differs from what `migrate` makes.
    """
    taken = require_known_form(connection)
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as ours:
        for step in range(taken):
            _take_step(ours, step)
        if _schema(connection) != _schema(ours):
            raise StoreError(
                "The database does not hold the tables that myomap makes. Take an "
                "earlier backup; nothing of this one was used."
            )


def _schema(connection: sqlite3.Connection) -> list[tuple[str, ...]]:
    found = connection.execute(
        "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema"
    )
    return sorted(tuple(row) for row in found)


def _take_step(connection: sqlite3.Connection, step: int) -> None:
    for statement in MIGRATIONS[step]:
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {step + 1}")


def _number(connection: sqlite3.Connection, query: str) -> int:
    return int(connection.execute(query).fetchone()[0])
