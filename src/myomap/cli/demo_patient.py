"""The demo's simulated patient: its files, and its truth beside what was read."""

from pathlib import Path

from rich.console import Console
from rich.table import Table

from myomap.cli.reading_table import percent_cell
from myomap.dicom import SeriesHeader, write_recon_tomo
from myomap.output import OutputFolder
from myomap.phantom import SimulatedStudy, demo_patient, polar_map_of_truth
from myomap.polarmap import segment_means, segments_17
from myomap.reading import Reading
from myomap.records import State

__all__ = ["STUDY_FILES", "print_truth", "write_demo_study"]

STUDY_FILES = {State.STRESS: "stress.dcm", State.REST: "rest.dcm"}
SHOWN_DROP_PERCENT = 3.0


def write_demo_study(folder: Path, *, seed: int, force: bool) -> SimulatedStudy:
    """Write the patient's two volumes as DICOM and return the patient."""
    patient = demo_patient(seed)
    volumes = {State.STRESS: patient.stress, State.REST: patient.rest}
    with OutputFolder(folder, force=force, names=list(STUDY_FILES.values())) as out:
        for state, name in STUDY_FILES.items():
            header = SeriesHeader(
                patient_id=f"SIMULATED-{seed}",
                series_description=f"Simulated {state.value}",
                state=state,
                attenuation_corrected=True,
                uid_seed=f"demo {seed} {state.value}",
            )
            out.path(name).write_bytes(write_recon_tomo(volumes[state], header))
    return patient


def print_truth(patient: SimulatedStudy, reading: Reading) -> None:
    """Print, for the segments that are diseased in truth, truth and reading.

    The truth is the share of normal uptake; a map's percent are of its own brightest
    wall and include the camera's blur, so the two agree in place and order, not to
    the point.
    """
    model = segments_17()
    truths = {State.STRESS: patient.stress_truth, State.REST: patient.rest_truth}
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
        true_map = polar_map_of_truth(truths[state], state)
        columns.append(segment_means(true_map, model))
        columns.append(segment_means(found.polar_map, model))
    for row in zip(*columns, strict=True):
        values = [mean.uptake_percent for mean in row]
        truth = [value for value in values[::2] if value is not None]
        if min(truth) <= 100.0 - SHOWN_DROP_PERCENT:
            cells = [percent_cell(value) for value in values]
            table.add_row(str(row[0].segment.number), row[0].segment.name, *cells)
    Console().print(table)
