import numpy as np
import pytest
from numpy.testing import assert_allclose

from myomap.geometry import angle_between_deg
from myomap.phantom import Defect, HeartParameters, draw_hard
from myomap.phantom.anatomy import PatientParameters
from myomap.phantom.heart_frame import LocalPoints, local_points, patient_points_mm
from myomap.phantom.meridian import sample_meridian
from myomap.phantom.population import draw_normal
from myomap.phantom.shell import (
    belt_mm,
    cavity_and_wall_ml,
    is_above_valve,
    is_inside,
    midwall_axes_mm,
    outer_axes_mm,
)
from myomap.phantom.uptake import uptake_fraction


def cut_ellipsoid_ml(radius_mm: float, half_length_mm: float, belt: float) -> float:
    # Integral of pi r² (1 - u²/L²) from u = -belt to L.
    top = half_length_mm - half_length_mm / 3
    bottom = belt - belt**3 / (3 * half_length_mm**2)
    return np.pi * radius_mm**2 * (top + bottom) / 1000


def test_volumes_of_an_ellipsoid_are_the_integrals_of_its_equation() -> None:
    heart = HeartParameters(midwall_radius_mm=27, wall_mm=10, length_mm=80)
    belt = 0.28 * 80
    whole = cut_ellipsoid_ml(32, 80 - belt, belt)
    cavity = cut_ellipsoid_ml(22, 70 - belt, belt)
    assert_allclose(cavity_and_wall_ml(heart), (cavity, whole - cavity), rtol=1e-3)


@pytest.mark.parametrize("seed", range(6))
def test_volumes_with_a_tilted_valve_agree_with_counted_points(seed: int) -> None:
    rng = np.random.default_rng(seed)
    heart = draw_hard(rng).heart
    radius, _ = outer_axes_mm(heart)
    n = 120
    across, step = np.linspace(-radius, radius, n, retstep=True)
    along, rise = np.linspace(-radius, heart.length_mm, n, retstep=True)
    lateral, anterior, s = np.meshgrid(across, across, along, indexing="ij")
    points = LocalPoints(
        along_mm=s,
        across_mm=np.hypot(lateral, anterior),
        angle_deg=np.degrees(np.arctan2(anterior, lateral)),
    )
    above = is_above_valve(heart, points)
    whole = (is_inside(heart, points, outer_axes_mm(heart)) & above).sum()
    counted = whole * step * step * rise / 1000
    assert sum(cavity_and_wall_ml(heart)) == pytest.approx(counted, rel=0.01)


def test_local_coordinates_come_back_to_the_patient() -> None:
    heart = draw_hard(np.random.default_rng(4)).heart
    points_mm = np.random.default_rng(5).uniform(-100, 100, (50, 3))
    back = patient_points_mm(heart, local_points(heart, points_mm))
    assert_allclose(back, points_mm, atol=1e-9)


@pytest.mark.parametrize("exponent", [1.5, 2.0, 3.0])
def test_meridian_lies_on_the_midwall_at_equal_arc_lengths(exponent: float) -> None:
    heart = HeartParameters(exponent=exponent, apical_wall_fraction=0.7)
    radius, half_length = midwall_axes_mm(heart)
    line = sample_meridian(heart, 30.0, 200)
    height = np.abs(line.along_mm - belt_mm(heart)) / half_length
    assert_allclose((line.across_mm / radius) ** 2 + height**exponent, 1, atol=2e-3)
    chords = np.hypot(np.diff(line.along_mm), np.diff(line.across_mm))
    assert_allclose(chords, line.step_mm, rtol=0.02)
    assert line.along_mm[-1] == pytest.approx(0.0, abs=line.step_mm)
    assert np.all(np.diff(line.along_mm) < 0)


def test_tilted_valve_plane_shortens_the_wall_it_is_tilted_to() -> None:
    heart = HeartParameters(valve_tilt_deg=15, valve_tilt_angle_deg=180)
    septal = sample_meridian(heart, 180, 32).step_mm
    lateral = sample_meridian(heart, 0, 32).step_mm
    expected = 2 * heart.midwall_radius_mm * 0.9 * np.tan(np.radians(15)) / 32
    assert lateral - septal == pytest.approx(expected, rel=0.15)


def on_wall(heart: HeartParameters, along_mm: float, angle_deg: float) -> LocalPoints:
    return LocalPoints(
        along_mm=np.array(along_mm),
        across_mm=np.array(heart.midwall_radius_mm),
        angle_deg=np.array(angle_deg),
    )


@pytest.mark.parametrize(
    ("angle_deg", "uptake"), [(350, 0.2), (20, 0.2), (50, 0.6), (90, 1.0), (180, 1.0)]
)
def test_defect_reaches_across_angle_zero_and_ends_softly(
    angle_deg: float, uptake: float
) -> None:
    heart = HeartParameters()
    defect = Defect(angle_deg=10, half_angle_deg=40, uptake=0.2)
    found = uptake_fraction(heart, (defect,), on_wall(heart, 20, angle_deg))
    assert found == pytest.approx(uptake, abs=1e-9)


def test_overlapping_defects_take_the_lower_uptake() -> None:
    heart = HeartParameters()
    whole_ring = Defect(angle_deg=0, half_angle_deg=180, uptake=0.7)
    wedge = Defect(angle_deg=90, half_angle_deg=40, uptake=0.3)
    for angle, expected in ((90, 0.3), (270, 0.7)):
        found = uptake_fraction(heart, (whole_ring, wedge), on_wall(heart, 20, angle))
        assert found == pytest.approx(expected)


def test_half_of_a_soft_border_lies_at_the_edge_along_the_axis() -> None:
    heart = HeartParameters()
    apex_mm = belt_mm(heart) + midwall_axes_mm(heart)[1]
    defect = Defect(angle_deg=0, half_angle_deg=180, from_fraction=0.5, uptake=0.0)
    found = uptake_fraction(heart, (defect,), on_wall(heart, 0.5 * apex_mm, 77))
    assert found == pytest.approx(0.5)


def test_axis_of_a_drawn_heart_is_base_to_apex() -> None:
    patient: PatientParameters = draw_normal(np.random.default_rng(2))
    heart = patient.heart
    tip = LocalPoints(
        along_mm=np.array(heart.length_mm),
        across_mm=np.array(0.0),
        angle_deg=np.array(0.0),
    )
    offset = patient_points_mm(heart, tip) - np.asarray(heart.centre_mm)
    assert np.linalg.norm(offset) == pytest.approx(heart.length_mm / 2)
    azimuth = np.degrees(np.arctan2(offset[0], -offset[1]))
    assert azimuth == pytest.approx(heart.azimuth_deg)
    assert angle_between_deg(offset, [0, 0, -1]) == pytest.approx(
        90 - heart.elevation_deg
    )
