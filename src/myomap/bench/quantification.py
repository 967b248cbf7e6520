"""What the figures against normal limits are worth, where the truth is known.

Patients are simulated, and none of them made the limits. Their truth is judged by the
same limits: as an image of this resolution shows it and scaled as every map is, then
without that scaling, then as it is in the wall. Most go the quick way, some the full.
"""

from functools import partial
from typing import Final

from myomap.bench.figures import BenchOptions, BenchResult, Figure, at_most
from myomap.bench.measure import cpu_seconds
from myomap.bench.quantification_agreement import (
    agreement_figures,
    confusion_figures,
    detection_figures,
)
from myomap.bench.quantification_cases import Case, draw_patients, judged_case
from myomap.bench.quantification_cases import states_figures as figures_of
from myomap.bench.quantification_full import full_cases, full_figures
from myomap.bench.quantification_function import function_figures
from myomap.bench.quantification_intervals import Ends, coverage_figures, tpd_ends
from myomap.bench.quantification_normals import normals_figures
from myomap.phantom import SimulatedPatient, quick_maps
from myomap.quantification import quantify_change, rule_verdict
from myomap.records import PolarMap, State

__all__ = ["run"]

N_CASES: Final = 600
N_WITH_INTERVALS: Final = 200
FULL_SHARE: Final = 15
BEAT_SHARE: Final = 20
N_TIMED: Final = 50
MOST_MS: Final = 30.0
_STREAM: Final = 1


def run(options: BenchOptions) -> BenchResult:
    """Measure the quantification.

    Parameters
    ----------
    options : BenchOptions
        `n_cases` patients go the quick way, 600 unless told, a third of them with
        intervals; one for each 15 of them goes the full way, and one for each 20
        beats.

    Returns
    -------
    BenchResult
        With attenuation corrected and not; then limits of few normals, and the cost.
    """
    n_cases = options.n_cases or N_CASES
    figures: list[Figure] = []
    whole = full_cases(options.seed, max(2, n_cases // FULL_SHARE))
    for corrected in (True, False):
        kind = "corrected" if corrected else "not corrected"
        cases, ends = _quick(options.seed, n_cases, corrected=corrected)
        figures += detection_figures(kind, cases)
        figures += agreement_figures(kind, cases)
        figures += coverage_figures(kind, cases, ends)
        figures += confusion_figures(kind, cases)
        figures += full_figures(f"{kind}, full way", whole[corrected])
    figures += function_figures(options.seed, max(2, n_cases // BEAT_SHARE))
    figures += normals_figures(options.seed)
    figures.append(_cost(options.seed, min(N_TIMED, n_cases)))
    return BenchResult(bench="quantification", figures=tuple(figures))


def _quick(
    seed: int, n_cases: int, *, corrected: bool
) -> tuple[list[Case], list[Ends]]:
    cases: list[Case] = []
    ends: list[Ends] = []
    n_with_intervals = min(N_WITH_INTERVALS, max(2, n_cases // 3))
    for patient in draw_patients((seed, _STREAM), n_cases):
        maps = quick_maps(patient, attenuation_corrected=corrected)
        cases.append(judged_case(patient, maps, attenuation_corrected=corrected))
        if len(ends) < n_with_intervals:
            ends.append(tpd_ends(patient, maps, attenuation_corrected=corrected))
    return cases, ends


def _cost(seed: int, n_timed: int) -> Figure:
    patients = list(draw_patients((seed, _STREAM), n_timed))
    pairs = [quick_maps(patient) for patient in patients]
    _all_figures(patients[0], pairs[0])
    _, seconds = cpu_seconds(partial(_figures_of_all, patients, pairs))
    name = "from both maps to all figures, without intervals"
    return at_most(name, 1000.0 * seconds / n_timed, "ms a patient", MOST_MS)


def _figures_of_all(
    patients: list[SimulatedPatient], pairs: list[dict[State, PolarMap]]
) -> None:
    for patient, maps in zip(patients, pairs, strict=True):
        _all_figures(patient, maps)


def _all_figures(patient: SimulatedPatient, maps: dict[State, PolarMap]) -> None:
    found = figures_of(patient, maps, attenuation_corrected=True)
    stress, rest = found[State.STRESS], found[State.REST]
    change = quantify_change(maps[State.STRESS], maps[State.REST], stress, rest)
    rule_verdict(stress, rest, change)
