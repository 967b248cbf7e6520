"""A picture of the polar maps is enough for every command that takes maps."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from command_line import names_in, refuse, succeed
from myomap.features import FeatureSet, definitions_of_patient
from screen_files import NAME_ON_SCREEN, file_of, screen_with


@pytest.fixture
def screen(tmp_path: Path) -> Path:
    path = tmp_path / "CANARY_JANE.png"
    path.write_bytes(file_of(screen_with(2)))
    return path


def test_a_picture_is_read_like_any_study(tmp_path, screen) -> None:
    result = succeed("read", screen, "-o", tmp_path / "out")
    names = {
        "stress_map.npy", "rest_map.npy", "polar_maps.png", "polar_maps.svg",
        "judged_maps.png", "defect_mask.npy", "reading.json",
    }  # fmt: skip
    assert names_in(tmp_path / "out") == names
    text = (tmp_path / "out" / "reading.json").read_text(encoding="utf-8")
    document = json.loads(text)
    inputs = document["provenance"]["inputs"]
    assert [(item["kind"], item["state"]) for item in inputs] == [
        ("picture", "stress"),
        ("picture", "rest"),
    ]
    assert document["provenance"]["normals"].startswith("myomap simulated")
    assert document["quality"]["contour"] == {"stress": None, "rest": None}
    codes = {item["code"] for item in document["quality"]["cautions"]}
    assert "stress-picture-colors" in codes
    assert "rest-picture-state-by-layout" in codes
    assert len(document["perfusion"]["rest"]["segments"]) == 17
    for state in ("stress", "rest"):
        assert np.load(tmp_path / "out" / f"{state}_map.npy").shape == (32, 72)
    for word in NAME_ON_SCREEN.split("^"):
        assert word not in text
        assert word not in result.stdout


def test_states_that_are_assumed_are_marked_and_can_be_exchanged(
    tmp_path, screen
) -> None:
    out = tmp_path / "out"
    succeed("read", screen, "-o", out)
    drawn = (out / "polar_maps.svg").read_text(encoding="utf-8")
    assert "Stress (by layout)" in drawn
    assert "Stress − rest (by layout)" in drawn
    assert "Uptake, % of the top of the colour scale" in drawn
    stress = np.load(out / "stress_map.npy")
    succeed("read", screen, "-o", out, "--force", "--states", "rest,stress")
    assert "by layout" not in (out / "polar_maps.svg").read_text(encoding="utf-8")
    np.testing.assert_array_equal(np.load(out / "rest_map.npy"), stress)
    document = json.loads((out / "reading.json").read_text(encoding="utf-8"))
    assert document["provenance"]["options"]["picture_states"] == "rest,stress"


def test_one_picture_as_both_states_says_that_it_keeps_its_order(
    tmp_path, screen
) -> None:
    words = ("read", "--stress", screen, "--rest", screen, "-o", tmp_path / "out")
    shown = " ".join(succeed(*words).stdout.split())
    assert "the one that its arrangement tells was taken" in shown
    assert "--states rest,stress" in shown
    drawn = (tmp_path / "out" / "polar_maps.svg").read_text(encoding="utf-8")
    assert "Rest (by layout)" in drawn


def test_of_two_maps_one_is_drawn_by_its_state(tmp_path, screen) -> None:
    words = ("polarmap", screen, "-o", tmp_path / "out")
    refuse(3, "picture shows 2.*--states -,rest", *words)
    succeed(*words, "--states=-,rest")
    assert "Rest" in (tmp_path / "out" / "polar_map.svg").read_text(encoding="utf-8")


def test_options_of_pictures_are_not_passed_over(tmp_path) -> None:
    np.save(tmp_path / "rest.npy", np.full((32, 72), 80, np.float32))
    for command in ("read", "polarmap"):
        words = (command, tmp_path / "rest.npy", "-o", tmp_path / "out")
        refuse(2, "none is read here", *words, "--color-table", "pet")
        assert not (tmp_path / "out").exists()


def test_a_picture_without_a_map_is_refused(tmp_path) -> None:
    plain = tmp_path / "plain.png"
    plain.write_bytes(file_of(np.full((90, 120, 3), 60, np.uint8)))
    refuse(3, "no polar map", "read", plain, "-o", tmp_path / "out")
    assert names_in(tmp_path) == {"plain.png"}


@pytest.mark.parametrize("feature_set", FeatureSet)
def test_a_picture_has_features_of_every_set(tmp_path, screen, feature_set) -> None:
    table = tmp_path / "features.csv"
    succeed("features", screen, "--set", feature_set.value, "-o", table)
    text = table.read_text(encoding="utf-8")
    (row,) = csv.DictReader(text.splitlines())
    assert row["status"] == "ok"
    assert "CANARY" not in text
    values = [row[each.name] for each in definitions_of_patient(feature_set)]
    assert all(values)


def test_a_manifest_of_pictures_is_followed(tmp_path, screen) -> None:
    manifest = tmp_path / "manifest.csv"
    manifest.write_text(f"patient_id,image,label\nA,{screen.name},normal\n")
    table = tmp_path / "features.csv"
    succeed("features", manifest, "--set", "paper", "-o", table)
    (row,) = csv.DictReader(table.read_text(encoding="utf-8").splitlines())
    assert (row["patient_id"], row["label"], row["status"]) == ("A", "normal", "ok")
    assert float(row["stress_red_ring_2_mean"]) > 0
