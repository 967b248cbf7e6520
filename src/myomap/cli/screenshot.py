"""`myomap screenshot`: a picture of polar maps to maps in percent."""

from pathlib import Path
from typing import Annotated

import typer

from myomap.cli.picture_options import (
    BarRangeOption,
    ColorTableOption,
    DiscOption,
    StatesOption,
)

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
    color_table: ColorTableOption = None,
    bar_range: BarRangeOption = None,
    states: StatesOption = None,
    disc: DiscOption = None,
    json_path: Annotated[
        Path | None,
        typer.Option("--json", metavar="FILE|-", help="Also write the JSON there."),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite files that are there.")
    ] = False,
) -> None:
    """Find the polar maps on a picture and read their uptake from the colours.

    Writes map_1.npy, map_2.npy ... (32 rings × 72 angles in percent), screenshot.json,
    and discs.png: the found discs on the picture, with everything else blackened, and
    the maps beside, each with what its 100 % is. What is stress and what is rest is
    told by the arrangement, and a caution says so; --states overrules it.

    A picture of which no map can be read is refused with the reason and what helps.
    """
    from myomap.cli.deliver import TERMINAL, deliver_json, require_room
    from myomap.cli.picture_options import chosen_pictures
    from myomap.cli.screenshot_document import document_of
    from myomap.cli.screenshot_files import FILES, read_screenshot, write_screenshot
    from myomap.cli.screenshot_table import print_reading

    options = chosen_pictures(color_table, bar_range, states, disc)
    require_room(out, FILES, json_path, force=force, inputs=[source])
    found = read_screenshot(source, options)
    written = write_screenshot(found, out, force=force)
    if json_path is not None:
        deliver_json(document_of(found), json_path, force=force)
    if json_path != TERMINAL:
        print_reading(found, written)
