"""Readings that were asked for: a queue, what happens to each, and how each ended.

A job lives as long as the server. What it leaves behind, a case, lives in the store:
nothing else has to outlast a restart.
"""

import logging
import queue
import secrets
import shutil
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final, TypeAlias

from myomap.errors import MyomapError
from myomap.web.error_codes import code_of
from myomap.web.reader import Reader, Refused
from myomap.web.stage_words import STAGE_WORDS
from myomap.web.tasks import Outcome, Stage, Task

__all__ = ["Finish", "Job", "JobEvent", "JobQueue", "JobState", "QueueFullError"]

logger = logging.getLogger(__name__)

Finish: TypeAlias = Callable[[Outcome], int]
"""Keeps what was found, and returns the number of its case."""

_KEPT_JOBS: Final = 500
_GOODBYE_S: Final = 10.0
_CANCELLED: Final = Refused(
    code="cancelled", message="The reading was cancelled. Nothing was saved."
)
_CLOSING: Final = Refused(
    code="closing",
    message="The reading room was closed before the reading began or ended. Nothing "
    "was saved; give the files again.",
)


class QueueFullError(Exception):
    """Too many readings wait already; turned into an answer where it is raised."""


class JobState(Enum):
    """How far a job is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class JobEvent:
    """Something that happened to a job.

    Parameters
    ----------
    name : str
        ``stage``, ``done`` or ``refused``.
    data : dict
        JSON values.
    """

    name: str
    data: dict[str, Any]

    @property
    def is_last(self) -> bool:
        """Whether nothing follows."""
        return self.name != "stage"


@dataclass(slots=True, kw_only=True, eq=False)
class Job:
    """A reading that was asked for.

    Parameters
    ----------
    id : str
        Nobody can guess it.
    task : Task
        What to do.
    finish : callable
        Keeps what was found.
    author : str
        Who asked.
    state : JobState
        How far it is.
    case : int or None
        What came of it.
    is_cancelled : bool
        Whether it shall end.
    events : list of JobEvent
        All that happened; it only grows.
    """

    id: str
    task: Task
    finish: Finish
    author: str
    state: JobState = JobState.QUEUED
    case: int | None = None
    is_cancelled: bool = False
    events: list[JobEvent] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """Return how far the job is, as JSON values.

        Returns
        -------
        dict
            With the reason where it was refused.
        """
        last = self.events[-1] if self.events else None
        error = last.data if last and last.name == "refused" else None
        return {
            "job": self.id,
            "state": self.state.value,
            "case": self.case,
            "error": error,
        }


class JobQueue:
    """Jobs, and the readers that work on them.

    Parameters
    ----------
    readers : sequence of Reader
        One job each at a time.
    most_waiting : int
        Jobs that may wait.
    most_s : float, s
        Of one job.
    """

    def __init__(
        self, readers: Sequence[Reader], *, most_waiting: int, most_s: float
    ) -> None:
        self._readers = tuple(readers)
        self._most_waiting = most_waiting
        self._most_s = most_s
        self._waiting: queue.Queue[Job | None] = queue.Queue()
        self._jobs: dict[str, Job] = {}
        self._lock = threading.Lock()
        self._is_closing = False
        self._at_work: dict[str, Reader] = {}
        self._threads = [
            threading.Thread(target=self._work, args=(reader,), daemon=True)
            for reader in self._readers
        ]

    def start(self) -> None:
        """Get the readers ready and begin to work."""
        for thread in self._threads:
            thread.start()

    def submit(self, task: Task, finish: Finish, author: str) -> Job:
        """Add a job.

        Parameters
        ----------
        task : Task
            What to do.
        finish : callable
            Keeps what was found.
        author : str
            Who asks.

        Returns
        -------
        Job
            Waiting.

        Raises
        ------
        QueueFullError
            If too many wait already, or the server closes.
        """
        job = Job(id=secrets.token_hex(16), task=task, finish=finish, author=author)
        with self._lock:
            n_waiting = sum(
                each.state is JobState.QUEUED for each in self._jobs.values()
            )
            if self._is_closing or n_waiting >= self._most_waiting:
                raise QueueFullError
            self._forget_old()
            self._jobs[job.id] = job
        _tell(job, Stage.QUEUED, None)
        self._waiting.put(job)
        return job

    def job(self, job_id: str) -> Job | None:
        """Return a job.

        Parameters
        ----------
        job_id : str
            Of `submit`.

        Returns
        -------
        Job or None
            None if there is none, or it ended long ago.
        """
        with self._lock:
            return self._jobs.get(job_id)

    def cancel(self, job: Job) -> None:
        """Take a job back, or break it off; one that has ended stays as it is.

        Parameters
        ----------
        job : Job
            Any.
        """
        with self._lock:
            job.is_cancelled = True
            if job.state is JobState.QUEUED:
                _refuse(job, _CANCELLED)
            reader = self._at_work.get(job.id)
        if reader is not None:
            reader.stop(_CANCELLED)

    def close(self) -> None:
        """End all readers; what they worked on is refused."""
        with self._lock:
            self._is_closing = True
            waiting = [
                job for job in self._jobs.values() if job.state is JobState.QUEUED
            ]
            for job in waiting:
                _refuse(job, _CLOSING)
        for job in waiting:
            _remove_folder(job)
        for _ in self._threads:
            self._waiting.put(None)
        for reader in self._readers:
            reader.stop(_CLOSING)
        for thread in self._threads:
            if thread.is_alive():
                thread.join(timeout=_GOODBYE_S)

    def _work(self, reader: Reader) -> None:
        """Take one job after the other, until the queue closes."""
        reader.start()
        while (job := self._waiting.get()) is not None:
            if self._has_begun(job, reader):
                started = time.monotonic()
                self._run(job, reader)
                logger.info(
                    "job ended %s after %.1f s",
                    job.state.value,
                    time.monotonic() - started,
                )
            _remove_folder(job)
            if not self._is_closing:
                reader.start()

    def _has_begun(self, job: Job, reader: Reader) -> bool:
        with self._lock:
            if job.state is not JobState.QUEUED or self._is_closing:
                return False
            job.state = JobState.RUNNING
            self._at_work[job.id] = reader
            return True

    def _run(self, job: Job, reader: Reader) -> None:
        def tell(stage: Stage, fraction: float | None) -> None:
            _tell(job, stage, fraction)

        found = reader.read(job.task, tell, self._most_s)
        with self._lock:
            self._at_work.pop(job.id, None)
        if job.is_cancelled or isinstance(found, Refused):
            _refuse(job, found if isinstance(found, Refused) else _CANCELLED)
            return
        tell(Stage.STORING, None)
        try:
            job.case = job.finish(found)
        except MyomapError as error:
            _refuse(job, Refused(code=code_of(error), message=str(error)))
            return
        # The lane must outlive whatever goes wrong with one case; its text stays out.
        except Exception as error:  # noqa: BLE001 - the boundary of the lane
            logger.error("a case was not kept: %s", type(error).__name__)
            words = "The case could not be kept: this is a defect of myomap. Report it."
            _refuse(job, Refused(code="defect", message=words))
            return
        job.state = JobState.DONE
        job.events.append(JobEvent(name="done", data={"case": job.case}))

    def _forget_old(self) -> None:
        ended = [job for job in self._jobs.values() if job.state in _ENDED]
        for job in ended[: max(0, len(self._jobs) - _KEPT_JOBS)]:
            del self._jobs[job.id]


_ENDED = (JobState.DONE, JobState.REFUSED)


def _tell(job: Job, stage: Stage, fraction: float | None) -> None:
    data = {
        "stage": stage.value,
        "words": STAGE_WORDS[stage],
        "fraction": None if fraction is None else round(fraction, 3),
    }
    job.events.append(JobEvent(name="stage", data=data))


def _refuse(job: Job, why: Refused) -> None:
    job.state = JobState.REFUSED
    data = {"code": why.code, "message": why.message}
    job.events.append(JobEvent(name="refused", data=data))


def _remove_folder(job: Job) -> None:
    shutil.rmtree(job.task.folder, ignore_errors=True)
