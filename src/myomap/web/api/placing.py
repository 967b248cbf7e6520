"""A ventricle placed by hand: the study is read again around it."""

import math
from collections.abc import Sequence
from typing import Annotated, Any, Literal

from fastapi import APIRouter
from pydantic import Field

from myomap.cases import Case, Edit, file_bytes, find_case
from myomap.report import PhysicianReading, Placement
from myomap.web.answers import refused
from myomap.web.api.cases import CaseId
from myomap.web.api.edits import Expected, conflict
from myomap.web.api.uploads import submitted
from myomap.web.keeping import keep_new_reading
from myomap.web.people import Room, SignedIn, require_own_or_admin
from myomap.web.room import ReadingRoom
from myomap.web.tasks import Outcome, Task, TaskFile, TaskKind

__all__ = ["router"]

router = APIRouter(tags=["edits"])

Millimetres = Annotated[float, Field(ge=-2000.0, le=2000.0, allow_inf_nan=False)]
Point = tuple[Millimetres, Millimetres, Millimetres]

_RADIUS_OF_LENGTH = 0.36
"""Of a usual left ventricle: mid-wall radius to the length of its axis."""


class Placing(Expected):
    """Where the ventricle is, in the millimetres of the slices' affine."""

    state: Literal["stress", "rest"]
    apex_mm: Point
    base_mm: Point
    radius_mm: Annotated[float, Field(ge=8.0, le=80.0)] | None = None


@router.post("/cases/{case_id}/placement", status_code=202)
def place(
    case_id: CaseId, placing: Placing, room: Room, person: SignedIn
) -> dict[str, str]:
    """Read a case again with an axis and a valve plane placed by hand."""
    case = find_case(room.store, case_id)
    require_own_or_admin(person, case.physician)
    said = _said(case, placing, person.name)
    edit = Edit(
        expected_version=placing.expected_version,
        author=person.name,
        what=f"{placing.state} placed by hand",
    )
    if case.row.version != placing.expected_version:
        raise conflict(room, case_id, None)
    task = _task(room, case, said)

    def keep(outcome: Outcome) -> int:
        return keep_new_reading(room.store, case_id, outcome, said, edit)

    return {"job": submitted(room, task, keep, person).id}


def _said(case: Case, placing: Placing, author: str) -> PhysicianReading:
    """Return what the physician says with the placement; the signature falls."""
    before = case.physician or PhysicianReading()
    placement = Placement(
        apex_mm=placing.apex_mm,
        base_mm=placing.base_mm,
        radius_mm=placing.radius_mm or _usual_radius(placing.apex_mm, placing.base_mm),
    )
    placements = before.placements.model_copy(update={placing.state: placement})
    said = before.model_copy(
        update={"placements": placements, "author": author, "signed_at": None}
    )
    return PhysicianReading.model_validate(said.to_json())


def _usual_radius(apex_mm: Sequence[float], base_mm: Sequence[float]) -> float:
    return min(80.0, max(8.0, _RADIUS_OF_LENGTH * math.dist(apex_mm, base_mm)))


def _task(room: ReadingRoom, case: Case, said: PhysicianReading) -> Task:
    """Return the task of reading the kept files of a case again."""
    if case.row.source not in {"volumes", "projections"}:
        raise refused(
            422,
            "no-volume",
            "This case was not read from a volume, so no axis can be placed in it.",
        )
    folder = room.new_folder()
    files = []
    for number, file in enumerate(case.files):
        place = folder / f"{number:06d}"
        place.write_bytes(file_bytes(room.store, file.sha256))
        files.append(TaskFile(place=place, name=file.name or "file"))
    placements: dict[str, Any] = {
        name: found.model_dump(mode="json")
        for name, found in (
            ("stress", said.placements.stress),
            ("rest", said.placements.rest),
        )
        if found is not None
    }
    told = {
        "sex": case.sex,
        "age": "" if case.age_years is None else f"{case.age_years:g}",
        "attenuation": _attenuation(case),
    }
    return Task(
        kind=TaskKind.READ,
        folder=folder,
        files=tuple(files),
        told=told,
        placements=placements,
    )


def _attenuation(case: Case) -> str:
    """Return what the user said of it when the files came."""
    said = (file.details.get("attenuation", "") for file in case.files)
    return next((str(word) for word in said if word), "")
