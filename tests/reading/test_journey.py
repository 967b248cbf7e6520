"""From a study to maps: what is found, what stays open, what is said of it."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import myomap
from intake_files import npy_bytes
from journeys import (
    dicom_at,
    input_with,
    patient,
    reading_of_both,
    reading_of_rest,
    study_with,
    true_map,
    uptake_by_segment,
    uptake_by_territory,
    volume_at,
    volume_without_ventricle,
    write_study,
)
from myomap.errors import ConfigError, VentricleNotFoundError
from myomap.polarmap import SamplingOptions
from myomap.reading import Reading, ReadOptions, StateReading, read, read_inputs
from myomap.reading.cautions import pair_cautions
from myomap.records import (
    AcquisitionFacts,
    Caution,
    Frame,
    InputKind,
    State,
    Territory,
    VentricleSource,
)
from myomap.ventricle import ManualPlacement
from records_samples import polar_map, projections

STRESS, REST = State.STRESS, State.REST


def codes(reading: Reading) -> list[str]:
    return [caution.code for caution in reading.cautions]


def placement(state: State, turned_deg: float = 0.0) -> ManualPlacement:
    """Return where the patient's ventricle is, its apex turned about the base."""
    found = reading_of_both().states[state].ventricle
    assert found is not None
    axis = found.long_axis
    turn = np.radians(turned_deg)
    across = axis.apex_mm - axis.base_mm
    x, y, z = across
    turned = np.array(
        [np.cos(turn) * x - np.sin(turn) * y, np.sin(turn) * x + np.cos(turn) * y, z]
    )
    return ManualPlacement(
        apex_mm=axis.base_mm + turned, base_mm=axis.base_mm, radius_mm=27.0
    )


def test_a_disease_is_seen_where_it_is_and_when() -> None:
    reading = reading_of_both()
    at_stress = uptake_by_territory(reading.states[STRESS].polar_map)
    at_rest = uptake_by_territory(reading.states[REST].polar_map)
    assert min(at_stress, key=at_stress.__getitem__) is Territory.LAD
    assert at_stress[Territory.LAD] < at_rest[Territory.LAD] - 10
    assert abs(at_stress[Territory.RCA] - at_rest[Territory.RCA]) < 8
    assert codes(reading) == []


@pytest.mark.parametrize("state", State)
def test_the_lowest_segments_are_the_diseased_ones(state: State) -> None:
    read_values = uptake_by_segment(reading_of_both().states[state].polar_map)
    truth = uptake_by_segment(true_map(state))
    diseased = {index for index, value in enumerate(truth) if value < 85}
    lowest = set(np.argsort(read_values)[: len(diseased)])
    assert len(diseased) >= 4
    # Blur lets one healthy neighbour change places with a mildly diseased segment.
    assert len(diseased & lowest) >= len(diseased) - 1


def test_the_difference_is_that_of_the_two_maps() -> None:
    reading = reading_of_both()
    stress = reading.states[STRESS].polar_map
    rest = reading.states[REST].polar_map
    change = reading.difference
    assert change is not None
    both = stress.valid & rest.valid
    assert_array_equal(change.valid, both)
    assert_allclose(
        change.difference_points[both],
        (stress.uptake_percent - rest.uptake_percent)[both],
        atol=1e-4,
    )


def test_a_rest_volume_alone_is_read_and_stress_stays_open() -> None:
    reading = reading_of_rest()
    assert list(reading.states) == [REST]
    assert reading.stress is None
    assert reading.rest is not None
    assert reading.rest.ventricle is not None
    assert reading.difference is None
    assert codes(reading) == []


def test_a_state_is_read_the_same_with_and_without_the_other() -> None:
    alone, beside = (r.states[REST] for r in (reading_of_rest(), reading_of_both()))
    assert_array_equal(alone.polar_map.uptake_percent, beside.polar_map.uptake_percent)


def test_paths_and_a_gathered_study_lead_to_the_same_reading(tmp_path: Path) -> None:
    reading = read([write_study(tmp_path)])
    # DICOM keeps 16 bits of the counts.
    for state, found in reading_of_both().states.items():
        assert_allclose(
            uptake_by_segment(reading.states[state].polar_map),
            uptake_by_segment(found.polar_map),
            atol=0.1,
        )
    assert myomap.read is read


def test_reading_twice_gives_the_same_bytes() -> None:
    again = read_inputs(study_with(input_with(volume_at(REST), REST)))
    first = reading_of_rest()
    assert again.rest is not None
    assert first.rest is not None
    assert (
        again.rest.polar_map.uptake_percent.tobytes()
        == first.rest.polar_map.uptake_percent.tobytes()
    )
    assert again.cautions == first.cautions


def test_the_order_of_the_inputs_changes_nothing() -> None:
    turned = read_inputs(
        study_with(*(input_with(volume_at(s), s) for s in reversed(State)))
    )
    assert list(turned.states) == [STRESS, REST]
    for state, found in reading_of_both().states.items():
        assert_array_equal(
            turned.states[state].polar_map.uptake_percent,
            found.polar_map.uptake_percent,
        )


