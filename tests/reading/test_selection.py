"""Which inputs are read when there are several, and what is said of the others."""

from itertools import permutations
from typing import Any

import pytest

from myomap.errors import InputError
from myomap.reading.selection import Selection, select_inputs
from myomap.records import (
    AcquisitionFacts,
    Evidence,
    InputKind,
    State,
    Study,
    StudyInput,
)
from records_samples import polar_map, projections, study_input

TRANSAXIAL = InputKind.TRANSAXIAL_VOLUME
SHORT_AXIS = InputKind.SHORT_AXIS_VOLUME
MAP = InputKind.POLAR_MAP
PICTURE = InputKind.PICTURE
STRESS, REST = State.STRESS, State.REST


def one(
    name: str,
    state: State | None,
    kind: InputKind = TRANSAXIAL,
    corrected: bool | None = None,
    **changes: Any,
) -> StudyInput:
    """Return an input that its hash names."""
    data = {MAP: polar_map, PICTURE: polar_map, InputKind.PROJECTIONS: projections}.get(
        kind
    )
    if data is not None:
        changes["data"] = data()
    return study_input(
        sha256=name,
        state=state,
        kind=kind,
        facts=AcquisitionFacts(attenuation_corrected=corrected),
        **{"evidence": (), **changes},
    )


def asked(state: State) -> tuple[Evidence, ...]:
    return (Evidence(source="option", found=state.value, state=state),)


def selected(*inputs: StudyInput) -> Selection:
    """Return the selection, having checked that the order does not matter."""
    results = [select_inputs(Study(inputs=order)) for order in permutations(inputs)]
    first = results[0]
    for other in results:
        assert other.stress is first.stress
        assert other.rest is first.rest
        assert other.cautions == first.cautions
    return first


def names(selection: Selection) -> tuple[str | None, str | None]:
    return (
        selection.stress.sha256 if selection.stress else None,
        selection.rest.sha256 if selection.rest else None,
    )


def codes(selection: Selection) -> list[str]:
    return [caution.code for caution in selection.cautions]


def test_one_of_each_state_is_read_without_a_caution() -> None:
    selection = selected(one("a", STRESS), one("b", REST))
    assert names(selection) == ("a", "b")
    assert selection.cautions == ()


@pytest.mark.parametrize("state", State)
def test_a_single_state_leaves_the_other_open(state: State) -> None:
    selection = selected(one("a", state))
    assert names(selection) == (("a", None) if state is STRESS else (None, "a"))
    assert selection.cautions == ()


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize(
    ("better", "worse"),
    [(TRANSAXIAL, SHORT_AXIS), (SHORT_AXIS, MAP), (TRANSAXIAL, MAP)],
)
def test_a_volume_nearer_to_the_acquisition_is_preferred(
    state: State, better: InputKind, worse: InputKind
) -> None:
    # The hash would have it the other way round.
    selection = selected(one("a", state, worse), one("z", state, better))
    assert "z" in names(selection)
    assert codes(selection) == ["several-inputs"]


def test_a_pair_of_one_kind_goes_before_the_better_kind_of_one_state() -> None:
    selection = selected(
        one("volume", STRESS), one("map s", STRESS, MAP), one("map r", REST, MAP)
    )
    assert names(selection) == ("map s", "map r")


def test_stress_and_rest_are_corrected_alike() -> None:
    selection = selected(
        one("ac", STRESS, corrected=True),
        one("nac", STRESS, corrected=False),
        one("rest nac", REST, corrected=False),
    )
    assert names(selection) == ("nac", "rest nac")
    assert codes(selection) == ["several-inputs"]


def test_maps_of_one_picture_stay_together() -> None:
    found = selected(
        one("a", REST, PICTURE),
        one("b", STRESS, PICTURE),
        one("b", REST, PICTURE),
        one("c", STRESS, PICTURE),
    )
    assert found.stress is not None
    assert found.rest is not None
    assert (found.stress.sha256, found.rest.sha256) == ("b", "b")


