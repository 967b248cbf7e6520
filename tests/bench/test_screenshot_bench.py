"""The benchmark of pictures counts what it says."""

from dataclasses import replace

import numpy as np
import pytest

from myomap.bench import BENCHES, BenchOptions
from myomap.bench.screenshot_cases import ScreenCase, other_picture, screen_case
from myomap.bench.screenshot_figures import (
    disc_figures,
    is_confidently_wrong,
    reading_figures,
    state_figures,
    uptake_figures,
)
from myomap.bench.screenshot_matching import match_discs, place_error
from myomap.bench.screenshot_outcome import outcome_of_screen
from myomap.bench.screenshot_reading import ReadDisc
from myomap.records import State
from myomap.screens import (
    OTHER_KINDS,
    ScreenOptions,
    draw_screen,
    held_out_tables,
    known_tables,
)
from simulated_screens import smooth_maps


def case_of(seed=3, layout="side by side"):
    screen = draw_screen(
        np.random.default_rng(seed),
        smooth_maps(),
        tables=known_tables()[:1],
        options=ScreenOptions(layout=layout, diameter_px=(100, 160)),
    )
    return ScreenCase(index=seed, half="known", screen=screen)


def true_reading(disc, **changes):
    """Return the reading that knows the truth."""
    reading = ReadDisc(
        centre_px=disc.centre_px,
        radius_px=disc.radius_px,
        content=disc.content.value,
        state=disc.state,
        reason=None,
        confidence=1.0,
        percent=disc.percent,
        valid=disc.valid,
        has_map=True,
    )
    return replace(reading, **changes)


def value_of(figures, name):
    (figure,) = [each for each in figures if each.name == name]
    return figure.value


def test_a_disc_of_twice_the_pixels_off_is_twice_as_wrong():
    disc = case_of().screen.discs[0]
    (x, y), (across, up) = disc.centre_px, disc.radius_px
    off = true_reading(
        disc, centre_px=(x + 0.02 * across, y), radius_px=(across, 1.03 * up)
    )
    error = place_error(disc, off)
    assert error.centre_percent == pytest.approx(2.0)
    assert error.radius_percent == pytest.approx(3.0)


def test_every_found_disc_is_matched_once_and_the_rest_are_false():
    discs = case_of().screen.discs
    left, right = (true_reading(disc) for disc in discs)
    assert match_discs(discs, [right, left]) == ((1, 0), 0)
    assert match_discs(discs, [right, right]) == ((None, 0), 1)
    small = replace(left, radius_px=(10.0, 10.0))
    assert match_discs(discs, [small]) == ((None, None), 1)


def test_the_truth_itself_has_no_faults():
    case = case_of()
    found = [true_reading(disc) for disc in case.screen.discs]
    outcomes = [outcome_of_screen(case, found)]
    places = disc_figures(outcomes)
    assert value_of(places, "discs of uptake found") == 100
    assert value_of(places, "discs found that are none") == 0
    assert value_of(places, "centre error, 95th percentile") == 0
    errors = [f for f in uptake_figures(outcomes) if f.name.endswith("smooth tables")]
    assert {f.value for f in errors if f.unit == "points"} == {0.0, None}
    states = state_figures(outcomes)
    assert value_of(states, "stress and rest told by the layout") == 100
    assert value_of(states, "stress and rest told wrong, of those told") == 0


def test_a_shifted_map_and_exchanged_states_are_counted():
    case = case_of()
    found = [
        true_reading(disc, percent=disc.percent + 12.0, state=state)
        for disc, state in zip(
            case.screen.discs, (State.REST, State.STRESS), strict=True
        )
    ]
    outcome = outcome_of_screen(case, found)
    assert [disc.error_points for disc in outcome.discs] == pytest.approx([12, 12])
    assert (
        value_of(state_figures([outcome]), "stress and rest told wrong, of those told")
        == 100
    )
    wrong = "confidently wrong: error above 10 points"
    assert value_of(reading_figures([outcome], 0.5), wrong) == 100
    assert not is_confidently_wrong(replace(outcome.discs[0], confidence=0.4), 0.5)
    assert not is_confidently_wrong(replace(outcome.discs[0], error_points=9.0), 0.5)


def test_refusals_are_counted_by_reason_without_their_numbers():
    case = case_of()
    found = [
        true_reading(disc, reason=f"The scale explains {k} % of it. Expected more.")
        for k, disc in enumerate(case.screen.discs)
    ]
    figures = reading_figures([outcome_of_screen(case, found)], 0.5)
    assert value_of(figures, "refused: The scale explains # % of it") == 2
    assert value_of(figures, "discs found whose values are refused") == 100


def test_half_of_all_screens_are_drawn_in_held_out_tables():
    cases = [screen_case(0, index) for index in range(8)]
    held_out = {table.name for table in held_out_tables()}
    drawn = [case.screen.table.name in held_out for case in cases]
    assert drawn == [case.half == "held out" for case in cases]
    assert sum(drawn) == 4


def test_all_kinds_of_other_pictures_take_turns():
    n_kinds = len(OTHER_KINDS)
    assert other_picture(0, 3).kind == OTHER_KINDS[3]
    assert other_picture(0, n_kinds + 3).kind == OTHER_KINDS[3]
    assert other_picture(0, 3).file != other_picture(0, n_kinds + 3).file


def test_a_few_pictures_give_the_figures():
    figures = BENCHES["screenshot"](BenchOptions(n_cases=2, seed=5)).figures
    assert value_of(figures, "screens") == 2
    assert value_of(figures, "pictures without a polar map") == 1
