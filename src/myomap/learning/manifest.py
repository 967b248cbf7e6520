"""A manifest read row by row, with everything that is wrong with it at once."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from myomap.errors import InputError, LimitExceededError
from myomap.intake.manifest_lines import MANIFEST, is_of_simulation, manifest_lines
from myomap.learning.case_row import INPUT_COLUMNS, CaseRow, PartlyRead, case_row
from myomap.learning.fault import Fault, FaultKind, gathered, require_no_faults
from myomap.learning.shared_files import count_outside, faults_of_files
from myomap.reconstruction import Progress

__all__ = ["Manifest", "check_manifest", "read_manifest"]

_NEEDED = ("patient_id", "label")
_KNOWN = (*_NEEDED, *INPUT_COLUMNS, "sex", "age", "site", "source")
_MOST_BYTES = 1 << 30
_MOST_ROWS = 5_000_000
_STEP_ROWS = 20_000
_LONGEST_CELL = 4096
CALLED = "The manifest"

_OnProgress = Callable[[Progress], None]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class Manifest:
    """A list of labelled cases.

    Parameters
    ----------
    rows : tuple of CaseRow
        Those that could be understood.
    folder : Path
        What paths are relative to.
    sha256 : str
        Of the file.
    unused_columns : int
        How many columns mean nothing to myomap; they are not looked at.
    n_simulated : int
        How many rows are of patients who never lived, as the column ``source`` or the
        description of a simulation beside the file says.
    n_outside : int
        How many paths lead out of `folder`, links followed.
    """

    rows: tuple[CaseRow, ...]
    folder: Path
    sha256: str
    unused_columns: int
    n_simulated: int = 0
    n_outside: int = 0

    def __repr__(self) -> str:
        patients = {row.patient_id for row in self.rows}
        return f"Manifest({len(self.rows)} rows, {len(patients)} patients)"


def read_manifest(
    path: Path,
    *,
    called: str = CALLED,
    skip_unreadable: bool = False,
    on_progress: _OnProgress | None = None,
) -> Manifest:
    """Return a manifest without faults.

    Parameters
    ----------
    path : Path
        A CSV file in UTF-8 with the columns patient_id, label, and stress, rest or
        image, separated by commas, semicolons or tabs.
    called : str
        What to call it in a message.
    skip_unreadable : bool
        Whether files that cannot be read are no fault here: reading finds them again.
    on_progress : callable, optional
        Called every few thousand rows.

    Returns
    -------
    Manifest
        Every file is there, no picture is there twice, and each patient has one
        identifier and one label.

    Raises
    ------
    InputError
        If anything is wrong, with every fault and its rows.
    """
    manifest, faults = check_manifest(path, called=called, on_progress=on_progress)
    if skip_unreadable:
        faults = tuple(each for each in faults if not each.is_of_reading)
    require_no_faults(faults, called)
    return manifest


def check_manifest(
    path: Path, *, called: str = CALLED, on_progress: _OnProgress | None = None
) -> tuple[Manifest, tuple[Fault, ...]]:
    """Return what can be understood of a manifest, and all its faults.

    Parameters
    ----------
    path : Path
        A CSV file.
    called : str
        What to call it in a message.
    on_progress : callable, optional
        Called every few thousand rows.

    Returns
    -------
    Manifest
        Rows without patient, label or input are not in it.
    tuple of Fault
        By kind.

    Raises
    ------
    InputError
        If the file is no manifest at all.
    """
    path = path / MANIFEST if path.is_dir() else path
    found = manifest_lines(path, most_bytes=_MOST_BYTES, called=called)
    _require_columns(found.columns, called)
    read, faults = _checked_rows(found.lines, on_progress)
    if not read and not faults:
        raise InputError(
            f"{called} has no rows. Expected one a study below the column names."
        )
    folder = path.parent
    faults += _faults_of_patients(read)
    # What is wrong with a row's words does not keep its files from being looked at.
    all_rows = [each.row for each in read]
    faults += faults_of_files(all_rows, folder, on_progress=on_progress)
    whole = [each for each in read if each.is_whole]
    manifest = Manifest(
        rows=tuple(each.row for each in whole),
        folder=folder,
        sha256=found.sha256,
        unused_columns=len(set(found.columns) - set(_KNOWN)),
        n_simulated=len(whole)
        if is_of_simulation(folder)
        else sum(each.is_simulated for each in whole),
        n_outside=count_outside(all_rows, folder),
    )
    return manifest, gathered(faults)


def _require_columns(columns: Sequence[str], called: str) -> None:
    missing = [name for name in _NEEDED if name not in columns]
    if not {"stress", "rest", "image"} & set(columns):
        missing.append("stress, rest or image")
    if missing:
        raise InputError(
            f"{called} lacks columns: {' and '.join(missing)} not found among "
            f"{len(columns)} columns. Expected patient_id, label, and stress and rest "
            "or image: name them in the first line, separated by commas, semicolons or "
            "tabs."
        )
    known = [name for name in columns if name in _KNOWN]
    if len(set(known)) != len(known):
        raise InputError(
            f"{called} has a column twice. Expected each name once in the first "
            "line: rename one of the two."
        )


def _checked_rows(
    lines: Iterable[Mapping[str, str] | None], on_progress: _OnProgress | None
) -> tuple[list[PartlyRead], list[Fault]]:
    rows: list[PartlyRead] = []
    faults: list[Fault] = []
    for number, cells in enumerate(lines, start=1):
        if cells is None:
            faults.append(Fault(kind=FaultKind.CELLS, rows=(number,)))
        else:
            shortened = {name: cells[name][:_LONGEST_CELL] for name in cells}
            row, found = case_row(number, shortened)
            faults += found
            rows.append(row)
        if number > _MOST_ROWS:
            raise LimitExceededError(
                f"The manifest has too many rows: expected at most {_MOST_ROWS}. "
                "Split it."
            )
        if on_progress is not None and number % _STEP_ROWS == 0:
            on_progress(Progress(done=number, total=number, stage="manifest rows"))
    return rows, faults


def _faults_of_patients(read: list[PartlyRead]) -> Iterator[Fault]:
    labels: dict[str, set[object]] = {}
    numbers: dict[str, list[int]] = {}
    spellings: dict[str, set[str]] = {}
    for each in read:
        row = each.row
        if not row.patient_id:
            continue
        if each.has_label:
            labels.setdefault(row.patient_id, set()).add(row.label)
        numbers.setdefault(row.patient_id, []).append(row.number)
        spellings.setdefault(row.compared_id, set()).add(row.patient_id)
    for patient_id, found in labels.items():
        if len(found) > 1:
            yield _between(FaultKind.LABELS_DIFFER, numbers, [patient_id])
    for compared, written in spellings.items():
        if len(written) > 1 and compared:
            yield _between(FaultKind.LOOK_ALIKE_IDS, numbers, written)


def _between(
    kind: FaultKind, numbers: Mapping[str, list[int]], patients: "list[str] | set[str]"
) -> Fault:
    rows = sorted(number for each in patients for number in numbers[each])
    return Fault(kind=kind, rows=tuple(rows))
