"""Whether studies of models are honest, and what they cost.

Noise has to be worth one half, an interval has to hold the truth as often as it says,
and the published recipe has to be quick enough to be run on every change of the data.
"""

from dataclasses import replace

import numpy as np

from myomap.bench.figures import (
    BenchOptions,
    BenchResult,
    Figure,
    at_least,
    at_most,
    without_target,
)
from myomap.bench.learning_samples import invented_samples, invented_values
from myomap.bench.measure import cpu_seconds
from myomap.learning import (
    MODELS,
    SEGMENTS,
    Dataset,
    NoiseRun,
    Pipeline,
    Recipe,
    Running,
    Source,
    StudyResult,
    Variant,
    cross_validate,
    evaluate,
    named_models,
    patient_weights,
    roc_auc,
    run_noise,
    run_study,
    splits_of,
)

__all__ = ["run"]

N_RUNS = 50
COHORTS_A_RUN = 4
N_PATIENTS = 98
ALIKE = 0.8
MOST_CPU_S = 360.0
MOST_BIAS = 0.03
LEAST_COVERAGE, MOST_COVERAGE = 90.0, 98.0
_SIGNAL = 0.6
_N_FRESH = 2_000
_PUBLISHED = ("forest", "catboost")
_JUDGED_ON_NOISE = ("forest", "catboost", "logistic")


def run(options: BenchOptions) -> BenchResult:
    """Measure cost, bias and intervals of studies.

    Parameters
    ----------
    options : BenchOptions
        `n_cases` shuffles of the labels, 50 unless told; intervals are looked at on
        four times as many cohorts.

    Returns
    -------
    BenchResult
        Processor time of the published recipe, what noise seems to be worth with and
        without leaks, and how often intervals hold the truth.
    """
    n_runs = options.n_cases or N_RUNS
    figures = (
        *_cost(options.seed),
        *_noise(options.seed, n_runs),
        *_coverage(options.seed, COHORTS_A_RUN * n_runs),
    )
    return BenchResult(bench="learning", figures=figures)


def _cost(seed: int) -> tuple[Figure, ...]:
    rng = np.random.default_rng([seed, 1])
    samples = invented_samples(
        *invented_values(rng, N_PATIENTS, alike=ALIKE, signal=_SIGNAL)
    )
    recipe = Recipe(name="paper", models=_PUBLISHED)

    def study() -> StudyResult:
        return run_study(samples, recipe, Source(what="invented"))

    # The libraries are imported once, and that is no part of a study.
    run_study(samples, replace(recipe, n_repeats=1, n_folds=2), Source(what="invented"))
    _, seconds = cpu_seconds(study)
    return (
        at_most(
            "forest and CatBoost, 196 images, 5 folds x 20, 2,000 resamplings, CPU",
            seconds,
            "s",
            MOST_CPU_S,
        ),
    )


def _noise(seed: int, n_runs: int) -> tuple[Figure, ...]:
    rng = np.random.default_rng([seed, 2])
    samples = invented_samples(
        *invented_values(rng, N_PATIENTS, alike=ALIKE, signal=0.0)
    )
    runs = run_noise(
        samples,
        Recipe(name="noise", models=_JUDGED_ON_NOISE),
        named_models(_JUDGED_ON_NOISE),
        n_runs,
        running=Running(variants=tuple(Variant)),
    )
    return tuple(figure for each in runs for figure in _noise_figures(each))


def _noise_figures(run: NoiseRun) -> tuple[Figure, ...]:
    name = f"ROC AUC of shuffled labels, {run.model}, {run.variant.value}"
    mean = without_target(f"{name}, mean of {len(run.aucs)}", run.mean, "")
    if run.variant is Variant.AS_PUBLISHED:
        return (mean,)
    off = at_most(f"{name}, away from 0.5", abs(run.mean - 0.5), "", MOST_BIAS)
    return mean, off


def _coverage(seed: int, n_cohorts: int) -> tuple[Figure, ...]:
    held = np.array([_held(seed, cohort) for cohort in range(n_cohorts)])
    shares = 100.0 * held.mean(axis=0)
    figures: list[Figure] = []
    for name, share in zip(("resampled patients", "DeLong"), shares, strict=True):
        words = f"95 % interval of the ROC AUC that holds the truth, {name}"
        figures += [
            at_least(f"{words}, {n_cohorts} cohorts", share, "%", LEAST_COVERAGE),
            at_most(f"{words}, not too wide", share, "%", MOST_COVERAGE),
        ]
    return tuple(figures)


def _held(seed: int, cohort: int) -> tuple[bool, bool]:
    """Return whether either interval of a cross-validated model holds the truth.

    The truth is what the models of the five folds do on thousands of fresh patients.
    """
    rng = np.random.default_rng([seed, 3, cohort])
    values, y = invented_values(rng, N_PATIENTS, alike=ALIKE, signal=_SIGNAL)
    samples = invented_samples(values, y)
    recipe = Recipe(name="cover", models=("logistic",), n_repeats=1, seed=cohort)
    specs = named_models(recipe.models)
    predictions = cross_validate(samples, recipe, specs)[0]
    weights = patient_weights(samples.patients, 1_000, rng)
    found = evaluate(predictions, samples, weights)
    true = _true_auc(samples, recipe, rng)
    told = found.figures["roc_auc"], found.auc_delong
    first, second = (each.low <= true <= each.high for each in told)
    return bool(first), bool(second)


def _true_auc(samples: Dataset, recipe: Recipe, rng: np.random.Generator) -> float:
    values, y = invented_values(rng, _N_FRESH, alike=ALIKE, signal=_SIGNAL)
    fresh = invented_samples(values, y).blocks[SEGMENTS].values
    known = samples.blocks[SEGMENTS].values
    areas = []
    for split in splits_of(samples, recipe, Variant.LEAK_FREE)[0]:
        model = Pipeline(MODELS["logistic"], 2)
        train = split.train
        model.fit(known[train], samples.y[train], samples.patients[train], rng)
        score = model.predict_proba(fresh)[:, 1]
        areas.append(roc_auc(score, y))
    return float(np.mean(areas))
