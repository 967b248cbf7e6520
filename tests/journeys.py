"""A simulated patient on the way from files to a reading, each step made once."""

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from myomap.dicom import SeriesHeader, write_recon_tomo
from myomap.phantom import (
    SceneKind,
    SimulatedStudy,
    demo_patient,
    draw_without_ventricle,
    polar_map_of_truth,
    render_scene,
)
from myomap.polarmap import segment_means, segments_17, territory_means
from myomap.reading import Reading, read_inputs
from myomap.records import (
    AcquisitionFacts,
    InputKind,
    PolarMap,
    Projections,
    State,
    Study,
    StudyInput,
    Territory,
    Volume,
)


@cache
def patient() -> SimulatedStudy:
    """Return the demo's patient: a partly reversible defect of the LAD."""
    return demo_patient()


def volume_at(state: State) -> Volume:
    """Return one of the patient's volumes."""
    return patient().stress if state is State.STRESS else patient().rest


@cache
def dicom_at(state: State) -> bytes:
    """Return one of the patient's volumes as a DICOM file that tells its state."""
    header = SeriesHeader(
        patient_id="SIMULATED-7",
        series_description=f"Simulated {state.value}",
        state=state,
        attenuation_corrected=True,
        uid_seed=f"journey {state.value}",
    )
    return write_recon_tomo(volume_at(state), header)


@cache
def volume_without_ventricle() -> Volume:
    """Return a torso with lungs, liver and spleen, and no heart."""
    chance = np.random.default_rng(5)
    return render_scene(draw_without_ventricle(chance, SceneKind.TORSO_WITHOUT_HEART))


def input_with(
    data: Volume | PolarMap | Projections, state: State | None, **changes: Any
) -> StudyInput:
    """Return an input of a study; its hash follows from its state."""
    is_map = isinstance(data, PolarMap)
    values: dict[str, Any] = {
        "data": data,
        "kind": InputKind.POLAR_MAP if is_map else InputKind.TRANSAXIAL_VOLUME,
        "state": state,
        "evidence": (),
        "facts": AcquisitionFacts(attenuation_corrected=True),
        "sha256": (state.value if state else "none").ljust(64, "0"),
        "sop_instance_uid": None,
    }
    return StudyInput(**{**values, **changes})


def study_with(*inputs: StudyInput) -> Study:
    """Return the study of some inputs."""
    return Study(inputs=inputs)


@cache
def reading_of_both() -> Reading:
    """Return the patient's reading at stress and rest."""
    return read_inputs(
        study_with(*(input_with(volume_at(state), state) for state in State))
    )


@cache
def reading_of_rest() -> Reading:
    """Return the patient's reading where only the rest volume was given."""
    return read_inputs(study_with(input_with(volume_at(State.REST), State.REST)))


def uptake_by_segment(polar_map: PolarMap) -> list[float]:
    """Return the 17 means, NaN where there is none."""
    means = segment_means(polar_map, segments_17())
    return [
        np.nan if one.uptake_percent is None else one.uptake_percent for one in means
    ]


def uptake_by_territory(polar_map: PolarMap) -> dict[Territory, float]:
    """Return the three means."""
    return {
        one.territory: float(one.uptake_percent or 0.0)
        for one in territory_means(polar_map, segments_17())
    }


def true_map(state: State) -> PolarMap:
    """Return the patient's true uptake, percent of normal."""
    is_stress = state is State.STRESS
    truth = patient().stress_truth if is_stress else patient().rest_truth
    return polar_map_of_truth(truth, state)


def write_study(folder: Path) -> Path:
    """Write the patient's two DICOM files under names that tell nothing."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, state in enumerate(State):
        (folder / f"IM{number:04}").write_bytes(dicom_at(state))
    return folder
