"""A study that was read becomes a case."""

import json
import math
import secrets
import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from myomap.cases.audit import note_in_audit
from myomap.cases.case_records import CaseFile, NewCase
from myomap.cases.kept_files import refer_to_files
from myomap.cases.plain_text import LONGEST_WORDS, cleaned, cleaned_words
from myomap.cases.shown_figures import CaseNames, shown_figures
from myomap.cases.store import CaseStore
from myomap.errors import InputError

__all__ = ["add_case", "add_cases", "insert_reading", "pseudonym_of"]

_OLDEST_YEARS = 120.0
_SOURCES = ("picture", "volumes", "projections", "maps")


def add_case(store: CaseStore, new: NewCase, author: str) -> int:
    """Keep a case.

    Parameters
    ----------
    store : CaseStore
        Where to.
    new : NewCase
        The case; its files are kept already.
    author : str
        Who adds it.

    Returns
    -------
    int
        Its number.

    Raises
    ------
    InputError
        If a value cannot be, or a file is not kept.
    OutputError
        If it cannot be written.
    """
    return add_cases(store, [new], author)[0]


def add_cases(store: CaseStore, cases: Sequence[NewCase], author: str) -> list[int]:
    """Keep cases, all of them or none.

    Parameters
    ----------
    store : CaseStore
        Where to.
    cases : sequence of NewCase
        Their files are kept already.
    author : str
        Who adds them.

    Returns
    -------
    list of int
        Their numbers, in order.

    Raises
    ------
    InputError
        If a value cannot be, or a file is not kept.
    OutputError
        If they cannot be written.
    """
    author = cleaned_words(author, "The author's name")
    rows = [_checked_row(store, new) for new in cases]
    with store.connections.writing() as connection:
        return [
            _insert(store, connection, _Checked(new, row), author)
            for new, row in zip(cases, rows, strict=True)
        ]


def pseudonym_of(patient_key: str) -> str:
    """Return a name that can be said, made from a patient's key.

    Parameters
    ----------
    patient_key : str
        As `CaseStore.patient_key` gives it.

    Returns
    -------
    str
        ``P-`` and ten digits and letters.

    Examples
    --------
    >>> pseudonym_of("0123456789abcdef0123456789abcdef")
    'P-0123456789'
    """
    return f"P-{patient_key[:10].upper()}"


def insert_reading(
    connection: sqlite3.Connection,
    case_id: int,
    number: int,
    document: str,
    arrays_sha256: str | None,
) -> None:
    """Write one of the software's readings.

    Parameters
    ----------
    connection : sqlite3.Connection
        Of a writing transaction.
    case_id, number : int
        Of the case, and counted from 1 within it.
    document : str
        JSON.
    arrays_sha256 : str or None
        Of a file that is referred to.
    """
    connection.execute(
        "INSERT INTO readings (case_id, number, document, arrays_sha256)"
        " VALUES (?, ?, ?, ?)",
        (case_id, number, document, arrays_sha256),
    )


class _Checked(NamedTuple):
    new: NewCase
    row: dict[str, object]


def _checked_row(store: CaseStore, new: NewCase) -> dict[str, object]:
    if new.sex not in ("", "F", "M"):
        raise InputError("The sex cannot be used. Expected F, M or nothing.")
    if new.source not in _SOURCES:
        raise InputError(
            f"The source cannot be used. Expected one of: {', '.join(_SOURCES)}."
        )
    age = new.age_years
    if age is not None and not (math.isfinite(age) and 0.0 <= age <= _OLDEST_YEARS):
        raise InputError(
            f"The age cannot be used. Expected 0 to {_OLDEST_YEARS:.0f} years, or "
            "nothing."
        )
    # Without an identity nothing says that two cases are of one patient.
    patient_key = (
        store.patient_key(new.identity)
        if new.identity is not None
        else secrets.token_hex(16)
    )
    pseudonym = pseudonym_of(patient_key)
    added_at = store.dated()
    study_date = None if new.study_date is None else new.study_date.isoformat()
    return {
        "name": cleaned_words(new.name, "The case's name") or pseudonym,
        "pseudonym": pseudonym,
        "patient_key": patient_key,
        "study_date": study_date,
        "added_at": added_at,
        "day": study_date or added_at[:10],
        "source": new.source,
        "sex": new.sex,
        "age_years": age,
        "site": cleaned_words(new.site, "The site"),
        "is_simulated": int(new.is_simulated),
        "version": 1,
    }


def _insert(
    store: CaseStore, connection: sqlite3.Connection, checked: _Checked, author: str
) -> int:
    new, row = checked
    refer_to_files(
        store, connection, [new.arrays_sha256, *(file.sha256 for file in new.files)]
    )
    names = CaseNames(name=str(row["name"]), pseudonym=str(row["pseudonym"]))
    columns = {**row, **shown_figures(names, new.document, None)}
    made = connection.execute(
        f"INSERT INTO cases ({', '.join(columns)})"
        f" VALUES ({', '.join(f':{name}' for name in columns)})",
        columns,
    )
    case_id = int(made.lastrowid or 0)
    for position, file in enumerate(new.files):
        _insert_file(connection, case_id, position, file)
    document = json.dumps(new.document.to_json(), separators=(",", ":"))
    insert_reading(connection, case_id, 1, document, new.arrays_sha256)
    connection.execute(
        "INSERT INTO versions"
        " (case_id, version, reading_number, is_signed, author, at, what)"
        " VALUES (?, 1, 1, 0, ?, ?, 'added')",
        (case_id, author, row["added_at"]),
    )
    note_in_audit(store, connection, author=author, what="added", case_id=case_id)
    return case_id


def _insert_file(
    connection: sqlite3.Connection, case_id: int, position: int, file: CaseFile
) -> None:
    connection.execute(
        "INSERT INTO case_files"
        " (case_id, position, sha256, name, kind, state, is_picture, details)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            case_id,
            position,
            file.sha256,
            # A file that is called at great length is still the file.
            cleaned(file.name)[:LONGEST_WORDS],
            cleaned(file.kind)[:LONGEST_WORDS],
            file.state,
            int(file.is_picture),
            json.dumps(dict(file.details)),
        ),
    )
