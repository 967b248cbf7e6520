"""What a physician says of a case: every change a version, the later of two is told."""

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException
from pydantic import BaseModel, ConfigDict, Field

from myomap.cases import Case, Edit, find_case, put_file, save_version, undo
from myomap.errors import EditConflictError
from myomap.report import (
    LONGEST_COMMENT,
    PhysicianLabel,
    PhysicianReading,
    PhysicianScores,
)
from myomap.web.answers import refused
from myomap.web.api.cases import CaseId
from myomap.web.case_json import conflict_json, mask_json, physician_json
from myomap.web.map_json import mask_of_base64
from myomap.web.people import Person, Room, SignedIn, require_own_or_admin
from myomap.web.room import ReadingRoom

__all__ = ["Expected", "conflict", "router"]

router = APIRouter(tags=["edits"])

Version = Annotated[int, Field(ge=1, lt=2**63)]


class Expected(BaseModel):
    """Which version was on the screen."""

    model_config = ConfigDict(extra="forbid")

    expected_version: Version


class Change(Expected):
    """What is said now; what is not named stays as it is."""

    scores: PhysicianScores = Field(default_factory=PhysicianScores)
    mask: Annotated[str, Field(max_length=4000)] | None = None
    label: PhysicianLabel | None = None
    agrees: bool | None = None
    comment: Annotated[str, Field(max_length=LONGEST_COMMENT)] = ""
    signed: bool = False
    answer_was_shown: bool | None = None


@router.patch("/cases/{case_id}")
def change_case(
    case_id: CaseId, change: Change, room: Room, person: SignedIn
) -> dict[str, Any]:
    """Say something of a case, and sign it.

    What was signed and is changed is signed no more, unless the change is signed too.
    """
    case = find_case(room.store, case_id)
    require_own_or_admin(person, case.physician)
    edit = Edit(
        expected_version=change.expected_version,
        author=person.name,
        what=_what(change),
        answer_was_shown=change.answer_was_shown,
    )
    _require_newest(room, case, change.expected_version)
    said = _said(room, case, change, person)
    try:
        number = save_version(room.store, case_id, said, edit)
    except EditConflictError as error:
        raise conflict(room, case_id, error) from None
    return {
        "version": number,
        "physician": said.to_json(),
        "physician_mask": mask_json(room.store, said),
    }


@router.post("/cases/{case_id}/undo")
def undo_change(
    case_id: CaseId, expected: Expected, room: Room, person: SignedIn
) -> dict[str, Any]:
    """Take back the last change of a case that was not taken back yet."""
    require_own_or_admin(person, find_case(room.store, case_id).physician)
    edit = Edit(
        expected_version=expected.expected_version, author=person.name, what="undone"
    )
    try:
        undo(room.store, case_id, edit)
    except EditConflictError as error:
        raise conflict(room, case_id, error) from None
    case = find_case(room.store, case_id)
    return {
        "version": case.row.version,
        "physician": physician_json(case.physician),
        "physician_mask": mask_json(room.store, case.physician),
    }


def conflict(
    room: ReadingRoom, case_id: int, error: EditConflictError | None
) -> HTTPException:
    """Return the refusal of a change that came too late, with what stands now.

    Parameters
    ----------
    room : ReadingRoom
        Where the case is kept.
    case_id : int
        Its number.
    error : EditConflictError or None
        Of the store; None where it need not be asked.

    Returns
    -------
    HTTPException
        409; nothing was saved.
    """
    current = conflict_json(room.store, find_case(room.store, case_id))
    message = _CHANGED if error is None else str(error)
    detail = {"code": "conflict", "message": message, "current": current}
    return HTTPException(409, detail=detail)


def _require_newest(room: ReadingRoom, case: Case, expected: int) -> None:
    """Refuse early what would be built on an older version; the store checks again."""
    if case.row.version != expected:
        raise conflict(room, case.row.id, None)


def _said(
    room: ReadingRoom, case: Case, change: Change, person: Person
) -> PhysicianReading:
    """Return all that the physician says now."""
    before = case.physician or PhysicianReading()
    named = change.model_fields_set
    values: dict[str, Any] = {
        name: getattr(change, name)
        for name in ("scores", "label", "agrees", "comment")
        if name in named
    }
    if "mask" in named:
        values["mask_sha256"] = _kept_mask(room, change.mask)
    values["author"] = person.name
    values["signed_at"] = datetime.now(UTC) if change.signed else None
    said = before.model_copy(update=values)
    # What is copied is not checked again by itself.
    return PhysicianReading.model_validate(said.to_json())


def _kept_mask(room: ReadingRoom, mask: str | None) -> str | None:
    if mask is None:
        return None
    data = mask_of_base64(mask)
    if data is None:
        raise refused(
            422,
            "wrong-mask",
            "The area cannot be used. Expected base64 of 2304 bytes, each 0, 1 or 2.",
        )
    return put_file(room.store, data)


_CHANGED = (
    "Somebody else has changed this case meanwhile. Nothing was saved: look at the "
    "newer version and say it again."
)
_WORDS = {
    "scores": "scores",
    "mask": "affected area",
    "label": "verdict",
    "agrees": "agreement",
    "comment": "comment",
}


def _what(change: Change) -> str:
    """Return what was changed in a few words, for the history."""
    named = [word for name, word in _WORDS.items() if name in change.model_fields_set]
    if change.signed:
        named.append("signed")
    return ", ".join(named) or "saved"
