"""Many simulated patients on disk: by several processes, to be resumed at any time.

A patient's folder is whole when it holds ``truth.json``, its last file; it is then
left alone. ``simulation.json`` says what the folder was made with, so that no two
simulations mix. Every patient has a source of chance of its own: neither the number
of processes nor an interruption changes a byte.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import myomap
from myomap.errors import OutputExistsError
from myomap.output import OutputFolder, write_file
from myomap.phantom import parameters_to_json
from myomap.processes import as_done, check_jobs
from myomap.reconstruction import DEFAULT_PROTOCOL, Progress, named_protocol
from myomap.simulation.beats import beats_of
from myomap.simulation.manifest import (
    FOLDER,
    MANIFEST,
    ManifestRow,
    manifest_bytes,
    manifest_row,
)
from myomap.simulation.options import SimulationOptions, Stage
from myomap.simulation.patient_files import (
    TRUTH,
    names_of_files,
    patient_files,
    patient_id_of,
    patient_of,
)
from myomap.simulation.truth import SIMULATED

__all__ = ["SimulationSummary", "simulate_cohort"]

DESCRIPTION = "simulation.json"
_PATIENTS_A_TASK = {True: 50, False: 1}
_Made = tuple[bool, ManifestRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulationSummary:
    """What a run did.

    Parameters
    ----------
    n_made : int
        Patients that were simulated now.
    n_kept : int
        Patients that were there already.
    labels : dict of str to int
        How many patients have each label.
    """

    n_made: int
    n_kept: int
    labels: dict[str, int]


def simulate_cohort(
    options: SimulationOptions,
    out: Path,
    *,
    jobs: int = 1,
    force: bool = False,
    on_progress: Callable[[Progress], None] | None = None,
) -> SimulationSummary:
    """Simulate patients into a folder.

    Parameters
    ----------
    options : SimulationOptions
        Which patients, and how far.
    out : Path
        Folder of ``manifest.csv``, ``simulation.json`` and ``patients/``.
    jobs : int
        Processes; each works in one thread.
    force : bool
        Start over, whatever simulation the folder holds.
    on_progress : callable or None
        Called after every few patients.

    Returns
    -------
    SimulationSummary
        The folder holds all patients then.

    Raises
    ------
    ConfigError
        If the number of processes makes no sense.
    OutputExistsError
        If the folder holds another simulation and `force` is False.
    OutputError
        If the folder cannot be written to, or a process died.
    """
    check_jobs(jobs)
    _claim(options, out, force=force)
    made: dict[int, _Made] = {}
    for first, results in _results(options, out, jobs, force=force):
        made |= dict(enumerate(results, first))
        if on_progress is not None:
            total = options.n_patients
            on_progress(Progress(done=len(made), total=total, stage="patients"))
    rows = [made[index][1] for index in range(options.n_patients)]
    write_file(out / MANIFEST, manifest_bytes(rows), force=True)
    labels = [row["label"] for row in rows]
    return SimulationSummary(
        n_made=sum(is_new for is_new, _ in made.values()),
        n_kept=sum(not is_new for is_new, _ in made.values()),
        labels={label: labels.count(label) for label in sorted(set(labels))},
    )


def _claim(options: SimulationOptions, out: Path, *, force: bool) -> None:
    """Write what the folder is for, or make sure that it is for the same."""
    described = _description(options)
    place = out / DESCRIPTION
    if place.is_file() and place.read_bytes() == described:
        return
    taken = [name for name in (DESCRIPTION, MANIFEST, FOLDER) if (out / name).exists()]
    if taken and not force:
        raise OutputExistsError(
            "The output folder holds another simulation, or something else under the "
            "names of one. Nothing was changed: choose another folder, or start over "
            "with --force."
        )
    if taken:
        _clear(out)
    write_file(place, described, force=force)


def _clear(out: Path) -> None:
    """Remove the files of another simulation, and nothing else."""
    ours = {name for stage in Stage for name in names_of_files(stage)}
    for folder in (out / FOLDER).glob("SIM-*"):
        for name in ours:
            (folder / name).unlink(missing_ok=True)
        with suppress(OSError):
            folder.rmdir()
    (out / MANIFEST).unlink(missing_ok=True)


def _description(options: SimulationOptions) -> bytes:
    """Return everything that decides the bytes of a patient."""
    document = json.loads(parameters_to_json(options))
    # More patients of the same kind can be added at any time.
    del document["n_patients"]
    if options.n_gates == 1:
        # An ungated simulation is the one that it was before there were gates.
        del document["n_gates"]
    protocol = named_protocol(DEFAULT_PROTOCOL).protocol
    document = {
        "simulation": 2,
        "myomap": myomap.__version__,
        "source": SIMULATED,
        "reconstruction": protocol,
        **document,
    }
    return f"{json.dumps(document, indent=1)}\n".encode()


def _results(
    options: SimulationOptions, out: Path, jobs: int, *, force: bool
) -> Iterator[tuple[int, list[_Made]]]:
    """Yield the first index of every finished task with what was made."""
    n_each = _PATIENTS_A_TASK[options.is_quick and options.stage is Stage.MAP]
    tasks = [
        range(first, min(first + n_each, options.n_patients))
        for first in range(0, options.n_patients, n_each)
    ]
    make = partial(_make, options, out, force=force)
    for number, made in as_done(make, tasks, jobs=jobs, is_apart=True):
        yield tasks[number].start, made


def _make(
    options: SimulationOptions, out: Path, indices: range, *, force: bool
) -> list[_Made]:
    """Make what is missing; runs in a process of its own."""
    return [_make_one(options, out, index, force=force) for index in indices]


def _make_one(
    options: SimulationOptions, out: Path, index: int, *, force: bool
) -> _Made:
    patient_id = patient_id_of(options, index)
    patient = patient_of(options, index)
    folder = out / FOLDER / patient_id
    row = manifest_row(options, patient, patient_id)
    if (folder / TRUTH).is_file() and not force:
        return False, row
    beats = beats_of(options, index, patient)
    files = patient_files(options, patient, patient_id, beats)
    # A killed run can have moved some of the files; without the last one they are
    # nobody's.
    with OutputFolder(folder, force=True, names=names_of_files(options.stage)) as made:
        for name in names_of_files(options.stage):
            made.path(name).write_bytes(files[name])
    return True, row
