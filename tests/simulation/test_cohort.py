"""Cohorts on disk: the same bytes however they were made, and nothing half-made."""

import csv
import errno
import json
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from myomap.dicom import read_dicom
from myomap.errors import ConfigError, OutputError, OutputExistsError
from myomap.phantom import (
    Protocol,
    SimulatedPatient,
    parameters_from_json,
    parameters_to_json,
)
from myomap.reconstruction import Progress
from myomap.records import AttenuationMap, Projections, State
from myomap.simulation import SimulationOptions, Stage, patient_of, simulate_cohort
from myomap.simulation.cohort import _make_one

TINY = Protocol(n_views=16, matrix=16)
OPTIONS = SimulationOptions(n_patients=3, seed=11, protocol=TINY)


def digests(folder: Path) -> dict[str, str]:
    """Return a digest of every file below a folder, hidden ones included."""
    return {
        str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def cohort(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("simulated") / "cohort"
    done: list[Progress] = []
    summary = simulate_cohort(OPTIONS, out, jobs=2, on_progress=done.append)
    assert (summary.n_made, summary.n_kept) == (3, 0)
    assert [(step.done, step.total) for step in done] == [(1, 3), (2, 3), (3, 3)]
    return out


def test_number_of_jobs_changes_no_byte(cohort: Path, tmp_path: Path) -> None:
    simulate_cohort(OPTIONS, tmp_path / "alone", jobs=1)
    assert digests(tmp_path / "alone") == digests(cohort)


def test_interrupted_run_goes_on_where_it_stopped(cohort: Path) -> None:
    before = digests(cohort)
    folder = cohort / "patients" / "SIM-11-000001"
    # What a kill between two moves leaves: some files, and not the last one.
    (folder / "truth.json").unlink()
    (folder / "rest.dcm").write_bytes(b"old")
    (cohort / "manifest.csv").unlink()
    summary = simulate_cohort(OPTIONS, cohort)
    assert (summary.n_made, summary.n_kept) == (1, 2)
    assert digests(cohort) == before


def test_manifest_names_files_that_are_there(cohort: Path) -> None:
    with (cohort / "manifest.csv").open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert [row["patient_id"] for row in rows] == [
        f"SIM-11-{index:06d}" for index in range(3)
    ]
    for index, row in enumerate(rows):
        patient = patient_of(OPTIONS, index)
        assert row["label"] == patient.disease.value
        assert row["source"] == "simulated"
        truth = json.loads((cohort / row["truth"]).read_text())
        assert row["territories"].split() == truth["territories"]
        assert row["artefacts"] == "; ".join(truth["artefacts"])
        assert row["sex"] == patient.person.sex.value
        assert float(row["age"]) == patient.person.age_years
        for column in ("stress", "rest", "attenuation_map", "defect_mask", "truth"):
            assert (cohort / row[column]).is_file()


def test_files_are_what_a_camera_writes(cohort: Path) -> None:
    folder = cohort / "patients" / "SIM-11-000000"
    for state in State:
        found = read_dicom((folder / f"{state.value}.dcm").read_bytes()).input
        assert isinstance(found.data, Projections)
        assert found.state is state
        np.testing.assert_allclose(found.data.angle_deg, TINY.angle_deg, atol=1e-6)
    given = read_dicom((folder / "attenuation_map.dcm").read_bytes()).input
    assert isinstance(given.data, AttenuationMap)
    assert 0.14 < float(np.quantile(given.data.per_cm, 0.9)) < 0.16
    assert given.cautions == ()


def test_all_objects_of_a_patient_lie_in_one_frame_of_reference(cohort: Path) -> None:
    frames = [
        {
            read_dicom(path.read_bytes()).frame_of_reference_uid
            for path in (cohort / "patients" / patient).glob("*.dcm")
        }
        for patient in ("SIM-11-000000", "SIM-11-000002")
    ]
    assert [len(uids) for uids in frames] == [1, 1]
    assert frames[0] != frames[1]


def test_truth_remakes_the_patient(cohort: Path) -> None:
    folder = cohort / "patients" / "SIM-11-000002"
    truth = json.loads((folder / "truth.json").read_text())
    text = json.dumps(truth["parameters"])
    patient = parameters_from_json(SimulatedPatient, text)
    assert patient == patient_of(OPTIONS, 2)
    assert json.loads(parameters_to_json(patient)) == truth["parameters"]
    for state in State:
        uptake = np.load(folder / f"truth_{state.value}.npy")
        assert uptake.shape == (32, 72)
        assert uptake.dtype == np.float32
        lesions = patient.of(state).lesions
        assert bool((uptake < 1).any()) == bool(lesions)


def test_more_patients_can_be_added(cohort: Path, tmp_path: Path) -> None:
    few = SimulationOptions(n_patients=1, seed=11, protocol=TINY)
    out = tmp_path / "grows"
    simulate_cohort(few, out)
    assert simulate_cohort(OPTIONS, out).n_kept == 1
    assert digests(out) == digests(cohort)


def test_another_simulation_is_not_mixed_in(cohort: Path) -> None:
    before = digests(cohort)
    other = SimulationOptions(n_patients=3, seed=12, protocol=TINY)
    with pytest.raises(OutputExistsError, match="holds another simulation"):
        simulate_cohort(other, cohort)
    assert digests(cohort) == before


def test_force_starts_over_and_leaves_what_is_not_ours(tmp_path: Path) -> None:
    out = tmp_path / "cohort"
    simulate_cohort(SimulationOptions(n_patients=2, seed=1, protocol=TINY), out)
    (out / "notes.txt").write_text("mine")
    (out / "patients" / "SIM-1-000000" / "notes.txt").write_text("mine")
    again = SimulationOptions(n_patients=1, seed=2, protocol=TINY)
    simulate_cohort(again, out, force=True)
    assert sorted(digests(out)) == [
        "manifest.csv",
        "notes.txt",
        "patients/SIM-1-000000/notes.txt",
        *(
            f"patients/SIM-2-000000/{name}"
            for name in (
                "attenuation_map.dcm",
                "defect_mask.npy",
                "rest.dcm",
                "stress.dcm",
                "truth.json",
                "truth_rest.npy",
                "truth_stress.npy",
            )
        ),
        "simulation.json",
    ]


def test_full_disk_leaves_no_part_of_a_patient(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = []

    def fill_up(path: Path, data: bytes) -> int:
        written.append(path.name)
        if path.name == "truth_rest.npy":
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        with path.open("wb") as file:
            return file.write(data)

    monkeypatch.setattr(Path, "write_bytes", fill_up)
    with pytest.raises(OutputError, match="The disk or the quota is full"):
        _make_one(OPTIONS, tmp_path / "cohort", 0, force=False)
    assert "stress.dcm" in written
    assert list(tmp_path.rglob("*")) == []


def test_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "cohort").write_text("mine")
    with pytest.raises(OutputError, match="a file stands in its place"):
        simulate_cohort(OPTIONS, tmp_path / "cohort")
    assert (tmp_path / "cohort").read_text() == "mine"


def test_folder_under_the_name_of_the_patients_is_refused(tmp_path: Path) -> None:
    (tmp_path / "patients").mkdir()
    with pytest.raises(OutputExistsError, match="something else under the names"):
        simulate_cohort(OPTIONS, tmp_path)


@pytest.mark.parametrize("jobs", [0, -1, 1000])
def test_impossible_numbers_of_jobs_are_refused(jobs: int, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=f"found {jobs}, expected 1 to 256"):
        simulate_cohort(OPTIONS, tmp_path / "cohort", jobs=jobs)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        pytest.param({"n_patients": 0}, "found 0, expected 1 to", id="none"),
        pytest.param({"n_patients": -5}, "found -5, expected 1 to", id="negative"),
        pytest.param({"n_patients": 1, "seed": -1}, "seed cannot be used", id="seed"),
        pytest.param(
            {"n_patients": 1, "refinement": 9}, "refinement cannot be", id="refinement"
        ),
    ],
)
def test_options_without_a_meaning_are_refused(
    wrong: dict[str, int], words: str
) -> None:
    with pytest.raises(ConfigError, match=words):
        SimulationOptions(**wrong)


def test_stages_have_the_names_of_the_command_line() -> None:
    assert [stage.value for stage in Stage] == [
        "projections",
        "volume",
        "map",
        "picture",
        "stress-screen",
        "screens",
    ]
