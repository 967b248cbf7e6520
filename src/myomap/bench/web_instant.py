"""A reading room whose readings take no time: ``python -m myomap.bench.web_instant``.

For measurements of saving. What every upload is read as lies in the folder as
``outcome``.
"""

import sys
from pathlib import Path
from typing import Final

from myomap.errors import InputError
from myomap.web import WebOptions
from myomap.web.messages import read_message
from myomap.web.reader import Refused, Tell
from myomap.web.serving import Opened, serve
from myomap.web.tasks import Outcome, Task

__all__ = ["OUTCOME", "main"]

OUTCOME: Final = "outcome"


class _InstantReader:
    def __init__(self, outcome: Outcome) -> None:
        self._outcome = outcome

    def start(self) -> None:
        """Be ready."""

    def read(self, _task: Task, _tell: Tell, _most_s: float) -> Outcome | Refused:
        """Return what is always found."""
        return self._outcome

    def stop(self, why: Refused | None = None) -> None:
        """Stop nothing."""


def main() -> None:
    """Serve until killed; the words are those of `ServedRoom`."""
    _, folder_word, folder, port_word, port = sys.argv
    if (folder_word, port_word) != ("--folder", "--port"):
        raise InputError("Expected --folder DIR --port N.")
    with (Path(folder) / OUTCOME).open("rb") as stream:
        message = read_message(stream)
    if message is None:
        raise InputError("The outcome is cut off.")
    outcome = Outcome.of_message(message)
    options = WebOptions(folder=Path(folder), port=int(port))
    serve(options, _say_nothing, make_reader=lambda: _InstantReader(outcome))


def _say_nothing(_opened: Opened) -> None:
    """Stand in for the terminal."""


if __name__ == "__main__":
    main()
