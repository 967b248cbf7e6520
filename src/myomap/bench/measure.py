"""How much a computation costs: CPU seconds and memory, not wall-clock time.

A busy machine makes the clock run on; the CPU time of the process stays what it was.
"""

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

__all__ = ["ChildUsage", "cpu_seconds", "usage_of_child"]

Result = TypeVar("Result")

# Linux counts the peak in kilobytes, macOS in bytes.
_BYTES_PER_RSS_UNIT = 1 if sys.platform == "darwin" else 1024

# A process starts with the peak of the one that started it: a small one in between
# keeps the memory of this process out of the count.
_LAUNCHER = """
import os, subprocess, sys
child = subprocess.Popen([sys.executable, *sys.argv[1:]], stdout=subprocess.DEVNULL)
_, status, usage = os.wait4(child.pid, 0)
child.returncode = os.waitstatus_to_exitcode(status)
print(usage.ru_utime + usage.ru_stime, usage.ru_maxrss, child.returncode)
"""


def cpu_seconds(compute: Callable[[], Result]) -> tuple[Result, float]:
    """Run a function and count the processor time of all its threads.

    Parameters
    ----------
    compute : callable without arguments
        What to measure; call it once before, when compilation is not meant.

    Returns
    -------
    result : any
        What the function returned.
    seconds : float, s
        Processor time of this process, user and system.

    Examples
    --------
    >>> result, seconds = cpu_seconds(lambda: sum(range(10)))
    >>> result, seconds >= 0
    (45, True)
    """
    start = time.process_time()
    result = compute()
    return result, time.process_time() - start


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildUsage:
    """What a process of its own needed.

    Parameters
    ----------
    cpu_s : float, s
        Processor time, user and system.
    peak_mb : float, MB
        Most memory held at one time.
    exit_status : int
        How it ended; 0 is well.
    """

    cpu_s: float
    peak_mb: float
    exit_status: int


def usage_of_child(arguments: Sequence[str]) -> ChildUsage:
    """Run this Python in a process of its own and return what it needed.

    Parameters
    ----------
    arguments : sequence of str
        After ``python``: ``["-c", "import myomap"]``.

    Returns
    -------
    ChildUsage
        Of that process alone, its start included.

    Examples
    --------
    >>> usage = usage_of_child(["-c", "pass"])
    >>> usage.exit_status, usage.peak_mb > 1
    (0, True)
    """
    launched = subprocess.run(
        [sys.executable, "-c", _LAUNCHER, *arguments],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    cpu_s, peak, exit_status = launched.stdout.split()
    return ChildUsage(
        cpu_s=float(cpu_s),
        peak_mb=float(peak) * _BYTES_PER_RSS_UNIT / 1e6,
        exit_status=int(exit_status),
    )
