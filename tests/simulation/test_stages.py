"""Where patients enter: volumes, maps and pictures."""

import csv
import json
import subprocess
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pydicom import dcmread

from myomap.dicom import read_dicom
from myomap.errors import ConfigError
from myomap.phantom import Protocol
from myomap.polarmap import mean_by_segment, segment_weights, segments_17
from myomap.records import State, Volume
from myomap.simulation import (
    SimulationOptions,
    Stage,
    patient_files,
    patient_of,
    simulate_cohort,
    true_maps,
)


def files_of(stage: Stage, index: int = 0, **more: object) -> dict[str, bytes]:
    options = SimulationOptions(n_patients=index + 1, seed=3, stage=stage, **more)
    return patient_files(options, patient_of(options, index), "SIM-3-000000")


def map_of(data: bytes) -> np.ndarray:
    return np.load(BytesIO(data), allow_pickle=False)


def test_quick_maps_fill_a_cohort(tmp_path: Path) -> None:
    options = SimulationOptions(n_patients=60, seed=5, stage=Stage.MAP)
    summary = simulate_cohort(options, tmp_path, jobs=2)
    assert summary.n_made == 60
    assert sum(summary.labels.values()) == 60
    assert set(summary.labels) == {"normal", "ischemia", "infarction", "mixed"}
    with (tmp_path / "manifest.csv").open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    for row in rows:
        for state in State:
            found = np.load(tmp_path / row[state.value])
            assert found.shape == (32, 72)
            assert found.dtype == np.float32
        mask = np.load(tmp_path / row["defect_mask"])
        assert mask.dtype == np.uint8
        values = set(np.unique(mask))
        assert values <= {0, 1, 2}
        if row["label"] == "normal":
            assert values == {0}
        if row["label"] == "ischemia":
            assert 2 not in values


def test_picture_shows_both_maps() -> None:
    with Image.open(BytesIO(files_of(Stage.PICTURE)["maps.png"])) as picture:
        assert picture.width > 1.3 * picture.height


def test_volume_is_reconstructed_and_says_so() -> None:
    files = files_of(Stage.VOLUME)
    for state in State:
        found = read_dicom(files[f"{state.value}.dcm"]).input
        assert isinstance(found.data, Volume)
        assert found.data.counts.shape == (64, 64, 64)
        assert found.state is state
        assert found.facts.attenuation_corrected is True


def test_full_way_finds_the_ventricle_and_its_disease() -> None:
    # The first patient of this seed has ischemia of the inferior wall.
    options = SimulationOptions(n_patients=1, seed=3, stage=Stage.MAP, is_full=True)
    patient = patient_of(options, 0)
    truth = true_maps(patient)
    assert truth[State.STRESS].uptake.min() < 0.85 < truth[State.REST].uptake.min()
    files = files_of(Stage.MAP, is_full=True)
    weights = segment_weights(segments_17())

    def segments(state: State, values: np.ndarray) -> np.ndarray:
        return mean_by_segment(values, truth[state].area_cm2, weights)

    seen = [segments(state, map_of(files[f"{state.value}.npy"])) for state in State]
    real = [segments(state, truth[state].uptake) for state in State]
    loss = (seen[1] - seen[0])[real[0] < 0.85]
    assert loss.mean() > (seen[1] - seen[0])[real[0] > 0.99].mean()


def test_maps_of_another_protocol_need_the_full_way() -> None:
    protocol = Protocol(arc_deg=360)
    with pytest.raises(ConfigError, match="Let the maps go the full way"):
        SimulationOptions(n_patients=1, stage=Stage.MAP, protocol=protocol)
    options = SimulationOptions(
        n_patients=1, stage=Stage.MAP, protocol=protocol, is_full=True
    )
    assert not options.is_quick


@pytest.mark.parametrize(
    ("stage", "name"),
    [(Stage.PROJECTIONS, "attenuation_map.dcm"), (Stage.VOLUME, "stress.dcm")],
)
def test_objects_say_that_they_are_simulated(stage: Stage, name: str) -> None:
    tiny = {"protocol": Protocol(n_views=16, matrix=16)}
    files = files_of(stage, **tiny)
    for each in {name, "stress.dcm", "rest.dcm"}:
        found = read_dicom(files[each]).input
        assert found.facts.is_simulated
        data_set = dcmread(BytesIO(files[each]))
        assert data_set.SeriesDescription.endswith(" - simulated")
        assert data_set.PatientComments == data_set.ImageComments
        assert "shows no person" in data_set.ImageComments
        assert data_set.PatientID == "SIM-3-000000"
    for state in State:
        found = read_dicom(files[f"{state.value}.dcm"]).input
        assert found.state is state
        assert {item.source for item in found.evidence} == {
            "AcquisitionContextSequence",
            "SeriesDescription",
        }


def test_the_truth_says_that_it_is_simulated() -> None:
    assert json.loads(files_of(Stage.MAP)["truth.json"])["source"] == "simulated"


def test_screens_say_so_beside_their_pixels() -> None:
    with Image.open(BytesIO(files_of(Stage.STRESS_SCREEN)["stress.png"])) as picture:
        assert "SIMULATED DATA" in picture.info["Comment"]


def test_the_validator_finds_no_error_in_simulated_objects(
    dciodvfy: str, tmp_path: Path
) -> None:
    files = files_of(Stage.PROJECTIONS, protocol=Protocol(n_views=16, matrix=16))
    for name in ("stress.dcm", "attenuation_map.dcm"):
        path = tmp_path / name
        path.write_bytes(files[name])
        result = subprocess.run([dciodvfy, str(path)], capture_output=True, check=False)
        lines = (result.stdout + result.stderr).decode().splitlines()
        assert "NMImage" in lines, "the validator recognises the object"
        assert [line for line in lines if line.startswith("Error")] == []
