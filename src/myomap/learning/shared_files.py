"""Files of a manifest: whether they are there, of use, and there only once."""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from myomap.intake.sniffing import HEAD_BYTES, FileKind, sniff
from myomap.learning.case_row import CaseRow
from myomap.learning.fault import Fault, FaultKind
from myomap.reconstruction import Progress

__all__ = [
    "count_outside",
    "digest_of_input",
    "faults_of_files",
    "rows_of_equal_files",
]

_SHOWING = ("stress", "rest", "image")
_STEP_ROWS = 500
_CHUNK_BYTES = 1 << 20

_Place = tuple[CaseRow, str]
"""A row and one of its columns."""


def faults_of_files(
    rows: Sequence[CaseRow],
    folder: Path,
    *,
    on_progress: Callable[[Progress], None] | None = None,
) -> Iterator[Fault]:
    """Yield files that are missing, of no use, or pictures that are there twice.

    Of every file the first bytes are read. Only files of one size can be equal, so
    the others are not read whole.

    Parameters
    ----------
    rows : sequence of CaseRow
        Of one manifest.
    folder : Path
        What paths are relative to.
    on_progress : callable, optional
        Called every few hundred rows.

    Yields
    ------
    Fault
        One a file that is missing or of no kind that is read, and one a group of
        equal files.
    """
    sizes: dict[int, list[_Place]] = {}
    for index, row in enumerate(rows, start=1):
        for column in row.inputs:
            size = _size(row, column, folder)
            if size is None:
                yield Fault(
                    kind=FaultKind.MISSING_FILE, rows=(row.number,), column=column
                )
                continue
            reason = _reason_against(folder / row.inputs[column])
            if reason is not None:
                yield Fault(
                    kind=FaultKind.UNREADABLE,
                    rows=(row.number,),
                    column=column,
                    reason=reason,
                )
            elif column in _SHOWING:
                sizes.setdefault(size, []).append((row, column))
        if on_progress is not None and index % _STEP_ROWS == 0:
            on_progress(Progress(done=index, total=len(rows), stage="files"))
    yield from _repeated(sizes.values(), folder, on_progress)


def _size(row: CaseRow, column: str, folder: Path) -> int | None:
    """Return the bytes of an input, -1 for a folder, None for nothing there."""
    path = row.path(column, folder)
    try:
        if path is None:
            return None
        found = path.stat()
    except (OSError, ValueError):
        return None
    return -1 if path.is_dir() else found.st_size


def _reason_against(path: Path) -> str | None:
    """Return why an input that is there cannot be read, as far as a glance tells."""
    try:
        if path.is_dir():
            is_empty = next(path.iterdir(), None) is None
            return "a folder with nothing in it" if is_empty else None
        if not path.is_file():
            return "neither a file nor a folder"
        with path.open("rb") as stream:
            kind = sniff(stream.read(HEAD_BYTES))
    except OSError:
        return "it cannot be opened by this user"
    if kind is FileKind.EMPTY:
        return "an empty file"
    if kind is FileKind.UNKNOWN:
        return "no DICOM, NIfTI, .npy, picture or zip by its first bytes"
    return None


def count_outside(rows: Sequence[CaseRow], folder: Path) -> int:
    """Return how many inputs do not lie in the manifest's folder.

    Parameters
    ----------
    rows : sequence of CaseRow
        Of one manifest.
    folder : Path
        What paths are relative to.

    Returns
    -------
    int
        Links are followed; a path that leads nowhere counts by its words.
    """
    inside = os.path.realpath(folder)
    n_outside = 0
    for row in rows:
        for given in row.inputs.values():
            try:
                place = os.path.realpath(folder / given)
            except (OSError, ValueError):
                continue
            n_outside += os.path.commonpath([inside, place]) != inside
    return n_outside


def _repeated(
    groups: Iterable[list[_Place]],
    folder: Path,
    on_progress: Callable[[Progress], None] | None,
) -> Iterator[Fault]:
    suspects = [group for group in groups if len(group) > 1]
    total, done = sum(len(group) for group in suspects), 0
    for group in suspects:
        by_digest: dict[str, list[CaseRow]] = {}
        for row, column in group:
            digest = digest_of_input(folder / row.inputs[column])
            by_digest.setdefault(digest, []).append(row)
            done += 1
            if on_progress is not None and done % _STEP_ROWS == 0:
                on_progress(Progress(done=done, total=total, stage="equal files"))
        for found in by_digest.values():
            yield from _fault_of_equals(found)


def _fault_of_equals(rows: Sequence[CaseRow]) -> Iterator[Fault]:
    if len(rows) < 2:
        return
    numbers = tuple(sorted({row.number for row in rows}))
    patients = {row.patient_id for row in rows}
    if len(patients) > 1:
        yield Fault(kind=FaultKind.SHARED, rows=numbers)
    elif len(numbers) > 1:
        yield Fault(kind=FaultKind.REPEATED, rows=numbers)
    else:
        yield Fault(kind=FaultKind.SAME_STATES, rows=numbers)


def rows_of_equal_files(
    one: tuple[Sequence[CaseRow], Path], other: tuple[Sequence[CaseRow], Path]
) -> list[int]:
    """Return which rows of another list show what is in this one.

    Parameters
    ----------
    one, other : tuple of sequence of CaseRow and Path
        Two lists, and what their paths are relative to.

    Returns
    -------
    list of int
        Rows of the other list. Only files of a size that both have are read whole.
    """
    sizes, others = _sizes(*one), _sizes(*other)
    rows: set[int] = set()
    for size in sizes.keys() & others.keys():
        known = {digest_of_input(path) for _, path in sizes[size]}
        rows |= {n for n, path in others[size] if digest_of_input(path) in known}
    return sorted(rows)


def _sizes(rows: Sequence[CaseRow], folder: Path) -> dict[int, list[tuple[int, Path]]]:
    sizes: dict[int, list[tuple[int, Path]]] = {}
    for row in rows:
        for column in _SHOWING:
            size = _size(row, column, folder)
            if size is not None:
                place = folder / row.inputs[column]
                sizes.setdefault(size, []).append((row.number, place))
    return sizes


def digest_of_input(path: Path) -> str:
    """Return a hash of a file, or of all files in a folder; names do not enter.

    Parameters
    ----------
    path : Path
        A file or a folder that is there.

    Returns
    -------
    str
        SHA-256 in hexadecimal; of the name where it cannot be read, so that it equals
        nothing else.
    """
    try:
        if path.is_dir():
            inside = sorted(each for each in path.rglob("*") if each.is_file())
            digests = sorted(_digest(each) for each in inside)
            return hashlib.sha256("\n".join(digests).encode()).hexdigest()
        return _digest(path)
    except OSError:
        return hashlib.sha256(str(path).encode()).hexdigest()


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()
