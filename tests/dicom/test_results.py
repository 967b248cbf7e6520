"""What is written as DICOM: valid, in the patient's study, read back as it was."""

import subprocess
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from myomap.dicom import read_dicom_object
from myomap.dicom.results import (
    NOTICE,
    SrText,
    encapsulated_pdf,
    secondary_capture,
    segmentation,
    structured_report,
)
from myomap.errors import (
    InputError,
    LimitExceededError,
    UnsupportedStudyError,
)
from result_files import (
    CYRILLIC,
    FACTS,
    MAKERS,
    PDF,
    SOURCES,
    content,
    errors_of,
    labels,
    opened,
    picture,
    source_bytes,
)

_EXPLICIT = "1.2.840.10008.1.2.1"
FORMS = list(MAKERS)


@pytest.mark.parametrize("name", ["none", *SOURCES])
def test_the_validator_finds_no_error(name, dciodvfy, tmp_path):
    source = source_bytes(name)
    for form, make in MAKERS.items():
        assert errors_of(dciodvfy, make(source, FACTS), tmp_path) == [], form


@pytest.mark.parametrize("form", FORMS)
def test_a_result_lies_in_the_patients_study_as_a_new_series(form):
    source = SOURCES["ge-recon"]()
    given, made = opened(source), opened(MAKERS[form](source, FACTS))
    for keyword in (
        "StudyInstanceUID",
        "PatientID",
        "PatientName",
        "PatientBirthDate",
        "PatientSex",
        "StudyDate",
    ):
        assert made[keyword].value == given[keyword].value
    assert made.SeriesInstanceUID != given.SeriesInstanceUID
    assert made.SOPInstanceUID != given.SOPInstanceUID
    assert made.file_meta.MediaStorageSOPInstanceUID == made.SOPInstanceUID
    assert made.file_meta.TransferSyntaxUID == _EXPLICIT
    assert NOTICE in made.SeriesDescription
    assert made.Manufacturer == "myomap"
    assert made.SoftwareVersions == "0.1.0"
    assert made.Modality in ("SR", "SEG", "NM", "DOC")
    assert (made.ContentDate, made.ContentTime) == ("20240301", "101500")
    assert made.InstanceCreationDate == "20240301"


def test_the_series_of_all_forms_have_numbers_of_their_own():
    made = [opened(make(None, FACTS)) for make in MAKERS.values()]
    for keyword in ("SeriesNumber", "SeriesInstanceUID", "SOPInstanceUID"):
        assert len({str(each[keyword].value) for each in made}) == len(made)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", [name for name in SOURCES if "cyrillic" in name])
def test_cyrillic_names_survive_any_character_set(form, name):
    made = opened(MAKERS[form](SOURCES[name](), FACTS))
    assert made.SpecificCharacterSet == "ISO_IR 192"
    assert str(made.PatientName) == CYRILLIC
    assert made.StudyDescription == "Сердце"
    assert str(made.ReferringPhysicianName) == "Петров^П"


@pytest.mark.parametrize("form", FORMS)
def test_without_a_source_a_study_of_the_pseudonym_starts(form):
    made = opened(MAKERS[form](None, FACTS))
    assert made.PatientID == "P-1A2B"
    assert str(made.PatientName) == "P-1A2B^"
    assert made.PatientBirthDate == ""
    assert made.StudyDate == ""


def test_results_of_one_reading_share_the_study_that_they_start():
    made = [
        opened(structured_report(content(), None, FACTS, study_seed=b"inputs")),
        opened(encapsulated_pdf(PDF, None, FACTS, study_seed=b"inputs")),
        opened(secondary_capture(picture(), None, FACTS, study_seed=b"inputs")),
        opened(segmentation(labels(), None, FACTS, study_seed=b"inputs")),
    ]
    assert len({each.StudyInstanceUID for each in made}) == 1


@pytest.mark.parametrize("form", FORMS)
def test_the_same_input_gives_the_same_bytes(form, monkeypatch):
    source = SOURCES["cyrillic in UTF-8"]()
    first = MAKERS[form](source, FACTS)
    assert MAKERS[form](source, FACTS) == first
    assert MAKERS[form](None, FACTS) == MAKERS[form](None, FACTS)
    year = str(datetime.now().year).encode()
    told = opened(first)
    assert not any(
        str(element.value).encode().startswith(year)
        for element in told.iterall()
        if element.VR in ("DA", "DT")
    )


def test_another_content_is_another_object():
    other = replace(content(), texts=(SrText(kind="impression", text="Normal."),))
    first = opened(structured_report(content(), SOURCES["bare"](), FACTS))
    second = opened(structured_report(other, SOURCES["bare"](), FACTS))
    assert first.StudyInstanceUID == second.StudyInstanceUID
    assert first.SOPInstanceUID != second.SOPInstanceUID


