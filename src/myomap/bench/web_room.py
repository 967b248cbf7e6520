"""A reading room that a benchmark starts, asks and kills: a process of its own."""

import http.client
import json
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

__all__ = ["Answer", "ServedRoom"]

_STARTS_WITHIN_S: Final = 120.0
_LOOK_EVERY_S: Final = 0.01
_HOST: Final = "127.0.0.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back.

    Parameters
    ----------
    status : int
        Of HTTP.
    body : bytes
        All of it.
    """

    status: int
    body: bytes

    def json(self) -> Any:
        """Return the body as JSON values.

        Returns
        -------
        any
            As `json.loads` gives it.
        """
        return json.loads(self.body)


class ServedRoom:
    """A server on a folder, from its start to its end.

    Parameters
    ----------
    folder : Path
        Of the cases.
    port : int
        A free one.
    module : sequence of str
        What Python runs: ``-m myomap serve`` unless told; folder and port follow.
    """

    def __init__(
        self,
        folder: Path,
        port: int,
        module: Sequence[str] = ("-m", "myomap", "serve"),
    ) -> None:
        self.folder, self.port = folder, port
        began = time.perf_counter()
        self._process = subprocess.Popen(
            [
                sys.executable,
                *module,
                "--folder",
                str(folder),
                "--port",
                str(port),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "MYOMAP_DEBUG": ""},
        )
        self._await_first_page(began)
        self.first_page_s = time.perf_counter() - began

    def kill(self) -> None:
        """End it as a loss of power would, as far as the process goes."""
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        """Close it as its user would."""
        self._process.terminate()
        try:
            self._process.wait(timeout=20.0)
        except subprocess.TimeoutExpired:
            self.kill()

    def ask(self, method: str, path: str, body: object = None) -> Answer:
        """Send a request and return what comes back.

        Parameters
        ----------
        method : str
            Of HTTP.
        path : str
            From the root.
        body : object, optional
            JSON values.

        Returns
        -------
        Answer
            Of any status.

        Raises
        ------
        OSError
            If the server is not there, or dies meanwhile.
        """
        data = None if body is None else json.dumps(body).encode()
        return self._sent(method, path, data, {"Content-Type": "application/json"})

    def upload(self, files: Mapping[str, bytes]) -> str:
        """Drop files, and return the job.

        Parameters
        ----------
        files : mapping of str to bytes
            By name.

        Returns
        -------
        str
            Its name.
        """
        boundary = secrets.token_hex(16)
        parts = [
            f'--{boundary}\r\nContent-Disposition: form-data; name="files"; '
            f'filename="{name}"\r\n\r\n'.encode()
            + data
            + b"\r\n"
            for name, data in files.items()
        ]
        body = b"".join([*parts, f"--{boundary}--\r\n".encode()])
        kind = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
        answer = self._sent("POST", "/api/v1/uploads", body, kind)
        if answer.status != 202:
            raise OSError(f"an upload was answered by {answer.status}")
        return str(answer.json()["job"])

    def end_of(self, job: str) -> dict[str, Any]:
        """Wait for the end of a job.

        Parameters
        ----------
        job : str
            Of `upload`.

        Returns
        -------
        dict
            ``state``, ``case``, ``error``.
        """
        self.ask("GET", f"/api/v1/jobs/{job}/events")
        found: dict[str, Any] = self.ask("GET", f"/api/v1/jobs/{job}").json()
        return found

    def _sent(
        self, method: str, path: str, data: bytes | None, more: Mapping[str, str]
    ) -> Answer:
        line = http.client.HTTPConnection(_HOST, self.port, timeout=60.0)
        try:
            line.request(method, path, data, {"X-Myomap": "1", **more})
            answer = line.getresponse()
            return Answer(status=answer.status, body=answer.read())
        except http.client.HTTPException as error:
            raise OSError("the server broke off") from error
        finally:
            line.close()

    def _await_first_page(self, began: float) -> None:
        while time.perf_counter() - began < _STARTS_WITHIN_S:
            if self._process.poll() is not None:
                raise OSError("the server ended at its start")
            try:
                if self.ask("GET", "/").status == 200:
                    return
            except OSError:
                time.sleep(_LOOK_EVERY_S)
        self.kill()
        raise OSError("the server did not start")
