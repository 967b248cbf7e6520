"""Patients who go the whole way: projections, volume, ventricle, map; and dilation."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from myomap.bench.figures import Figure, at_least, at_most, without_target
from myomap.bench.quantification_cases import (
    Case,
    TruthKind,
    draw_patients,
    judged_case,
)
from myomap.bench.quantification_statistics import (
    correlation,
    mean_of,
    resampled_interval,
)
from myomap.errors import VentricleNotFoundError
from myomap.phantom import AcquiredStudy, SimulatedPatient, acquire
from myomap.polarmap import sample_polar_map
from myomap.quantification import tid_ratio
from myomap.records import PolarMap, State, Ventricle
from myomap.simulation.journey import reconstructed
from myomap.ventricle import find_ventricle

__all__ = ["FullCase", "full_cases", "full_figures"]

_STREAM: Final = 2
MOST_TID_ERROR_PERCENT: Final = 5.0
LEAST_R: Final = 0.95


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FullCase:
    """One patient after the whole way.

    Parameters
    ----------
    case : Case
        Figures beside the truth.
    true_tid, found_tid : float or None
        Cavity at stress over that at rest; None where it is not shown.
    """

    case: Case
    true_tid: float
    found_tid: float | None


def full_cases(seed: int, n_patients: int) -> dict[bool, list[FullCase]]:
    """Return patients whose ventricles were found at stress and at rest.

    Parameters
    ----------
    seed : int
        Of the benchmark.
    n_patients : int
        How many are drawn; one whose ventricle is not found is not judged.

    Returns
    -------
    dict of bool to list of FullCase
        With attenuation corrected (True) and not, of the same projections: body and
        photons on a grid twice as fine as the one that reconstructs.
    """
    found: dict[bool, list[FullCase]] = {True: [], False: []}
    for patient in draw_patients((seed, _STREAM), n_patients):
        study = acquire(patient, refinement=2)
        for corrected, cases in found.items():
            case = _full_case(patient, study, attenuation_corrected=corrected)
            if case is not None:
                cases.append(case)
    return found


def _full_case(
    patient: SimulatedPatient, study: AcquiredStudy, *, attenuation_corrected: bool
) -> FullCase | None:
    ways = {}
    for state in State:
        way = _way(patient, study, state, attenuation_corrected=attenuation_corrected)
        if way is None:
            return None
        ways[state] = way
    maps = {state: way[1] for state, way in ways.items()}
    return FullCase(
        case=judged_case(patient, maps, attenuation_corrected=attenuation_corrected),
        true_tid=patient.tid_ratio,
        found_tid=tid_ratio(ways[State.STRESS][0], ways[State.REST][0]),
    )


def full_figures(kind: str, found: list[FullCase]) -> list[Figure]:
    """Return what the whole way gives.

    Parameters
    ----------
    kind : str
        What stands before each name.
    found : list of FullCase
        Patients.

    Returns
    -------
    list of Figure
        Deficit, normalcy and dilation.
    """
    figures: list[Figure] = [without_target(f"{kind}: patients", len(found), "")]
    cases = [each.case for each in found]
    uneven = [case for case in cases if not case.is_balanced]
    for truth, told, used in (
        (TruthKind.IMAGED, "", cases),
        (TruthKind.SHARP, ", without balanced disease", uneven),
    ):
        tpd = np.array([case.found.tpd[0] for case in used])
        true = np.array([case.truths[truth].tpd[0] for case in used])
        name = f"{kind}: {truth.value}{told}: TPD at stress"
        figures += [
            at_least(
                f"{name}, r",
                correlation(tpd, true),
                "",
                LEAST_R,
                interval=resampled_interval(correlation, tpd, true),
            ),
            without_target(f"{name}, bias", mean_of(tpd - true), "points"),
        ]
    return [*figures, *_dilation_figures(kind, found)]


def _dilation_figures(kind: str, found: list[FullCase]) -> list[Figure]:
    shown = [each for each in found if each.found_tid is not None]
    error = np.array(
        [100.0 * ((each.found_tid or 0.0) / each.true_tid - 1.0) for each in shown]
    )
    within = mean_of(np.abs(error) <= MOST_TID_ERROR_PERCENT)
    return [
        without_target(
            f"{kind}: dilation shown, not doubtful", len(shown) / max(len(found), 1), ""
        ),
        at_most(
            f"{kind}: dilation, median error without its sign",
            float(np.median(np.abs(error))) if shown else float("nan"),
            "%",
            MOST_TID_ERROR_PERCENT,
        ),
        without_target(f"{kind}: dilation, bias", mean_of(error), "%"),
        without_target(f"{kind}: dilation within 5 %", within, ""),
    ]


def _way(
    patient: SimulatedPatient,
    study: AcquiredStudy,
    state: State,
    *,
    attenuation_corrected: bool,
) -> tuple[Ventricle, PolarMap] | None:
    volume = reconstructed(
        patient, study, state, attenuation_corrected=attenuation_corrected
    ).volume
    try:
        ventricle = find_ventricle(volume)
    except VentricleNotFoundError:
        return None
    return ventricle, sample_polar_map(ventricle.volume, ventricle, state=state)
