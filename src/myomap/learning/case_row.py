"""One line of a manifest, checked by itself."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from myomap.intake.manifest_lines import says_simulated
from myomap.learning.fault import Fault, FaultKind
from myomap.learning.task import Label

__all__ = ["INPUT_COLUMNS", "CaseRow", "PartlyRead", "case_row"]

INPUT_COLUMNS = ("stress", "rest", "image", "attenuation_map", "defect_mask")
"""Columns that name files, relative to the manifest."""

_SEXES = {"f": "F", "female": "F", "m": "M", "male": "M", "": ""}
_OLDEST_YEARS = 120.0
_LONGEST_ID = 200
_NOT_A_LETTER = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True, repr=False)
class CaseRow:
    """One study of one patient, with its label.

    Parameters
    ----------
    number : int
        Row of the manifest, counted from 1 below the line of column names.
    patient_id : str
        The pseudonym that splits go by.
    label : Label
        A physician's word.
    inputs : dict of str to str
        By the names of `INPUT_COLUMNS`; those that are given, as written.
    sex, site : str
        Empty where unknown.
    age_years : float
        NaN where unknown.
    """

    number: int
    patient_id: str
    label: Label
    inputs: dict[str, str]
    sex: str
    site: str
    age_years: float

    def path(self, column: str, folder: Path) -> Path | None:
        """Return where an input lies.

        Parameters
        ----------
        column : str
            One of `INPUT_COLUMNS`.
        folder : Path
            Of the manifest.

        Returns
        -------
        Path or None
            None where it is not given.
        """
        given = self.inputs.get(column)
        return folder / given if given else None

    @property
    def compared_id(self) -> str:
        """The identifier without what a slip of the pen changes."""
        return _NOT_A_LETTER.sub("", self.patient_id.casefold())


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class PartlyRead:
    """A row of which parts may be missing.

    Parameters
    ----------
    row : CaseRow
        Its patient is empty where it is not known.
    has_label : bool
        Whether the row's label means anything.
    is_simulated : bool
        Whether the row says that its patient never lived.
    """

    row: CaseRow
    has_label: bool
    is_simulated: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether patient, label and inputs are all known."""
        return self.has_label and bool(self.row.patient_id and self.row.inputs)


def case_row(number: int, cells: Mapping[str, str]) -> tuple[PartlyRead, list[Fault]]:
    """Return a row as far as it can be read, and everything that is wrong with it.

    Parameters
    ----------
    number : int
        Counted from 1.
    cells : mapping of str to str
        By column, stripped of white space at the ends.

    Returns
    -------
    PartlyRead
        What can be said of the row all the same.
    list of Fault
        All of them; whether files are there is not looked at.
    """
    faults: list[Fault] = []

    def complain(kind: FaultKind, column: str | None = None) -> None:
        faults.append(Fault(kind=kind, rows=(number,), column=column))

    patient_id = cells["patient_id"]
    if not (patient_id and patient_id.isprintable() and len(patient_id) <= _LONGEST_ID):
        complain(FaultKind.NO_ID, "patient_id")
        patient_id = ""
    label = _LABELS.get(cells["label"].casefold())
    if label is None:
        complain(FaultKind.UNKNOWN_LABEL, "label")
    inputs = {name: cells[name] for name in INPUT_COLUMNS if cells.get(name)}
    is_pair = bool(inputs.keys() & {"stress", "rest"})
    if not is_pair and "image" not in inputs:
        complain(FaultKind.NO_INPUT)
    if is_pair and "image" in inputs:
        complain(FaultKind.TWO_WAYS, "image")
    if inputs.get("stress", "") == inputs.get("rest"):
        complain(FaultKind.SAME_STATES, "rest")
    sex = _SEXES.get(cells.get("sex", "").casefold())
    if sex is None:
        complain(FaultKind.BAD_SEX, "sex")
    age_years = _age(cells.get("age", ""))
    if age_years is None:
        complain(FaultKind.BAD_AGE, "age")
    row = CaseRow(
        number,
        patient_id,
        label or Label.NORMAL,
        inputs,
        sex or "",
        cells.get("site", ""),
        math.nan if age_years is None else age_years,
    )
    read = PartlyRead(
        row=row, has_label=label is not None, is_simulated=says_simulated(cells)
    )
    return read, faults


_LABELS = {label.value: label for label in Label}


def _age(text: str) -> float | None:
    """Return years, NaN for nothing, None for what is no age."""
    if not text:
        return math.nan
    try:
        # Where semicolons separate cells, commas are often the decimal mark.
        years = float(text.replace(",", "."))
    except ValueError:
        return None
    return years if 0.0 <= years <= _OLDEST_YEARS else None
