"""One case, with everything that is kept of it."""

import json
import sqlite3
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from myomap.cases.case_records import Case, CaseFile, CaseRow, CaseVersion, VersionEntry
from myomap.cases.store import CaseStore
from myomap.cases.worklist import ROW_COLUMNS, SHARES_A_FILE, case_row_of
from myomap.errors import CaseNotFoundError, StoreError
from myomap.reading import ReadingDocument
from myomap.report import PhysicianReading

__all__ = [
    "case_columns",
    "document_of",
    "find_case",
    "physician_of",
    "priors",
    "same_studies",
    "version",
    "version_columns",
    "versions",
]


def find_case(store: CaseStore, case_id: int) -> Case:
    """Return a case.

    Parameters
    ----------
    store : CaseStore
        Where it is kept.
    case_id : int
        Its number.

    Returns
    -------
    Case
        Also one that was put aside: its row then says when and by whom.

    Raises
    ------
    CaseNotFoundError
        If there is none.
    StoreError
        If what is kept of it cannot be read.
    """
    with store.connections.reading() as connection:
        columns = case_columns(connection, case_id)
        current = version_columns(connection, case_id, columns["version"])
        files = connection.execute(
            "SELECT * FROM case_files WHERE case_id = ? ORDER BY position", (case_id,)
        ).fetchall()
        history = _history(connection, case_id)
    return Case(
        row=case_row_of(columns),
        current=_version_of(current),
        files=tuple(_file_of(row) for row in files),
        history=history,
        sex=columns["sex"],
        age_years=columns["age_years"],
        site=columns["site"],
        can_undo=current["undo_to"] is not None,
    )


def priors(store: CaseStore, case_id: int) -> tuple[CaseRow, ...]:
    """Return the patient's other studies.

    A case that was read from a file of this one is the same study uploaded again, and
    nothing can have changed since: see `same_studies`.

    Parameters
    ----------
    store : CaseStore
        Where the cases are kept.
    case_id : int
        Of one of them.

    Returns
    -------
    tuple of CaseRow
        Without that one and without what was put aside, the last examined first.

    Raises
    ------
    CaseNotFoundError
        If there is no such case.
    """
    with store.connections.reading() as connection:
        patient_key = case_columns(connection, case_id)["patient_key"]
        rows = connection.execute(
            f"SELECT {ROW_COLUMNS} FROM cases"
            " WHERE patient_key = ? AND id != ? AND deleted_at IS NULL"
            " AND NOT EXISTS (SELECT 1 FROM cases AS other"
            f" WHERE other.id = ? AND {SHARES_A_FILE})"
            " ORDER BY day DESC, id DESC",
            (patient_key, case_id, case_id),
        ).fetchall()
    return tuple(case_row_of(row) for row in rows)


def same_studies(store: CaseStore, case_id: int) -> tuple[int, ...]:
    """Return the other cases that were read from a file of this one.

    Parameters
    ----------
    store : CaseStore
        Where the cases are kept.
    case_id : int
        Of one of them.

    Returns
    -------
    tuple of int
        Their numbers, without what was put aside, the last added first.

    Raises
    ------
    CaseNotFoundError
        If there is no such case.
    """
    with store.connections.reading() as connection:
        case_columns(connection, case_id)
        rows = connection.execute(
            "SELECT DISTINCT other.id FROM case_files AS mine"
            " JOIN case_files AS theirs ON theirs.sha256 = mine.sha256"
            " JOIN cases AS other ON other.id = theirs.case_id"
            " WHERE mine.case_id = ? AND other.id != ? AND other.deleted_at IS NULL"
            " ORDER BY other.id DESC",
            (case_id, case_id),
        ).fetchall()
    return tuple(row["id"] for row in rows)


def versions(store: CaseStore, case_id: int) -> tuple[VersionEntry, ...]:
    """Return the history of a case.

    Parameters
    ----------
    store : CaseStore
        Where it is kept.
    case_id : int
        Its number.

    Returns
    -------
    tuple of VersionEntry
        Oldest first.

    Raises
    ------
    CaseNotFoundError
        If there is no such case.
    """
    with store.connections.reading() as connection:
        case_columns(connection, case_id)
        return _history(connection, case_id)


def version(store: CaseStore, case_id: int, number: int) -> CaseVersion:
    """Return a case as it was at one version.

    Parameters
    ----------
    store : CaseStore
        Where it is kept.
    case_id : int
        Its number.
    number : int
        The version's.

    Returns
    -------
    CaseVersion
        The software's reading and the physician's words of the time.

    Raises
    ------
    CaseNotFoundError
        If there is no such case or version.
    StoreError
        If what is kept of it cannot be read.
    """
    with store.connections.reading() as connection:
        return _version_of(version_columns(connection, case_id, number))


