"""Paths in, files to look at out: regular files only, in a fixed order, bounded.

Links inside a folder are not followed, and nothing is opened that could block:
pipes, sockets and devices are named and left.
"""

import errno
import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from myomap.errors import InputError, LimitExceededError
from myomap.records import LeftOut

__all__ = ["FoundFile", "WalkLimits", "printable_name", "walk"]

_SPECIAL = "Not a regular file: pipes, sockets and devices are not read."
_LINK = "A link: links inside a folder are not followed."
_UNREADABLE = "This user may not read it."
_REFUSALS = {
    errno.ENOENT: "was not found. Check the path.",
    errno.EACCES: "may not be read by this user. Change its rights.",
    errno.EPERM: "may not be read by this user. Change its rights.",
    errno.ENOTDIR: "was not found. Check the path.",
    errno.ELOOP: "is a link that leads round in a circle. Give the file itself.",
    errno.ENAMETOOLONG: "has a path that is too long. Check the path.",
    errno.EIO: "lies on a disk that reports a failure. Copy it to another disk.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WalkLimits:
    """How much of a folder is looked at.

    Parameters
    ----------
    entries : int
        Files and folders in all.
    depth : int
        Folders inside each other.
    """

    entries: int = 20_000
    depth: int = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFile:
    """A file that can be opened.

    Parameters
    ----------
    name : str
        Its path below what was given, with ``/``; never for a message.
    open : callable
        Gives its bytes as a stream; raises `InputError` where it cannot.
    is_given : bool
        Whether this very file was named by the user, so that its fault is an error
        rather than a line in the list of files left out.
    head : callable or None
        Gives its first bytes, where that is cheaper than to open it.
    """

    name: str
    open: Callable[[], BinaryIO]
    is_given: bool
    head: Callable[[int], bytes] | None = None

    def __repr__(self) -> str:
        return f"FoundFile({'given' if self.is_given else 'found'})"


def walk(
    path: Path, called: str, limits: WalkLimits = WalkLimits()
) -> Iterator[FoundFile | LeftOut]:
    """Yield every file of a path, and every entry that is not one.

    Parameters
    ----------
    path : Path
        A file or a folder; a link given directly is followed.
    called : str
        What to call it in a message, which never holds the path: ``"Input 1"``.
    limits : WalkLimits
        How much of a folder is looked at.

    Yields
    ------
    FoundFile or LeftOut
        Sorted by name within every folder.

    Raises
    ------
    InputError
        If the path does not exist, cannot be read, or is neither file nor folder.
    LimitExceededError
        If the folder holds too much.
    """
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        raise _refused(error, called) from error
    if stat.S_ISDIR(mode):
        yield from _walk_folder(path, called, limits)
    elif stat.S_ISREG(mode):
        yield FoundFile(
            name=printable_name(path.name),
            open=lambda: _open_regular(path, called),
            is_given=True,
        )
    else:
        raise InputError(
            f"{called} is neither a file nor a folder. Expected one of these: pipes, "
            "sockets and devices are not read."
        )


def printable_name(name: str) -> str:
    r"""Return a name that can be shown: it may hold escapes that drive a terminal.

    Parameters
    ----------
    name : str
        As the disk or the archive has it.

    Returns
    -------
    str
        With ``?`` for every character that is not printable.

    Examples
    --------
    >>> printable_name("a\x1b[2Jb")
    'a?[2Jb'
    """
    return "".join(c if c.isprintable() else "?" for c in name)


def _walk_folder(
    folder: Path, called: str, limits: WalkLimits
) -> Iterator[FoundFile | LeftOut]:
    waiting: list[tuple[str, int]] = [("", 0)]
    n_entries = 0
    while waiting:
        below, depth = waiting.pop()
        if depth > limits.depth:
            raise LimitExceededError(
                f"{called} holds folders more than {limits.depth} deep. Give the "
                "folder of one study."
            )
        try:
            entries = _listed(folder / below, limits.entries)
        except OSError as error:
            if not below:
                raise _refused(error, called) from error
            yield LeftOut(name=printable_name(below), reason=_UNREADABLE)
            continue
        n_entries += len(entries)
        if n_entries > limits.entries:
            raise LimitExceededError(
                f"{called} holds more than {limits.entries} files and folders. Give "
                "the folder of one study."
            )
        folders: list[tuple[str, int]] = []
        for name, mode in entries:
            place = f"{below}/{name}" if below else name
            if stat.S_ISDIR(mode):
                folders.append((place, depth + 1))
            else:
                yield _entry(folder / place, place, mode)
        waiting.extend(reversed(folders))


def _listed(folder: Path, most: int) -> list[tuple[str, int]]:
    """Return names and modes, sorted; one more than `most` at the most."""
    found: list[tuple[str, int]] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            found.append((entry.name, entry.stat(follow_symlinks=False).st_mode))
            if len(found) > most:
                break
    return sorted(found)


def _entry(path: Path, name: str, mode: int) -> FoundFile | LeftOut:
    shown = printable_name(name)
    if stat.S_ISLNK(mode):
        return LeftOut(name=shown, reason=_LINK)
    if not stat.S_ISREG(mode):
        return LeftOut(name=shown, reason=_SPECIAL)
    return FoundFile(
        name=shown,
        open=lambda: _open_regular(path, "A file", os.O_NOFOLLOW),
        is_given=False,
    )


def _open_regular(path: Path, called: str, flags: int = 0) -> BinaryIO:
    """Open a file that was regular when it was found, and check that it still is.

    Without `O_NONBLOCK` a pipe that took its place meanwhile would never open.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | flags)
    except OSError as error:
        raise _refused(error, called) from error
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise InputError(_SPECIAL)
    return os.fdopen(descriptor, "rb")


def _refused(error: OSError | ValueError, called: str) -> InputError:
    number = error.errno if isinstance(error, OSError) else errno.ENOENT
    return InputError(
        f"{called} {_REFUSALS.get(number or 0, 'cannot be opened. Check the path.')}"
    )
