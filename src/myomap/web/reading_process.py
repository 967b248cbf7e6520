"""The process that reads, seen from inside: ``python -m myomap.web.reading_process``.

It is started with the server and imports all it needs, so that a reading begins at
once. It talks over its standard input and output and to nobody else, takes so much
memory and time and no more, and ends when the server does, however that ends.
"""

import logging
import os
import queue
import resource
import sys
import threading
from typing import BinaryIO, Final

from myomap.errors import InputError, MyomapError
from myomap.web.error_codes import code_of
from myomap.web.messages import Message, read_message, write_message
from myomap.web.tasks import Stage, Task

__all__ = ["main", "serve_tasks"]

logger = logging.getLogger(__name__)

_FILE_BYTES: Final = 4 << 30
_OPEN_FILES: Final = 512
_TOO_LITTLE_MEMORY = (
    "The reading needs more memory than it may take. Give fewer or smaller files."
)


def main() -> None:
    """Take tasks until the server hangs up."""
    answers = _own_output()
    _set_limits(int(sys.argv[1]) if len(sys.argv) > 1 else 0)
    tasks: queue.Queue[Message] = queue.Queue()
    listener = threading.Thread(
        target=_listen, args=(sys.stdin.buffer, tasks), daemon=True
    )
    listener.start()
    _get_ready()
    write_message(answers, Message(kind="ready"))
    serve_tasks(tasks, answers)


def serve_tasks(tasks: "queue.Queue[Message]", answers: BinaryIO) -> None:
    """Work on one task after the other, for ever.

    Parameters
    ----------
    tasks : queue of Message
        What to do.
    answers : binary file
        Where stages and outcomes go.
    """
    while True:
        write_message(answers, _answer(tasks.get(), answers))


def _answer(asked: Message, answers: BinaryIO) -> Message:
    """Return the outcome of a task, or why there is none."""
    from myomap.web.reading_job import run_task

    def tell(stage: Stage, fraction: float | None) -> None:
        words = {"stage": stage.value, "fraction": fraction}
        write_message(answers, Message(kind="stage", words=words))

    try:
        return run_task(Task.of_message(asked), tell).message()
    except MyomapError as error:
        return _refused(code_of(error), str(error))
    except MemoryError:
        return _refused("too-large", _TOO_LITTLE_MEMORY)
    # Whatever else goes wrong is a defect of ours; its text could name a patient. The
    # server must hear of it, and this process goes on.
    except Exception as error:  # noqa: BLE001 - the boundary of the process
        return _refused(
            "defect",
            "This is a defect of myomap, not of the files: "
            f"{type(error).__name__}. Nothing was saved; please report it.",
        )


def _refused(code: str, message: str) -> Message:
    return Message(kind="refused", words={"code": code, "message": message})


def _listen(asked: BinaryIO, tasks: "queue.Queue[Message]") -> None:
    """Hand tasks on; end the process in the middle of any work if nobody is there."""
    try:
        while (message := read_message(asked)) is not None:
            tasks.put(message)
    except (InputError, OSError):
        logger.info("the server cannot be understood any more")
    os._exit(0)


def _own_output() -> BinaryIO:
    """Return the way to the server, and leave nothing else to print on it."""
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return answers


def _set_limits(memory_bytes: int) -> None:
    """Bound what a hostile file can make this process take."""
    limits = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: _FILE_BYTES,
        resource.RLIMIT_NOFILE: _OPEN_FILES,
    }
    if memory_bytes:
        limits[resource.RLIMIT_AS] = memory_bytes
    for what, most in limits.items():
        _, hard = resource.getrlimit(what)
        lowest = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (lowest, lowest))


def _get_ready() -> None:
    """Load what the first reading would otherwise wait for."""
    from myomap.inference import shipped_reader
    from myomap.quantification import shipped_limits
    from myomap.web.warming import warm_up

    shipped_reader()
    shipped_limits()
    warm_up()


if __name__ == "__main__":
    main()
