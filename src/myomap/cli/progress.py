"""A progress bar for long work, drawn on the error stream."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

__all__ = ["Step", "progress_shown"]


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
    """Draw a bar while the block runs; silent where nobody watches."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[stage]}"),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    ) as bars:
        task = bars.add_task(title, total=None, stage="")

        def advance(step: Step) -> None:
            bars.update(task, completed=step.done, total=step.total, stage=step.stage)

        yield advance
