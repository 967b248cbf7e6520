"""Stress and rest: the user's word, then the header, then the name."""

import numpy as np
import pytest

from intake_files import volume
from myomap.intake.naming import evidence_from_name
from myomap.intake.stating import with_state
from myomap.records import (
    AcquisitionFacts,
    Caution,
    Evidence,
    InputKind,
    MapSource,
    PolarMap,
    State,
    StudyInput,
)

STRESS, REST = State.STRESS, State.REST


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("stress.nii.gz", STRESS),
        ("REST.dcm", REST),
        ("patient7_stress_AC.dcm", STRESS),
        ("StressMibi.dcm", STRESS),
        ("mibi-rest-gated.nii", REST),
        ("pat_str.nii", STRESS),
        ("pat_rst.nii", REST),
        ("нагрузка.dcm", STRESS),
        ("Покой/IM1", REST),
        ("stress/IM0001", STRESS),
        ("study/Rest/series 3/IM0001", REST),
        ("stress/rest.nii", REST),
        ("stress.zip/IM0001", STRESS),
        ("rest\\IM0001", REST),
        ("stress_and_rest.nii", None),
        ("rest/stress-rest/IM1", None),
        ("Restrepo.dcm", None),
        ("forest.nii", None),
        ("distress.nii", None),
        ("restored.nii", None),
        ("IM0001", None),
        ("", None),
    ],
)
def test_only_whole_words_of_a_name_count(name: str, state: State | None) -> None:
    found = evidence_from_name(name)
    assert (found.state if found else None) is state


def test_evidence_of_a_name_holds_the_word_alone() -> None:
    found = evidence_from_name("Ivanov Ivan 1950/Ivanov_STRESS_01.dcm")
    assert found == Evidence(source="file name", found="stress", state=STRESS)


HEADER_STRESS = Evidence(source="ImageID", found="stress", state=STRESS)
HEADER_REST = Evidence(source="ImageID", found="rest", state=REST)


def an_input(*evidence: Evidence, cautions: tuple[Caution, ...] = ()) -> StudyInput:
    states = {item.state for item in evidence}
    return StudyInput(
        data=volume(),
        kind=InputKind.TRANSAXIAL_VOLUME,
        state=states.pop() if len(states) == 1 else None,
        evidence=evidence,
        facts=AcquisitionFacts(),
        sha256="0",
        cautions=cautions,
    )


def codes(item: StudyInput) -> list[str]:
    return [caution.code for caution in item.cautions]


def test_a_header_alone_is_believed() -> None:
    item = with_state(an_input(HEADER_REST), "IM1", None)
    assert (item.state, item.evidence, codes(item)) == (REST, (HEADER_REST,), [])


def test_a_name_that_agrees_is_added_in_silence() -> None:
    item = with_state(an_input(HEADER_REST), "rest", None)
    assert item.state is REST
    assert [each.source for each in item.evidence] == ["ImageID", "file name"]
    assert codes(item) == []


def test_a_name_that_contradicts_the_header_is_told_and_not_followed() -> None:
    item = with_state(an_input(HEADER_REST), "stress", None)
    assert item.state is REST
    assert codes(item) == ["state-contradicted-by-name"]


def test_a_name_alone_is_followed_with_a_caution() -> None:
    item = with_state(an_input(), "stress", None)
    assert item.state is STRESS
    assert codes(item) == ["state-from-name"]


def test_a_name_does_not_settle_a_header_that_contradicts_itself() -> None:
    item = with_state(an_input(HEADER_REST, HEADER_STRESS), "stress", None)
    assert item.state is None
    assert codes(item) == ["state-unknown"]
    assert len(item.evidence) == 3


def test_nothing_known_stays_unknown_and_says_so_once() -> None:
    unknown = with_state(an_input(), "IM1", None)
    assert unknown.state is None
    assert codes(unknown) == ["state-unknown"]
    (caution,) = unknown.cautions
    assert "Put one of these words into the file's name" in caution.message
    assert codes(with_state(unknown, "IM1", None)) == ["state-unknown"]


def test_the_user_settles_what_nothing_tells() -> None:
    item = with_state(an_input(), "IM1", REST)
    assert item.state is REST
    assert item.evidence == (Evidence(source="option", found="rest", state=REST),)
    assert codes(item) == []


def test_the_user_overrules_the_header_and_its_evidence_stays() -> None:
    item = with_state(an_input(HEADER_REST), "rest.dcm", STRESS)
    assert item.state is STRESS
    assert item.evidence[0] == Evidence(source="option", found="stress", state=STRESS)
    assert HEADER_REST in item.evidence
    assert codes(item) == ["state-overruled"]
    assert "given as stress, but its header says rest" in item.cautions[0].message


def test_other_cautions_are_kept() -> None:
    other = Caution(code="area-assumed", message="As said.")
    item = with_state(an_input(cautions=(other,)), "IM1", REST)
    assert item.cautions == (other,)


def test_a_polar_map_carries_its_state_itself() -> None:
    ones = np.full((32, 72), 50.0)
    data = PolarMap(
        uptake_percent=ones,
        area_cm2=ones,
        valid=ones > 0,
        state=None,
        source=MapSource.ARRAY,
        reference_percentile=float("nan"),
    )
    item = StudyInput(
        data=data,
        kind=InputKind.POLAR_MAP,
        state=None,
        evidence=(),
        facts=AcquisitionFacts(),
        sha256="0",
    )
    found = with_state(item, "stress_map.npy", None).data
    assert isinstance(found, PolarMap)
    assert found.state is STRESS
