"""Disks that fail: a call of the system that does not work, a place that is full."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

__all__ = ["failing", "mounted_disk"]


@contextmanager
def failing(owner: Any, call: str, nth: int, number: int) -> Iterator[None]:
    """Let the nth call of a function fail with an error of the system."""
    real, count = getattr(owner, call), 0

    def fail_at_nth(*args: Any, **kwargs: Any) -> Any:
        nonlocal count
        count += 1
        if count == nth:
            raise OSError(number, os.strerror(number))
        return real(*args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(owner, call, fail_at_nth)
        yield


@contextmanager
def mounted_disk(place: Path, size: str) -> Iterator[Path]:
    """Give a disk of a size; the test skips where none may be mounted."""
    mount, umount = shutil.which("mount"), shutil.which("umount")
    place.mkdir()
    if not mount or not umount:
        pytest.skip("no mount here")
    command = [mount, "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("this user may not mount a small disk")
    yield place
    subprocess.run([umount, str(place)], check=True)
