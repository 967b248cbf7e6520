"""What a disk refuses, in words that say what to do."""

import errno
import shutil
from contextlib import suppress
from pathlib import Path

from myomap.errors import OutputError

__all__ = ["explained", "has_reason"]

_NO_SPACE = {errno.ENOSPC, errno.EDQUOT}
_REASONS = {
    errno.EACCES: "This user may not write there. Choose another folder.",
    errno.EPERM: "This user may not write there. Choose another folder.",
    errno.EROFS: "The disk is mounted read-only. Choose another folder.",
    errno.EIO: "The disk reported a read or write failure. Check the disk.",
    errno.EFBIG: "A file would be larger than this system allows. Raise the limit.",
    errno.EMFILE: "Too many files are open. Close some and try again.",
    errno.ENFILE: "Too many files are open. Close some and try again.",
    errno.ENOTDIR: "A file stands where a folder is needed. Choose another folder.",
    errno.EEXIST: "A file stands where a folder is needed. Choose another folder.",
    errno.ENAMETOOLONG: "The name is too long for this disk. Choose a shorter one.",
    errno.ELOOP: "Links lead round in a circle. Choose another folder.",
}


def has_reason(error: OSError) -> bool:
    """Whether the system's number of an error is one that a disk gives."""
    return error.errno in _NO_SPACE or error.errno in _REASONS


def explained(error: OSError, target: Path) -> OutputError:
    """Return why nothing could be written, and what to do, without any path."""
    start = "The results could not be written and nothing was changed."
    free = _free_space(target)
    if error.errno in _NO_SPACE:
        known = free or "an unknown number of MB"
        return OutputError(
            f"{start} The disk or the quota is full: {known} are free. Make room or "
            "choose another folder."
        )
    unnamed = (
        f"The system refused; {free} are free. Choose another folder."
        if free
        else "The system refused. Choose another folder."
    )
    return OutputError(f"{start} {_REASONS.get(error.errno or 0, unnamed)}")


def _free_space(target: Path) -> str | None:
    """Return the free space; None where the file system has no size, as /proc."""
    for folder in (target, *target.parents):
        with suppress(OSError):
            usage = shutil.disk_usage(folder)
            return f"{usage.free / 1e6:.1f} MB" if usage.total else None
    return None
