"""A reading written into a folder, with its report where one is asked for."""

from collections.abc import Sequence
from pathlib import Path

from myomap.cli.report_option import Found, ReportAsk, report_files
from myomap.reading import (
    ReadingDocument,
    describe_reading,
    write_reading,
    write_reading_and,
)

__all__ = ["written_reading"]


def written_reading(
    found: Found,
    out: Path | None,
    asked: ReportAsk | None,
    *,
    force: bool,
    paths: Sequence[Path],
) -> tuple[ReadingDocument, tuple[str, ...]]:
    """Return the document of a reading, and what of its report cannot be made.

    With a folder all files are written, or none of them.
    """
    told: tuple[str, ...] = ()
    if out is None:
        return describe_reading(
            found.reading, judgement=found.judgement, learned=found.learned
        ), told
    if asked is None:
        return write_reading(
            found.reading,
            out,
            force=force,
            judgement=found.judgement,
            learned=found.learned,
        ), told
    further, told = report_files(asked, found, paths)
    document = write_reading_and(
        found.reading,
        out,
        further,
        force=force,
        judgement=found.judgement,
        learned=found.learned,
    )
    return document, told
