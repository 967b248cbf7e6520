"""The list of cases: searched, filtered, sorted, a page at a time."""

import sqlite3
from collections.abc import Sequence
from datetime import date, datetime

from myomap.cases.case_query import CasePage, CaseQuery, Meaning, Sort
from myomap.cases.case_records import CaseRow
from myomap.cases.plain_text import folded
from myomap.cases.store import CaseStore

__all__ = ["ROW_COLUMNS", "SHARES_A_FILE", "case_row_of", "list_cases"]

SHARES_A_FILE = (
    "EXISTS (SELECT 1 FROM case_files AS mine JOIN case_files AS theirs"
    " ON theirs.sha256 = mine.sha256"
    " WHERE mine.case_id = cases.id AND theirs.case_id = other.id)"
)
"""Whether two cases, `cases` and `other`, were read from the same study.

A file belongs to one study: whoever uploads it again has no second examination.
"""

ROW_COLUMNS = (
    "id, name, pseudonym, patient_key, study_date, added_at, source, label,"
    " label_physician, abnormal_probability, interval_low, interval_high,"
    " stress_tpd_percent, n_cautions, is_read, is_simulated, version, urgency,"
    " deleted_at, deleted_by,"
    " (SELECT count(*) FROM cases AS other WHERE other.patient_key = cases.patient_key"
    " AND other.deleted_at IS NULL"
    f" AND (other.id = cases.id OR NOT {SHARES_A_FILE})) AS n_studies"
)
"""Of the table of cases, what a `CaseRow` is made from."""

_ORDERS = {
    Sort.URGENCY: "is_read, urgency DESC, id DESC",
    Sort.ADDED: "id DESC",
    Sort.STUDY: "day DESC, id DESC",
}


def list_cases(store: CaseStore, query: CaseQuery) -> CasePage:
    """Return a page of the worklist.

    Parameters
    ----------
    store : CaseStore
        Where the cases are kept.
    query : CaseQuery
        Which of them, in which order.

    Returns
    -------
    CasePage
        The rows asked for, and how many there are in all.
    """
    condition, values = _condition(query)
    with store.connections.reading() as connection:
        total, unread = connection.execute(
            f"SELECT count(*), count(*) FILTER (WHERE is_read = 0) FROM cases"
            f" WHERE {condition}",
            values,
        ).fetchone()
        rows = connection.execute(
            f"SELECT {ROW_COLUMNS} FROM cases WHERE {condition}"
            f" ORDER BY {_ORDERS[query.sort]} LIMIT ? OFFSET ?",
            (*values, query.limit, query.offset),
        ).fetchall()
    return CasePage(
        rows=tuple(case_row_of(row) for row in rows), total=total, unread=unread
    )


def case_row_of(row: sqlite3.Row) -> CaseRow:
    """Return a line of the worklist from one of the table.

    Parameters
    ----------
    row : sqlite3.Row
        With at least `ROW_COLUMNS`.

    Returns
    -------
    CaseRow
        The same in our types.
    """
    low, high = row["interval_low"], row["interval_high"]
    deleted_at = row["deleted_at"]
    return CaseRow(
        id=row["id"],
        name=row["name"],
        pseudonym=row["pseudonym"],
        patient_key=row["patient_key"],
        study_date=date.fromisoformat(row["study_date"]) if row["study_date"] else None,
        added_at=datetime.fromisoformat(row["added_at"]),
        source=row["source"],
        label=row["label"],
        label_physician=row["label_physician"],
        abnormal_probability=row["abnormal_probability"],
        interval=None if low is None or high is None else (low, high),
        stress_tpd_percent=row["stress_tpd_percent"],
        n_cautions=row["n_cautions"],
        is_read=bool(row["is_read"]),
        is_simulated=bool(row["is_simulated"]),
        version=row["version"],
        urgency=row["urgency"],
        n_studies=row["n_studies"],
        deleted_at=datetime.fromisoformat(deleted_at) if deleted_at else None,
        deleted_by=row["deleted_by"],
    )


def _condition(query: CaseQuery) -> tuple[str, tuple[object, ...]]:
    """Return an SQL condition and its values; no word of the user's is in it."""
    parts: list[str] = [f"deleted_at IS {'NOT ' if query.is_deleted else ''}NULL"]
    values: list[object] = []

    def require(part: str, value: object) -> None:
        parts.append(part)
        values.append(value)

    if query.is_unread:
        parts.append("is_read = 0")
    if query.verdict is not None:
        require("verdict = ?", query.verdict)
    if query.since is not None:
        require("day >= ?", query.since.isoformat())
    if query.until is not None:
        require("day <= ?", query.until.isoformat())
    for word in folded(query.search).split():
        part, told = _holds(word, query.meanings.get(word, Meaning()))
        parts.append(part)
        values.extend(told)
    return " AND ".join(parts), tuple(values)


def _holds(word: str, meaning: Meaning) -> tuple[str, tuple[str, ...]]:
    """Return the condition that a case holds a word, and its values."""
    # Unlike LIKE, this has no signs with a meaning of their own.
    ways = ["instr(search_text, ?) > 0"]
    verdicts, names = sorted(meaning.verdicts), sorted(meaning.names)
    if verdicts:
        ways.append(f"verdict IN ({_places(verdicts)})")
    if names:
        ways.append(f"(is_simulated = 1 AND name IN ({_places(names)}))")
    return f"({' OR '.join(ways)})", (word, *verdicts, *names)


def _places(values: Sequence[str]) -> str:
    return ", ".join("?" * len(values))
