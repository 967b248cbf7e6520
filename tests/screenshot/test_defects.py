"""A small deep defect is read low, left without a value, or refused: never filled."""

import numpy as np
import pytest

from disc_pictures import compressed, disc_picture, map_with_defect
from myomap.colortable import ColorTable, ScaleOrigin, color_table
from myomap.records import Picture
from myomap.screens import development_tables
from myomap.screenshot.compact_parts import compact_parts
from myomap.screenshot.read_disc import read_disc

TABLES = {table.name: table for table in development_tables()}
UNKNOWN = sorted(name for name in TABLES if name.startswith("dev-"))


def overread_points(reading, values):
    """How far too high the lowest samples are read; those without a value are not."""
    lowest = np.argsort(values, axis=None)[:8]
    has_value = reading.valid.ravel()[lowest]
    if reading.is_refused or not has_value.any():
        return 0.0
    over = (reading.uptake_percent - values).ravel()[lowest][has_value]
    return float(over.mean())


def drawn_cases():
    """Every table with a defect of its own, in sizes and files by turns."""
    rng = np.random.default_rng(7)
    sizes, qualities = (80, 120, 200), (None, 90, None, 65)
    for index, name in enumerate([*UNKNOWN, *UNKNOWN, *sorted(TABLES)]):
        turn, place = rng.uniform(0, 2 * np.pi), rng.uniform(0.3, 0.7)
        yield pytest.param(
            name,
            (rng.uniform(0.03, 0.10), rng.uniform(5, 30)),
            (place * np.cos(turn), place * np.sin(turn)),
            (sizes[index % 3], qualities[index % 4]),
            id=f"{index}-{name}",
        )


@pytest.mark.parametrize(("name", "defect", "centre", "drawing"), list(drawn_cases()))
def test_a_small_deep_defect_is_never_read_as_healthy(name, defect, centre, drawing):
    share, depth_percent = defect
    values = map_with_defect(share, depth_percent, centre)
    size, quality = drawing
    picture, disc = disc_picture(values, TABLES[name], size=size)
    picture = picture if quality is None else compressed(picture, quality)
    assert overread_points(read_disc(picture, disc), values) < 10


@pytest.mark.parametrize("name", ["dev-jet-like", "dev-step-8", "dev-rainbow-dark"])
def test_a_table_that_explains_all_but_the_defect_is_not_the_maps(name):
    # Their upper ends hold the colours of a known table, the defect does not.
    values = map_with_defect(0.05, 20.0, (0.3, -0.35))
    picture, disc = disc_picture(values, TABLES[name], size=160)
    reading = read_disc(picture, disc)
    assert reading.is_refused or reading.scale.origin is ScaleOrigin.BLIND


def tail_table():
    """Warm metal above 40 %, a green below that warm metal lacks."""
    rgb = color_table("warm-metal").rgb.copy()
    share = np.linspace(0, 1, 103)[:, None]
    rgb[:103] = np.round((1 - share) * [0, 255, 90] + share * rgb[103])
    return ColorTable(name="tail", title="Tail", rgb=rgb, n_steps=None, source="test")


def test_a_defect_in_colors_that_the_known_table_lacks_is_not_filled():
    values = map_with_defect(0.06, 15.0, (-0.3, 0.3))
    picture, disc = disc_picture(values, tail_table(), size=200)
    reading = read_disc(picture, disc)
    assert overread_points(reading, values) < 10


def test_a_painted_part_is_told():
    picture, disc = disc_picture(
        map_with_defect(0.05, 40.0, (0.2, 0.4)), color_table("hot-iron")
    )
    rgb = picture.rgb.copy()
    rgb[150:200, 150:190] = (0, 255, 255)
    reading = read_disc(Picture(rgb=rgb), disc)
    assert not reading.valid[14, 63]
    assert reading.uptake_percent[14, 63] == 0
    assert "picture-part-unread" in {caution.code for caution in reading.cautions}


def test_letters_and_lines_are_no_compact_parts():
    foreign = np.zeros((200, 200), bool)
    foreign[90:94] = True
    foreign[40:44, 100:120], foreign[40:60, 100:104] = True, True
    everywhere = np.ones_like(foreign)
    rgb = np.zeros((200, 200, 3), np.uint8)
    assert compact_parts(rgb, foreign, everywhere, 100.0).share == 0


def test_a_compact_part_is_painted_when_it_has_one_color():
    foreign = np.zeros((120, 120), bool)
    foreign[30:70, 30:70] = True
    everywhere = np.ones_like(foreign)
    flat = np.full((120, 120, 3), 200, np.uint8)
    slope = flat.copy()
    slope[..., 0] = np.arange(120) * 2
    assert compact_parts(flat, foreign, everywhere, 60.0).is_painted
    assert not compact_parts(slope, foreign, everywhere, 60.0).is_painted
