"""`myomap reconstruct`: raw projections to volumes."""

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["EXAMPLE", "run"]

EXAMPLE = "myomap reconstruct raw --out volumes"


def run(
    paths: Annotated[
        list[Path],
        typer.Argument(help="Files, folders and zips of one patient, in any mix."),
    ],
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="DIR", help="Folder for the volumes.")
    ],
    protocol: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Protocol of reconstruction: a name, or a TOML file; a wrong name "
            "lists them all.",
        ),
    ] = None,
    attenuation_map: Annotated[
        Path | None,
        typer.Option(
            metavar="PATH", help="Attenuation map in 1/cm; the study's own otherwise."
        ),
    ] = None,
    any_frame: Annotated[
        bool,
        typer.Option(
            "--any-frame",
            help="Use a map though it names another frame of reference.",
        ),
    ] = False,
    correct_attenuation: Annotated[
        bool,
        typer.Option(
            "--attenuation/--no-attenuation",
            help="Whether to correct attenuation where a map or CT is there.",
        ),
    ] = True,
    correct_motion: Annotated[
        bool,
        typer.Option(
            "--correct-motion",
            help="Take out the shifts along the body that are found.",
        ),
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite files that are there.")
    ] = False,
) -> None:
    """Reconstruct a study's raw projections, with attenuation correction.

    Writes for each state a volume as DICOM (NM RECON TOMO) and NIfTI, and
    reconstruction.json with the protocol and all cautions. A CT or an attenuation map
    in the study is used; without one the volumes are not attenuation corrected.
    """
    from myomap.cli.deliver import require_room
    from myomap.cli.progress import progress_shown
    from myomap.cli.reconstruct_files import (
        chosen_protocol,
        names_of_files,
        projections_of,
        show_reconstructions,
        write_reconstructions,
    )
    from myomap.intake import IntakeOptions, read_study
    from myomap.reconstruction import reconstruct_input

    options = chosen_protocol(
        protocol, attenuation=correct_attenuation, corrects_motion=correct_motion
    )
    study = read_study(paths, options=IntakeOptions(attenuation_map=attenuation_map))
    sources = projections_of(study)
    require_room(out, names_of_files(sources), None, force=force, inputs=paths)
    found = []
    for source in sources:
        state = source.state.value if source.state else "state unknown"
        with progress_shown(f"Reconstructing, {state}") as advance:
            found.append(
                reconstruct_input(
                    study, source, options, any_frame=any_frame, on_progress=advance
                )
            )
    write_reconstructions(study, found, out, force=force)
    show_reconstructions(study, found)
