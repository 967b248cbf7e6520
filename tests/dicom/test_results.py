"""What is written as DICOM: valid, in the patient's study, read back as it was."""

import io
import re
import struct
import subprocess
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import highdicom
import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from pydicom.sr._concepts_dict import concepts

from hostile_words import HOSTILE_WORDS
from myomap.dicom import read_dicom_object
from myomap.dicom.results import (
    NOTICE,
    PRIVATE_SCHEME,
    LabelVolume,
    ResultFacts,
    SrContent,
    SrGroup,
    SrMeasurement,
    SrText,
    encapsulated_pdf,
    report_codes,
    secondary_capture,
    segmentation,
    structured_report,
)
from myomap.errors import (
    ConfigError,
    DicomError,
    GeometryError,
    InputError,
    LimitExceededError,
    MissingAttributeError,
    MyomapError,
    UnsupportedStudyError,
)
from nm_files import STUDIES, SYNTAXES, file_bytes, study_bytes
from result_files import (
    CYRILLIC,
    FACTS,
    MAKERS,
    PDF,
    SOURCES,
    content,
    dump,
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


# The structured report


def test_the_report_reads_as_text_in_a_viewer():
    made = opened(structured_report(content("ru"), SOURCES["bare"](), FACTS))
    lines = [line.strip() for line in dump(made)]
    for expected in (
        "Imaging Measurement Report:",
        "Language of Content Item and Descendants: Russian",
        "Procedure reported: Radionuclide myocardial perfusion study",
        "Device Observer Name: myomap 0.1.0",
        "Patient State: Cardiac Stress State",
        "Finding Site: left ventricle mid anterior segment",
        "Finding Site: Left Anterior Descending Coronary Artery",
        "Finding: Reversible myocardial perfusion defect",
        "Uptake relative to map reference: 61.2346 %",
        "Segment perfusion score, 0 to 4: 2 1",
        "Myocardial perfusion: Abnormal",
        "Associated morphology: Myocardial ischemia",
        "Algorithm Parameters: reading, SHA-256 00",
        "Person Observer Name: Петров П. П.^",
        f"Comment: {NOTICE}.",
        "Impression: Ишемия передней стенки.",
    ):
        assert expected in lines


def test_groups_come_back_through_the_library():
    data = structured_report(content(), SOURCES["ge-recon"](), FACTS)
    report = highdicom.sr.srread(io.BytesIO(data))
    read: Any = report.content
    groups = read.get_image_measurement_groups()
    assert len(groups) == len(content().groups)
    segment = groups[1]
    assert segment.finding_sites[0].value.value == "264848000"
    found = {item.name.meaning: item.value for item in segment.get_measurements()}
    assert found["Uptake relative to map reference"] == pytest.approx(61.2346)
    verdict = {
        item.name.meaning: item.value.meaning
        for item in groups[0].get_qualitative_evaluations()
    }
    assert verdict["Associated morphology"] == "Myocardial ischemia"
    evidence = report.CurrentRequestedProcedureEvidenceSequence[0]
    image = evidence.ReferencedSeriesSequence[0].ReferencedSOPSequence[0]
    assert (
        image.ReferencedSOPInstanceUID == opened(SOURCES["ge-recon"]()).SOPInstanceUID
    )


def test_intervals_are_told_as_distances_in_the_figures_own_unit():
    made = opened(structured_report(content(), None, FACTS))
    lines = [line.strip() for line in dump(made)]
    place = lines.index("Probability of ischemia by model: 0.875 1")
    assert lines[place + 1] == "+, range of upper measurement uncertainty: 0.025 1"
    assert lines[place + 2] == "-, range of lower measurement uncertainty: 0.125 1"


def test_a_persons_figures_name_no_algorithm_and_the_softwares_no_person():
    made = opened(structured_report(content(), None, FACTS))
    measurements = next(
        item
        for item in made.ContentSequence
        if item.ConceptNameCodeSequence[0].CodeMeaning == "Imaging Measurements"
    )
    for group, given in zip(
        measurements.ContentSequence, content().groups, strict=True
    ):
        text = "\n".join(dump(group))
        assert ("Algorithm Name" in text) == (given.reader is None)
        assert ("Person Observer Name" in text) == (given.reader is not None)


def test_codes_are_those_of_the_dictionary():
    """Words differ in case and length between versions; value and scheme may not."""
    tables = [
        *[each.name for each in report_codes.MEASUREMENTS.values()],
        *report_codes.EVALUATIONS.values(),
        *report_codes.VALUES.values(),
        *report_codes.TEXTS.values(),
        *report_codes.SEGMENTS.values(),
        *report_codes.ARTERIES.values(),
        report_codes.LEFT_VENTRICLE,
    ]
    outside = {("LN", "82648-7"), ("LN", "82644-6")}
    dictionary: Any = concepts
    known = {
        (scheme, value): {meaning.casefold() for meaning, _ in [codes[value]]}
        for scheme, names in dictionary.items()
        for codes in names.values()
        for value in codes
    }
    for code in tables:
        key = (code.scheme, code.value)
        if code.scheme == PRIVATE_SCHEME or key in outside:
            continue
        assert key in known, code.meaning
    assert len(report_codes.SEGMENTS) == 17


def test_segments_of_the_dictionary_are_the_seventeen():
    from myomap.polarmap import segments_17

    for segment in segments_17().segments:
        words = report_codes.SEGMENTS[segment.number].meaning.casefold()
        for part in segment.name.casefold().replace("-", " ").split():
            assert part in words, segment.name


def test_a_physicians_name_cannot_break_the_header():
    hostile = replace(content().groups[3], reader="A^B=C\\D" + "x" * 200 + "\x00\n")
    data = structured_report(SrContent(language="en", groups=(hostile,)), None, FACTS)
    name = next(
        str(each.value) for each in opened(data).iterall() if each.tag == 0x0040A123
    )
    assert len(name) <= 64
    assert name.count("^") == 1


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda: SrMeasurement(name="luck", value=1), id="figure"),
        pytest.param(lambda: SrMeasurement(name="tpd", value=float("nan")), id="nan"),
        pytest.param(
            lambda: SrMeasurement(name="tpd", value=1, interval=(0, float("inf"))),
            id="infinite",
        ),
        pytest.param(lambda: SrGroup(identifier="x", segments=(18,)), id="segment"),
        pytest.param(lambda: SrGroup(identifier="x", artery="LM"), id="artery"),
        pytest.param(lambda: SrGroup(identifier="x", finding="odd"), id="finding"),
        pytest.param(
            lambda: SrGroup(identifier="x", evaluations=(("perfusion", "fine"),)),
            id="answer",
        ),
        pytest.param(lambda: SrText(kind="poem", text="x"), id="text"),
        pytest.param(lambda: SrText(kind="comment", text="x" * 20_001), id="long"),
        pytest.param(lambda: SrContent(language="en", groups=()), id="empty"),
        pytest.param(
            lambda: SrContent(language="en", groups=(SrGroup(identifier="x"),) * 501),
            id="many",
        ),
        pytest.param(lambda: ResultFacts(version="1\n2"), id="version"),
        pytest.param(
            lambda: ResultFacts(version="1", pseudonym="Иванов"), id="pseudonym"
        ),
    ],
)
def test_what_has_no_code_or_no_sense_is_refused(make):
    with pytest.raises((ConfigError, LimitExceededError)):
        make()


