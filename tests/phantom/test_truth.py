from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose

from myomap.geometry import direction_from_angles
from myomap.phantom import (
    Defect,
    GridOptions,
    HeartParameters,
    demo_patient,
    draw_hard,
    draw_normal,
    polar_map_of_truth,
    render_truth,
)
from myomap.phantom.heart_frame import local_points
from myomap.records import State

SMALL = GridOptions(shape=(24, 24, 24), voxel_mm=16)


def test_axis_runs_from_the_valve_plane_to_the_apex() -> None:
    heart = HeartParameters(
        azimuth_deg=30, elevation_deg=10, length_mm=80, wall_mm=10, midwall_radius_mm=25
    )
    truth = render_truth(replace(draw_normal(np.random.default_rng(0)), heart=heart))
    axis = direction_from_angles(30, 10)
    assert_allclose(truth.long_axis, axis, atol=1e-9)
    assert_allclose((truth.apex_mm - truth.base_mm) @ axis, 75.0)
    assert_allclose(truth.base_mm + 40 * axis, heart.centre_mm)


def test_ring_zero_is_next_to_the_apex_and_the_last_at_the_valve_plane() -> None:
    patient = draw_normal(np.random.default_rng(2))
    truth = render_truth(patient, SMALL)
    to_apex = np.linalg.norm(truth.midwall_mm - truth.apex_mm, axis=-1).mean(axis=1)
    assert np.all(np.diff(to_apex) > 0)
    assert to_apex[0] < 2.5
    flat = replace(patient, heart=replace(patient.heart, valve_tilt_deg=0.0))
    last = render_truth(flat, SMALL).midwall_mm[-1]
    assert 0 < local_points(patient.heart, last).along_mm.max() < 2.5


def test_angle_index_is_five_degrees_each_from_lateral_over_anterior() -> None:
    truth = render_truth(draw_normal(np.random.default_rng(2)), SMALL)
    ring = truth.midwall_mm[20] - truth.midwall_mm[20].mean(axis=0)
    assert np.argmax(ring[:, 2]) in (17, 18, 19)  # the anterior wall is the highest
    assert np.argmin(ring[:, 2]) in (53, 54, 55)


def test_map_areas_add_up_to_the_surface_of_the_midwall() -> None:
    heart = HeartParameters()
    truth = render_truth(
        replace(draw_normal(np.random.default_rng(0)), heart=heart), SMALL
    )
    # Surface of revolution of the mid-wall, by many narrow cones.
    radius, half = 27.0, 0.72 * 82 - 5.5
    s = np.linspace(0, 0.28 * 82 + half, 200_001)
    rho = radius * np.sqrt(np.clip(1 - ((s - 0.28 * 82) / half) ** 2, 0, None))
    slant = np.hypot(np.diff(s), np.diff(rho))
    area_cm2 = (np.pi * (rho[1:] + rho[:-1]) * slant).sum() / 100
    assert truth.area_cm2.sum() == pytest.approx(area_cm2, rel=0.005)


def test_defect_lies_at_its_ring_and_angle() -> None:
    defect = Defect(
        angle_deg=90, half_angle_deg=40, from_fraction=0.6, to_fraction=1.0, uptake=0.2
    )
    patient = replace(draw_normal(np.random.default_rng(2)), defects=(defect,))
    uptake = render_truth(patient, SMALL).uptake
    assert uptake[8, 18] == pytest.approx(0.2)
    assert uptake[8, 54] == 1.0
    assert uptake[28, 18] == 1.0


@pytest.mark.parametrize("seed", range(8))
def test_truth_of_hard_patients_is_finite_and_consistent(seed: int) -> None:
    truth = render_truth(draw_hard(np.random.default_rng(seed)))
    assert np.isfinite(truth.midwall_mm).all()
    assert truth.area_cm2.min() > 0
    assert 0 <= truth.uptake.min() <= truth.uptake.max() <= 1
    voxel_ml = 6.5**3 / 1000
    assert truth.wall.sum() * voxel_ml == pytest.approx(truth.wall_ml, rel=0.15)


def test_polar_map_of_truth_is_in_percent_and_keeps_the_state() -> None:
    truth = render_truth(draw_normal(np.random.default_rng(2)), SMALL)
    polar_map = polar_map_of_truth(truth, State.STRESS)
    assert polar_map.state is State.STRESS
    assert_allclose(polar_map.uptake_percent, 100.0)
    assert_allclose(polar_map.area_cm2, truth.area_cm2)


def test_demo_shows_its_defect_in_the_volumes_and_is_the_same_every_time() -> None:
    first, again = demo_patient(3), demo_patient(3)
    assert first.stress.counts.tobytes() == again.stress.counts.tobytes()
    assert first.rest.counts.tobytes() == again.rest.counts.tobytes()
    lost = first.stress_truth.wall & first.rest_truth.wall
    dark_at_stress = np.percentile(first.stress.counts[lost], 10) / np.percentile(
        first.stress.counts[lost], 90
    )
    dark_at_rest = np.percentile(first.rest.counts[lost], 10) / np.percentile(
        first.rest.counts[lost], 90
    )
    assert dark_at_stress < dark_at_rest
