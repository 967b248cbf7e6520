"""One simulated patient: all that was drawn, and nothing that follows from it."""

from dataclasses import dataclass, field, replace
from enum import Enum

import numpy as np

from myomap.phantom.anatomy import PatientParameters
from myomap.phantom.body_drawing import Body, draw_body, filled, with_gut_at_wall
from myomap.phantom.coronaries import Coronaries, draw_coronaries
from myomap.phantom.disease_drawing import DrawnDisease, draw_disease
from myomap.phantom.heart_drawing import DrawnHeart, dilated, draw_heart
from myomap.phantom.lesion import Lesion
from myomap.phantom.person import Person, draw_person
from myomap.phantom.scan import Motion, Protocol, Scan
from myomap.phantom.solids import Point
from myomap.phantom.tracer import Stressor, Tracer, Uptake, draw_uptake
from myomap.phantom.two_states import Disease
from myomap.records import State

__all__ = ["Artefact", "SimulatedPatient", "draw_patient"]

_ARTEFACT_CHANCE = 0.06
_HALF_LIFE_H = 6.01
_STILL: Point = (0.0, 0.0, 0.0)


class Artefact(Enum):
    """What went wrong besides the disease; breasts and diaphragm need no mention."""

    HOT_GUT = "hot gut"
    MOTION = "motion"
    LOW_COUNTS = "low counts"
    MISREGISTERED_MAP = "misregistered map"
    TRUNCATED_FIELD = "truncated field"


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedPatient:
    """A patient who is imaged at rest and under stress on one day.

    Parameters
    ----------
    person : Person
        Sex, age, size.
    tracer : Tracer
        Of both injections.
    stressor : Stressor
        What raised the flow.
    disease : Disease
        The class.
    balanced : bool
        Whether all three arteries fail alike.
    tid_ratio : float
        Cavity volume at stress over that at rest.
    stress, rest : PatientParameters
        Body, heart and lesions in each state.
    stress_scan, rest_scan : Scan
        Counts, noise and motion.
    protocol : Protocol
        Of the camera.
    rest_left : float
        What the first injection still gives during the second scan, as a share of
        what the second one gives.
    map_shift_mm : (3,), mm, LPS
        How far the attenuation map is out of place.
    artefacts : tuple of Artefact
        What was drawn to go wrong.
    """

    person: Person
    tracer: Tracer
    stressor: Stressor
    disease: Disease
    balanced: bool
    tid_ratio: float
    stress: PatientParameters
    rest: PatientParameters
    stress_scan: Scan
    rest_scan: Scan
    protocol: Protocol = field(default_factory=Protocol)
    rest_left: float = 0.0
    map_shift_mm: Point = _STILL
    artefacts: tuple[Artefact, ...] = ()

    def of(self, state: State) -> PatientParameters:
        """Return body, heart and lesions in one state.

        Parameters
        ----------
        state : State
            Stress or rest.

        Returns
        -------
        PatientParameters
            As drawn.
        """
        return self.stress if state is State.STRESS else self.rest

    def scan_of(self, state: State) -> Scan:
        """Return how one state was imaged.

        Parameters
        ----------
        state : State
            Stress or rest.

        Returns
        -------
        Scan
            As drawn.
        """
        return self.stress_scan if state is State.STRESS else self.rest_scan


def draw_patient(
    rng: np.random.Generator,
    *,
    protocol: Protocol | None = None,
    disease: Disease | None = None,
) -> SimulatedPatient:
    """Draw a patient of a clinic: anatomy, disease, scans and what went wrong.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of chance; the same state gives the same patient.
    protocol : Protocol, optional
        Of the camera; the default one if not given.
    disease : Disease or None
        None draws one.

    Returns
    -------
    SimulatedPatient
        Each artefact strikes one of sixteen patients.

    Notes
    -----
    On one day rest is imaged first, with a third of the activity and 25 s a view
    against 20 s at stress. The wall gives 0.45 to 0.8 million counts at stress and 0.3
    to 0.5 at rest, fewer in stout people; a third to a half of that with low counts.
    A quarter of the patients had the two injections on two days.

    Examples
    --------
    >>> patient = draw_patient(np.random.default_rng(5), disease=Disease.ISCHEMIA)
    >>> patient.rest.lesions
    ()
    >>> len(patient.stress.lesions) > 0
    True
    """
    person = draw_person(rng)
    tracer = list(Tracer)[int(rng.integers(2))]
    stressor = list(Stressor)[int(rng.integers(2))]
    coronaries = draw_coronaries(rng)
    disease_found = draw_disease(rng, coronaries, disease)
    heart = draw_heart(rng, person, enlarged=disease_found.enlarged)
    body = draw_body(rng, person, heart.left)
    artefacts = tuple(a for a in Artefact if rng.random() < _ARTEFACT_CHANCE)
    at_stress, at_rest = (
        draw_uptake(rng, tracer, stressor),
        draw_uptake(rng, tracer, None),
    )
    if Artefact.HOT_GUT in artefacts:
        body = with_gut_at_wall(body, heart.left, float(rng.uniform(0.0, 9.0)))
        at_stress = replace(at_stress, gut=float(rng.uniform(0.8, 2.0)))
        at_rest = replace(at_rest, gut=float(rng.uniform(0.8, 2.0)))
    stress_scan, rest_scan, rest_left = _draw_scans(rng, person, artefacts)
    shift_mm = _draw_map_shift(rng, artefacts)
    return SimulatedPatient(
        person=person,
        tracer=tracer,
        stressor=stressor,
        disease=disease_found.disease,
        balanced=disease_found.balanced,
        tid_ratio=disease_found.tid_ratio,
        stress=_state(
            body,
            at_stress,
            _dilated_heart(heart, disease_found),
            coronaries,
            disease_found.stress,
        ),
        rest=_state(body, at_rest, heart, coronaries, disease_found.rest),
        protocol=_zoomed(protocol or Protocol(), artefacts),
        stress_scan=stress_scan,
        rest_scan=rest_scan,
        rest_left=rest_left,
        map_shift_mm=shift_mm,
        artefacts=artefacts,
    )


