"""Who the patient is stays in the files that were given: no output knows it."""

import gzip
import io
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pydicom
import pytest
from PIL import Image
from pydicom.dataset import Dataset

from command_line import run
from intake_files import CT_CLASS, dicom_bytes, nifti_bytes, npy_bytes, zip_bytes
from journeys import dicom_at, volume_at
from myomap.intake import write_nifti
from myomap.records import State
from nm_files import STUDIES
from nm_hostile import CASES, hostile_bytes

CANARIES = {
    "PN": "Quillfeather^Zenobia",
    "LO": "Quillfeather Zenobia 77123",
    "SH": "Quillfeather 771",
    "LT": "Quillfeather lives here 77123",
    "ST": "Quillfeather 77123",
    "UT": "Quillfeather 77123",
    "AE": "QUILLFEATHER",
    "DA": "19330417",
    "TM": "041755",
    "DT": "19330417041755",
}
MARKS = ("quillfeather", "zenobia", "77123", "19330417", "041755", "1933-04-17")
FOLDER = "Quillfeather^Zenobia 19330417"
ADDED = {
    "LO": "PatientID OtherPatientIDs PatientAddress InstitutionName StudyDescription "
    "ProtocolName SeriesDescription Manufacturer ManufacturerModelName "
    "DeviceSerialNumber InstitutionalDepartmentName AdmissionID "
    "PerformedProcedureStepDescription",
    "SH": "StationName AccessionNumber StudyID ImageID",
    "PN": "PatientName OtherPatientNames ReferringPhysicianName OperatorsName "
    "PatientMotherBirthName PerformingPhysicianName",
    "LT": "PatientComments ImageComments AdditionalPatientHistory AcquisitionComments",
    "ST": "InstitutionAddress",
    "DA": "PatientBirthDate StudyDate SeriesDate AcquisitionDate ContentDate",
    "TM": "StudyTime SeriesTime AcquisitionTime ContentTime PatientBirthTime",
}
STRUCTURE = {"SpecificCharacterSet", "CodeValue", "CodingSchemeDesignator"}
"""What must stay for the file to be readable, and to tell its state."""


def plant(ds: Dataset) -> Dataset:
    """Put a canary into every text, date and name, nested and private ones too."""
    for element in ds:
        if element.VR == "SQ":
            for item in element.value:
                plant(item)
        elif element.VR in CANARIES and element.keyword not in STRUCTURE:
            element.value = CANARIES[element.VR]
    return ds


def with_person(ds: Dataset) -> Dataset:
    """Return a data set that speaks of a person wherever it can."""
    for vr, keywords in ADDED.items():
        for keyword in keywords.split():
            setattr(ds, keyword, CANARIES[vr])
    nested = Dataset()
    nested.PatientName, nested.CodeMeaning = "x", "x"
    ds.RequestAttributesSequence = [nested]
    private = ds.private_block(0x0011, "QUILLFEATHER", create=True)
    private.add_new(0x01, "LO", CANARIES["LO"])
    private.add_new(0x02, "UN", b"Quillfeather 77123")
    return plant(ds)


def dicom_of_person(state: State) -> bytes:
    ds = with_person(pydicom.dcmread(io.BytesIO(dicom_at(state))))
    buffer = io.BytesIO()
    ds.save_as(buffer, enforce_file_format=True)
    return buffer.getvalue()


def nifti_of_person(state: State) -> bytes:
    data = bytearray(write_nifti(volume_at(state)))
    for start, size in ((4, 10), (14, 18), (148, 80), (228, 24), (328, 16)):
        data[start : start + size] = b"Quillfeather 77123 Zenobia"[:size].ljust(size)
    return bytes(data)


def texts_in(path: Path) -> Iterator[bytes]:
    """Yield what a file holds, whatever it is packed in."""
    data = path.read_bytes()
    yield data
    if path.suffix == ".gz":
        yield gzip.decompress(data)
    if path.suffix == ".png":
        with Image.open(path) as picture:
            yield repr(picture.info).encode()


def hits(*texts: bytes | str) -> list[str]:
    """Return the marks of the person that stand in texts."""
    whole = [text.encode() if isinstance(text, str) else text for text in texts]
    return [
        mark
        for data in whole
        for mark in MARKS
        if any(mark.encode(one) in data.lower() for one in ("utf-8", "utf-16-le"))
    ]


@dataclass(frozen=True)
class Place:
    """A folder that carries the name, with a study of files that carry it too."""

    folder: Path

    def __getitem__(self, name: str) -> Path:
        return self.folder / FOLDER / f"{FOLDER} {name}"

    @property
    def out(self) -> Path:
        return self.folder / "out"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """The study of a person in every kind of file, with a CT and a letter."""
    place = Place(tmp_path)
    (tmp_path / FOLDER).mkdir()
    for state in State:
        place[f"{state.value}.dcm"].write_bytes(dicom_of_person(state))
    ct = pydicom.dcmread(io.BytesIO(dicom_bytes(CT_CLASS)))
    buffer = io.BytesIO()
    with_person(ct).save_as(buffer, enforce_file_format=True)
    place["ct.dcm"].write_bytes(buffer.getvalue())
    place["letter.txt"].write_text("Dear Quillfeather")
    return place


