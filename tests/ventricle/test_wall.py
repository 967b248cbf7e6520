"""The traced wall: mid-wall and edges of shells that are known."""

from dataclasses import replace

import numpy as np
import pytest

from myomap.geometry import FloatArray
from myomap.records import Volume
from myomap.ventricle.profiles import counts_at, smoothed
from myomap.ventricle.shell import Shell
from myomap.ventricle.wall import Wall, WallOptions, trace_wall
from ventricle_samples import (
    HEART_MM,
    USUAL_SHELL,
    blank_volume,
    true_distance_mm,
    wall_volume,
    with_spot,
)

SIGMA_MM = 6.0
HALF_WIDTH_MM = SIGMA_MM * np.sqrt(2 * np.log(2))
LATITUDE = np.arange(10.0, 91.0, 10.0)
ANGLE = np.arange(0.0, 360.0, 20.0)
OPTIONS = WallOptions()

STARTS = {
    "on the wall": USUAL_SHELL,
    "aside": replace(USUAL_SHELL, centre_mm=HEART_MM + np.array([3.0, -2.0, 2.0])),
    "turned": replace(USUAL_SHELL, azimuth_deg=51.0, elevation_deg=16.0),
    "too small": replace(USUAL_SHELL, radius_mm=23.0, half_length_mm=48.0),
}


SHEET_MM = 3.0


@pytest.fixture(scope="module")
def volume() -> Volume:
    """A thin sheet that was blurred, as a camera does."""
    sheet = wall_volume(on=blank_volume(58, 3.0), sigma_mm=SHEET_MM)
    return smoothed(sheet, float(np.sqrt(SIGMA_MM**2 - SHEET_MM**2)))


@pytest.fixture(scope="module")
def wall(volume: Volume) -> Wall:
    return trace_wall(volume, USUAL_SHELL, OPTIONS)


def midwall_mm(wall: Wall) -> FloatArray:
    points, normals = wall.shell.grid(LATITUDE, ANGLE)
    offset = wall.midwall_mm.at(LATITUDE, ANGLE)[..., np.newaxis]
    return (points + offset * normals).reshape(-1, 3)


@pytest.mark.parametrize("name", STARTS)
def test_the_midwall_of_a_known_shell_is_traced(name: str, volume: Volume) -> None:
    start: Shell = STARTS[name]
    traced = midwall_mm(trace_wall(volume, start, OPTIONS))
    assert np.abs(true_distance_mm(USUAL_SHELL, traced)).max() < 1.0


def test_the_apex_is_put_back_where_blur_took_it_from(volume: Volume) -> None:
    apex, _ = USUAL_SHELL.grid(np.array([0.0]), np.array([0.0]))
    along = apex[0, 0] + np.arange(-6.0, 6.0, 0.1)[:, None] * USUAL_SHELL.long_axis
    crest_mm = 0.1 * int(np.argmax(counts_at(volume, along, spline_order=3))) - 6.0
    assert crest_mm < -1.5
    offset = trace_wall(volume, USUAL_SHELL, OPTIONS).midwall_mm
    assert abs(offset.at(np.array([0.0]), np.array([0.0]))[0, 0]) < 0.7


def test_edges_lie_where_the_profile_has_fallen_to_half(wall: Wall) -> None:
    inner, outer = wall.edges_mm(LATITUDE, ANGLE)
    beside = LATITUDE >= 50
    for edge in (inner[beside], outer[beside]):
        assert np.abs(edge - HALF_WIDTH_MM).max() < 1.2
    assert np.abs(inner - outer)[beside].max() < 1.5


def test_edges_stay_within_what_half_a_wall_may_measure(volume: Volume) -> None:
    options = replace(OPTIONS, half_thickness_mm=(4.0, 5.0))
    wall = trace_wall(volume, USUAL_SHELL, options)
    for edge in wall.edges_mm(LATITUDE, ANGLE):
        assert edge.min() >= 4
        assert edge.max() <= 5


def test_an_even_wall_supports_itself(wall: Wall) -> None:
    assert wall.supported_percent > 95
    assert wall.residual_mm < 0.5
    even = wall.brightness[(wall.latitude_deg > 20) & (wall.latitude_deg <= 90)]
    assert even.min() > 0.85
    assert even.max() < 1.15


def test_brightness_falls_behind_the_base(wall: Wall) -> None:
    assert wall.brightness[-1].max() < 0.5 * wall.brightness[12].min()


def test_a_defect_is_bridged_by_its_neighbours(volume: Volume, wall: Wall) -> None:
    points, _ = USUAL_SHELL.grid(np.array([55.0]), np.array([200.0]))
    hole = with_spot(volume, points[0, 0], -1000.0, 16.0)
    holed = trace_wall(
        hole.with_counts(np.maximum(hole.counts, 0.0)), USUAL_SHELL, OPTIONS
    )
    assert np.abs(true_distance_mm(USUAL_SHELL, midwall_mm(holed))).max() < 2.0
    assert holed.supported_percent < wall.supported_percent - 5


def test_a_hot_neighbour_does_not_pull_the_midwall(volume: Volume) -> None:
    points, normals = USUAL_SHELL.grid(np.array([75.0]), np.array([270.0]))
    organ_mm = points[0, 0] + 30.0 * normals[0, 0]
    wall = trace_wall(with_spot(volume, organ_mm, 1500.0, 9.0), USUAL_SHELL, OPTIONS)
    assert np.abs(true_distance_mm(USUAL_SHELL, midwall_mm(wall))).max() < 2.5


def test_the_scale_of_the_counts_plays_no_part(volume: Volume, wall: Wall) -> None:
    scaled = trace_wall(volume.with_counts(1e3 * volume.counts), USUAL_SHELL, OPTIONS)
    np.testing.assert_allclose(scaled.brightness, wall.brightness, atol=1e-4)
    np.testing.assert_allclose(
        scaled.midwall_mm.coefficients, wall.midwall_mm.coefficients, atol=1e-4
    )


def test_nothing_supports_a_wall_without_counts() -> None:
    wall = trace_wall(blank_volume(), USUAL_SHELL, OPTIONS)
    assert wall.supported_percent == 0
    assert wall.residual_mm == np.inf
    assert np.all(wall.midwall_mm.at(LATITUDE, ANGLE) == 0)
