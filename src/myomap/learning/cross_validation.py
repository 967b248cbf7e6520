"""Repeated cross-validation: every sample judged once a repeat, by every model."""

import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import partial
from typing import Any

import numpy as np

import myomap
from myomap.geometry import FloatArray
from myomap.learning.dataset import Dataset, IntArray
from myomap.learning.estimator import ModelSpec
from myomap.learning.fold import FoldResult, PublishedWay, fit_fold
from myomap.learning.journal import FoldJournal
from myomap.learning.pipeline import Pipeline
from myomap.learning.recipe import Recipe
from myomap.learning.splitting import Split, grouped_folds
from myomap.processes import as_done
from myomap.reconstruction import Progress

__all__ = [
    "Predictions",
    "Running",
    "Variant",
    "cross_validate",
    "journal_title",
    "splits_of",
]


class Variant(Enum):
    """Which way the recipe is run."""

    LEAK_FREE = "leak-free"
    """Folds by patient, and everything learnt inside them."""

    AS_PUBLISHED = "as published"
    """Images in any fold, whoever's they are, and features selected from all."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Predictions:
    """What a model said of samples it had not seen.

    Parameters
    ----------
    spec : ModelSpec
        The model.
    variant : Variant
        How it was run.
    proba : (repeat, sample, class)
        One prediction a repeat.
    thresholds : (repeat, sample)
        Of the fold that a sample was judged in.
    chosen : (feature,)
        Share of the folds in which a feature was looked at.
    importances : (feature,) or None
        Mean over the folds.
    seconds : float
        Of all folds, in one thread.
    """

    spec: ModelSpec
    variant: Variant
    proba: FloatArray
    thresholds: FloatArray
    chosen: FloatArray
    importances: FloatArray | None
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Running:
    """How a cross-validation is carried out.

    Parameters
    ----------
    variants : tuple of Variant
        Which ways the recipe is run.
    jobs : int
        Processes of one thread each; they change no bit.
    journal : FoldJournal or None
        Folds done before; the others are added to it.
    """

    variants: tuple[Variant, ...] = (Variant.LEAK_FREE,)
    jobs: int = 1
    journal: FoldJournal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Order:
    """One fold to be fitted."""

    spec: ModelSpec
    variant: Variant
    repeat: int
    fold: int

    @property
    def key(self) -> str:
        return f"{self.variant.value}/{self.spec.name}/{self.repeat}/{self.fold}"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Work:
    """What every process knows."""

    dataset: Dataset
    recipe: Recipe
    splits: Mapping[Variant, Sequence[Sequence[Split]]]
    fixed: Mapping[str, IntArray]


def splits_of(
    dataset: Dataset, recipe: Recipe, variant: Variant
) -> tuple[tuple[Split, ...], ...]:
    """Return the folds of every repeat, the same for all models.

    Parameters
    ----------
    dataset : Dataset
        All samples.
    recipe : Recipe
        How many folds, and the seed.
    variant : Variant
        By patient, or by sample as published.

    Returns
    -------
    tuple of tuple of Split
        By repeat and fold.
    """
    owners = dataset.patients
    if variant is Variant.AS_PUBLISHED:
        owners = np.arange(dataset.n_samples)
    return tuple(
        grouped_folds(
            dataset.y,
            owners,
            recipe.n_folds,
            np.random.default_rng([recipe.seed, repeat]),
        )
        for repeat in range(recipe.n_repeats)
    )


def journal_title(dataset: Dataset, recipe: Recipe) -> dict[str, Any]:
    """Return what folds must share to be of one study.

    Parameters
    ----------
    dataset : Dataset
        Samples.
    recipe : Recipe
        How they are judged.

    Returns
    -------
    dict
        Hashes and the version.
    """
    return {
        "folds": 1,
        "myomap": myomap.__version__,
        "data": dataset.digest(),
        "recipe": recipe.digest_of_folds(),
    }


def cross_validate(
    dataset: Dataset,
    recipe: Recipe,
    specs: Sequence[ModelSpec],
    *,
    running: Running | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> tuple[Predictions, ...]:
    """Return predictions for every sample, by models that had not seen its patient.

    Parameters
    ----------
    dataset : Dataset
        All samples.
    recipe : Recipe
        How to judge.
    specs : sequence of ModelSpec
        The models.
    running : Running, optional
        Which ways, by how many processes, and what is done already. For the published
        way the words above do not hold.
    on_progress : callable, optional
        Called after every fold.

    Returns
    -------
    tuple of Predictions
        By variant, then by model.

    Raises
    ------
    InputError
        If the samples cannot be split or learnt from.
    """
    running = running or Running()
    variants = running.variants
    kept = running.journal or FoldJournal(None, {})
    work = _Work(
        dataset=dataset,
        recipe=recipe,
        splits={each: splits_of(dataset, recipe, each) for each in variants},
        fixed=_fixed_columns(dataset, specs)
        if Variant.AS_PUBLISHED in variants
        else {},
    )
    orders = [
        _Order(spec=spec, variant=variant, repeat=repeat, fold=fold)
        for variant in variants
        for spec in specs
        for repeat in range(recipe.n_repeats)
        for fold in range(recipe.n_folds)
    ]
    missing = [order for order in orders if order.key not in kept.results]
    done = len(orders) - len(missing)
    for index, result in as_done(
        _follow, missing, jobs=running.jobs, prepare=_prepare, given=(work,)
    ):
        kept.add(missing[index].key, result)
        done += 1
        if on_progress is not None:
            on_progress(Progress(done=done, total=len(orders), stage="folds"))
    gather = partial(_gathered, work, kept.results)
    return tuple(gather(variant, spec) for variant in variants for spec in specs)


def _fixed_columns(dataset: Dataset, specs: Sequence[ModelSpec]) -> dict[str, IntArray]:
    """Return what the F-test keeps when it sees every sample, judged ones included."""
    fixed = {}
    for spec in specs:
        if spec.n_best is not None:
            chooser = Pipeline(spec, len(dataset.classes))
            chooser.choose(dataset.blocks[spec.block].values, dataset.y)
            fixed[spec.name] = chooser.columns
    return fixed


_WORK: list[_Work] = []


def _prepare(work: _Work) -> None:
    _WORK[:] = [work]


def _follow(order: _Order) -> FoldResult:
    work = _WORK[0]
    split = work.splits[order.variant][order.repeat][order.fold]
    named = zlib.crc32(order.spec.name.encode())
    rng = np.random.default_rng([work.recipe.seed, named, order.repeat, order.fold])
    published = None
    if order.variant is Variant.AS_PUBLISHED:
        published = PublishedWay(columns=work.fixed.get(order.spec.name))
    return fit_fold(
        order.spec,
        work.dataset,
        split,
        rng,
        options=work.recipe.fold,
        published=published,
    )


def _gathered(
    work: _Work, results: Mapping[str, FoldResult], variant: Variant, spec: ModelSpec
) -> Predictions:
    dataset, recipe = work.dataset, work.recipe
    shape = recipe.n_repeats, dataset.n_samples
    proba = np.empty((*shape, len(dataset.classes)))
    thresholds = np.empty(shape)
    n_features = len(dataset.blocks[spec.block].names)
    chosen, importances = np.zeros(n_features), np.zeros(n_features)
    seconds, n_done, knows = 0.0, 0, True
    for repeat, splits in enumerate(work.splits[variant]):
        for fold, split in enumerate(splits):
            order = _Order(spec=spec, variant=variant, repeat=repeat, fold=fold)
            result = results[order.key]
            proba[repeat, split.test] = result.proba
            thresholds[repeat, split.test] = result.threshold
            columns = list(result.columns)
            chosen[columns] += 1.0
            knows = knows and result.importances is not None
            importances[columns] += result.importances or 0.0
            seconds += result.seconds
            n_done += 1
    return Predictions(
        spec=spec,
        variant=variant,
        proba=proba,
        thresholds=thresholds,
        chosen=chosen / n_done,
        importances=importances / n_done if knows and spec.is_tabular else None,
        seconds=seconds,
    )
