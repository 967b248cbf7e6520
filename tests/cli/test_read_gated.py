"""A gated study through the commands: simulated, read, and held against its truth."""

import json
from pathlib import Path
from typing import Any

import pytest

from command_line import names_in, succeed


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("gated") / "cohort"
    succeed(
        "simulate", "--patients", "1", "--seed", "11", "--gates", "8",
        "--disease", "normal", "--windows", "photopeak", "--views", "32", "-o", place,
    )  # fmt: skip
    (patient,) = (place / "patients").iterdir()
    return patient


@pytest.fixture(scope="module")
def shown(folder: Path) -> str:
    result = succeed(
        "read", folder / "rest.dcm", folder / "attenuation_map.dcm",
        "--model", "none", "--out", folder / "out",
    )  # fmt: skip
    return " ".join(result.stdout.split())


def told(folder: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((folder / "out" / "reading.json").read_text())
    return document


def test_the_ejection_fraction_of_raw_gates_is_within_three_points(
    folder: Path, shown: str
) -> None:
    truth = json.loads((folder / "truth.json").read_text())["rest"]["gates"]
    found = told(folder)["function"]["rest"]
    assert "ejection fraction" in shown
    assert found["n_gates"] == 8
    assert found["ejection_fraction_percent"] == pytest.approx(
        100 * truth["ejection_fraction"], abs=3.0
    )
    largest = max(truth["cavity_ml"])
    assert found["end_diastolic_ml"] == pytest.approx(largest, rel=0.08)


def test_function_and_lung_stand_in_table_json_and_files(
    folder: Path, shown: str
) -> None:
    document = told(folder)
    assert "Function of the gated ventricle" in shown
    assert f"{document['function']['rest']['ejection_fraction_percent']:.0f}" in shown
    assert document["function"]["stress"] is None
    assert document["artifacts"]["function"] == "function.png"
    assert "function.png" in names_in(folder / "out")
    ratio = document["perfusion"]["rest"]["lung_heart_ratio"]
    assert 0.2 < ratio < 0.9
    assert f"{ratio:.2f}" in shown


def test_an_ungated_study_says_nothing_of_function(tmp_path: Path) -> None:
    succeed(
        "simulate", "--patients", "1", "--seed", "3", "--stage", "map", "-o", tmp_path
    )
    (patient,) = (tmp_path / "patients").iterdir()
    result = succeed("read", patient, "--model", "none", "--out", tmp_path / "out")
    assert "Function" not in result.stdout
    document = json.loads((tmp_path / "out" / "reading.json").read_text())
    assert document["function"] == {"stress": None, "rest": None}
    assert document["artifacts"]["function"] is None
