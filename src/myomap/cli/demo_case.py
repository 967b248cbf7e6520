"""The demo's patient as a case of the reading room."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from myomap.cases import (
    CaseQuery,
    CaseStore,
    find_case,
    list_cases,
    open_cases,
)
from myomap.cli.report_option import Found
from myomap.web.keeping import keep_case
from myomap.web.laid_out import lay_out
from myomap.web.reading_job import outcome_of
from myomap.web.tasks import Outcome, TaskFile

__all__ = ["keep_demo_case"]


def keep_demo_case(found: Found, study: Sequence[Path], room: Path) -> int:
    """Keep what was read as a case and return its number.

    A demo that is run again finds the case that the first run kept, unless what is
    read has changed meanwhile.
    """
    files = [TaskFile(place=path, name=path.name) for path in study]
    with TemporaryDirectory() as made, closing(open_cases(room)) as store:
        laid = lay_out(files, Path(made) / "study")
        kept = outcome_of(laid, found.reading, found.judgement, found.learned)
        return _kept_before(store, kept) or keep_case(
            store, kept, name="", author="demo"
        )


def _kept_before(store: CaseStore, kept: Outcome) -> int | None:
    """Return the case that holds just this reading, if one does."""
    for row in list_cases(store, CaseQuery()).rows:
        if find_case(store, row.id).document.to_json() == kept.document:
            return row.id
    return None
