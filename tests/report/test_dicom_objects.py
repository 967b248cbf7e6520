"""A report as DICOM: what the physician would send to the archive."""

import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import highdicom
import numpy as np
import pytest
from numpy.testing import assert_array_equal

from journeys import dicom_at, volume_at
from myomap.dicom import SeriesHeader, write_recon_tomo
from myomap.errors import ConfigError, InputError, PatientMismatchError
from myomap.intake import read_study
from myomap.language import Language
from myomap.reading import (
    case_arrays,
    describe_reading,
    judge_reading,
    read,
    read_learned,
)
from myomap.records import State
from myomap.report import PhysicianReading, ReportContent, Subject, report_content
from myomap.report.dicom_objects import (
    DICOM_FILES,
    DICOM_FORMS,
    dicom_report,
    source_of,
)
from myomap.report.key_picture import key_picture
from myomap.report.pdf_form import pdf_report
from myomap.report.sr_groups import sr_content
from report_samples import content_of
from result_files import dump, errors_of, opened

SIGNED = PhysicianReading(
    author="Петров П. П.",
    label="ischemia",
    scores={"stress": {7: 4}},
    comment="Согласен.",
    signed_at=datetime(2025, 5, 6, 7, 8, 9, tzinfo=UTC),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Two DICOM files under names that tell nothing, one of them in a zip."""
    made = tmp_path_factory.mktemp("study")
    (made / "IM1").write_bytes(dicom_at(State.REST))
    with zipfile.ZipFile(made / "more.zip", "w") as archive:
        archive.writestr("IM2", dicom_at(State.STRESS))
    return made


@pytest.fixture(scope="module")
def content(folder) -> ReportContent:
    reading = read([folder])
    judgement, learned = judge_reading(reading), read_learned(reading)
    document = describe_reading(reading, judgement=judgement, learned=learned)
    return report_content(document, case_arrays(reading, judgement, learned))


def test_the_source_is_found_again_in_folders_and_zips(folder, content):
    assert source_of([folder], content.document) == dicom_at(State.STRESS)
    assert source_of([folder / "IM1"], content.document) == dicom_at(State.REST)
    without = content_of().document
    assert source_of([folder], without) is None


@pytest.mark.parametrize("form", DICOM_FORMS)
def test_each_form_is_valid_and_lies_in_the_patients_study(
    form, content, dciodvfy, tmp_path
):
    source = dicom_at(State.STRESS)
    data = dicom_report(content, form, source)
    assert errors_of(dciodvfy, data, tmp_path) == []
    made, given = opened(data), opened(source)
    assert made.StudyInstanceUID == given.StudyInstanceUID
    assert made.PatientID == given.PatientID
    assert DICOM_FILES[form].endswith(".dcm")


def test_maps_without_dicom_start_a_study_of_the_pseudonym(dciodvfy, tmp_path):
    maps = content_of()
    made = []
    for form in ("sr", "sc", "pdf-dicom"):
        data = dicom_report(maps, form, None)
        assert errors_of(dciodvfy, data, tmp_path) == []
        made.append(opened(data))
    assert {each.PatientID for each in made} == {maps.subject.pseudonym}
    assert len({each.StudyInstanceUID for each in made}) == 1
    assert len({each.SeriesNumber for each in made}) == 3
    assert all("SIMULATED" in each.PatientComments for each in made)


def test_a_name_that_was_asked_for_in_print_is_no_pseudonym():
    maps = content_of()
    named = replace(
        maps, subject=Subject(pseudonym="Иванов Иван", name="Иванов", patient_id="7")
    )
    made = opened(dicom_report(named, "sr", None))
    assert made.PatientID.startswith("P-")
    assert "Иванов" not in str(made.PatientName)


def test_picture_and_pdf_are_the_reports_own(content):
    from PIL import Image

    made = opened(dicom_report(content, "sc", dicom_at(State.STRESS)))
    with Image.open(io.BytesIO(key_picture(content))) as picture:
        expected = np.asarray(picture.convert("RGB"))
    assert_array_equal(made.pixel_array[: expected.shape[0]], expected)
    wrapped = opened(dicom_report(content, "pdf-dicom", None))
    document = wrapped.EncapsulatedDocument[: wrapped.EncapsulatedDocumentLength]
    assert document == pdf_report(content)


def test_every_figure_of_the_reading_stands_in_the_structured_report(content):
    lines = [line.strip() for line in dump(opened(dicom_report(content, "sr", None)))]
    document = content.document
    for state in (document.perfusion.stress, document.perfusion.rest):
        assert f"Total perfusion deficit: {state.tpd_percent:g} %" in lines
        for segment in state.segments:
            uptake = f"Uptake relative to map reference: {segment.uptake_percent:g} %"
            assert uptake in lines
    sds = document.difference.summed_difference_score
    name = "Summed difference score for 17 segment model Myocardium SPECT"
    assert f"{name}: {sds:g} 1" in lines
    percent = document.perfusion.stress.summed_score_percent
    assert f"Summed stress score Myocardium SPECT: {percent:g} %" in lines
    assert f"Algorithm Parameters: {document.provenance.normals}" in lines
    places = [line for line in lines if line.startswith("Finding Site: left ventricle")]
    assert len(places) >= 32
    assert "Finding: Partially Reversible myocardial perfusion defect" in lines
    assert any(line.startswith("Impression: ") for line in lines)


def test_the_physicians_reading_stands_apart_with_its_name(content):
    said = replace(content, physician=SIGNED, language=Language.RUSSIAN)
    groups = sr_content(said).groups
    by_person = [group for group in groups if group.reader]
    assert {group.reader for group in by_person} == {"Петров П. П."}
    assert [group.identifier for group in by_person] == [
        "Verdict of the physician",
        "stress, left ventricle, by the physician",
        "stress, segment 7, by the physician",
    ]
    software = [group for group in groups if group.identifier == "stress, segment 7"]
    figures = {each.name: each.value for each in software[0].measurements}
    assert figures["score"] == content.document.perfusion.stress.segments[6].score
    made = opened(dicom_report(said, "sr", None))
    local = SIGNED.signed_at.astimezone()
    assert made.ContentDate + made.ContentTime == local.strftime("%Y%m%d%H%M%S")
    assert made.VerificationFlag == "UNVERIFIED"
    assert "Согласен" in "\n".join(dump(made))


def test_what_the_network_alone_suspects_is_told_in_words_and_not_coded(content):
    (sure,) = content.document.defects
    stress = content.document.perfusion.stress
    still = next(each.segment for each in stress.segments if each.score == 0)
    alone = sure.model_copy(update={"territory": "LAD", "segments": (still,)})
    document = content.document.model_copy(update={"defects": (alone, sure)})
    made = sr_content(replace(content, document=document))
    coded = [each for each in made.groups if each.identifier.startswith("Defect")]
    assert [each.artery for each in coded] == [sure.territory]
    told = " ".join(each.text for each in made.texts)
    assert "Suspected by the network alone: LAD." in told


def test_an_abstention_is_no_finding(content):
    verdict = content.document.verdict.model_copy(update={"label": "abstained"})
    document = content.document.model_copy(update={"verdict": verdict, "defects": None})
    first = sr_content(replace(content, document=document)).groups[0]
    assert first.evaluations == ()


def test_the_segmentation_is_the_affected_area_on_the_wall(content):
    data = dicom_report(content, "seg", dicom_at(State.STRESS))
    made = highdicom.seg.segread(io.BytesIO(data))
    assert (
        made.FrameOfReferenceUID == opened(dicom_at(State.STRESS)).FrameOfReferenceUID
    )
    slices = content.arrays.stress.slices
    of_wall = content.arrays.affected.reshape(-1)[np.maximum(slices.wall_sample, 0)]
    labels = np.where(slices.wall_sample >= 0, of_wall, 0)
    types = {
        "Reversible myocardial perfusion defect": 1,
        "Fixed myocardial perfusion defect": 2,
    }
    for number in made.segment_numbers:
        told = made.get_segment_description(number)
        label = types[told.segmented_property_type.meaning]
        volume = made.get_volume(segment_numbers=[number], combine_segments=True)
        assert int((volume.array > 0).sum()) == int((labels == label).sum())
        middle = np.argwhere(volume.array > 0).mean(axis=0)
        placed = volume.affine[:3, :3] @ middle + volume.affine[:3, 3]
        wanted = np.argwhere(labels == label).mean(axis=0)
        expected = slices.affine[:3, :3] @ wanted + slices.affine[:3, 3]
        assert np.abs(placed - expected).max() < 0.01


def test_an_area_that_the_physician_drew_is_written_instead(content):
    mask = np.zeros((32, 72), np.uint8)
    mask[10:20, 5:30] = 2
    drawn = replace(content, physician_mask=mask)
    made = opened(dicom_report(drawn, "seg", dicom_at(State.STRESS)))
    (segment,) = made.SegmentSequence
    assert segment.SegmentAlgorithmType == "SEMIAUTOMATIC"
    assert segment.SegmentLabel == "fixed defect, drawn by a physician"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        pytest.param(
            {"affected": None}, "is not known", id="nothing is said of the area"
        ),
        pytest.param({"stress": None}, "no volume was read", id="no volume"),
        pytest.param(
            {"affected": np.zeros((32, 72), np.uint8)}, "nothing is affected", id="none"
        ),
    ],
)
def test_a_segmentation_that_cannot_be_is_refused_in_a_sentence(content, change, words):
    arrays = replace(content.arrays, **change)
    with pytest.raises(InputError, match=words):
        dicom_report(replace(content, arrays=arrays), "seg", None)


def test_slices_without_a_place_give_no_segmentation(content):
    stress = content.arrays.stress
    loose = replace(stress.slices, is_placed=False)
    arrays = replace(content.arrays, stress=replace(stress, slices=loose))
    with pytest.raises(InputError, match="where they lie"):
        dicom_report(replace(content, arrays=arrays), "seg", None)


def test_the_area_is_not_filed_in_the_frame_of_rest(content):
    with pytest.raises(InputError, match="stress"):
        dicom_report(content, "seg", dicom_at(State.REST))


@pytest.mark.parametrize("form", DICOM_FORMS)
def test_nothing_is_filed_with_another_patient(content, form):
    header = SeriesHeader(patient_id="SOMEBODY", series_description="rest")
    foreign = write_recon_tomo(volume_at(State.REST), header)
    with pytest.raises(PatientMismatchError):
        dicom_report(content, form, foreign)


def test_an_unknown_form_is_refused_with_the_known_ones(content):
    with pytest.raises(ConfigError, match="sr, seg, sc, pdf-dicom"):
        dicom_report(content, "pm", None)


@pytest.mark.parametrize("form", ["sr", "seg"])
def test_the_same_content_gives_the_same_bytes(content, form):
    source = dicom_at(State.STRESS)
    assert dicom_report(content, form, source) == dicom_report(content, form, source)


def test_a_study_that_comes_back_with_its_results_reads_as_before(
    folder, content, tmp_path
):
    for path in folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    for form in ("sr", "seg", "sc"):
        data = dicom_report(content, form, dicom_at(State.STRESS))
        (tmp_path / DICOM_FILES[form]).write_bytes(data)
    study = read_study([tmp_path])
    assert {each.state for each in study.inputs} == set(State)
    assert {left.name for left in study.left_out} == {
        DICOM_FILES[form] for form in ("sr", "seg", "sc")
    }
    assert study.cautions == read_study([folder]).cautions
