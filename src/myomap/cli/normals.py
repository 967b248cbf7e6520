"""`myomap normals`: build normal limits, and show, compare and verify them."""

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["EXAMPLE", "run"]

EXAMPLE = "myomap normals show"


def run(
    action: Annotated[
        str,
        typer.Argument(metavar="ACTION", help="build, show, compare or verify."),
    ],
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="FILE...",
            help="A manifest to build from; otherwise files of limits.",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="FILE", help="The limits that are built."),
    ] = None,
    name: Annotated[
        str, typer.Option(metavar="NAME", help="What to call the limits.")
    ] = "site limits",
    tracer: Annotated[str, typer.Option(help="Of all studies.")] = "Tc-99m",
    camera: Annotated[
        str, typer.Option(help="Camera and protocol of all studies.")
    ] = "unknown",
    reconstruction: Annotated[
        str, typer.Option(help="Reconstruction of all studies.")
    ] = "unknown",
    attenuation: Annotated[
        bool | None,
        typer.Option(
            "--attenuation/--no-attenuation",
            help="Whether attenuation was corrected, where the files do not tell.",
        ),
    ] = None,
    mixed: Annotated[
        bool,
        typer.Option(
            "--mixed",
            help="Take everybody, ill or not, and build by a robust method.",
        ),
    ] = False,
    json_path: Annotated[
        Path | None,
        typer.Option(
            "--json", metavar="FILE", help="Write what is found as JSON, or - to print."
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite files that are there.")
    ] = False,
) -> None:
    """Build normal limits from a list of patients, or look at limits.

    build takes one manifest, a CSV file with patient_id, stress, rest or image, and sex
    (F or M), and reads every study as `myomap read` does. With a column label only
    normal patients enter. A set of limits is made for each sex, state and correction
    that has ten cases or more, and one for both sexes together. Studies that cannot be
    read, or whose contours are doubtful, are left out and counted. --mixed builds from
    a mixed clinical population: wide or common disease can then pass as normal.

    show prints what limits stand on, those that come with myomap if none are named.
    compare prints how far two files differ, set by set. verify opens files with all
    checks and ends with status 3 if any cannot be trusted.
    """
    from myomap.cli.normals_build import BuildRequest, build_normals
    from myomap.cli.normals_show import (
        chosen_action,
        compare_normals,
        show_normals,
        verify_normals,
    )

    given = paths or []
    chosen = chosen_action(action)
    if chosen == "build":
        request = BuildRequest(
            out=out,
            name=name,
            tracer=tracer,
            camera=camera,
            reconstruction=reconstruction,
            attenuation_corrected=attenuation,
            takes_everybody=mixed,
        )
        build_normals(given, request, json_path, force=force)
        return
    looks = {
        "show": show_normals,
        "compare": compare_normals,
        "verify": verify_normals,
    }
    looks[chosen](given, json_path, force)
