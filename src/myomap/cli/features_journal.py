"""Rows kept while a table is being made, so that a run can be killed at any time.

Beside the table a file ``NAME.unfinished`` grows by a line a patient. When the table
is whole, the file goes.
"""

import math
from pathlib import Path
from types import TracebackType
from typing import Any

import myomap
from myomap.cli.features_rows import FeatureRow, known_values
from myomap.features import FeatureSet
from myomap.output import JournalWords, LineJournal

__all__ = ["Journal"]

_ENDING = ".unfinished"
_WORDS = JournalWords(
    held=("Another run is making the same table. Wait for it, or choose another file."),
    foreign=(
        "Beside the output file lies an unfinished table of another set of features or "
        "version. Nothing was changed: choose another file, or start over with --force."
    ),
    unwritable="The table's folder cannot be written to. Choose another folder.",
    full=(
        "A row could not be written: the disk may be full. What is done is kept; make "
        "room and run again."
    ),
)


class Journal:
    """The unfinished rows of one table.

    Parameters
    ----------
    table : Path
        The file that is being made.
    feature_set : FeatureSet
        Rows of another set, or of another version, are not mixed with these.
    force : bool
        Whether rows of an unfinished run are thrown away.

    Raises
    ------
    OutputExistsError
        If there are rows of another kind and `force` is False.
    OutputError
        If the file cannot be written, or another run is writing it.
    """

    def __init__(self, table: Path, feature_set: FeatureSet, *, force: bool) -> None:
        self._lines = LineJournal(
            table.with_name(table.name + _ENDING),
            {"features": feature_set.value, "myomap": myomap.__version__},
            restore=_row_of,
            words=_WORDS,
            starts_over=force,
        )
        self.rows: list[FeatureRow] = []

    def __enter__(self) -> "Journal":
        self.rows = list(self._lines.__enter__().kept)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if not self.rows:
            # Nothing to go on from.
            self._lines.remove()
        self._lines.__exit__(kind, error, trace)

    def add(self, row: FeatureRow) -> None:
        """Keep a row."""
        self._lines.add({"facts": row.facts, "values": known_values(row)})
        self.rows.append(row)

    def finish(self) -> None:
        """Throw the rows away: the table holds them now."""
        self.rows = []


def _row_of(document: dict[str, Any]) -> FeatureRow:
    known = {
        str(name): math.nan if value is None else float(value)
        for name, value in document["values"].items()
    }
    facts = {str(name): str(word) for name, word in document["facts"].items()}
    return FeatureRow(facts=facts, values=known)
