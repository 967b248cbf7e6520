"""How far long work has come, on the error stream: a bar, or a line now and then."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Protocol

import typer

__all__ = ["Step", "progress_shown"]

_BETWEEN_LINES_S = 60.0


class Step(Protocol):
    """How far a computation has come, as its callback tells it."""

    @property
    def done(self) -> int:
        """Steps done."""

    @property
    def total(self) -> int:
        """Steps in all."""

    @property
    def stage(self) -> str:
        """What is being done."""


@contextmanager
def progress_shown(title: str) -> Iterator[Callable[[Step], None]]:
    """Draw a bar while the block runs; off a terminal, write a line a minute."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        yield _lines(title)
        return
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[stage]}"),
        TimeRemainingColumn(),
        console=console,
        transient=True,
    ) as bars:
        task = bars.add_task(title, total=None, stage="")

        def advance(step: Step) -> None:
            bars.update(task, completed=step.done, total=step.total, stage=step.stage)

        yield advance


def _lines(title: str) -> Callable[[Step], None]:
    """Return a callback that writes a line for whoever reads the log of long work."""
    last = monotonic()

    def advance(step: Step) -> None:
        nonlocal last
        now = monotonic()
        if now - last >= _BETWEEN_LINES_S:
            last = now
            typer.echo(f"{title}: {step.stage} {step.done} of {step.total}", err=True)

    return advance
