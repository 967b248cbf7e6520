"""All studies of a manifest, read once and kept beside the results."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import myomap
from myomap.errors import MyomapError, OutputError
from myomap.learning.case_row import INPUT_COLUMNS, CaseRow
from myomap.learning.fault import Fault, FaultKind
from myomap.learning.manifest import Manifest
from myomap.learning.read_case import (
    ReadCase,
    case_from_bytes,
    case_to_bytes,
    read_case,
)
from myomap.learning.shared_files import digest_of_input
from myomap.output import write_file
from myomap.processes import as_done
from myomap.reconstruction import Progress

__all__ = ["CasesRead", "read_cases"]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class CasesRead:
    """The studies of a manifest.

    Parameters
    ----------
    rows : tuple of CaseRow
        Those that were read, in the order of the manifest.
    cases : tuple of ReadCase
        One a row.
    faults : tuple of Fault
        One a row that could not be read.
    digest : str
        SHA-256 of the files of all rows that were read.
    """

    rows: tuple[CaseRow, ...]
    cases: tuple[ReadCase, ...]
    faults: tuple[Fault, ...]
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Order:
    """What a process is told to read."""

    row: CaseRow
    folder: Path
    store: Path | None


def read_cases(
    manifest: Manifest,
    *,
    store: Path | None = None,
    jobs: int = 1,
    on_progress: Callable[[Progress], None] | None = None,
) -> CasesRead:
    """Read every study of a manifest.

    Parameters
    ----------
    manifest : Manifest
        Without faults.
    store : Path or None
        Folder where each study is kept when it is read, under a hash of its files: an
        interrupted run goes on where it stopped.
    jobs : int
        Processes of one thread each.
    on_progress : callable, optional
        Called after every study.

    Returns
    -------
    CasesRead
        And the reason of every row that could not be read.

    Raises
    ------
    OutputError
        If the folder cannot be written to.
    """
    orders = [
        _Order(row=row, folder=manifest.folder, store=store) for row in manifest.rows
    ]
    results: dict[int, tuple[str, ReadCase | str]] = {}
    for index, result in as_done(_follow, orders, jobs=jobs):
        results[index] = result
        if on_progress is not None:
            on_progress(Progress(done=len(results), total=len(orders), stage="studies"))
    return _gathered(manifest.rows, [results[index] for index in range(len(orders))])


def _gathered(
    rows: Sequence[CaseRow], results: Sequence[tuple[str, ReadCase | str]]
) -> CasesRead:
    pairs = list(zip(rows, results, strict=True))
    read = [(row, got, key) for row, (key, got) in pairs if isinstance(got, ReadCase)]
    faults = tuple(
        Fault(kind=FaultKind.UNREADABLE, rows=(row.number,), reason=got)
        for row, (_, got) in pairs
        if isinstance(got, str)
    )
    keys = "\n".join(f"{row.number} {key}" for row, _, key in read)
    return CasesRead(
        rows=tuple(row for row, _, _ in read),
        cases=tuple(case for _, case, _ in read),
        faults=faults,
        digest=hashlib.sha256(keys.encode()).hexdigest(),
    )


def _follow(order: _Order) -> tuple[str, ReadCase | str]:
    """Return the hash of a study's files, and the study or why it cannot be read."""
    key = _key(order)
    kept = None if order.store is None else order.store / f"{key}.npz"
    if kept is not None and kept.is_file():
        return key, case_from_bytes(kept.read_bytes())
    try:
        case = read_case(order.row, order.folder)
    except OutputError:
        raise
    except MyomapError as error:
        return key, str(error)
    if kept is not None:
        write_file(kept, case_to_bytes(case), force=True)
    return key, case


def _key(order: _Order) -> str:
    """Return a hash of the files with their roles and of the version that reads."""
    parts = [myomap.__version__]
    for column in INPUT_COLUMNS[:4]:
        path = order.row.path(column, order.folder)
        parts.append("" if path is None else digest_of_input(path))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
