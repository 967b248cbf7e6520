"""The list of a simulation's patients, as training and evaluation read it."""

import csv
from io import StringIO

from myomap.phantom import SimulatedPatient
from myomap.simulation.options import SimulationOptions, Stage
from myomap.simulation.truth import SIMULATED, territories_of

__all__ = ["FOLDER", "MANIFEST", "ManifestRow", "manifest_bytes", "manifest_row"]

MANIFEST = "manifest.csv"
FOLDER = "patients"

ManifestRow = dict[str, str]

_STUDY_COLUMNS = {
    Stage.PROJECTIONS: {
        "stress": "stress.dcm",
        "rest": "rest.dcm",
        "attenuation_map": "attenuation_map.dcm",
    },
    Stage.VOLUME: {"stress": "stress.dcm", "rest": "rest.dcm"},
    Stage.MAP: {"stress": "stress.npy", "rest": "rest.npy"},
    Stage.PICTURE: {"image": "maps.png"},
    Stage.STRESS_SCREEN: {"stress": "stress.png"},
    Stage.SCREENS: {"stress": "stress.png", "rest": "rest.png"},
}


def manifest_row(
    options: SimulationOptions, patient: SimulatedPatient, patient_id: str
) -> ManifestRow:
    """Return one patient's line.

    Parameters
    ----------
    options : SimulationOptions
        Which files there are.
    patient : SimulatedPatient
        Label, sex and age.
    patient_id : str
        The pseudonym, also the name of the folder.

    Returns
    -------
    dict of str to str
        By column; paths are relative to the manifest.
    """
    place = f"{FOLDER}/{patient_id}"
    study = {
        column: f"{place}/{name}"
        for column, name in _STUDY_COLUMNS[options.stage].items()
    }
    return {
        "patient_id": patient_id,
        **study,
        "label": patient.disease.value,
        "sex": patient.person.sex.value,
        "age": f"{patient.person.age_years:.0f}",
        "defect_mask": f"{place}/defect_mask.npy",
        "truth": f"{place}/truth.json",
        "source": SIMULATED,
        "territories": " ".join(territories_of(patient)),
        "artefacts": "; ".join(artefact.value for artefact in patient.artefacts),
    }


def manifest_bytes(rows: list[ManifestRow]) -> bytes:
    """Return the rows as a CSV file.

    Parameters
    ----------
    rows : list of dict
        At least one, all with the same columns.

    Returns
    -------
    bytes
        UTF-8, a header line, lines ended by a line feed.
    """
    stream = StringIO()
    writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode()
