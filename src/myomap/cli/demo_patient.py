"""The demo's simulated patient: its files, and its truth beside what was read."""

from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from myomap.cli.reading_table import percent_cell
from myomap.output import OutputFolder
from myomap.phantom import Disease, SimulatedPatient, TrueMap, draw_patient
from myomap.polarmap import segment_means, segments_17
from myomap.reading import Reading
from myomap.records import MapSource, PolarMap, State
from myomap.simulation import SimulationOptions, patient_files, true_maps

__all__ = ["STUDY_FILES", "print_truth", "write_demo_study"]

STUDY_FILES = ("stress.dcm", "rest.dcm", "attenuation_map.dcm")
SHOWN_DROP_PERCENT = 5.0


def write_demo_study(folder: Path, *, seed: int, force: bool) -> SimulatedPatient:
    """Write the patient's raw projections and attenuation map as DICOM."""
    patient = draw_patient(np.random.default_rng(seed), disease=Disease.MIXED)
    options = SimulationOptions(n_patients=1, seed=seed)
    files = patient_files(options, patient, f"SIMULATED-{seed}")
    with OutputFolder(folder, force=force, names=STUDY_FILES) as out:
        for name in STUDY_FILES:
            out.path(name).write_bytes(files[name])
    return patient


def print_truth(patient: SimulatedPatient, reading: Reading) -> None:
    """Print, for the segments that are diseased in truth, truth and reading.

    The truth is the share of normal uptake; a map's percent are of its own brightest
    wall and include the camera's blur, so the two agree in place and order, not to
    the point.
    """
    model = segments_17()
    truths = true_maps(patient)
    table = Table(
        title="Simulated disease: true share of normal uptake | as read, %",
        title_justify="left",
    )
    table.add_column("", justify="right")
    table.add_column("segment")
    columns = []
    for state, found in reading.states.items():
        table.add_column(f"{state.value} true", justify="right")
        table.add_column("read", justify="right")
        columns.append(segment_means(_as_polar_map(truths[state], state), model))
        columns.append(segment_means(found.polar_map, model))
    healthy: list[float] = []
    for row in zip(*columns, strict=True):
        values = [mean.uptake_percent for mean in row]
        truth = [value for value in values[::2] if value is not None]
        if min(truth) <= 100.0 - SHOWN_DROP_PERCENT:
            cells = [percent_cell(value) for value in values]
            table.add_row(str(row[0].segment.number), row[0].segment.name, *cells)
        else:
            healthy += [value for value in values[1::2] if value is not None]
    console = Console()
    console.print(f"What was simulated: {_disease_in_words(patient)}.")
    console.print(table)
    if healthy:
        console.print(
            "True is the share of what healthy wall of this patient would have; read "
            "is of the map's brightest wall, after the camera's blur: healthy segments "
            f"read {min(healthy):.0f} to {max(healthy):.0f}. Compare place and order."
        )


def _disease_in_words(patient: SimulatedPatient) -> str:
    arteries = {
        lesion.territory.value
        for state in State
        for lesion in patient.of(state).lesions
    }
    where = ", ".join(sorted(arteries))
    return f"{_MEANING[patient.disease]}, territory of the {where}"


_MEANING = {
    Disease.NORMAL: "no disease",
    Disease.ISCHEMIA: "ischemia, a defect at stress alone",
    Disease.INFARCTION: "infarction, the same defect at stress and at rest",
    Disease.MIXED: "mixed disease, a defect at stress that is partly there at rest",
}


def _as_polar_map(truth: TrueMap, state: State) -> PolarMap:
    return PolarMap(
        uptake_percent=100.0 * truth.uptake,
        area_cm2=truth.area_cm2,
        valid=np.ones(truth.uptake.shape, dtype=np.bool_),
        state=state,
        source=MapSource.SIMULATION,
        reference_percentile=float("nan"),
    )
