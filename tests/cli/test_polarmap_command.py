"""`myomap polarmap`: one volume or map, drawn and counted."""

import csv
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from PIL import Image

from command_line import COLUMNS, names_in, refuse, refuse_usage, succeed
from intake_files import npy_bytes
from journeys import (
    dicom_at,
    reading_of_rest,
    uptake_by_segment,
    volume_without_ventricle,
    write_study,
)
from myomap.cli import polarmap_files
from myomap.intake import write_nifti
from myomap.intake.npy_map import standard_sample_area_cm2
from myomap.records import State

FILES = {"map.npy", "segments.csv", "polar_map.png", "polar_map.svg"}


@pytest.fixture(scope="module")
def volume(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The simulated patient's rest volume."""
    path = tmp_path_factory.mktemp("volume") / "rest.dcm"
    path.write_bytes(dicom_at(State.REST))
    return path


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory, volume: Path) -> tuple[Path, str]:
    """The folder of the volume's map, and what was shown."""
    out = tmp_path_factory.mktemp("drawn") / "out"
    return out, succeed("polarmap", volume, "-o", out).stdout


@pytest.fixture
def ready(tmp_path: Path) -> Path:
    """A ready map: half of it without data, the other rising from 50 to 100 %."""
    values = np.tile(np.linspace(50, 100, 72, dtype=np.float32), (32, 1))
    values[:, 36:] = np.nan
    (tmp_path / "map.npy").write_bytes(npy_bytes(values))
    return tmp_path / "map.npy"


def rows_of(folder: Path) -> list[dict[str, str]]:
    with (folder / "segments.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def fail_if_mapped(*_: object) -> None:
    raise AssertionError("the volume was mapped before the places were looked at")


def test_the_documented_files_are_left_and_named(drawn: tuple[Path, str]) -> None:
    out, shown = drawn
    assert names_in(out) == FILES
    said = shown.partition("Written to the output folder: ")[2]
    assert all(name in said for name in FILES)
    assert max(len(line) for line in shown.splitlines()) <= COLUMNS
    assert shown.splitlines()[-1] == "Research software, not for diagnosis."


def test_the_map_is_that_of_the_reading(drawn: tuple[Path, str]) -> None:
    values = np.load(drawn[0] / "map.npy", allow_pickle=False)
    assert (values.dtype, values.shape) == (np.float32, (32, 72))
    expected = reading_of_rest().states[State.REST].polar_map
    # DICOM keeps 16 bits of the counts.
    difference = np.abs(values - expected.uptake_percent)[expected.valid]
    assert np.median(difference) < 0.1


def test_the_table_has_every_segment_with_its_area(drawn: tuple[Path, str]) -> None:
    rows = rows_of(drawn[0])
    assert list(rows[0]) == ["segment", "name", "uptake_percent", "area_cm2"]
    assert [int(row["segment"]) for row in rows] == list(range(1, 18))
    expected = uptake_by_segment(reading_of_rest().states[State.REST].polar_map)
    assert_allclose([float(row["uptake_percent"]) for row in rows], expected, atol=0.2)
    total = reading_of_rest().states[State.REST].polar_map.area_cm2.sum()
    assert sum(float(row["area_cm2"]) for row in rows) == pytest.approx(total, rel=0.02)


def test_the_pictures_open(drawn: tuple[Path, str]) -> None:
    with Image.open(drawn[0] / "polar_map.png") as picture:
        assert min(picture.size) > 400
        picture.verify()
    root = ElementTree.parse(drawn[0] / "polar_map.svg").getroot()
    assert root.tag == "{http://www.w3.org/2000/svg}svg"


def test_a_ready_map_comes_back_as_it_was(ready: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    shown = " ".join(succeed("polarmap", ready, "-o", out).stdout.split())
    assert_array_equal(np.load(out / "map.npy"), np.load(ready))
    assert "50 % of the map holds no data" in shown
    assert "--stress" not in shown, "advice that this command cannot follow"
    assert {row["uptake_percent"] for row in rows_of(out)} > {""}, "no data, no number"


def test_twenty_segments_and_the_look_can_be_chosen(
    ready: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    words = ["--segments", "20", "--draw-table", "french", "--dark", "--territories"]
    succeed("polarmap", ready, "--out", out, *words, "--radii", "0.3", "0.5", "0.8")
    assert [row["name"] for row in rows_of(out)][-2:] == [
        "anterior apex",
        "inferior apex",
    ]
    with Image.open(out / "polar_map.png") as picture:
        assert picture.convert("L").getpixel((2, 2)) < 50


def test_the_radii_move_the_segments(ready: Path, tmp_path: Path) -> None:
    succeed("polarmap", ready, "-o", tmp_path / "out", "--radii", "0.5", "0.6", "0.8")
    (apex,) = [row for row in rows_of(tmp_path / "out") if row["name"] == "apex"]
    # Half the radius is 16 of 32 rings, and half of the map holds no data.
    expected = standard_sample_area_cm2()[:16].sum() / 2
    assert float(apex["area_cm2"]) == pytest.approx(expected, abs=0.006)


def test_the_percentile_sets_what_is_a_hundred(volume: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    succeed("polarmap", volume, "-o", out, "--percentile", "50")
    values = np.load(out / "map.npy")
    area = reading_of_rest().states[State.REST].polar_map.area_cm2
    above = area[np.nan_to_num(values) > 100].sum() / area.sum()
    assert above == pytest.approx(0.5, abs=0.02)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        pytest.param(
            "--draw-table hotiron",
            "no colour table 'hotiron': did you mean 'hot-iron'.*greys: grey, ",
            id="colour table",
        ),
        pytest.param("--draw-table x", "no colour table 'x'", id="any other word"),
        pytest.param("--segments 18", "no model with 18 segments.*17 or 20", id="18"),
        pytest.param("--radii 0 0 0", "radii are 0, 0, 0. Expected three", id="radii"),
        pytest.param("--radii 0.2 0.5 nan", "radii are", id="nan radii"),
        pytest.param("--radius 27", "1 of 3 were given", id="radius alone"),
    ],
)
def test_a_value_that_is_none_is_wrong_usage(
    ready: Path, tmp_path: Path, words: str, sentence: str
) -> None:
    refuse(2, sentence, "polarmap", ready, "-o", tmp_path / "out", *words.split())
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("value", ["0", "101", "-5", "nan"])
def test_a_percentile_that_is_none_is_wrong_usage(
    volume: Path, tmp_path: Path, value: str
) -> None:
    words = ["polarmap", volume, "-o", tmp_path / "out", "--percentile", value]
    refuse(2, "percentile is .*Expected 1 to 100", *words)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        pytest.param("--percentile 95", "has its 100 % already", id="percentile"),
        pytest.param(
            "--apex 50 -70 0 --base 0 0 0 --radius 27",
            "no ventricle to place",
            id="place",
        ),
    ],
)
def test_an_option_that_a_ready_map_cannot_follow_is_refused(
    ready: Path, tmp_path: Path, words: str, sentence: str
) -> None:
    refuse(2, sentence, "polarmap", ready, "-o", tmp_path / "out", *words.split())
    assert not (tmp_path / "out").exists()


