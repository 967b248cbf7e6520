"""`myomap models`: which models there are, what they say of themselves, and checks."""

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["EXAMPLE", "run"]

EXAMPLE = "myomap models verify model.zip"


def run(
    action: Annotated[
        str, typer.Argument(metavar="ACTION", help="list, show or verify.")
    ],
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="BUNDLE...", help="Bundles; for list also folders of them."
        ),
    ] = None,
    json_path: Annotated[
        Path | None,
        typer.Option(
            "--json", metavar="FILE", help="Write what is found as JSON, or - to print."
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite the file of --json.")
    ] = False,
) -> None:
    """List models, show what one says of itself, or check that it can be trusted.

    list takes bundles and folders, the one where you are if none is given, and prints
    a row for each bundle; other files are passed over. show prints a card: what the
    model is for, its figures with their intervals, its limits and its SHA-256. verify
    opens each bundle as a reading would and ends with status 3 if any is damaged, is
    something else, or does not give the answers of its self-test on this machine.
    """
    from myomap.cli.models_run import ACTIONS, chosen_action

    ACTIONS[chosen_action(action)](paths or [], json_path, force)
