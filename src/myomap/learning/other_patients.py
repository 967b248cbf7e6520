"""Whether two lists of cases are of different patients."""

import numpy as np

from myomap.errors import InputError
from myomap.learning.look_alikes import find_look_alikes
from myomap.learning.read_cases import CasesRead

__all__ = ["require_other_patients"]

_SHOWN_ROWS = 12


def require_other_patients(train: CasesRead, others: CasesRead) -> None:
    """Refuse patients who are asked after they were learnt from.

    Parameters
    ----------
    train : CasesRead
        What is learnt from.
    others : CasesRead
        What is only asked.

    Raises
    ------
    InputError
        If an identifier is in both, whatever its case, spaces and punctuation, or a
        map of one is almost a map of the other. Rows are told, identifiers never.
    """
    known = {_plain(row.patient_id) for row in train.rows}
    shared = [row.number for row in others.rows if _plain(row.patient_id) in known]
    if shared:
        raise InputError(_sentence(shared, "patients", "has the same identifier as"))
    alike = _rows_of_shared_maps(train, others)
    if alike:
        raise InputError(_sentence(alike, "maps", "shows almost the same map as"))


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


def _sentence(rows: list[int], what: str, how: str) -> str:
    shown = ", ".join(str(row) for row in rows[:_SHOWN_ROWS])
    more = f" and {len(rows) - _SHOWN_ROWS} more" if len(rows) > _SHOWN_ROWS else ""
    are = "row" if len(rows) == 1 else "rows"
    return (
        f"The manifest to test on holds {what} that were learnt from: found {are} "
        f"{shown}{more}, which {how} one of the first manifest. Expected other "
        "patients: take them out of one of the two."
    )
