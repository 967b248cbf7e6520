"""The worklist, and one case with all that is kept of it."""

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel, Field, field_validator
from starlette.responses import Response

from myomap.cases import (
    MOST_ROWS,
    CaseQuery,
    Sort,
    delete_case,
    file_bytes,
    find_case,
    list_cases,
    priors,
    undelete_case,
    version,
)
from myomap.language import Language
from myomap.web.answers import refused
from myomap.web.case_json import (
    arrays_of,
    case_json,
    entry_json,
    mask_json,
    physician_json,
    reading_json,
)
from myomap.web.languages import language_of
from myomap.web.map_json import maps_json, slices_json
from myomap.web.people import Room, SignedIn, require_own_or_admin
from myomap.web.search_words import meanings_of

__all__ = ["CaseId", "router"]

router = APIRouter(tags=["cases"])

CaseId = Annotated[int, Path(ge=1, lt=2**63)]
Sha256 = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$")]
Verdict = Literal[
    "normal",
    "ischemia",
    "infarction",
    "mixed",
    "abnormal",
    "abstained",
    "nondiagnostic",
]

_PICTURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"BM", "image/bmp"),
)


class Wanted(BaseModel):
    """Which cases to list."""

    search: Annotated[str, Field(max_length=500)] = ""
    verdict: Verdict | None = None
    since: date | None = None
    until: date | None = None
    unread: bool = False
    deleted: bool = False
    sort: Literal["urgency", "added", "study"] = "urgency"
    offset: Annotated[int, Field(ge=0, lt=2**62)] = 0
    limit: Annotated[int, Field(ge=0, le=MOST_ROWS)] = 50

    @field_validator("verdict", "since", "until", mode="before")
    @classmethod
    def _empty_is_none(cls, value: object) -> object:
        """Take a field that a form left empty for one that it did not send."""
        return None if value == "" else value

    def asked(self, language: Language) -> CaseQuery:
        """Return the query of the store."""
        return CaseQuery(
            search=self.search,
            meanings=meanings_of(self.search, language),
            verdict=self.verdict,
            since=self.since,
            until=self.until,
            is_unread=self.unread,
            is_deleted=self.deleted,
            sort=Sort(self.sort),
            offset=self.offset,
            limit=self.limit,
        )


@router.get("/cases")
def cases(
    query: Annotated[Wanted, Query()], request: Request, room: Room, _person: SignedIn
) -> dict[str, Any]:
    """List cases, a part at a time.

    A word of the search is found in name, pseudonym and comment, and as the beginning
    of a verdict's or an example's word, in English and the language asked for.
    """
    found = list_cases(room.store, query.asked(language_of(request)))
    return {
        "cases": [row.to_json() for row in found.rows],
        "total": found.total,
        "unread": found.unread,
    }


@router.get("/cases/{case_id}")
def case(
    case_id: CaseId, request: Request, room: Room, _person: SignedIn
) -> dict[str, Any]:
    """Return one case; the document's sentences are in the language asked for."""
    found = find_case(room.store, case_id)
    others = priors(room.store, case_id)
    return case_json(room.store, found, others, language_of(request))


@router.get("/cases/{case_id}/versions/{number}")
def case_version(
    case_id: CaseId,
    number: Annotated[int, Path(ge=1, lt=2**63)],
    request: Request,
    room: Room,
    _person: SignedIn,
) -> dict[str, Any]:
    """Return one case as it was at a version."""
    found = find_case(room.store, case_id)
    old = version(room.store, case_id, number)
    language = language_of(request)
    return case_json(room.store, found, (), language) | {
        "version": number,
        **reading_json(old.document, language),
        "physician": physician_json(old.physician),
        "physician_mask": mask_json(room.store, old.physician),
        "entry": entry_json(old.entry),
    }


@router.get("/cases/{case_id}/maps")
def case_maps(case_id: CaseId, room: Room, _person: SignedIn) -> dict[str, Any]:
    """Return the maps of a case, every one as 2304 numbers from the apex on."""
    found = find_case(room.store, case_id)
    maps = maps_json(arrays_of(room.store, found.arrays_sha256))
    return maps | {"physician_mask": mask_json(room.store, found.physician)}


@router.get("/cases/{case_id}/slices")
def case_slices(case_id: CaseId, room: Room, _person: SignedIn) -> dict[str, Any]:
    """Return the slices of a case with their contours."""
    found = find_case(room.store, case_id)
    return slices_json(arrays_of(room.store, found.arrays_sha256))


@router.get("/cases/{case_id}/pictures/{sha256}", response_class=Response)
def case_picture(
    case_id: CaseId, sha256: Sha256, room: Room, _person: SignedIn
) -> Response:
    """Return a picture that a case was read from."""
    found = find_case(room.store, case_id)
    if not any(file.is_picture and file.sha256 == sha256 for file in found.files):
        raise refused(404, "not-found", "The case was read from no such picture.")
    data = file_bytes(room.store, sha256)
    for mark, media_type in _PICTURES:
        if data.startswith(mark):
            headers = {"cache-control": "private, max-age=3600"}
            return Response(data, media_type=media_type, headers=headers)
    raise refused(404, "not-found", "The case was read from no such picture.")


@router.delete("/cases/{case_id}")
def put_case_aside(case_id: CaseId, room: Room, person: SignedIn) -> dict[str, Any]:
    """Put a case aside; it can be brought back."""
    require_own_or_admin(person, find_case(room.store, case_id).physician)
    delete_case(room.store, case_id, person.name)
    return {"id": case_id, "is_deleted": True}


@router.post("/cases/{case_id}/restore")
def bring_case_back(case_id: CaseId, room: Room, person: SignedIn) -> dict[str, Any]:
    """Bring back a case that was put aside."""
    undelete_case(room.store, case_id, person.name)
    return {"id": case_id, "is_deleted": False}
