"""`myomap polarmap`: volumes or maps to drawn polar maps."""

from pathlib import Path
from typing import Annotated

import typer

from myomap.cli.picture_options import (
    BarRangeOption,
    ColorTableOption,
    DiscOption,
    StatesOption,
)
from myomap.cli.ventricle import ApexOption, BaseOption, RadiusOption

__all__ = ["EXAMPLE", "run"]

EXAMPLE = "myomap polarmap study/rest.nii.gz --out map --draw-table hot-iron"


def run(
    source: Annotated[
        Path,
        typer.Argument(
            help="One volume, .npy map or picture of one, or a folder or zip with one."
        ),
    ],
    out: Annotated[
        Path,
        typer.Option("--out", "-o", metavar="DIR", help="Folder for the results."),
    ],
    segments: Annotated[
        int, typer.Option(metavar="17|20", help="Number of segments; 17 is the AHA's.")
    ] = 17,
    radii: Annotated[
        tuple[float, float, float] | None,
        typer.Option(
            metavar="R R R",
            help="Outer radii of apex, apical and mid ring as fractions of the disc.",
        ),
    ] = None,
    draw_table: Annotated[
        str,
        typer.Option(
            metavar="NAME",
            help="Colour table of the drawing; a wrong name lists them all.",
        ),
    ] = "inferno",
    percentile: Annotated[
        float | None,
        typer.Option(
            metavar="P",
            help="Percentile of a volume's samples that is 100 %; 99 if not given.",
        ),
    ] = None,
    territories: Annotated[
        bool, typer.Option("--territories", help="Draw the territories' borders.")
    ] = False,
    dark: Annotated[bool, typer.Option("--dark", help="Draw on a dark page.")] = False,
    apex: ApexOption = None,
    base: BaseOption = None,
    radius: RadiusOption = None,
    color_table: ColorTableOption = None,
    bar_range: BarRangeOption = None,
    states: StatesOption = None,
    disc: DiscOption = None,
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite files that are there.")
    ] = False,
) -> None:
    """Map the wall of one volume and draw the disc as PNG and SVG.

    Writes map.npy (32 rings × 72 angles, percent), segments.csv and the pictures.
    For stress, rest and their difference side by side use `myomap read`.
    """
    from myomap.cli.deliver import require_room
    from myomap.cli.options import chosen_placement
    from myomap.cli.picture_options import chosen_pictures
    from myomap.cli.polarmap_files import (
        FILES,
        MapRequest,
        chosen_drawing,
        map_one_source,
        print_map,
        write_map,
    )

    request = MapRequest(
        path=source,
        percentile=percentile,
        placement=chosen_placement(apex, base, radius),
        pictures=chosen_pictures(color_table, bar_range, states, disc),
    )
    drawing = chosen_drawing(
        draw_table,
        segments,
        radii,
        shows_territories=territories,
        is_dark=dark,
    )
    require_room(out, FILES, None, force=force, inputs=[source])
    found = map_one_source(request)
    write_map(found, out, drawing, force=force)
    print_map(found, drawing.model)
