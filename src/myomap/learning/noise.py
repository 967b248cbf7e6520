"""The same study on labels that mean nothing: it has to find nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from myomap.learning.cross_validation import (
    Predictions,
    Running,
    Variant,
    cross_validate,
)
from myomap.learning.dataset import Dataset, IntArray
from myomap.learning.estimator import ModelSpec
from myomap.learning.metrics import called_classes, weighted_metrics
from myomap.learning.recipe import Recipe
from myomap.processes import as_done
from myomap.reconstruction import Progress

__all__ = [
    "FEWEST_RUNS",
    "NoiseRun",
    "chance_interval",
    "run_noise",
    "shuffled_labels",
]

FEWEST_RUNS = 20
"""With fewer runs on shuffled labels nothing is said of leaks."""

_NORMAL_95 = 1.96

_Key = tuple[Variant, str]
"""A way of running, and a model's name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoiseRun:
    """What one model found in shuffled labels.

    Parameters
    ----------
    model : str
        Its name.
    variant : Variant
        Which way the recipe was run.
    aucs : tuple of float
        ROC AUC of each run.
    """

    model: str
    variant: Variant
    aucs: tuple[float, ...]

    @property
    def mean(self) -> float:
        """Mean over the runs; without a leak near one half."""
        return float(np.mean(self.aucs))

    def p_value(self, auc: float) -> float:
        """Return the share of runs that did as well as the true labels did.

        Parameters
        ----------
        auc : float
            ROC AUC with the true labels.

        Returns
        -------
        float
            Of the runs and the true one together, so never 0.
        """
        n_as_good = sum(found >= auc for found in self.aucs)
        return (1 + n_as_good) / (1 + len(self.aucs))


def shuffled_labels(dataset: Dataset, rng: np.random.Generator) -> Dataset:
    """Return the same samples with the classes of patients exchanged by chance.

    Parameters
    ----------
    dataset : Dataset
        True labels.
    rng : numpy.random.Generator
        Of the shuffle.

    Returns
    -------
    Dataset
        All samples of a patient have one class, and as many patients have each as
        before.
    """
    _, first, owner = np.unique(
        dataset.patients, return_index=True, return_inverse=True
    )
    shuffled: IntArray = rng.permutation(dataset.y[first])[owner]
    return replace(dataset, y=shuffled)


def chance_interval(dataset: Dataset, n_runs: int) -> tuple[float, float]:
    """Return where the mean area of shuffled labels lies without any leak.

    Of a score that knows nothing, the ROC AUC of :math:`n` and :math:`m` patients has
    the variance :math:`(n + m + 1) / (12 n m)`. Samples of one patient count as one,
    which makes the interval wide rather than narrow; of more than two classes the
    rarest against all others decides.

    Parameters
    ----------
    dataset : Dataset
        Its labels.
    n_runs : int
        Shuffles, of which the mean is taken.

    Returns
    -------
    tuple of float
        Limits that hold 95 of 100 such means.

    References
    ----------
    .. [1] Mann and Whitney, Ann Math Stat 1947;18:50.
    """
    variances = []
    for index in range(len(dataset.classes)):
        n = len(np.unique(dataset.patients[dataset.y == index]))
        m = len(np.unique(dataset.patients[dataset.y != index]))
        variances.append((n + m + 1) / (12 * n * m))
    half = _NORMAL_95 * float(np.sqrt(max(variances) / n_runs))
    return max(0.5 - half, 0.0), min(0.5 + half, 1.0)


def run_noise(
    dataset: Dataset,
    recipe: Recipe,
    specs: Sequence[ModelSpec],
    n_runs: int,
    *,
    running: Running | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> tuple[NoiseRun, ...]:
    """Run a recipe on shuffled labels, once for each shuffle.

    Parameters
    ----------
    dataset : Dataset
        Whose labels are shuffled.
    recipe : Recipe
        Its repeats are left out: every run shuffles anew.
    specs : sequence of ModelSpec
        The models.
    n_runs : int
        Shuffles.
    running : Running, optional
        Which ways, and by how many processes; its journal is not used.
    on_progress : callable, optional
        Called after every run.

    Returns
    -------
    tuple of NoiseRun
        By variant, then by model.
    """
    running = running or Running()
    work = _Work(
        dataset=dataset,
        recipe=recipe,
        specs=tuple(specs),
        variants=running.variants,
    )
    results: dict[int, dict[_Key, float]] = {}
    runs = range(n_runs)
    for run, found in as_done(
        _follow, runs, jobs=running.jobs, prepare=_prepare, given=(work,)
    ):
        results[run] = found
        if on_progress is not None:
            done = len(results)
            on_progress(Progress(done=done, total=n_runs, stage="shuffled labels"))
    return tuple(
        NoiseRun(
            model=spec.name,
            variant=variant,
            aucs=tuple(results[run][variant, spec.name] for run in runs),
        )
        for variant in running.variants
        for spec in specs
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Work:
    """What every process knows."""

    dataset: Dataset
    recipe: Recipe
    specs: tuple[ModelSpec, ...]
    variants: tuple[Variant, ...]


_WORK: list[_Work] = []


def _prepare(work: _Work) -> None:
    _WORK[:] = [work]


def _follow(run: int) -> dict[_Key, float]:
    """Shuffle the labels once and return every model's area."""
    work = _WORK[0]
    rng = np.random.default_rng([work.recipe.seed, 7919, run])
    shuffled = shuffled_labels(work.dataset, rng)
    once = replace(work.recipe, n_repeats=1, seed=int(rng.integers(2**31)))
    running = Running(variants=work.variants)
    found: dict[_Key, float] = {}
    for each in cross_validate(shuffled, once, work.specs, running=running):
        found[each.variant, each.spec.name] = _area(each, shuffled)
    return found


def _area(each: Predictions, dataset: Dataset) -> float:
    called = called_classes(each.proba[0], each.thresholds[0])
    ones = np.ones((1, dataset.n_samples))
    figures = weighted_metrics(each.proba[0], called, dataset.y, ones)
    return float(figures["roc_auc"][0])
