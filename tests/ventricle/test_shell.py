"""The half-ellipsoid: its equation, its normals and its parameters."""

import numpy as np
import pytest
from hypothesis import given

from myomap.geometry import heart_axes
from myomap.ventricle.shell import Shell, shell_distance_mm
from ventricle_samples import USUAL_SHELL, shells

LATITUDE = np.array([3.0, 20.0, 47.0, 71.0, 86.0, 97.0, 118.0])
ANGLE = np.arange(0.0, 360.0, 30.0)


@given(shell=shells())
def test_grid_points_satisfy_the_equation(shell: Shell) -> None:
    points, _ = shell.grid(LATITUDE, ANGLE)
    local = shell.to_local(points)
    across = np.hypot(local[..., 0], local[..., 1]) / shell.radius_mm
    along = np.abs(local[..., 2]) / shell.half_length_mm
    np.testing.assert_allclose(across**2 + along**shell.exponent, 1.0, atol=1e-9)


@given(shell=shells())
def test_latitude_runs_from_the_apex_over_the_widest_ring(shell: Shell) -> None:
    points, _ = shell.grid(np.array([0.0, 90.0, 180.0]), ANGLE)
    apex, belt, far_end = points
    tip = shell.half_length_mm * shell.long_axis
    np.testing.assert_allclose(apex - shell.centre_mm, tip + 0 * apex, atol=1e-9)
    np.testing.assert_allclose(far_end - shell.centre_mm, -tip + 0 * apex, atol=1e-9)
    to_belt = np.linalg.norm(belt - shell.centre_mm, axis=-1)
    np.testing.assert_allclose(to_belt, shell.radius_mm, atol=1e-4)


@given(shell=shells())
def test_angles_count_from_lateral_over_anterior(shell: Shell) -> None:
    lateral, anterior, _ = heart_axes(shell.long_axis)
    points, _ = shell.grid(np.array([60.0]), np.array([0.0, 90.0, 180.0, 270.0]))
    away = points[0] - points[0].mean(axis=0)
    ahead = away / np.linalg.norm(away, axis=-1, keepdims=True)
    wanted = np.array([lateral, anterior, -lateral, -anterior])
    np.testing.assert_allclose(ahead, wanted, atol=1e-9)


@given(shell=shells())
def test_normals_are_unit_and_point_outwards(shell: Shell) -> None:
    points, normals = shell.grid(LATITUDE, ANGLE)
    np.testing.assert_allclose(np.linalg.norm(normals, axis=-1), 1.0, atol=1e-12)

    def level(places: np.ndarray) -> np.ndarray:
        u, v, t = np.moveaxis(shell.to_local(places), -1, 0)
        across = (u**2 + v**2) / shell.radius_mm**2
        return across + np.abs(t / shell.half_length_mm) ** shell.exponent

    assert np.all(level(points + 0.5 * normals) > 1)
    assert np.all(level(points - 0.5 * normals) < 1)


@given(shell=shells())
def test_normals_are_perpendicular_to_the_surface(shell: Shell) -> None:
    _, normals = shell.grid(LATITUDE, ANGLE)
    step = 1e-3
    tangents = [
        shell.grid(LATITUDE + step, ANGLE)[0] - shell.grid(LATITUDE - step, ANGLE)[0],
        shell.grid(LATITUDE, ANGLE + step)[0] - shell.grid(LATITUDE, ANGLE - step)[0],
    ]
    for tangent in tangents:
        along = tangent / np.linalg.norm(tangent, axis=-1, keepdims=True)
        assert np.abs(np.sum(along * normals, axis=-1)).max() < 1e-5


@given(shell=shells())
def test_the_frame_is_that_of_the_heart(shell: Shell) -> None:
    np.testing.assert_allclose(
        shell.frame, np.array(heart_axes(shell.long_axis)), atol=1e-9
    )


@given(shell=shells())
def test_points_come_back_from_the_shells_frame(shell: Shell) -> None:
    points = np.random.default_rng(1).uniform(-100, 100, (20, 3))
    np.testing.assert_allclose(
        shell.to_patient(shell.to_local(points)), points, atol=1e-9
    )
    assert np.abs(shell.to_local(shell.centre_mm)).max() < 1e-12


@given(shell=shells())
def test_eight_parameters_are_the_shell(shell: Shell) -> None:
    again = Shell.from_parameters(shell.parameters)
    np.testing.assert_array_equal(again.parameters, shell.parameters)
    assert shell.parameters.shape == (8,)
    np.testing.assert_array_equal(again.centre_mm, shell.centre_mm)


def test_parameters_stand_in_their_documented_order() -> None:
    np.testing.assert_array_equal(
        USUAL_SHELL.parameters, [35.0, -35.0, 0.0, 45.0, 20.0, 27.0, 52.0, 2.2]
    )


def test_the_centre_cannot_be_changed_afterwards() -> None:
    with pytest.raises(ValueError, match="read-only"):
        USUAL_SHELL.centre_mm[0] = 0.0


def test_a_sphere_is_curved_alike_everywhere() -> None:
    sphere = Shell.from_parameters([0, 0, 0, 45, 20, 33, 33, 2])
    radii = sphere.least_curvature_radius_mm(np.linspace(0, 180, 19))
    np.testing.assert_allclose(radii, 33.0)


def test_curvature_of_a_long_shell_at_apex_and_belt() -> None:
    long = Shell.from_parameters([0, 0, 0, 45, 20, 20, 50, 2])
    apex, belt = long.least_curvature_radius_mm(np.array([0.0, 90.0]))
    assert apex == pytest.approx(20**2 / 50)
    assert belt == pytest.approx(20.0)


def test_curvature_is_that_of_the_drawn_meridian() -> None:
    shell = Shell.from_parameters([0, 0, 0, 45, 20, 40, 45, 2])
    latitude = np.array([15.0, 40.0, 65.0])
    step = 0.05
    around = np.array([0.0])
    turned = shell.grid(latitude + step, around)[1] - shell.grid(latitude, around)[1]
    moved = shell.grid(latitude + step, around)[0] - shell.grid(latitude, around)[0]
    meridian = np.linalg.norm(moved, axis=-1) / np.linalg.norm(turned, axis=-1)
    least = shell.least_curvature_radius_mm(latitude)
    assert np.all(least <= meridian[:, 0] * 1.01)


def test_first_order_distance_is_zero_on_the_shell_and_signed() -> None:
    shell = Shell.from_parameters([0, 0, 0, 45, 20, 25, 50, 2])
    points, _ = shell.grid(LATITUDE, ANGLE)
    local = shell.to_local(points)
    assert np.abs(shell_distance_mm(local, 25, 50)).max() < 1e-9
    assert np.all(shell_distance_mm(0.9 * local, 25, 50) < 0)
    assert np.all(shell_distance_mm(1.1 * local, 25, 50) > 0)


def test_first_order_distance_is_exact_on_the_widest_ring() -> None:
    local = np.array([[31.0, 0.0, 0.0], [0.0, 20.0, 0.0]])
    np.testing.assert_allclose(shell_distance_mm(local, 25, 50), [6.0, -5.0])
