"""Cautions are told once, and name a state only where they are of that one alone."""

from myomap.reading import told_once
from myomap.reading.cautions import cautions_of_state
from myomap.records import Caution, State

FEW = Caution(code="few-counts", message="Too few counts.")
WALL = Caution(code="map-incomplete", message="A part holds no data.")
PAIR = Caution(code="axes-differ", message="The axes differ.")


def test_what_holds_of_both_states_is_told_once_and_names_none() -> None:
    raised = [
        *cautions_of_state(State.STRESS, [FEW, WALL]),
        *cautions_of_state(State.REST, [FEW]),
        PAIR,
        PAIR,
    ]
    told = told_once(raised)
    assert [(each.message, each.state) for each in told] == [
        (FEW.message, None),
        (WALL.message, State.STRESS),
        (PAIR.message, None),
    ]
    assert told[0].code == "stress-few-counts"


def test_what_holds_of_the_study_names_no_state_though_one_raised_it_too() -> None:
    told = told_once([FEW, *cautions_of_state(State.REST, [FEW])])
    assert [(each.message, each.state) for each in told] == [(FEW.message, None)]