def test_counts_in_another_scale_give_the_same_map() -> None:
    volume = volume_at(REST)
    scaled = volume.with_counts(1000.0 * volume.counts)
    reading = read_inputs(study_with(input_with(scaled, REST)))
    assert_allclose(
        uptake_by_segment(reading.states[REST].polar_map),
        uptake_by_segment(reading_of_rest().states[REST].polar_map),
        atol=0.05,
    )


@pytest.mark.parametrize("missing", State)
def test_a_ventricle_missing_in_one_state_is_a_caution(missing: State) -> None:
    other = REST if missing is STRESS else STRESS
    reading = read_inputs(
        study_with(
            input_with(volume_without_ventricle(), missing),
            input_with(polar_map(state=None), other),
        )
    )
    assert list(reading.states) == [other]
    (caution,) = reading.cautions
    assert caution.code == f"{missing.value}-ventricle-not-found"
    assert caution.message.startswith(f"{missing.value.capitalize()}: ")


def test_a_ventricle_missing_everywhere_ends_the_reading() -> None:
    study = study_with(input_with(volume_without_ventricle(), REST))
    with pytest.raises(VentricleNotFoundError, match=r"(?i)left ventricle"):
        read_inputs(study)


def test_a_ready_map_is_taken_as_it_is_and_gets_its_state() -> None:
    given = polar_map(state=None)
    reading = read_inputs(study_with(input_with(given, STRESS)))
    found = reading.states[STRESS]
    assert found.ventricle is None
    assert found.polar_map.state is STRESS
    assert_array_equal(found.polar_map.uptake_percent, given.uptake_percent)


def test_maps_as_files_are_read(tmp_path: Path) -> None:
    ramp = np.tile(np.linspace(40, 100, 72, dtype=np.float32), (32, 1))
    (tmp_path / "a_stress.npy").write_bytes(npy_bytes(ramp))
    (tmp_path / "a_rest.npy").write_bytes(npy_bytes(ramp[:, ::-1]))
    reading = read([tmp_path])
    assert_allclose(reading.states[STRESS].polar_map.uptake_percent, ramp)
    assert_allclose(reading.states[REST].polar_map.uptake_percent, ramp[:, ::-1])
    assert set(codes(reading)) == {
        "patient-unverified",
        "states-laid-differently",
        "stress-area-assumed",
        "stress-state-from-name",
        "rest-area-assumed",
        "rest-state-from-name",
    }


def test_a_volume_and_a_map_make_one_reading() -> None:
    reading = read_inputs(
        study_with(input_with(volume_at(REST), REST), input_with(polar_map(), STRESS))
    )
    assert reading.states[STRESS].ventricle is None
    assert reading.states[REST].ventricle is not None
    assert reading.difference is not None
    assert codes(reading) == []


@pytest.mark.parametrize(
    ("share", "shown"), [(0.5, "50 %"), (0.001, "Less than 1 %")], ids=["half", "few"]
)
def test_a_map_with_gaps_says_how_much_is_missing(share: float, shown: str) -> None:
    valid = np.ones((32, 72), bool)
    valid.flat[: round(share * valid.size)] = False
    reading = read_inputs(study_with(input_with(polar_map(valid=valid), REST)))
    (caution,) = reading.cautions
    assert caution.code == "rest-map-incomplete"
    assert caution.message.startswith(f"Rest: {shown} of the map holds no data")


def test_a_wall_that_leaves_the_field_of_view_is_a_gap_in_the_map() -> None:
    place = placement(REST)
    volume = volume_at(REST)
    # The grid ends halfway up the ventricle; what lies above is not made up.
    middle = (place.apex_mm + place.base_mm) / 2
    inverse = np.linalg.inv(volume.affine)
    top = round(float((inverse @ [*middle, 1.0])[0]))
    cut = replace(volume, counts=volume.counts[:top])
    reading = read_inputs(
        study_with(input_with(cut, REST)), ReadOptions(placements={REST: place})
    )
    assert "rest-map-incomplete" in codes(reading)
    assert not reading.states[REST].polar_map.valid.all()


def test_maps_without_a_common_sample_have_no_difference() -> None:
    left = np.zeros((32, 72), bool)
    left[:, :36] = True
    reading = read_inputs(
        study_with(
            input_with(polar_map(valid=left), STRESS),
            input_with(polar_map(valid=~left, state=REST), REST),
        )
    )
    assert len(reading.states) == 2
    assert reading.difference is None
    assert "nothing-in-common" in codes(reading)


def test_a_ventricle_can_be_placed_by_hand() -> None:
    reading = read_inputs(
        study_with(input_with(volume_at(REST), REST)),
        ReadOptions(placements={REST: placement(REST)}),
    )
    found = reading.states[REST].ventricle
    assert found is not None
    assert found.source is VentricleSource.MANUAL
    # The place that the automat found gives nearly the automat's own map.
    assert_allclose(
        uptake_by_segment(reading.states[REST].polar_map),
        uptake_by_segment(reading_of_rest().states[REST].polar_map),
        atol=6.0,
    )


