"""Simulated patients judged by normal limits, and their truth judged the same way."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

import numpy as np

from myomap.errors import ConfigError
from myomap.geometry import FloatArray
from myomap.phantom import Disease, SimulatedPatient, draw_patient, true_map
from myomap.phantom.quick_map import expected_map, load_quick_map_model
from myomap.quantification import (
    ChosenLimits,
    MapFacts,
    QuantifyOptions,
    RegistrationOptions,
    RuleLabel,
    StateFigures,
    choose_limits,
    quantify_change,
    quantify_map,
    rule_verdict,
    shipped_limits,
)
from myomap.reconstruction import DEFAULT_PROTOCOL, named_protocol
from myomap.records import MapSource, PolarMap, State, Territory

__all__ = [
    "Case",
    "Judged",
    "TruthKind",
    "draw_patients",
    "judged_case",
    "judged_maps",
    "states_figures",
    "true_territory",
]

_STILL: Final = RegistrationOptions(most_rings=0, most_angles=0)
"""Truths are not moved onto each other: they lie right."""

_OWN_SCALE: Final = QuantifyOptions(is_scaled=True)


class TruthKind(Enum):
    """Which truth a figure is held against."""

    IMAGED = "truth as imaged"
    """Blurred as an image of this resolution is, and put on the scale of the normals
    as every map is: what a perfect image of this heart would be judged."""

    BLURRED = "blurred truth"
    """Blurred, on its own true scale, which no image knows."""

    SHARP = "sharp truth"
    """As it is in the wall."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Judged:
    """What is kept of a pair of judged maps; percent of the wall unless told.

    Parameters
    ----------
    tpd, extent : (2,), percent
        At stress and at rest.
    ischemic_tpd, reversible, fixed : float, percent
        Of the change.
    grades : (34,)
        Of 17 segments at stress, then at rest.
    territory_tpd : (3,), percent
        At stress: LAD, LCX, RCA.
    label : RuleLabel
        By rule.
    """

    tpd: FloatArray
    extent: FloatArray
    ischemic_tpd: float
    reversible: float
    fixed: float
    grades: FloatArray
    territory_tpd: FloatArray
    label: RuleLabel


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Case:
    """One patient: what is so, and what was found.

    Parameters
    ----------
    disease : Disease
        The class that was drawn.
    is_balanced : bool
        Whether all arteries fail alike.
    artery : Territory or None
        The only one that is ill; None where none or several are.
    found : Judged
        From the maps.
    truths : mapping of TruthKind to Judged
        From the truth, judged by the same limits.
    """

    disease: Disease
    is_balanced: bool
    artery: Territory | None
    found: Judged
    truths: Mapping[TruthKind, Judged]


def draw_patients(seed: tuple[int, int], n_patients: int) -> Iterator[SimulatedPatient]:
    """Yield patients of a clinic: all classes, all artefacts.

    Parameters
    ----------
    seed : tuple of int
        Of the benchmark and of the stream.
    n_patients : int
        How many.

    Yields
    ------
    SimulatedPatient
        None of whom the limits were made of: those have seeds of two numbers.
    """
    index = 0
    while n_patients:
        rng = np.random.default_rng([*seed, index])
        index += 1
        try:
            patient = draw_patient(rng)
        except ConfigError:
            # Rarely, borders of coronary territories are drawn too close together.
            continue
        n_patients -= 1
        yield patient


def judged_case(
    patient: SimulatedPatient,
    maps: Mapping[State, PolarMap],
    *,
    attenuation_corrected: bool,
) -> Case:
    """Return what was found of a patient beside all truths.

    Parameters
    ----------
    patient : SimulatedPatient
        All that was drawn.
    maps : mapping of State to PolarMap
        Both, by any way.
    attenuation_corrected : bool
        Whether the maps are those of corrected volumes.

    Returns
    -------
    Case
        Small.
    """
    limits = _limits_of(patient, attenuation_corrected=attenuation_corrected)
    blurred = {
        state: _blurred(patient, state, attenuation_corrected=attenuation_corrected)
        for state in State
    }
    sharp = {
        state: true_map(patient.of(state)).uptake.astype(np.float64) for state in State
    }
    arteries = {lesion.territory for s in State for lesion in patient.of(s).lesions}
    return Case(
        disease=patient.disease,
        is_balanced=patient.balanced,
        artery=arteries.pop() if len(arteries) == 1 else None,
        found=judged_maps(maps, limits),
        truths={
            TruthKind.IMAGED: judged_maps(
                _truth_maps(blurred, maps, limits), limits, registration=_STILL
            ),
            TruthKind.BLURRED: judged_maps(
                _truth_maps(blurred, maps, limits), limits, _OWN_SCALE, _STILL
            ),
            TruthKind.SHARP: judged_maps(
                _truth_maps(sharp, maps, limits), limits, _OWN_SCALE, _STILL
            ),
        },
    )


