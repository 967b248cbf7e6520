"""`myomap train --recipe reading`: simulated patients to a bundle."""

from dataclasses import replace
from pathlib import Path

import typer

from myomap.cli.bundle_table import show_card
from myomap.cli.progress import progress_shown
from myomap.cli.remarks import NOTICE
from myomap.learning.reading_network import (
    TrainingPlan,
    packed_reading,
    train_reading,
)
from myomap.output import OutputFolder, write_file
from myomap.reconstruction import Progress

__all__ = ["train_reader"]

KEPT = "reading.npz"
"""Where in the folder of --keep an unfinished training lies."""


def train_reader(
    out: Path,
    *,
    steps: int | None,
    seed: int | None,
    keep: Path | None,
    force: bool,
) -> None:
    """Train a reading network, write its bundle and print its card."""
    plan = TrainingPlan()
    plan = replace(
        plan,
        steps=plan.steps if steps is None else steps,
        seed=plan.seed if seed is None else seed,
    )
    # A place that is taken is refused before an hour of training.
    OutputFolder(out.absolute().parent, force=force, names=[out.name])
    checkpoint = None if keep is None else keep / KEPT
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
    with progress_shown("Training") as advance:

        def told(step: int, loss: float) -> None:
            del loss
            advance(Progress(done=step, total=plan.steps, stage="steps"))

        network = train_reading(plan, checkpoint=checkpoint, on_step=told)
    made = packed_reading(network, plan)
    write_file(out, made.data, force=force)
    show_card(made.card)
    typer.echo(
        "The bundle was written. A probability differs from the trained network's by "
        f"{made.largest_difference:.1g} at most."
    )
    typer.echo(NOTICE)
