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
    OUT/study, the reading (maps, pictures, JSON, the report) in OUT/reading, and the
    case in OUT/room, a folder of the reading room.
    """
    from myomap.cli.deliver import require_room
    from myomap.cli.demo_case import keep_demo_case
    from myomap.cli.demo_patient import STUDY_FILES, print_truth, write_demo_study
    from myomap.cli.progress import progress_shown
    from myomap.cli.reading_table import print_reading
    from myomap.cli.report_option import Found, reports_asked
    from myomap.cli.serve import DEFAULT_PORT
    from myomap.cli.written_reading import written_reading
    from myomap.reading import ALWAYS_WRITTEN, judge_reading, read, read_learned

    asked = reports_asked("pdf,html", None, out)
    study_files = [out / "study" / name for name in STUDY_FILES]
    require_room(out / "study", STUDY_FILES, None, force=force)
    always = (*ALWAYS_WRITTEN, *(asked.files if asked else ()))
    require_room(out / "reading", always, None, force=force)
    truth = write_demo_study(out / "study", seed=seed, force=force)
    with progress_shown("Reading") as advance:
        reading = read(study_files, on_progress=advance)
    found = Found(
        reading=reading,
        judgement=judge_reading(reading),
        learned=read_learned(reading),
    )
    document, _ = written_reading(
        found, out / "reading", asked, force=force, paths=study_files
    )
    print_reading(reading, document.artifacts, found.judgement, found.learned)
    print_truth(truth, reading)
    case = keep_demo_case(found, study_files, out / "room")
    typer.echo(
        "Look at report.pdf and judged_maps.png in the folder 'reading'.\n"
        "The reading room with this patient: where the folders 'reading' and 'room' "
        "lie,\ncall 'myomap serve --open --folder room', then see "
        f"http://127.0.0.1:{DEFAULT_PORT}/cases/{case}"
    )