def states_figures(
    patient: SimulatedPatient,
    maps: Mapping[State, PolarMap],
    *,
    attenuation_corrected: bool,
) -> dict[State, StateFigures]:
    """Return the figures of both maps.

    Parameters
    ----------
    patient : SimulatedPatient
        Whose sex chooses the limits.
    maps : mapping of State to PolarMap
        Both.
    attenuation_corrected : bool
        Of the maps.

    Returns
    -------
    dict of State to StateFigures
        By the limits that come with the package.
    """
    limits = _limits_of(patient, attenuation_corrected=attenuation_corrected)
    return {state: quantify_map(maps[state], limits[state]) for state in State}


def judged_maps(
    maps: Mapping[State, PolarMap],
    limits: Mapping[State, ChosenLimits],
    options: QuantifyOptions | None = None,
    registration: RegistrationOptions | None = None,
) -> Judged:
    """Return what is kept of two maps held against limits.

    Parameters
    ----------
    maps : mapping of State to PolarMap
        Both states.
    limits : mapping of State to ChosenLimits
        Theirs.
    options : QuantifyOptions, optional
        How.
    registration : RegistrationOptions, optional
        How far rest may be moved onto stress.

    Returns
    -------
    Judged
        All figures that the benchmark asks for.
    """
    stress_map, rest_map = maps[State.STRESS], maps[State.REST]
    stress = quantify_map(stress_map, limits[State.STRESS], options)
    rest = quantify_map(rest_map, limits[State.REST], options)
    change = quantify_change(stress_map, rest_map, stress, rest, registration)
    both = (stress, rest)
    return Judged(
        tpd=np.array([each.tpd_percent for each in both]),
        extent=np.array([each.extent_percent for each in both]),
        ischemic_tpd=change.ischemic_tpd_percent,
        reversible=change.reversible_extent_percent,
        fixed=change.fixed_extent_percent,
        grades=np.array([s.score or 0 for each in both for s in each.segments], float),
        territory_tpd=np.array([each.tpd_percent for each in stress.territories]),
        label=rule_verdict(stress, rest, change).label,
    )


def true_territory(judged: Judged) -> Territory:
    """Return the territory that adds most to the stress deficit.

    Parameters
    ----------
    judged : Judged
        Of maps or of the truth.

    Returns
    -------
    Territory
        The first of equals.
    """
    return tuple(Territory)[int(np.argmax(judged.territory_tpd))]


def _limits_of(
    patient: SimulatedPatient, *, attenuation_corrected: bool
) -> dict[State, ChosenLimits]:
    return {
        state: choose_limits(
            shipped_limits().sets,
            MapFacts(
                state=state,
                sex=patient.person.sex,
                attenuation_corrected=attenuation_corrected,
                tracer="Tc-99m",
                reconstruction=named_protocol(DEFAULT_PROTOCOL).protocol,
                is_simulated=True,
            ),
        )
        for state in State
    }


def _blurred(
    patient: SimulatedPatient, state: State, *, attenuation_corrected: bool
) -> FloatArray:
    """Return the blurred truth over that of the same heart in health.

    The blur is the one that was fitted to reconstructions; what the first injection of
    the day leaves for the second scan is in it, for it is in the heart.
    """
    blur = load_quick_map_model(attenuation_corrected=attenuation_corrected).blur
    healthy = replace(
        patient,
        stress=replace(patient.stress, lesions=()),
        rest=replace(patient.rest, lesions=()),
    )
    ill = expected_map(patient, state, blur, reach=1.0)
    return ill / expected_map(healthy, state, blur, reach=1.0)


def _truth_maps(
    shares: Mapping[State, FloatArray],
    maps: Mapping[State, PolarMap],
    limits: Mapping[State, ChosenLimits],
) -> dict[State, PolarMap]:
    """Return the maps of hearts that would be the normals' mean without disease."""
    return {
        state: PolarMap(
            uptake_percent=(share * limits[state].limits.mean_percent).astype(
                np.float32
            ),
            area_cm2=maps[state].area_cm2,
            valid=maps[state].valid,
            state=state,
            source=MapSource.SIMULATION,
            reference_percentile=float("nan"),
        )
        for state, share in shares.items()
    }
