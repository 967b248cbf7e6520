"""`myomap read`: a study to maps, pictures and JSON."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from myomap.cli.deliver import deliver_json

if TYPE_CHECKING:
    from myomap.reading import Reading

__all__ = ["EXAMPLE", "SexOption", "run", "show_reading"]

EXAMPLE = "myomap read study --out reading"

SexOption = Annotated[
    str | None, typer.Option(help="F or M; overrules the header.", metavar="F|M")
]


def run(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Files, folders and zips of one patient, in any mix."),
    ] = None,
    stress: Annotated[
        list[Path] | None, typer.Option(help="Path of the stress input.")
    ] = None,
    rest: Annotated[
        list[Path] | None, typer.Option(help="Path of the rest input.")
    ] = None,
    sex: SexOption = None,
    age: Annotated[
        float | None, typer.Option(help="Years; overrules the header.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder for maps, pictures and JSON.")
    ] = None,
    json_path: Annotated[
        Path | None,
        typer.Option("--json", help="Write the JSON to this file, or - to print."),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite files that are there.")
    ] = False,
) -> None:
    """Read a study: find the left ventricle at stress and rest and map its wall.

    What each file is, and what is stress and what is rest, is found from the files;
    --stress and --rest overrule it. Takes DICOM volumes, NIfTI volumes and .npy maps.
    """
    from myomap.cli.options import chosen_sex, require_some_path
    from myomap.reading import ReadOptions, describe_reading, read, write_reading

    require_some_path(paths, stress, rest)
    options = ReadOptions(
        stress=tuple(stress or ()),
        rest=tuple(rest or ()),
        sex=chosen_sex(sex),
        age_years=age,
    )
    reading = read(paths or [], options)
    document = (
        write_reading(reading, out, force=force)
        if out is not None
        else describe_reading(reading)
    )
    if json_path != Path("-"):
        show_reading(reading)
    if json_path is not None:
        deliver_json(document.to_json(), json_path, force=force)


def show_reading(reading: "Reading") -> None:
    """Print what a physician looks for first, on one screen."""
    from myomap.cli.reading_table import print_reading

    print_reading(reading)
