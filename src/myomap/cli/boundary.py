"""Where errors become one sentence and an exit status."""

import errno
import io
import os
import sys
import traceback
from types import TracebackType
from typing import Any

import typer
from typer.core import TyperGroup

from myomap.errors import ConfigError, MyomapError, OutputError

__all__ = [
    "EXIT_INPUT",
    "EXIT_OUTPUT",
    "EXIT_USAGE",
    "ErrorBoundary",
    "exit_status",
    "make_streams_forgiving",
    "one_line",
    "report_defect",
    "say",
    "show_defects_in_full",
]

EXIT_OUTPUT = 1
EXIT_USAGE = 2
EXIT_INPUT = 3


def exit_status(error: MyomapError) -> int:
    """Return the exit status that an error stands for."""
    if isinstance(error, OutputError):
        return EXIT_OUTPUT
    if isinstance(error, ConfigError):
        return EXIT_USAGE
    return EXIT_INPUT


def one_line(text: str) -> str:
    """Return a message as one printable line.

    Words of a message can come from a file, and a file can hold line breaks and
    the control sequences that move a terminal's cursor.

    Examples
    --------
    >>> one_line("two" + chr(10) + "lines" + chr(27) + "[2J")
    'two lines[2J'
    """
    words = " ".join(text.split())
    return "".join(letter for letter in words if letter.isprintable())


def say(message: str, *, with_trace: bool) -> None:
    """Write one sentence to the error stream, or the traceback it stands for."""
    if with_trace:
        traceback.print_exc()
    else:
        typer.echo(f"myomap: {message}", err=True)


class ErrorBoundary(TyperGroup):
    """The group of all commands, which ends each error in one place."""

    # typer accepts its inner context here and exports only a subclass of it.
    def invoke(self, ctx: Any) -> Any:
        """Run the command and turn what it raises into an exit status."""
        try:
            return super().invoke(ctx)
        except MyomapError as error:
            say(one_line(str(error)), with_trace=bool(ctx.params.get("debug")))
            raise typer.Exit(exit_status(error)) from error
        except OSError as error:
            # A reader that has seen enough closes the pipe; typer ends that quietly.
            if error.errno == errno.EPIPE:
                raise
            reason = os.strerror(error.errno) if error.errno else "no reason given"
            message = f"The system refused to read or write: {reason}."
            say(message, with_trace=bool(ctx.params.get("debug")))
            raise typer.Exit(EXIT_OUTPUT) from error
        except KeyboardInterrupt as error:
            typer.echo("myomap: interrupted; nothing more is written.", err=True)
            raise typer.Exit(EXIT_OUTPUT) from error


def make_streams_forgiving() -> None:
    """Print a question mark for what a terminal's alphabet lacks, a minus sign say.

    Without this, a result would end as an error on a terminal that is not UTF-8.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def report_defect(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """Say in one sentence that myomap itself failed; serves as `sys.excepthook`.

    The text of an unforeseen error is not shown: nobody has seen to it that it
    holds no patient's name.
    """
    typer.echo(
        f"myomap: this is a defect of myomap, not of the input: {kind.__name__}. "
        "Run again with --debug before the command to see where, and report it.",
        err=True,
    )


def show_defects_in_full() -> None:
    """Let Python print the whole traceback of an unforeseen error."""
    sys.excepthook = sys.__excepthook__