@pytest.mark.parametrize("form", FORMS)
def test_a_moment_that_is_given_is_written(form):
    facts = replace(FACTS, made_at=datetime(2025, 2, 3, 4, 5, 6))
    made = opened(MAKERS[form](SOURCES["ge-recon"](), facts))
    assert (made.ContentDate, made.ContentTime) == ("20250203", "040506")
    assert made.StudyDate == "20240301"


def test_a_moment_that_nobody_knows_is_empty_or_plainly_none():
    dates = {
        form: opened(make(None, FACTS)).ContentDate for form, make in MAKERS.items()
    }
    assert dates == {"sr": "19000101", "seg": "19000101", "sc": "", "pdf": ""}


def test_simulated_data_say_so():
    for make in MAKERS.values():
        made = opened(make(None, replace(FACTS, is_simulated=True)))
        assert "SIMULATED" in made.PatientComments


# The report as PDF


def test_the_pdf_comes_back_byte_by_byte():
    for document in (PDF, PDF + b"x"):
        made = opened(encapsulated_pdf(document, SOURCES["ge-recon"](), FACTS))
        length = made.EncapsulatedDocumentLength
        assert made.EncapsulatedDocument[:length] == document
        assert len(made.EncapsulatedDocument) % 2 == 0
        assert made.MIMETypeOfEncapsulatedDocument == "application/pdf"
        assert NOTICE.lower() in made.DocumentTitle
        referenced = made.SourceInstanceSequence[0].ReferencedSOPInstanceUID
        assert referenced == opened(SOURCES["ge-recon"]()).SOPInstanceUID


def test_what_is_no_pdf_is_refused():
    with pytest.raises(InputError, match="no PDF"):
        encapsulated_pdf(b"<html>", None, FACTS)
    with pytest.raises(LimitExceededError):
        encapsulated_pdf(b"%PDF-" + bytes((64 << 20) + 1), None, FACTS)


# The key picture


def test_the_picture_comes_back_above_a_band_of_words():
    made = opened(secondary_capture(picture(), None, FACTS))
    pixels = made.pixel_array
    rows = picture().shape[0]
    assert_array_equal(pixels[:rows], picture())
    band = pixels[rows:].reshape(-1, 3)
    assert (band == (255, 255, 255)).all(axis=1).any()
    assert (band == (120, 20, 20)).all(axis=1).mean() > 0.5
    assert made.BurnedInAnnotation == "YES"
    assert made.ImageComments == NOTICE


@pytest.mark.parametrize(
    "pixels",
    [
        pytest.param(np.zeros((40, 40), np.uint8), id="grey"),
        pytest.param(np.zeros((40, 40, 3), np.float32), id="float"),
        pytest.param(np.zeros((4, 40, 3), np.uint8), id="tiny"),
        pytest.param(
            np.broadcast_to(np.zeros((1, 1, 3), np.uint8), (6000, 6000, 3)), id="huge"
        ),
    ],
)
def test_what_is_no_picture_is_refused(pixels):
    with pytest.raises(InputError):
        secondary_capture(pixels, None, FACTS)


# What an archive does with them


@pytest.mark.parametrize("form", FORMS)
def test_results_that_come_back_in_a_study_are_not_read(form):
    with pytest.raises(UnsupportedStudyError):
        read_dicom_object(MAKERS[form](SOURCES["capture"](), FACTS))


def test_a_key_picture_is_refused_as_ones_own():
    own = MAKERS["sc"](None, FACTS)
    with pytest.raises(UnsupportedStudyError, match="myomap wrote itself"):
        read_dicom_object(own)


def test_an_archive_finds_no_contradiction_in_the_study(dciodvfy, tmp_path):
    source = SOURCES["cyrillic in UTF-8"]()
    files = [("source", source)]
    files += [(form, make(source, FACTS)) for form, make in MAKERS.items()]
    for name, data in files:
        (tmp_path / f"{name}.dcm").write_bytes(data)
    # Its neighbour among dicom3tools compares what several files say of one thing.
    program = str(Path(dciodvfy).with_name("dcentvfy"))
    paths = [str(tmp_path / f"{name}.dcm") for name, _ in files]
    done = subprocess.run([program, *paths], capture_output=True, check=False)
    told = (done.stdout + done.stderr).decode("utf-8", "replace")
    # Warned of are attributes of type 2 that the source leaves out.
    assert "Error" not in told
    assert done.returncode == 0
