"""Whatever a header holds of a person stays in the header."""

import dataclasses
from collections.abc import Iterator

import numpy as np
import pytest
from pydicom.dataset import Dataset
from pydicom.tag import BaseTag

from myomap.dicom import read_dicom
from myomap.errors import MyomapError
from nm_files import STUDIES, SYNTAXES, file_bytes
from nm_hostile import CASES, hostile_bytes

CANARIES = {
    "PN": "Quillfeather^Zenobia",
    "LO": "Quillfeather Zenobia 77123",
    "SH": "Quillfeather 771",
    "LT": "Quillfeather lives here 77123",
    "ST": "Quillfeather 77123",
    "CS": "QUILLFEATHER",
    "AE": "QUILLFEATHER",
    "UT": "Quillfeather 77123",
}
MARKS = ("quillfeather", "zenobia", "77123", "19330417")


def plant(ds: Dataset, keep: set[str]) -> Dataset:
    """Put a canary into every text attribute, nested and private ones included."""
    for element in ds:
        if element.VR == "SQ":
            for item in element.value:
                plant(item, keep)
        elif element.VR in CANARIES and element.keyword not in keep:
            element.value = CANARIES[element.VR]
    return ds


def with_person(ds: Dataset, keep: set[str]) -> Dataset:
    for tag in (
        "PatientName",
        "PatientID",
        "OtherPatientNames",
        "PatientAddress",
        "PatientComments",
        "InstitutionName",
        "ReferringPhysicianName",
        "OperatorsName",
        "StudyDescription",
        "SeriesDescription",
        "ProtocolName",
        "ImageComments",
        "ImageID",
        "Manufacturer",
        "ManufacturerModelName",
        "StationName",
        "PerformedProcedureStepDescription",
        "AccessionNumber",
    ):
        setattr(ds, tag, "x")
    ds.PatientBirthDate = "19330417"
    nested = Dataset()
    nested.PatientName = "x"
    nested.CodeMeaning = "x"
    ds.RequestAttributesSequence = [nested]
    private = ds.private_block(0x0011, "QUILLFEATHER", create=True)
    private.add_new(0x01, "LO", "Quillfeather 77123")
    private.add_new(0x02, "UN", b"Quillfeather 77123")
    return plant(ds, keep)


STRUCTURE = {
    "SpecificCharacterSet",
    "ImageType",
    "Modality",
    "PatientPosition",
    "PhotometricInterpretation",
    "RotationDirection",
    "SliceProgressionDirection",
    "ScanArc",
}
"""What must stay for the file to be readable at all."""


def texts_of(value: object) -> Iterator[str]:
    """Yield every text below a record, and every representation."""
    yield repr(value)
    if isinstance(value, str):
        yield value
    elif isinstance(value, np.ndarray):
        return
    elif isinstance(value, tuple | list):
        for item in value:
            yield from texts_of(item)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from texts_of(getattr(value, field.name))


def leaks(text: str) -> bool:
    return any(mark in text.casefold() for mark in MARKS)


@pytest.mark.parametrize("name", STUDIES)
def test_no_record_holds_a_person(name):
    ds = with_person(STUDIES[name](), STRUCTURE)
    content = read_dicom(file_bytes(ds))
    assert content.patient.name is not None
    assert not any(leaks(text) for text in texts_of(content))


@pytest.mark.parametrize("name", CASES)
def test_no_refusal_of_a_named_case_holds_a_person(name):
    data = hostile_bytes(with_person(STUDIES["ge-recon"](), STRUCTURE), name)
    with pytest.raises(MyomapError) as caught:
        read_dicom(data)
    error: BaseException | None = caught.value
    while error is not None:
        assert not leaks(f"{error!s} {error!r} {error.args!r}")
        error = error.__cause__ or error.__context__


def text_places(ds: Dataset) -> list[BaseTag]:
    return [
        element.tag
        for element in ds
        if element.VR in CANARIES and element.keyword != "SpecificCharacterSet"
    ]


@pytest.mark.parametrize("name", ["ge-recon", "ge-gated-tomo"])
def test_a_person_in_any_single_field_stays_there(name):
    places = text_places(STUDIES[name]())
    assert len(places) > 8
    for tag in places:
        ds = STUDIES[name]()
        ds[tag].value = CANARIES[ds[tag].VR]
        try:
            texts = list(texts_of(read_dicom(file_bytes(ds))))
        except MyomapError as error:
            texts = [str(error), repr(error)]
        assert not any(leaks(text) for text in texts)


@pytest.mark.parametrize(
    "keyword", ["SOPInstanceUID", "StudyInstanceUID", "FrameOfReferenceUID"]
)
def test_a_person_in_an_identifier_is_refused_unquoted(keyword):
    data = file_bytes(STUDIES["ge-recon"](), SYNTAXES["explicit"])
    uid = getattr(STUDIES["ge-recon"](), keyword).encode()
    start = data.index(uid, data.index(b"\x08\0\x05\0CS"))
    forged = b"1.77123.Quillfeather".ljust(len(uid), b"\0")[: len(uid)]
    with pytest.raises(MyomapError, match=keyword) as caught:
        read_dicom(data[:start] + forged + data[start + len(uid) :])
    assert not leaks(str(caught.value))


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("ISO_IR 192", "Квилфезер^Зинаида"),
        ("ISO_IR 144", "Квилфезер^Зинаида"),
        ("ISO_IR 100", "Müllér^Zoë"),
    ],
)
def test_names_in_any_alphabet_are_one_person(encoding, name):
    ds = STUDIES["ge-recon"]()
    ds.SpecificCharacterSet = encoding
    ds.PatientName = name
    unicode = STUDIES["ge-recon"]()
    unicode.SpecificCharacterSet = "ISO_IR 192"
    unicode.PatientName = name
    key = read_dicom(file_bytes(ds)).patient
    assert key == read_dicom(file_bytes(unicode)).patient
    assert key.name is not None
