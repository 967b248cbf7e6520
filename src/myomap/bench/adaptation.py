"""What patients of one's own are worth: a learning curve on another clinic's.

Simulated patients with other hearts, other shapes of defects and another camera than
the reading network was taught with play the user's. Each model learns from 25 to 800 of
them and is asked of a thousand more; at 196, the number of the founding paper, all are
compared on the same folds.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import numpy as np

from myomap.bench.adaptation_cohort import OwnClinic, own_clinic
from myomap.bench.figures import (
    BenchOptions,
    BenchResult,
    Figure,
    at_least,
    without_target,
)
from myomap.geometry import FloatArray
from myomap.learning import (
    Dataset,
    ModelSpec,
    Pipeline,
    StudyOrder,
    Variant,
    named_models,
    named_recipe,
    patient_weights,
    run_study,
)
from myomap.learning.dataset import IntArray
from myomap.learning.evaluation import estimate
from myomap.learning.ranking import ranked, weighted_roc_auc

__all__ = ["MODELS_SHOWN", "SIZES", "run"]

SIZES: Final = (25, 50, 98, 196, 400, 800)
MODELS_SHOWN: Final = ("reading", "reading-shipped", "forest", "catboost", "logistic")
AS_IN_THE_PAPER: Final = 196

_TO_BEAT: Final = ("forest", "catboost")

_N_ASKED: Final = 1000
_PATIENTS_DRAWN: Final = 1000
"""In all draws of one size together."""

_MOST_DRAWS: Final = 5
_N_RESAMPLED: Final = 400
_N_REPEATS: Final = 3
_STREAM: Final = 8_000_000


def run(options: BenchOptions) -> BenchResult:
    """Measure the learning curve.

    Parameters
    ----------
    options : BenchOptions
        `n_cases` patients that are asked, 1,000 unless told.

    Returns
    -------
    BenchResult
        ``model, patients · figure``, means over draws of the patients that are learnt
        from, intervals over those that are asked; then the differences to the adapted
        network on the same folds of 196.
    """
    clinic = own_clinic(_STREAM + options.seed, SIZES[-1], options.n_cases or _N_ASKED)
    figures = [_auc("Total perfusion deficit, nothing learnt", clinic, clinic.deficit)]
    for size in SIZES:
        for spec in named_models(MODELS_SHOWN):
            figures += _of_model(clinic, spec, size, options.seed)
    figures += _on_the_same_folds(clinic, options.seed)
    return BenchResult(bench="adaptation", figures=tuple(figures))


def _of_model(
    clinic: OwnClinic, spec: ModelSpec, size: int, seed: int
) -> tuple[Figure, Figure]:
    """Return what a model that learnt from so many patients does."""
    draws = _draws(clinic, size, seed)
    words = f"{spec.title}, {size} patients"
    chances = [_asked(spec, clinic.abnormal, own, clinic) for own in draws]
    shares = [
        _balanced(_asked(spec, clinic.classes, own, clinic), clinic) for own in draws
    ]
    return (
        _auc(words, clinic, *(chance[:, 1] for chance in chances)),
        without_target(
            f"{words} · balanced accuracy of four classes", float(np.mean(shares)), ""
        ),
    )


def _draws(clinic: OwnClinic, size: int, seed: int) -> list[IntArray]:
    """Return patients to learn from: the classes in their shares, others each time."""
    n_draws = max(1, min(_MOST_DRAWS, _PATIENTS_DRAWN // size))
    rng = np.random.default_rng([seed, _STREAM, size])
    y = clinic.classes.y[: clinic.n_own]
    return [_drawn(y, size, rng) for _ in range(n_draws)]


def _drawn(y: IntArray, size: int, rng: np.random.Generator) -> IntArray:
    """Return places, at least two of each class."""
    order = rng.permutation(len(y))
    first = np.concatenate([order[y[order] == k][:2] for k in np.unique(y)])
    others = order[~np.isin(order, first)]
    return np.sort(np.concatenate([first, others])[:size])


def _asked(
    spec: ModelSpec, dataset: Dataset, own: IntArray, clinic: OwnClinic
) -> FloatArray:
    values = dataset.blocks[spec.block].values
    model = Pipeline(spec, len(dataset.classes))
    rng = np.random.default_rng(len(own))
    model.fit(values[own], dataset.y[own], dataset.patients[own], rng)
    return model.predict_proba(values[clinic.asked])


def _balanced(proba: FloatArray, clinic: OwnClinic) -> float:
    y, called = clinic.classes.y[clinic.asked], proba.argmax(axis=1)
    return float(np.mean([(called[y == k] == k).mean() for k in np.unique(y)]))


def _auc(words: str, clinic: OwnClinic, *scores: FloatArray) -> Figure:
    """Return the mean ROC AUC of several models, with an interval over the asked."""
    y = clinic.abnormal.y[clinic.asked]
    rng = np.random.default_rng(_STREAM)
    weights = patient_weights(np.arange(len(y)), _N_RESAMPLED, rng)
    areas = [weighted_roc_auc(ranked(score, y), weights) for score in scores]
    found = estimate(np.mean(areas, axis=0))
    return without_target(
        f"{words} · ROC AUC abnormal",
        found.value,
        "",
        interval=(found.low, found.high),
    )


def _on_the_same_folds(clinic: OwnClinic, seed: int) -> Iterator[Figure]:
    """Yield how far the adapted network is above each other model, fold by fold."""
    (own,) = _draws(clinic, AS_IN_THE_PAPER, seed)[:1]
    dataset = _only(clinic.abnormal, own)
    recipe = replace(
        named_recipe("careful"), models=MODELS_SHOWN, n_repeats=_N_REPEATS, seed=seed
    )
    result = run_study(dataset, recipe, clinic.source, StudyOrder())
    adapted, *others = result.evaluations[Variant.LEAK_FREE]
    for other in others:
        difference = adapted.resampled["roc_auc"] - other.resampled["roc_auc"]
        whole = adapted.figures["roc_auc"].value - other.figures["roc_auc"].value
        found = estimate(np.concatenate([[whole], difference]))
        spec = other.predictions.spec
        words = (
            f"adapted network less {spec.title} · ROC AUC, same folds of "
            f"{AS_IN_THE_PAPER} patients"
        )
        interval = (found.low, found.high)
        yield without_target(words, found.value, "", interval=interval)
        if spec.name in _TO_BEAT:
            yield at_least(f"{words}, low end", found.low, "", 0.0)


def _only(dataset: Dataset, places: IntArray) -> Dataset:
    return replace(
        dataset,
        y=dataset.y[places],
        patients=dataset.patients[places],
        sample_ids=tuple(dataset.sample_ids[k] for k in places),
        blocks={
            name: replace(block, values=block.values[places])
            for name, block in dataset.blocks.items()
        },
        subgroups={
            name: tuple(words[k] for k in places)
            for name, words in dataset.subgroups.items()
        },
    )
