"""What `myomap features` did, as its last lines on the terminal."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import typer

from myomap.cli.remarks import NOTICE
from myomap.errors import InputError

__all__ = ["FeatureSummary", "print_summary"]

_SHOWN_NAMES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureSummary:
    """What a run did.

    Parameters
    ----------
    n_made, n_kept : int
        Patients that were read now, and that were there already.
    failures : tuple of (str, str)
        What the user calls each patient that could not be read, and why.
    repeated : tuple of str
        What the user calls inputs whose files were given before.
    partly : tuple of str
        What the user calls folders that hold more than their row was made of.
    n_rows : int
        Of the table, rows of earlier runs included.
    """

    n_made: int
    n_kept: int
    failures: tuple[tuple[str, str], ...]
    repeated: tuple[str, ...] = ()
    partly: tuple[str, ...] = ()
    n_rows: int


def print_summary(summary: FeatureSummary) -> None:
    """Print what was done; raise `InputError` where nobody could be read.

    Names are shown here, on the terminal of the person who gave them, and nowhere
    else: the table has none.
    """
    n_failed = len(summary.failures)
    n_here = summary.n_made + summary.n_kept
    if n_failed == n_here:
        raise _nobody_read([reason for _, reason in summary.failures])
    typer.echo(
        f"Patients: {n_here}; read now: {summary.n_made}, of which {n_failed} failed; "
        f"kept from before: {summary.n_kept}."
    )
    if summary.repeated:
        typer.echo(
            "the same files as an input before, no row of their own: "
            f"{_names(summary.repeated)}"
        )
    if summary.partly:
        typer.echo(
            "one row of many inputs, taken for one patient (if each is a patient, "
            f"start over with --each): {_names(summary.partly)}"
        )
    for line in _failure_lines(summary.failures):
        typer.echo(line)
    typer.echo(f"Rows in the table: {summary.n_rows}.")
    if n_failed:
        typer.echo(
            "Failed rows say why in the column reason; the same command tries them "
            "again and keeps the others."
        )
    typer.echo(NOTICE)


def _failure_lines(failures: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Yield the reasons, the commonest first, each with who failed for it."""
    by_reason: dict[str, list[str]] = {}
    for called, reason in failures:
        by_reason.setdefault(reason, []).append(called)
    for reason, names in sorted(by_reason.items(), key=lambda found: -len(found[1])):
        yield f"failed   {len(names)} × {reason}"
        yield f"         {_names(names)}"


def _names(names: Sequence[str]) -> str:
    """Return the first names of a list, and how many more there are.

    Examples
    --------
    >>> _names([f"{number}.png" for number in range(12)])[-20:]
    '8.png, 9.png, 2 more'
    """
    shown = list(names[:_SHOWN_NAMES])
    n_more = len(names) - len(shown)
    return ", ".join([*shown, f"{n_more} more"] if n_more else shown)


def _nobody_read(reasons: Sequence[str]) -> InputError:
    if len(reasons) == 1:
        return InputError(reasons[0])
    counts = {reason: reasons.count(reason) for reason in reasons}
    commonest = max(counts, key=lambda reason: counts[reason])
    return InputError(
        f"None of {len(reasons)} inputs could be read: the table's column reason says "
        f"why; of {counts[commonest]}: {commonest}"
    )
