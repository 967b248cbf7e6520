"""Stress or rest: codes, words in many languages, and contradictions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydicom.dataset import Dataset
from pydicom.sr import codedict

from myomap.dicom import read_dicom
from myomap.dicom.words import STATE_WORDS, find_words
from myomap.records import State
from nm_files import code, coded_frames, file_bytes, recon


def read_state(**texts):
    ds = recon(coded_frames(4))
    ds.SpecificCharacterSet = "ISO_IR 192"
    del ds.ImageID
    ds.SeriesDescription = "Series"
    state_code = texts.pop("code", None)
    for keyword, text in texts.items():
        setattr(ds, keyword, text)
    if state_code is not None:
        ds.AcquisitionContextSequence = [patient_state(state_code)]
    return read_dicom(file_bytes(ds)).input


def patient_state(value):
    item = Dataset()
    item.ValueType = "CODE"
    item.ConceptNameCodeSequence = [code("109054", "DCM", "Patient State")]
    item.ConceptCodeSequence = [value]
    return item


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("MIBI Stress", State.STRESS),
        ("str_gated", State.STRESS),
        ("ReconStress pron", State.STRESS),
        ("BELASTUNG 2T", State.STRESS),
        ("Effort", State.STRESS),
        ("Esfuerzo", State.STRESS),
        ("sforzo", State.STRESS),
        ("нагрузка", State.STRESS),
        ("SGATE", State.STRESS),
        ("STRESSGATED", State.STRESS),
        ("Rest", State.REST),
        ("REST1", State.REST),
        ("Ruhe", State.REST),
        ("repos", State.REST),
        ("Reposo", State.REST),
        ("riposo", State.REST),
        ("покой", State.REST),
        ("RGATE", State.REST),
        ("RESTGATE", State.REST),
        ("Series 2", None),
        ("restored forest arrest", None),
        ("structure", None),
        ("distress", None),
    ],
)
def test_words_are_matched_whole_and_in_many_languages(text, state):
    assert read_state(SeriesDescription=text).state is state


@pytest.mark.parametrize(
    "keyword", ["SeriesDescription", "ImageID", "ProtocolName", "ImageComments"]
)
def test_evidence_names_its_source_and_the_word_alone(keyword):
    study_input = read_state(**{keyword: "Ivanov stress 12"})
    (evidence,) = study_input.evidence
    assert (evidence.source, evidence.found) == (keyword, "stress")


def test_codes_of_the_standard_are_known():
    stress = codedict.codes.cid3101.CardiacStressState
    rest = codedict.codes.cid3101.RestingState
    for value, state in ((stress, State.STRESS), (rest, State.REST)):
        item = code(value.value, value.scheme_designator, value.meaning)
        assert read_state(code=item).state is state


@pytest.mark.parametrize(
    ("value", "scheme", "state"),
    [
        ("F-01604", "SRT", State.REST),
        ("F-05019", "SRT", State.STRESS),
        ("109091", "DCM", State.STRESS),
        ("109093", "DCM", State.REST),
        ("12345", "DCM", None),
    ],
)
def test_older_codes_are_known(value, scheme, state):
    assert read_state(code=code(value, scheme, "x")).state is state


def test_a_code_outweighs_words_with_a_caution():
    found = read_state(code=code("F-01604", "SRT", "x"), SeriesDescription="Stress")
    assert found.state is State.REST
    assert [caution.code for caution in found.cautions] == ["state-disputed"]
    assert len(found.evidence) == 2


def test_contradicting_words_leave_the_state_open():
    found = read_state(SeriesDescription="Stress", ImageID="Rest")
    assert found.state is None
    assert [caution.code for caution in found.cautions] == ["state-contradictory"]
    assert {item.state for item in found.evidence} == {State.STRESS, State.REST}


def test_a_protocol_that_names_both_does_not_decide():
    found = read_state(SeriesDescription="Stress", ProtocolName="Rest Stress 1 day")
    assert found.state is State.STRESS
    assert found.cautions == ()


def test_a_description_of_both_alone_leaves_the_state_open():
    found = read_state(SeriesDescription="Rest and stress")
    assert found.state is None
    assert [caution.code for caution in found.cautions] == ["state-contradictory"]


def test_silence_is_no_state_and_no_caution():
    found = read_state()
    assert (found.state, found.evidence, found.cautions) == (None, (), ())


@given(st.text(max_size=40))
def test_only_words_of_the_table_are_ever_found(text):
    assert set(find_words(text)) <= set(STATE_WORDS)


@given(st.sampled_from(sorted(STATE_WORDS)), st.sampled_from(["{}", "x {}", "{}_2 y"]))
def test_every_word_of_the_table_is_found(word, pattern):
    assert find_words(pattern.format(word.upper()))[word] is STATE_WORDS[word]
