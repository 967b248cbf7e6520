"""The valve plane of phantoms that know where their base is."""

import numpy as np
import pytest

from myomap.geometry import FloatArray
from myomap.phantom import HeartParameters, shell_volume
from myomap.records import Volume
from myomap.ventricle import find_ventricle
from myomap.ventricle.shell import Shell
from myomap.ventricle.valve_plane import (
    ValvePlane,
    ValvePlaneOptions,
    find_valve_plane,
)
from myomap.ventricle.wall import WallOptions, trace_wall
from ventricle_samples import (
    USUAL_SHELL,
    blank_volume,
    ordinary_patient,
    wall_volume,
    with_spot,
)

OPTIONS = ValvePlaneOptions()
BELT = 0.28
"""Where the phantom is widest, as a share of its length from the valve plane."""


def phantom(heart: HeartParameters) -> Volume:
    grid = blank_volume(46, 4.0)
    return shell_volume(
        heart, shape=grid.counts.shape, affine=grid.affine, fwhm_mm=12.0
    )


def shell_of(heart: HeartParameters) -> Shell:
    """The phantom's own mid-wall."""
    half_length = heart.length_mm * (1 - BELT) - heart.wall_mm / 2
    shell = Shell.from_parameters(
        [
            *heart.centre_mm,
            heart.azimuth_deg,
            heart.elevation_deg,
            heart.midwall_radius_mm,
            half_length,
            heart.exponent,
        ]
    )
    centre = shell.centre_mm + (BELT - 0.5) * heart.length_mm * shell.long_axis
    return Shell.from_parameters([*centre, *shell.parameters[3:]])


def plane_of(heart: HeartParameters) -> ValvePlane:
    wall = trace_wall(phantom(heart), shell_of(heart), WallOptions())
    return find_valve_plane(wall, OPTIONS)


HEARTS = {
    "usual": HeartParameters(),
    "long": HeartParameters(length_mm=94.0),
    "small": HeartParameters(midwall_radius_mm=21.0, length_mm=66.0, wall_mm=10.0),
    "dilated": HeartParameters(midwall_radius_mm=40.0, length_mm=100.0),
    "tilted": HeartParameters(valve_tilt_deg=12.0),
    "pointed": HeartParameters(exponent=1.6),
    "blunt": HeartParameters(exponent=2.9),
}


@pytest.mark.parametrize("name", HEARTS)
def test_the_true_plane_is_found(name: str) -> None:
    heart = HEARTS[name]
    plane = plane_of(heart)
    assert plane.axial_mm == pytest.approx(-BELT * heart.length_mm, abs=2.0)
    assert plane.n_sectors > 25


@pytest.mark.parametrize(
    ("angle_deg", "lateral", "anterior"),
    [(180.0, -1, 0), (0.0, 1, 0), (90.0, 0, 1), (270.0, 0, -1)],
)
def test_a_tilted_plane_rises_where_the_wall_is_short(
    angle_deg: float, lateral: int, anterior: int
) -> None:
    plane = plane_of(
        HeartParameters(valve_tilt_deg=14.0, valve_tilt_angle_deg=angle_deg)
    )
    rise = np.array([plane.slope_lateral, plane.slope_anterior])
    assert rise @ [lateral, anterior] > 0.08
    assert abs(rise @ [anterior, lateral]) < 0.05


def test_an_even_plane_is_not_tilted() -> None:
    plane = plane_of(HeartParameters())
    assert abs(plane.slope_lateral) < 0.05
    assert abs(plane.slope_anterior) < 0.05


def test_the_septal_wall_is_shorter_when_the_phantoms_is() -> None:
    found = find_ventricle(phantom(HeartParameters(valve_tilt_deg=14.0)))
    steps = np.linalg.norm(np.diff(found.midwall.points_mm, axis=0), axis=-1)
    lateral, septal = steps.sum(axis=0)[[0, 36]]
    assert septal < lateral - 5


def test_heights_count_from_the_plane_to_the_apex() -> None:
    plane = ValvePlane(
        axial_mm=-20.0, slope_lateral=-0.2, slope_anterior=0.1, n_sectors=36
    )
    local = np.array([[0.0, 0.0, -20.0], [0.0, 0.0, 30.0], [-25.0, 0.0, -20.0]])
    np.testing.assert_allclose(plane.height_mm(local), [0.0, 50.0, -5.0])


def test_the_plane_stays_within_its_limits() -> None:
    closed = wall_volume(open_from=-1.3)
    plane = find_valve_plane(trace_wall(closed, USUAL_SHELL, WallOptions()), OPTIONS)
    low, high = (limit * USUAL_SHELL.half_length_mm for limit in OPTIONS.axial_range)
    assert low - 1e-6 <= plane.axial_mm <= high + 1e-6
    assert max(abs(plane.slope_lateral), abs(plane.slope_anterior)) <= OPTIONS.tilt


def test_the_usual_place_is_taken_when_no_sector_tells() -> None:
    wall = trace_wall(blank_volume(), USUAL_SHELL, WallOptions())
    plane = find_valve_plane(wall, OPTIONS)
    assert plane.n_sectors == 0
    assert plane.axial_mm == OPTIONS.usual_axial * USUAL_SHELL.half_length_mm
    assert plane.slope_lateral == plane.slope_anterior == 0


def test_gut_at_the_inferior_base_does_not_move_the_plane_far() -> None:
    heart = HeartParameters()
    shell = shell_of(heart)
    points, _ = shell.grid(np.array([112.0]), np.array([270.0]))
    volume = phantom(heart)
    hot = with_spot(volume, points[0, 0], float(volume.counts.max()), 12.0)
    plane = find_valve_plane(trace_wall(hot, shell, WallOptions()), OPTIONS)
    assert plane.axial_mm == pytest.approx(-BELT * heart.length_mm, abs=5.0)


def test_the_base_of_ordinary_patients_is_found() -> None:
    def off_mm(case: int) -> float:
        volume, truth = ordinary_patient(case)
        base: FloatArray = find_ventricle(volume).long_axis.base_mm
        return float((base - truth.base_mm) @ truth.long_axis)

    off = np.array([off_mm(case) for case in range(6)])
    assert np.median(np.abs(off)) < 4
    assert np.abs(off).max() < 10
