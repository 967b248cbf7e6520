"""The table of features as a file: CSV, or Parquet where a library for it is there.

Numbers are written so that reading them gives the same bits; an empty cell stands for
what is not known.
"""

import csv
import io
import math
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import myomap
from myomap.cli.features_rows import FACTS, OK, FeatureRow, columns_of, known_values
from myomap.errors import ConfigError, OutputError, OutputExistsError
from myomap.features import FeatureSet

__all__ = ["TableFormat", "format_of", "rows_in", "table_bytes"]

_Cells = Sequence[Mapping[str, Any]]


class TableFormat(NamedTuple):
    """How a table becomes bytes and back."""

    write: Callable[[list[str], _Cells], bytes]
    read: Callable[[bytes], tuple[list[str], _Cells]]


def format_of(path: Path) -> TableFormat:
    """Return the format that a file's ending asks for.

    Raises `ConfigError` for any ending but .csv and .parquet, and where Parquet is
    wanted and no library for it is installed.
    """
    ending = path.suffix.lower()
    if ending == ".csv":
        return TableFormat(_csv_bytes, _csv_cells)
    if ending == ".parquet":
        return _parquet_format()
    raise ConfigError(
        f"The table's file ends in {ending or 'nothing'!r}. Expected .csv or .parquet."
    )


def table_bytes(
    rows: Sequence[FeatureRow], feature_set: FeatureSet, file_format: TableFormat
) -> bytes:
    """Return rows as a file."""
    columns = columns_of(feature_set)
    empty = dict.fromkeys(columns[len(FACTS) :])
    cells = [row.facts | empty | known_values(row) for row in rows]
    return file_format.write(columns, cells)


def rows_in(
    path: Path, feature_set: FeatureSet, file_format: TableFormat
) -> list[FeatureRow]:
    """Return the rows of a table that an earlier run wrote.

    Raises `OutputExistsError` where the file is no table of this set and version.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise OutputError(
            "The table that is there cannot be read. Choose another file."
        ) from error
    try:
        columns, cells = file_format.read(data)
        rows = [_row_of(each) for each in cells]
    except (ValueError, KeyError, TypeError, OSError, csv.Error) as error:
        raise _foreign() from error
    made_by = {(row.facts["feature_set"], row.facts["myomap"]) for row in rows}
    if columns != columns_of(feature_set) or (
        made_by - {(feature_set.value, myomap.__version__)}
    ):
        raise _foreign()
    return rows


def _foreign() -> OutputExistsError:
    return OutputExistsError(
        "The output file is there and is no table of this set of features by this "
        "version. Nothing was changed: choose another file, or start over with --force."
    )


def _row_of(cells: Mapping[str, Any]) -> FeatureRow:
    facts = {name: str(cells[name] or "") for name in FACTS}
    if facts["status"] != OK:
        return FeatureRow(facts=facts)
    return FeatureRow(
        facts=facts,
        values={
            name: math.nan if value in (None, "") else float(value)
            for name, value in cells.items()
            if name not in facts
        },
    )


def _csv_bytes(columns: list[str], cells: _Cells) -> bytes:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, columns, lineterminator="\n")
    writer.writeheader()
    # DictWriter writes floats by their shortest form that reads back the same.
    writer.writerows(cells)
    return stream.getvalue().encode()


def _csv_cells(data: bytes) -> tuple[list[str], _Cells]:
    reader = csv.DictReader(
        io.StringIO(data.decode("utf-8"), newline=""), strict=True, restval=None
    )
    cells = list(reader)
    if any(None in row or None in row.values() for row in cells):
        raise ValueError("a row has more or fewer cells than the header")
    return list(reader.fieldnames or ()), cells


def _parquet_format() -> TableFormat:
    if find_spec("pyarrow") is None:
        raise ConfigError(
            "Parquet needs pyarrow, which is not installed. Install "
            "myomap[parquet], or write a .csv file."
        )
    return TableFormat(_arrow_bytes, _arrow_cells)


def _typed(columns: list[str], cells: _Cells) -> dict[str, list[Any]]:
    """Return columns of equal type: empty words stay words, empty numbers are None."""
    return {name: [row[name] for row in cells] for name in columns}


def _arrow_bytes(columns: list[str], cells: _Cells) -> bytes:
    arrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    schema = arrow.schema(
        [
            (name, arrow.string() if name in FACTS else arrow.float64())
            for name in columns
        ]
    )
    table = arrow.table(_typed(columns, cells), schema=schema)
    stream = io.BytesIO()
    parquet.write_table(table, stream)
    return stream.getvalue()


def _arrow_cells(data: bytes) -> tuple[list[str], _Cells]:
    arrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    table = parquet.read_table(arrow.BufferReader(data))
    return list(table.column_names), table.to_pylist()
