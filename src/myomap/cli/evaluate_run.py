"""The options of `myomap evaluate` as a study, and the study as a report."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import typer

from myomap.cli.chosen_word import chosen_word
from myomap.cli.evaluate_command import command_told
from myomap.cli.evaluate_words import EvaluateWords
from myomap.cli.progress import progress_shown
from myomap.cli.remarks import NOTICE
from myomap.errors import ConfigError
from myomap.features import FeatureSet
from myomap.learning import (
    PICTURES,
    READINGS,
    REPORT_FILES,
    UCI_MODELS,
    UCI_SETS,
    Dataset,
    ManifestOptions,
    ModelSpec,
    Places,
    Recipe,
    SamplingPlan,
    Source,
    StudyOrder,
    StudyResult,
    Unit,
    all_tables,
    named_models,
    named_recipe,
    named_task,
    read_uci,
    reading_block,
    report_files,
    run_study,
    samples_elsewhere,
    samples_of_manifest,
    uci_set,
    unused_features,
)
from myomap.output import OutputFolder

__all__ = ["evaluate_source"]

_STUDIES = "studies"
_NETWORKS = "networks"
_IN_FILES_ALONE = ("Subgroups", "Features", "Models beside")
_NOT_SHOWN = {
    *("specificity", "PR AUC", "Brier", "calibration slope"),
    *("ROC AUC, DeLong", "parameters", "processor seconds"),
}
_OnProgress = Callable[[Any], None]


def evaluate_source(source: str, words: EvaluateWords) -> None:
    """Run the study that the options describe, print it and write its report."""
    recipe = _recipe(words, source if source in UCI_SETS else None)
    named_models(recipe.models, _places(words))
    if words.out is not None:
        # A report that is there is replaced only if it may be; folds stay.
        OutputFolder(words.out, force=words.force, names=REPORT_FILES)
    with progress_shown("Evaluating") as advance:
        if source in UCI_SETS:
            dataset, told, others = _public(source, words)
        else:
            dataset, told, others = _manifest(Path(source), words, recipe, advance)
        order = StudyOrder(
            as_published=words.as_published,
            n_noise=words.random_labels,
            jobs=words.jobs,
            places=_places(words),
            elsewhere=others,
            command=command_told(source, words, is_public=source in UCI_SETS),
            folder=words.out,
            force=words.force,
        )
        result = run_study(dataset, recipe, told, order, on_progress=advance)
    _show(result)
    if words.out is not None:
        with OutputFolder(words.out, force=words.force, names=REPORT_FILES) as made:
            for name, data in report_files(result).items():
                made.path(name).write_bytes(data)
        typer.echo(f"Written to the output folder: {', '.join(REPORT_FILES)}.")
    typer.echo(NOTICE)


def _places(words: EvaluateWords) -> Places:
    """Return where networks find weights, and keep what is not finished."""
    kept = None if words.out is None else words.out / _NETWORKS
    return Places(weights=words.weights, checkpoints=kept)


def _recipe(words: EvaluateWords, public: str | None) -> Recipe:
    recipe = named_recipe(words.recipe)
    if public is not None:
        _refuse_for_public(public, words)
        recipe = replace(
            recipe,
            name=public,
            models=UCI_MODELS[public],
            unit=Unit.STUDY,
            fold=_HALF,
        )
    changes: dict[str, Any] = {"seed": words.seed}
    if words.models is not None:
        changes["models"] = tuple(
            name.strip() for name in words.models.split(",") if name.strip()
        )
    if words.task is not None:
        changes["task"] = named_task(words.task).name
    if words.unit is not None:
        changes["unit"] = chosen_word(Unit, "unit", words.unit)
    if words.features is not None:
        changes["feature_set"] = chosen_word(
            FeatureSet, "set of features", words.features
        )
    if words.folds is not None:
        changes["n_folds"] = words.folds
    if words.repeats is not None:
        changes["n_repeats"] = words.repeats
    return replace(recipe, **changes)


_HALF = named_recipe("paper").fold


def _refuse_for_public(public: str, words: EvaluateWords) -> None:
    given = {
        "--task": words.task,
        "--unit": words.unit,
        "--features": words.features,
        "--test": words.test,
    }
    for name, value in given.items():
        if value is not None:
            raise ConfigError(
                f"The {uci_set(public).title} data are rows of numbers with one label: "
                f"{name} has no meaning there. Leave it out."
            )


def _public(name: str, words: EvaluateWords) -> tuple[Dataset, Source, Dataset | None]:
    which = uci_set(name)
    found = read_uci(which, words.data, download=words.download)
    remarks = []
    if found.test is None:
        remarks.append(
            "The test part of 187 patients is not there; the training part alone was "
            "cross-validated."
        )
    source = Source(
        what=f"UCI {which.title} Heart, real patients",
        hashes=found.hashes,
        counts={
            "training": found.train.n_samples,
            "test": 0 if found.test is None else found.test.n_samples,
        },
        remarks=tuple(remarks),
    )
    return found.train, source, found.test


def _manifest(
    path: Path, words: EvaluateWords, recipe: Recipe, advance: _OnProgress
) -> tuple[Dataset, Source, Dataset | None]:
    specs = named_models(recipe.models, _places(words))
    wants_readings = any(spec.block == READINGS for spec in specs)
    plan = SamplingPlan(
        task=named_task(recipe.task),
        unit=recipe.unit,
        feature_set=recipe.feature_set,
        has_pictures=any(spec.block == PICTURES for spec in specs),
        readings=reading_block if wants_readings else None,
    )
    options = ManifestOptions(
        skip_unreadable=words.skip_unreadable,
        keep_look_alikes=words.keep_look_alikes,
        store=None if words.out is None else words.out / _STUDIES,
        jobs=words.jobs,
    )
    unused = _unused(specs, words)
    if words.test is None:
        found, source = samples_of_manifest(path, plan, options, on_progress=advance)
        return found, replace(source, remarks=(*source.remarks, *unused)), None
    (dataset, source), (others, told) = samples_elsewhere(
        path, words.test, plan, options, on_progress=advance
    )
    source = _with_other(source, told)
    return dataset, replace(source, remarks=(*source.remarks, *unused)), others


def _unused(specs: Sequence[ModelSpec], words: EvaluateWords) -> list[str]:
    """Return what to say of --features where no model looks at any."""
    if words.features is None:
        return []
    told = unused_features(specs, words.features)
    return [] if told is None else [told]


def _with_other(source: Source, other: Source) -> Source:
    """Return what the report says of both manifests."""
    return replace(
        source,
        what=f"{source.what}, and another to test on",
        hashes={
            **source.hashes,
            **{f"{name} of the test": value for name, value in other.hashes.items()},
        },
        counts={
            **source.counts,
            **{f"{name}, test": count for name, count in other.counts.items()},
        },
        is_simulated=source.is_simulated or other.is_simulated,
        remarks=(
            *source.remarks,
            *(f"Of the patients to test on: {line}" for line in other.remarks),
        ),
    )


def _show(result: StudyResult) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console()
    for made in all_tables(result):
        if made.title.startswith(_IN_FILES_ALONE):
            continue
        kept = [k for k, name in enumerate(made.headings) if name not in _NOT_SHOWN]
        shown = Table(title=made.title, title_justify="left", caption=made.remark)
        for k in kept:
            shown.add_column(made.headings[k])
        for row in made.rows:
            shown.add_row(*(_narrow(row[k]) for k in kept))
        console.print(shown)
    simulated = ("Simulated patients.",) if result.source.is_simulated else ()
    for line in (*simulated, *result.source.remarks, *result.doubts):
        console.print(line, style="yellow")


def _narrow(cell: str) -> str:
    """Return a figure with its interval below it, which leaves room for all columns."""
    figure, bracket, interval = cell.partition(" (")
    if not bracket or " to " not in interval:
        return cell
    return f"{figure}\n{interval.removesuffix(')').replace(' to ', '–')}"
