"""`myomap read`: a study as it comes from the station, in; findings, out."""

import json
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import myomap.reading
from command_line import COLUMNS, names_in, refuse, refuse_usage, succeed
from intake_files import CT_CLASS, dicom_bytes, npy_bytes, zip_bytes
from journeys import (
    dicom_at,
    true_map,
    uptake_by_segment,
    volume_at,
    write_study,
)
from myomap.intake import write_nifti
from myomap.reading import ReadingDocument
from myomap.records import State

OF_MAPS = {
    "stress_map.npy",
    "rest_map.npy",
    "polar_maps.png",
    "polar_maps.svg",
    "judged_maps.png",
    "reading.json",
}


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The simulated patient's stress and rest volume."""
    return write_study(tmp_path_factory.mktemp("read") / "study")


@pytest.fixture
def maps(tmp_path: Path) -> Path:
    """Two ready maps, quick to read: stress falls away towards septal."""
    folder = tmp_path / "maps"
    folder.mkdir()
    (folder / "stress.npy").write_bytes(npy_bytes())
    (folder / "rest.npy").write_bytes(npy_bytes(np.full((32, 72), 80, np.float32)))
    return folder


def json_of(*words: str | Path) -> dict[str, Any]:
    """Return the JSON that is printed, having checked that nothing else is."""
    document: dict[str, Any] = json.loads(succeed(*words, "--json", "-").stdout)
    return document


def states_read(document: dict[str, Any]) -> list[str]:
    return [one["state"] for one in document["provenance"]["inputs"]]


def codes(document: dict[str, Any]) -> list[str]:
    return [one["code"] for one in document["quality"]["cautions"]]


def fail_if_read(*_: object) -> None:
    raise AssertionError("the study was read before the places were looked at")


# --- the whole way ------------------------------------------------------------


def test_a_study_in_a_zip_with_junk_and_a_ct_is_read_to_the_truth(
    tmp_path: Path,
) -> None:
    members = {
        "DICOMDIR.txt": b"made by a burner",
        "A/IM0001": dicom_at(State.STRESS),
        "A/IM0002": dicom_at(State.REST),
        "CT/0001.dcm": dicom_bytes(CT_CLASS, PatientID="SIMULATED-7"),
        "viewer/autorun.exe": b"MZ\x90\0 no program",
    }
    (tmp_path / "export.zip").write_bytes(zip_bytes(members))
    out = tmp_path / "reading"
    shown = succeed("read", tmp_path / "export.zip", "--out", out).stdout
    text = (out / "reading.json").read_text(encoding="utf-8")
    document: dict[str, Any] = ReadingDocument.model_validate_json(text).to_json()
    territories = {
        state: {
            name: found["uptake_percent"]
            for name, found in document["perfusion"][state]["territories"].items()
        }
        for state in ("stress", "rest")
    }
    assert min(territories["stress"], key=territories["stress"].get) == "LAD"
    assert territories["stress"]["LAD"] < territories["rest"]["LAD"] - 10
    truth = uptake_by_segment(true_map(State.STRESS))
    found = [
        one["uptake_percent"] for one in document["perfusion"]["stress"]["segments"]
    ]
    assert np.corrcoef(truth, found)[0, 1] > 0.9
    assert states_read(document) == ["stress", "rest"]
    assert all(
        found["score"] > 0.5 for found in document["quality"]["contour"].values()
    )
    assert "left out export.zip/DICOMDIR.txt" in shown
    assert "left out export.zip/viewer/autorun.exe" in shown


def test_a_folder_is_read_like_its_files_in_any_order(study: Path) -> None:
    files = sorted(study.iterdir())
    assert json_of("read", study) == json_of("read", *reversed(files))


def test_a_rest_volume_alone_is_a_reading(study: Path) -> None:
    document = json_of("read", study / "IM0001", "--normals", "none", "--model", "none")
    assert states_read(document) == ["rest"]
    assert document["verdict"]["label"] == "abstained"
    assert document["perfusion"]["stress"] is None
    assert document["difference"] is None
    assert len(document["perfusion"]["rest"]["segments"]) == 17
    assert codes(document) == []


def test_the_same_study_gives_the_same_bytes(study: Path) -> None:
    words = ["read", study / "IM0001", "--json", "-"]
    first, again = (succeed(*words).stdout for _ in range(2))
    assert first == again


# --- what is shown ------------------------------------------------------------


def test_the_tables_fit_an_ordinary_terminal(study: Path) -> None:
    lines = succeed("read", study).stdout.splitlines()
    assert max(len(line) for line in lines) <= COLUMNS
    table = {line.split("│")[2].strip(): line for line in lines if line.count("│") > 3}
    assert {"basal anterior", "apex", "LAD", "LCX", "RCA"} <= set(table)
    (told,) = [line for line in lines if line.startswith("│ rest ")]
    assert "acquisition context" in told
    assert lines[-1] == "Research software, not for diagnosis."


