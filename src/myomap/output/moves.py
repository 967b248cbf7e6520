"""Moves of one file that can be undone: each goes by what lies where.

A move may be cut short anywhere. What undoes it looks at the disk and not at what was
meant to happen.
"""

import errno
import os
import shutil
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from myomap.errors import OutputExistsError

__all__ = [
    "add",
    "bring_back",
    "flush",
    "is_replaceable",
    "is_taken",
    "remove",
    "replace",
    "take_back",
]

_NO_LINKS = {errno.EPERM, errno.EOPNOTSUPP, errno.ENOTSUP, errno.ENOSYS}


def is_taken(path: Path) -> bool:
    """Whether something has this name, be it a link that leads nowhere."""
    return os.path.lexists(path)


def is_replaceable(path: Path) -> bool:
    """Whether what has this name is a file or a link, no folder and no device."""
    mode = path.lstat().st_mode
    return stat.S_ISREG(mode) or stat.S_ISLNK(mode)


def flush(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        # Some network disks cannot flush a folder and say so with EINVAL.
        if error.errno != errno.EINVAL:
            raise
    finally:
        os.close(descriptor)


def replace(staged: Path, target: Path, backup: Path) -> None:
    """Move a file to its name; what had the name before is kept as the backup."""
    if is_taken(target):
        _keep_copy(target, backup)
    staged.replace(target)


def add(staged: Path, target: Path, _backup: Path) -> None:
    """Move a file to its name, which must be free."""
    try:
        # Unlike a move, a link never replaces a file that has just appeared.
        os.link(staged, target, follow_symlinks=False)
    except FileExistsError as error:
        raise OutputExistsError(
            "A result's name was taken while the results were being made. Nothing "
            "was changed: choose another folder, or overwrite with --force."
        ) from error
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        staged.replace(target)


def take_back(staged: Path, target: Path, backup: Path) -> None:
    """Undo a move, going by what lies where: the move may not have happened."""
    with suppress(OSError):
        if is_taken(backup):
            backup.replace(target)
        elif not is_taken(staged) or staged.samefile(target):
            target.unlink(missing_ok=True)


def remove(target: Path, backup: Path) -> None:
    """Move a file of an earlier run out of the way; anything else is left alone."""
    if is_taken(target) and is_replaceable(target):
        target.replace(backup)


def bring_back(target: Path, backup: Path) -> None:
    """Undo `remove`, as far as it happened."""
    with suppress(OSError):
        if is_taken(backup):
            backup.replace(target)


def _keep_copy(target: Path, backup: Path) -> None:
    """Keep what a name stands for, by a link where the disk has links."""
    try:
        os.link(target, backup, follow_symlinks=False)
    except OSError:
        copy = Path(tempfile.mkdtemp(dir=backup.parent)) / backup.name
        shutil.copy2(target, copy, follow_symlinks=False)
        copy.replace(backup)
