"""What is broken beside a study is told before everything else."""

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from pydicom import dcmread

from intake_files import dicom_bytes, npy_bytes
from myomap.errors import InputError
from myomap.intake import read_study
from raw_hostile import map_bytes, raw_bytes

TRUTH = ("defect_mask.npy", "truth_rest.npy", "truth_stress.npy")


def write_truth(folder: Path) -> None:
    for name in TRUTH:
        (folder / name).write_bytes(npy_bytes(np.full((32, 72), 0.9, np.float32)))
    (folder / "truth.json").write_text("{}")


def test_the_truth_of_a_simulated_patient_is_one_line(tmp_path: Path) -> None:
    write_truth(tmp_path)
    (tmp_path / "stress.dcm").write_bytes(dicom_bytes(SeriesDescription="Stress"))
    study = read_study([tmp_path])
    assert [(item.name, item.reason) for item in study.left_out] == [
        ("truth.json", "The truth of a simulated patient was left out.")
    ]
    assert study.cautions == ()


def test_files_with_such_names_that_lie_alone_keep_their_reason(tmp_path: Path) -> None:
    write_truth(tmp_path)
    (tmp_path / "truth.json").unlink()
    (tmp_path / "stress.dcm").write_bytes(dicom_bytes(SeriesDescription="Stress"))
    study = read_study([tmp_path])
    assert len(study.left_out) == 3
    (caution,) = study.cautions
    assert caution.code == "file-left-out"
    assert caution.message.startswith("3 of the study's files could not be used: The")


def test_broken_projections_beside_a_map_are_the_cause(tmp_path: Path) -> None:
    write_truth(tmp_path)
    (tmp_path / "attenuation_map.dcm").write_bytes(map_bytes())
    (tmp_path / "stress.dcm").write_bytes(raw_bytes()[:-2000])
    with pytest.raises(InputError, match="3 files were left out") as caught:
        read_study([tmp_path])
    first = str(caught.value).split("1 × ")[1]
    with pytest.raises(InputError) as alone:
        read_study([tmp_path / "stress.dcm"])
    assert first.strip() == str(alone.value)


def test_a_map_of_zeros_is_told_first(tmp_path: Path) -> None:
    zeros = np.zeros((32, 72), np.float32)
    (tmp_path / "rest.npy").write_bytes(npy_bytes(zeros))
    (tmp_path / "stress.dcm").write_bytes(dicom_bytes(SeriesDescription="Stress"))
    study = read_study([tmp_path])
    assert study.cautions[0].code == "file-left-out"
    assert "every valid sample is 0" in study.cautions[0].message


@pytest.mark.parametrize("name", ["notes.txt", "letter.pdf"])
def test_other_files_draw_no_caution(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"Dear colleague")
    (tmp_path / "stress.dcm").write_bytes(dicom_bytes(SeriesDescription="Stress"))
    study = read_study([tmp_path])
    assert len(study.left_out) == 1
    assert study.cautions == ()


def test_a_map_of_attenuation_that_is_empty_is_told_first(tmp_path: Path) -> None:
    data_set = dcmread(BytesIO(map_bytes()))
    data_set.PixelData = bytes(len(data_set.PixelData))
    data_set.save_as(tmp_path / "map.dcm")
    (tmp_path / "stress.dcm").write_bytes(raw_bytes())
    study = read_study([tmp_path])
    assert [item.code for item in study.cautions] == ["file-left-out"]
    assert "The attenuation map is empty" in study.cautions[0].message
