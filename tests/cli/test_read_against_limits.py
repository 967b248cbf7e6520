"""`myomap read --normals`: a study held against normal limits."""

import json

import numpy as np
import pytest

from command_line import refuse, run
from myomap.phantom import Disease, draw_patient, quick_maps
from myomap.records import State


@pytest.fixture
def ill(tmp_path):
    patient = draw_patient(np.random.default_rng([12, 3]), disease=Disease.MIXED)
    maps = quick_maps(patient)
    for state in State:
        np.save(tmp_path / f"{state.value}.npy", maps[state].uptake_percent)
    return tmp_path


def test_the_figures_are_printed_and_written(ill):
    words = (
        "read", ill / "stress.npy", ill / "rest.npy", "--sex", "F",
        "--normals", "simulated",
    )  # fmt: skip
    shown = run(*words, "--out", ill / "out")
    assert shown.exit_code == 0, shown.stderr
    text = " ".join(shown.stdout.split())
    assert "total perfusion deficit" in text
    assert "By rule: " in text
    assert "build limits of your own" in text
    assert "Rest against simulated, women, rest" in text
    told = json.loads((ill / "out" / "reading.json").read_text(encoding="utf-8"))
    assert told["perfusion"]["stress"]["tpd_percent"] > 5
    assert told["verdict"]["label"] in ("mixed", "infarction", "ischemia")
    assert np.load(ill / "out" / told["artifacts"]["defect_mask"]).any()
    codes = {caution["code"] for caution in told["quality"]["cautions"]}
    assert {"limits-simulated", "limits-correction-unknown"} <= codes


def test_a_study_is_judged_unless_it_is_told_not_to_be(ill):
    judged = run("read", ill / "stress.npy", ill / "rest.npy")
    assert "Against simulated limits" in judged.stdout
    assert "The normal limits are of simulated patients" in " ".join(
        judged.stdout.split()
    )
    plain = run("read", ill / "stress.npy", ill / "rest.npy", "--normals", "none")
    assert "limits" not in plain.stdout


def test_scores_near_a_border_are_marked_in_table_and_json(ill):
    shown = run("read", ill / "stress.npy", ill / "rest.npy", "--json", ill / "a.json")
    told = json.loads((ill / "a.json").read_text(encoding="utf-8"))
    segments = told["perfusion"]["stress"]["segments"]
    marked = {one["name"] for one in segments if one["is_borderline"]}
    assert marked
    rows = [line.split("│") for line in shown.stdout.splitlines()]
    starred = {row[2].strip() for row in rows if len(row) > 3 and "*" in row[3]}
    assert starred == marked
    for one in segments:
        low, high = one["score_interval"]
        assert low <= one["score"] <= high


def test_a_map_that_is_half_empty_is_shown_and_not_judged(ill):
    half = np.load(ill / "stress.npy")
    half[:, :40] = np.nan
    np.save(ill / "stress.npy", half)
    shown = run("read", ill / "stress.npy", "--json", ill / "a.json")
    assert shown.exit_code == 0, shown.stderr
    told = json.loads((ill / "a.json").read_text(encoding="utf-8"))
    assert told["verdict"]["label"] == "abstained"
    assert "not-judged" in {item["code"] for item in told["quality"]["cautions"]}


def test_limits_that_are_none_are_refused_before_anything_is_read(ill):
    (ill / "bad.json").write_text("{}", encoding="utf-8")
    refuse(
        3, "no file of normal limits", "read", ill / "stress.npy",
        "--normals", ill / "bad.json",
    )  # fmt: skip
