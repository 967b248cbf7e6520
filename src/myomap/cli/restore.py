"""`myomap restore`: a folder of cases from a backup."""

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["EXAMPLE", "run"]

EXAMPLE = "myomap restore saved.zip -o restored"


def run(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="A backup, as 'myomap backup' wrote it."),
    ],
    out: Annotated[
        Path,
        typer.Option(
            "--out", "-o", metavar="FOLDER", help="The folder to make; not there yet."
        ),
    ],
) -> None:
    """Make a folder of cases from a backup.

    Every file is compared with its hash and the database is checked from end to end
    before the folder appears. A folder that is there is never touched.
    """
    from myomap.cases import restore

    n_cases = restore(file, out)
    typer.echo(f"Restored: {n_cases} cases. Every file was checked by its hash.")
