"""The process that reads: real, killed, and without a server."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from myomap.web.reader import ReaderProcess, Refused
from myomap.web.tasks import Outcome, Stage, Task, TaskFile, TaskKind
from web_rooms import map_files

LONG_S = 120.0


@pytest.fixture(scope="module")
def reader() -> Iterator[ReaderProcess]:
    started = ReaderProcess(memory_bytes=16 << 30)
    started.start()
    yield started
    started.stop()


@pytest.fixture
def task(tmp_path: Path) -> Task:
    files = []
    for name, data in map_files().items():
        place = tmp_path / f"given {name}"
        place.write_bytes(data)
        files.append(TaskFile(place=place, name=name))
    return Task(kind=TaskKind.READ, folder=tmp_path, files=tuple(files))


def again(task: Task) -> Task:
    shutil.rmtree(task.folder / "study", ignore_errors=True)
    return task


def pid_of(reader: ReaderProcess) -> int:
    process = reader._process
    assert process is not None
    return process.pid


def test_a_task_comes_back_as_it_would_in_this_process(
    reader: ReaderProcess, task: Task
) -> None:
    stages: list[Stage] = []
    found = reader.read(task, lambda stage, _: stages.append(stage), LONG_S)
    assert isinstance(found, Outcome)
    assert found.document["schema"] == "myomap.reading/1"
    assert stages == [Stage.GATHERING, Stage.JUDGING, Stage.NETWORK]
    assert {file.name for file in found.files} == {"stress.npy", "rest.npy"}


def test_a_refusal_comes_back_with_its_sentence(
    reader: ReaderProcess, task: Task
) -> None:
    task.files[0].place.write_bytes(b"Dear colleague")
    task.files[1].place.write_bytes(b"Dear colleague")
    found = reader.read(task, lambda *_: None, LONG_S)
    assert isinstance(found, Refused)
    assert found.code == "input"


def test_a_killed_process_is_told_and_the_next_task_is_read(
    reader: ReaderProcess, task: Task
) -> None:
    def kill(stage: Stage, _fraction: float | None) -> None:
        if stage is Stage.JUDGING:
            os.kill(pid_of(reader), signal.SIGKILL)

    broken = reader.read(task, kill, LONG_S)
    assert isinstance(broken, Refused)
    assert broken.code == "reader-ended"
    assert isinstance(reader.read(again(task), lambda *_: None, LONG_S), Outcome)


def test_a_task_that_takes_too_long_is_given_up(
    reader: ReaderProcess, task: Task
) -> None:
    found = reader.read(task, lambda *_: None, 0.01)
    assert isinstance(found, Refused)
    assert found.code == "too-long"


def test_the_process_ends_with_its_server(tmp_path: Path) -> None:
    script = (
        "import os, time\n"
        "from myomap.web.reader import ReaderProcess\n"
        "reader = ReaderProcess()\n"
        "reader.start()\n"
        "print(reader._process.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        pid = int(server.stdout.readline())
        server.kill()
    for _ in range(300):
        if not is_running(pid):
            return
        time.sleep(0.1)
    os.kill(pid, signal.SIGKILL)
    raise AssertionError("the reading process outlived its server")


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
