"""A first reading that nobody asked for, so that the first real one does not wait."""

import logging
import tempfile
from pathlib import Path

from myomap.errors import MyomapError
from myomap.web.reading_job import run_task
from myomap.web.tasks import Stage, Task, TaskKind

__all__ = ["warm_up"]

logger = logging.getLogger(__name__)


def warm_up() -> None:
    """Read a drawn picture, and forget it: all code on the way is then loaded."""
    with tempfile.TemporaryDirectory() as folder:
        task = Task(kind=TaskKind.EXAMPLE, folder=Path(folder), example="screen")
        try:
            run_task(task, _tell_nobody)
        except MyomapError:
            # A real reading will say so to somebody.
            logger.warning("the first reading failed; the process goes on")


def _tell_nobody(_stage: Stage, _fraction: float | None) -> None:
    """Stand in for whoever waits."""