def case_columns(connection: sqlite3.Connection, case_id: int) -> sqlite3.Row:
    """Return a case's line of the table.

    Parameters
    ----------
    connection : sqlite3.Connection
        In a transaction.
    case_id : int
        Its number.

    Returns
    -------
    sqlite3.Row
        What a `CaseRow` is made from, and sex, age and site.

    Raises
    ------
    CaseNotFoundError
        If there is none.
    """
    found: sqlite3.Row | None = connection.execute(
        f"SELECT {ROW_COLUMNS}, sex, age_years, site FROM cases WHERE id = ?",
        (_sqlite_integer(case_id),),
    ).fetchone()
    if found is None:
        raise CaseNotFoundError(
            "There is no such case. It may have been removed; look at the list again."
        )
    return found


def version_columns(
    connection: sqlite3.Connection, case_id: int, number: int
) -> sqlite3.Row:
    """Return a version with the reading it speaks of.

    Parameters
    ----------
    connection : sqlite3.Connection
        In a transaction.
    case_id, number : int
        Of the case and of the version.

    Returns
    -------
    sqlite3.Row
        The columns of both tables.

    Raises
    ------
    CaseNotFoundError
        If there is none.
    """
    found: sqlite3.Row | None = connection.execute(
        "SELECT v.*, r.document, r.arrays_sha256 FROM versions AS v"
        " JOIN readings AS r ON r.case_id = v.case_id AND r.number = v.reading_number"
        " WHERE v.case_id = ? AND v.version = ?",
        (_sqlite_integer(case_id), _sqlite_integer(number)),
    ).fetchone()
    if found is None:
        raise CaseNotFoundError(
            "There is no such version of this case. Look at its history again."
        )
    return found


def document_of(text: str) -> ReadingDocument:
    """Return a reading from its JSON.

    Parameters
    ----------
    text : str
        As it is kept.

    Returns
    -------
    ReadingDocument
        The same.

    Raises
    ------
    StoreError
        If it is something else.
    """
    try:
        return ReadingDocument.model_validate_json(text)
    except ValidationError as error:
        raise _unreadable() from error


def physician_of(text: str | None) -> PhysicianReading | None:
    """Return a physician's words from their JSON.

    Parameters
    ----------
    text : str or None
        As it is kept; None where nobody had said anything.

    Returns
    -------
    PhysicianReading or None
        The same.

    Raises
    ------
    StoreError
        If it is something else.
    """
    if text is None:
        return None
    try:
        return PhysicianReading.model_validate_json(text)
    except ValidationError as error:
        raise _unreadable() from error


def _version_of(row: sqlite3.Row) -> CaseVersion:
    return CaseVersion(
        entry=_entry_of(row),
        document=document_of(row["document"]),
        arrays_sha256=row["arrays_sha256"],
        physician=physician_of(row["physician"]),
    )


def _history(connection: sqlite3.Connection, case_id: int) -> tuple[VersionEntry, ...]:
    rows = connection.execute(
        "SELECT version, author, at, what, answer_was_shown, reading_number, is_signed"
        " FROM versions WHERE case_id = ? ORDER BY version",
        (case_id,),
    )
    return tuple(_entry_of(row) for row in rows)


def _entry_of(row: sqlite3.Row) -> VersionEntry:
    shown = row["answer_was_shown"]
    return VersionEntry(
        version=row["version"],
        author=row["author"],
        at=datetime.fromisoformat(row["at"]),
        what=row["what"],
        answer_was_shown=None if shown is None else bool(shown),
        reading_number=row["reading_number"],
        is_signed=bool(row["is_signed"]),
    )


def _file_of(row: sqlite3.Row) -> CaseFile:
    return CaseFile(
        sha256=row["sha256"],
        name=row["name"],
        kind=row["kind"],
        state=row["state"],
        is_picture=bool(row["is_picture"]),
        details=_details(row["details"]),
    )


def _details(text: str) -> Mapping[str, Any]:
    found = json.loads(text)
    return found if isinstance(found, dict) else {}


def _sqlite_integer(number: int) -> int:
    """Return a number that SQLite can hold; what it cannot hold names nothing."""
    return number if abs(number) < 2**63 else -1


def _unreadable() -> StoreError:
    return StoreError(
        "What is kept of this case cannot be read by this myomap. Update myomap, or "
        "restore the last backup into another folder."
    )
