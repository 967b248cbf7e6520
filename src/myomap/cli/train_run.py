"""The options of `myomap train` as a recipe, and the model as a file."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import typer

from myomap.cli.bundle_table import show_card
from myomap.cli.chosen_word import chosen_word
from myomap.cli.learned_table import SHIPPED, model_asked
from myomap.cli.progress import progress_shown
from myomap.cli.remarks import NOTICE
from myomap.errors import ConfigError
from myomap.features import FeatureSet
from myomap.inference import Bundle
from myomap.learning import (
    PICTURES,
    READINGS,
    ManifestOptions,
    ModelSpec,
    Places,
    Recipe,
    SamplingPlan,
    StudyOrder,
    Unit,
    named_models,
    named_recipe,
    named_task,
    reading_block,
    samples_of_manifest,
    train_bundle,
    unused_features,
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
    base: str
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
    base = _base(words.base, specs)
    # A place that is taken is refused before hours of training.
    OutputFolder(out.absolute().parent, force=words.force, names=[out.name])
    plan = SamplingPlan(
        task=named_task(recipe.task),
        unit=recipe.unit,
        feature_set=recipe.feature_set,
        has_pictures=any(spec.block == PICTURES for spec in specs),
        readings=partial(reading_block, base=base) if base else None,
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
        made = train_bundle(
            dataset, recipe, source, order, base=base, on_progress=advance
        )
    write_file(out, made.data, force=words.force)
    show_card(made.card)
    unused = None if words.features is None else unused_features(specs, words.features)
    if unused is not None:
        typer.echo(unused)
    typer.echo(
        "The bundle was written. A probability differs from the trained model's by "
        f"{made.largest_difference:.1g} at most."
    )
    typer.echo(NOTICE)


def _base(word: str, specs: Sequence[ModelSpec]) -> Bundle | None:
    """Return the network that is adapted; None where the model is another one."""
    if all(spec.block != READINGS for spec in specs):
        if word != SHIPPED:
            raise ConfigError(
                "A network to adapt was named, and the model does not stand on one. "
                "Add --model reading, or leave out --from."
            )
        return None
    base = model_asked(word)
    if base is None or base.card.reading is None:
        raise ConfigError(
            "The bundle to adapt is of no reading network. Expected 'shipped', or one "
            "of 'myomap train --recipe reading'."
        )
    return base


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