def test_the_change_that_is_shown_is_that_of_the_difference_map(maps: Path) -> None:
    ramp = np.linspace(50, 100, 72)
    lines = succeed("read", maps, "--normals", "none").stdout.splitlines()
    (lateral,) = [line for line in lines if "apical lateral" in line]
    stress, rest, change = (cell.strip() for cell in lateral.split("│")[3:6])
    # Angle 0 lies in the middle of the lateral wall: half from each end of the ramp.
    expected = np.mean([ramp[:9].mean(), ramp[-9:].mean()])
    assert float(stress) == pytest.approx(expected, abs=1.5)
    assert rest == "80"
    assert change.replace("−", "-") == f"{float(stress) - 80:+.0f}"


def test_one_state_alone_shows_no_change(maps: Path) -> None:
    shown = succeed("read", maps / "rest.npy").stdout
    assert "stress" not in shown.split("Inputs")[0]


def test_cautions_are_shown_with_their_state(maps: Path) -> None:
    shown = " ".join(succeed("read", maps).stdout.split())
    assert "caution Stress and rest: The map came as an array without" in shown


def test_many_files_of_no_use_are_counted(maps: Path) -> None:
    for number in range(15):
        (maps / f"note {number:02}.txt").write_text("note")
    shown = succeed("read", maps).stdout
    assert shown.count("left out note") == 12
    assert "left out 3 more files" in shown


def test_a_file_name_cannot_drive_the_terminal(maps: Path) -> None:
    (maps / "a\x1b[2J[red]b").write_text("note")
    assert "left out a?[2J[red]b: " in succeed("read", maps).stdout


