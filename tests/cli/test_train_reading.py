"""`myomap train --recipe reading` and `myomap read --model`, as they are typed."""

import json

import numpy as np
import pytest

from command_line import refuse, run, succeed
from myomap.phantom import Disease, draw_patient, quick_maps
from myomap.reading.learned_drawing import probability_words
from myomap.records import State


@pytest.fixture
def ill(tmp_path):
    rng = np.random.default_rng(6)
    maps = quick_maps(draw_patient(rng, disease=Disease.INFARCTION))
    for state in State:
        np.save(tmp_path / f"{state.value}.npy", maps[state].uptake_percent)
    return tmp_path


def document_of(folder, *words):
    place = folder / "found.json"
    succeed(
        "read", "--stress", folder / "stress.npy", "--rest", folder / "rest.npy",
        "--json", place, *words,
    )  # fmt: skip
    return json.loads(place.read_text(encoding="utf-8"))


def test_a_reading_network_takes_no_manifest(tmp_path) -> None:
    refuse(
        2, "found a manifest",
        "train", tmp_path, "--recipe", "reading", "-o", tmp_path / "a.zip",
    )  # fmt: skip


def test_other_recipes_need_a_manifest(tmp_path) -> None:
    refuse(2, "no cases to learn from", "train", "-o", tmp_path / "a.zip")


def test_the_network_has_the_verdict_and_the_rule_stands_beside(ill) -> None:
    found = document_of(ill)
    assert found["verdict"]["label"] == "infarction"
    assert found["verdict"]["probability"]["infarction"] > 0.5
    low, high = found["verdict"]["interval"]["infarction"]
    assert low <= found["verdict"]["probability"]["infarction"] <= high
    assert found["rule"]["label"]
    assert found["provenance"]["model"]["name"] == "reading"
    assert found["defects"]
    assert "simulated patients" in found["verdict"]["reasons"][0]


def test_without_a_model_the_rule_has_the_verdict(ill) -> None:
    found = document_of(ill, "--model", "none")
    assert found["verdict"] == found["rule"]
    assert found["provenance"]["model"] is None


def test_the_mask_is_written_beside_the_maps(ill) -> None:
    document_of(ill, "--out", ill / "out")
    mask = np.load(ill / "out" / "defect_mask.npy")
    assert mask.dtype == np.uint8
    assert mask.shape == (32, 72)
    assert set(np.unique(mask)) <= {0, 1, 2}
    assert (mask == 2).any()


def test_the_terminal_says_who_speaks(ill) -> None:
    shown = run("read", "--stress", ill / "stress.npy", "--rest", ill / "rest.npy")
    words = " ".join(shown.stdout.split())
    assert "By the network: infarction" in words
    assert "By rule:" in words


def test_a_model_of_another_kind_is_refused(ill, tmp_path) -> None:
    (tmp_path / "no.zip").write_bytes(b"no bundle")
    refuse(
        3, "bundle", "read", "--stress", ill / "stress.npy",
        "--model", tmp_path / "no.zip",
    )  # fmt: skip


def test_noise_is_read_and_nothing_is_said_of_it(ill) -> None:
    rng = np.random.default_rng(0)
    for state in State:
        noise = rng.uniform(5, 100, (32, 72)).astype(np.float32)
        np.save(ill / f"{state.value}.npy", noise)
    found = document_of(ill)
    assert found["verdict"]["label"] == "abstained"
    assert found["verdict"]["reasons"]
    assert found["defects"] is None


def test_segments_that_speak_for_a_scar_are_told(ill) -> None:
    found = document_of(ill, "--out", ill / "out", "--explain")
    told = found["contributions"]
    assert len(told["infarction"]) == 17
    whole = told["without_disease"]["infarction"] + sum(told["infarction"])
    said = found["verdict"]["probability"]["infarction"]
    assert whole == pytest.approx(said, abs=0.01)
    assert (ill / "out" / found["artifacts"]["contributions"]).is_file()


def test_without_asking_nothing_is_explained(ill) -> None:
    found = document_of(ill)
    assert found["contributions"] is None
    assert found["artifacts"]["contributions"] is None


def test_asking_for_what_cannot_be_explained_is_answered(ill) -> None:
    paths = ("--stress", ill / "stress.npy", "--rest", ill / "rest.npy")
    ruled = run("read", *paths, "--model", "none", "--explain")
    assert ruled.exit_code == 0
    assert "no network was asked" in ruled.stderr
    rng = np.random.default_rng(0)
    for state in State:
        noise = rng.uniform(5, 100, (32, 72)).astype(np.float32)
        np.save(ill / f"{state.value}.npy", noise)
    silent = run("read", *paths, "--explain")
    assert silent.exit_code == 0
    assert "the network abstained" in silent.stderr


@pytest.mark.parametrize(
    ("probability", "words"),
    [
        (1.0, "> 0.99"),
        (0.995, "> 0.99"),
        (0.9949, "0.99"),
        (0.5, "0.50"),
        (0.0051, "0.01"),
        (0.0049, "< 0.01"),
        (0.0, "< 0.01"),
    ],
)
def test_no_probability_is_told_as_certain(probability, words) -> None:
    assert probability_words(probability) == words
