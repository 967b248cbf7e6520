"""Rows kept while a table is being made, so that a run can be killed at any time.

Beside the table a file ``NAME.unfinished`` grows by a line a patient. A line that was
cut short by a kill is dropped. When the table is whole, the file goes.
"""

import fcntl
import json
import math
import os
from contextlib import suppress
from pathlib import Path
from types import TracebackType

import myomap
from myomap.cli.features_rows import FeatureRow, known_values
from myomap.errors import OutputError, OutputExistsError
from myomap.features import FeatureSet

__all__ = ["Journal"]

_ENDING = ".unfinished"


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
        self._path = table.with_name(table.name + _ENDING)
        self._title = {"features": feature_set.value, "myomap": myomap.__version__}
        self._force = force
        self._descriptor = -1
        self.rows: list[FeatureRow] = []

    def __enter__(self) -> "Journal":
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._descriptor = os.open(
                self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600
            )
            self._claim()
        except BlockingIOError as error:
            self._close()
            raise OutputError(
                "Another run is making the same table. Wait for it, or choose another "
                "file."
            ) from error
        except OutputError:
            self._close()
            raise
        except OSError as error:
            self._close()
            raise OutputError(
                "The table's folder cannot be written to. Choose another folder."
            ) from error
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if not self.rows:
            # Nothing to go on from.
            with suppress(OSError):
                self._path.unlink(missing_ok=True)
        self._close()

    def add(self, row: FeatureRow) -> None:
        """Keep a row, in one write."""
        self._append({"facts": row.facts, "values": known_values(row)})
        self.rows.append(row)

    def finish(self) -> None:
        """Throw the rows away: the table holds them now."""
        with suppress(OSError):
            self._path.unlink(missing_ok=True)
        self.rows = []

    def _claim(self) -> None:
        fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        with os.fdopen(os.dup(self._descriptor), "rb") as stream:
            data = b"" if self._force else stream.read()
        whole = data[: data.rfind(b"\n") + 1]
        lines = whole.splitlines()
        if lines:
            self.rows = self._rows_of(lines)
        os.ftruncate(self._descriptor, len(whole))
        os.lseek(self._descriptor, 0, os.SEEK_END)
        if not lines:
            self._append(self._title)

    def _rows_of(self, lines: list[bytes]) -> list[FeatureRow]:
        try:
            title, *kept = [json.loads(line) for line in lines]
            if title != self._title:
                raise ValueError("another title")
            return [_row_of(each["facts"], each["values"]) for each in kept]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise OutputExistsError(
                "Beside the output file lies an unfinished table of another set of "
                "features or version. Nothing was changed: choose another file, or "
                "start over with --force."
            ) from error

    def _append(self, document: object) -> None:
        line = json.dumps(document, ensure_ascii=False, allow_nan=False)
        data = f"{line}\n".encode()
        try:
            written = os.write(self._descriptor, data)
        except OSError as error:
            raise _full() from error
        if written != len(data):
            raise _full()

    def _close(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


def _full() -> OutputError:
    return OutputError(
        "A row could not be written: the disk may be full. What is done is kept; make "
        "room and run again."
    )


def _row_of(facts: dict[str, str], values: dict[str, float | None]) -> FeatureRow:
    known = {
        name: math.nan if value is None else float(value)
        for name, value in values.items()
    }
    return FeatureRow(facts={str(k): str(v) for k, v in facts.items()}, values=known)
