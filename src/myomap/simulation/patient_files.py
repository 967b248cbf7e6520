"""One simulated patient as the files of its folder."""

import json
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from myomap.dicom import (
    SeriesHeader,
    write_attenuation_map,
    write_projections,
    write_recon_gated_tomo,
    write_recon_tomo,
)
from myomap.dicom.series import derived_uid
from myomap.figures import figure_bytes
from myomap.phantom import (
    AcquiredStudy,
    Beat,
    SimulatedPatient,
    acquire,
    draw_patient,
    quick_maps,
)
from myomap.polarmap import Background, DrawingOptions, PanelSpec, draw_polar_maps
from myomap.reconstruction import ScatterMethod
from myomap.records import PolarMap, State
from myomap.simulation.journey import full_maps, reconstructed
from myomap.simulation.options import SimulationOptions, Stage
from myomap.simulation.recipes import disease_of
from myomap.simulation.station import station_screen
from myomap.simulation.truth import (
    SIMULATED,
    defect_mask,
    npy_bytes,
    true_maps,
    truth_document,
)

__all__ = ["TRUTH", "names_of_files", "patient_files", "patient_id_of", "patient_of"]

TRUTH = "truth.json"
"""Written last: where it is, the patient is whole."""

_BESIDE = ("truth_stress.npy", "truth_rest.npy", "defect_mask.npy", TRUTH)
_OF_STAGE = {
    Stage.PROJECTIONS: ("stress.dcm", "rest.dcm", "attenuation_map.dcm"),
    Stage.VOLUME: ("stress.dcm", "rest.dcm"),
    Stage.MAP: ("stress.npy", "rest.npy"),
    Stage.PICTURE: ("maps.png",),
    Stage.STRESS_SCREEN: ("stress.png",),
    Stage.SCREENS: ("stress.png", "rest.png"),
}
_PICTURE = DrawingOptions(
    color_table="pet-20-step",
    background=Background.DARK,
    shows_values=False,
    panel_px=400,
    is_simulated=True,
)


def names_of_files(stage: Stage) -> tuple[str, ...]:
    """Return the names of the files of a patient, in the order of writing.

    Parameters
    ----------
    stage : Stage
        Where the patient enters.

    Returns
    -------
    tuple of str
        Those of the study first, the truth last.
    """
    return (*_OF_STAGE[stage], *_BESIDE)


def patient_id_of(options: SimulationOptions, index: int) -> str:
    """Return the pseudonym of a patient.

    Parameters
    ----------
    options : SimulationOptions
        Names the seed.
    index : int
        Counted from 0.

    Returns
    -------
    str
        Such as ``SIM-7-000012``.
    """
    return f"SIM-{options.seed}-{index:06d}"


def patient_of(options: SimulationOptions, index: int) -> SimulatedPatient:
    """Return a patient of a simulation.

    Parameters
    ----------
    options : SimulationOptions
        Seed, protocol and disease.
    index : int
        Counted from 0; each has a source of chance of its own.

    Returns
    -------
    SimulatedPatient
        All that is drawn.
    """
    rng = np.random.default_rng([options.seed, index])
    disease = disease_of(options, index)
    return draw_patient(rng, protocol=options.protocol, disease=disease)


