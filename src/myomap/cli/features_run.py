"""From patients to the finished table: what is done is kept, the rest is read."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from myomap.cli.features_cases import FeatureCase
from myomap.cli.features_journal import Journal
from myomap.cli.features_rows import (
    FeatureRow,
    digest_of,
    make_row,
    name_of,
    options_of,
    passed_on_anew,
)
from myomap.cli.features_summary import FeatureSummary
from myomap.cli.features_table import format_of, rows_in, table_bytes
from myomap.errors import InputError
from myomap.features import FeatureSet
from myomap.output import OutputFolder, write_file
from myomap.reconstruction import Progress

__all__ = ["make_table"]

_UNUSED = {"several-inputs", "state-unknown-unused"}


def make_table(
    cases: Sequence[FeatureCase],
    feature_set: FeatureSet,
    out: Path,
    *,
    force: bool = False,
    on_progress: Callable[[Progress], None] | None = None,
) -> FeatureSummary:
    """Write the features of patients into a table, one row each.

    A patient whose row is there is not read again, as long as the files and what was
    told of pictures are the same; one that could not be read is tried again. Rows of
    patients that are not among these are kept and come first, unless they tell of a
    failure. Raises `InputError` where there are no patients, `OutputError` where the
    table cannot be written, and `OutputExistsError` where it is another one.
    """
    if not cases:
        raise InputError(
            "There is nothing to read: found no file in the folder. Expected studies, "
            "volumes, maps or pictures."
        )
    file_format = format_of(out)
    OutputFolder(out.parent, force=True, names=[out.name])
    with Journal(out, feature_set, force=force) as journal:
        is_there = out.exists() and not force
        earlier = rows_in(out, feature_set, file_format) if is_there else []
        kept = {row.patient_id: row for row in (*earlier, *journal.rows) if row.is_ok}
        made = _Made(feature_set, kept, journal)
        for number, case in enumerate(cases, start=1):
            made.take(case, number)
            if on_progress is not None:
                progress = Progress(done=number, total=len(cases), stage="patients")
                on_progress(progress)
        others = [row for row in kept.values() if row.patient_id not in made.rows]
        rows = [*others, *made.rows.values()]
        write_file(out, table_bytes(rows, feature_set, file_format), force=True)
        journal.finish()
    return FeatureSummary(
        n_made=made.n_made,
        n_kept=len(made.rows) - made.n_made,
        failures=tuple(made.failures),
        repeated=tuple(made.repeated),
        partly=tuple(made.partly),
        n_rows=len(rows),
    )


class _Made:
    """The rows of these patients, made now or before."""

    def __init__(
        self,
        feature_set: FeatureSet,
        kept: Mapping[str, FeatureRow],
        journal: Journal,
    ) -> None:
        self._feature_set = feature_set
        self._kept = kept
        self._journal = journal
        self.rows: dict[str, FeatureRow] = {}
        self.n_made = 0
        self.failures: list[tuple[str, str]] = []
        self.repeated: list[str] = []
        self.partly: list[str] = []

    def take(self, case: FeatureCase, number: int) -> None:
        """Read a patient, unless that was done."""
        digest = digest_of(case)
        patient_id = name_of(case, digest, number)
        if patient_id in self.rows:
            self.repeated.append(case.called)
            return
        row = self._kept.get(patient_id)
        facts = {"sha256": digest or "", "options": options_of(case)}
        if row is None or not facts.items() <= row.facts.items():
            row = make_row(case, patient_id, digest, self._feature_set)
            self._journal.add(row)
            self.n_made += 1
        self.rows[patient_id] = passed_on_anew(row, case)
        if _is_partly_used(case, row):
            self.partly.append(case.called)
        if not row.is_ok:
            self.failures.append((case.called, row.facts["reason"]))


def _is_partly_used(case: FeatureCase, row: FeatureRow) -> bool:
    """Return whether a folder holds more than the one pair that made its row."""
    codes = set(row.facts["cautions"].split("; "))
    paths = (*case.paths, *case.stress, *case.rest)
    return bool(codes & _UNUSED) and any(path.is_dir() for path in paths)
