"""The function of gated states, from inputs to JSON and picture."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from beating_hearts import beat, gates, summed
from journeys import input_with, study_with, volume_at
from myomap.phantom import (
    Disease,
    Protocol,
    acquire,
    beating,
    draw_patient,
    polar_map_of_truth,
    render_truth,
)
from myomap.reading import (
    Reading,
    ReadOptions,
    describe_reading,
    read_inputs,
    write_reading,
)
from myomap.reading.document import FunctionEntry
from myomap.reading.function_drawing import draw_function, drawn_beats
from myomap.reconstruction import Progress, named_protocol
from myomap.records import (
    AcquisitionFacts,
    Evidence,
    Gating,
    InputKind,
    State,
    StudyInput,
    Volume,
)
from myomap.ventricle import ManualPlacement

REST, STRESS = State.REST, State.STRESS


def gated_input(
    volumes: tuple[Volume, ...], state: State = REST, gating: Gating | None = None
) -> StudyInput:
    facts = AcquisitionFacts(n_gates=len(volumes), gating=gating)
    return input_with(summed(volumes), state, facts=facts, gates=volumes)


@cache
def reading_of_gates() -> Reading:
    return read_inputs(study_with(gated_input(gates(80_000.0))))


def entry(reading: Reading, state: State = REST) -> FunctionEntry:
    found = getattr(describe_reading(reading).function, state.value)
    assert isinstance(found, FunctionEntry)
    return found


def codes(reading: Reading) -> list[str]:
    return [caution.code for caution in reading.cautions]


def test_a_gated_state_tells_volumes_and_the_other_none() -> None:
    ungated = input_with(volume_at(STRESS), STRESS)
    reading = read_inputs(study_with(ungated, gated_input(gates(80_000.0))))
    found = entry(reading)
    assert describe_reading(reading).function.stress is None
    assert found.n_gates == 8
    assert found.is_doubtful is False
    assert found.ejection_fraction_percent == pytest.approx(
        100 * beat().ejection_fraction, abs=4
    )
    assert found.end_diastolic_ml == pytest.approx(max(beat().cavity_ml), rel=0.1)
    assert found.cavity_ml is not None
    assert found.end_diastole is not None
    assert found.end_systole is not None
    assert found.cavity_ml[found.end_diastole - 1] == found.end_diastolic_ml
    assert found.cavity_ml[found.end_systole - 1] == found.end_systolic_ml
    assert found.stroke_ml == pytest.approx(
        (found.end_diastolic_ml or 0) - (found.end_systolic_ml or 0), abs=0.15
    )
    assert found.segments is not None
    assert len(found.segments) == 17
    assert found.phase is not None
    assert 0 < found.phase.entropy < 1
    assert codes(reading_of_gates()) == []


def test_a_short_last_gate_is_made_up_for_and_told() -> None:
    *others, last = gates(80_000.0)
    short = (*others, last.with_counts(0.7 * last.counts))
    reading = read_inputs(study_with(gated_input(short)))
    assert codes(reading) == ["rest-gates-last-low"]
    expected = entry(reading_of_gates()).ejection_fraction_percent
    assert entry(reading).ejection_fraction_percent == pytest.approx(expected, abs=1.0)


def test_too_few_gates_give_a_map_and_no_figures() -> None:
    reading = read_inputs(study_with(gated_input(gates(n_gates=4))))
    assert reading.rest is not None
    assert codes(reading) == ["rest-gates-too-few"]
    assert entry(reading) == FunctionEntry(n_gates=4, is_doubtful=None)


def test_rejected_beats_are_told() -> None:
    gating = Gating(n_accepted=70, n_rejected=30)
    reading = read_inputs(study_with(gated_input(gates(), gating=gating)))
    assert codes(reading) == ["rest-beats-rejected"]


def test_an_empty_gate_costs_the_function_and_not_the_map() -> None:
    first, *others = gates(80_000.0)
    empty = first.with_counts(np.zeros_like(first.counts))
    reading = read_inputs(study_with(gated_input((empty, *others))))
    assert reading.rest is not None
    assert "rest-function-not-measured" in codes(reading)
    assert entry(reading).ejection_fraction_percent is None


def test_gates_too_large_to_be_kept_are_told() -> None:
    facts = AcquisitionFacts(n_gates=16)
    item = input_with(summed(gates()), REST, facts=facts)
    reading = read_inputs(study_with(item))
    assert codes(reading) == ["rest-function-not-measured"]
    assert entry(reading).n_gates == 16


def test_a_gated_volume_beside_the_map_tells_the_function() -> None:
    ready = polar_map_of_truth(render_truth(beat().gates[0]), REST)
    gated = replace(gated_input(gates()), sha256="9" * 64)
    asked = input_with(ready, REST)
    reading = read_inputs(study_with(gated, replace(asked, evidence=_named())))
    assert reading.rest is not None
    assert reading.rest.ventricle is None
    assert codes(reading) == ["rest-function-of-another-input"]
    assert entry(reading).ejection_fraction_percent is not None


def _named() -> tuple[Evidence, ...]:
    return (Evidence(source="option", found="rest", state=REST),)


def test_gates_are_followed_from_a_ventricle_placed_by_hand() -> None:
    found = reading_of_gates().states[REST].ventricle
    assert found is not None
    ring = found.midwall.points_mm[20]
    placement = ManualPlacement(
        apex_mm=found.long_axis.apex_mm,
        base_mm=found.long_axis.base_mm,
        radius_mm=float(np.linalg.norm(ring - ring.mean(axis=0), axis=1).mean()),
    )
    reading = read_inputs(
        study_with(gated_input(gates(80_000.0))),
        ReadOptions(placements={REST: placement}),
    )
    assert entry(reading).ejection_fraction_percent == pytest.approx(
        100 * beat().ejection_fraction, abs=6
    )


def with_doubt(reading: Reading) -> Reading:
    rest = reading.rest
    assert rest is not None
    assert rest.beat is not None
    assert rest.beat.figures is not None
    figures = replace(rest.beat.figures, is_doubtful=True)
    return replace(
        reading, rest=replace(rest, beat=replace(rest.beat, figures=figures))
    )


def test_doubtful_contours_give_no_figures_and_no_picture(tmp_path: Path) -> None:
    doubted = with_doubt(reading_of_gates())
    assert entry(doubted) == FunctionEntry(n_gates=8, is_doubtful=True)
    document = write_reading(doubted, tmp_path)
    assert document.artifacts.function is None
    assert not (tmp_path / "function.png").exists()


def test_the_picture_is_written_where_there_is_something_to_draw(
    tmp_path: Path,
) -> None:
    document = write_reading(reading_of_gates(), tmp_path)
    assert document.artifacts.function == "function.png"
    with Image.open(tmp_path / "function.png") as picture:
        colors = len(picture.convert("RGB").getcolors(1 << 24) or ())
        assert picture.width > 2 * picture.height
    assert colors > 200
    # A later reading without gates takes it away.
    rest = read_inputs(study_with(input_with(volume_at(REST), REST)))
    write_reading(rest, tmp_path, force=True)
    assert not (tmp_path / "function.png").exists()


def gated_views() -> StudyInput:
    """Return small raw projections of a beating heart."""
    protocol = Protocol(n_views=16, matrix=32)
    drawn = draw_patient(
        np.random.default_rng(3), protocol=protocol, disease=Disease.NORMAL
    )
    beats = {
        state: beating(drawn.of(state), ejection_fraction=0.6, n_gates=6)
        for state in State
    }
    views = acquire(drawn, beats=beats).rest
    facts = AcquisitionFacts(n_gates=6)
    return input_with(views, REST, kind=InputKind.PROJECTIONS, facts=facts)


def test_for_maps_alone_no_gate_is_reconstructed() -> None:
    steps: dict[bool, list[Progress]] = {}
    maps = {}
    for wanted in (True, False):
        seen: list[Progress] = []
        options = ReadOptions(protocol=named_protocol("fbp"), measures_function=wanted)
        reading = read_inputs(
            study_with(gated_views()), options, on_progress=seen.append
        )
        found = reading.states[REST]
        steps[wanted], maps[wanted] = seen, found.polar_map.uptake_percent
        assert (found.beat is not None) is wanted
        assert found.reconstructed is not None
        assert len(found.reconstructed.reconstruction.gates) == (6 if wanted else 0)
    assert len(steps[True]) > len(steps[False])
    np.testing.assert_allclose(maps[True], maps[False], atol=1e-3)


def test_rows_of_two_gated_states_do_not_touch() -> None:
    (figures,) = drawn_beats(reading_of_gates()).values()
    figure = draw_function({STRESS: figures, REST: figures})
    (title,) = (each for each in figure.texts if each.get_text().startswith("Rest: EF"))
    written = title.get_window_extent()
    for axes in figure.axes:
        box = axes.get_tightbbox()
        assert box is None or not written.overlaps(box)