def test_corrected_goes_before_uncorrected_where_both_have_it() -> None:
    selection = selected(
        one("a nac", STRESS, corrected=False),
        one("z ac", STRESS, corrected=True),
        one("a rest nac", REST, corrected=False),
        one("z rest ac", REST, corrected=True),
    )
    assert names(selection) == ("z ac", "z rest ac")


def test_corrected_goes_before_uncorrected_in_a_single_state() -> None:
    selection = selected(
        one("a", REST, corrected=False),
        one("b", REST, corrected=None),
        one("z", REST, corrected=True),
    )
    assert names(selection) == (None, "z")


@pytest.mark.parametrize("other", [TRANSAXIAL, MAP])
def test_what_the_user_named_is_read_whatever_else_there_is(other: InputKind) -> None:
    selection = selected(
        one("z asked", STRESS, MAP, corrected=False, evidence=asked(STRESS)),
        one("a", STRESS, corrected=True),
        one("b", REST, other, corrected=True),
    )
    assert names(selection) == ("z asked", "b")
    assert codes(selection) == ["several-inputs"]


def test_an_unknown_state_is_never_guessed() -> None:
    selection = selected(one("a", STRESS), one("b", None), one("c", None, MAP))
    assert names(selection) == ("a", None)
    (caution,) = selection.cautions
    assert caution.code == "state-unknown-unused"
    assert caution.message.startswith("2 input(s) of unknown state were not read")
    assert "--stress or --rest" in caution.message


def test_projections_beside_a_volume_are_passed_over_with_a_caution() -> None:
    raw = InputKind.PROJECTIONS
    selection = selected(one("a", STRESS), one("b", REST), one("c", REST, raw))
    assert names(selection) == ("a", "b")
    (caution,) = selection.cautions
    assert caution.code == "projections-unused"
    assert caution.message.startswith("1 set(s) of raw projections")


def test_each_sort_that_is_passed_over_is_counted_by_itself() -> None:
    selection = selected(
        one("a", STRESS),
        one("b", STRESS),
        one("c", None),
        one("d", STRESS, InputKind.PROJECTIONS),
    )
    assert names(selection) == ("a", None)
    assert codes(selection) == [
        "state-unknown-unused",
        "projections-unused",
        "several-inputs",
    ]
    assert all(caution.message.startswith("1 ") for caution in selection.cautions)


def test_projections_are_read_where_there_is_nothing_else() -> None:
    raw = InputKind.PROJECTIONS
    selection = selected(one("a", STRESS, raw), one("b", REST, raw))
    assert names(selection) == ("a", "b")
    assert not selection.cautions


def test_projections_of_unknown_state_are_not_guessed_into_a_place() -> None:
    with pytest.raises(InputError, match="--stress FILE"):
        selected(one("a", None, InputKind.PROJECTIONS))


def test_nothing_at_all_is_refused() -> None:
    with pytest.raises(InputError, match="no uptake of the heart: found nothing"):
        select_inputs(Study(inputs=()))


def test_one_input_of_unknown_state_is_refused_with_what_to_do() -> None:
    with pytest.raises(
        InputError, match=r"no code, description or file name says so.*as --stress FILE"
    ):
        select_inputs(Study(inputs=(one("a", None),)))


def test_two_inputs_of_unknown_state_are_refused_with_what_to_do() -> None:
    with pytest.raises(InputError, match=r"of 2 inputs.*--stress FILE --rest FILE"):
        select_inputs(Study(inputs=(one("a", None), one("b", None))))


def test_a_header_that_contradicts_itself_is_not_called_silent() -> None:
    both = (
        Evidence(source="SeriesDescription", found="rest", state=REST),
        Evidence(source="ImageID", found="stress", state=STRESS),
    )
    with pytest.raises(InputError, match="contradicts itself"):
        select_inputs(Study(inputs=(one("a", None, evidence=both),)))
