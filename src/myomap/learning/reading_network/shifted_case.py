"""Patients simulated with other settings than those the network learns from.

So that a score is not of the generator's own making: other hearts, defects of other
shapes, another camera. Nothing here is ever shown while it learns.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Final, TypeVar

import numpy as np

from myomap.errors import ConfigError
from myomap.learning.reading_network.simulated_case import (
    DISEASED_BELOW,
    Case,
    case_of_patient,
)
from myomap.phantom import (
    Coronaries,
    Defect,
    Disease,
    HeartParameters,
    Lesion,
    QuickMapModel,
    SimulatedPatient,
    draw_patient,
    load_quick_map_model,
    true_map,
)
from myomap.records import Territory

__all__ = ["draw_shifted_patient", "shifted_cases", "shifted_model"]

_Part = TypeVar("_Part")
_MOST_TRIES = 100
_LEAST_SHARE = 0.01
_SECTORS: Final = {
    Territory.LAD: (75.0, 165.0),
    Territory.LCX: (-45.0, 45.0),
    Territory.RCA: (215.0, 290.0),
}


def shifted_cases(seed: int, index: int) -> tuple[SimulatedPatient, dict[bool, Case]]:
    """Return a patient of the other clinic, with attenuation corrected and not.

    Parameters
    ----------
    seed, index : int
        The same numbers give the same patient.

    Returns
    -------
    patient : SimulatedPatient
        What is true.
    cases : dict of bool to Case
        By whether attenuation is corrected.

    Raises
    ------
    ConfigError
        If no patient could be drawn.
    """
    for attempt in range(_MOST_TRIES):
        rng = np.random.default_rng([seed, index, attempt])
        try:
            patient = draw_shifted_patient(rng)
        except ConfigError:
            # An anatomy that cannot be; the next one is drawn.
            continue
        chance = rng.integers(2**32)
        return patient, {
            corrected: case_of_patient(
                patient,
                shifted_model(
                    np.random.default_rng(chance),
                    load_quick_map_model(attenuation_corrected=corrected),
                ),
                attenuation_corrected=corrected,
            )
            for corrected in (True, False)
        }
    raise ConfigError(
        "No patient could be simulated: every draw was refused. Choose another seed."
    )


def draw_shifted_patient(rng: np.random.Generator) -> SimulatedPatient:
    """Draw a patient of another clinic.

    Parameters
    ----------
    rng : numpy.random.Generator
        Of the draw.

    Returns
    -------
    SimulatedPatient
        Hearts of wider sizes and other shapes; defects that are sectors between two
        heights, whatever the arteries, or many small patches in one territory, in
        equal parts.

    Raises
    ------
    ConfigError
        If the anatomy cannot be.
    """
    patient = draw_patient(rng)
    change = _drawn_change(rng)
    stress, rest = (
        replace(each, heart=change(each.heart), lesions=())
        for each in (patient.stress, patient.rest)
    )
    patient = replace(patient, stress=stress, rest=rest, balanced=False)
    if patient.disease is Disease.NORMAL:
        return patient
    draw = _with_sectors if rng.random() < 0.5 else _with_patches
    for _ in range(_MOST_TRIES):
        drawn = draw(rng, patient)
        if _shows_its_kind(drawn):
            return drawn
    raise ConfigError(
        "No disease of the kind could be drawn in this heart. Draw another patient."
    )


def shifted_model(rng: np.random.Generator, model: QuickMapModel) -> QuickMapModel:
    """Return the maps of another camera.

    Parameters
    ----------
    rng : numpy.random.Generator
        Of the draw.
    model : QuickMapModel
        Of the usual one.

    Returns
    -------
    QuickMapModel
        Blurred by a third more than usual or a third less, with coarser and stronger
        noise, and with fields a quarter stronger: beyond what is learnt from.
    """
    widen = float(
        rng.uniform(1.3, 1.5) if rng.random() < 0.7 else rng.uniform(0.65, 0.8)
    )
    blur = replace(
        model.blur,
        along_fwhm_mm=model.blur.along_fwhm_mm * widen,
        through_fwhm_mm=model.blur.through_fwhm_mm * (0.5 + 0.5 * widen),
    )
    return replace(
        model,
        blur=blur,
        weights=model.weights * float(rng.uniform(1.1, 1.35)),
        left=model.left * float(rng.uniform(1.1, 1.35)),
        reach=model.reach + np.array([rng.normal(0.0, 0.015), 0.0]),
        noise=model.noise * float(rng.uniform(1.1, 1.6)),
        noise_fwhm_mm=model.noise_fwhm_mm * float(rng.uniform(1.2, 1.6)),
    )


def _drawn_change(
    rng: np.random.Generator,
) -> Callable[[HeartParameters], HeartParameters]:
    """Return how hearts of the other clinic differ; stress and rest alike."""
    radius, wall, length = (float(x) for x in rng.uniform(0.85, 1.2, 3))
    exponent, apical = float(rng.uniform(-0.35, 0.45)), float(rng.uniform(0.8, 1.25))
    tilt = float(rng.uniform(0.0, 12.0))

    def changed(heart: HeartParameters) -> HeartParameters:
        return replace(
            heart,
            midwall_radius_mm=heart.midwall_radius_mm * radius,
            wall_mm=heart.wall_mm * min(wall, 1.1),
            length_mm=heart.length_mm * length,
            exponent=float(np.clip(heart.exponent + exponent, 1.5, 3.2)),
            apical_wall_fraction=float(
                np.clip(heart.apical_wall_fraction * apical, 0.35, 1.2)
            ),
            valve_tilt_deg=tilt,
        )

    return changed


def _shows_its_kind(patient: SimulatedPatient) -> bool:
    """Whether what stress adds to a scar, and the scar, are there to be seen.

    Ischemia that is drawn inside of a scar is no ischemia.
    """
    stress, rest = (true_map(each) for each in (patient.stress, patient.rest))
    scarred = rest.uptake < DISEASED_BELOW
    reversible = (stress.uptake < DISEASED_BELOW) & ~scarred
    shares = {
        name: float((stress.area_cm2 * each).sum() / stress.area_cm2.sum())
        for name, each in (("scar", scarred), ("ischemia", reversible))
    }
    return all(
        shares[name] >= _LEAST_SHARE
        for name, kind in (
            ("scar", Disease.ISCHEMIA),
            ("ischemia", Disease.INFARCTION),
        )
        if patient.disease is not kind
    )


def _with_sectors(
    rng: np.random.Generator, patient: SimulatedPatient
) -> SimulatedPatient:
    scars, ischemia = _drawn_parts(rng, patient.disease, _drawn_sector)
    return replace(
        patient,
        stress=replace(patient.stress, defects=(*scars, *ischemia)),
        rest=replace(patient.rest, defects=scars),
    )


def _drawn_sector(
    rng: np.random.Generator, lowest: float, highest: float
) -> tuple[Defect, ...]:
    territory = list(Territory)[int(rng.choice(3, p=(0.45, 0.22, 0.33)))]
    start = float(rng.uniform(0.0, 0.5))
    return (
        Defect(
            angle_deg=float(rng.uniform(*_SECTORS[territory])),
            half_angle_deg=float(rng.uniform(14.0, 50.0)),
            from_fraction=start,
            to_fraction=float(rng.uniform(start + 0.2, 1.0)),
            uptake=float(rng.uniform(lowest, highest)),
            border_mm=float(rng.uniform(2.0, 14.0)),
        ),
    )


def _with_patches(
    rng: np.random.Generator, patient: SimulatedPatient
) -> SimulatedPatient:
    scars, ischemia = _drawn_parts(rng, patient.disease, _drawn_patches)
    return replace(
        patient,
        stress=replace(
            patient.stress, lesions=(*scars, *ischemia), coronaries=Coronaries()
        ),
        rest=replace(patient.rest, lesions=scars, coronaries=Coronaries()),
    )


def _drawn_patches(
    rng: np.random.Generator, lowest: float, highest: float
) -> tuple[Lesion, ...]:
    """Return small patches around one place of one territory."""
    territory = list(Territory)[int(rng.choice(3, p=(0.45, 0.22, 0.33)))]
    angle, fraction = (
        float(rng.uniform(*_SECTORS[territory])),
        float(rng.uniform(0.3, 0.8)),
    )
    spread = float(rng.uniform(0.3, 1.2))
    return tuple(
        Lesion(
            territory=territory,
            angle_deg=angle + spread * float(rng.normal(0.0, 22.0)),
            fraction=float(
                np.clip(fraction + spread * rng.normal(0.0, 0.12), 0.05, 1.0)
            ),
            around_mm=float(rng.uniform(8.0, 24.0)),
            along_mm=float(rng.uniform(8.0, 24.0)),
            uptake=float(rng.uniform(lowest, highest)),
            border_mm=float(rng.uniform(2.0, 8.0)),
        )
        for _ in range(int(rng.integers(2, 7)))
    )


def _drawn_parts(
    rng: np.random.Generator,
    disease: Disease,
    draw: Callable[[np.random.Generator, float, float], tuple[_Part, ...]],
) -> tuple[tuple[_Part, ...], tuple[_Part, ...]]:
    """Return what is there in both states, and what stress adds."""
    scars = draw(rng, 0.1, 0.6) if disease is not Disease.ISCHEMIA else ()
    ischemia = draw(rng, 0.35, 0.75) if disease is not Disease.INFARCTION else ()
    return scars, ischemia
