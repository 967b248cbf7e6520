"""One simulated patient as the reading network learns from it."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from myomap.errors import ConfigError
from myomap.phantom import (
    Disease,
    Lesion,
    QuickMapModel,
    SimulatedPatient,
    draw_patient,
    explained_maps,
    load_quick_map_model,
    true_map,
)
from myomap.phantom.disease_drawing import draw_disease
from myomap.records import N_ANGLES, N_RINGS, Sex, State

__all__ = [
    "CLASSES",
    "DISEASED_BELOW",
    "LAYERS",
    "Case",
    "case_of_patient",
    "draw_case",
]

CLASSES: Final = tuple(disease.value for disease in Disease)
"""In the order of the network's scores."""

LAYERS: Final = ("found", "quiet", "healthy", "truth")
"""Percent of the map's reference, but the truth: share of the normal uptake."""

_MOST_TRIES = 100
_BLUR, _THROUGH = (0.8, 1.3), (0.85, 1.2)
_FIELD, _LEFT, _NOISE = (0.8, 1.25), (0.85, 1.3), (0.8, 1.3)
_ENDS = 0.01
_APART, _LEAST_SHARE = 0.4, 0.02

DISEASED_BELOW: Final = 0.9
"""A sample with less of the normal uptake counts as diseased."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Case:
    """A patient's maps with everything that is true of them.

    Parameters
    ----------
    layers : (layer, 2, 32, 72), float32
        In the order of `LAYERS`; stress and rest.
    area : (2, 32, 72), float32, cm²
        Wall of every sample.
    label : int
        Index into `CLASSES`.
    sex, corrected : float
        As `myomap.inference.MapPairs` counts them.
    has_artefact : bool
        Whether something went wrong besides the disease.
    """

    layers: NDArray[np.float32]
    area: NDArray[np.float32]
    label: int
    sex: float
    corrected: float
    has_artefact: bool


def draw_case(seed: int, index: int) -> Case:
    """Return a simulated patient by number.

    Parameters
    ----------
    seed, index : int
        The same numbers give the same patient.

    Returns
    -------
    Case
        Of the clinic's patients, with the blur, the noise and the fields of a camera
        that is drawn anew for every patient.

    Raises
    ------
    ConfigError
        If no patient could be drawn.

    Examples
    --------
    >>> draw_case(1, 0).layers.shape
    (4, 2, 32, 72)
    """
    rng = np.random.default_rng([seed, index])
    for _ in range(_MOST_TRIES):
        try:
            patient = _varied(rng, _with_ischemia_apart(rng, draw_patient(rng)))
        except ConfigError:
            # Rarely, borders of coronary territories are drawn too close together.
            continue
        corrected = bool(rng.random() < 0.5)
        model = load_quick_map_model(attenuation_corrected=corrected)
        return case_of_patient(
            patient, _drawn_model(rng, model), attenuation_corrected=corrected
        )
    raise ConfigError(
        "No patient could be simulated: every draw was refused. Choose another seed."
    )


def case_of_patient(
    patient: SimulatedPatient, model: QuickMapModel, *, attenuation_corrected: bool
) -> Case:
    """Return a patient's maps and their truth.

    Parameters
    ----------
    patient : SimulatedPatient
        Anybody.
    model : QuickMapModel
        Of the maps.
    attenuation_corrected : bool
        Which of the two it is.

    Returns
    -------
    Case
        Stress and rest.
    """
    maps = explained_maps(patient, model)
    shape = (len(LAYERS), 2, N_RINGS, N_ANGLES)
    layers, area = np.empty(shape, np.float32), np.empty(shape[1:], np.float32)
    for index, state in enumerate(State):
        explained = maps[state]
        layers[0, index] = explained.found.uptake_percent
        layers[1, index] = explained.quiet
        layers[2, index] = explained.healthy
        layers[3, index] = true_map(patient.of(state)).uptake
        area[index] = explained.found.area_cm2
    return Case(
        layers=layers,
        area=area,
        label=CLASSES.index(patient.disease.value),
        sex=1.0 if patient.person.sex is Sex.FEMALE else -1.0,
        corrected=1.0 if attenuation_corrected else -1.0,
        has_artefact=bool(patient.artefacts),
    )


def _drawn_model(rng: np.random.Generator, model: QuickMapModel) -> QuickMapModel:
    blur = replace(
        model.blur,
        along_fwhm_mm=model.blur.along_fwhm_mm * float(rng.uniform(*_BLUR)),
        through_fwhm_mm=model.blur.through_fwhm_mm * float(rng.uniform(*_THROUGH)),
        floor=float(np.clip(model.blur.floor + rng.normal(0.0, 0.03), 0.0, 0.3)),
    )
    return replace(
        model,
        blur=blur,
        weights=model.weights * rng.uniform(*_FIELD),
        left=model.left * rng.uniform(*_LEFT),
        reach=model.reach + np.array([rng.normal(0.0, _ENDS), 0.0]),
        noise=model.noise * rng.uniform(*_NOISE),
    )


def _with_ischemia_apart(
    rng: np.random.Generator, patient: SimulatedPatient
) -> SimulatedPatient:
    """Return some of those with both kinds with each anywhere.

    A clinic's ischemia mostly lies around the scar. A network that sees no other learns
    that a scar alone is a scar alone.
    """
    if patient.disease is not Disease.MIXED or rng.random() > _APART:
        return patient
    coronaries = patient.stress.coronaries
    for _ in range(_MOST_TRIES):
        scars = draw_disease(rng, coronaries, Disease.INFARCTION).rest
        ischemia = draw_disease(rng, coronaries, Disease.ISCHEMIA)
        if ischemia.balanced:
            continue
        stress = replace(patient.stress, lesions=(*scars, *ischemia.stress))
        rest = replace(patient.rest, lesions=scars)
        at_stress, at_rest = true_map(stress).uptake, true_map(rest).uptake
        reversible = (at_stress < DISEASED_BELOW) & (at_rest >= DISEASED_BELOW)
        # Ischemia that lies inside of a scar is none.
        if reversible.mean() >= _LEAST_SHARE:
            return replace(patient, stress=stress, rest=rest)
    return patient


def _varied(rng: np.random.Generator, patient: SimulatedPatient) -> SimulatedPatient:
    """Return a patient whose lesions end more sharply or softly than they were drawn.

    Stress and rest of a scar are changed alike.
    """
    if patient.disease is Disease.NORMAL or rng.random() < 0.5:
        return patient
    softer = float(rng.uniform(0.3, 1.8))
    return replace(
        patient,
        stress=replace(
            patient.stress, lesions=_softened(patient.stress.lesions, softer)
        ),
        rest=replace(patient.rest, lesions=_softened(patient.rest.lesions, softer)),
    )


def _softened(lesions: tuple[Lesion, ...], softer: float) -> tuple[Lesion, ...]:
    return tuple(
        replace(lesion, border_mm=lesion.border_mm * softer) for lesion in lesions
    )
