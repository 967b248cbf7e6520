"""Facts of the acquisition, and the key that tells patients apart."""

import copy
from datetime import date, datetime

import pytest
from pydicom.dataset import Dataset
from pydicom.sr import _snomed_dict as snomed

from myomap.dicom import PatientKey, read_dicom
from myomap.dicom.facts import _TRACER_CODES
from myomap.records import Sex
from nm_files import STUDIES, code, coded_frames, file_bytes, recon, study_bytes


def read(**changes):
    ds = recon(coded_frames(4))
    for keyword, value in changes.items():
        setattr(ds, keyword, value)
    return read_dicom(file_bytes(ds))


@pytest.mark.parametrize(
    ("name", "maker", "camera"),
    [
        ("ge-recon", "GE", "DISCOVERY NM 530C"),
        ("siemens-recon", "Siemens", "SYMBIA T2"),
        ("philips-recon", "Philips", "BRIGHTVIEW XCT"),
    ],
)
def test_known_makers_and_cameras_are_named(name, maker, camera):
    facts = read_dicom(study_bytes(name)).input.facts
    assert (facts.manufacturer, facts.camera) == (maker, camera)


def test_unknown_makers_are_left_out():
    facts = read(Manufacturer="Somebody", ManufacturerModelName="Else").input.facts
    assert (facts.manufacturer, facts.camera) == (None, None)


@pytest.mark.parametrize(
    ("changes", "corrected"),
    [
        ({"CorrectedImage": ["UNIF", "ATTN"]}, True),
        ({"CorrectedImage": ["UNIF"]}, False),
        ({"SeriesDescription": "Stress AC"}, True),
        ({"SeriesDescription": "Stress IRAC"}, True),
        ({"SeriesDescription": "Stress NAC"}, False),
        ({"SeriesDescription": "Stress no AC"}, False),
        ({"SeriesDescription": "Tracer"}, None),
        ({"CorrectedImage": ["UNIF"], "SeriesDescription": "AC"}, False),
    ],
)
def test_attenuation_correction_is_true_false_or_unknown(changes, corrected):
    assert read(**changes).input.facts.attenuation_corrected is corrected


@pytest.mark.parametrize(
    ("text", "tracer"),
    [
        ("Tc-99m Sestamibi", "Tc-99m sestamibi"),
        ("CARDIOLITE", "Tc-99m sestamibi"),
        ("Myoview", "Tc-99m tetrofosmin"),
        ("Tl-201 chloride", "Tl-201"),
        ("Technetium", "Tc-99m"),
        ("water", None),
    ],
)
def test_tracers_are_named_in_one_way(text, tracer):
    ds = recon(coded_frames(4))
    item = ds.RadiopharmaceuticalInformationSequence[0]
    item.Radiopharmaceutical = text
    item.RadionuclideCodeSequence = []
    assert read_dicom(file_bytes(ds)).input.facts.tracer == tracer


def test_two_nuclides_are_no_tracer():
    ds = recon(coded_frames(4))
    item = ds.RadiopharmaceuticalInformationSequence[0]
    item.Radiopharmaceutical = "Tl-201"
    item.RadionuclideCodeSequence = [code("72454006", "SCT", "Tc-99m")]
    assert read_dicom(file_bytes(ds)).input.facts.tracer is None


def test_old_and_new_codes_of_a_tracer_agree():
    old_of = snomed.mapping["SCT"]
    for value, tracer in _TRACER_CODES.items():
        if value in old_of:
            assert _TRACER_CODES[old_of[value]] == tracer


def test_the_time_of_acquisition_is_read():
    assert read().input.facts.acquired_at == datetime(2024, 3, 1, 10, 15)
    assert read(AcquisitionTime="").input.facts.acquired_at is None
    stamp = read(AcquisitionDateTime="20240302111213.5+0100")
    assert stamp.input.facts.acquired_at == datetime(2024, 3, 2, 11, 12, 13)


