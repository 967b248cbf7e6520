"""A reading's files: whole, named in the JSON, the same every time, readable again."""

import errno
import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from PIL import Image

from journeys import (
    input_with,
    reading_of_both,
    reading_of_rest,
    study_with,
    uptake_by_segment,
)
from myomap.errors import OutputError, OutputExistsError
from myomap.polarmap import Background, DrawingOptions
from myomap.reading import (
    ALWAYS_WRITTEN,
    Reading,
    ReadingDocument,
    ReadOptions,
    polar_map_panels,
    read,
    read_inputs,
    write_reading,
)
from myomap.records import AcquisitionFacts, State
from records_samples import polar_map

OF_BOTH = {
    "stress_map.npy",
    "rest_map.npy",
    "polar_maps.png",
    "polar_maps.svg",
    "slices.png",
    "reading.json",
}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the reading of both states."""
    folder = tmp_path_factory.mktemp("written") / "reading"
    write_reading(reading_of_both(), folder)
    return folder


def reading_of_map() -> Reading:
    """Return a reading that is quick to draw: a single flat map."""
    return read_inputs(study_with(input_with(polar_map(), State.REST)))


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_both_states_leave_the_documented_files(written: Path) -> None:
    assert names_in(written) == OF_BOTH
    document = json.loads((written / "reading.json").read_text(encoding="utf-8"))
    named = {name for name in document["artifacts"].values() if name}
    assert named | {"reading.json"} == OF_BOTH


@pytest.mark.parametrize(
    ("reading", "expected"),
    [
        pytest.param(reading_of_rest, OF_BOTH - {"stress_map.npy"}, id="rest volume"),
        pytest.param(
            reading_of_map, OF_BOTH - {"stress_map.npy", "slices.png"}, id="rest map"
        ),
    ],
)
def test_what_was_not_found_leaves_no_file_and_the_json_names_the_others(
    tmp_path: Path, reading: Callable[[], Reading], expected: set[str]
) -> None:
    document = write_reading(reading(), tmp_path)
    assert names_in(tmp_path) == expected
    assert document.artifacts.stress_map is None
    text = (tmp_path / "reading.json").read_text(encoding="utf-8")
    assert ReadingDocument.model_validate_json(text) == document
    named = {name for name in json.loads(text)["artifacts"].values() if name}
    assert named | {"reading.json"} == expected
    assert set(ALWAYS_WRITTEN) <= expected


@pytest.mark.parametrize("is_simulated", [True, False])
def test_pictures_of_simulated_data_say_so(tmp_path: Path, is_simulated: bool) -> None:
    facts = AcquisitionFacts(is_simulated=is_simulated)
    source = input_with(polar_map(), State.REST, facts=facts)
    write_reading(read_inputs(study_with(source)), tmp_path)
    picture = (tmp_path / "polar_maps.svg").read_text(encoding="utf-8")
    assert ("SIMULATED" in picture) is is_simulated


@pytest.mark.parametrize("state", State)
def test_a_map_is_written_in_percent(written: Path, state: State) -> None:
    values = np.load(written / f"{state.value}_map.npy", allow_pickle=False)
    found = reading_of_both().states[state].polar_map
    assert values.dtype == np.float32
    assert values.shape == (32, 72)
    assert_array_equal(values[found.valid], found.uptake_percent[found.valid])


def test_a_sample_without_data_is_written_as_nan(tmp_path: Path) -> None:
    valid = np.ones((32, 72), bool)
    valid[3, 7:20] = False
    given = polar_map(valid=valid)
    write_reading(
        read_inputs(study_with(input_with(given, State.REST))),
        tmp_path,
    )
    values = np.load(tmp_path / "rest_map.npy", allow_pickle=False)
    assert_array_equal(np.isnan(values), ~valid)
    again = read([], ReadOptions(rest=(tmp_path / "rest_map.npy",)))
    assert_array_equal(again.states[State.REST].polar_map.valid, valid)


def test_written_maps_are_read_again_to_the_same_segments(written: Path) -> None:
    again = read([written])
    assert list(again.states) == list(State)
    for state, found in reading_of_both().states.items():
        polar_map_again = again.states[state].polar_map
        assert_array_equal(
            polar_map_again.uptake_percent[found.polar_map.valid],
            found.polar_map.uptake_percent[found.polar_map.valid],
        )
        # The means differ a little: an array has no millimetres, so that samples
        # are weighed by the areas of a standard ventricle.
        assert_allclose(
            uptake_by_segment(polar_map_again),
            uptake_by_segment(found.polar_map),
            atol=1.0,
        )
    reasons = {item.name for item in again.study.left_out}
    assert reasons == OF_BOTH - {"stress_map.npy", "rest_map.npy"}


def test_the_pictures_open(written: Path) -> None:
    for name in ("polar_maps.png", "slices.png"):
        with Image.open(written / name) as picture:
            assert min(picture.size) > 500
            assert picture.info.get("Software") == "myomap"
            picture.verify()
    root = ElementTree.parse(written / "polar_maps.svg").getroot()
    assert root.tag == "{http://www.w3.org/2000/svg}svg"


def test_the_same_reading_gives_the_same_bytes(written: Path, tmp_path: Path) -> None:
    write_reading(reading_of_both(), tmp_path)
    for name in OF_BOTH:
        assert (tmp_path / name).read_bytes() == (written / name).read_bytes(), name


def test_no_file_holds_a_date_or_a_path(written: Path) -> None:
    for name in OF_BOTH:
        data = (written / name).read_bytes()
        assert str(written.parent).encode() not in data
        assert b"dc:date" not in data
        assert not re.search(rb"20\d\d-\d\d-\d\d", data)


def test_the_discs_are_stress_rest_and_their_difference() -> None:
    titles = [panel.title for panel in polar_map_panels(reading_of_both())]
    assert titles == ["Stress", "Rest", "Stress − rest"]
    assert [panel.title for panel in polar_map_panels(reading_of_rest())] == ["Rest"]


def test_maps_without_a_common_sample_are_drawn_without_a_difference() -> None:
    left = np.zeros((32, 72), bool)
    left[:, :36] = True
    reading = read_inputs(
        study_with(
            input_with(polar_map(valid=left), State.STRESS),
            input_with(polar_map(valid=~left, state=State.REST), State.REST),
        )
    )
    assert [panel.title for panel in polar_map_panels(reading)] == ["Stress", "Rest"]


def test_the_drawing_can_be_chosen(tmp_path: Path) -> None:
    dark = DrawingOptions(background=Background.DARK)
    write_reading(reading_of_map(), tmp_path, drawing=dark)
    with Image.open(tmp_path / "polar_maps.png") as picture:
        assert picture.convert("L").getpixel((2, 2)) < 50


@pytest.mark.parametrize("taken", ["reading.json", "rest_map.npy", "polar_maps.svg"])
def test_a_file_that_is_there_is_kept_and_nothing_is_added(
    tmp_path: Path, taken: str
) -> None:
    (tmp_path / taken).write_text("mine")
    with pytest.raises(OutputExistsError, match="--force"):
        write_reading(reading_of_map(), tmp_path)
    assert names_in(tmp_path) == {taken}
    assert (tmp_path / taken).read_text() == "mine"


def test_force_replaces_the_results_and_nothing_else(tmp_path: Path) -> None:
    for name in ("reading.json", "notes.txt"):
        (tmp_path / name).write_text("mine")
    write_reading(reading_of_map(), tmp_path, force=True)
    assert json.loads((tmp_path / "reading.json").read_text(encoding="utf-8"))
    assert (tmp_path / "notes.txt").read_text() == "mine"


@pytest.mark.parametrize("n_writes", range(2))
def test_a_full_disk_leaves_the_folder_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, n_writes: int
) -> None:
    out = tmp_path / "out"
    written = 0
    real = Path.write_bytes

    def full_after(path: Path, data: bytes) -> int:
        nonlocal written
        if written == n_writes:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        written += 1
        return real(path, data)

    monkeypatch.setattr(Path, "write_bytes", full_after)
    reading = reading_of_map()
    with pytest.raises(OutputError, match="The disk or the quota is full"):
        write_reading(reading, out)
    assert list(tmp_path.iterdir()) == []
