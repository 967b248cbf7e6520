"""What is wrong with a list of cases, told by row and never by name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from myomap.errors import InputError
from myomap.learning.counted import counted

__all__ = ["Fault", "FaultKind", "gathered", "require_no_faults"]

_SHOWN_ROWS = 12
_SHOWN_FAULTS = 200


class FaultKind(Enum):
    """Every fault a list of cases can have, with its sentence."""

    CELLS = "more or fewer cells than there are columns"
    NO_ID = "no patient_id that can be used: expected printable characters"
    UNKNOWN_LABEL = (
        "unknown label: expected normal, ischemia, infarction, mixed or abnormal"
    )
    NO_INPUT = "no input: expected stress, rest or both, or an image"
    TWO_WAYS = "an image beside stress or rest: expected one way or the other"
    MISSING_FILE = "a file that is not there"
    BAD_SEX = "a sex that cannot be read: expected F or M, or nothing"
    BAD_AGE = "an age that cannot be read: expected years from 0 to 120, or nothing"
    SAME_STATES = "one file as stress and as rest"
    REPEATED = "the same picture twice for one patient"
    SHARED = "one picture under two patient identifiers"
    LOOK_ALIKE_IDS = "identifiers that differ in case, spaces or punctuation alone"
    LABELS_DIFFER = "different labels for one patient"
    ALMOST_SHARED = "almost the same map under two patient identifiers"
    SAME_FEATURES = "equal features under two patient identifiers"
    UNREADABLE = "cannot be read"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that is wrong.

    Parameters
    ----------
    kind : FaultKind
        What it is.
    rows : tuple of int
        Where, counted from 1 below the line of column names.
    column : str or None
        In which column, where it is in one.
    reason : str
        What a reader said of the file; holds no name and no path.
    """

    kind: FaultKind
    rows: tuple[int, ...]
    column: str | None = None
    reason: str = ""

    @property
    def is_of_reading(self) -> bool:
        """Whether a row is right and its file cannot be read."""
        return self.kind is FaultKind.UNREADABLE

    def __str__(self) -> str:
        shown = ", ".join(str(row) for row in self.rows[:_SHOWN_ROWS])
        n_more = len(self.rows) - _SHOWN_ROWS
        more = f" and {n_more} more" if n_more > 0 else ""
        rows = "Row" if len(self.rows) == 1 else "Rows"
        column = f", column {self.column}" if self.column else ""
        reason = f": {self.reason.rstrip('.')}" if self.reason else ""
        return f"{rows} {shown}{more}{column}: {self.kind.value}{reason}"


def gathered(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Return faults with those of one row, kind and column told together.

    Faults between rows stay apart: which rows belong together matters there.

    Parameters
    ----------
    faults : iterable of Fault
        As they were found.

    Returns
    -------
    tuple of Fault
        In the order of the kinds, then of the columns.

    Examples
    --------
    >>> found = [Fault(kind=FaultKind.BAD_AGE, rows=(n,), column="age") for n in (2, 5)]
    >>> print(gathered(found)[0])
    Rows 2, 5, column age: an age that cannot be read: expected years from 0 to 120, ...
    """
    alone: dict[tuple[FaultKind, str, str], list[int]] = {}
    between: list[Fault] = []
    for fault in faults:
        if len(fault.rows) == 1:
            key = (fault.kind, fault.column or "", fault.reason)
            alone.setdefault(key, []).append(fault.rows[0])
        else:
            between.append(fault)
    single = [
        Fault(kind=kind, rows=tuple(sorted(rows)), column=column or None, reason=reason)
        for (kind, column, reason), rows in alone.items()
    ]
    order = list(FaultKind)
    return tuple(
        sorted(
            (*single, *between),
            key=lambda fault: (order.index(fault.kind), fault.column or "", fault.rows),
        )
    )


def require_no_faults(faults: Sequence[Fault], what: str) -> None:
    """Raise an error that lists every fault, if there is any.

    Parameters
    ----------
    faults : sequence of Fault
        Of `gathered`.
    what : str
        What was looked at, as a sentence begins.

    Raises
    ------
    InputError
        If there are faults.
    """
    if not faults:
        return
    listed = "; ".join(str(fault) for fault in faults[:_SHOWN_FAULTS])
    if len(faults) > _SHOWN_FAULTS:
        listed += f"; and {len(faults) - _SHOWN_FAULTS} more"
    raise InputError(
        f"{what} cannot be used: found {counted(len(faults), 'fault')}. {listed}. "
        "Row 1 is the one below the column names. Correct the rows; nothing was "
        "computed."
    )
