"""One patient at stress and at rest, with a disease in a vessel's territory."""

from dataclasses import dataclass, replace
from enum import Enum

import numpy as np

from myomap.phantom.anatomy import Defect, PatientParameters
from myomap.phantom.imaging import ImagingOptions
from myomap.phantom.population import draw_normal
from myomap.phantom.render import render_volume
from myomap.phantom.truth import TrueVentricle, render_truth
from myomap.records import Territory, Volume

__all__ = [
    "Disease",
    "SimulatedStudy",
    "TwoStates",
    "demo_patient",
    "draw_two_states",
    "render_study",
]


class Disease(Enum):
    """How stress and rest differ."""

    NORMAL = "normal"
    """No defect in either state."""

    ISCHEMIA = "ischemia"
    """A defect at stress only."""

    INFARCTION = "infarction"
    """The same defect in both states."""

    MIXED = "mixed"
    """A defect in both, deeper and wider at stress."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoStates:
    """A patient at stress and at rest; only the defects differ.

    Parameters
    ----------
    stress, rest : PatientParameters
        The two states.
    disease : Disease
        How they differ.
    territory : Territory or None
        Where; None for a normal patient.
    """

    stress: PatientParameters
    rest: PatientParameters
    disease: Disease
    territory: Territory | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SimulatedStudy:
    """Both volumes of a patient, with the truth of both.

    Parameters
    ----------
    states : TwoStates
        What was drawn.
    stress, rest : Volume
        What a reconstruction would show.
    stress_truth, rest_truth : TrueVentricle
        What is really there.
    """

    states: TwoStates
    stress: Volume
    rest: Volume
    stress_truth: TrueVentricle
    rest_truth: TrueVentricle


def draw_two_states(
    rng: np.random.Generator, disease: Disease, territory: Territory
) -> TwoStates:
    """Draw a patient of usual anatomy with a disease in one territory.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of chance; the same state gives the same patient.
    disease : Disease
        How stress and rest shall differ.
    territory : Territory
        Where; not regarded for a normal patient.

    Returns
    -------
    TwoStates
        Sharing torso, organs and heart.
    """
    healthy = draw_normal(rng)
    if disease is Disease.NORMAL:
        return TwoStates(stress=healthy, rest=healthy, disease=disease, territory=None)
    deep, shallow = float(rng.uniform(0.15, 0.4)), float(rng.uniform(0.55, 0.7))
    at_stress = _TERRITORY_DRAWERS[territory](rng, deep)
    at_rest = {
        Disease.ISCHEMIA: (),
        Disease.INFARCTION: at_stress,
        Disease.MIXED: _milder(at_stress, shallow),
    }[disease]
    return TwoStates(
        stress=replace(healthy, defects=at_stress),
        rest=replace(healthy, defects=at_rest),
        disease=disease,
        territory=territory,
    )


def render_study(
    states: TwoStates, *, stress_imaging: ImagingOptions, rest_imaging: ImagingOptions
) -> SimulatedStudy:
    """Return both volumes of a patient and the truth of both.

    Parameters
    ----------
    states : TwoStates
        The patient.
    stress_imaging, rest_imaging : ImagingOptions
        Give them different noise seeds.

    Returns
    -------
    SimulatedStudy
        On the default grid.
    """
    return SimulatedStudy(
        states=states,
        stress=render_volume(states.stress, imaging=stress_imaging),
        rest=render_volume(states.rest, imaging=rest_imaging),
        stress_truth=render_truth(states.stress),
        rest_truth=render_truth(states.rest),
    )


def demo_patient(seed: int = 7) -> SimulatedStudy:
    """Return a simulated study with a partly reversible defect of the LAD.

    Parameters
    ----------
    seed : int
        The same seed gives the same bytes.

    Returns
    -------
    SimulatedStudy
        Stress with 700,000 counts of the ventricle, rest with 400,000.

    Examples
    --------
    >>> study = demo_patient()
    >>> study.states.disease.value, study.states.territory.value
    ('mixed', 'LAD')
    >>> bool(study.stress_truth.uptake.min() < study.rest_truth.uptake.min() < 1)
    True
    """
    rng = np.random.default_rng(seed)
    states = draw_two_states(rng, Disease.MIXED, Territory.LAD)
    noise = rng.integers(2**31, size=2)
    return render_study(
        states,
        stress_imaging=ImagingOptions(lv_counts=700_000, noise_seed=int(noise[0])),
        rest_imaging=ImagingOptions(lv_counts=400_000, noise_seed=int(noise[1])),
    )


def _milder(defects: tuple[Defect, ...], uptake: float) -> tuple[Defect, ...]:
    """Return smaller and shallower defects in the same place: what is a scar."""
    return tuple(
        replace(
            defect,
            uptake=uptake,
            half_angle_deg=defect.half_angle_deg
            * (0.75 if defect.half_angle_deg < 180 else 1.0),
        )
        for defect in defects
    )


def _draw_lad(rng: np.random.Generator, uptake: float) -> tuple[Defect, ...]:
    """Draw an anteroseptal wedge that runs into the whole apex."""
    wedge = Defect(
        angle_deg=float(rng.uniform(95, 135)),
        half_angle_deg=float(rng.uniform(35, 55)),
        from_fraction=float(rng.uniform(0.15, 0.4)),
        uptake=uptake,
    )
    apex = Defect(
        angle_deg=0.0,
        half_angle_deg=180.0,
        from_fraction=float(rng.uniform(0.8, 0.9)),
        uptake=uptake,
    )
    return wedge, apex


def _draw_lcx(rng: np.random.Generator, uptake: float) -> tuple[Defect, ...]:
    """Draw a wedge of the lateral wall that spares the apex."""
    return _draw_wedge(rng, (-25.0, 20.0), uptake)


def _draw_rca(rng: np.random.Generator, uptake: float) -> tuple[Defect, ...]:
    """Draw a wedge of the inferior wall that spares the apex."""
    return _draw_wedge(rng, (235.0, 262.0), uptake)


def _draw_wedge(
    rng: np.random.Generator, middle_deg: tuple[float, float], uptake: float
) -> tuple[Defect, ...]:
    return (
        Defect(
            angle_deg=float(rng.uniform(*middle_deg)) % 360.0,
            half_angle_deg=float(rng.uniform(28, 45)),
            from_fraction=float(rng.uniform(0.0, 0.2)),
            to_fraction=float(rng.uniform(0.7, 0.92)),
            uptake=uptake,
        ),
    )


_TERRITORY_DRAWERS = {
    Territory.LAD: _draw_lad,
    Territory.LCX: _draw_lcx,
    Territory.RCA: _draw_rca,
}