def _dilated_heart(heart: DrawnHeart, found: DrawnDisease) -> DrawnHeart:
    return heart._replace(left=dilated(heart.left, found.tid_ratio))


def _state(
    body: Body,
    uptake: Uptake,
    heart: DrawnHeart,
    coronaries: Coronaries,
    lesions: tuple[Lesion, ...],
) -> PatientParameters:
    torso, organs, chest = filled(body, uptake)
    return PatientParameters(
        torso=torso,
        organs=organs,
        heart=heart.left,
        right_ventricle=heart.right,
        lesions=lesions,
        coronaries=coronaries,
        papillary=heart.papillary,
        chest=chest,
    )


def _draw_scans(
    rng: np.random.Generator, person: Person, artefacts: tuple[Artefact, ...]
) -> tuple[Scan, Scan, float]:
    """Return both scans, and what of the first injection the second scan sees."""
    stout = min(1.0, (27.5 / person.body_mass_index) ** 0.5)
    counts = np.array([rng.uniform(0.5e6, 0.8e6), rng.uniform(0.33e6, 0.5e6)]) * stout
    counts = np.maximum(counts, [0.45e6, 0.3e6])
    if Artefact.LOW_COUNTS in artefacts:
        counts *= rng.uniform(0.3, 0.5)
    scatter = float(rng.uniform(0.35, 0.46))
    motion: list[Motion | None] = [None, None]
    if Artefact.MOTION in artefacts:
        motion[int(rng.integers(2))] = _draw_motion(rng)
    seeds = rng.integers(2**31, size=2)
    scans = [
        Scan(
            lv_counts=float(counts[i]),
            scatter_to_primary=scatter,
            view_s=view_s,
            motion=motion[i],
            noise_seed=int(seeds[i]),
        )
        for i, view_s in enumerate((20.0, 25.0))
    ]
    is_same_day = rng.random() < 0.75
    hours = float(rng.uniform(2.5, 4.5))
    left = float(rng.uniform(0.28, 0.38)) * 0.5 ** (hours / _HALF_LIFE_H)
    return scans[0], scans[1], left if is_same_day else 0.0


def _draw_motion(rng: np.random.Generator) -> Motion:
    """Draw a jerk, or a slow creep to the head, of one to three pixels."""
    begin = float(rng.uniform(0.1, 0.8))
    is_jerk = rng.random() < 0.5
    return Motion(
        from_fraction=begin,
        to_fraction=begin if is_jerk else float(rng.uniform(begin, 1.0)),
        head_mm=float(rng.uniform(6, 20) * (rng.choice([-1, 1]) if is_jerk else 1)),
        detector_mm=float(rng.uniform(-8, 8)) if is_jerk else 0.0,
    )


def _draw_map_shift(rng: np.random.Generator, artefacts: tuple[Artefact, ...]) -> Point:
    if Artefact.MISREGISTERED_MAP not in artefacts:
        return _STILL
    direction = rng.normal(size=3)
    direction *= float(rng.uniform(6, 18)) / float(np.linalg.norm(direction))
    return float(direction[0]), float(direction[1]), float(direction[2])


def _zoomed(protocol: Protocol, artefacts: tuple[Artefact, ...]) -> Protocol:
    """Return a protocol whose field of view cuts off the patient's sides."""
    if Artefact.TRUNCATED_FIELD not in artefacts:
        return protocol
    return replace(protocol, field_mm=0.74 * protocol.field_mm)
