"""Stress and rest that changed places: what counts, doses and times betray."""

from datetime import datetime, timedelta

import numpy as np
import pytest

from journeys import input_with
from myomap.reading.exchanged import exchange_cautions
from myomap.records import AcquisitionFacts, InputKind, State, StudyInput
from records_samples import polar_map, projections

MORNING = datetime(2024, 3, 1, 9, 0)


def raw(state: State, counts: float, at: datetime | None = None) -> StudyInput:
    data = projections(counts=np.full((1, 1, 8, 4, 5), counts))
    facts = AcquisitionFacts(acquired_at=at)
    return input_with(data, state, kind=InputKind.PROJECTIONS, facts=facts)


def dosed(state: State, dose: float | None, at: datetime | None = None) -> StudyInput:
    return input_with(
        polar_map(), state, facts=AcquisitionFacts(dose=dose, acquired_at=at)
    )


def told(stress: StudyInput, rest: StudyInput) -> list[str]:
    return [one.code for one in exchange_cautions(stress, rest)]


LATER, NEXT_DAY = MORNING + timedelta(hours=3), MORNING + timedelta(hours=26)


@pytest.mark.parametrize(
    ("stress_at", "rest_at", "more_at_rest", "more_at_stress"),
    [
        (None, None, ["rest-has-more-counts"], []),
        (LATER, MORNING, ["rest-has-more-counts"], []),
        (MORNING, LATER, [], ["stress-has-more-counts"]),
        (MORNING, NEXT_DAY, ["rest-has-more-counts"], []),
        (MORNING, None, ["rest-has-more-counts"], []),
        (MORNING, MORNING, ["rest-has-more-counts"], []),
    ],
    ids=[
        "no-times",
        "rest-first",
        "stress-first",
        "two-days",
        "one-time",
        "one-moment",
    ],
)
def test_the_first_of_a_day_has_the_fewer_counts(
    stress_at: datetime | None,
    rest_at: datetime | None,
    more_at_rest: list[str],
    more_at_stress: list[str],
) -> None:
    few = raw(State.STRESS, 10.0, stress_at), raw(State.REST, 10.0, rest_at)
    many = raw(State.STRESS, 20.0, stress_at), raw(State.REST, 20.0, rest_at)
    assert told(few[0], many[1]) == more_at_rest
    assert told(many[0], few[1]) == more_at_stress
    assert told(*few) == []


def test_doses_betray_what_volumes_and_maps_cannot() -> None:
    assert told(dosed(State.STRESS, 350.0), dosed(State.REST, 1000.0)) == [
        "rest-has-more-dose"
    ]
    assert told(dosed(State.STRESS, 1000.0), dosed(State.REST, 350.0)) == []
    assert told(dosed(State.STRESS, None), dosed(State.REST, 350.0)) == []
    first = dosed(State.STRESS, 1000.0, MORNING)
    assert told(first, dosed(State.REST, 350.0, LATER)) == ["stress-has-more-dose"]


def test_the_caution_says_by_how_much_and_what_to_do() -> None:
    (caution,) = exchange_cautions(raw(State.STRESS, 10.0), raw(State.REST, 25.0))
    assert "2.5 times the counts of stress" in caution.message
    assert "--stress and --rest" in caution.message
