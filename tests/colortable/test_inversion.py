import numpy as np
import pytest
from numpy.testing import assert_allclose

from myomap.colortable import (
    ColorScale,
    ScaleOrigin,
    apply_color_table,
    color_table,
    color_table_names,
    invert_colors,
    known_scale,
    scale_point,
)
from myomap.errors import ConfigError, GeometryError


def naive_nearest(rgb, scale):
    """Distance to the nearest of the scale's own colours, colour by colour."""
    entries = scale.colors.astype(float)
    return np.array([np.linalg.norm(entries - color, axis=1).min() for color in rgb])


@pytest.mark.parametrize("name", color_table_names())
def test_values_come_back_to_within_what_the_table_tells(name):
    values = np.linspace(0.5, 99.5, 199)
    found = invert_colors(
        apply_color_table(values, color_table(name)), known_scale(name), tolerance=1.0
    )
    assert np.all(
        np.abs(found.value_percent - values) <= found.half_width_percent + 0.4
    )
    assert_allclose(found.residual, 0, atol=1e-9)


def test_a_step_stands_for_its_whole_interval():
    found = invert_colors(color_table("ten-step").rgb[::26], known_scale("ten-step"))
    assert_allclose(found.value_percent, np.arange(5.0, 100, 10), atol=0.3)
    assert_allclose(found.half_width_percent, 5, atol=0.3)


def test_a_mixture_of_two_steps_lies_on_their_border():
    rgb = color_table("ten-step").rgb.astype(float)
    mixed = (rgb[140] + rgb[160]) / 2
    found = invert_colors(mixed, known_scale("ten-step"))
    assert_allclose(found.value_percent, 100 * 154 / 256, atol=0.5)
    assert found.half_width_percent < 4


def test_the_distance_is_never_larger_than_to_the_tables_own_colours():
    rgb = np.random.default_rng(3).integers(0, 256, (300, 3))
    for name in ("pet", "cool", "magma"):
        found = invert_colors(rgb, known_scale(name))
        assert np.all(found.residual <= naive_nearest(rgb, known_scale(name)) + 1e-9)


def test_alike_ends_are_both_meant_until_the_surroundings_tell():
    ramp = np.linspace(0, 255, 100)
    colors = np.stack([ramp, np.sin(ramp / 255 * np.pi) * 200, 0 * ramp], 1)
    colors[-1] = colors[0] + 1
    scale = ColorScale(
        colors=colors.astype(np.uint8), origin=ScaleOrigin.BLIND, confidence=1.0
    )
    both = invert_colors(colors[0], scale)
    assert both.half_width_percent > 90
    low = invert_colors(colors[0], scale, expected_percent=5.0)
    high = invert_colors(colors[0], scale, expected_percent=95.0)
    assert low.value_percent < 3
    assert high.value_percent > 97
    assert max(low.half_width_percent, high.half_width_percent) < 3


def test_foreign_colours_lie_far_from_the_scale():
    found = invert_colors([[0, 255, 0], [128, 128, 128]], known_scale("grey"))
    assert found.residual[0] > 100
    assert_allclose(found.residual[1], 0, atol=1e-9)


def test_a_reversed_scale_gives_the_rest_to_a_hundred():
    rgb = color_table("hot-iron").rgb
    plain = invert_colors(rgb, known_scale("hot-iron"))
    turned = invert_colors(rgb, known_scale("hot-iron", is_reversed=True))
    assert_allclose(plain.value_percent, 100 - turned.value_percent, atol=0.4)


def test_points_of_a_scale_invert_to_themselves():
    place = np.linspace(1, 99, 50)
    found = invert_colors(
        scale_point(known_scale("viridis"), place), known_scale("viridis")
    )
    assert_allclose(found.value_percent, place, atol=0.5)


@pytest.mark.parametrize("wrong", [np.zeros((4, 2)), np.float64(3)])
def test_colours_without_three_channels_are_refused(wrong):
    with pytest.raises(GeometryError, match="red, green and blue"):
        invert_colors(wrong, known_scale("grey"))


def test_a_scale_of_one_colour_is_refused():
    with pytest.raises(GeometryError, match="at least 2"):
        ColorScale(
            colors=np.zeros((1, 3), np.uint8), origin=ScaleOrigin.BAR, confidence=1.0
        )


@pytest.mark.parametrize("confidence", [-0.1, 1.1, np.nan])
def test_an_impossible_confidence_is_refused(confidence):
    with pytest.raises(ConfigError, match="Expected 0 to 1"):
        ColorScale(
            colors=np.zeros((2, 3), np.uint8),
            origin=ScaleOrigin.BAR,
            confidence=confidence,
        )