def test_words_that_are_missing_show_the_usage() -> None:
    refuse_usage("Missing argument 'source'", "polarmap")
    refuse_usage("Missing option '--out'", "polarmap", "x.dcm")


def test_two_volumes_are_sent_to_read(tmp_path: Path) -> None:
    study = write_study(tmp_path / "study")
    sentence = r"2 were found \(in all: 2 × transaxial volume\).*myomap read"
    refuse(3, sentence, "polarmap", study, "-o", tmp_path / "out")


def test_a_volume_without_a_heart_is_refused(tmp_path: Path) -> None:
    (tmp_path / "torso.nii").write_bytes(write_nifti(volume_without_ventricle()))
    sentence = "(?i)left ventricle"
    refuse(3, sentence, "polarmap", tmp_path / "torso.nii", "-o", tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("taken", sorted(FILES))
def test_a_file_that_is_there_is_kept(
    ready: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, taken: str
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / taken).write_text("mine")
    monkeypatch.setattr(polarmap_files, "map_one_source", fail_if_mapped)
    refuse(1, "already holds 1 of.*--force", "polarmap", ready, "-o", out)
    assert names_in(out) == {taken}
    assert (out / taken).read_text() == "mine"


def test_force_replaces_the_results_by_the_same_bytes_and_nothing_else(
    drawn: tuple[Path, str], volume: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    for name in ("map.npy", "notes.txt"):
        (out / name).write_text("mine")
    succeed("polarmap", volume, "-o", out, "--force")
    for name in FILES:
        assert (out / name).read_bytes() == (drawn[0] / name).read_bytes(), name
    assert (out / "notes.txt").read_text() == "mine"
