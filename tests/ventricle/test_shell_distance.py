"""Distances from a shell and their slopes, against slow ways to find them."""

import numpy as np
import pytest
from hypothesis import given

from myomap.ventricle.shell import Shell
from myomap.ventricle.shell_distance import shell_distance
from ventricle_samples import USUAL_SHELL, shells, true_distance_mm

LATITUDE = np.array([12.0, 35.0, 60.0, 80.0, 105.0])
ANGLE = np.arange(10.0, 360.0, 60.0)


def near_points(shell: Shell, offset_mm: float) -> np.ndarray:
    points, normals = shell.grid(LATITUDE, ANGLE)
    return (points + offset_mm * normals).reshape(-1, 3)


@given(shell=shells())
def test_slopes_are_those_of_finite_differences(shell: Shell) -> None:
    points = near_points(shell, 2.0)
    found = shell_distance(shell.to_local(points), shell)
    for index in range(8):
        step = np.zeros(8)
        step[index] = 1e-5
        sides = [Shell.from_parameters(shell.parameters + s * step) for s in (1, -1)]
        more, less = (
            shell_distance(one.to_local(points), one, found.steepness).value_mm
            for one in sides
        )
        np.testing.assert_allclose(
            found.slopes[:, index], (more - less) / 2e-5, atol=1e-5, rtol=1e-5
        )


@given(shell=shells())
def test_points_on_the_shell_are_at_distance_zero(shell: Shell) -> None:
    local = shell.to_local(near_points(shell, 0.0))
    assert np.abs(shell_distance(local, shell).value_mm).max() < 1e-9


@given(shell=shells())
def test_distance_is_negative_inside_and_positive_outside(shell: Shell) -> None:
    for offset in (-3.0, 3.0):
        local = shell.to_local(near_points(shell, offset))
        assert np.all(np.sign(shell_distance(local, shell).value_mm) == np.sign(offset))


@pytest.mark.parametrize("offset", [-3.0, -1.0, 1.0, 3.0])
def test_distance_is_near_that_to_the_nearest_of_many_points(offset: float) -> None:
    points = near_points(USUAL_SHELL, offset)
    found = shell_distance(USUAL_SHELL.to_local(points), USUAL_SHELL).value_mm
    naive = true_distance_mm(USUAL_SHELL, points)
    # First order: what is left grows by the square of the distance.
    assert np.abs(found - naive).max() < 0.03 * offset**2 + 0.02


def test_a_steepness_that_is_given_is_held() -> None:
    local = USUAL_SHELL.to_local(near_points(USUAL_SHELL, 4.0))
    own = shell_distance(local, USUAL_SHELL)
    held = shell_distance(local, USUAL_SHELL, 2.0 * own.steepness)
    np.testing.assert_allclose(held.value_mm, own.value_mm / 2)
    np.testing.assert_allclose(held.slopes, own.slopes / 2)
    np.testing.assert_array_equal(held.steepness, 2.0 * own.steepness)


def test_the_centre_of_the_shell_is_no_trap() -> None:
    found = shell_distance(np.zeros((1, 3)), USUAL_SHELL)
    assert np.all(np.isfinite(found.slopes))
    assert found.value_mm[0] < -0.3 * USUAL_SHELL.radius_mm
