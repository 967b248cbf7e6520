"""Reading rooms without a network: an application, and a client that may use it."""

import json
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pydicom
from fastapi import FastAPI
from pypdf import PdfReader

from myomap.errors import MyomapError
from myomap.web import WebOptions
from myomap.web.app import create_app
from myomap.web.error_codes import code_of
from myomap.web.reader import Refused, Tell
from myomap.web.reading_job import run_task
from myomap.web.tasks import Outcome, Task, TaskFile, TaskKind

with warnings.catch_warnings():
    # The newest Starlette would rather have a package that older ones do not know.
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

__all__ = [
    "ADDRESS",
    "OWN_HEADERS",
    "PASSWORD",
    "CannedReader",
    "HereReader",
    "TestClient",
    "app_of",
    "canned_outcome",
    "ending",
    "events_of",
    "map_bytes",
    "map_files",
    "new_case",
    "open_room",
    "printed",
    "refusal_of",
    "send",
    "set_up_admin",
    "signed_in",
]

ADDRESS = "http://127.0.0.1:8765"
OWN_HEADERS = {"X-Myomap": "1"}
PASSWORD = "a long enough password"


class HereReader:
    """Reads in this process: no start to wait for, and nothing to kill."""

    def start(self) -> None:
        """Be ready."""

    def read(self, task: Task, tell: Tell, most_s: float) -> Outcome | Refused:
        """Return what the reading process would."""
        try:
            return run_task(task, tell)
        except MyomapError as error:
            return Refused(code=code_of(error), message=str(error))

    def stop(self, why: Refused | None = None) -> None:
        """Stop nothing."""


class CannedReader(HereReader):
    """Reads any files as the same patient's maps, at once."""

    def read(self, task: Task, tell: Tell, most_s: float) -> Outcome | Refused:
        """Return what was found in `canned_outcome`."""
        return canned_outcome()


def map_bytes(*, defect: bool) -> bytes:
    """Return a polar map as a file, even but for a deep defect if asked for."""
    uptake = np.full((32, 72), 80.0, np.float32)
    if defect:
        uptake[8:24, 10:30] = 30.0
    stream = BytesIO()
    np.save(stream, uptake)
    return stream.getvalue()


def map_files() -> dict[str, bytes]:
    """Return a patient's maps at stress and rest by name."""
    return {
        "stress.npy": map_bytes(defect=True),
        "rest.npy": map_bytes(defect=False),
    }


@lru_cache(maxsize=1)
def canned_outcome() -> Outcome:
    """Return what a reading of `map_files` finds."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        files = []
        for file_name, data in map_files().items():
            place = folder / f"given-{file_name}"
            place.write_bytes(data)
            files.append(TaskFile(place=place, name=file_name))
        task = Task(kind=TaskKind.READ, folder=folder, files=tuple(files))
        return run_task(task, lambda _stage, _fraction: None)


@contextmanager
def open_room(
    folder: Path,
    make_reader: Callable[[], Any] = CannedReader,
    address: str = ADDRESS,
    **options: Any,
) -> Iterator[TestClient]:
    """Open a reading room and hand out a client that sends what pages send."""
    app = create_app(WebOptions(folder=folder, **options), make_reader)
    with TestClient(app, base_url=address, headers=OWN_HEADERS) as client:
        yield client


def app_of(client: TestClient) -> FastAPI:
    """Return the application behind a client."""
    assert isinstance(client.app, FastAPI)
    return client.app


def signed_in(client: TestClient, name: str, password: str = PASSWORD) -> TestClient:
    """Sign in, and return another client with that session."""
    other = TestClient(client.app, base_url=ADDRESS, headers=OWN_HEADERS)
    answer = other.post("/api/v1/session", json={"name": name, "password": password})
    assert answer.status_code == 200, answer.text
    return other


def set_up_admin(client: TestClient, name: str = "Admin") -> TestClient:
    """Make the first account, and return a client that is signed in with it."""
    body = {
        "token": app_of(client).state.room.setup_token,
        "name": name,
        "password": PASSWORD,
    }
    other = TestClient(client.app, base_url=ADDRESS, headers=OWN_HEADERS)
    answer = other.post("/api/v1/setup", json=body)
    assert answer.status_code == 200, answer.text
    return other


def send(client: TestClient, files: dict[str, bytes], **told: str) -> Any:
    """Upload files and return the answer."""
    parts = [("files", (name, data)) for name, data in files.items()]
    return client.post("/api/v1/uploads", files=parts, data=told)


def ending(client: TestClient, job: str) -> tuple[str, dict[str, Any]]:
    """Wait for a job and return its last event: name and data."""
    events = events_of(client, job)
    return events[-1]


def events_of(client: TestClient, job: str) -> list[tuple[str, dict[str, Any]]]:
    """Return all events of a job, waiting for its end."""
    found = []
    name = ""
    with client.stream("GET", f"/api/v1/jobs/{job}/events") as answer:
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/event-stream")
        for line in answer.iter_lines():
            if line.startswith("event: "):
                name = line.removeprefix("event: ")
            elif line.startswith("data: "):
                found.append((name, json.loads(line.removeprefix("data: "))))
    return found


def new_case(client: TestClient, **told: str) -> int:
    """Let a study be read and return its case."""
    answer = send(client, map_files(), **told)
    assert answer.status_code == 202, answer.text
    name, data = ending(client, answer.json()["job"])
    assert name == "done", data
    return int(data["case"])


def refusal_of(client: TestClient, files: dict[str, bytes], **told: str) -> str:
    """Upload files that cannot be read and return the code of the refusal."""
    answer = send(client, files, **told)
    if answer.status_code != 202:
        return str(answer.json()["error"]["code"])
    name, data = ending(client, answer.json()["job"])
    assert name == "refused", data
    return str(data["code"])


def printed(client: TestClient, address: str) -> str:
    """Return the words of a report, whatever its form."""
    data: bytes = client.get(address).content
    if data[128:132] == b"DICM":
        data = pydicom.dcmread(BytesIO(data)).EncapsulatedDocument
    if not data.startswith(b"%PDF"):
        return data.decode()
    return "".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages)