def test_a_terminal_that_is_not_unicode_gets_question_marks(maps: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "myomap", "read", str(maps)],
        env={"PYTHONIOENCODING": "ascii", "MPLBACKEND": "Agg"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert b"stress ? rest" in done.stdout
    assert done.stderr == b""


# --- what is written ----------------------------------------------------------


def test_nothing_is_written_unless_asked(
    maps: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    assert "Written" not in succeed("read", maps).stdout
    json_of("read", maps)
    assert names_in(work) == set()


def test_a_folder_and_its_json_beside_it_are_written(
    maps: Path, tmp_path: Path
) -> None:
    out, copy = tmp_path / "out", tmp_path / "a.json"
    shown = succeed("read", maps, "-o", out, "--json", copy).stdout
    assert names_in(out) == OF_MAPS
    assert copy.read_bytes() == (out / "reading.json").read_bytes()
    said = shown.partition("Written to the output folder: ")[2]
    assert all(name in said for name in OF_MAPS)
    assert str(out) not in shown


def test_a_folder_is_overwritten_when_forced(maps: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    for name in ("reading.json", "notes.txt"):
        (out / name).write_text("mine")
    words = ["read", maps, "--out", out, "--json", "-", "--force"]
    printed = json.loads(succeed(*words).stdout)
    assert json.loads((out / "reading.json").read_text(encoding="utf-8")) == printed
    assert (out / "notes.txt").read_text() == "mine"


def test_the_json_alone_has_no_artifacts(maps: Path, tmp_path: Path) -> None:
    succeed("read", maps, "--json", tmp_path / "a.json")
    document = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert set(document["artifacts"].values()) == {None}


def test_a_json_in_the_place_of_a_folder_or_a_device_is_refused(
    maps: Path, tmp_path: Path
) -> None:
    for place, sentence in (
        (tmp_path, "--json names a folder. Expected a file: add a name"),
        (Path("/dev/null"), "--json names a device. Expected a file, or - to print"),
    ):
        refuse(1, sentence, "read", maps, "--json", place, "--force")


def test_a_forced_reading_leaves_no_map_of_another_state(
    maps: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    succeed("read", maps, "-o", out)
    (out / "notes.txt").write_text("mine")
    assert {"stress_map.npy", "rest_map.npy"} <= names_in(out)
    rest = maps / "rest.npy"
    succeed("read", "--rest", rest, "-o", out, "--force")
    assert "rest_map.npy" in names_in(out)
    assert "stress_map.npy" not in names_in(out)
    assert (out / "notes.txt").read_text() == "mine"


def test_files_that_no_reading_wrote_are_left_alone(maps: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "stress_map.npy").write_bytes(b"mine")
    (out / "reading.json").write_text('{"artifacts": ["stress_map.npy"]}')
    succeed("read", "--rest", maps / "rest.npy", "-o", out, "--force")
    assert (out / "stress_map.npy").read_bytes() == b"mine"


@pytest.mark.parametrize("taken", ["reading.json", "polar_maps.png"])
def test_a_folder_that_is_taken_is_refused_before_the_reading(
    maps: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, taken: str
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / taken).write_text("mine")
    monkeypatch.setattr(myomap.reading, "read", fail_if_read)
    refuse(1, "already holds 1 of.*--force", "read", maps, "--out", tmp_path / "out")
    assert names_in(tmp_path / "out") == {taken}
    assert (tmp_path / "out" / taken).read_text() == "mine"


def test_a_map_that_is_there_is_kept(maps: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "rest_map.npy").write_text("mine")
    refuse(1, "already holds 1 of", "read", maps, "--out", tmp_path / "out")
    assert names_in(tmp_path / "out") == {"rest_map.npy"}


def test_a_json_that_is_taken_stops_the_folder_too(
    maps: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.json").write_text("mine")
    monkeypatch.setattr(myomap.reading, "read", fail_if_read)
    words = ["read", maps, "--out", tmp_path / "out", "--json", tmp_path / "a.json"]
    refuse(1, "--force", *words)
    assert not (tmp_path / "out").exists()
    assert (tmp_path / "a.json").read_text() == "mine"


def test_one_file_cannot_be_both_results(maps: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    words = ["read", maps, "--out", out, "--json", out / "reading.json"]
    refuse(2, "--json names a file that --out writes already", *words)
    refuse(2, "--json names a file", *words, "--force")
    assert not out.exists()


def test_a_file_in_the_place_of_the_folder_is_kept(maps: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    words = ["read", maps, "-o", tmp_path / "out"]
    for force in ([], ["--force"]):
        refuse(1, "a file stands in its place", *words, *force)
        assert (tmp_path / "out").read_text() == "mine"


def test_a_disk_that_fills_up_leaves_nothing(maps: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    # The maps still fit, the pictures do not.
    script = (
        "import sys; sys.argv = ['myomap', *sys.argv[1:]]\n"
        "from myomap.cli import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "read", str(maps), "--out", str(out)],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert done.stderr.startswith(
        "myomap: The results could not be written and nothing"
    )
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""
    assert not out.exists()


# --- what the options do ------------------------------------------------------


def test_the_options_overrule_the_files(study: Path) -> None:
    document = json_of(
        "read", "--stress", study / "IM0001", "--rest", study / "IM0000",
        "--normals", "none", "--model", "none",
    )  # fmt: skip
    assert states_read(document) == ["stress", "rest"]
    assert codes(document) == ["stress-state-overruled", "rest-state-overruled"]
    lad = {
        state: found["territories"]["LAD"]["uptake_percent"]
        for state, found in document["perfusion"].items()
    }
    # Now the diseased volume, the one at stress in truth, stands at rest.
    assert lad["rest"] < lad["stress"] - 10


def test_an_option_goes_before_another_input_of_its_state(maps: Path) -> None:
    other = npy_bytes(np.full((32, 72), 55, np.float32))
    (maps / "other.npy").write_bytes(other)
    document = json_of("read", maps, "--stress", maps / "other.npy")
    stress = document["perfusion"]["stress"]["segments"]
    assert {one["uptake_percent"] for one in stress} == {55.0}
    assert "several-inputs" in codes(document)


def test_volumes_of_unknown_state_say_exactly_what_to_do(tmp_path: Path) -> None:
    folder = tmp_path / "volumes"
    folder.mkdir()
    for name, state in (("a.nii.gz", State.STRESS), ("b.nii.gz", State.REST)):
        data = write_nifti(volume_at(state), compressed=True)
        (folder / name).write_bytes(data)
    refuse(3, "of 2 inputs.*--stress FILE --rest FILE", "read", folder)
    refuse(3, "--stress FILE or as --rest FILE", "read", folder / "a.nii.gz")
    document = json_of(
        "read", "--stress", folder / "a.nii.gz", "--rest", folder / "b.nii.gz"
    )
    assert states_read(document) == ["stress", "rest"]
    beside = json_of("read", folder, "--stress", folder / "a.nii.gz")
    assert states_read(beside) == ["stress"]
    assert "state-unknown-unused" in codes(beside)


def test_sex_and_age_are_taken_and_written(maps: Path) -> None:
    document = json_of("read", maps, "--sex", "f", "--age", "61.5")
    options = document["provenance"]["options"]
    assert (options["sex"], options["age_years"]) == ("F", 61.5)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        pytest.param([], "No input was given. Name files", id="nothing"),
        pytest.param(["x", "--sex", "W"], "The sex is 'W'. Expected F or M", id="sex"),
        pytest.param(["x", "--age", "130"], "found 130 years, expected 0", id="age"),
        pytest.param(["x", "--age", "nan"], "The age is not possible", id="nan age"),
    ],
)
def test_wrong_usage_is_one_sentence_and_two(words: list[str], sentence: str) -> None:
    refuse(2, sentence, "read", *words)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        pytest.param(["x", "--age", "old"], "--age", id="age"),
        pytest.param(["x", "--colour"], "No such option", id="option"),
        pytest.param(["x", "--json"], "requires an argument", id="no value"),
    ],
)
def test_words_that_cannot_be_understood_show_the_usage(
    words: list[str], sentence: str
) -> None:
    refuse_usage(sentence, "read", *words)


def test_one_file_as_stress_and_as_rest_is_refused(maps: Path) -> None:
    file = maps / "rest.npy"
    refuse(2, "same file was given as stress and as rest", "read", "--stress", file,
           "--rest", file)  # fmt: skip
