"""Who the patient is goes nowhere: not in an error, a repr or a caution."""

from pathlib import Path

import pytest

from intake_files import CT_CLASS, dicom_bytes, nifti_bytes, npy_bytes, zip_bytes
from myomap.errors import MyomapError
from myomap.intake import IntakeOptions, read_study
from myomap.intake.gathering import Source, gather
from myomap.records import Sex

CANARY = "Canary"
HEADER = {
    "PatientName": f"{CANARY}^Ivan",
    "PatientID": f"{CANARY}-77",
    "PatientBirthDate": "19500417",
    "OtherPatientNames": f"{CANARY}^Jan",
    "PatientComments": f"{CANARY} called",
    "ReferringPhysicianName": f"{CANARY}^Doc",
    "InstitutionName": f"{CANARY} Hospital",
    "SeriesDescription": f"Stress {CANARY}",
    "ImageComments": f"{CANARY} rest",
    "Manufacturer": f"{CANARY} Works",
}
SECRETS = (CANARY, CANARY.lower(), CANARY.upper(), "19500417", "Ivan")


def assert_silent(*texts: str) -> None:
    for text in texts:
        for secret in SECRETS:
            assert secret not in text


def place(folder: Path, data: bytes, name: str = "Canary_Ivan_19500417.dcm") -> Path:
    folder = folder / "Canary^Ivan"
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(data)
    return folder


def test_a_study_shows_nothing_of_the_patient(tmp_path: Path) -> None:
    folder = place(tmp_path, dicom_bytes(**HEADER))
    place(tmp_path, nifti_bytes(), "Canary_stress.nii")
    place(tmp_path, npy_bytes(), "Canary_rest.npy")
    place(tmp_path, dicom_bytes(CT_CLASS, **HEADER), "Canary_ct")
    options = IntakeOptions(
        stress=(folder / "Canary_rest.npy",), sex=Sex.MALE, age_years=20
    )
    study = read_study([folder], options=options)
    assert len(study.inputs) == 3
    assert_silent(
        repr(study),
        repr(study.inputs),
        repr(study.cautions),
        repr(options),
        *(item.reason for item in study.left_out),
    )
    # The list of files left out is for the terminal of whoever gave them.
    assert {item.name.split("_")[0] for item in study.left_out} == {CANARY}


def test_what_passes_between_the_steps_shows_nothing(tmp_path: Path) -> None:
    folder = place(tmp_path, dicom_bytes(**HEADER))
    source = Source(path=folder, called="Input 1")
    gathered, _, _ = gather([source])
    assert_silent(repr(source), repr(gathered), repr(gathered[0].content))


BAD = [
    pytest.param(b"", id="empty"),
    pytest.param(b"Canary^Ivan 19500417", id="text"),
    pytest.param(dicom_bytes(**HEADER)[:1200], id="cut-dicom"),
    pytest.param(dicom_bytes(CT_CLASS, **HEADER), id="ct"),
    pytest.param(dicom_bytes(**HEADER, Rows=9), id="broken-dicom"),
    pytest.param(dicom_bytes(**{**HEADER, "ImageType": ["CANARY"] * 4}), id="type"),
    pytest.param(nifti_bytes(descrip=b"Canary", datatype=32), id="nifti"),
    pytest.param(zip_bytes({"../Canary": b"x"}), id="zip-name"),
    pytest.param(zip_bytes({"Canary.dcm": b"x"}), id="zip-useless"),
    pytest.param(zip_bytes({"Canary/": b""}), id="zip-folder"),
]


@pytest.mark.parametrize("data", BAD)
@pytest.mark.parametrize("is_folder", [False, True])
def test_no_refusal_names_the_patient_or_the_path(
    tmp_path: Path, data: bytes, is_folder: bool
) -> None:
    folder = place(tmp_path, data)
    (file,) = folder.iterdir()
    with pytest.raises(MyomapError) as caught:
        read_study([folder if is_folder else file])
    assert_silent(str(caught.value), repr(caught.value))
    assert str(tmp_path) not in str(caught.value)


def test_a_missing_path_is_not_named(tmp_path: Path) -> None:
    with pytest.raises(MyomapError) as caught:
        read_study([tmp_path / "Canary^Ivan.dcm"])
    assert_silent(str(caught.value))


def test_two_patients_are_not_named(tmp_path: Path) -> None:
    place(tmp_path, dicom_bytes(**HEADER))
    folder = place(tmp_path, dicom_bytes(PatientID=f"{CANARY}-78"), "Canary_b")
    with pytest.raises(MyomapError) as caught:
        read_study([folder])
    assert_silent(str(caught.value))
