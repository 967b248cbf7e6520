"""`myomap backup`: all kept cases in one file."""

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["EXAMPLE", "run"]

EXAMPLE = "myomap backup cases -o cases.zip"


def run(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="Where the cases are kept.")
    ],
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="FILE", help="The backup to write.")
    ],
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite the file if it is there.")
    ] = False,
) -> None:
    """Save all kept cases, their files and the users into one file.

    The reading room can go on running meanwhile. The file is whole or not there; it
    holds what the cases hold, names of patients too where users typed them, so keep it
    as safe as the cases themselves. `myomap restore` makes a folder of it again.
    """
    from myomap.cases import backup, open_cases
    from myomap.errors import ConfigError

    if folder.resolve() in out.resolve().parents:
        raise ConfigError(
            "The backup would lie inside the folder that it saves. Choose another "
            "place, on another disk at best."
        )
    with open_cases(folder, create=False) as store:
        n_bytes = backup(store, out, force=force)
    typer.echo(f"Saved: {n_bytes / 1e6:.1f} MB. Every file was checked by its hash.")
