import numpy as np
import pytest
from numpy.testing import assert_array_equal

from myomap.colortable import (
    ColorTable,
    apply_color_table,
    color_table,
    color_table_groups,
)
from myomap.colortable import color_table_names as names
from myomap.errors import ConfigError, GeometryError


def lightness(rgb):
    """CIE L* of sRGB colours."""
    linear = rgb / 255.0
    linear = np.where(
        linear <= 0.04045, linear / 12.92, ((linear + 0.055) / 1.055) ** 2.4
    )
    y = linear @ np.array([0.2126, 0.7152, 0.0722])
    return np.where(y > 0.008856, 116 * np.cbrt(y) - 16, 903.3 * y)


@pytest.mark.parametrize("name", names())
def test_every_table_has_256_colours_a_title_and_a_source(name):
    table = color_table(name)
    assert table.name == name
    assert table.rgb.shape == (256, 3)
    assert table.rgb.dtype == np.uint8
    assert table.title
    assert table.source


@pytest.mark.parametrize("name", names())
def test_no_table_can_be_written_to(name):
    with pytest.raises(ValueError, match="read-only"):
        color_table(name).rgb[0, 0] = 1


@pytest.mark.parametrize("name", names())
def test_steps_are_counted_right_and_equally_wide(name):
    table = color_table(name)
    changes = np.flatnonzero(np.any(np.diff(table.rgb.astype(int), axis=0), axis=1))
    if table.n_steps is None:
        assert changes.size > 150
    else:
        assert changes.size + 1 == table.n_steps
        widths = np.diff(np.r_[-1, changes, 255])
        assert np.ptp(widths) <= 1


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("grey", (0, 0, 0), (255, 255, 255)),
        ("grey-inverted", (255, 255, 255), (0, 0, 0)),
        ("hot-iron", (0, 0, 0), (255, 255, 255)),
        ("pet", (0, 0, 0), (255, 255, 255)),
        ("hot-metal-blue", (0, 0, 0), (255, 255, 255)),
        ("pet-20-step", (0, 0, 0), (255, 255, 255)),
        ("spring", (255, 0, 255), (255, 255, 0)),
        ("fall", (255, 255, 0), (255, 0, 0)),
        ("winter", (0, 0, 255), (127, 255, 128)),
        ("viridis", (68, 1, 84), (253, 231, 37)),
        ("cool", (0, 0, 0), (255, 255, 255)),
    ],
)
def test_ends_are_the_known_colours(name, first, last):
    rgb = color_table(name).rgb
    assert_array_equal(rgb[0], first)
    # Palettes of the standard are rounded by one here and there.
    assert np.abs(rgb[-1].astype(int) - last).max() <= 1


@pytest.mark.parametrize("name", ["grey", "viridis", "cividis", "inferno", "magma"])
def test_lightness_of_perceptual_tables_grows_evenly(name):
    steps = np.diff(lightness(color_table(name).rgb)[::16])
    assert steps.min() > 0
    assert steps.max() < 2.2 * np.median(steps)


def test_the_difference_table_is_lightest_in_the_middle():
    light = lightness(color_table("red-blue").rgb)
    assert 126 <= int(np.argmax(light)) <= 129
    assert abs(light[0] - light[-1]) < 5
    blue, red = color_table("red-blue").rgb[[40, 215]].astype(int)
    assert blue[2] > blue[0]
    assert red[0] > red[2]


@pytest.mark.parametrize("name", ["cool", "warm-metal", "french", "ten-step"])
def test_approximations_say_that_they_are_none_of_the_vendors(name):
    table = color_table(name)
    assert "not the vendor's" in table.title
    assert table.source.startswith("myomap approximation of ")


def test_values_take_equal_parts_of_the_table():
    values = (np.arange(256) + 0.5) / 2.56
    table = color_table("magma")
    assert_array_equal(apply_color_table(values, table), table.rgb)


def test_twenty_steps_are_five_percent_each():
    table = color_table("pet-20-step")
    colors = apply_color_table(np.arange(2.5, 100, 5), table)
    assert len(np.unique(colors, axis=0)) == 20
    assert_array_equal(apply_color_table(np.arange(1.0, 100, 5), table), colors)


def test_values_outside_the_range_take_its_ends():
    grey = color_table("grey")
    colors = apply_color_table([[-np.inf, -3.0], [130.0, np.inf]], grey)
    assert_array_equal(colors[..., 0], [[0, 0], [255, 255]])


def test_the_upper_end_stretches_the_table():
    grey = color_table("grey")
    assert_array_equal(
        apply_color_table([30.0, 60.0], grey, upper_percent=60.0),
        apply_color_table([50.0, 100.0], grey),
    )


def test_values_that_are_not_numbers_take_the_given_colour():
    colors = apply_color_table(
        [np.nan, 100.0], color_table("grey"), invalid_rgb=(1, 2, 3)
    )
    assert_array_equal(colors, [[1, 2, 3], [255, 255, 255]])


@pytest.mark.parametrize("upper", [0.0, -5.0, np.nan, np.inf])
def test_an_impossible_upper_end_is_refused(upper):
    with pytest.raises(ConfigError, match="above 0"):
        apply_color_table([1.0], color_table("grey"), upper_percent=upper)


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [("hotiron", "hot-iron"), ("GREYY", "grey"), ("virdis", "viridis")],
)
def test_an_unknown_name_is_answered_with_the_nearest(wrong, meant):
    with pytest.raises(ConfigError, match=f"did you mean '{meant}'"):
        color_table(wrong)


@pytest.mark.parametrize(
    ("spelled", "name"),
    [
        ("GREY", "grey"),
        ("gray", "grey"),
        ("gray_r", "grey-inverted"),
        ("Hot Iron", "hot-iron"),
        ("PET_20_Step", "pet-20-step"),
        ("nipy_spectral", "nipy-spectral"),
        ("CMRmap", "cmrmap"),
    ],
)
def test_a_name_is_known_in_its_usual_spellings(spelled, name):
    assert color_table(spelled) is color_table(name)


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [
        ("jet", (0, 0, 128), (128, 0, 0)),
        ("hot", (10, 0, 0), (255, 255, 255)),
        ("plasma", (13, 8, 135), (240, 249, 33)),
        ("copper", (0, 0, 0), (255, 199, 127)),
        ("bone", (0, 0, 0), (255, 255, 255)),
    ],
)
def test_scientific_tables_have_their_ends(name, low, high):
    rgb = color_table(name).rgb.astype(int)
    assert np.abs(rgb[0] - low).max() <= 2
    assert np.abs(rgb[-1] - high).max() <= 2


def test_the_groups_hold_every_name_once():
    grouped = [name for each in color_table_groups().values() for name in each]
    assert tuple(grouped) == names()


def test_a_name_like_no_other_is_answered_without_a_guess():
    with pytest.raises(ConfigError, match=r"no colour table 'foo'.*ten-step\.$"):
        color_table("foo")


def test_a_table_of_another_length_is_refused():
    with pytest.raises(GeometryError, match="expected 256 x 3"):
        ColorTable(
            name="short",
            title="Short",
            rgb=np.zeros((16, 3), np.uint8),
            n_steps=None,
            source="test",
        )
