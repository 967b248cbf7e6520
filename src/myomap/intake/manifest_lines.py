"""A list of cases on the disk in, its columns and its lines out.

What the columns mean and what a case needs is the reader's matter: a table of features
asks for less than the training of a model.
"""

import csv
import hashlib
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from myomap.errors import InputError, LimitExceededError

__all__ = [
    "MANIFEST",
    "ManifestLines",
    "column_names",
    "is_of_simulation",
    "manifest_lines",
    "runs_in_a_spreadsheet",
    "says_simulated",
]

MANIFEST = "manifest.csv"
"""What a folder of cases calls its list."""

_DESCRIPTION = "simulation.json"
_SOURCE, _SIMULATED = "source", "simulated"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_DELIMITERS = (",", ";", "\t")
_PATIENT = "patient_id"
_NUMBER = re.compile(r"[-+]?[0-9][0-9.,]*")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class ManifestLines:
    """What a manifest says, word by word.

    Parameters
    ----------
    columns : tuple of str
        Their names, stripped.
    lines : iterator of mapping or None
        The cells of every line by the names of the columns, stripped; None for a line
        with more or fewer cells than there are columns. To be read once; raises
        `InputError` at a line that is no CSV.
    sha256 : str
        Of the file.
    """

    columns: tuple[str, ...]
    lines: Iterator[Mapping[str, str] | None]
    sha256: str


def manifest_lines(
    path: Path, *, most_bytes: int, called: str = "The manifest"
) -> ManifestLines:
    """Return the columns and lines of a manifest.

    Parameters
    ----------
    path : Path
        A CSV file in UTF-8 with a line of column names, separated by commas, semicolons
        or tabs.
    most_bytes : int
        How large it may be.
    called : str
        What to call it in a message.

    Returns
    -------
    ManifestLines
        The lines are read as they are asked for.

    Raises
    ------
    InputError
        If it cannot be opened or is no CSV in UTF-8.
    LimitExceededError
        If it is too large.
    """
    data = _bytes_of(path, most_bytes, called)
    try:
        text = data.decode("utf-8-sig")
        _, delimiter = column_names(text.partition("\n")[0])
        reader = csv.DictReader(
            io.StringIO(text, newline=""), strict=True, delimiter=delimiter
        )
        # Reading the names can fail as any line can.
        columns = tuple((name or "").strip() for name in reader.fieldnames or ())
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(
            f"{called} is no CSV file in UTF-8. Save it again as 'CSV UTF-8'."
        ) from error
    reader.fieldnames = list(columns)
    return ManifestLines(
        columns=columns,
        lines=_lines(reader, called),
        sha256=hashlib.sha256(data).hexdigest(),
    )


def column_names(line: str) -> tuple[tuple[str, ...], str]:
    """Return the names in a first line, and what separates them.

    Spreadsheets of many countries write semicolons, because their numbers have commas.

    Parameters
    ----------
    line : str
        Without a mark of the byte order.

    Returns
    -------
    tuple of str
        Stripped; empty where the line is no CSV.
    str
        Comma, semicolon or tab: the one under which patient_id is a column, or that
        gives most columns.

    Examples
    --------
    >>> column_names("patient_id;stress;label, as read")
    (('patient_id', 'stress', 'label, as read'), ';')
    """
    found = [(_split(line, each), each) for each in _DELIMITERS]
    return max(found, key=lambda made: (_PATIENT in made[0], len(made[0])))


def _split(line: str, delimiter: str) -> tuple[str, ...]:
    try:
        names = next(csv.reader([line], strict=True, delimiter=delimiter), [])
    except csv.Error:
        return ()
    return tuple(name.strip() for name in names)


def is_of_simulation(folder: Path) -> bool:
    """Return whether `myomap simulate` wrote a folder.

    Parameters
    ----------
    folder : Path
        Of a manifest.

    Returns
    -------
    bool
        By the description that a simulation leaves beside its list.
    """
    return (folder / _DESCRIPTION).is_file()


def says_simulated(cells: Mapping[str, str]) -> bool:
    """Return whether a line says that its patient never lived.

    A list can be copied away from its description; the column ``source`` goes along.

    Parameters
    ----------
    cells : mapping of str to str
        By column.

    Returns
    -------
    bool
        Whether ``source`` is ``simulated``.

    Examples
    --------
    >>> says_simulated({"patient_id": "A", "source": "Simulated"})
    True
    >>> says_simulated({"patient_id": "A"})
    False
    """
    return cells.get(_SOURCE, "").casefold() == _SIMULATED


def runs_in_a_spreadsheet(word: str) -> bool:
    """Return whether a spreadsheet may take a cell for a formula and carry it out.

    Parameters
    ----------
    word : str
        Of a cell.

    Returns
    -------
    bool
        Whether it begins as formulas do; a lone sign and a number do nothing.

    References
    ----------
    .. [1] OWASP, CSV Injection.

    Examples
    --------
    >>> [runs_in_a_spreadsheet(word) for word in ("=A1", "@f", "-12.5", "-", "A-1")]
    [True, True, False, False, False]
    """
    if len(word) < 2 or _NUMBER.fullmatch(word):
        return False
    return word.startswith(_FORMULA_STARTS)


def _bytes_of(path: Path, most_bytes: int, called: str) -> bytes:
    try:
        size = path.stat().st_size
        if size > most_bytes:
            raise LimitExceededError(
                f"{called} is too large: found {size} bytes, expected at most "
                f"{most_bytes}. Split it."
            )
        return path.read_bytes()
    except OSError as error:
        raise InputError(
            f"{called} cannot be opened. Expected a CSV file, or a folder with "
            f"{MANIFEST} in it: check the name and the rights."
        ) from error


def _lines(
    reader: "csv.DictReader[str]", called: str
) -> Iterator[Mapping[str, str] | None]:
    try:
        for cells in reader:
            is_whole = None not in cells and None not in cells.values()
            yield {k: cells[k].strip() for k in cells} if is_whole else None
    except csv.Error as error:
        raise InputError(
            f"{called} cannot be read at line {reader.line_num}. Expected CSV with "
            "cells that hold the separator in double quotes: save it again."
        ) from error
