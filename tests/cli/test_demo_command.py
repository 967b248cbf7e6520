"""`myomap demo`: a simulated study, its reading, and the truth beside it."""

import json
from contextlib import closing
from pathlib import Path

import pytest

from command_line import COLUMNS, names_in, refuse, refuse_usage, succeed
from myomap.cases import (
    CaseQuery,
    file_bytes,
    find_case,
    list_cases,
    open_cases,
)
from myomap.cli import demo_patient
from myomap.dicom import read_dicom
from myomap.records import State

OF_READING = {
    "stress_map.npy",
    "rest_map.npy",
    "polar_maps.png",
    "polar_maps.svg",
    "judged_maps.png",
    "defect_mask.npy",
    "slices.png",
    "reading.json",
    "report.pdf",
    "report.html",
}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder of the demo, where a file lay before, and what was shown."""
    out = tmp_path_factory.mktemp("demo") / "out"
    (out / "study").mkdir(parents=True)
    (out / "study" / "notes.txt").write_text("mine")
    return out, succeed("demo", "-o", out).stdout


def fail_if_simulated(*_: object, **__: object) -> None:
    raise AssertionError("a patient was simulated before the places were looked at")


def test_the_study_and_the_reading_are_left(demo: tuple[Path, str]) -> None:
    out, shown = demo
    assert names_in(out) == {"study", "reading", "room"}
    assert names_in(out / "study") == {
        "stress.dcm",
        "rest.dcm",
        "attenuation_map.dcm",
        "notes.txt",
    }
    assert names_in(out / "reading") == OF_READING
    assert max(len(line) for line in shown.splitlines()) <= COLUMNS


@pytest.mark.parametrize("state", State)
def test_the_study_says_of_itself_what_it_is(
    demo: tuple[Path, str], state: State
) -> None:
    data = (demo[0] / "study" / f"{state.value}.dcm").read_bytes()
    assert read_dicom(data).input.state is state
    assert b"SIMULATED-1" in data


def test_the_reading_finds_the_simulated_disease(demo: tuple[Path, str]) -> None:
    document = json.loads((demo[0] / "reading" / "reading.json").read_text("utf-8"))
    uptake = {
        state: {
            name: one["uptake_percent"] for name, one in found["territories"].items()
        }
        for state, found in document["perfusion"].items()
    }
    assert min(uptake["stress"], key=uptake["stress"].__getitem__) == "LAD"
    assert min(uptake["rest"], key=uptake["rest"].__getitem__) == "LAD"
    assert uptake["stress"]["LAD"] < uptake["rest"]["LAD"] - 10
    codes = {caution["code"] for caution in document["quality"]["cautions"]}
    assert codes == {"simulated-data"}
    kinds = [entry["kind"] for entry in document["provenance"]["inputs"]]
    assert kinds == ["projections", "projections", "attenuation map"]


def test_the_truth_of_every_diseased_segment_stands_beside_it(
    demo: tuple[Path, str],
) -> None:
    table = demo[1].partition("Simulated disease")[2]
    rows = {
        cells[2].strip(): [int(cell) for cell in cells[3:7]]
        for cells in (line.split("│") for line in table.splitlines())
        if len(cells) == 8
    }
    assert {"mid anterior", "apical anterior", "apex"} <= set(rows)
    assert "mid inferolateral" not in rows
    for name, (true_stress, read_stress, true_rest, read_rest) in rows.items():
        # A thin apex looks dimmer than it is, by the camera's blur.
        far = 30 if name == "apex" else 25
        assert true_stress <= true_rest, name
        assert abs(true_stress - read_stress) < far, name
        assert abs(true_rest - read_rest) < far, name


def test_it_says_where_to_look(demo: tuple[Path, str]) -> None:
    assert "Look at report.pdf and judged_maps.png" in " ".join(demo[1].split())
    assert "myomap serve --open --folder room" in demo[1]
    assert "/cases/1" in demo[1]
    assert "Research software, not for diagnosis." in demo[1]


def test_the_room_holds_the_patient_that_was_read(demo: tuple[Path, str]) -> None:
    with closing(open_cases(demo[0] / "room")) as store:
        case = find_case(store, 1)
        assert file_bytes(store, case.files[0].sha256)
    written = json.loads((demo[0] / "reading" / "reading.json").read_text("utf-8"))
    kept = case.document.to_json()
    assert kept["verdict"] == written["verdict"]
    assert kept["perfusion"] == written["perfusion"]
    assert case.row.is_simulated


def test_the_same_reading_is_kept_once(demo: tuple[Path, str]) -> None:
    again = succeed("demo", "-o", demo[0], "--force").stdout
    assert "/cases/1" in again
    with closing(open_cases(demo[0] / "room")) as store:
        assert list_cases(store, CaseQuery()).total == 1


def test_the_demo_is_judged_and_says_by_what(demo: tuple[Path, str]) -> None:
    shown = " ".join(demo[1].split())
    assert "Against simulated limits" in shown
    assert "By rule: mixed" in shown
    assert "By the network: mixed" in shown
    document = json.loads((demo[0] / "reading" / "reading.json").read_text("utf-8"))
    assert document["verdict"]["label"] == "mixed"
    assert {one["territory"] for one in document["defects"]} == {"LAD"}
    stress = document["perfusion"]["stress"]
    low, high = stress["tpd_interval"]
    assert 10 < low < stress["tpd_percent"] < high < 60


def test_the_same_seed_gives_the_same_study(
    demo: tuple[Path, str], tmp_path: Path
) -> None:
    demo_patient.write_demo_study(tmp_path, seed=1, force=False)
    for name in demo_patient.STUDY_FILES:
        first, again = (
            (one / name).read_bytes() for one in (demo[0] / "study", tmp_path)
        )
        assert first == again


@pytest.mark.parametrize("part", ["study/rest.dcm", "reading/reading.json"])
def test_a_file_that_is_there_is_kept_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    taken = tmp_path / part
    taken.parent.mkdir()
    taken.write_text("mine")
    monkeypatch.setattr(demo_patient, "write_demo_study", fail_if_simulated)
    refuse(1, "already holds 1 of.*--force", "demo", "--out", tmp_path)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [taken]
    assert taken.read_text() == "mine"


def test_files_beside_the_study_are_neither_read_nor_changed(
    demo: tuple[Path, str],
) -> None:
    assert "left out" not in demo[1]
    assert (demo[0] / "study" / "notes.txt").read_text() == "mine"


@pytest.mark.parametrize("seed", ["-1", "x", "1.5", str(2**32)])
def test_a_seed_that_is_none_is_wrong_usage(tmp_path: Path, seed: str) -> None:
    refuse_usage("--seed", "demo", "--out", tmp_path / "out", "--seed", seed)
    assert not (tmp_path / "out").exists()
