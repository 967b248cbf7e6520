"""The queue of readings: order, limits, and every way a job can end."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from myomap.errors import OutputError
from myomap.web.jobs import Job, JobQueue, JobState, QueueFullError
from myomap.web.reader import Refused, Tell
from myomap.web.tasks import Outcome, Stage, Task, TaskKind
from web_rooms import HereReader, canned_outcome, open_room


class SlowReader(HereReader):
    """Reads until it is let go or stopped."""

    def __init__(self) -> None:
        self.begun = threading.Event()
        self.go = threading.Event()
        self.why: Refused | None = None

    def read(self, task: Task, tell: Tell, most_s: float) -> Outcome | Refused:
        self.begun.set()
        tell(Stage.GATHERING, 0.5)
        self.go.wait(10)
        return self.why or canned_outcome()

    def stop(self, why: Refused | None = None) -> None:
        self.why = why
        self.go.set()


@pytest.fixture
def reader() -> SlowReader:
    return SlowReader()


@pytest.fixture
def jobs(reader: SlowReader) -> Iterator[JobQueue]:
    queue = JobQueue([reader], most_waiting=2, most_s=10)
    queue.start()
    yield queue
    queue.close()


@pytest.fixture
def task(tmp_path: Path) -> Callable[[], Task]:
    def made() -> Task:
        folder = tmp_path / str(time.monotonic_ns())
        folder.mkdir()
        return Task(kind=TaskKind.READ, folder=folder)

    return made


def ended(job: Job) -> JobState:
    for _ in range(500):
        if job.events[-1].is_last:
            return job.state
        time.sleep(0.01)
    raise AssertionError("the job did not end")


def test_a_job_ends_with_its_case(
    jobs: JobQueue, reader: SlowReader, task: Callable[[], Task]
) -> None:
    job = jobs.submit(task(), lambda _: 7, "A")
    reader.go.set()
    assert ended(job) is JobState.DONE
    assert job.case == 7
    assert [event.data.get("fraction") for event in job.events][:2] == [None, 0.5]


def test_the_folder_of_a_job_goes_with_it(
    jobs: JobQueue, reader: SlowReader, task: Callable[[], Task]
) -> None:
    job = jobs.submit(task(), lambda _: 7, "A")
    reader.go.set()
    ended(job)
    for _ in range(100):
        if not job.task.folder.exists():
            return
        time.sleep(0.01)
    raise AssertionError("the folder is still there")


def test_no_more_wait_than_may(
    jobs: JobQueue, reader: SlowReader, task: Callable[[], Task]
) -> None:
    jobs.submit(task(), lambda _: 1, "A")
    reader.begun.wait(5)
    for _ in range(2):
        jobs.submit(task(), lambda _: 1, "A")
    with pytest.raises(QueueFullError):
        jobs.submit(task(), lambda _: 1, "A")


def test_a_job_that_waits_is_taken_back(
    jobs: JobQueue, reader: SlowReader, task: Callable[[], Task]
) -> None:
    jobs.submit(task(), lambda _: 1, "A")
    reader.begun.wait(5)
    second = jobs.submit(task(), lambda _: 2, "A")
    jobs.cancel(second)
    assert second.state is JobState.REFUSED
    assert second.events[-1].data["code"] == "cancelled"
    reader.go.set()
    time.sleep(0.1)
    assert second.case is None


def test_a_job_at_work_is_broken_off(
    jobs: JobQueue, reader: SlowReader, task: Callable[[], Task]
) -> None:
    job = jobs.submit(task(), lambda _: 1, "A")
    reader.begun.wait(5)
    jobs.cancel(job)
    assert ended(job) is JobState.REFUSED
    assert job.to_json()["error"]["code"] == "cancelled"


def test_a_case_that_cannot_be_kept_is_told(
    jobs: JobQueue, reader: SlowReader, task: Callable[[], Task]
) -> None:
    def full(_outcome: Outcome) -> int:
        raise OutputError("The disk is full.")

    job = jobs.submit(task(), full, "A")
    reader.go.set()
    assert ended(job) is JobState.REFUSED
    assert job.events[-1].data == {"code": "output", "message": "The disk is full."}


def test_a_defect_ends_one_job_and_its_words_stay_inside(
    jobs: JobQueue, reader: SlowReader, task: Callable[[], Task]
) -> None:
    def broken(_outcome: Outcome) -> int:
        raise KeyError("Ivanov")

    reader.go.set()
    job = jobs.submit(task(), broken, "A")
    assert ended(job) is JobState.REFUSED
    assert "Ivanov" not in str(job.events)
    assert ended(jobs.submit(task(), lambda _: 3, "A")) is JobState.DONE


def test_closing_refuses_what_waits_and_what_works(
    reader: SlowReader, task: Callable[[], Task]
) -> None:
    queue = JobQueue([reader], most_waiting=5, most_s=10)
    queue.start()
    jobs = [queue.submit(task(), lambda _: 1, "A") for _ in range(3)]
    reader.begun.wait(5)
    queue.close()
    assert [ended(job) for job in jobs] == [JobState.REFUSED] * 3
    assert {job.events[-1].data["code"] for job in jobs} == {"closing"}
    with pytest.raises(QueueFullError):
        queue.submit(task(), lambda _: 1, "A")


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ("restarted", "send it again")), ("ru", ("перезапущен", "ещё раз"))],
)
def test_a_job_of_before_a_restart_says_what_to_do(
    tmp_path: Path, language: str, words: tuple[str, ...]
) -> None:
    with open_room(tmp_path) as room:
        for end in ("", "/events"):
            answer = room.get(f"/api/v1/jobs/{'0' * 32}{end}?lang={language}")
            error = answer.json()["error"]
            assert (answer.status_code, error["code"]) == (404, "no-such-job")
            assert all(word in error["message"] for word in words)
