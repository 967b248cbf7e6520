"""The reading's JSON: its fields, what is null, and that nothing else slips in."""

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

import myomap
from journeys import (
    input_with,
    reading_of_both,
    reading_of_rest,
    study_with,
    uptake_by_segment,
    uptake_by_territory,
)
from myomap.polarmap import segments_17
from myomap.reading import (
    Reading,
    ReadingDocument,
    ReadOptions,
    describe_reading,
    read_inputs,
)
from myomap.records import Caution, Sex, State, Territory
from records_samples import polar_map

SCHEMA_FILE = Path(__file__).parents[2] / "docs" / "reading.schema.json"

FIELDS: dict[str, set[str]] = {
    "": {
        "schema",
        "verdict",
        "rule",
        "contributions",
        "perfusion",
        "difference",
        "function",
        "defects",
        "quality",
        "artifacts",
        "provenance",
        "notice",
    },
    "verdict": {"label", "probability", "interval", "reasons"},
    "verdict.probability": {"abnormal", "ischemia", "infarction"},
    "perfusion": {"stress", "rest"},
    "perfusion.rest": {
        "limits",
        "tpd_percent",
        "tpd_interval",
        "extent_percent",
        "extent_interval",
        "summed_score",
        "summed_score_percent",
        "summed_score_interval",
        "severity",
        "size",
        "depth",
        "shape",
        "lung_heart_ratio",
        "segments",
        "territories",
    },
    "perfusion.rest.shape": {
        "cavity_ml",
        "wall_ml",
        "shape_index",
        "eccentricity",
    },
    "perfusion.rest.segments.0": {
        "segment",
        "name",
        "uptake_percent",
        "deviation",
        "score",
        "score_interval",
        "is_borderline",
    },
    "perfusion.rest.territories": {"LAD", "LCX", "RCA"},
    "perfusion.rest.territories.LAD": {
        "uptake_percent",
        "tpd_percent",
        "extent_percent",
    },
    "difference": {
        "summed_difference_score",
        "summed_difference_interval",
        "ischemic_tpd_percent",
        "ischemic_tpd_interval",
        "reversible_extent_percent",
        "fixed_extent_percent",
        "worsened_extent_percent",
        "tid_ratio",
    },
    "function": {"stress", "rest"},
    "quality": {"contour", "cautions"},
    "quality.contour": {"stress", "rest"},
    "quality.contour.rest": {
        "score",
        "contrast",
        "supported_percent",
        "residual_mm",
        "source",
    },
    "artifacts": {
        "stress_map",
        "rest_map",
        "defect_mask",
        "polar_maps",
        "polar_maps_svg",
        "judged_maps",
        "slices",
        "contributions",
        "function",
        "report_pdf",
        "report_html",
        "report_text",
        "report_json",
        "report_sr",
        "report_seg",
        "report_sc",
        "report_pdf_dicom",
    },
    "provenance": {"myomap", "model", "normals", "options", "inputs"},
    "provenance.options": {
        "sex",
        "age_years",
        "placed_by_hand",
        "reference_percentile",
        "margin_mm",
        "spline_order",
        "protocol",
    },
    "provenance.inputs.0": {"kind", "state", "sha256", "sop_instance_uid"},
}
"""The schema as it was published: path → names of the fields."""

CLOSED = [path for path in FIELDS if path != "provenance.options"]
"""Where no further field may stand; options may grow."""


def json_of(reading: Reading) -> dict[str, Any]:
    """Return the document as whoever reads the file gets it."""
    text = json.dumps(describe_reading(reading).to_json(), allow_nan=False)
    document: dict[str, Any] = json.loads(text)
    return document


def at(document: Any, path: str) -> Any:
    for name in path.split(".") if path else ():
        document = document[int(name) if name.isdigit() else name]
    return document


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every value that is no list or object, with its path."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from leaves(inner, f"{path}.{name}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from leaves(inner, f"{path}.{number}")
    else:
        yield path, value


@pytest.mark.parametrize("path", FIELDS, ids=lambda path: path or "document")
def test_the_fields_are_the_published_ones(path: str) -> None:
    assert set(at(json_of(reading_of_both()), path)) == FIELDS[path]


def test_the_schema_s_name_comes_first() -> None:
    document = json_of(reading_of_both())
    assert next(iter(document.items())) == ("schema", "myomap.reading/1")
    assert document["notice"] == "Research software, not for diagnosis."


def test_the_verdict_abstains_and_says_why() -> None:
    verdict = json_of(reading_of_both())["verdict"]
    assert verdict["label"] == "abstained"
    assert verdict["probability"] == dict.fromkeys(verdict["probability"])
    assert verdict["interval"] is None
    (reason,) = verdict["reasons"]
    assert "no normal limits were used" in reason


def test_a_rest_volume_alone_leaves_null_whatever_it_cannot_tell() -> None:
    document = json_of(reading_of_rest())
    assert document["perfusion"]["stress"] is None
    assert document["difference"] is None
    assert document["defects"] is None
    assert document["quality"]["contour"]["stress"] is None
    assert document["artifacts"] == dict.fromkeys(FIELDS["artifacts"])
    assert document["verdict"]["label"] == "abstained"
    assert document["provenance"]["model"] is None
    assert document["provenance"]["normals"] is None
    assert [one["state"] for one in document["provenance"]["inputs"]] == ["rest"]


