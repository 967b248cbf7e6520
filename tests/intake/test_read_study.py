"""One patient's files become one study, whatever they came in."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ct_files import ct_series
from intake_files import (
    DIRECTORY_CLASS,
    dicom_bytes,
    nifti_bytes,
    npy_bytes,
    ramp,
    zip_bytes,
)
from myomap.errors import (
    ArchiveError,
    ConfigError,
    GeometryError,
    InputError,
    LimitExceededError,
    MyomapError,
    PatientMismatchError,
    UnsupportedStudyError,
)
from myomap.intake import IntakeOptions, read_study
from myomap.intake.gathering import GatherLimits, Source, gather
from myomap.records import InputKind, Sex, State, Study


def fill(folder: Path, files: Mapping[str, bytes]) -> Path:
    for name, data in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    return folder


def kinds(study: Study) -> list[InputKind]:
    return [item.kind for item in study.inputs]


def states(study: Study) -> list[State | None]:
    return [item.state for item in study.inputs]


def codes(study: Study) -> set[str]:
    every = [*study.cautions, *(c for item in study.inputs for c in item.cautions)]
    return {caution.code for caution in every}


PET_CLASS = "1.2.840.10008.5.1.4.1.1.128"
STRESS = dicom_bytes(SeriesDescription="Stress MIBI")
REST = dicom_bytes(SeriesDescription="Rest MIBI")
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
CT, OTHER_CT = ct_series(2)


def test_a_folder_of_stress_and_rest_is_a_study(tmp_path: Path) -> None:
    study = read_study([fill(tmp_path, {"1": STRESS, "2": REST})])
    assert states(study) == [State.STRESS, State.REST]
    assert kinds(study) == [InputKind.TRANSAXIAL_VOLUME] * 2
    assert (study.sex, study.age_years) == (Sex.FEMALE, 61.0)
    assert study.left_out == ()
    assert codes(study) == set()


def test_files_folders_and_zips_may_be_mixed(tmp_path: Path) -> None:
    fill(
        tmp_path,
        {
            "a.dcm": STRESS,
            "folder/sub/b": REST,
            "maps.zip": zip_bytes({"stress_map.npy": npy_bytes()}),
            "rest.nii": nifti_bytes(),
        },
    )
    study = read_study(
        [tmp_path / name for name in ("a.dcm", "folder", "maps.zip", "rest.nii")]
    )
    assert kinds(study) == [
        InputKind.TRANSAXIAL_VOLUME,
        InputKind.TRANSAXIAL_VOLUME,
        InputKind.POLAR_MAP,
        InputKind.TRANSAXIAL_VOLUME,
    ]
    assert states(study) == [State.STRESS, State.REST, State.STRESS, State.REST]
    assert len(study.of_state(State.STRESS)) == 2


def test_a_zip_in_a_folder_is_opened(tmp_path: Path) -> None:
    data = zip_bytes({"deep/stress.dcm": STRESS})
    assert states(read_study([fill(tmp_path, {"x.zip": data})])) == [State.STRESS]


def test_extensions_mean_nothing(tmp_path: Path) -> None:
    files = {"a.png": STRESS, "b.txt": nifti_bytes(), "c.dcm": npy_bytes()}
    assert len(read_study([fill(tmp_path, files)]).inputs) == 3


def test_an_input_carries_the_checksum_of_its_file(tmp_path: Path) -> None:
    import hashlib

    fill(tmp_path, {"a": nifti_bytes(), "b": STRESS})
    found = {item.sha256 for item in read_study([tmp_path]).inputs}
    expected = {hashlib.sha256(data).hexdigest() for data in (nifti_bytes(), STRESS)}
    assert found == expected


def test_what_is_of_no_use_is_listed_with_its_reason(tmp_path: Path) -> None:
    files = {
        "ct": CT,
        "dir": dicom_bytes(DIRECTORY_CLASS),
        "empty": b"",
        "map.png": PNG,
        "nested.zip": zip_bytes({"inner.zip": zip_bytes({"a": STRESS})}),
        "notes.txt": b"Dear colleague,",
        "cut.dcm": STRESS[:900],
        "mask.nii": nifti_bytes(ramp() > 60),
        "z": REST,
    }
    study = read_study([fill(tmp_path, files)])
    assert states(study) == [State.REST]
    reasons = {item.name: item.reason for item in study.left_out}
    for name, words in {
        "ct": "a single slice",
        "dir": "table of contents",
        "empty": "is empty",
        "map.png": "PNG picture is damaged",
        "nested.zip/inner.zip": "zip inside a zip",
        "notes.txt": "no kind that is read here",
        "mask.nii": "mask",
    }.items():
        assert words in reasons.pop(name)
    assert set(reasons) == {"cut.dcm"}


@pytest.mark.parametrize(
    ("data", "error", "sentence"),
    [
        (PNG, InputError, "PNG picture is damaged"),
        (b"", InputError, "The file is empty"),
        (b"text", InputError, "no kind that is read here"),
        (CT, UnsupportedStudyError, "CT"),
        (dicom_bytes(DIRECTORY_CLASS), UnsupportedStudyError, "table of contents"),
        (npy_bytes(np.ones((4, 4))), GeometryError, "4 x 4"),
        (zip_bytes({"../a": STRESS}), ArchiveError, "unsafe name"),
        (zip_bytes({}), InputError, "holds no files"),
        (zip_bytes({"a": PNG}), InputError, "1 file was left out: 1 × The PNG"),
        (
            zip_bytes({"a.zip": zip_bytes({"b": STRESS})}),
            InputError,
            "zip inside a zip",
        ),
    ],
)
def test_a_single_file_of_no_use_is_refused_with_its_own_reason(
    tmp_path: Path, data: bytes, error: type[MyomapError], sentence: str
) -> None:
    with pytest.raises(error, match=sentence):
        read_study([fill(tmp_path, {"a": data}) / "a"])


def test_a_single_ct_slice_given_beside_a_study_is_left_out(tmp_path: Path) -> None:
    fill(tmp_path, {"ct": CT, "stress": STRESS})
    study = read_study([tmp_path / "ct", tmp_path / "stress"])
    assert len(study.inputs) == 1
    assert [item.name for item in study.left_out] == ["ct"]
    assert "ct-left-out" in codes(study)


def test_a_pet_given_beside_a_study_is_left_out(tmp_path: Path) -> None:
    fill(tmp_path, {"pet": dicom_bytes(PET_CLASS), "stress": STRESS})
    study = read_study([tmp_path / "pet", tmp_path / "stress"])
    assert len(study.inputs) == 1
    assert [item.name for item in study.left_out] == ["pet"]


def test_a_broken_file_given_beside_a_study_is_not_passed_over(tmp_path: Path) -> None:
    fill(tmp_path, {"rest": REST[:900], "stress": STRESS})
    with pytest.raises(InputError):
        read_study([tmp_path / "rest", tmp_path / "stress"])


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="What was given holds no files"):
        read_study([tmp_path])


def test_a_folder_of_no_use_is_refused_with_counted_reasons(tmp_path: Path) -> None:
    files = {"ct1": CT, "ct2": OTHER_CT, "a.png": PNG}
    with pytest.raises(
        InputError, match=r"3 files were left out: 2 × .*CT.* 1 × The PNG"
    ):
        read_study([fill(tmp_path, files)])


def test_many_reasons_are_not_all_told(tmp_path: Path) -> None:
    files = {
        "ct": CT,
        "png": PNG,
        "empty": b"",
        "text": b"text",
        "npy": npy_bytes(np.ones(3)),
    }
    with pytest.raises(InputError, match=r"2 more for other reasons\.$"):
        read_study([fill(tmp_path, files)])


def test_nothing_given_is_an_error_of_usage() -> None:
    with pytest.raises(ConfigError, match="No input was given"):
        read_study([])


def test_a_missing_path_is_told_by_its_number(tmp_path: Path) -> None:
    fill(tmp_path, {"a": STRESS})
    with pytest.raises(InputError, match="Input 2 was not found"):
        read_study([tmp_path / "a", tmp_path / "b"])
    with pytest.raises(InputError, match="Rest input 1 was not found"):
        read_study([], options=IntakeOptions(rest=(tmp_path / "b",)))


# Patients


def test_two_patients_are_refused(tmp_path: Path) -> None:
    files = {"1": STRESS, "2": dicom_bytes(PatientID="P2", PatientName="Roe^Ann")}
    with pytest.raises(PatientMismatchError, match="files are of 2 patients"):
        read_study([fill(tmp_path, files)])


def test_three_patients_are_counted(tmp_path: Path) -> None:
    files = {str(i): dicom_bytes(PatientID=f"P{i}", PatientName="") for i in range(3)}
    files["x"] = nifti_bytes()
    with pytest.raises(PatientMismatchError, match="of 3 patients"):
        read_study([fill(tmp_path, files)])


@pytest.mark.parametrize("where", ["stress", "rest", "zip"])
def test_two_patients_are_refused_whichever_way_they_come(
    tmp_path: Path, where: str
) -> None:
    other = dicom_bytes(PatientID="P2")
    fill(tmp_path, {"1": STRESS, "2": other, "2.zip": zip_bytes({"a": other})})
    options, paths = IntakeOptions(), [tmp_path / "1"]
    if where == "zip":
        paths.append(tmp_path / "2.zip")
    else:
        options = IntakeOptions(**{where: (tmp_path / "2",)})
    with pytest.raises(PatientMismatchError):
        read_study(paths, options=options)


def test_files_that_name_nobody_join_with_a_caution(tmp_path: Path) -> None:
    unnamed = dicom_bytes(PatientID="", PatientName="")
    files = {"1": STRESS, "2": unnamed, "3": nifti_bytes()}
    study = read_study([fill(tmp_path, files)])
    assert len(study.inputs) == 3
    (caution,) = study.cautions
    assert caution.code == "patient-unverified"
    assert "2 of 3 inputs" in caution.message


def test_a_single_file_needs_no_comparison(tmp_path: Path) -> None:
    study = read_study([fill(tmp_path, {"3": nifti_bytes()})])
    assert "patient-unverified" not in codes(study)


# Duplicates


def test_the_same_bytes_are_read_once(tmp_path: Path) -> None:
    study = read_study([fill(tmp_path, {"1": STRESS, "2": STRESS, "3": STRESS})])
    assert len(study.inputs) == 1
    assert [item.name for item in study.left_out] == ["2", "3"]
    assert "is there twice" in study.left_out[0].reason


def test_a_dicom_object_stored_twice_is_read_once(tmp_path: Path) -> None:
    first = dicom_bytes(SOPInstanceUID="1.2.3", SeriesDescription="Stress")
    second = dicom_bytes(SOPInstanceUID="1.2.3", SeriesDescription="Stress again")
    study = read_study([fill(tmp_path, {"1": first, "2": second})])
    assert len(study.inputs) == 1
    assert "same DICOM object" in study.left_out[0].reason


def test_several_inputs_of_one_state_are_kept(tmp_path: Path) -> None:
    files = {"1": STRESS, "2": dicom_bytes(SeriesDescription="Stress AC")}
    assert states(read_study([fill(tmp_path, files)])) == [State.STRESS] * 2


# Options


def test_an_option_names_the_state_of_a_file_in_the_folder(tmp_path: Path) -> None:
    fill(tmp_path, {"a": dicom_bytes(), "b": REST})
    options = IntakeOptions(stress=(tmp_path / "a",))
    study = read_study([tmp_path], options=options)
    assert states(study) == [State.STRESS, State.REST]
    assert study.inputs[0].evidence[0].source == "option"
    assert [item.name for item in study.left_out] == ["a"]


def test_an_option_overrules_the_header_and_says_so(tmp_path: Path) -> None:
    options = IntakeOptions(rest=(fill(tmp_path, {"a": STRESS}) / "a",))
    study = read_study([], options=options)
    assert states(study) == [State.REST]
    assert codes(study) == {"state-overruled"}
    assert {each.state for each in study.inputs[0].evidence} == set(State)


def test_an_option_may_name_a_folder_or_a_zip(tmp_path: Path) -> None:
    fill(tmp_path, {"x/a": dicom_bytes(), "y.zip": zip_bytes({"b": dicom_bytes()})})
    options = IntakeOptions(stress=(tmp_path / "x",), rest=(tmp_path / "y.zip",))
    assert states(read_study([], options=options)) == [State.STRESS, State.REST]


def test_one_file_cannot_be_stress_and_rest(tmp_path: Path) -> None:
    path = fill(tmp_path, {"a": nifti_bytes()}) / "a"
    with pytest.raises(ConfigError, match="as stress and as rest"):
        read_study([], options=IntakeOptions(stress=(path,), rest=(path,)))


def test_an_unknown_state_is_not_guessed_from_the_other(tmp_path: Path) -> None:
    study = read_study([fill(tmp_path, {"1": STRESS, "2": dicom_bytes()})])
    assert states(study) == [State.STRESS, None]
    assert [c.code for c in study.inputs[1].cautions] == ["state-unknown"]


@pytest.mark.parametrize("age", [-1, 121, float("nan"), float("inf")])
def test_an_impossible_age_is_refused(age: float) -> None:
    with pytest.raises(ConfigError, match="age is not possible"):
        IntakeOptions(age_years=age)


@pytest.mark.parametrize(
    ("given", "headers", "found", "code"),
    [
        ({}, ["F", "F"], Sex.FEMALE, None),
        ({}, ["F", ""], Sex.FEMALE, None),
        ({}, ["", "O"], None, None),
        ({}, ["F", "M"], None, "sex-contradictory"),
        ({"sex": Sex.MALE}, ["M", ""], Sex.MALE, None),
        ({"sex": Sex.MALE}, ["F", "M"], Sex.MALE, "sex-overruled"),
    ],
)
def test_sex_comes_from_the_user_or_agreeing_headers(
    tmp_path: Path, given: Any, headers: list[str], found: Sex | None, code: str | None
) -> None:
    files = {
        str(i): dicom_bytes(PatientSex=sex, SeriesDescription="Rest")
        for i, sex in enumerate(headers)
    }
    study = read_study([fill(tmp_path, files)], options=IntakeOptions(**given))
    assert study.sex is found
    assert codes(study) == ({code} if code else set())


@pytest.mark.parametrize(
    ("given", "headers", "found", "code"),
    [
        ({}, ["061Y", "062Y"], 62.0, None),
        ({}, ["061Y", ""], 61.0, None),
        ({}, ["", ""], None, None),
        ({}, ["041Y", "062Y"], None, "age-contradictory"),
        ({"age_years": 61.5}, ["061Y", ""], 61.5, None),
        ({"age_years": 30.0}, ["061Y", ""], 30.0, "age-overruled"),
    ],
)
def test_age_comes_from_the_user_or_agreeing_headers(
    tmp_path: Path,
    given: Any,
    headers: list[str],
    found: float | None,
    code: str | None,
) -> None:
    files = {
        str(i): dicom_bytes(PatientAge=age, SeriesDescription="Rest")
        for i, age in enumerate(headers)
    }
    study = read_study([fill(tmp_path, files)], options=IntakeOptions(**given))
    assert study.age_years == found
    assert codes(study) == ({code} if code else set())


@pytest.mark.parametrize(("day", "code"), [("20240301", None), ("20240901", "apart")])
def test_acquisitions_far_apart_are_told(
    tmp_path: Path, day: str, code: str | None
) -> None:
    common = {"AcquisitionTime": "101500", "PatientAge": "061Y"}
    files = {
        "1": dicom_bytes(
            SeriesDescription="Rest", AcquisitionDate="20240229", **common
        ),
        "2": dicom_bytes(SeriesDescription="Stress", AcquisitionDate=day, **common),
    }
    study = read_study([fill(tmp_path, files)])
    assert codes(study) == ({"acquisitions-apart"} if code else set())
    assert "2024" not in repr(study.cautions)


# Bounds


@pytest.mark.parametrize(
    ("limits", "sentence"),
    [
        (GatherLimits(inputs=1), "more than 1 volumes"),
        (GatherLimits(files=1), "more than 1 files"),
        (GatherLimits(total_bytes=3000), "more than 3000 bytes"),
    ],
)
@pytest.mark.parametrize("as_zip", [False, True])
def test_too_much_is_refused(
    tmp_path: Path, limits: GatherLimits, sentence: str, as_zip: bool
) -> None:
    files = {"1": STRESS, "2": REST}
    packed = {"a.zip": zip_bytes(files)} if as_zip else files
    source = Source(path=fill(tmp_path, packed), called="Input 1")
    with pytest.raises(LimitExceededError, match=sentence):
        gather([source], limits)


def test_a_file_above_the_limit_is_not_read(tmp_path: Path) -> None:
    path = fill(tmp_path, {"a": STRESS}) / "a"
    with path.open("r+b") as stream:
        stream.truncate((512 << 20) + 1)
    with pytest.raises(LimitExceededError, match="expected at most 536870912"):
        read_study([path])


def test_the_order_on_disk_does_not_matter(tmp_path: Path) -> None:
    one = fill(tmp_path / "one", {"a": STRESS, "b": REST})
    two = fill(tmp_path / "two", {"b": REST, "a": STRESS})
    assert [item.sha256 for item in read_study([one]).inputs] == [
        item.sha256 for item in read_study([two]).inputs
    ]
