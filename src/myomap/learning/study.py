"""A whole study: samples in, models trained and judged, everything told."""

import platform
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np

import myomap
from myomap.learning.cross_validation import (
    Running,
    Variant,
    cross_validate,
    journal_title,
)
from myomap.learning.dataset import Dataset
from myomap.learning.doubts import doubts_of
from myomap.learning.elsewhere import judge_elsewhere
from myomap.learning.evaluation import (
    Comparison,
    Evaluation,
    compare,
    evaluate,
    patient_weights,
)
from myomap.learning.journal import FoldJournal
from myomap.learning.networks import PICTURES, Places
from myomap.learning.noise import NoiseRun, run_noise
from myomap.learning.recipe import Recipe
from myomap.learning.registry import named_models, require_blocks
from myomap.learning.subgroups import Subgroup, subgroups_of
from myomap.reconstruction import Progress

__all__ = ["JOURNAL", "Source", "StudyOrder", "StudyResult", "run_study"]

JOURNAL = "folds.jsonl"
"""Where folds are kept while a study runs."""

_LIBRARIES = ("numpy", "scipy", "scikit-learn", "catboost")
_OF_NETWORKS = ("torch", "monai")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where the samples came from.

    Parameters
    ----------
    what : str
        Such as ``"manifest"``; holds no path.
    hashes : mapping of str to str
        SHA-256 of what was read, by what it is.
    counts : mapping of str to int
        Rows given, read, left out, and why: the study's flow of patients.
    is_simulated : bool
        Whether the manifest came with `myomap simulate`.
    remarks : tuple of str
        What to know of the data.
    """

    what: str
    hashes: Mapping[str, str] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    is_simulated: bool = False
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyOrder:
    """What a study is asked for beside the recipe.

    Parameters
    ----------
    as_published : bool
        Whether the leaks of the published recipe get a column of their own.
    n_noise : int
        Runs on shuffled labels.
    jobs : int
        Processes of one thread each.
    places : Places or None
        What networks find on the disk, and leave there.
    elsewhere : Dataset or None
        Other patients, whom models trained on all samples are judged on once.
    command : str
        What was typed, with words in place of paths; told again in the record.
    folder : Path or None
        Where folds are kept; None keeps them in memory.
    force : bool
        Whether folds of another study are thrown away.
    """

    as_published: bool = False
    n_noise: int = 0
    jobs: int = 1
    places: Places | None = None
    elsewhere: Dataset | None = None
    command: str = ""
    folder: Path | None = None
    force: bool = False

    @property
    def variants(self) -> tuple[Variant, ...]:
        """The ways the recipe is run."""
        both = (Variant.LEAK_FREE, Variant.AS_PUBLISHED)
        return both if self.as_published else both[:1]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class StudyResult:
    """Everything a study found.

    Parameters
    ----------
    recipe : Recipe
        How it was run.
    dataset : Dataset
        On what.
    source : Source
        Where that came from.
    evaluations : dict of Variant to tuple of Evaluation
        By model, in the order of the recipe.
    comparisons : tuple of Comparison
        Pairs of models, leak-free.
    elsewhere : tuple of Evaluation
        On the patients of `others`; empty without any.
    others : Dataset or None
        Those of `StudyOrder.elsewhere`.
    subgroups : dict of str to tuple of Subgroup
        By model, leak-free.
    noise : tuple of NoiseRun
        Empty if it was not asked for.
    doubts : tuple of str
        What speaks against trusting the figures.
    versions : dict of str to str
        Of everything that computed.
    run : dict of str to str or int
        The command, the machine's system and kind of processor, and how many
        processes of one thread each there were; none of them changes what is found
        but the kind of processor, in the last bits.
    seconds : float
        Of this run, what was kept from before left out.
    """

    recipe: Recipe
    dataset: Dataset
    source: Source
    evaluations: dict[Variant, tuple[Evaluation, ...]]
    comparisons: tuple[Comparison, ...]
    elsewhere: tuple[Evaluation, ...]
    others: Dataset | None
    subgroups: dict[str, tuple[Subgroup, ...]]
    noise: tuple[NoiseRun, ...]
    doubts: tuple[str, ...]
    versions: dict[str, str]
    run: dict[str, str | int]
    seconds: float


def run_study(
    dataset: Dataset,
    recipe: Recipe,
    source: Source,
    order: StudyOrder | None = None,
    *,
    on_progress: Callable[[Progress], None] | None = None,
) -> StudyResult:
    """Train and judge the models of a recipe.

    Parameters
    ----------
    dataset : Dataset
        All samples.
    recipe : Recipe
        Models, folds and seeds.
    source : Source
        Where the samples came from; told again in the reports.
    order : StudyOrder, optional
        What else is wanted.
    on_progress : callable, optional
        Called after every fold.

    Returns
    -------
    StudyResult
        The same for the same samples, recipe and versions, whatever the number of
        processes and however often the run was interrupted.

    Raises
    ------
    InputError
        If the samples cannot be split or learnt from.
    OutputError
        If folds cannot be kept.
    """
    order = order or StudyOrder()
    started = time.perf_counter()
    specs = named_models(recipe.models, order.places)
    require_blocks(specs, dataset.blocks)
    path = None if order.folder is None else order.folder / JOURNAL
    with FoldJournal(path, journal_title(dataset, recipe), force=order.force) as kept:
        predictions = cross_validate(
            dataset,
            recipe,
            specs,
            running=Running(variants=order.variants, jobs=order.jobs, journal=kept),
            on_progress=on_progress,
        )
    weights = patient_weights(
        dataset.patients,
        recipe.n_bootstrap,
        np.random.default_rng([recipe.seed, 104729]),
    )
    judged = [evaluate(each, dataset, weights) for each in predictions]
    evaluations = {
        variant: tuple(each for each in judged if each.predictions.variant is variant)
        for variant in order.variants
    }
    honest = evaluations[Variant.LEAK_FREE]
    noise: Sequence[NoiseRun] = ()
    if order.n_noise:
        noise = run_noise(
            dataset,
            recipe,
            specs,
            order.n_noise,
            running=Running(variants=order.variants, jobs=order.jobs),
            on_progress=on_progress,
        )
    return StudyResult(
        recipe=recipe,
        dataset=dataset,
        source=source,
        evaluations=evaluations,
        comparisons=compare(honest, dataset),
        elsewhere=_elsewhere(dataset, recipe, order),
        others=order.elsewhere,
        subgroups={
            each.predictions.spec.name: subgroups_of(each, dataset, weights)
            for each in honest
        },
        noise=tuple(noise),
        doubts=doubts_of(dataset),
        versions=_versions(has_networks=any(spec.block == PICTURES for spec in specs)),
        run={
            "command": order.command,
            "system": platform.system(),
            "processor": platform.machine(),
            "processes_of_one_thread": order.jobs,
        },
        seconds=time.perf_counter() - started,
    )


def _elsewhere(
    dataset: Dataset, recipe: Recipe, order: StudyOrder
) -> tuple[Evaluation, ...]:
    if order.elsewhere is None:
        return ()
    others = order.elsewhere
    rng = np.random.default_rng([recipe.seed, 104729])
    weights = patient_weights(others.patients, recipe.n_bootstrap, rng)
    return tuple(
        evaluate(each, others, weights)
        for each in judge_elsewhere(dataset, others, recipe, order.places)
    )


def _versions(*, has_networks: bool) -> dict[str, str]:
    found = {"myomap": myomap.__version__, "python": platform.python_version()}
    for name in (*_LIBRARIES, *(_OF_NETWORKS if has_networks else ())):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return found
