"""`myomap ventricle`: a volume to surfaces, short axis and a picture."""

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["EXAMPLE", "ApexOption", "BaseOption", "RadiusOption", "run"]

EXAMPLE = "myomap ventricle study/rest.nii.gz --out ventricle"

Point = tuple[float, float, float]
ApexOption = Annotated[
    Point | None,
    typer.Option(
        metavar="X Y Z",
        help="Mid-wall apex by hand: mm to the patient's left, back and head.",
    ),
]
BaseOption = Annotated[
    Point | None,
    typer.Option(metavar="X Y Z", help="Middle of the valve plane by hand, likewise."),
]
RadiusOption = Annotated[
    float | None,
    typer.Option(metavar="MM", help="Mid-wall radius by hand, where it is widest."),
]


def run(
    volume: Annotated[
        Path, typer.Argument(help="One volume: a file, or a folder or zip with one.")
    ],
    out: Annotated[
        Path,
        typer.Option("--out", "-o", metavar="DIR", help="Folder for the results."),
    ],
    apex: ApexOption = None,
    base: BaseOption = None,
    radius: RadiusOption = None,
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite files that are there.")
    ] = False,
) -> None:
    """Find the left ventricle: surfaces, long axis, valve plane, short-axis slices.

    Writes the surfaces as STL and VTK PolyData (LPS millimetres), the short-axis
    volume as NIfTI and DICOM, a picture of the three planes with the contours, and
    ventricle.json. With --apex, --base and --radius the ventricle is placed by hand;
    ventricle.json has the values that were found, to start from.
    """
    from myomap.cli.deliver import require_room
    from myomap.cli.one_volume import find_or_place, read_one_volume
    from myomap.cli.options import chosen_placement
    from myomap.cli.ventricle_files import names_of_files, write_ventricle
    from myomap.cli.ventricle_table import print_ventricle

    placement = chosen_placement(apex, base, radius)
    source, data = read_one_volume(volume)
    require_room(out, names_of_files(data), None, force=force, inputs=[volume])
    ventricle = find_or_place(data, placement)
    written = write_ventricle(source, ventricle, out, force=force)
    print_ventricle(source, ventricle, written)
