"""Raw studies, each wrong in one way: a sentence, a caution, or read rightly."""

import json
from pathlib import Path
from typing import Any

from command_line import refuse, succeed
from raw_hostile import FRAME, map_bytes, raw_bytes, write_files


def codes_of(out: Path) -> set[str]:
    document = json.loads((out / "reconstruction.json").read_text())
    (volume,) = document["volumes"].values()
    return {caution["code"] for caution in volume["cautions"]}


def reconstruct(tmp_path: Path, *files: bytes, more: tuple[str, ...] = ()) -> Any:
    """Reconstruct a folder of files and return the description of its volume."""
    study, out = write_files(tmp_path / "study", *files), tmp_path / "out"
    succeed("reconstruct", study, "-o", out, *more)
    document = json.loads((out / "reconstruction.json").read_text())
    (volume,) = document["volumes"].values()
    volume["codes"] = {caution["code"] for caution in volume["cautions"]}
    return volume


def refused(tmp_path: Path, sentence: str, *files: bytes) -> None:
    """Check that both commands refuse a folder and leave nothing behind."""
    study, out = write_files(tmp_path / "study", *files), tmp_path / "out"
    for command in ("reconstruct", "read"):
        said = refuse(3, sentence, command, study, "-o", out)
        assert str(tmp_path) not in said
        assert not out.exists()


def test_the_study_as_it_should_be_draws_no_caution(tmp_path: Path) -> None:
    volume = reconstruct(tmp_path, raw_bytes(), map_bytes())
    assert volume["attenuation_corrected"]
    assert volume["codes"] == set()


# --- another patient, another place -------------------------------------------


def test_a_map_of_another_frame_of_reference_is_refused(tmp_path: Path) -> None:
    other = map_bytes(frame_of_reference_uid=f"{FRAME}.7")
    refused(tmp_path, r"frames of reference differ.*--any-frame", raw_bytes(), other)


def test_it_is_used_with_a_caution_where_the_user_says_so(tmp_path: Path) -> None:
    other = map_bytes(frame_of_reference_uid=f"{FRAME}.7")
    volume = reconstruct(tmp_path, raw_bytes(), other, more=("--any-frame",))
    assert volume["attenuation_corrected"]
    assert volume["codes"] == {"frame-of-reference-differs"}


def test_a_map_of_another_frame_is_no_matter_without_correction(tmp_path: Path) -> None:
    other = map_bytes(frame_of_reference_uid=f"{FRAME}.7")
    volume = reconstruct(tmp_path, raw_bytes(), other, more=("--no-attenuation",))
    assert volume["attenuation_source"] is None


def test_a_map_of_another_patient_is_refused(tmp_path: Path) -> None:
    other = map_bytes(patient_id="SMALL-2")
    refused(tmp_path, "of 2 patients. Expected one", raw_bytes(), other)


def test_another_patient_is_refused_by_the_option_too(tmp_path: Path) -> None:
    (tmp_path / "map.dcm").write_bytes(map_bytes(patient_id="SMALL-2"))
    study = write_files(tmp_path / "study", raw_bytes())
    for command in ("reconstruct", "read"):
        refuse(
            3,
            "of 2 patients",
            command,
            study,
            "-o",
            tmp_path / "out",
            "--attenuation-map",
            tmp_path / "map.dcm",
        )
    assert not (tmp_path / "out").exists()
