import numpy as np
import pytest

from disc_pictures import compressed, disc_picture, usual_map
from myomap.colortable import color_table, known_scale
from myomap.colortable.inversion import nearest_on_scale
from myomap.records import Picture
from myomap.screenshot.bar_ends import continued, settled
from myomap.screenshot.color_bar import find_color_bars


def shown_values(bar, name):
    return nearest_on_scale(bar.colors.astype(float), known_scale(name))[0]


@pytest.mark.parametrize("where", ["right", "below"])
@pytest.mark.parametrize("quality", [None, 75])
def test_a_bar_is_found_from_its_low_to_its_high_end(where, quality):
    picture, disc = disc_picture(usual_map(), color_table("cool"), bar=where)
    if quality:
        picture = compressed(picture, quality)
    bars = find_color_bars(picture, disc)
    assert len(bars) == 1
    assert bars[0].way == ("up" if where == "right" else "right")
    values = shown_values(bars[0], "cool")
    straight = np.linspace(0, 100, len(values))
    assert np.abs(values - straight).mean() < (1.5 if quality is None else 3)


def test_a_reversed_bar_falls():
    picture, disc = disc_picture(
        usual_map(), color_table("pet"), bar="right", is_bar_reversed=True
    )
    values = shown_values(find_color_bars(picture, disc)[0], "pet")
    assert values[0] > 97
    assert values[-1] < 3


def test_a_frame_and_ticks_are_no_part_of_the_bar():
    picture, disc = disc_picture(usual_map(), color_table("cool"), bar="right")
    rgb = picture.rgb.copy()
    rgb[39:209, [299, 320]] = 255
    rgb[[39, 208], 299:321] = 255
    rgb[40:208:33, 321:326] = 255
    bars = find_color_bars(Picture(rgb=rgb), disc)
    values = shown_values(bars[0], "cool")
    assert np.abs(values - np.linspace(0, 100, len(values))).mean() < 1.5


def test_a_picture_without_a_bar_has_none():
    picture, disc = disc_picture(usual_map(), color_table("cool"))
    assert find_color_bars(picture, disc) == ()


def test_a_striped_rectangle_that_repeats_its_colours_is_no_bar():
    picture, disc = disc_picture(usual_map(), color_table("grey"))
    rgb = picture.rgb.copy()
    wave = 128 + 100 * np.sin(np.arange(160) / 9)
    rgb[40:200, 300:320] = wave[:, None, None].astype(np.uint8)
    assert find_color_bars(Picture(rgb=rgb), disc) == ()


def test_a_black_step_on_black_is_added():
    colors = np.array([[250, 250, 99], [240, 160, 0], [160, 0, 0], [80, 0, 0]])
    steps = np.repeat(colors, 12, axis=0).astype(float)
    whole = continued(steps, np.zeros((40, 3), np.uint8), np.zeros(3))
    assert len(whole) == 60
    assert not whole[48:].any()


def test_a_black_step_is_added_after_a_block_one_row_longer_than_the_one_before():
    colors = np.array([[250, 250, 99], [240, 160, 0], [160, 0, 0], [80, 0, 0]])
    steps = np.repeat(colors, [12, 12, 12, 13], axis=0).astype(float)
    whole = continued(steps, np.zeros((40, 3), np.uint8), np.zeros(3))
    assert len(whole) == 61


def test_nothing_is_added_after_the_light_end():
    colors = np.array([[80, 0, 0], [160, 0, 0], [240, 160, 0], [255, 255, 255]])
    steps = np.repeat(colors, 12, axis=0).astype(float)
    same = continued(steps, np.zeros((40, 3), np.uint8), np.zeros(3))
    assert len(same) == 48


def test_rows_up_to_a_frame_belong_to_the_bar():
    ramp = np.repeat(np.arange(200.0, 0.0, -2.0)[:, None], 3, axis=1)
    beyond = np.zeros((40, 3), np.uint8)
    beyond[8] = 255
    assert len(continued(ramp, beyond, np.zeros(3))) == len(ramp) + 8


def test_a_bar_on_its_course_is_left_as_it_is():
    ramp = np.repeat(np.arange(0.0, 250.0, 5.0)[:, None], 3, axis=1)
    assert settled(ramp) is ramp
