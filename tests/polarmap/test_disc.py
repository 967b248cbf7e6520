import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from myomap.colortable import apply_color_table, color_table
from myomap.errors import ConfigError, GeometryError
from myomap.polarmap import (
    difference_image,
    difference_map,
    disc_coordinates,
    disc_image,
    disc_values,
)
from polar_maps import ANGLES_DEG, RADII, map_of

ALL = np.ones((32, 72), bool)
AROUND = np.radians(ANGLES_DEG)[None, :]
GREY = color_table("grey")


def naive_value(values, size_px, row, column):
    """Return one pixel's value, by the words of the docstring."""
    x = (column + 0.5) / (size_px / 2) - 1
    y = 1 - (row + 0.5) / (size_px / 2)
    ring = np.hypot(x, y) * 32 - 0.5
    place = (np.degrees(np.arctan2(y, x)) % 360) / 5
    j, angle_share = int(place), place - int(place)

    def along(i, turn=0):
        first, second = values[i, (j + turn) % 72], values[i, (j + 1 + turn) % 72]
        return first + angle_share * (second - first)

    if ring < 0:
        inner, outer, share = along(0, 36), along(0), ring + 1
    elif ring >= 31:
        return along(31)
    else:
        inner, outer, share = along(int(ring)), along(int(ring) + 1), ring % 1
    return inner + share * (outer - inner)


def test_a_flat_map_is_one_colour_in_a_round_disc():
    picture = disc_image(map_of(60.0), GREY, 100)
    inside = picture[picture[..., 3] == 255]
    assert_array_equal(np.unique(inside[:, :3]), [153])
    assert_array_equal(picture[[0, 0, -1, -1], [0, -1, 0, -1], 3], 0)
    # The smoothed rim leaves the area of the disc unchanged.
    area = picture[..., 3].sum() / 255
    assert area == pytest.approx(np.pi * 50**2, rel=2e-3)


@pytest.mark.parametrize(
    ("angle_deg", "row", "column"),
    [(0, 50, 90), (90, 10, 50), (180, 50, 10), (270, 90, 50)],
    ids=["lateral-right", "anterior-top", "septum-left", "inferior-bottom"],
)
def test_walls_lie_where_the_screens_show_them(angle_deg, row, column):
    hot = 100.0 * (np.cos(AROUND - np.radians(angle_deg)) > 0.9)
    picture = disc_image(map_of(hot), GREY, 101)
    assert picture[row, column, 0] == 255
    # Only this wall is bright, and evenly so to both sides.
    is_bright = (picture[..., 0] > 128) & (picture[..., 3] > 128)
    middle = np.argwhere(is_bright).mean(axis=0)
    assert_allclose(middle - 50, np.array([row - 50, column - 50]) * 0.78, atol=2)


def test_the_apex_is_the_centre_and_the_base_the_rim():
    rising = disc_values(np.broadcast_to(RADII[:, None], (32, 72)), ALL, 200)
    radius, _ = disc_coordinates(200)
    between = (radius > RADII[0]) & (radius < RADII[-1])
    assert_allclose(rising[between], radius[between], atol=1e-12)
    assert_allclose(rising[radius > RADII[-1]], RADII[-1])


def test_a_slope_across_the_disc_passes_smoothly_through_the_centre():
    tilted = RADII[:, None] * np.cos(AROUND - 0.4)
    values = disc_values(tilted, ALL, 201)
    radius, angle_deg = disc_coordinates(201)
    expected = radius * np.cos(np.radians(angle_deg) - 0.4)
    inside = radius < RADII[-1]
    # Chords of 5° lie up to 0.1 % below the circle.
    assert_allclose(values[inside], expected[inside], atol=1.1e-3)


def test_there_is_no_seam_at_angle_zero():
    values = disc_values(np.broadcast_to(np.cos(AROUND), (32, 72)), ALL, 200)
    above, below = values[99, 110:], values[100, 110:]
    assert_allclose(above, below, atol=1e-9)


@given(seed=st.integers(0, 2**16))
@settings(max_examples=10, deadline=None)
def test_pixels_agree_with_the_naive_loop(seed):
    rng = np.random.default_rng(seed)
    values = rng.uniform(size=(32, 72))
    found = disc_values(values, ALL, 48)
    radius, _ = disc_coordinates(48)
    places = [(24, 24), (23, 24), (23, 23), *rng.integers(48, size=(40, 2))]
    for row, column in places:
        if radius[row, column] <= 1:
            expected = naive_value(values, 48, row, column)
            assert found[row, column] == pytest.approx(expected, abs=1e-9)


@given(seed=st.integers(0, 2**16))
@settings(max_examples=10, deadline=None)
def test_a_quarter_turn_of_the_map_turns_the_picture(seed):
    values = np.random.default_rng(seed).uniform(size=(32, 72))
    turned = disc_values(np.roll(values, 18, axis=1), ALL, 64)
    assert_allclose(turned, np.rot90(disc_values(values, ALL, 64)), atol=1e-9)


def test_invalid_samples_stay_empty_and_spoil_no_neighbour():
    values, valid = np.full((32, 72), 10.0), ALL.copy()
    values[20:24, 16:21], valid[20:24, 16:21] = 1e9, False
    found = disc_values(values, valid, 300)
    radius, angle_deg = disc_coordinates(300)
    is_empty = (radius > 20 / 32) & (radius < 24 / 32) & (np.abs(angle_deg - 90) < 12.5)
    assert_array_equal(np.isnan(found), is_empty)
    assert_allclose(found[~is_empty], 10.0)
    picture = disc_image(map_of(10.0, valid=valid), GREY, 300)
    assert_array_equal(np.unique(picture[is_empty][:, :3]), [128])


def test_the_upper_end_stretches_the_colours():
    picture = disc_image(map_of(60.0), GREY, 50, upper_percent=120.0)
    assert picture[25, 25, 0] == 128


def test_no_difference_takes_the_middle_colour_and_the_limit_the_end():
    table = color_table("red-blue")
    stress = map_of(np.where(np.cos(AROUND) > 0, 30.0, 80.0))
    rest = map_of(80.0, state=None)
    difference = difference_map(stress, rest)
    picture = difference_image(difference, table, 101, limit_points=50)
    assert_array_equal(picture[50, 5, :3], table.rgb[128])
    assert_array_equal(picture[50, 95, :3], table.rgb[0])
    assert_array_equal(picture[50, 95, :3], apply_color_table(0.0, table))


@pytest.mark.parametrize("size_px", [0, -5, 7, 100_000])
def test_an_impossible_size_is_refused(size_px):
    with pytest.raises(ConfigError, match="pixels wide"):
        disc_image(map_of(60.0), GREY, size_px)


def test_a_map_of_another_size_is_refused():
    with pytest.raises(GeometryError, match="expected 32 x 72"):
        disc_values(np.ones((10, 10)), ALL, 64)
