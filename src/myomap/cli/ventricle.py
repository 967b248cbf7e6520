"""`myomap ventricle`: a volume to surfaces, short axis and a picture."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from myomap.records import StudyInput, Ventricle

__all__ = ["EXAMPLE", "ApexOption", "BaseOption", "RadiusOption", "run"]

EXAMPLE = "myomap ventricle study/rest.nii.gz --out ventricle"

Point = tuple[float, float, float]
ApexOption = Annotated[
    Point | None,
    typer.Option(help="Mid-wall apex by hand: mm to the left, back and head."),
]
BaseOption = Annotated[
    Point | None, typer.Option(help="Middle of the valve plane by hand, likewise.")
]
RadiusOption = Annotated[
    float | None, typer.Option(help="Mid-wall radius by hand, mm.")
]


def run(
    volume: Annotated[
        Path, typer.Argument(help="One volume: a file, or a folder or zip with one.")
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the results.")],
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
    ventricle.json. With --apex, --base and --radius the ventricle is placed by hand.
    """
    from myomap.cli.one_volume import find_or_place, read_one_volume
    from myomap.cli.options import chosen_placement
    from myomap.cli.ventricle_files import write_ventricle

    source, data = read_one_volume(volume)
    ventricle = find_or_place(data, chosen_placement(apex, base, radius))
    write_ventricle(source, ventricle, out, force=force)
    show_ventricle(source, ventricle)


def show_ventricle(source: "StudyInput", ventricle: "Ventricle") -> None:
    """Print place, size and quality of what was found."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from myomap.cli.reading_table import NOTICE
    from myomap.cli.ventricle_files import describe_ventricle

    table = Table(title="Left ventricle", title_justify="left", show_header=False)
    table.add_column()
    table.add_column()
    for name, value in describe_ventricle(source, ventricle).items():
        if not isinstance(value, (dict, list)):
            table.add_row(name, str(value))
    console = Console()
    console.print(table)
    for caution in (*source.cautions, *ventricle.quality.cautions):
        console.print(Text.assemble(("caution  ", "yellow"), caution.message))
    console.print(Text(NOTICE, style="bold"))
