"""Real volumes of a public set go the whole way; nothing of them is kept here.

The set says that all its volumes are of rest. One header says stress, and is followed:
what a file says of itself goes before what is said of it elsewhere.
"""

import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from command_line import names_in, refuse, succeed

pytestmark = pytest.mark.real_data

N_AT_STRESS, N_AT_REST = 1, 3


@pytest.fixture(scope="module")
def folder(real_data: Path) -> Path:
    return real_data / "physionet-mps-spect"


@pytest.fixture(scope="module")
def readings(folder: Path) -> dict[Path, dict[str, Any]]:
    """The JSON of every volume."""
    return {
        path: json.loads(succeed("read", path, "--json", "-").stdout)
        for path in sorted(folder.glob("*.dcm"))
    }


@pytest.fixture
def documents(readings: dict[Path, dict[str, Any]]) -> list[dict[str, Any]]:
    assert len(readings) == N_AT_STRESS + N_AT_REST, "the whole set is there"
    return list(readings.values())


def state_of(document: dict[str, Any]) -> str:
    (source,) = document["provenance"]["inputs"]
    return str(source["state"])


def test_one_state_is_read_and_nothing_is_made_up_of_the_other(
    documents: list[dict[str, Any]],
) -> None:
    states = Counter(map(state_of, documents))
    assert states == {"rest": N_AT_REST, "stress": N_AT_STRESS}
    for document in documents:
        other = "stress" if state_of(document) == "rest" else "rest"
        assert document["provenance"]["inputs"][0]["kind"] == "transaxial volume"
        assert document["perfusion"][other] is None
        assert document["quality"]["contour"][other] is None
        assert document["difference"] is None
        codes = {caution["code"] for caution in document["quality"]["cautions"]}
        assert "limits-simulated" in codes
        assert 0 <= document["perfusion"][state_of(document)]["tpd_percent"] < 60


def test_every_segment_has_a_plausible_uptake(documents: list[dict[str, Any]]) -> None:
    for document in documents:
        segments = document["perfusion"][state_of(document)]["segments"]
        uptake = np.array([one["uptake_percent"] for one in segments])
        assert uptake.shape == (17,)
        assert uptake.min() > 20
        assert uptake.max() < 101
        assert np.median(uptake) > 60


def test_the_contours_are_trusted(documents: list[dict[str, Any]]) -> None:
    for document in documents:
        contour = document["quality"]["contour"][state_of(document)]
        assert contour["score"] > 0.5
        assert contour["supported_percent"] > 70
        assert contour["residual_mm"] < 4


def test_the_prone_one_alone_is_cautioned_against(
    documents: list[dict[str, Any]],
) -> None:
    codes = [
        [
            caution["code"]
            for caution in document["quality"]["cautions"]
            if not caution["code"].startswith(("limits-", "network-", "attenuation-"))
        ]
        for document in documents
    ]
    assert sorted(codes) == [[], [], [], ["stress-prone-acquisition"]]


def test_the_provenance_is_that_of_the_file(
    readings: dict[Path, dict[str, Any]],
) -> None:
    for path, document in readings.items():
        (source,) = document["provenance"]["inputs"]
        assert source["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
        # The set names its files after their objects.
        assert source["sop_instance_uid"] == path.stem


def test_the_four_patients_of_the_folder_are_not_read_as_one(folder: Path) -> None:
    sentence = "The files are of 4 patients. Expected one: give one patient's files."
    refuse(3, sentence, "read", folder)


def test_a_ventricle_leaves_all_its_files(folder: Path, tmp_path: Path) -> None:
    (mask,) = folder.glob("*_mask.nii.gz")
    volume = Path(str(mask).replace("_mask.nii.gz", ".dcm"))
    shown = succeed("ventricle", volume, "-o", tmp_path / "out").stdout
    # The volume with a mask is the one of a patient who lay prone.
    assert shown.count("caution") == 1
    assert "lay prone" in shown
    assert len(names_in(tmp_path / "out")) == 10
    document = json.loads((tmp_path / "out" / "ventricle.json").read_text("utf-8"))
    assert 50 < document["long_axis_mm"] < 110
    assert 20 < document["radius_mm"] < 45
