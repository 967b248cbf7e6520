"""A map that lies otherwise than the other state's is told of."""

from dataclasses import replace

import numpy as np
import pytest

from journeys import input_with, study_with, volume_at
from myomap.phantom import Disease, draw_patient, quick_maps
from myomap.reading import read_inputs
from myomap.reading.cautions import pair_cautions
from myomap.reading.laid_alike import layout_cautions
from myomap.records import PolarMap, State


def two_maps(seed: int = 5, disease: Disease = Disease.INFARCTION):
    maps = quick_maps(draw_patient(np.random.default_rng(seed), disease=disease))
    return maps[State.STRESS], maps[State.REST]


def moved(found: PolarMap, how) -> PolarMap:
    return replace(
        found,
        uptake_percent=how(found.uptake_percent),
        valid=how(found.valid),
        area_cm2=how(found.area_cm2),
    )


def mirrored(values):
    """Return lateral for septal, sample by sample."""
    return np.stack([values[:, (36 - j) % 72] for j in range(72)], axis=1)


def test_two_maps_that_lie_alike_say_nothing() -> None:
    stress, rest = two_maps()
    assert layout_cautions(stress, rest) == ()
    assert layout_cautions(stress, stress) == ()


@pytest.mark.parametrize("steps", [18, 36, -12])
def test_a_turned_map_is_told_with_its_angle(steps: int) -> None:
    stress, _ = two_maps()
    other = moved(stress, lambda values: np.roll(values, steps, axis=1))
    (caution,) = layout_cautions(stress, other)
    assert caution.code == "states-laid-differently"
    assert f"turned by {abs(steps) * 5}°, with a correlation of 1.00" in caution.message


def test_the_errors_of_an_axis_are_no_other_layout() -> None:
    stress, _ = two_maps()
    for steps in (-3, 3):
        other = moved(stress, lambda values, k=steps: np.roll(values, k, axis=1))
        assert layout_cautions(stress, other) == ()


def test_a_mirrored_map_is_told() -> None:
    stress, _ = two_maps()
    (caution,) = layout_cautions(stress, moved(stress, mirrored))
    assert "mirrored, with a correlation of 1.00" in caution.message
    (again,) = layout_cautions(moved(stress, mirrored), stress)
    assert again.message == caution.message


def test_even_maps_and_maps_without_data_say_nothing() -> None:
    stress, _ = two_maps()
    even = replace(stress, uptake_percent=np.full((32, 72), 80.0, np.float32))
    assert layout_cautions(even, even) == ()
    turned = moved(stress, lambda values: np.roll(values, 36, axis=1))
    half = np.zeros((32, 72), np.bool_)
    half[:, :30] = True
    assert layout_cautions(stress, replace(turned, valid=half)) == ()


def test_few_good_pairs_are_told_and_most_turned_scars() -> None:
    told = {"good": 0, "turned": 0}
    for seed in range(30):
        stress, rest = two_maps(seed)
        told["good"] += len(layout_cautions(stress, rest))
        other = moved(rest, lambda values: np.roll(values, 24, axis=1))
        told["turned"] += len(layout_cautions(stress, other))
    assert told["good"] <= 1
    assert told["turned"] >= 18


def test_volumes_that_know_the_patients_axes_are_not_asked() -> None:
    volumes = (input_with(volume_at(state), state) for state in State)
    found = read_inputs(study_with(*volumes)).states
    stress, _ = two_maps()
    turned = moved(stress, lambda values: np.roll(values, 36, axis=1))
    one = replace(found[State.STRESS], polar_map=stress)
    other = replace(found[State.REST], polar_map=turned)
    placed = {caution.code for caution in pair_cautions(one, other)}
    loose = pair_cautions(one, replace(other, ventricle=None))
    assert "states-laid-differently" not in placed
    assert "states-laid-differently" in {caution.code for caution in loose}
