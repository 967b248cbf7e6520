"""Changes of a case: each a new version, none of which is ever changed again."""

import json
import sqlite3
from dataclasses import dataclass, replace
from datetime import datetime

from myomap.cases.adding import insert_reading
from myomap.cases.audit import note_in_audit
from myomap.cases.case_records import Edit, NewReading
from myomap.cases.finding import (
    case_columns,
    document_of,
    physician_of,
    version_columns,
)
from myomap.cases.kept_files import refer_to_files
from myomap.cases.plain_text import LONGEST_WORDS, cleaned_words
from myomap.cases.shown_figures import CaseNames, shown_figures
from myomap.cases.store import CaseStore
from myomap.errors import CaseNotFoundError, EditConflictError, InputError
from myomap.report import PhysicianReading

__all__ = ["replace_reading", "save_version", "undo"]


def save_version(
    store: CaseStore, case_id: int, physician: PhysicianReading, edit: Edit
) -> int:
    """Keep what a physician says of a case now.

    Parameters
    ----------
    store : CaseStore
        Where the case is kept.
    case_id : int
        Its number.
    physician : PhysicianReading
        All of it, not what changed; a mask it names is kept already.
    edit : Edit
        Who, and which version was seen.

    Returns
    -------
    int
        The new version.

    Raises
    ------
    CaseNotFoundError
        If there is no such case, or it was put aside.
    EditConflictError
        If somebody else changed the case meanwhile; nothing is saved.
    InputError
        If a file is not kept.
    OutputError
        If it cannot be written.
    """
    edit = _cleaned(edit)
    with store.connections.writing() as connection:
        before = _version_expected(connection, case_id, edit)
        after = _Version(
            number=edit.expected_version + 1,
            reading_number=before["reading_number"],
            physician=_text_of(physician),
            undo_to=edit.expected_version,
        )
        _append(store, connection, case_id, after, edit)
    return after.number


def replace_reading(
    store: CaseStore, case_id: int, reading: NewReading, edit: Edit
) -> int:
    """Keep a new reading of the software's for a case.

    The earlier ones stay: a version says which of them it speaks of.

    Parameters
    ----------
    store : CaseStore
        Where the case is kept.
    case_id : int
        Its number.
    reading : NewReading
        What was found this time, and what the physician says of it.
    edit : Edit
        Who, and which version was seen.

    Returns
    -------
    int
        The new version.

    Raises
    ------
    CaseNotFoundError
        If there is no such case, or it was put aside.
    EditConflictError
        If somebody else changed the case meanwhile; nothing is saved.
    InputError
        If a file is not kept.
    OutputError
        If it cannot be written.
    """
    edit = _cleaned(edit)
    with store.connections.writing() as connection:
        _version_expected(connection, case_id, edit)
        last = connection.execute(
            "SELECT max(number) FROM readings WHERE case_id = ?", (case_id,)
        ).fetchone()[0]
        after = _Version(
            number=edit.expected_version + 1,
            reading_number=last + 1,
            physician=_text_of(reading.physician),
            undo_to=edit.expected_version,
        )
        refer_to_files(store, connection, [reading.arrays_sha256])
        document = json.dumps(reading.document.to_json(), separators=(",", ":"))
        insert_reading(connection, case_id, last + 1, document, reading.arrays_sha256)
        _append(store, connection, case_id, after, edit)
    return after.number


