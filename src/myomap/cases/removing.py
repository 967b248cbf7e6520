"""Cases put aside, brought back, and in the end removed for good."""

from datetime import UTC, datetime

from myomap.cases.audit import note_in_audit
from myomap.cases.finding import case_columns
from myomap.cases.kept_files import collect_garbage
from myomap.cases.plain_text import cleaned_words
from myomap.cases.store import CaseStore

__all__ = ["delete_case", "purge", "undelete_case"]


def delete_case(store: CaseStore, case_id: int, author: str) -> None:
    """Put a case aside; `undelete_case` brings it back.

    Parameters
    ----------
    store : CaseStore
        Where it is kept.
    case_id : int
        Its number; one that is put aside already stays as it is.
    author : str
        Who does it.

    Raises
    ------
    CaseNotFoundError
        If there is no such case.
    OutputError
        If it cannot be written.
    """
    _set_aside(store, case_id, author, is_aside=True)


def undelete_case(store: CaseStore, case_id: int, author: str) -> None:
    """Bring a case back that was put aside.

    Parameters
    ----------
    store : CaseStore
        Where it is kept.
    case_id : int
        Its number; one that is not put aside stays as it is.
    author : str
        Who does it.

    Raises
    ------
    CaseNotFoundError
        If there is no such case.
    OutputError
        If it cannot be written.
    """
    _set_aside(store, case_id, author, is_aside=False)


def purge(store: CaseStore, before: datetime, author: str) -> int:
    """Remove for good what was put aside before a time, with all its versions.

    The lines of the audit stay. Files that no other case names go too, an hour later
    at the earliest: the next purge takes them.

    Parameters
    ----------
    store : CaseStore
        Where the cases are kept.
    before : datetime
        With its zone.
    author : str
        Who does it.

    Returns
    -------
    int
        How many cases were removed.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    author = cleaned_words(author, "The author's name")
    until = before.astimezone(UTC).isoformat(timespec="microseconds")
    with store.connections.writing() as connection:
        found = connection.execute(
            "SELECT id FROM cases WHERE deleted_at IS NOT NULL AND deleted_at < ?",
            (until,),
        ).fetchall()
        for (case_id,) in found:
            connection.execute("DELETE FROM cases WHERE id = ?", (case_id,))
            note_in_audit(
                store, connection, author=author, what="removed", case_id=case_id
            )
    collect_garbage(store)
    return len(found)


def _set_aside(store: CaseStore, case_id: int, author: str, *, is_aside: bool) -> None:
    author = cleaned_words(author, "The author's name")
    with store.connections.writing() as connection:
        if (case_columns(connection, case_id)["deleted_at"] is not None) == is_aside:
            return
        connection.execute(
            "UPDATE cases SET deleted_at = ?, deleted_by = ? WHERE id = ?",
            (store.dated(), author, case_id) if is_aside else (None, "", case_id),
        )
        what = "put aside" if is_aside else "brought back"
        note_in_audit(store, connection, author=author, what=what, case_id=case_id)
