"""Uploaded files laid out as a folder that a reading takes.

A zip is opened once, here: so every file of the study is a file of its own, that a
case can keep and a page can show.
"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from myomap.errors import InputError
from myomap.intake.archive import list_members, read_member
from myomap.intake.sniffing import HEAD_BYTES, FileKind, sniff
from myomap.web.received import plain_name
from myomap.web.tasks import TaskFile

__all__ = ["LaidOut", "lay_out"]

_LONGEST_BYTES = 120


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class LaidOut:
    """Files where a reading finds them.

    Parameters
    ----------
    given : tuple of Path
        What to read: the only file itself, or the folder of all.
    files : tuple of (Path, str)
        Every file, and what it was called.
    """

    given: tuple[Path, ...]
    files: tuple[tuple[Path, str], ...]


def lay_out(files: Sequence[TaskFile], folder: Path) -> LaidOut:
    """Return the files under names that tell what theirs told.

    Parameters
    ----------
    files : sequence of TaskFile
        As they were received.
    folder : Path
        Not there yet.

    Returns
    -------
    LaidOut
        Links to the files that were given, and the members of zips beside.

    Raises
    ------
    ArchiveError, LimitExceededError
        If a zip is not safe to open, or holds too much.
    InputError
        If it holds no files.
    """
    laid: list[tuple[Path, str]] = []
    numbers = count()
    folder.mkdir()
    for file in files:
        if _kind_of(file.place) is FileKind.ZIP:
            laid += _unpacked(file, folder, numbers)
        else:
            place = _place(folder, next(numbers), file.name)
            os.link(file.place, place)
            laid.append((place, file.name))
    given = (laid[0][0],) if len(laid) == 1 else (folder,)
    return LaidOut(given=given, files=tuple(laid))


def _unpacked(
    file: TaskFile, folder: Path, numbers: Iterator[int]
) -> Iterator[tuple[Path, str]]:
    """Write the members of a zip; a zip inside it is left out."""
    with file.place.open("rb") as stream:
        members = list_members(stream)
        if not members:
            raise InputError("The zip archive holds no files. Give one that does.")
        for member in members:
            data = read_member(stream, member)
            if sniff(data[:HEAD_BYTES]) is FileKind.ZIP:
                continue
            name = plain_name(f"{file.name}/{member.name}")
            place = _place(folder, next(numbers), name)
            place.write_bytes(data)
            yield place, name


def _place(folder: Path, number: int, name: str) -> Path:
    """Return a place of its own for a file, below folders that are called alike.

    Words of folders tell stress from rest too; each is cut to what a disk takes.
    """
    parts = [_cut(part) for part in name.split("/")]
    place = folder / f"{number:06d}" / Path(*parts)
    place.parent.mkdir(parents=True, exist_ok=True)
    return place


def _cut(part: str) -> str:
    return part.encode()[:_LONGEST_BYTES].decode("utf-8", "ignore") or "file"


def _kind_of(place: Path) -> FileKind:
    with place.open("rb") as stream:
        return sniff(stream.read(HEAD_BYTES))