def assert_silent(
    place: Place, caplog: pytest.LogCaptureFixture, *words: str | Path, status: int = 0
) -> str:
    """Run a command and look for the person in all that it says, logs and leaves."""
    caplog.set_level(logging.DEBUG)
    # Wide, so that a line that may hold the giver's own file names stays one line.
    result = run(*words, columns=2000)
    assert result.exit_code == status, result.stderr
    shown = [
        line for line in result.stdout.splitlines() if not line.startswith("left out ")
    ]
    assert hits("\n".join(shown), result.stderr) == []
    assert hits(caplog.text) == []
    for path in sorted(place.out.rglob("*")) if place.out.exists() else []:
        assert hits(path.name) == []
        if path.is_dir():
            continue
        assert hits(*texts_in(path)) == [], path.name
    return result.stdout


def test_the_search_finds_the_person_where_it_is(place: Place) -> None:
    for name in ("stress.dcm", "rest.dcm", "ct.dcm"):
        assert set(hits(*texts_in(place[name]))) >= set(MARKS[:4])
    assert "quillfeather" in hits(nifti_of_person(State.REST))
    assert hits("1933-04-17", "QUILLFEATHER".encode("utf-16-le")) != []


def test_a_reading_is_silent(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    words = ["read", place.folder / FOLDER, "-o", place.out]
    shown = assert_silent(place, caplog, *words)
    assert {path.name for path in place.out.iterdir()} > {"reading.json", "slices.png"}
    # The one place where a name may stand: the list of files for whoever gave them.
    assert "left out Quillfeather" in shown


def test_a_ventricle_is_silent(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    assert_silent(place, caplog, "ventricle", place["rest.dcm"], "-o", place.out)
    names = {path.suffix for path in place.out.iterdir()}
    assert names == {".stl", ".vtk", ".gz", ".dcm", ".png", ".json"}
    ds = pydicom.dcmread(place.out / "short_axis.dcm")
    dates = [element for element in ds.iterall() if element.VR in ("DA", "TM", "DT")]
    assert dates
    assert not any(element.value for element in dates)


def test_a_polar_map_is_silent(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    assert_silent(place, caplog, "polarmap", place["stress.dcm"], "-o", place.out)
    assert {path.suffix for path in place.out.iterdir()} == {
        ".npy",
        ".csv",
        ".png",
        ".svg",
    }


def test_files_without_a_patient_in_them_are_silent_by_name(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    place = Place(tmp_path)
    (tmp_path / FOLDER).mkdir()
    place["stress.npy"].write_bytes(npy_bytes())
    place["rest.nii"].write_bytes(nifti_of_person(State.REST))
    archive = {f"{FOLDER}/{FOLDER} rest.npy": npy_bytes(np.full((32, 72), 70.0))}
    place["export.zip"].write_bytes(zip_bytes(archive))
    assert_silent(place, caplog, "read", tmp_path / FOLDER, "-o", place.out)
    zipped = ["polarmap", place["export.zip"], "-o", place.out / "map"]
    assert_silent(place, caplog, *zipped)


@pytest.mark.parametrize("name", [name for name in CASES if name != "ct"])
def test_no_refusal_is_of_anybody(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    place = Place(tmp_path)
    (tmp_path / FOLDER).mkdir()
    ds = STUDIES["ge-recon"]()
    for keyword in ("PatientName", "PatientID", "SeriesDescription", "ImageComments"):
        setattr(ds, keyword, "Quillfeather 77123")
    ds.PatientBirthDate = ds.StudyDate = "19330417"
    place["x.dcm"].write_bytes(hostile_bytes(ds, name))
    assert_silent(place, caplog, "read", place["x.dcm"], status=3)
    assert_silent(place, caplog, "read", tmp_path / FOLDER, status=3)


@pytest.mark.parametrize(
    ("words", "status"),
    [
        pytest.param(["read", "{}/none.dcm"], 3, id="missing"),
        pytest.param(["ventricle", "{}", "-o", "{}/x"], 3, id="two volumes"),
        pytest.param(
            ["read", f"{{}}/{FOLDER} rest.dcm", "-o", "{}/letter.txt"],
            1,
            id="out is a file",
        ),
        pytest.param(["read", "{}", "-o", "{}/x"], 2, id="out is in the study"),
        pytest.param(["read", "{}", "--json", "{}/letter.txt"], 1, id="json is there"),
        pytest.param(["polarmap", "{}", "-o", "{}/../x"], 3, id="two maps"),
    ],
)
def test_no_complaint_about_a_path_holds_the_path(
    place: Place, caplog: pytest.LogCaptureFixture, words: list[str], status: int
) -> None:
    folder = place.folder / FOLDER
    (folder / "letter.txt").write_text("mine")
    told = [word.format(folder) for word in words]
    assert_silent(place, caplog, *told, status=status)


def test_two_people_are_not_named(
    place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    ds = pydicom.dcmread(io.BytesIO(dicom_of_person(State.REST)))
    ds.PatientName = "Quillfeather^Zenobias Brother"
    ds.SOPInstanceUID += ".1"
    ds.file_meta.MediaStorageSOPInstanceUID = ds.SOPInstanceUID
    buffer = io.BytesIO()
    ds.save_as(buffer, enforce_file_format=True)
    place["brother.dcm"].write_bytes(buffer.getvalue())
    assert_silent(place, caplog, "read", place.folder / FOLDER, status=3)


def test_a_nifti_of_unknown_state_is_refused_without_its_name(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    place = Place(tmp_path)
    (tmp_path / FOLDER).mkdir()
    place["a.nii"].write_bytes(nifti_bytes(descrip=b"Quillfeather"))
    assert_silent(place, caplog, "read", place["a.nii"], status=3)
