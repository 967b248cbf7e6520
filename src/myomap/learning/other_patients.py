"""Whether two lists of cases are of different patients."""

import numpy as np

from myomap.errors import InputError
from myomap.learning.fault import Fault
from myomap.learning.look_alikes import faults_of_look_alikes, find_look_alikes
from myomap.learning.manifest import Manifest
from myomap.learning.read_cases import CasesRead
from myomap.learning.shared_files import rows_of_equal_files

__all__ = ["look_alike_faults", "require_other_maps", "require_other_names"]

_SHOWN_ROWS = 12


def require_other_names(train: Manifest, others: Manifest) -> None:
    """Refuse patients and files that are in both lists, before anything is read.

    Parameters
    ----------
    train : Manifest
        What is learnt from.
    others : Manifest
        What is only asked.

    Raises
    ------
    InputError
        If an identifier is in both, whatever its case, spaces and punctuation, or a
        file of one equals a file of the other. Rows are told, identifiers never.
    """
    known = {_plain(row.patient_id) for row in train.rows}
    shared = [row.number for row in others.rows if _plain(row.patient_id) in known]
    if shared:
        raise InputError(_sentence(shared, "patients", "the same identifier", "has"))
    equal = rows_of_equal_files(
        (train.rows, train.folder), (others.rows, others.folder)
    )
    if equal:
        raise InputError(_sentence(equal, "maps", "the same file", "names"))


def require_other_maps(train: CasesRead, others: CasesRead) -> None:
    """Refuse maps that were learnt from already.

    Parameters
    ----------
    train : CasesRead
        What is learnt from.
    others : CasesRead
        What is only asked.

    Raises
    ------
    InputError
        If a map of one is almost a map of the other.
    """
    alike = _rows_of_shared_maps(train, others)
    if alike:
        raise InputError(_sentence(alike, "maps", "almost the same map", "shows"))


def look_alike_faults(read: CasesRead) -> tuple[Fault, ...]:
    """Return maps that two patients of one list seem to share.

    Parameters
    ----------
    read : CasesRead
        Those that could be read; maps of both states are compared.

    Returns
    -------
    tuple of Fault
        One a pair of rows.
    """
    maps = [
        (row, found.uptake)
        for row, case in zip(read.rows, read.cases, strict=True)
        for found in case.maps.values()
    ]
    if not maps:
        return ()
    codes: dict[str, int] = {}
    patients = [codes.setdefault(row.patient_id, len(codes)) for row, _ in maps]
    alike = find_look_alikes(
        np.stack([uptake for _, uptake in maps]), np.array(patients)
    )
    return faults_of_look_alikes(alike, [row.number for row, _ in maps])


def _plain(identifier: str) -> str:
    return "".join(letter for letter in identifier.casefold() if letter.isalnum())


def _rows_of_shared_maps(train: CasesRead, others: CasesRead) -> list[int]:
    maps = [
        (side, row.number, found.uptake)
        for side, read in enumerate((train, others))
        for row, case in zip(read.rows, read.cases, strict=True)
        for found in case.maps.values()
    ]
    pairs = find_look_alikes(
        np.stack([uptake for _, _, uptake in maps]),
        np.array([side for side, _, _ in maps]),
    ).pairs
    return sorted({maps[other][1] for _, other, _ in pairs})


def _sentence(rows: list[int], what: str, thing: str, verb: str) -> str:
    shown = ", ".join(str(row) for row in rows[:_SHOWN_ROWS])
    more = f" and {len(rows) - _SHOWN_ROWS} more" if len(rows) > _SHOWN_ROWS else ""
    are = "row" if len(rows) == 1 else "rows"
    if len(rows) > 1:
        verb = {"has": "have"}.get(verb, verb.removesuffix("s"))
    return (
        f"The manifest to test on holds {what} that were learnt from: found {are} "
        f"{shown}{more}, which {verb} {thing} as {_ONE[len(rows) == 1]} of the first "
        "manifest; row 1 is the one below the column names. Expected other patients: "
        "take them out of one of the two."
    )


_ONE = {True: "a row", False: "rows"}
