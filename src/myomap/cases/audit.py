"""Who did what and when: one line for every change, never changed and never removed."""

import sqlite3
from dataclasses import dataclass, field
from datetime import datetime

from myomap.cases.store import CaseStore

__all__ = ["AuditEntry", "audit_entries", "note_in_audit"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One change.

    Parameters
    ----------
    at : datetime, UTC
        When.
    author : str
        Who.
    what : str
        In a few words, without what was written.
    case_id : int or None
        Of the case; None for users and the like.
    """

    at: datetime
    author: str = field(repr=False)
    what: str
    case_id: int | None


def audit_entries(
    store: CaseStore, *, case_id: int | None = None, limit: int = 100
) -> tuple[AuditEntry, ...]:
    """Return what was done, the newest first.

    Parameters
    ----------
    store : CaseStore
        The folder.
    case_id : int or None
        Of one case, also one that was removed; None for everything.
    limit : int
        At most so many.

    Returns
    -------
    tuple of AuditEntry
        Newest first.
    """
    with store.connections.reading() as connection:
        found = connection.execute(
            "SELECT * FROM audit WHERE ?1 IS NULL OR case_id = ?1"
            " ORDER BY id DESC LIMIT ?2",
            (case_id, limit),
        ).fetchall()
    return tuple(
        AuditEntry(
            at=datetime.fromisoformat(row["at"]),
            author=row["author"],
            what=row["what"],
            case_id=row["case_id"],
        )
        for row in found
    )


def note_in_audit(
    store: CaseStore,
    connection: sqlite3.Connection,
    *,
    author: str,
    what: str,
    case_id: int | None = None,
) -> None:
    """Write one line, in the transaction of the change it speaks of.

    Parameters
    ----------
    store : CaseStore
        Gives the time.
    connection : sqlite3.Connection
        Of the writing transaction.
    author : str
        Who, cleaned.
    what : str
        In a few words, cleaned.
    case_id : int or None
        Of the case.
    """
    connection.execute(
        "INSERT INTO audit (at, author, what, case_id) VALUES (?, ?, ?, ?)",
        (store.dated(), author, what, case_id),
    )
