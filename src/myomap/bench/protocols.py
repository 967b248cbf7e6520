"""What a protocol is worth: how well its volumes tell diseased from healthy wall.

Each setting reconstructs the same noisy stress studies, projected on a grid twice as
fine as the one it works on. Every segment is compared with its mean in the healthy of
the same sex, as normal limits would; the patient who is judged is left out of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from myomap.bench.figures import (
    BenchOptions,
    BenchResult,
    Figure,
    at_least,
    without_target,
)
from myomap.camera import named_collimator
from myomap.geometry import FloatArray
from myomap.phantom import Disease, SimulatedPatient, acquire, draw_patient
from myomap.polarmap import segment_means, segment_weights, segments_17
from myomap.reconstruction import (
    ButterworthFilter,
    ReconstructionOptions,
    named_protocol,
    reconstruct,
)
from myomap.records import MaskArray, PolarMap, State
from myomap.simulation import true_maps
from myomap.simulation.journey import map_of_volume

__all__ = ["Crowd", "judged", "run", "settings"]

N_CASES = 80
REFINEMENT = 2
DISEASED_BELOW = 0.9
BRIGHTEST = 6
N_RESAMPLED = 1000
EARLIER = "osem-psf/1"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Crowd:
    """The segments of many patients as one setting shows them.

    Parameters
    ----------
    uptake : (patient, 17), percent of the mean of the brightest six segments
        Measured.
    truth : (patient, 17), fraction of the normal uptake
        Simulated.
    healthy, female : (patient,), bool
        Without disease; by sex.
    """

    uptake: FloatArray
    truth: FloatArray
    healthy: MaskArray
    female: MaskArray


def settings() -> Mapping[str, ReconstructionOptions]:
    """Return what is compared.

    Returns
    -------
    mapping of str to ReconstructionOptions
        Today's default first; then its earlier version, the other protocols, and the
        default without attenuation correction.
    """
    default = named_protocol("osem-psf")
    return {
        default.protocol: default,
        EARLIER: replace(
            default,
            iterations=4,
            subsets=8,
            post_filter=ButterworthFilter(cutoff_per_cm=0.6, order=5.0),
        ),
        "osem": named_protocol("osem"),
        "bsrem": named_protocol("bsrem"),
        "osem-psf, not corrected": replace(default, attenuation=False),
        "fbp": named_protocol("fbp"),
    }


def run(options: BenchOptions) -> BenchResult:
    """Compare protocols on simulated patients, half of them healthy.

    Parameters
    ----------
    options : BenchOptions
        `n_cases` patients, 80 unless told.

    Returns
    -------
    BenchResult
        For every setting: how the healthy differ, what a defect shows of its depth,
        and how well diseased segments are told from healthy ones.
    """
    patients = [_patient(options.seed, i) for i in range(options.n_cases or N_CASES)]
    chosen = settings()
    seen: dict[str, list[FloatArray]] = {name: [] for name in chosen}
    for patient in patients:
        for name, uptake in _seen(patient, chosen).items():
            seen[name].append(uptake)
    truth = np.array([_true_segments(patient) for patient in patients])
    crowds = {
        name: Crowd(
            uptake=np.array(uptake),
            truth=truth,
            healthy=np.array([p.disease is Disease.NORMAL for p in patients]),
            female=np.array([p.person.sex.value == "F" for p in patients]),
        )
        for name, uptake in seen.items()
    }
    figures = [figure for name in crowds for figure in _figures(name, crowds[name])]
    figures.append(_gain(crowds, options.seed))
    return BenchResult(bench="protocols", figures=tuple(figures))


def judged(crowd: Crowd) -> FloatArray:
    """Return every segment's distance from the healthy of the same sex.

    Parameters
    ----------
    crowd : Crowd
        With two healthy patients or more of each sex.

    Returns
    -------
    (patient, 17), points
        Below zero for less than normal; the patient takes no part in the mean.
    """
    distance = np.empty_like(crowd.uptake)
    for i, uptake in enumerate(crowd.uptake):
        peers = crowd.healthy & (crowd.female == crowd.female[i])
        peers[i] = False
        distance[i] = uptake - crowd.uptake[peers].mean(axis=0)
    return distance


def _patient(seed: int, index: int) -> SimulatedPatient:
    """Draw a patient to whom nothing went wrong; disease and health by turns."""
    kinds = (Disease.NORMAL, Disease.ISCHEMIA, Disease.NORMAL, Disease.INFARCTION)
    rng = np.random.default_rng([seed, 4, index])
    while True:
        patient = draw_patient(rng, disease=kinds[index % len(kinds)])
        if not patient.artefacts:
            return patient


def _seen(
    patient: SimulatedPatient, chosen: Mapping[str, ReconstructionOptions]
) -> dict[str, FloatArray]:
    study = acquire(patient, refinement=REFINEMENT)
    collimator = named_collimator(patient.protocol.collimator)
    uptake = {}
    for name, protocol in chosen.items():
        setting = replace(protocol, detects_motion=False)
        if setting.collimator is not None:
            setting = replace(setting, collimator=collimator)
        volume = reconstruct(study.stress, setting, study.attenuation_map).volume
        uptake[name] = _segments(map_of_volume(patient, State.STRESS, volume))
    return uptake


def _segments(polar_map: PolarMap) -> FloatArray:
    means = segment_means(polar_map, segments_17())
    uptake = np.array([mean.uptake_percent or 0.0 for mean in means])
    brightest = np.sort(uptake)[-BRIGHTEST:].mean()
    percent: FloatArray = 100.0 * uptake / brightest
    return percent


def _true_segments(patient: SimulatedPatient) -> FloatArray:
    truth = true_maps(patient)[State.STRESS]
    weights = segment_weights(segments_17()) * truth.area_cm2
    total = weights.sum(axis=(1, 2))
    means: FloatArray = (weights * truth.uptake).sum(axis=(1, 2)) / total
    return means


def _figures(name: str, crowd: Crowd) -> list[Figure]:
    distance = judged(crowd)
    spread = float(distance[crowd.healthy].std())
    ill = ~crowd.healthy
    missing = 100.0 * (1.0 - crowd.truth[ill]).ravel()
    shown = float(np.polyfit(missing, -distance[ill].ravel(), 1)[0])
    even = crowd.uptake[crowd.healthy].mean(axis=0)
    return [
        without_target(
            f"{name}: mean healthy map, highest less lowest segment",
            float(np.ptp(even)),
            "points",
        ),
        without_target(f"{name}: spread of healthy segments", spread, "points"),
        without_target(f"{name}: share of a deficit that is shown", shown, ""),
        without_target(
            f"{name}: diseased from healthy segments, area under the curve",
            _area(crowd, distance, np.arange(len(distance))),
            "",
        ),
    ]


def _area(crowd: Crowd, distance: FloatArray, chosen: NDArray[np.int64]) -> float:
    from scipy.stats import mannwhitneyu

    healthy, truth, away = crowd.healthy[chosen], crowd.truth[chosen], distance[chosen]
    diseased = away[~healthy][truth[~healthy] < DISEASED_BELOW]
    normal = away[healthy].ravel()
    pairs = diseased.size * normal.size
    return float(mannwhitneyu(normal, diseased).statistic / pairs)


def _gain(crowds: Mapping[str, Crowd], seed: int) -> Figure:
    """Return what the default gains over its earlier version, at the least."""
    default = next(iter(crowds))
    pair = crowds[default], crowds[EARLIER]
    distances = [judged(crowd) for crowd in pair]
    ill, well = np.flatnonzero(~pair[0].healthy), np.flatnonzero(pair[0].healthy)
    rng = np.random.default_rng([seed, 5])
    gains = []
    for _ in range(N_RESAMPLED):
        drawn = [rng.choice(ill, ill.size), rng.choice(well, well.size)]
        now, before = (
            _area(crowd, distance, np.concatenate(drawn))
            for crowd, distance in zip(pair, distances, strict=True)
        )
        gains.append(now - before)
    return at_least(
        f"{default} less {EARLIER}: gain in area, lower end of 95 %",
        float(np.quantile(gains, 0.025)),
        "",
        0.0,
    )
