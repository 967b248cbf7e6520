"""Work by several processes of one thread each, in the order it was given."""

import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any, TypeVar

from myomap.errors import ConfigError, OutputError

__all__ = ["as_done", "check_jobs"]

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")

_MOST_JOBS = 256
_WAITING_A_JOB = 4
_THREAD_VARIABLES = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "NUMBA_NUM_THREADS",
)


def check_jobs(jobs: int) -> None:
    """Refuse a number of processes that makes no sense, before any work begins.

    Parameters
    ----------
    jobs : int
        Processes.

    Raises
    ------
    ConfigError
        If it is below 1 or beyond what any machine of the field has.
    """
    if not 1 <= jobs <= _MOST_JOBS:
        raise ConfigError(
            f"The number of processes makes no sense: found {jobs}, expected 1 to "
            f"{_MOST_JOBS}."
        )


def as_done(
    work: Callable[[_Item], _Result],
    items: Sequence[_Item],
    *,
    jobs: int,
    prepare: Callable[..., None] | None = None,
    given: tuple[Any, ...] = (),
    is_apart: bool = False,
) -> Iterator[tuple[int, _Result]]:
    """Yield the index and the result of every item as soon as it is done.

    An interrupt lets the items that are begun be finished, and drops the rest.

    Parameters
    ----------
    work : callable
        A function of a module, or a part of one; run in this process if `jobs` is 1.
    items : sequence
        What to do; small, since each travels to a process.
    jobs : int
        Processes.
    prepare : callable, optional
        Called once in each process before any work.
    given : tuple
        What `prepare` is called with: large, and sent once.
    is_apart : bool
        Whether a single job has a process of its own too, with one thread as any
        other: for work whose bytes must not depend on how many share it.

    Yields
    ------
    tuple of int and result
        In any order.

    Raises
    ------
    ConfigError
        If the number of processes makes no sense.
    OutputError
        If a process died.
    """
    check_jobs(jobs)
    if not is_apart and (jobs == 1 or len(items) < 2):
        if prepare is not None:
            prepare(*given)
        yield from ((index, work(item)) for index, item in enumerate(items))
        return
    yield from _by_processes(work, items, jobs, prepare, given)


def _by_processes(
    work: Callable[[_Item], _Result],
    items: Sequence[_Item],
    jobs: int,
    prepare: Callable[..., None] | None,
    given: tuple[Any, ...],
) -> Iterator[tuple[int, _Result]]:
    pool = ProcessPoolExecutor(
        min(jobs, len(items)),
        mp_context=get_context("spawn"),
        initializer=_begin,
        initargs=(prepare, given),
    )
    left = iter(enumerate(items))
    waiting: dict[Future[_Result], int] = {}
    try:
        while True:
            with _one_thread_each():
                while len(waiting) < _WAITING_A_JOB * jobs and (
                    following := next(left, None)
                ):
                    waiting[pool.submit(work, following[1])] = following[0]
            if not waiting:
                return
            done, _ = wait(waiting, return_when=FIRST_COMPLETED)
            for task in done:
                yield waiting.pop(task), task.result()
    except BrokenProcessPool as error:
        raise OutputError(
            "A process died, perhaps for want of memory. What is done is kept: run "
            "again with fewer --jobs."
        ) from error
    finally:
        with _deaf_to_interrupts():
            pool.shutdown(cancel_futures=True)


def _begin(prepare: Callable[..., None] | None, given: tuple[Any, ...]) -> None:
    """Leave interrupts to the parent, and take what is sent once."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if prepare is not None:
        prepare(*given)


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Let a second interrupt pass while the first one is being obeyed.

    It would cut the pool's own tidying short, and the run would never end.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Let processes that are started meanwhile use one thread each."""
    before = {name: os.environ.get(name) for name in _THREAD_VARIABLES}
    os.environ.update(dict.fromkeys(_THREAD_VARIABLES, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