# The affected area


def test_segments_come_back_in_the_frame_of_the_source():
    source = SOURCES["ge-recon"]()
    data = segmentation(labels(), source, FACTS)
    made = highdicom.seg.segread(io.BytesIO(data))
    assert made.FrameOfReferenceUID == opened(source).FrameOfReferenceUID
    assert made.ContentQualification == "RESEARCH"
    assert made.number_of_segments == 2
    for number, label, code in ((1, 1, "251055003"), (2, 2, "251057006")):
        told = made.get_segment_description(number)
        assert told.segmented_property_type.value == code
        assert told.algorithm_type.value == "AUTOMATIC"
        assert told.algorithm_identification.version == "0.1.0"
        volume = made.get_volume(segment_numbers=[number], combine_segments=True)
        found = np.argwhere(volume.array > 0)
        placed = found @ volume.affine[:3, :3].T + volume.affine[:3, 3]
        wanted = np.argwhere(labels().labels == label)
        affine = labels().affine
        expected = wanted @ affine[:3, :3].T + affine[:3, 3]
        assert_allclose(
            np.sort(placed.round(3), axis=0), np.sort(expected, axis=0), atol=2e-3
        )


@pytest.mark.parametrize(
    ("name", "is_same"),
    [
        ("ge-recon", True),
        ("siemens-recon", True),
        ("short-axis-oblique", True),
        ("short-axis-plain", False),
        ("ge-tomo", False),
        ("bare", False),
        ("capture", False),
    ],
)
def test_voxels_lie_in_the_sources_frame_only_where_it_tells_their_place(name, is_same):
    source = SOURCES[name]()
    made = opened(segmentation(labels(), source, FACTS))
    given = opened(source).get("FrameOfReferenceUID")
    assert (made.FrameOfReferenceUID == given) == is_same


