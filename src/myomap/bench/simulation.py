"""How fast patients are simulated, and how well the quick way agrees with the full one.

The full way projects, reconstructs and finds every patient. The quick way estimates
the map from the truth; its model was fitted to other patients than those met here.
The two crowds that are compared have no patient in common.
"""

from functools import partial

import numpy as np

from myomap.bench.figures import (
    BenchOptions,
    BenchResult,
    Figure,
    at_least,
    at_most,
    without_target,
)
from myomap.bench.map_agreement import Crowd, crowd_of, discrimination
from myomap.bench.measure import cpu_seconds
from myomap.phantom import Disease, SimulatedPatient, draw_patient, quick_maps
from myomap.simulation import SimulationOptions, Stage, patient_files, patient_of
from myomap.simulation.journey import full_maps

__all__ = ["run"]

N_CASES = 100
QUICK_PER_FULL = 4
N_TIMED = 200
CORES = 2
HOUR_S = 3600.0
FULL_AN_HOUR = 2_000.0
QUICK_AN_HOUR = 200_000.0
MEAN_LIMIT_POINTS = 4.0
LARGEST_AREA = 0.65
FULL_SEED, QUICK_SEED, TIMED_SEED = 1, 2, 3


def run(options: BenchOptions) -> BenchResult:
    """Measure the simulation of patients.

    Parameters
    ----------
    options : BenchOptions
        `n_cases` patients go the full way, 100 unless told, with and without
        attenuation correction, and four times as many the quick one.

    Returns
    -------
    BenchResult
        Patients an hour on two cores, and the agreement of the two ways.
    """
    n_cases = options.n_cases or N_CASES
    figures: list[Figure] = []
    for corrected in (True, False):
        figures += _figures_of_kind(options.seed, n_cases, corrected=corrected)
    figures.append(_quick_speed(options.seed, min(N_TIMED, 10 * n_cases)))
    return BenchResult(bench="simulation", figures=tuple(figures))


def _figures_of_kind(seed: int, n_cases: int, *, corrected: bool) -> list[Figure]:
    patients = [_patient(seed, FULL_SEED, i) for i in range(n_cases)]
    full, seconds = [], []
    for index, patient in enumerate(patients):
        way = partial(full_maps, patient, attenuation_corrected=corrected)
        pair, cost = cpu_seconds(way)
        full.append(pair)
        # The first one compiles what is not kept on the disk.
        if index or n_cases == 1:
            seconds.append(cost)
    others = [_patient(seed, QUICK_SEED, i) for i in range(QUICK_PER_FULL * n_cases)]
    quick = [quick_maps(p, attenuation_corrected=corrected) for p in others]
    figures = _agreement(
        crowd_of(full, _healthy(patients)),
        crowd_of(quick, _healthy(others)),
        "corrected" if corrected else "not corrected",
        seed,
    )
    if corrected:
        speed = CORES * HOUR_S / float(np.mean(seconds))
        name = "full way, stress and rest, on two cores"
        figures.insert(0, at_least(name, speed, "patients an hour", FULL_AN_HOUR))
    return figures


def _agreement(full: Crowd, quick: Crowd, kind: str, seed: int) -> list[Figure]:
    """Return how alike the crowds are."""
    healthy = full.segments[full.healthy], quick.segments[quick.healthy]
    mean = np.abs(healthy[1].mean(axis=0) - healthy[0].mean(axis=0))
    # What chance alone gives for the mean of so few.
    chance = healthy[0].std(axis=0, ddof=1) / np.sqrt(len(healthy[0]))
    spread = quick.segments.std(axis=0) / full.segments.std(axis=0)
    area = discrimination(full.segments, quick.segments, seed)
    return [
        at_most(
            f"{kind}: segment means of healthy patients, difference",
            float(mean.mean()),
            "points",
            MEAN_LIMIT_POINTS,
        ),
        without_target(
            f"{kind}: the same by chance alone",
            float(np.sqrt(2 / np.pi) * chance.mean()),
            "points",
        ),
        without_target(
            f"{kind}: segment means, largest difference", float(mean.max()), "points"
        ),
        without_target(
            f"{kind}: spread of segments, quick over full", float(spread.mean()), ""
        ),
        without_target(
            f"{kind}: correlation around the ring, full", full.correlation_deg, "°"
        ),
        without_target(
            f"{kind}: correlation around the ring, quick", quick.correlation_deg, "°"
        ),
        at_most(
            f"{kind}: full and quick told apart, area under the curve",
            area,
            "",
            LARGEST_AREA,
        ),
    ]


def _quick_speed(seed: int, n_timed: int) -> Figure:
    options = SimulationOptions(n_patients=n_timed, seed=seed, stage=Stage.MAP)
    _make_files(options, 1)
    _, seconds = cpu_seconds(partial(_make_files, options, n_timed))
    speed = CORES * HOUR_S * n_timed / seconds
    name = "quick way, stress and rest with truth, on two cores, without the disk"
    return at_least(name, speed, "patients an hour", QUICK_AN_HOUR)


def _make_files(options: SimulationOptions, n_patients: int) -> None:
    for index in range(n_patients):
        patient_files(options, patient_of(options, index), f"SIM-{index}")


def _patient(seed: int, kind: int, index: int) -> SimulatedPatient:
    return draw_patient(np.random.default_rng([seed, kind, index]))


def _healthy(patients: list[SimulatedPatient]) -> list[bool]:
    return [patient.disease is Disease.NORMAL for patient in patients]
