"""The truth of a simulated patient, as the files that lie beside the study."""

import json
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import numpy as np

import myomap
from myomap.phantom import (
    Beat,
    SimulatedPatient,
    TrueMap,
    parameters_to_json,
    true_map,
)
from myomap.records import MapArray, MaskArray, State

__all__ = [
    "SCHEMA",
    "SIMULATED",
    "defect_mask",
    "npy_bytes",
    "territories_of",
    "true_maps",
    "truth_document",
]

SCHEMA = "myomap.simulation/1"

SIMULATED = "simulated"
"""Where a patient comes from, in every file that has room for a word."""

DISEASED_BELOW = 0.9
"""A sample with less of the normal uptake counts as diseased."""


def true_maps(patient: SimulatedPatient) -> dict[State, TrueMap]:
    """Return what is really there, in both states.

    Parameters
    ----------
    patient : SimulatedPatient
        All that was drawn.

    Returns
    -------
    dict of State to TrueMap
        Stress first.
    """
    return {state: true_map(patient.of(state)) for state in State}


def defect_mask(truths: dict[State, TrueMap]) -> MaskArray:
    """Return where disease is: 0 none, 1 reversible, 2 fixed.

    Parameters
    ----------
    truths : dict of State to TrueMap
        Of one patient.

    Returns
    -------
    (32, 72), uint8
        Fixed is what lacks uptake at rest, whatever stress adds to it.
    """
    reversible = truths[State.STRESS].uptake < DISEASED_BELOW
    fixed = truths[State.REST].uptake < DISEASED_BELOW
    mask = np.where(fixed, 2, np.where(reversible, 1, 0))
    return mask.astype(np.uint8)


def truth_document(
    patient_id: str,
    patient: SimulatedPatient,
    truths: dict[State, TrueMap],
    beats: Mapping[State, Beat] | None = None,
) -> dict[str, Any]:
    """Return the truth as JSON has it.

    Parameters
    ----------
    patient_id : str
        The pseudonym.
    patient : SimulatedPatient
        All that was drawn.
    truths : dict of State to TrueMap
        What follows from it.
    beats : mapping of State to Beat, optional
        Of a gated simulation.

    Returns
    -------
    dict
        Class, sizes and axes, and every drawn parameter.
    """
    return {
        "schema": SCHEMA,
        "myomap": myomap.__version__,
        "source": SIMULATED,
        "patient_id": patient_id,
        "label": patient.disease.value,
        "territories": territories_of(patient),
        "balanced": patient.balanced,
        "tid_ratio": patient.tid_ratio,
        "artefacts": [artefact.value for artefact in patient.artefacts],
        **{
            state.value: _state_document(truths[state]) | _beat_document(state, beats)
            for state in State
        },
        "parameters": json.loads(parameters_to_json(patient)),
    }


def territories_of(patient: SimulatedPatient) -> list[str]:
    """Return the arteries whose territories are diseased.

    Parameters
    ----------
    patient : SimulatedPatient
        All that was drawn.

    Returns
    -------
    list of str
        Of ``"LAD"``, ``"LCX"`` and ``"RCA"``, in this order.
    """
    lesions = (*patient.stress.lesions, *patient.rest.lesions)
    return sorted({lesion.territory.value for lesion in lesions})


def _state_document(truth: TrueMap) -> dict[str, Any]:
    share = truth.area_cm2 / truth.area_cm2.sum()
    missing = 1.0 - truth.uptake
    diseased = truth.uptake < DISEASED_BELOW
    return {
        "apex_mm": [float(mm) for mm in truth.apex_mm],
        "base_mm": [float(mm) for mm in truth.base_mm],
        "cavity_ml": truth.cavity_ml,
        "wall_ml": truth.wall_ml,
        "diseased_percent": float(100.0 * (share * diseased).sum()),
        "missing_uptake_percent": float(100.0 * (share * missing).sum()),
    }


def _beat_document(state: State, beats: Mapping[State, Beat] | None) -> dict[str, Any]:
    if beats is None:
        return {}
    beat = beats[state]
    return {
        "gates": {
            "cavity_ml": list(beat.cavity_ml),
            "ejection_fraction": beat.ejection_fraction,
        }
    }


def npy_bytes(array: MapArray | MaskArray) -> bytes:
    """Return an array as the bytes of a ``.npy`` file.

    Parameters
    ----------
    array : any shape
        Any type.

    Returns
    -------
    bytes
        The same for the same array.
    """
    stream = BytesIO()
    np.save(stream, array, allow_pickle=False)
    return stream.getvalue()