def test_a_rest_volume_alone_fills_what_it_can_tell() -> None:
    document = json_of(reading_of_rest())
    rest = document["perfusion"]["rest"]
    assert len(rest["segments"]) == 17
    assert all(one["uptake_percent"] is not None for one in rest["segments"])
    contour = document["quality"]["contour"]["rest"]
    assert 0.5 < contour["score"] <= 1
    assert contour["source"] == "automatic"
    assert document["quality"]["cautions"] == []


def test_what_takes_normal_limits_is_null_even_with_both_states() -> None:
    document = json_of(reading_of_both())
    measured = {"shape", "segments", "territories", "segment", "name", "uptake_percent"}
    judged = {
        *FIELDS["perfusion.rest"],
        *FIELDS["perfusion.rest.segments.0"],
        *FIELDS["perfusion.rest.territories.LAD"],
    } - measured
    found = [
        (path, value)
        for path, value in leaves(document["perfusion"])
        if path.rpartition(".")[2] in judged
    ]
    assert len(found) == 2 * (12 + 17 * 4 + 3 * 2)
    assert all(value is None for _, value in found)
    assert set(document["difference"].values()) == {None}


@pytest.mark.parametrize("state", State)
def test_the_figures_are_those_of_the_maps(state: State) -> None:
    reading = reading_of_both()
    found = json_of(reading)["perfusion"][state.value]
    polar_map_read = reading.states[state].polar_map
    assert [one["segment"] for one in found["segments"]] == list(range(1, 18))
    names = [segment.name for segment in segments_17().segments]
    assert [one["name"] for one in found["segments"]] == names
    assert [one["uptake_percent"] for one in found["segments"]] == pytest.approx(
        uptake_by_segment(polar_map_read), abs=0.005
    )
    territories = uptake_by_territory(polar_map_read)
    for territory in Territory:
        written = found["territories"][territory.value]["uptake_percent"]
        assert written == pytest.approx(territories[territory], abs=0.005)


def test_a_segment_without_data_is_null_and_not_nought() -> None:
    valid = np.ones((32, 72), bool)
    valid[:11] = False
    reading = read_inputs(study_with(input_with(polar_map(valid=valid), State.REST)))
    rest = json_of(reading)["perfusion"]["rest"]
    assert rest["segments"][16]["uptake_percent"] is None
    assert rest["segments"][0]["uptake_percent"] == 80.0


def test_a_ready_map_has_no_contour() -> None:
    reading = read_inputs(study_with(input_with(polar_map(), State.STRESS)))
    assert json_of(reading)["quality"]["contour"] == {"stress": None, "rest": None}


def test_cautions_inputs_and_options_are_written() -> None:
    doubt = Caution(code="odd", message="It is odd.")
    source = input_with(
        polar_map(), State.REST, cautions=(doubt,), sop_instance_uid="1.2.3"
    )
    options = ReadOptions(sex=Sex.FEMALE, age_years=61.0)
    document = json_of(read_inputs(study_with(source), options))
    assert document["quality"]["cautions"] == [
        {"code": "rest-odd", "message": "Rest: It is odd."}
    ]
    provenance = document["provenance"]
    assert provenance["myomap"] == myomap.__version__
    assert provenance["inputs"] == [
        {
            "kind": "polar map",
            "state": "rest",
            "sha256": source.sha256,
            "sop_instance_uid": "1.2.3",
        }
    ]
    assert provenance["options"]["sex"] == "F"
    assert provenance["options"]["age_years"] == 61.0
    assert provenance["options"]["placed_by_hand"] is None


def test_no_number_is_missing_in_the_way_of_floats() -> None:
    numbers = [
        value
        for _, value in leaves(json_of(reading_of_both()))
        if isinstance(value, float)
    ]
    assert len(numbers) > 40
    assert all(math.isfinite(number) for number in numbers)


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_a_number_that_is_none_is_refused(number: float) -> None:
    document = describe_reading(reading_of_rest()).to_json()
    at(document, "perfusion.rest.segments.0")["uptake_percent"] = number
    with pytest.raises(ValidationError, match="finite number"):
        ReadingDocument.model_validate(document)


@pytest.mark.parametrize("path", CLOSED, ids=lambda path: path or "document")
def test_a_field_that_is_not_in_the_schema_is_refused(path: str) -> None:
    document = describe_reading(reading_of_both()).to_json()
    at(document, path)["patient_name"] = "x"
    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        ReadingDocument.model_validate(document)


def test_a_document_comes_back_from_its_json() -> None:
    document = describe_reading(reading_of_both())
    text = json.dumps(document.to_json())
    assert ReadingDocument.model_validate_json(text) == document
    again = ReadingDocument.model_validate(json.loads(text)).to_json()
    assert json.dumps(again) == text


def test_a_document_cannot_be_changed_afterwards() -> None:
    document = describe_reading(reading_of_rest())
    with pytest.raises(ValidationError, match="frozen"):
        document.verdict = None


def test_the_same_reading_gives_the_same_text() -> None:
    first, again = (
        json.dumps(describe_reading(reading_of_both()).to_json()) for _ in range(2)
    )
    assert first == again


def test_the_published_schema_is_the_one_in_force() -> None:
    published = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    assert published == ReadingDocument.model_json_schema(by_alias=True)