def test_a_label_that_does_not_occur_is_no_segment():
    only_fixed = replace(
        labels(), labels=np.where(labels().labels == 2, 2, 0).astype("u1")
    )
    made = opened(segmentation(only_fixed, None, FACTS))
    assert [each.SegmentLabel for each in made.SegmentSequence] == [
        "fixed defect, myomap 0.1.0"
    ]


def test_a_drawn_area_is_not_called_automatic():
    made = opened(segmentation(labels(by_person=True), None, FACTS))
    assert {each.SegmentAlgorithmType for each in made.SegmentSequence} == {
        "SEMIAUTOMATIC"
    }


def test_the_segmentation_refers_to_its_source_and_to_nothing_else():
    source = SOURCES["ge-tomo"]()
    made = opened(segmentation(labels(), source, FACTS))
    told = {
        str(each.value)
        for each in made.iterall()
        if each.keyword == "ReferencedSOPInstanceUID"
    }
    assert told == {str(opened(source).SOPInstanceUID)}
    alone = opened(segmentation(labels(), None, FACTS))
    assert not any(
        each.keyword == "ReferencedSOPInstanceUID" for each in alone.iterall()
    )


def test_nothing_affected_is_no_segmentation():
    with pytest.raises(ConfigError, match="No voxel"):
        segmentation(replace(labels(), labels=labels().labels * 0), None, FACTS)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"labels": np.zeros((3, 3), np.uint8)}, id="flat"),
        pytest.param({"labels": np.zeros((3, 3, 3))}, id="float"),
        pytest.param({"labels": np.full((3, 3, 3), 3, np.uint8)}, id="other label"),
        pytest.param({"affine": np.zeros((4, 4))}, id="no extent"),
        pytest.param({"affine": np.full((4, 4), np.nan)}, id="nan"),
        pytest.param({"affine": np.eye(4) + np.eye(4, k=1)}, id="not perpendicular"),
    ],
)
def test_what_is_no_volume_of_labels_is_refused(change):
    given = {"labels": labels().labels, "affine": labels().affine} | change
    with pytest.raises(GeometryError):
        LabelVolume(**given)


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


def test_another_viewer_shows_the_structured_report(dciodvfy, tmp_path):
    path = tmp_path / "report.dcm"
    path.write_bytes(MAKERS["sr"](SOURCES["ge-recon"](), FACTS))
    program = str(Path(dciodvfy).with_name("dcsrdump"))
    done = subprocess.run([program, str(path)], capture_output=True, check=True)
    shown = (done.stdout + done.stderr).decode("utf-8", "replace")
    assert '(UPTAKE,99MYOMAP,"Uptake relative to map reference")' in shown
    assert '(264848000,SCT,"left ventricle mid anterior segment")' in shown
    assert "(DCMR,1500)" in shown


def test_hostile_words_stay_words(dciodvfy, tmp_path):
    said = content()
    groups = [
        replace(said.groups[3], reader=word, identifier=word or "-", method=word)
        for word in HOSTILE_WORDS
    ]
    texts = [SrText(kind="comment", text=word) for word in HOSTILE_WORDS]
    told = SrContent(language="en", groups=tuple(groups), texts=tuple(texts))
    data = structured_report(told, None, FACTS)
    assert errors_of(dciodvfy, data, tmp_path) == []
    lines = "\n".join(dump(opened(data)))
    assert "Ёлка «№ 1» — 12,5 %" in lines
    assert "<script>alert(1)</script>" in lines
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f\u202e\ud800-\udfff]", lines)


# Sources that are damaged or lie


@pytest.mark.parametrize("syntax", SYNTAXES.values(), ids=SYNTAXES)
def test_sources_of_any_transfer_syntax_are_taken(syntax):
    source = study_bytes("ge-recon", syntax)
    made = opened(encapsulated_pdf(PDF, source, FACTS))
    assert made.PatientID == "PHANTOM-1"
    assert made.file_meta.TransferSyntaxUID == _EXPLICIT


