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


def test_limits_that_are_none_are_refused_before_anything_is_read(ill):
    (ill / "bad.json").write_text("{}", encoding="utf-8")
    refuse(
        3, "no file of normal limits", "read", ill / "stress.npy",
        "--normals", ill / "bad.json",
    )  # fmt: skip
