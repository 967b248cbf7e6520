"""The bounded fit: it comes back to the wall and is not pulled off it."""

from dataclasses import replace

import numpy as np
import pytest

from myomap.geometry import angle_between_deg
from myomap.records import Volume
from myomap.ventricle.refit import Bounds, RefitOptions, ShellFit, refit_shell
from myomap.ventricle.shell import Shell
from ventricle_samples import (
    HEART_MM,
    USUAL_SHELL,
    blank_volume,
    wall_volume,
    with_spot,
)

BOUNDS = Bounds()
OPTIONS = RefitOptions()

STARTS = {
    "where it is": USUAL_SHELL,
    "aside": replace(USUAL_SHELL, centre_mm=HEART_MM + np.array([7.0, -5.0, 4.0])),
    "turned": replace(USUAL_SHELL, azimuth_deg=58.0, elevation_deg=9.0),
    "too small": replace(USUAL_SHELL, radius_mm=21.0, half_length_mm=44.0),
    "too large": replace(USUAL_SHELL, radius_mm=33.0, half_length_mm=60.0),
}


@pytest.fixture(scope="module")
def wall() -> Volume:
    return wall_volume()


def fit(
    volume: Volume, start: Shell = USUAL_SHELL, bounds: Bounds = BOUNDS
) -> ShellFit:
    found = refit_shell(volume, start, bounds, OPTIONS)
    assert found is not None
    return found


def turned_deg(found: ShellFit, shell: Shell = USUAL_SHELL) -> float:
    return angle_between_deg(found.shell.long_axis, shell.long_axis)


@pytest.mark.parametrize("name", STARTS)
def test_a_shifted_start_comes_back(name: str, wall: Volume) -> None:
    found = fit(wall, STARTS[name])
    assert turned_deg(found) < 2.5
    off_mm = found.shell.centre_mm - USUAL_SHELL.centre_mm
    along_mm = float(off_mm @ USUAL_SHELL.long_axis)
    # Where a tapering wall has its middle is loosely bound along the axis.
    assert np.linalg.norm(off_mm - along_mm * USUAL_SHELL.long_axis) < 1.5
    assert abs(along_mm) < 6
    assert found.shell.radius_mm == pytest.approx(USUAL_SHELL.radius_mm, abs=1.5)
    tip_mm = found.shell.centre_mm + found.shell.half_length_mm * found.shell.long_axis
    true_tip = USUAL_SHELL.centre_mm + 52.0 * USUAL_SHELL.long_axis
    assert np.linalg.norm(tip_mm - true_tip) < 3
    assert found.residual_mm < 1
    assert found.supported_percent > 60
    assert found.at_bound == ()


@pytest.mark.parametrize(
    ("name", "bounds", "low", "high", "index"),
    [
        ("azimuth", Bounds(azimuth_deg=(60.0, 90.0)), 60, 90, 3),
        ("elevation", Bounds(elevation_deg=(-10.0, 5.0)), -10, 5, 4),
        ("radius", Bounds(radius_mm=(15.0, 22.0)), 15, 22, 5),
        ("length", Bounds(half_length_mm=(60.0, 80.0)), 60, 80, 6),
        ("exponent", Bounds(exponent=(2.8, 3.5)), 2.8, 3.5, 7),
    ],
)
def test_parameters_stay_in_their_bounds(
    name: str, bounds: Bounds, low: float, high: float, index: int, wall: Volume
) -> None:
    found = fit(wall, bounds=bounds)
    assert low - 1e-9 <= found.shell.parameters[index] <= high + 1e-9
    # How blunt a shell is says nothing about whether it was found.
    assert found.at_bound == (() if name == "exponent" else (name,))


def test_the_centre_stays_near_the_start(wall: Volume) -> None:
    start = replace(USUAL_SHELL, centre_mm=HEART_MM + np.array([12.0, 0.0, 0.0]))
    found = fit(wall, start, Bounds(shift_mm=4.0))
    assert np.abs(found.shell.centre_mm - start.centre_mm).max() <= 4 + 1e-9
    assert "x" in found.at_bound


@pytest.mark.parametrize("angle_deg", [0.0, 180.0, 270.0])
@pytest.mark.parametrize("distance_mm", [20.0, 32.0])
def test_a_hot_organ_outside_does_not_pull_the_axis(
    angle_deg: float, distance_mm: float, wall: Volume
) -> None:
    points, normals = USUAL_SHELL.grid(np.array([70.0]), np.array([angle_deg]))
    organ_mm = points[0, 0] + distance_mm * normals[0, 0]
    found = fit(with_spot(wall, organ_mm, 2500.0, distance_mm / 2.7))
    assert turned_deg(found) < 3


@pytest.mark.parametrize("angle_deg", [0.0, 90.0, 200.0, 270.0])
def test_a_defect_does_not_pull_the_axis(angle_deg: float, wall: Volume) -> None:
    points, _ = USUAL_SHELL.grid(np.array([60.0]), np.array([angle_deg]))
    hole = with_spot(wall, points[0, 0], -900.0, 16.0)
    found = fit(hole.with_counts(np.maximum(hole.counts, 0.0)))
    assert turned_deg(found) < 1.5
    assert found.shell.radius_mm == pytest.approx(USUAL_SHELL.radius_mm, abs=1.5)


def test_there_is_no_fit_where_nothing_is() -> None:
    empty = blank_volume()
    assert refit_shell(empty, USUAL_SHELL, BOUNDS, OPTIONS) is None


def test_there_is_no_fit_in_even_counts() -> None:
    volume = blank_volume()
    slope = np.linspace(1.0, 2.0, volume.counts.shape[0])[:, np.newaxis, np.newaxis]
    even = volume.with_counts(slope * np.ones(volume.counts.shape))
    assert refit_shell(even, USUAL_SHELL, BOUNDS, OPTIONS) is None


def test_there_is_no_fit_outside_of_the_volume(wall: Volume) -> None:
    away = replace(USUAL_SHELL, centre_mm=USUAL_SHELL.centre_mm + 500.0)
    assert refit_shell(wall, away, BOUNDS, OPTIONS) is None


def test_the_scale_of_the_counts_plays_no_part(wall: Volume) -> None:
    start = STARTS["turned"]
    scaled = fit(wall.with_counts(1000.0 * wall.counts), start)
    np.testing.assert_allclose(
        scaled.shell.parameters, fit(wall, start).shell.parameters, atol=0.02
    )


def test_bounds_lie_around_the_start() -> None:
    low, high = Bounds(shift_mm=10.0).around(USUAL_SHELL)
    np.testing.assert_allclose(low[:3], USUAL_SHELL.centre_mm - 10.0)
    np.testing.assert_allclose(high[:3], USUAL_SHELL.centre_mm + 10.0)
    assert np.all(low < USUAL_SHELL.parameters)
    assert np.all(USUAL_SHELL.parameters < high)