def test_the_day_needs_no_time():
    def day_of(**dates):
        silent = dict.fromkeys(
            ["AcquisitionTime", "AcquisitionDate", "SeriesDate", "SeriesTime"], ""
        )
        return read(**{**silent, **dates}).input.facts.acquired_on

    assert day_of(StudyDate="20240304") == date(2024, 3, 4)
    assert day_of(StudyDate="20240304", SeriesDate="20240303") == date(2024, 3, 3)
    assert day_of(AcquisitionDate="20240302", SeriesDate="20240303") == date(2024, 3, 2)
    assert day_of(StudyDate="") is None
    stamped = day_of(StudyDate="20240304", AcquisitionDateTime="20240301")
    assert stamped == date(2024, 3, 1)


@pytest.mark.parametrize(
    ("written", "sex"), [("F", Sex.FEMALE), ("M", Sex.MALE), ("O", None), ("", None)]
)
def test_sex_is_as_stated(written, sex):
    assert read(PatientSex=written).sex is sex


def test_age_is_stated_or_reckoned():
    assert read(PatientAge="065Y").age_years == 65
    assert read(PatientAge="006M").age_years == pytest.approx(0.5, abs=0.01)
    assert read().age_years == pytest.approx(64.16, abs=0.01)
    assert read(PatientBirthDate="").age_years is None
    assert read(PatientBirthDate="18000101").age_years is None


def test_identifiers_tie_files_together():
    ds = STUDIES["ge-recon"]()
    content = read_dicom(file_bytes(ds))
    assert content.study_instance_uid == ds.StudyInstanceUID
    assert content.series_instance_uid == ds.SeriesInstanceUID
    assert content.frame_of_reference_uid == ds.FrameOfReferenceUID
    assert content.input.sop_instance_uid == ds.SOPInstanceUID
    assert len(content.input.sha256) == 64


def test_one_patient_has_one_key():
    first, second = read(), read(SeriesDescription="other")
    assert first.patient == second.patient
    assert not first.patient.conflicts_with(second.patient)


def test_spelling_does_not_divide_a_patient():
    assert read(PatientName="PHANTOM^ONE^").patient == read().patient


@pytest.mark.parametrize(
    "changes",
    [
        {"PatientID": "PHANTOM-2"},
        {"PatientName": "Phantom^Two"},
        {"PatientBirthDate": "19600102"},
    ],
)
def test_any_difference_is_a_conflict(changes):
    assert read(**changes).patient.conflicts_with(read().patient)


def test_what_is_left_out_contradicts_nothing():
    bare = read(PatientName="", PatientBirthDate="").patient
    assert not bare.conflicts_with(read().patient)
    nobody = read(PatientID="", PatientName="", PatientBirthDate="").patient
    assert nobody.is_unknown
    assert nobody == PatientKey()
    assert not nobody.conflicts_with(read().patient)


def test_a_key_shows_nothing():
    key = read().patient
    assert repr(key) == "PatientKey(hidden)"
    assert repr(PatientKey()) == "PatientKey(unknown)"


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (["LEHR"], "LEHR"),
        (["LE High Res", "LEHRS"], "LEHR"),
        (["LEGP"], "LEAP"),
        (["LE UltraHigh Res"], None),
        (["LEHR", "LEAP"], None),
        (["CardioFan"], None),
        ([], None),
    ],
)
def test_collimators_are_known_by_their_usual_names(names, kind):
    ds = recon(coded_frames(4))
    (first,) = ds.DetectorInformationSequence
    heads = [copy.deepcopy(first) for _ in names] or [first]
    for head, name in zip(heads, names, strict=False):
        head.CollimatorGridName = name
    ds.DetectorInformationSequence = heads
    assert read_dicom(file_bytes(ds)).input.facts.collimator == kind


@pytest.mark.parametrize(
    ("doses", "expected"),
    [
        ([370], 370.0),
        ([370, 370], 370.0),
        ([370, 1110], None),
        ([0], None),
        ([-5], None),
        ([], None),
    ],
)
def test_the_dose_is_taken_where_there_is_one(doses, expected):
    items = []
    for dose in doses:
        item = Dataset()
        item.RadionuclideTotalDose = dose
        items.append(item)
    found = read(RadiopharmaceuticalInformationSequence=items).input.facts
    assert found.dose == expected
