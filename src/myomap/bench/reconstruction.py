"""How well and how fast projections become a volume."""

import statistics
from dataclasses import replace

import numpy as np

from myomap.bench.chest_study import WALLS, ChestStudy, Orbit, draw_studies, wall_means
from myomap.bench.figures import (
    BenchOptions,
    BenchResult,
    Figure,
    at_least,
    at_most,
    without_target,
)
from myomap.bench.measure import cpu_seconds
from myomap.bench.reconstruction_peer import compare_with
from myomap.camera import COLLIMATORS, SystemModel, acquisition_of
from myomap.reconstruction import (
    Reconstruction,
    ReconstructionOptions,
    ScatterMethod,
    named_protocol,
    reconstruct,
)

__all__ = ["run"]

N_SEEDS = 20
LARGEST_ADJOINT_ERROR = 1e-6

PLAIN = ReconstructionOptions(
    scatter=ScatterMethod.NONE, post_filter=None, detects_motion=False
)
UNCORRECTED = replace(PLAIN, collimator=None, attenuation=False)


def run(options: BenchOptions) -> BenchResult:
    """Measure adjointness, recovered counts, even walls and CPU time.

    Parameters
    ----------
    options : BenchOptions
        `n_cases` noise seeds for the walls, 20 unless told; `against` another engine.

    Returns
    -------
    BenchResult
        Without scatter, half a turn, 64 views of 64 x 64, 4 million counts.
    """
    n_seeds = options.n_cases or N_SEEDS
    seeds = range(options.seed, options.seed + n_seeds)
    studies = draw_studies(seeds, Orbit())
    figures: tuple[Figure, ...] = (
        *_adjointness(studies[0]),
        *_walls(studies),
        *_cost(studies[0]),
    )
    if options.against is not None:
        figures = (*figures, *compare_with(options.against, options.seed))
    return BenchResult(bench="reconstruction", figures=figures)


def _adjointness(study: ChestStudy) -> tuple[Figure, ...]:
    rng = np.random.default_rng(0)
    acquisition = acquisition_of(study.projections)
    model = SystemModel(
        acquisition,
        collimator=COLLIMATORS["LEHR"],
        attenuation_map=study.attenuation_map,
    )
    x = rng.random(model.activity_shape, np.float32)
    seen = model.forward(x)
    y = rng.random(seen.shape, np.float32)
    there = float(np.vdot(seen.astype(np.float64), y))
    back = float(np.vdot(x.astype(np.float64), model.adjoint(y)))
    error = abs(there - back) / there
    return (at_most("adjoint, relative error", error, "", LARGEST_ADJOINT_ERROR),)


def _walls(studies: list[ChestStudy]) -> tuple[Figure, ...]:
    corrected = [_reconstructed(study, PLAIN) for study in studies]
    plain = [_reconstructed(study, UNCORRECTED) for study in studies]
    recovered = [
        100.0 * _total(result) / float(study.activity.counts.sum(dtype=np.float64))
        for result, study in zip(corrected, studies, strict=True)
    ]
    with_map = _mean_walls(corrected, studies)
    without = _mean_walls(plain, studies)
    uneven = max(abs(100.0 * (with_map[wall] - 1.0)) for wall in WALLS)
    below = 100.0 * (1.0 - without["inferior"] / without["anterior"])
    septal = 100.0 * (1.0 - without["septal"] / without["lateral"])
    return (
        at_least("activity recovered, corrected, lowest", min(recovered), "%", 98.0),
        at_most("activity recovered, corrected, highest", max(recovered), "%", 102.0),
        at_least("inferior below anterior, uncorrected", below, "%", 7.0),
        at_least("septal below lateral, uncorrected", septal, "%", 12.0),
        *(
            without_target(f"{wall} wall, uncorrected", 100.0 * without[wall], "%")
            for wall in WALLS
        ),
        *(
            without_target(f"{wall} wall, corrected", 100.0 * with_map[wall], "%")
            for wall in WALLS
        ),
        at_most("worst wall from the mean, corrected", uneven, "%", 8.0),
    )


def _reconstructed(study: ChestStudy, options: ReconstructionOptions) -> Reconstruction:
    return reconstruct(study.projections, options, study.attenuation_map)


def _total(result: Reconstruction) -> float:
    return float(result.volume.counts.sum(dtype=np.float64))


def _mean_walls(
    results: list[Reconstruction], studies: list[ChestStudy]
) -> dict[str, float]:
    """Return every wall as a part of the walls' mean, averaged over the studies."""
    by_study = []
    for result, study in zip(results, studies, strict=True):
        walls = wall_means(result.volume, study.truth)
        mean = statistics.fmean(walls.values())
        by_study.append({wall: value / mean for wall, value in walls.items()})
    return {wall: statistics.fmean(w[wall] for w in by_study) for wall in WALLS}


def _cost(study: ChestStudy) -> tuple[Figure, ...]:
    protocol = named_protocol("osem-psf")
    quick = replace(protocol, detects_motion=False)
    seconds = {}
    for name, options in (("", quick), (" and motion", protocol)):
        runs = [
            cpu_seconds(lambda: _reconstructed(study, options))[1]  # noqa: B023
            for _ in range(3)
        ]
        seconds[name] = statistics.median(runs)
    return tuple(
        at_most(f"raw counts to filtered volume{name}, CPU", value, "s", 2.0)
        for name, value in seconds.items()
    )
