"""`myomap polarmap`: volumes or maps to drawn polar maps."""

from pathlib import Path
from typing import Annotated

import typer

from myomap.cli.ventricle import ApexOption, BaseOption, RadiusOption

__all__ = ["EXAMPLE", "run"]

EXAMPLE = "myomap polarmap study/rest.nii.gz --out map --color-table hot-iron"


def run(
    source: Annotated[
        Path,
        typer.Argument(help="One volume or .npy map, or a folder or zip with one."),
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the results.")],
    segments: Annotated[int, typer.Option(help="17 (AHA) or 20 segments.")] = 17,
    radii: Annotated[
        tuple[float, float, float] | None,
        typer.Option(
            help="Outer radii of apex, apical and mid ring as fractions of the disc."
        ),
    ] = None,
    color_table: Annotated[
        str, typer.Option(help="Name of the colour table; a wrong one lists them all.")
    ] = "inferno",
    percentile: Annotated[
        float, typer.Option(help="Percentile of the samples that is 100 %.")
    ] = 99.0,
    territories: Annotated[
        bool, typer.Option("--territories", help="Draw the territories' borders.")
    ] = False,
    dark: Annotated[bool, typer.Option("--dark", help="Draw on a dark page.")] = False,
    apex: ApexOption = None,
    base: BaseOption = None,
    radius: RadiusOption = None,
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite files that are there.")
    ] = False,
) -> None:
    """Map the wall of one volume and draw the disc as PNG and SVG.

    Writes map.npy (32 rings × 72 angles, percent), segments.csv and the pictures.
    For stress, rest and their difference side by side use `myomap read`.
    """
    from myomap.cli.options import chosen_placement
    from myomap.cli.polarmap_files import (
        MapRequest,
        map_one_source,
        segment_model,
        show_map,
        write_map,
    )
    from myomap.polarmap import Background, DrawingOptions, SamplingOptions

    drawing = DrawingOptions(
        color_table=color_table,
        model=segment_model(segments, radii),
        shows_territories=territories,
        background=Background.DARK if dark else Background.LIGHT,
    )
    found = map_one_source(
        MapRequest(
            path=source,
            sampling=SamplingOptions(reference_percentile=percentile),
            placement=chosen_placement(apex, base, radius),
        )
    )
    write_map(found, out, drawing, force=force)
    show_map(found, drawing.model)
