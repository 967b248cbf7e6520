"""How far a job is, told as it happens."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Annotated, Any, Final

from fastapi import APIRouter, Header, Path, Request
from fastapi.responses import StreamingResponse

from myomap.language import Language, catalogue
from myomap.report import page_sentence
from myomap.web.answers import refused
from myomap.web.jobs import Job, JobEvent
from myomap.web.languages import language_of
from myomap.web.people import Room, SignedIn
from myomap.web.room import ReadingRoom

__all__ = ["router"]

router = APIRouter(tags=["jobs"])

JobId = Annotated[str, Path(max_length=64)]

_LOOK_EVERY_S: Final = 0.03
_HEARTBEAT_S: Final = 10.0


@router.get("/jobs/{job}")
def job_state(
    job: JobId, request: Request, room: Room, _person: SignedIn
) -> dict[str, Any]:
    """Tell how far a job is."""
    told = _known(room, job).to_json()
    if told["error"] is not None:
        told["error"] = _said(told["error"], language_of(request))
    return told


@router.delete("/jobs/{job}", status_code=202)
def cancel_job(job: JobId, room: Room, person: SignedIn) -> dict[str, Any]:
    """Break a job off."""
    found = _known(room, job)
    if not (person.is_admin or person.name == found.author):
        raise refused(403, "forbidden", "Only who began it may break it off.")
    room.jobs.cancel(found)
    return found.to_json()


@router.get("/jobs/{job}/events", response_class=StreamingResponse)
async def job_events(
    job: JobId,
    request: Request,
    room: Room,
    _person: SignedIn,
    last_event_id: Annotated[str | None, Header(max_length=20)] = None,
) -> StreamingResponse:
    """Tell what happens to a job: events ``stage``, then ``done`` or ``refused``."""
    found = _known(room, job)
    is_number = last_event_id is not None and last_event_id.isdecimal()
    first = int(last_event_id or 0) + 1 if is_number else 0
    return StreamingResponse(
        _told(found, first, language_of(request)),
        media_type="text/event-stream",
        headers={"x-accel-buffering": "no"},
    )


def _known(room: ReadingRoom, job_id: str) -> Job:
    found = room.jobs.job(job_id)
    if found is None:
        raise refused(
            404,
            "no-such-job",
            "The reading room was restarted before this study was read to its end. If "
            "it is not in the list of studies, send it again.",
        )
    return found


async def _told(job: Job, first: int, language: Language) -> AsyncIterator[str]:
    """Yield what happened and what happens, until the job has ended."""
    number, silent_s = first, 0.0
    while True:
        while number < len(job.events):
            event = job.events[number]
            yield _line(event, number, language)
            if event.is_last:
                return
            number, silent_s = number + 1, 0.0
        if job.events and job.events[-1].is_last:
            return
        await asyncio.sleep(_LOOK_EVERY_S)
        silent_s += _LOOK_EVERY_S
        if silent_s >= _HEARTBEAT_S:
            silent_s = 0.0
            yield ": still at it\n\n"


def _line(event: JobEvent, number: int, language: Language) -> str:
    data = json.dumps(_said(event.data, language))
    return f"id: {number}\nevent: {event.name}\ndata: {data}\n\n"


def _said(data: dict[str, Any], language: Language) -> dict[str, Any]:
    """Return what happened with its sentence in the language of the page."""
    translated = catalogue(language, "web").gettext
    said = dict(data)
    if "message" in data:
        said["message"] = page_sentence(data["message"], language)
    if "words" in data:
        said["words"] = translated(data["words"])
    return said