def test_a_study_whose_names_were_taken_out_stays_so():
    source = _with(
        (0x00120062, "CS", b"YES "), (0x00120063, "LO", b"Names and numbers")
    )
    made = opened(encapsulated_pdf(PDF, source, FACTS))
    assert made.PatientIdentityRemoved == "YES"
    assert made.DeidentificationMethod == "Names and numbers"


def _with(*elements: tuple[int, str, bytes]) -> bytes:
    """Return a source in which elements stand as no library would write them."""
    ds = STUDIES["ge-recon"]()
    for tag, _, _ in elements:
        if tag in ds:
            del ds[tag]
    return file_bytes(ds, _EXPLICIT) + b"".join(_encoded(*each) for each in elements)


def _encoded(tag: int, vr: str, value: bytes) -> bytes:
    head = struct.pack("<HH2s", tag >> 16, tag & 0xFFFF, vr.encode())
    value += b" " * (len(value) % 2)
    if vr in ("OB", "UN", "UT"):
        return head + struct.pack("<HL", 0, len(value)) + value
    return head + struct.pack("<H", len(value)) + value


def _without(keyword: str) -> bytes:
    ds = STUDIES["ge-recon"]()
    delattr(ds, keyword)
    return file_bytes(ds, _EXPLICIT)


@pytest.mark.parametrize(
    ("source", "error"),
    [
        pytest.param(
            _with((0x00100020, "LO", b"x" * 66)), DicomError, id="long number"
        ),
        pytest.param(_with((0x00100010, "PN", b"x" * 66)), DicomError, id="long name"),
        pytest.param(
            _with((0x00100010, "LO", b"x" * 20_000)), LimitExceededError, id="huge name"
        ),
        pytest.param(
            _with((0x00081030, "LO", b"y" * 60_000)), LimitExceededError, id="huge text"
        ),
        pytest.param(
            _with((0x00100010, "US", b"\x01\x00")), DicomError, id="name as US"
        ),
        pytest.param(
            _with((0x00100020, "FD", bytes(8))), DicomError, id="number as FD"
        ),
        pytest.param(_with((0x00080005, "OB", b"XX")), DicomError, id="set as OB"),
        pytest.param(_with((0x0020000D, "UI", b"1.2.x\0")), DicomError, id="study UID"),
        pytest.param(
            _with((0x0020000D, "UI", b"1." + b"2" * 80)), DicomError, id="long UID"
        ),
        pytest.param(
            _without("StudyInstanceUID"),
            MissingAttributeError,
            id="no study",
        ),
        pytest.param(
            _without("SeriesInstanceUID"),
            MissingAttributeError,
            id="no series",
        ),
    ],
)
@pytest.mark.parametrize("form", FORMS)
def test_hostile_sources_are_refused(source, error, form):
    with pytest.raises(error) as caught:
        MAKERS[form](source, FACTS)
    assert "xxx" not in str(caught.value)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "data", [b"", b"not DICOM", bytes(128) + b"DICM" + b"\xff" * 40], ids=range(3)
)
def test_what_is_no_dicom_file_is_refused(form, data):
    with pytest.raises(DicomError):
        MAKERS[form](data, FACTS)


def test_details_that_break_the_standard_are_left_out(dciodvfy, tmp_path):
    source = _with(
        (0x00100030, "DA", b"1960.01.01"),
        (0x00100040, "CS", b"female"),
        (0x00101030, "DS", b"heavy"),
        (0x00080050, "SH", b"A" * 40),
        (0x00080030, "TM", b"25:61"),
    )
    for make in MAKERS.values():
        data = make(source, FACTS)
        made = opened(data)
        assert made.PatientBirthDate == ""
        assert made.PatientSex == ""
        assert made.AccessionNumber == ""
        assert "PatientWeight" not in made
        assert errors_of(dciodvfy, data, tmp_path) == []


def test_a_source_cut_anywhere_is_refused_or_harmless(rng):
    source = SOURCES["cyrillic in ISO_IR 144"]()
    for end in rng.integers(0, len(source), size=30):
        try:
            made = encapsulated_pdf(PDF, source[: int(end)], FACTS)
        except MyomapError:
            continue
        assert opened(made).PatientID == "PHANTOM-1"


def test_no_warning_quotes_a_name(recwarn):
    source = _with((0x00100010, "PN", b"Plainname"))
    for make in MAKERS.values():
        assert str(opened(make(source, FACTS)).PatientName) == "Plainname"
    assert not [each for each in recwarn if "Plainname" in str(each.message)]
