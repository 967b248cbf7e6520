"""From patients to the finished table: what is done is kept, the rest is read."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import typer

from myomap.cli.features_cases import FeatureCase
from myomap.cli.features_journal import Journal
from myomap.cli.features_rows import (
    FeatureRow,
    digest_of,
    make_row,
    name_of,
    passed_on_anew,
)
from myomap.cli.features_table import format_of, rows_in, table_bytes
from myomap.cli.remarks import NOTICE
from myomap.errors import InputError
from myomap.features import FeatureSet
from myomap.output import OutputFolder, write_file
from myomap.reconstruction import Progress

__all__ = ["FeatureSummary", "make_table", "print_summary"]

_SHOWN_REASONS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureSummary:
    """What a run did.

    Parameters
    ----------
    n_made, n_kept : int
        Patients that were read now, and that were there already.
    reasons : tuple of str
        One for every patient that could not be read.
    n_rows : int
        Of the table, rows of earlier runs included.
    """

    n_made: int
    n_kept: int
    reasons: tuple[str, ...]
    n_rows: int


def make_table(
    cases: Sequence[FeatureCase],
    feature_set: FeatureSet,
    out: Path,
    *,
    force: bool = False,
    on_progress: Callable[[Progress], None] | None = None,
) -> FeatureSummary:
    """Write the features of patients into a table, one row each.

    A patient whose row is there and whose files are the same is not read again; one
    that could not be read is tried again. Rows of patients that are not among these
    are kept and come first, unless they tell of a failure. Raises `OutputError` where
    the table cannot be written, and `OutputExistsError` where it is another one.
    """
    file_format = format_of(out)
    OutputFolder(out.parent, force=True, names=[out.name])
    with Journal(out, feature_set, force=force) as journal:
        is_there = out.exists() and not force
        earlier = rows_in(out, feature_set, file_format) if is_there else []
        kept = {row.patient_id: row for row in (*earlier, *journal.rows) if row.is_ok}
        rows, n_made = _rows_of(cases, feature_set, kept, journal, on_progress)
        here = {row.patient_id for row in rows}
        others = [row for row in kept.values() if row.patient_id not in here]
        data = table_bytes([*others, *rows], feature_set, file_format)
        write_file(out, data, force=True)
        journal.finish()
    return FeatureSummary(
        n_made=n_made,
        n_kept=len(rows) - n_made,
        reasons=tuple(row.facts["reason"] for row in rows if not row.is_ok),
        n_rows=len(others) + len(rows),
    )


def _rows_of(
    cases: Sequence[FeatureCase],
    feature_set: FeatureSet,
    kept: Mapping[str, FeatureRow],
    journal: Journal,
    on_progress: Callable[[Progress], None] | None,
) -> tuple[list[FeatureRow], int]:
    """Return the rows of these patients and how many were made now."""
    rows: dict[str, FeatureRow] = {}
    n_made = 0
    for number, case in enumerate(cases, start=1):
        digest = digest_of(case)
        patient_id = name_of(case, digest, number)
        row = kept.get(patient_id)
        if patient_id not in rows:
            if row is None or row.facts["sha256"] != (digest or ""):
                row = make_row(case, patient_id, digest, feature_set)
                journal.add(row)
                n_made += 1
            rows[patient_id] = passed_on_anew(row, case)
        if on_progress is not None:
            on_progress(Progress(done=number, total=len(cases), stage="patients"))
    return list(rows.values()), n_made


def print_summary(summary: FeatureSummary) -> None:
    """Print what was done; raise `InputError` where nobody could be read."""
    n_failed = len(summary.reasons)
    n_here = summary.n_made + summary.n_kept
    if n_failed == n_here:
        raise _nobody_read(summary.reasons)
    typer.echo(
        f"Patients: {n_here}; read now: {summary.n_made}, of which {n_failed} failed; "
        f"kept from before: {summary.n_kept}."
    )
    counts = {reason: summary.reasons.count(reason) for reason in summary.reasons}
    for reason, n in list(counts.items())[:_SHOWN_REASONS]:
        typer.echo(f"failed   {n} × {reason}")
    if len(counts) > _SHOWN_REASONS:
        typer.echo("More reasons stand in the column reason.")
    typer.echo(f"Rows in the table: {summary.n_rows}.")
    typer.echo(NOTICE)


def _nobody_read(reasons: Sequence[str]) -> InputError:
    if len(reasons) == 1:
        return InputError(reasons[0])
    return InputError(
        f"None of {len(reasons)} inputs could be read: the table's column reason says "
        f"why, the first of them: {reasons[0]}"
    )
