"""`myomap screenshot`: a picture of polar maps to maps in percent."""

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["EXAMPLE", "run"]

EXAMPLE = "myomap screenshot screen.png --out maps"


def run(
    source: Annotated[
        Path,
        typer.Argument(metavar="PICTURE", help="A screen as PNG, JPEG or BMP."),
    ],
    out: Annotated[
        Path,
        typer.Option("--out", "-o", metavar="DIR", help="Folder for the results."),
    ],
    state: Annotated[
        str | None,
        typer.Option(metavar="stress|rest", help="What a lone map shows, if known."),
    ] = None,
    color_table: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Colour table of the screen, if known; a wrong one lists them all.",
        ),
    ] = None,
    json_path: Annotated[
        Path | None,
        typer.Option("--json", metavar="FILE|-", help="Also write the JSON there."),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite files that are there.")
    ] = False,
) -> None:
    """Find the polar maps on a picture and read their uptake from the colours.

    Writes map_1.npy, map_2.npy ... (32 rings × 72 angles, percent of the top of the
    colour scale), screenshot.json, and discs.png: the found discs on the picture, with
    everything else blackened, and the maps beside. What is stress and what is rest is
    told by the arrangement, and a caution says so.
    """
    from myomap.cli.deliver import TERMINAL, deliver_json, require_room
    from myomap.cli.screenshot_files import (
        FILES,
        chosen_state,
        document_of,
        print_reading,
        read_screenshot,
        write_screenshot,
    )

    require_room(out, FILES, json_path, force=force, inputs=[source])
    found = read_screenshot(source, chosen_state(state), color_table)
    written = write_screenshot(found, out, force=force)
    if json_path is not None:
        deliver_json(document_of(found), json_path, force=force)
    if json_path != TERMINAL:
        print_reading(found, written)
