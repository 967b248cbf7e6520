"""The whole journey of a simulated patient: projections, volume, ventricle, map."""

from dataclasses import replace

from myomap.camera import named_collimator
from myomap.errors import VentricleNotFoundError
from myomap.phantom import AcquiredStudy, SimulatedPatient, acquire
from myomap.polarmap import sample_polar_map
from myomap.reconstruction import (
    DEFAULT_PROTOCOL,
    Reconstruction,
    named_protocol,
    reconstruct,
)
from myomap.records import PolarMap, State, Volume
from myomap.simulation.truth import true_maps
from myomap.ventricle import ManualPlacement, find_ventricle, place_ventricle

__all__ = ["full_maps", "map_of_volume", "reconstructed"]


def full_maps(
    patient: SimulatedPatient,
    *,
    attenuation_corrected: bool = True,
    refinement: int = 1,
) -> dict[State, PolarMap]:
    """Return both maps of a patient by the whole journey.

    Parameters
    ----------
    patient : SimulatedPatient
        All that was drawn.
    attenuation_corrected : bool
        Whether the attenuation map is used.
    refinement : int
        See `myomap.phantom.acquire`.

    Returns
    -------
    dict of State to PolarMap
        Stress first.
    """
    study = acquire(patient, refinement=refinement)
    corrected = attenuation_corrected
    return {
        state: map_of_volume(
            patient,
            state,
            reconstructed(
                patient, study, state, attenuation_corrected=corrected
            ).volume,
        )
        for state in State
    }


def reconstructed(
    patient: SimulatedPatient,
    study: AcquiredStudy,
    state: State,
    *,
    attenuation_corrected: bool,
) -> Reconstruction:
    """Return one state's reconstruction by the default protocol.

    Parameters
    ----------
    patient : SimulatedPatient
        Names the collimator.
    study : AcquiredStudy
        Projections and attenuation map.
    state : State
        Which of the two.
    attenuation_corrected : bool
        Whether the map is used.

    Returns
    -------
    Reconstruction
        Its volume is transaxial.
    """
    options = replace(
        named_protocol(DEFAULT_PROTOCOL),
        collimator=named_collimator(patient.protocol.collimator),
        attenuation=attenuation_corrected,
        detects_motion=False,
        corrects_motion=False,
    )
    return reconstruct(study.of(state), options, study.attenuation_map)


def map_of_volume(patient: SimulatedPatient, state: State, volume: Volume) -> PolarMap:
    """Return the polar map of a volume.

    Parameters
    ----------
    patient : SimulatedPatient
        Knows where the ventricle lies, should it not be found.
    state : State
        Of the volume.
    volume : Volume
        Reconstructed.

    Returns
    -------
    PolarMap
        As a reading would have it, or an operator who places what was not found.
    """
    try:
        ventricle = find_ventricle(volume)
    except VentricleNotFoundError:
        truth = true_maps(patient)[state]
        placement = ManualPlacement(
            apex_mm=truth.apex_mm,
            base_mm=truth.base_mm,
            radius_mm=patient.of(state).heart.midwall_radius_mm,
        )
        ventricle = place_ventricle(volume, placement)
    return sample_polar_map(ventricle.volume, ventricle, state=state)
