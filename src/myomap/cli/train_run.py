"""The options of `myomap train` as a recipe, and the model as a file."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import typer

from myomap.cli.bundle_table import show_card
from myomap.cli.chosen_word import chosen_word
from myomap.cli.progress import progress_shown
from myomap.cli.remarks import NOTICE
from myomap.features import FeatureSet
from myomap.learning import (
    PICTURES,
    READINGS,
    ManifestOptions,
    Places,
    Recipe,
    SamplingPlan,
    StudyOrder,
    Unit,
    named_models,
    named_recipe,
    named_task,
    samples_of_manifest,
    train_bundle,
)
from myomap.output import OutputFolder, write_file

__all__ = ["TrainWords", "train"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainWords:
    """The options of the command, by their names; None where none was given."""

    model: str
    recipe: str
    task: str | None
    unit: str | None
    features: str | None
    folds: int
    repeats: int
    seed: int
    weights: Path | None
    keep: Path | None
    jobs: int
    skip_unreadable: bool
    keep_look_alikes: bool
    force: bool


def train(manifest: Path, out: Path, words: TrainWords) -> None:
    """Train what the options describe, write the bundle and print its card."""
    recipe = _recipe(words)
    kept = words.keep
    places = Places(weights=words.weights, checkpoints=kept and kept / "networks")
    specs = named_models(recipe.models, places)
    # A place that is taken is refused before hours of training.
    OutputFolder(out.absolute().parent, force=words.force, names=[out.name])
    plan = SamplingPlan(
        task=named_task(recipe.task),
        unit=recipe.unit,
        feature_set=recipe.feature_set,
        has_pictures=any(spec.block == PICTURES for spec in specs),
        has_readings=any(spec.block == READINGS for spec in specs),
    )
    options = ManifestOptions(
        skip_unreadable=words.skip_unreadable,
        keep_look_alikes=words.keep_look_alikes,
        store=kept and kept / "studies",
        jobs=words.jobs,
    )
    order = StudyOrder(jobs=words.jobs, places=places, folder=kept, force=words.force)
    with progress_shown("Training") as advance:
        dataset, source = samples_of_manifest(
            manifest, plan, options, on_progress=advance
        )
        made = train_bundle(dataset, recipe, source, order, on_progress=advance)
    write_file(out, made.data, force=words.force)
    show_card(made.card)
    typer.echo(
        "The bundle was written. A probability differs from the trained model's by "
        f"{made.largest_difference:.1g} at most."
    )
    typer.echo(NOTICE)


def _recipe(words: TrainWords) -> Recipe:
    changes: dict[str, Any] = {
        "models": (words.model,),
        "n_folds": words.folds,
        "n_repeats": words.repeats,
        "seed": words.seed,
    }
    if words.task is not None:
        changes["task"] = named_task(words.task).name
    if words.unit is not None:
        changes["unit"] = chosen_word(Unit, "unit", words.unit)
    if words.features is not None:
        changes["feature_set"] = chosen_word(
            FeatureSet, "set of features", words.features
        )
    return replace(named_recipe(words.recipe), **changes)
