"""Files in, a job out."""

import shutil
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request

from myomap.web.answers import refused
from myomap.web.examples import EXAMPLES, example_named
from myomap.web.jobs import Job, QueueFullError
from myomap.web.keeping import keep_case
from myomap.web.people import Person, Room, SignedIn
from myomap.web.received import Received, receive_form
from myomap.web.room import ReadingRoom
from myomap.web.tasks import Outcome, Task, TaskFile, TaskKind
from myomap.web.told import TOLD

__all__ = ["router", "submitted"]

router = APIRouter(tags=["uploads"])

ExampleName = Annotated[str, Path(max_length=50)]


@router.post("/uploads", status_code=202)
async def upload(request: Request, room: Room, person: SignedIn) -> dict[str, str]:
    """Take files of one patient to be read.

    A multipart form: ``files`` as often as there are files, each with its path below
    what was dropped as its filename; beside them what is known better: ``sex``,
    ``age``, ``attenuation`` (``yes`` or ``no``: whether it was corrected, of volumes
    and maps that do not tell), ``states``, ``color_table``, ``bar_range``, and ``name``
    of the case.
    """
    folder = room.new_folder()
    try:
        received = await receive_form(
            request.stream(),
            request.headers.get("content-type", ""),
            folder,
            room.options.uploads,
        )
        task = Task(
            kind=TaskKind.READ,
            folder=folder,
            files=tuple(
                TaskFile(place=file.place, name=file.name) for file in received.files
            ),
            told={name: received.fields.get(name, "") for name in TOLD},
        )
        job = submitted(room, task, _kept_as_told(room, person, received), person)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return {"job": job.id}


@router.get("/examples")
def examples(_person: SignedIn) -> list[dict[str, str]]:
    """List simulated patients to try."""
    return [
        {"name": each.name, "title": each.title, "words": each.words}
        for each in EXAMPLES
    ]


@router.post("/examples/{name}", status_code=202)
def read_example(name: ExampleName, room: Room, person: SignedIn) -> dict[str, str]:
    """Simulate a patient and read the study."""
    example = example_named(name)
    task = Task(kind=TaskKind.EXAMPLE, folder=room.new_folder(), example=example.name)

    def keep(outcome: Outcome) -> int:
        return keep_case(room.store, outcome, name="", author=person.name)

    return {"job": submitted(room, task, keep, person).id}


def submitted(room: ReadingRoom, task: Task, keep: Any, person: Person) -> Job:
    """Return the job of a task, or refuse where too many wait.

    Parameters
    ----------
    room : ReadingRoom
        Whose queue it is.
    task : Task
        What to do.
    keep : callable
        Keeps what was found.
    person : Person
        Who asks.

    Returns
    -------
    Job
        Waiting.
    """
    try:
        return room.jobs.submit(task, keep, person.name)
    except QueueFullError:
        shutil.rmtree(task.folder, ignore_errors=True)
        raise refused(
            503,
            "queue-full",
            "Too many readings wait already. Try again when some are done.",
        ) from None


def _kept_as_told(room: ReadingRoom, person: Person, received: Received) -> Any:
    name = received.fields.get("name", "").strip()
    attenuation = received.fields.get("attenuation", "").strip()

    def keep(outcome: Outcome) -> int:
        return keep_case(
            room.store,
            outcome,
            name=name,
            author=person.name,
            attenuation=attenuation,
        )

    return keep
