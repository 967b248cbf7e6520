"""Files of a manifest: whether they are there, and whether any is there twice."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from myomap.learning.case_row import CaseRow
from myomap.learning.fault import Fault, FaultKind
from myomap.reconstruction import Progress

__all__ = ["digest_of_input", "faults_of_files"]

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
    """Yield files that are missing, and pictures that are there more than once.

    Only files of one size can be equal, so the others are not opened.

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
        One a missing file, and one a group of equal files.
    """
    sizes: dict[int, list[_Place]] = {}
    for index, row in enumerate(rows, start=1):
        for column in row.inputs:
            size = _size(row, column, folder)
            if size is None:
                yield Fault(
                    kind=FaultKind.MISSING_FILE, rows=(row.number,), column=column
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