def undo(store: CaseStore, case_id: int, edit: Edit) -> int:
    """Take back the last change of a case that was not taken back yet.

    Nothing is removed: what was before becomes a new version. Asked again, it goes
    one change further back.

    Parameters
    ----------
    store : CaseStore
        Where the case is kept.
    case_id : int
        Its number.
    edit : Edit
        Who, and which version was seen.

    Returns
    -------
    int
        The new version.

    Raises
    ------
    CaseNotFoundError
        If there is no such case, or it was put aside.
    EditConflictError
        If somebody else changed the case meanwhile; nothing is saved.
    InputError
        If there is nothing to take back.
    OutputError
        If it cannot be written.
    """
    edit = _cleaned(edit)
    with store.connections.writing() as connection:
        before = _version_expected(connection, case_id, edit)
        if before["undo_to"] is None:
            raise InputError(
                "There is nothing to undo: this is the case as it was added."
            )
        earlier = version_columns(connection, case_id, before["undo_to"])
        after = _Version(
            number=edit.expected_version + 1,
            reading_number=earlier["reading_number"],
            physician=earlier["physician"],
            undo_to=earlier["undo_to"],
        )
        # What is said again was said as it was said first.
        shown = earlier["answer_was_shown"]
        edit = replace(edit, answer_was_shown=None if shown is None else bool(shown))
        _append(store, connection, case_id, after, edit)
    return after.number


@dataclass(frozen=True, slots=True, kw_only=True)
class _Version:
    number: int
    reading_number: int
    physician: str | None
    undo_to: int | None


def _cleaned(edit: Edit) -> Edit:
    return Edit(
        expected_version=edit.expected_version,
        author=cleaned_words(edit.author, "The author's name"),
        what=cleaned_words(edit.what, "What was changed", LONGEST_WORDS),
        answer_was_shown=edit.answer_was_shown,
    )


def _version_expected(
    connection: sqlite3.Connection, case_id: int, edit: Edit
) -> sqlite3.Row:
    """Return the newest version, if it is the one that the author has seen."""
    columns = case_columns(connection, case_id)
    if columns["deleted_at"] is not None:
        raise CaseNotFoundError(
            "The case was put aside, so it cannot be changed. Bring it back first."
        )
    newest = version_columns(connection, case_id, columns["version"])
    if newest["version"] != edit.expected_version:
        raise EditConflictError(
            "Somebody else has changed this case meanwhile: found version "
            f"{newest['version']}, expected {edit.expected_version}. Nothing was "
            "saved: look at the newer version and say it again.",
            version=newest["version"],
            author=newest["author"],
            at=datetime.fromisoformat(newest["at"]),
        )
    return newest


def _append(
    store: CaseStore,
    connection: sqlite3.Connection,
    case_id: int,
    after: _Version,
    edit: Edit,
) -> None:
    physician = physician_of(after.physician)
    mask_sha256 = None if physician is None else physician.mask_sha256
    refer_to_files(store, connection, [mask_sha256])
    shown = edit.answer_was_shown
    values: dict[str, object] = {
        "case_id": case_id,
        "version": after.number,
        "reading_number": after.reading_number,
        "physician": after.physician,
        "mask_sha256": mask_sha256,
        "is_signed": int(physician is not None and physician.is_signed),
        "author": edit.author,
        "at": store.dated(),
        "what": edit.what,
        "answer_was_shown": None if shown is None else int(shown),
        "undo_to": after.undo_to,
    }
    connection.execute(
        f"INSERT INTO versions ({', '.join(values)})"
        f" VALUES ({', '.join(f':{name}' for name in values)})",
        values,
    )
    _show(connection, case_id, after, physician)
    what = f"version {after.number}: {edit.what}"
    note_in_audit(store, connection, author=edit.author, what=what, case_id=case_id)


def _show(
    connection: sqlite3.Connection,
    case_id: int,
    after: _Version,
    physician: PhysicianReading | None,
) -> None:
    """Bring the worklist's line up to date."""
    columns = case_columns(connection, case_id)
    document = version_columns(connection, case_id, after.number)["document"]
    names = CaseNames(name=columns["name"], pseudonym=columns["pseudonym"])
    figures = {
        "version": after.number,
        **shown_figures(names, document_of(document), physician),
    }
    connection.execute(
        f"UPDATE cases SET {', '.join(f'{name} = :{name}' for name in figures)}"
        " WHERE id = :id",
        {**figures, "id": case_id},
    )


def _text_of(physician: PhysicianReading | None) -> str | None:
    return None if physician is None else json.dumps(physician.to_json())
