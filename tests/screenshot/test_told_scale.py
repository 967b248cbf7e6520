from dataclasses import replace

import numpy as np
import pytest

from disc_pictures import compressed, disc_picture, usual_map
from myomap.colortable import ScaleOrigin, color_table, known_scale
from myomap.errors import ConfigError
from myomap.records import Picture
from myomap.screenshot.disc_reading import ScaleReference
from myomap.screenshot.read_disc import read_disc


def codes(reading):
    return {caution.code for caution in reading.cautions}


@pytest.mark.parametrize("name", ["cool", "pet", "grey", "ten-step", "magma"])
@pytest.mark.parametrize("quality", [None, 70])
def test_the_right_name_is_taken(name, quality):
    picture, disc = disc_picture(usual_map(), color_table(name), bar="right")
    picture = picture if quality is None else compressed(picture, quality)
    reading = read_disc(picture, disc, known_scale(name))
    assert not reading.is_refused
    assert reading.confidence > 0.9
    # Ten steps tell the map's flat top to five points.
    assert np.abs(reading.uptake_percent - usual_map()).mean() < 4.5
    assert "picture-bar-disagrees" not in codes(reading)


@pytest.mark.parametrize("quality", [None, 75])
@pytest.mark.parametrize("told", ["hot-iron", "grey", "viridis", "thermal"])
def test_a_wrong_name_is_refused_with_the_better_one(told, quality):
    picture, disc = disc_picture(usual_map(), color_table("cool"))
    picture = picture if quality is None else compressed(picture, quality)
    reading = read_disc(picture, disc, known_scale(told))
    assert reading.is_refused
    assert f"'{told}' does not explain the disc" in reading.reason


def bent(name):
    """A table of the same colours, its values bent."""
    table = color_table(name)
    place = 255.0 * (np.arange(256) / 255.0) ** 0.4
    entry = np.rint(place).astype(int)
    return type(table)(
        name="bent", title="Bent", rgb=table.rgb[entry], n_steps=None, source="test"
    )


@pytest.mark.parametrize(("brightness", "is_refused"), [(1.0, False), (0.8, True)])
def test_a_name_that_the_bar_contradicts_is_doubted_or_refused(brightness, is_refused):
    # The same colours, but not for the same values: the disc alone cannot tell.
    values = brightness * usual_map()
    picture, disc = disc_picture(values, bent("thermal"), bar="right")
    reading = read_disc(picture, disc, known_scale("thermal"))
    assert reading.is_refused is is_refused
    assert reading.confidence <= 0.5
    if is_refused:
        assert "colour bar" in reading.reason
    else:
        assert "picture-bar-disagrees" in codes(reading)


def test_a_bar_counts_nothing_against_the_scale_of_the_disc_beside():
    picture, disc = disc_picture(usual_map(), bent("thermal"), bar="right")
    scale = known_scale("thermal")
    assert not read_disc(picture, disc, scale, is_scale_told=False).is_refused


def test_a_name_the_other_way_round_than_the_bar_is_doubted():
    picture, disc = disc_picture(usual_map(), color_table("pet"), bar="right")
    turned = known_scale("pet", is_reversed=True)
    reading = read_disc(picture, disc, turned)
    assert reading.confidence <= 0.5
    assert "picture-bar-disagrees" in codes(reading)


def test_a_map_upside_down_is_told():
    picture, disc = disc_picture(usual_map(), color_table("grey"))
    reading = read_disc(picture, disc, known_scale("grey", is_reversed=True))
    assert np.abs(reading.uptake_percent - (100 - usual_map())).mean() < 1.0
    assert reading.confidence <= 0.5
    assert "picture-upside-down" in codes(reading)


@pytest.mark.parametrize("bar", [None, "right"])
def test_a_range_moves_the_ends_of_bar_and_table(bar):
    picture, disc = disc_picture(usual_map(), color_table("cool"), bar=bar)
    whole = read_disc(picture, disc)
    part = read_disc(picture, disc, bar_range_percent=(30.0, 100.0))
    np.testing.assert_allclose(
        part.uptake_percent, 30.0 + 0.7 * whole.uptake_percent, atol=0.01
    )
    np.testing.assert_allclose(
        part.tolerance_percent, 0.7 * whole.tolerance_percent, atol=0.01
    )
    assert (whole.range_percent, whole.is_range_given) == ((0.0, 100.0), False)
    assert (part.range_percent, part.is_range_given) == ((30.0, 100.0), True)
    assert "picture-range-assumed" in codes(whole)
    assert "picture-range-assumed" not in codes(part)


def test_a_range_the_other_way_turns_a_bar_and_a_named_table():
    picture, disc = disc_picture(
        usual_map(), color_table("grey"), bar="right", is_bar_reversed=True
    )
    reading = read_disc(picture, disc, bar_range_percent=(100.0, 0.0))
    assert reading.confidence >= read_disc(picture, disc).confidence
    assert reading.range_percent == (0.0, 100.0)
    assert np.abs(reading.uptake_percent - usual_map()).mean() < 2.0
    turned = known_scale("grey-inverted")
    named = read_disc(picture, disc, turned, bar_range_percent=(100.0, 0.0))
    assert np.abs(named.uptake_percent - usual_map()).mean() < 2.0


