"""Whether intervals of the deficit hold the truth as often as they say."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from myomap.bench.figures import Figure, at_most, without_target
from myomap.bench.quantification_cases import Case, TruthKind, states_figures
from myomap.bench.quantification_statistics import mean_of
from myomap.geometry import FloatArray
from myomap.phantom import SimulatedPatient
from myomap.quantification import (
    ResamplingOptions,
    resample_map,
    state_intervals,
)
from myomap.records import PolarMap, State

__all__ = ["Ends", "coverage_figures", "tpd_ends"]

LEVEL: Final = 0.90
MOST_AWAY: Final = 0.05
_WITH_DEFECT_PERCENT: Final = 1.0

Ends = FloatArray
"""(2, 2): stress and rest, low and high end, percent."""


def tpd_ends(
    patient: SimulatedPatient,
    maps: Mapping[State, PolarMap],
    *,
    attenuation_corrected: bool,
) -> Ends:
    """Return the 90 % intervals of both deficits.

    Parameters
    ----------
    patient : SimulatedPatient
        Whose maps they are.
    maps : mapping of State to PolarMap
        Both.
    attenuation_corrected : bool
        Of the maps.

    Returns
    -------
    (2, 2), percent
        Stress and rest, low and high end.
    """
    figures = states_figures(patient, maps, attenuation_corrected=attenuation_corrected)
    seed = patient.stress_scan.noise_seed or 0
    found = []
    for state in State:
        draws = resample_map(maps[state], figures[state], ResamplingOptions(seed=seed))
        tpd = state_intervals(figures[state], draws, level=LEVEL).tpd_percent
        found.append((tpd.low, tpd.high))
    return np.array(found)


def coverage_figures(
    kind: str, cases: Sequence[Case], ends: Sequence[Ends]
) -> list[Figure]:
    """Return how often intervals hold each truth.

    Parameters
    ----------
    kind : str
        What stands before each name.
    cases : sequence of Case
        Patients, longer than `ends` perhaps.
    ends : sequence of (2, 2), percent
        Intervals of the first of them.

    Returns
    -------
    list of Figure
        Of both states together, and of those with a true defect alone.
    """
    figures: list[Figure] = []
    intervals = np.array(ends)
    for truth in TruthKind:
        true = np.array([case.truths[truth].tpd for case in cases[: len(ends)]])
        holds = (intervals[..., 0] <= true + 1e-6) & (true <= intervals[..., 1] + 1e-6)
        name = f"{kind}: 90 % intervals of TPD that hold the {truth.value}"
        covered = float(holds.mean())
        figures.append(without_target(name, covered, ""))
        if truth is TruthKind.IMAGED:
            figures.append(
                at_most(f"{name}, away from 0.90", abs(covered - LEVEL), "", MOST_AWAY)
            )
            ill = true > _WITH_DEFECT_PERCENT
            figures.append(
                without_target(
                    f"{name}, where that is above 1 %", mean_of(holds[ill]), ""
                )
            )
    width = float((intervals[..., 1] - intervals[..., 0]).mean())
    figures.append(without_target(f"{kind}: their mean width", width, "points"))
    return figures
