"""A beating ventricle of known volumes, and the figures that are made of it."""

from functools import cache

import numpy as np
import pytest

from myomap.errors import GeometryError, InputError, VentricleNotFoundError
from myomap.function import FEWEST_GATES, measure_function, phase_figures
from myomap.function.gates import over_the_beat
from myomap.function.slab import seen_brightness, seen_width_mm
from myomap.phantom import (
    Beat,
    Disease,
    ImagingOptions,
    beating,
    draw_patient,
    render_volume,
)
from myomap.records import Volume


@cache
def _beat() -> Beat:
    patient = draw_patient(np.random.default_rng([81, 2]), disease=Disease.NORMAL)
    return beating(patient.rest, ejection_fraction=0.6)


@cache
def _volumes(lv_counts: float | None = None) -> tuple[Volume, ...]:
    return tuple(
        render_volume(
            gate, imaging=ImagingOptions(lv_counts=lv_counts, noise_seed=index)
        )
        for index, gate in enumerate(_beat().gates)
    )


@pytest.mark.parametrize("counts", [None, 80_000.0])
def test_volumes_and_ejection_fraction_are_those_of_the_beat(counts):
    beat, found = _beat(), measure_function(_volumes(counts))
    assert found.ejection_fraction == pytest.approx(beat.ejection_fraction, abs=0.05)
    assert found.diastolic_ml == pytest.approx(max(beat.cavity_ml), rel=0.12)
    assert found.wall.wall_ml == pytest.approx(beat.wall_ml, rel=0.25)
    assert abs(found.end_systole - int(np.argmin(beat.cavity_ml))) <= 1


def test_a_ventricle_that_contracts_moves_inwards_thickens_and_does_so_together():
    found = measure_function(_volumes())
    wall = slice(5, 26)
    assert 2.0 < np.median(found.motion_mm[wall]) < 10.0
    assert np.median(found.thickening_percent[wall]) > 20.0
    assert found.phase.spread_deg < 15.0
    assert not found.is_doubtful


def test_too_few_gates_other_grids_and_empty_gates_are_refused():
    volumes = _volumes()
    with pytest.raises(InputError, match=f"found {FEWEST_GATES - 1}"):
        measure_function(volumes[: FEWEST_GATES - 1])
    cut = Volume(
        counts=volumes[0].counts[1:], affine=volumes[0].affine, frame=volumes[0].frame
    )
    with pytest.raises(GeometryError, match="different grids"):
        measure_function([*volumes[:-1], cut])
    empty = volumes[0].with_counts(np.zeros_like(volumes[0].counts))
    with pytest.raises(VentricleNotFoundError):
        measure_function([*volumes[:-1], empty])


def test_a_beat_keeps_its_wall_and_has_the_fraction_asked_for():
    beat = _beat()
    # Gates average over the beat: they show a little less.
    assert 0.55 < beat.ejection_fraction < 0.6
    assert len(beat.cavity_ml) == len(beat.gates) == 8
    walls = [gate.heart.wall_mm for gate in beat.gates]
    assert np.argmax(walls) == np.argmin(beat.cavity_ml)


def test_the_beat_is_smoothed_without_moving_its_mean_or_first_waves():
    time = np.arange(8) * np.pi / 4
    curve = 3 + np.cos(time - 1) + 0.5 * np.cos(2 * time)
    np.testing.assert_allclose(over_the_beat(curve), curve)
    np.testing.assert_allclose(over_the_beat(curve + np.cos(4 * time)), curve)


def test_a_thicker_wall_is_seen_wider_and_brighter_than_a_thin_one():
    thickness = np.linspace(9, 20, 9)
    width, bright = seen_width_mm(thickness, 5.0), seen_brightness(thickness, 5.0)
    assert (np.diff(width) > 0).all()
    assert (np.diff(bright) > 0).all()
    # A line is seen as wide as the blur, and more where something lies beside it.
    assert seen_width_mm(np.array([40.0]), 2.0)[0] == pytest.approx(40.0, rel=0.05)
    assert width[0] > 2.355 * 5.0


def test_phases_tell_a_wall_that_is_late():
    time = np.arange(8) * np.pi / 4
    shift = np.zeros((10, 12))
    shift[:, :6] = np.pi / 2
    bright = 2 + np.cos(time[:, None, None] - shift)
    found = phase_figures(bright, np.ones((10, 12)))
    assert found.bandwidth_deg == pytest.approx(90.0)
    assert found.spread_deg == pytest.approx(45.0)
    together = phase_figures(
        2 + np.cos(time)[:, None, None] * np.ones((8, 10, 12)), np.ones((10, 12))
    )
    assert together.entropy == pytest.approx(0.0, abs=1e-9)
    assert 0.1 < found.entropy < 1


def test_random_phases_have_the_entropy_of_an_even_histogram():
    rng = np.random.default_rng(4)
    time = np.arange(8) * np.pi / 4
    shift = rng.uniform(0, 2 * np.pi, (80, 72))
    found = phase_figures(2 + np.cos(time[:, None, None] - shift), np.ones((80, 72)))
    assert found.entropy > 0.98
    assert found.bandwidth_deg > 320.0