def test_a_bar_upside_down_that_digits_alone_would_tell_is_refused_without_a_range():
    # White is the low end, and lies at the top, where white usually is the high one.
    picture, disc = disc_picture(
        usual_map(), color_table("grey-inverted"), bar="right", is_bar_reversed=True
    )
    reading = read_disc(picture, disc)
    assert (
        reading.is_refused or np.abs(reading.uptake_percent - usual_map()).mean() < 2.0
    )
    told = read_disc(picture, disc, bar_range_percent=(100.0, 0.0))
    assert np.abs(told.uptake_percent - usual_map()).mean() < 2.0


def test_a_bar_that_lacks_its_bright_end_is_not_believed():
    picture, disc = disc_picture(usual_map(), color_table("hot-iron"), bar="right")
    rgb = picture.rgb.copy()
    # The upper half of the bar is hidden.
    rgb[40:124, 295:325] = 0
    reading = read_disc(Picture(rgb=rgb), disc)
    assert (
        reading.is_refused or np.abs(reading.uptake_percent - usual_map()).mean() < 2.0
    )


@pytest.mark.parametrize(
    "told", [(130.0, 30.0), (-10.0, 100.0), (50.0, 52.0), (0.0, float("nan"))]
)
def test_what_is_no_range_is_refused(told):
    picture, disc = disc_picture(usual_map(), color_table("cool"), size=80)
    with pytest.raises(ConfigError, match="Expected two percentages"):
        read_disc(picture, disc, bar_range_percent=told)


def test_steps_of_a_bar_are_steps_where_the_disc_has_them():
    picture, disc = disc_picture(usual_map(), color_table("ten-step"), bar="right")
    # In no catalogue: the bar alone tells what the steps are worth.
    picture = Picture(rgb=picture.rgb[..., ::-1])
    reading = read_disc(picture, disc)
    assert reading.scale.steps == 10
    assert np.abs(reading.uptake_percent - usual_map()).mean() < 3.0


def test_without_bar_and_table_the_reference_is_the_highest_color():
    from disc_pictures import foreign_table

    picture, disc = disc_picture(0.85 * usual_map(), foreign_table(), size=360)
    reading = read_disc(picture, disc, bar_range_percent=(30.0, 100.0))
    assert reading.scale.origin is ScaleOrigin.BLIND
    assert reading.reference is ScaleReference.HIGHEST_COLOR
    assert reading.confidence < 0.7
    assert reading.range_percent == (0.0, 100.0)
    assert {"picture-reference-unknown", "picture-range-unused"} <= codes(reading)
    # Relative to the highest colour, 85 % of the scale, it is right.
    shown = reading.uptake_percent * 0.85
    assert np.abs(shown - 0.85 * usual_map()).mean() < 4.0
    named = read_disc(*disc_picture(0.85 * usual_map(), color_table("cool")))
    assert named.reference is ScaleReference.SCALE_TOP
    assert named.uptake_percent.max() == pytest.approx(85.0, abs=2.0)


def even_wall_with_defect() -> np.ndarray:
    """An even wall with a small defect: nothing in it but its level tells the top."""
    ring, angle = np.mgrid[:32, :72]
    away = np.hypot(ring - 18, 0.5 * (angle - 20))
    return 92.0 - 60.0 * np.exp(-((away / 4.0) ** 2)) + 3.0 * np.sin(angle / 9.0)


@pytest.mark.parametrize("bar", ["right", None])
@pytest.mark.parametrize("name", ["jet", "turbo", "viridis", "hot"])
def test_a_table_in_reverse_is_never_read_upside_down(name, bar):
    usual = color_table(name)
    table = replace(usual, rgb=usual.rgb[::-1])
    truth = even_wall_with_defect()
    picture, disc = disc_picture(truth, table, bar=bar)
    reading = read_disc(picture, disc)
    assert reading.is_refused or np.abs(reading.uptake_percent - truth).mean() < 3.0
    if bar is not None:
        told = read_disc(picture, disc, bar_range_percent=(0.0, 100.0))
        assert np.abs(told.uptake_percent - truth).mean() < 3.0


@pytest.mark.parametrize("bar", ["right", None])
@pytest.mark.parametrize("name", ["turbo", "jet", "rainbow"])
def test_colours_saved_as_greys_are_no_scale(name, bar):
    usual = color_table(name)
    grey = np.round(usual.rgb @ np.array([0.299, 0.587, 0.114])).astype(np.uint8)
    table = replace(usual, rgb=np.repeat(grey[:, None], 3, axis=1))
    truth = even_wall_with_defect()
    picture, disc = disc_picture(truth, table, bar=bar)
    assert read_disc(picture, disc).is_refused


@pytest.mark.parametrize("quality", [70, 90])
@pytest.mark.parametrize("name", ["jet", "turbo", "hot-iron"])
def test_a_compressed_bar_of_a_known_table_tells_its_direction(name, quality):
    truth = even_wall_with_defect()
    picture, disc = disc_picture(truth, color_table(name), bar="right")
    reading = read_disc(compressed(picture, quality), disc)
    assert np.abs(reading.uptake_percent - truth).mean() < 3.0


@pytest.mark.parametrize("name", ["jet", "hot-iron", "viridis"])
def test_a_bar_against_its_table_is_doubted_until_its_ends_are_told(name):
    picture, disc = disc_picture(
        usual_map(), color_table(name), bar="right", is_bar_reversed=True
    )
    reading = read_disc(picture, disc)
    assert reading.is_refused or "picture-bar-disagrees" in codes(reading)
    assert reading.confidence <= 0.5
    told = read_disc(picture, disc, bar_range_percent=(100.0, 0.0))
    assert told.confidence > 0.9
    assert np.abs(told.uptake_percent - usual_map()).mean() < 2.0
