"""`myomap demo`: the main job on a simulated patient."""

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["EXAMPLE", "run"]

EXAMPLE = "myomap demo --out demo"


def run(
    out: Annotated[
        Path,
        typer.Option(
            "--out", "-o", metavar="DIR", help="Folder for study and reading."
        ),
    ] = Path("myomap-demo"),
    seed: Annotated[
        int,
        typer.Option(
            min=0, max=2**32 - 1, metavar="N", help="Which simulated patient."
        ),
    ] = 1,
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite files that are there.")
    ] = False,
) -> None:
    """Simulate a patient, read and judge the study, and print the truth beside.

    Leaves the raw projections at stress and rest and the attenuation map as DICOM in
    OUT/study, and the reading (maps, pictures, JSON) in OUT/reading.
    """
    from myomap.cli.deliver import require_room
    from myomap.cli.demo_patient import STUDY_FILES, print_truth, write_demo_study
    from myomap.cli.progress import progress_shown
    from myomap.cli.reading_table import print_reading
    from myomap.reading import ALWAYS_WRITTEN, judge_reading, read, write_reading

    study_files = [out / "study" / name for name in STUDY_FILES]
    require_room(out / "study", STUDY_FILES, None, force=force)
    require_room(out / "reading", ALWAYS_WRITTEN, None, force=force)
    truth = write_demo_study(out / "study", seed=seed, force=force)
    with progress_shown("Reading") as advance:
        reading = read(study_files, on_progress=advance)
    judgement = judge_reading(reading)
    document = write_reading(reading, out / "reading", force=force, judgement=judgement)
    print_reading(reading, document.artifacts, judgement)
    print_truth(truth, reading)
    typer.echo(
        "Look at polar_maps.png, judged_maps.png and slices.png in the folder "
        "'reading'."
    )