def patient_files(
    options: SimulationOptions,
    patient: SimulatedPatient,
    patient_id: str,
    beats: Mapping[State, Beat] | None = None,
) -> dict[str, bytes]:
    """Return all files of a patient.

    Parameters
    ----------
    options : SimulationOptions
        How far to go.
    patient : SimulatedPatient
        All that was drawn.
    patient_id : str
        The pseudonym.
    beats : mapping of State to Beat, optional
        Of a gated simulation, by `myomap.simulation.beats.beats_of`.

    Returns
    -------
    dict of str to bytes
        By the names of `names_of_files`, in their order.
    """
    makers = {
        Stage.MAP: _map_files,
        Stage.PICTURE: _picture_files,
        Stage.STRESS_SCREEN: _screen_files,
        Stage.SCREENS: _screen_files,
    }
    truths = true_maps(patient)
    document = truth_document(patient_id, patient, truths, beats)
    text = json.dumps(document, indent=1, allow_nan=False)
    beside = (
        npy_bytes(truths[State.STRESS].uptake),
        npy_bytes(truths[State.REST].uptake),
        npy_bytes(defect_mask(truths)),
        f"{text}\n".encode(),
    )
    if options.stage in makers:
        made = makers[options.stage](options, patient)
    else:
        study = acquire(patient, refinement=options.refinement, beats=beats)
        of_views = options.stage is Stage.PROJECTIONS
        writer = _projection_files if of_views else _volume_files
        made = writer(options, patient, patient_id, study)
    return made | dict(zip(_BESIDE, beside, strict=True))


def _projection_files(
    _options: SimulationOptions,
    patient: SimulatedPatient,
    patient_id: str,
    study: AcquiredStudy,
) -> dict[str, bytes]:
    files = {
        f"{state.value}.dcm": write_projections(
            study.of(state), _header(patient, patient_id, state.value, state=state)
        )
        for state in State
    }
    header = _header(patient, patient_id, "Attenuation map", state=None)
    written = write_attenuation_map(study.attenuation_map, header)
    return files | {"attenuation_map.dcm": written}


def _volume_files(
    options: SimulationOptions,
    patient: SimulatedPatient,
    patient_id: str,
    study: AcquiredStudy,
) -> dict[str, bytes]:
    corrected = options.attenuation_corrected
    files = {}
    for state in State:
        found = reconstructed(patient, study, state, attenuation_corrected=corrected)
        header = replace(
            _header(patient, patient_id, state.value, state=state),
            attenuation_corrected=found.attenuation_corrected,
            scatter_corrected=found.scatter is not ScatterMethod.NONE,
            decay_corrected=found.decay_corrected,
        )
        files[f"{state.value}.dcm"] = (
            write_recon_gated_tomo(found.gates, header)
            if found.gates
            else write_recon_tomo(found.volume, header)
        )
    return files


def _maps(
    options: SimulationOptions, patient: SimulatedPatient
) -> dict[State, PolarMap]:
    if options.is_quick:
        return quick_maps(patient, attenuation_corrected=options.attenuation_corrected)
    return full_maps(
        patient,
        attenuation_corrected=options.attenuation_corrected,
        refinement=options.refinement,
    )


def _map_files(
    options: SimulationOptions, patient: SimulatedPatient
) -> dict[str, bytes]:
    return {
        f"{state.value}.npy": npy_bytes(found.uptake_percent)
        for state, found in _maps(options, patient).items()
    }


def _picture_files(
    options: SimulationOptions, patient: SimulatedPatient
) -> dict[str, bytes]:
    panels = [
        PanelSpec(title=state.value.capitalize(), content=found)
        for state, found in _maps(options, patient).items()
    ]
    return {"maps.png": figure_bytes(draw_polar_maps(panels, _PICTURE), "png")}


def _screen_files(
    options: SimulationOptions, patient: SimulatedPatient
) -> dict[str, bytes]:
    maps = _maps(options, patient)
    return {
        name: station_screen(options, maps, State(name.removesuffix(".png")))
        for name in _OF_STAGE[options.stage]
    }


def _header(
    patient: SimulatedPatient,
    patient_id: str,
    description: str,
    *,
    state: State | None,
) -> SeriesHeader:
    return SeriesHeader(
        patient_id=patient_id,
        series_description=f"{description.capitalize()} - {SIMULATED}",
        state=state,
        sex=patient.person.sex,
        tracer=f"Tc-99m {patient.tracer.value}",
        collimator=patient.protocol.collimator,
        study_instance_uid=derived_uid("simulation", patient_id),
        frame_of_reference_uid=derived_uid("simulation", patient_id, "frame"),
        is_simulated=True,
        uid_seed=f"{patient_id} {description}",
    )
