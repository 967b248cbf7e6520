"""`myomap simulate`: patients whose disease is known at every sample."""

from pathlib import Path
from typing import Annotated

import typer

from myomap.cli.chosen_word import chosen_word
from myomap.cli.study_options import Jobs
from myomap.errors import ConfigError

__all__ = ["EXAMPLE", "run"]


EXAMPLE = "myomap simulate --patients 2 --out cohort --stage projections"


def run(
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="DIR", help="Folder of the cohort.")
    ],
    patients: Annotated[int | None, typer.Option(help="How many patients.")] = None,
    recipe: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="A whole cohort: paper-196 or paper-98x2; instead of --patients.",
        ),
    ] = None,
    seed: Annotated[int, typer.Option(help="Of everything drawn by chance.")] = 0,
    stage: Annotated[
        str | None,
        typer.Option(
            metavar="STAGE",
            help="Where the patients enter: projections, volume, map, picture, "
            "stress-screen or screens; by default projections.",
        ),
    ] = None,
    disease: Annotated[
        str | None,
        typer.Option(
            metavar="CLASS",
            help="Of every patient: normal, ischemia, infarction or mixed; by default "
            "the mixture of a clinic.",
        ),
    ] = None,
    jobs: Jobs = 1,
    arc: Annotated[int, typer.Option(help="Arc of the rotation: 180 or 360.")] = 180,
    views: Annotated[int, typer.Option(help="Views in all.")] = 64,
    matrix: Annotated[int, typer.Option(help="Rows and columns of a view.")] = 64,
    collimator: Annotated[str, typer.Option(help="LEHR or LEAP.")] = "LEHR",
    windows: Annotated[
        str,
        typer.Option(
            metavar="WINDOWS",
            help="Energy windows: photopeak alone, dual or triple.",
        ),
    ] = "triple",
    correct_attenuation: Annotated[
        bool,
        typer.Option(
            "--attenuation/--no-attenuation",
            help="Whether volumes, maps and pictures are attenuation corrected.",
        ),
    ] = True,
    full: Annotated[
        bool,
        typer.Option(
            "--full",
            help="Let maps and pictures go the full way over projections, instead of "
            "estimating them from the truth.",
        ),
    ] = False,
    refinement: Annotated[
        int,
        typer.Option(
            help="Voxels of the body along a pixel's edge. 1 uses one model to "
            "simulate and to reconstruct, which flatters; 2 does not.",
        ),
    ] = 1,
    gates: Annotated[
        int,
        typer.Option(
            help="Gates of the beat, 4 to 64, of projections and volumes; 1 is an "
            "ungated study."
        ),
    ] = 1,
    force: Annotated[
        bool, typer.Option("--force", help="Start over in a folder that is taken.")
    ] = False,
) -> None:
    """Simulate patients at stress and rest, with the truth beside each.

    Writes manifest.csv, and for each patient a folder with the study, truth.json
    (class, axis, volumes, every parameter), the true uptake at stress and at rest as
    a fraction of the normal one, and the mask of the defects. The same seed gives the
    same bytes whatever the number of jobs. A run that was interrupted goes on where
    it stopped when it is started again.

    With --gates the heart beats: projections and volumes are gated, and truth.json
    holds the cavity in ml of every gate and the ejection fraction.

    The recipes paper-196, 196 patients with a station's picture at stress, and
    paper-98x2, 98 with one at stress and one at rest, stand for the closed data of
    the founding paper.
    """
    from myomap.cli.progress import progress_shown
    from myomap.phantom import Disease, Protocol, Windows
    from myomap.simulation import (
        SimulationOptions,
        Stage,
        recipe_options,
        simulate_cohort,
    )

    if (patients is None) is (recipe is None):
        raise ConfigError(
            "The number of patients is not clear. Expected --patients, or the name of "
            "a whole cohort with --recipe: give one of them."
        )
    if recipe is not None and (stage is not None or disease is not None):
        raise ConfigError(
            "A whole cohort has its own stage and classes. Leave out --stage and "
            "--disease, or give --patients instead of --recipe."
        )
    options = SimulationOptions(
        n_patients=1 if patients is None else patients,
        seed=seed,
        stage=chosen_word(Stage, "stage", stage or "projections"),
        protocol=Protocol(
            arc_deg=arc,
            n_views=views,
            matrix=matrix,
            collimator=collimator.upper(),
            windows=chosen_word(Windows, "choice of windows", windows),
        ),
        attenuation_corrected=correct_attenuation,
        is_full=full,
        disease=None if disease is None else chosen_word(Disease, "class", disease),
        refinement=refinement,
        n_gates=gates,
    )
    if recipe is not None:
        options = recipe_options(recipe, options)
    with progress_shown("Simulating") as advance:
        done = simulate_cohort(
            options, out, jobs=jobs, force=force, on_progress=advance
        )
    labels = ", ".join(f"{n} {label}" for label, n in done.labels.items())
    total = done.n_made + done.n_kept
    typer.echo(f"Patients: {total} ({labels}); simulated now: {done.n_made}.")
    typer.echo("Written to the output folder: manifest.csv, simulation.json, patients.")