@pytest.mark.parametrize("turned_deg", [25.0, -25.0])
def test_axes_that_differ_are_a_caution(turned_deg: float) -> None:
    inputs = [input_with(volume_at(state), state) for state in State]
    reading = read_inputs(
        study_with(*inputs),
        ReadOptions(placements={STRESS: placement(STRESS, turned_deg)}),
    )
    (caution,) = [one for one in reading.cautions if one.code == "axes-differ"]
    assert "expected at most 10°" in caution.message


def test_axes_are_not_compared_where_one_has_no_place_in_the_patient() -> None:
    slices = reading_of_both().states[STRESS].ventricle
    assert slices is not None
    unplaced = replace(slices.short_axis, frame=Frame.SHORT_AXIS_FROM_APEX)
    reading = read_inputs(
        study_with(
            input_with(unplaced, STRESS, kind=InputKind.SHORT_AXIS_VOLUME),
            input_with(volume_at(REST), REST),
        ),
    )
    assert len(reading.states) == 2
    assert "axes-differ" not in codes(reading)


@pytest.mark.parametrize(
    ("at_rest", "expected"), [(True, []), (False, ["attenuation-correction-differs"])]
)
def test_a_correction_in_one_state_only_is_a_caution(
    at_rest: bool, expected: list[str]
) -> None:
    facts = AcquisitionFacts(attenuation_corrected=at_rest)
    reading = read_inputs(
        study_with(
            input_with(polar_map(), STRESS),
            input_with(polar_map(state=REST), REST, facts=facts),
        )
    )
    assert codes(reading) == expected


def test_cautions_of_an_input_say_of_which_state_they_are() -> None:
    doubt = Caution(code="odd", message="It is odd.")
    reading = read_inputs(study_with(input_with(polar_map(), REST, cautions=(doubt,))))
    assert reading.cautions == (Caution(code="rest-odd", message="Rest: It is odd."),)


@pytest.mark.parametrize("state", State)
def test_a_placement_that_would_not_be_followed_is_refused(state: State) -> None:
    options = ReadOptions(placements={state: placement(STRESS)})
    with pytest.raises(ConfigError, match=f"by hand at {state.value}, and no volume"):
        read_inputs(study_with(input_with(polar_map(), STRESS)), options)


def test_the_options_of_sampling_are_followed() -> None:
    options = ReadOptions(sampling=SamplingOptions(reference_percentile=50.0))
    reading = read_inputs(study_with(input_with(volume_at(REST), REST)), options)
    ratio = (
        reading.states[REST].polar_map.uptake_percent
        / reading_of_rest().states[REST].polar_map.uptake_percent
    )
    assert reading.states[REST].polar_map.reference_percentile == 50.0
    assert ratio.min() > 1.05
    assert_allclose(ratio, ratio.mean(), rtol=1e-5)


def test_the_state_that_is_given_overrules_the_file(tmp_path: Path) -> None:
    path = tmp_path / "volume.dcm"
    path.write_bytes(dicom_at(REST))
    reading = read([], ReadOptions(stress=(path,)))
    assert list(reading.states) == [STRESS]
    assert codes(reading) == ["stress-state-overruled"]


def test_a_reading_is_shown_without_anything_of_the_patient() -> None:
    shown = repr(reading_of_both())
    assert shown.startswith("Reading(PolarMap(stress")
    assert shown.endswith("0 cautions)")
    assert patient().states.disease.value not in shown


def test_stress_and_rest_of_two_cameras_are_a_caution() -> None:
    inputs = [
        input_with(
            polar_map(), state, facts=AcquisitionFacts(manufacturer=maker, camera="A")
        )
        for state, maker in ((State.STRESS, "One"), (State.REST, "Other"))
    ]
    assert "cameras-differ" in codes(read_inputs(study_with(*inputs)))
    alike = [replace(one, facts=inputs[0].facts) for one in inputs]
    assert "cameras-differ" not in codes(read_inputs(study_with(*alike)))
    unknown = [replace(inputs[0], facts=AcquisitionFacts()), inputs[1]]
    assert "cameras-differ" not in codes(read_inputs(study_with(*unknown)))


@pytest.mark.parametrize(("factor", "is_told"), [(1.0, False), (2.0, True)])
def test_rest_with_far_more_counts_may_be_stress(factor: float, is_told: bool) -> None:
    def mapped(counts: float, state: State) -> StateReading:
        data = projections(counts=np.full((1, 1, 8, 4, 5), counts))
        source = input_with(data, state, kind=InputKind.PROJECTIONS)
        return StateReading(source=source, ventricle=None, polar_map=polar_map())

    told = pair_cautions(mapped(10.0, State.STRESS), mapped(10 * factor, State.REST))
    assert ("rest-has-more-counts" in {one.code for one in told}) is is_told
