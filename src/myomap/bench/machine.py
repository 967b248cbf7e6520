"""Where and when a figure was measured: processor and versions, nobody's name."""

import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

__all__ = ["describe_machine", "source_commit"]

PACKAGES = ("numpy", "scipy", "numba")


def _output_of(*command: str) -> str | None:
    """Return what a command prints, or None where it is missing or fails."""
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=10, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()


def _processor() -> str:
    """Return the processor's model as its maker calls it."""
    table = Path("/proc/cpuinfo")
    if table.is_file():
        for line in table.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    named = _output_of("sysctl", "-n", "machdep.cpu.brand_string")
    return named or platform.machine()


def describe_machine() -> dict[str, str | int]:
    """Return what a figure of speed or memory depends on.

    Returns
    -------
    dict
        The day, processor, number of cores, system, Python and the numeric packages;
        no host name, no user name and no path.

    Examples
    --------
    >>> sorted(describe_machine())
    ['cores', 'date', 'numba', 'numpy', 'processor', 'python', 'scipy', 'system']
    """
    described: dict[str, str | int] = {
        "date": datetime.now(tz=UTC).date().isoformat(),
        "processor": _processor(),
        "cores": os.cpu_count() or 1,
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
    }
    for package in PACKAGES:
        described[package] = metadata.version(package)
    return described


def source_commit() -> str | None:
    """Return the git commit of the running source.

    Returns
    -------
    str or None
        The full hash, followed by ``+changes`` when tracked files were edited since;
        None when this file is not under git.
    """
    folder = str(Path(__file__).parent)
    # An installed copy can lie inside somebody else's checkout: only a tracked file
    # makes that checkout's commit ours.
    if _output_of("git", "-C", folder, "ls-files", "--error-unmatch", __file__) is None:
        return None
    commit = _output_of("git", "-C", folder, "rev-parse", "HEAD")
    edited = _output_of("git", "-C", folder, "status", "--porcelain", "-uno")
    return f"{commit}+changes" if commit and edited else commit
