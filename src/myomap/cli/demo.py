"""`myomap demo`: the main job on a simulated patient."""

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["EXAMPLE", "run"]

EXAMPLE = "myomap demo --out demo"


def run(
    out: Annotated[Path, typer.Option(help="Folder for study and reading.")] = Path(
        "myomap-demo"
    ),
    seed: Annotated[int, typer.Option(help="Which simulated patient.")] = 7,
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite files that are there.")
    ] = False,
) -> None:
    """Simulate a patient with disease, read the study, and print the truth beside.

    Leaves the study as DICOM volumes, stress and rest, in OUT/study, and the reading
    (maps, pictures, JSON) in OUT/reading.
    """
    from myomap.cli.demo_patient import print_truth, write_demo_study
    from myomap.cli.read import show_reading
    from myomap.reading import read, write_reading

    truth = write_demo_study(out / "study", seed=seed, force=force)
    reading = read([out / "study"])
    write_reading(reading, out / "reading", force=force)
    show_reading(reading)
    print_truth(truth, reading)
    typer.echo("Look at polar_maps.png and slices.png in the folder 'reading'.")
