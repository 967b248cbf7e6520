"""The founding paper's study on simulated patients: Table 1, with and without leaks.

The published data are closed, so simulated cohorts of the same size stand for them: 196
patients with one map each, and 98 with two, where a split can leak. Nothing here says
how the models do on patients.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from myomap.bench.figures import BenchOptions, BenchResult, Figure, without_target
from myomap.errors import ConfigError
from myomap.learning import (
    Evaluation,
    ManifestOptions,
    Places,
    SamplingPlan,
    StudyOrder,
    named_models,
    named_recipe,
    named_task,
    run_study,
    samples_of_manifest,
)
from myomap.simulation import SimulationOptions, recipe_options, simulate_cohort

__all__ = ["COHORTS", "METRICS_SHOWN", "NETWORKS_SHOWN", "run"]

COHORTS = ("paper-196", "paper-98x2")
"""Simulated cohorts, as `myomap simulate --recipe` names them."""

NETWORKS_SHOWN = ("resnet50:size=32:epochs=50", "resnet152:size=32:epochs=20")
"""Networks of 32 instead of 224 pixels and a third of the epochs, which one core trains
in half an hour; ``myomap evaluate --models resnet50,resnet152`` is the full run."""

METRICS_SHOWN = {
    "accuracy": "accuracy",
    "precision": "precision",
    "recall": "recall",
    "f1": "F1",
    "roc_auc": "ROC AUC",
}
_NETWORKS = "networks"


def run(options: BenchOptions) -> BenchResult:
    """Measure the models of Table 1.

    Parameters
    ----------
    options : BenchOptions
        `n_cases` repeats of the cross-validation, 20 unless told. With `against`
        ``"networks"`` the two networks instead, once, on the first cohort and without
        leaks alone: nothing is selected for them, and a patient has one map there.
        `keep` names a folder to go on from.

    Returns
    -------
    BenchResult
        Every figure as ``model, cohort, way · metric`` with its interval.

    Raises
    ------
    ConfigError
        If `against` names something else.
    """
    if options.against not in (None, _NETWORKS):
        raise ConfigError(
            f"There is nothing like {options.against!r} beside the paper's study: "
            f"expected {_NETWORKS}."
        )
    with TemporaryDirectory() as made:
        kept = options.keep or Path(made)
        cohorts = COHORTS[:1] if options.against else COHORTS
        figures = tuple(
            figure
            for cohort in cohorts
            for figure in _figures(cohort, options, kept / cohort)
        )
    command = f"paper --against {_NETWORKS}" if options.against else "paper"
    return BenchResult(bench=command, figures=figures)


def _figures(cohort: str, options: BenchOptions, folder: Path) -> Iterator[Figure]:
    patients, study = folder / "patients", folder / "study"
    wanted = recipe_options(cohort, SimulationOptions(seed=options.seed, n_patients=1))
    simulate_cohort(wanted, patients)
    recipe = replace(named_recipe("paper"), n_repeats=options.n_cases or 20)
    places = Places(checkpoints=study / "networks")
    if options.against:
        recipe = replace(recipe, models=NETWORKS_SHOWN, n_repeats=options.n_cases or 1)
    named_models(recipe.models, places)
    plan = SamplingPlan(
        task=named_task(recipe.task),
        unit=recipe.unit,
        feature_set=recipe.feature_set,
        has_pictures=bool(options.against),
    )
    dataset, source = samples_of_manifest(
        patients, plan, ManifestOptions(store=study / "studies")
    )
    order = StudyOrder(as_published=not options.against, places=places, folder=study)
    result = run_study(dataset, recipe, source, order)
    for variant, evaluations in result.evaluations.items():
        for each in evaluations:
            yield from _of_model(each, f"{cohort}, {variant.value}")


def _of_model(each: Evaluation, words: str) -> Iterator[Figure]:
    title = each.predictions.spec.title
    for key, shown in METRICS_SHOWN.items():
        found = each.figures[key]
        yield without_target(
            f"{title}, {words} · {shown}",
            found.value,
            "",
            interval=(found.low, found.high),
        )
    seconds = each.predictions.seconds
    yield without_target(f"{title}, {words} · processor seconds", seconds, "s")
