"""Studies and limits that cannot be judged as they are: refused, or told."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from command_line import names_in, refuse, succeed
from intake_files import npy_bytes
from journeys import dicom_at, volume_at
from myomap.dicom import SeriesHeader, write_recon_tomo
from myomap.intake import write_nifti
from myomap.phantom import Disease, draw_patient, quick_maps
from myomap.records import State

MAP = np.tile(np.linspace(60, 100, 72, dtype=np.float32), (32, 1))


@pytest.fixture
def ill(tmp_path: Path) -> Path:
    patient = draw_patient(np.random.default_rng([12, 3]), disease=Disease.MIXED)
    for state, found in quick_maps(patient).items():
        (tmp_path / f"{state.value}.npy").write_bytes(npy_bytes(found.uptake_percent))
    return tmp_path


def read_json(*words: str | Path) -> dict[str, Any]:
    shown = succeed("read", *words, "--model", "none", "--json", "-")
    document: dict[str, Any] = json.loads(shown.stdout)
    return document


def codes(document: dict[str, Any]) -> set[str]:
    return {one["code"] for one in document["quality"]["cautions"]}


def test_rest_without_stress_is_judged_and_says_nothing_of_ischemia(ill: Path) -> None:
    document = read_json("--rest", ill / "rest.npy")
    assert document["verdict"]["label"] in ("abnormal", "abstained")
    assert document["perfusion"]["stress"] is None
    assert document["perfusion"]["rest"]["tpd_percent"] is not None
    assert document["difference"] is None
    assert document["defects"] is None
    assert document["rule"]["label"] == document["verdict"]["label"]
    assert "rest" in document["verdict"]["reasons"][0].lower()


def test_stress_without_rest_is_abnormal_and_of_no_kind(ill: Path) -> None:
    document = read_json("--stress", ill / "stress.npy")
    assert document["verdict"]["label"] == "abnormal"
    assert document["defects"] is None


def test_exchanged_states_are_told_by_the_larger_defect_at_rest(ill: Path) -> None:
    right = read_json("--stress", ill / "stress.npy", "--rest", ill / "rest.npy")
    wrong = read_json("--stress", ill / "rest.npy", "--rest", ill / "stress.npy")
    assert "worse-at-rest" not in codes(right)
    assert "worse-at-rest" in codes(wrong)


def test_two_cameras_are_told(tmp_path: Path) -> None:
    import io

    from pydicom import dcmread

    for state, maker in ((State.STRESS, "SIEMENS"), (State.REST, "GE MEDICAL SYSTEMS")):
        ds = dcmread(io.BytesIO(dicom_at(state)))
        ds.Manufacturer = maker
        ds.save_as(tmp_path / f"{state.value}.dcm")
    document = read_json(tmp_path)
    assert "cameras-differ" in codes(document)


def test_states_of_two_patients_are_refused(tmp_path: Path) -> None:
    for state in State:
        header = SeriesHeader(patient_id=f"SIM-{state.value}", state=state)
        data = write_recon_tomo(volume_at(state), header)
        (tmp_path / f"{state.value}.dcm").write_bytes(data)
    out = tmp_path / "out"
    refuse(3, "files are of 2 patients", "read", tmp_path / "stress.dcm",
           tmp_path / "rest.dcm", "--out", out)  # fmt: skip
    assert names_in(out) == set()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{}", "no file of normal limits"),
        ('{"schema": "myomap.reading/1"}', "no file of normal limits"),
        ('{"schema": "myomap.normals/99"}', "no file of normal limits|schema|version"),
        ("not json", "no file of normal limits|JSON"),
        ("", "no file of normal limits|JSON"),
    ],
    ids=["nothing", "a-reading", "a-later-version", "no-json", "empty"],
)
@pytest.mark.parametrize("command", ["read", "show"])
def test_limits_of_the_wrong_schema_are_refused(
    ill: Path, command: str, text: str, sentence: str
) -> None:
    bad = ill / "bad.json"
    bad.write_text(text, encoding="utf-8")
    if command == "read":
        refuse(3, sentence, "read", ill / "stress.npy", "--normals", bad)
    else:
        refuse(3, sentence, "normals", command, bad)


def test_samples_without_a_value_are_left_out_of_the_figures(ill: Path) -> None:
    few = np.load(ill / "stress.npy")
    few[28:, 10:14] = np.nan
    np.save(ill / "few.npy", few)
    document = read_json("--stress", ill / "few.npy", "--rest", ill / "rest.npy")
    assert "stress-map-incomplete" in codes(document)
    assert document["perfusion"]["stress"]["tpd_percent"] > 5


@pytest.mark.parametrize(
    "values",
    [np.full((32, 72), np.nan), np.zeros((32, 72)), np.full((32, 72), -1.0)],
    ids=["nan", "zero", "negative"],
)
@pytest.mark.parametrize("state", ["stress", "rest"])
def test_a_map_that_shows_nothing_is_refused(
    tmp_path: Path, values: np.ndarray, state: str
) -> None:
    (tmp_path / "bad.npy").write_bytes(npy_bytes(values.astype(np.float32)))
    (tmp_path / "good.npy").write_bytes(npy_bytes(MAP))
    other = "rest" if state == "stress" else "stress"
    refuse(
        3, r"\.", "read", f"--{state}", tmp_path / "bad.npy",
        f"--{other}", tmp_path / "good.npy",
    )  # fmt: skip


@pytest.mark.parametrize("value", [np.nan, np.inf, 0.0], ids=["nan", "inf", "zero"])
def test_a_volume_that_shows_nothing_is_refused(tmp_path: Path, value: float) -> None:
    volume = volume_at(State.REST)
    data = bytearray(write_nifti(volume))
    spoilt = np.full(volume.counts.shape, value, np.float32).tobytes()
    data[-len(spoilt) :] = spoilt
    (tmp_path / "bad.nii").write_bytes(bytes(data))
    refuse(3, "NaN|empty", "read", "--rest", tmp_path / "bad.nii")


def test_limits_are_not_built_of_maps_that_show_nothing(tmp_path: Path) -> None:
    rows = ["patient_id,stress,rest,label,sex"]
    for number in range(12):
        values = np.zeros((32, 72)) if number % 2 else np.full((32, 72), np.nan)
        (tmp_path / f"{number}.npy").write_bytes(npy_bytes(values.astype(np.float32)))
        rows.append(f"P{number},{number}.npy,{number}.npy,normal,F")
    (tmp_path / "manifest.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    out = tmp_path / "limits.json"
    refuse(3, r"12", "normals", "build", tmp_path / "manifest.csv", "-o", out)
    assert not out.exists()
