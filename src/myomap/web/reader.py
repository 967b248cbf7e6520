"""The process that reads, seen from the server: started, asked, and ended."""

import logging
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Protocol, TypeAlias

from myomap.errors import InputError
from myomap.web.messages import Message, read_message, write_message
from myomap.web.tasks import Outcome, Stage, Task

__all__ = ["Reader", "ReaderProcess", "Refused", "Tell"]

logger = logging.getLogger(__name__)

Tell: TypeAlias = Callable[[Stage, float | None], None]
"""Told of every stage, and how much of it is done where that is known."""

_GRACE_S: Final = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Why nothing came of a task.

    Parameters
    ----------
    code : str
        For programs.
    message : str
        For people.
    """

    code: str
    message: str


class Reader(Protocol):
    """Whoever can be asked for a reading."""

    def start(self) -> None:
        """Get ready."""

    def read(self, task: Task, tell: Tell, most_s: float) -> Outcome | Refused:
        """Return what came of a task."""

    def stop(self, why: Refused | None = None) -> None:
        """End; a task in work is refused with the reason given."""


_ENDED = Refused(
    code="reader-ended",
    message=(
        "The reading broke off: the process that read it ended unexpectedly, too "
        "little memory may be why. Nothing was saved. Try again, or with fewer files."
    ),
)
_TOO_LONG = Refused(
    code="too-long",
    message=(
        "The reading took longer than it may and was given up. Nothing was saved. "
        "Check that the files are of one study."
    ),
)


class ReaderProcess:
    """A process of its own that reads one task after the other.

    Parameters
    ----------
    memory_bytes : int
        Of address space that it may take; 0 sets no bound.
    """

    def __init__(self, memory_bytes: int = 0) -> None:
        self._memory_bytes = memory_bytes
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._why: Refused | None = None

    def start(self) -> None:
        """Start the process where none runs; it gets ready by itself."""
        with self._lock:
            if self._process is not None and self._process.poll() is None:
                return
            self._why = None
            self._process = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "myomap.web.reading_process",
                    str(self._memory_bytes),
                ],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                # What a library prints of a file can name a patient.
                stderr=subprocess.DEVNULL,
            )

    def read(self, task: Task, tell: Tell, most_s: float) -> Outcome | Refused:
        """Return what came of a task.

        Parameters
        ----------
        task : Task
            What to do.
        tell : callable
            Told of every stage.
        most_s : float, s
            After which it is given up.

        Returns
        -------
        Outcome or Refused
            The latter also where the process ended.
        """
        self.start()
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            return _ENDED
        alarm = threading.Timer(most_s, self.stop, [_TOO_LONG])
        alarm.daemon = True
        alarm.start()
        try:
            write_message(process.stdin, task.message())
            while (message := read_message(process.stdout)) is not None:
                found = _answer(message, tell)
                if found is not None:
                    return found
        except (OSError, InputError, ValueError, KeyError, TypeError):
            logger.warning("the reading process cannot be understood; it is ended")
        finally:
            alarm.cancel()
        self.stop()
        return self._why or _ENDED

    def stop(self, why: Refused | None = None) -> None:
        """End the process, whatever it does.

        Parameters
        ----------
        why : Refused, optional
            Said of the task in work.
        """
        with self._lock:
            process, self._why = self._process, self._why or why
            if process is None:
                return
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    _close(stream)


def _answer(message: Message, tell: Tell) -> Outcome | Refused | None:
    words: Any = message.words
    if message.kind == "stage":
        tell(Stage(words["stage"]), words["fraction"])
    elif message.kind == "refused":
        return Refused(code=str(words["code"]), message=str(words["message"]))
    elif message.kind == "done":
        return Outcome.of_message(message)
    return None


def _close(stream: Any) -> None:
    """Close a stream; what could not be sent any more does not matter."""
    try:
        stream.close()
    except OSError:
        logger.debug("a task was not sent whole")
