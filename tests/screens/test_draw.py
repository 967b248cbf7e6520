import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from myomap.colortable import color_table
from myomap.records import State
from myomap.screens import (
    LAYOUTS,
    UNSPOILED,
    DiscContent,
    ScreenOptions,
    draw_screen,
    draw_spoiling,
)
from myomap.screens.disc_drawing import PlacedDisc, displayed, draw_disc
from myomap.screens.plain_hearts import draw_plain_hearts
from myomap.screens.strokes import arc, paint_lines
from myomap.screens.style import DiscStyle
from simulated_screens import smooth_maps

GREY = color_table("grey")
PLAIN = DiscStyle(
    interpolation="bilinear",
    smoothing_rings=1.0,
    matrix=96,
    has_soft_edge=True,
    lower_percent=0.0,
    top_percent=100.0,
    blackout_percent=60.0,
    blackout_rgb=(0, 0, 0),
)


def screen_of(seed, *, spoiling=UNSPOILED, tables=(GREY,), **options):
    fixed = ScreenOptions(spoiling=spoiling, diameter_px=(120, 260), **options)
    rng = np.random.default_rng(seed)
    return draw_screen(rng, smooth_maps(), tables=tables, options=fixed)


def seen_at_samples(screen, disc):
    """Return (32, 72) grey levels of the pixels where the samples lie, in percent."""
    radius = (np.arange(32)[:, None] + 0.5) / 32
    angle = np.radians(np.arange(72) * 5.0)
    column = disc.centre_px[0] + disc.radius_px[0] * radius * np.cos(angle)
    row = disc.centre_px[1] - disc.radius_px[1] * radius * np.sin(angle)
    pixels = screen.picture.rgb[np.rint(row).astype(int), np.rint(column).astype(int)]
    return pixels.mean(axis=-1) / 2.55


def test_the_same_seed_draws_the_same_file():
    assert screen_of(5).file == screen_of(5).file
    assert screen_of(5).file != screen_of(6).file


@pytest.mark.parametrize("fraction", [0.0, 0.3, 0.5])
def test_a_disc_lies_where_it_was_placed_to_a_hundredth_of_a_pixel(fraction):
    image = Image.new("RGB", (120, 100))
    white = PlacedDisc(
        centre=(60 + fraction, 50 - fraction),
        radius=36.4,
        percent=np.full((32, 72), 100.0),
        table=GREY,
        style=PLAIN,
    )
    draw_disc(image, white)
    level = np.asarray(image)[..., 0] / 255.0
    rows, columns = np.indices(level.shape) + 0.5
    assert level.sum() == pytest.approx(np.pi * 36.4**2, rel=1e-3)
    assert (columns * level).sum() / level.sum() == pytest.approx(
        60 + fraction, abs=0.01
    )
    assert (rows * level).sum() / level.sum() == pytest.approx(50 - fraction, abs=0.01)


@pytest.mark.parametrize("seed", range(12))
def test_pixels_say_what_the_truth_says(seed):
    screen = screen_of(seed)
    for disc in screen.discs:
        if disc.content is DiscContent.UPTAKE:
            error = np.abs(seen_at_samples(screen, disc) - disc.percent)
            # Lines and text lie over some of the samples.
            assert np.median(error) < 1.0


@pytest.mark.parametrize("seed", range(8))
def test_truth_follows_resizing_and_cropping(seed):
    spoiling = replace(UNSPOILED, scale=(0.83, 0.8), is_cropped=True)
    screen = screen_of(seed, spoiling=spoiling, layout="side by side")
    across, up = screen.discs[0].radius_px
    assert across / up == pytest.approx(0.83 / 0.8, rel=0.01)
    for disc in screen.discs:
        error = np.abs(seen_at_samples(screen, disc) - disc.percent)
        assert np.median(error) < 1.5


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_keeps_its_discs_inside_the_picture_and_apart(layout):
    screen = screen_of(1, layout=layout)
    height, width = screen.picture.rgb.shape[:2]
    plans = [plan for row in LAYOUTS[layout] for plan in row]
    shown = [(disc.content, disc.state) for disc in screen.discs]
    assert shown == [(plan.content, plan.state) for plan in plans]
    for disc in screen.discs:
        (x, y), (across, up) = disc.centre_px, disc.radius_px
        assert across - 0.5 <= x <= width - 0.5 - across
        assert up - 0.5 <= y <= height - 0.5 - up
    centres = np.array([disc.centre_px for disc in screen.discs])
    apart = np.linalg.norm(centres[:, None] - centres[None], axis=2)
    apart[np.diag_indices(len(centres))] = np.inf
    assert apart.min() > 2 * screen.discs[0].radius_px[0]


def test_side_by_side_is_stress_left_and_rest_right():
    stress, rest = screen_of(2, layout="side by side").discs
    assert (stress.state, rest.state) == (State.STRESS, State.REST)
    assert stress.centre_px[0] < rest.centre_px[0]
    assert stress.percent.min() < rest.percent.min()


def test_a_window_stretches_the_table_over_part_of_the_uptake():
    window = replace(PLAIN, lower_percent=20.0, top_percent=80.0)
    disc = PlacedDisc(
        centre=(50, 50),
        radius=40,
        percent=np.full((32, 72), 100.0 * (50 - 20) / (80 - 20)),
        table=GREY,
        style=window,
    )
    percent, valid = displayed(disc)
    np.testing.assert_allclose(percent, 50.0)
    assert valid.all()


def test_what_the_extent_paints_out_is_not_valid():
    percent = np.full((32, 72), 80.0)
    percent[:16] = 30.0
    disc = PlacedDisc(
        centre=(50, 50),
        radius=40,
        percent=percent,
        table=GREY,
        style=replace(PLAIN, interpolation="cells", blackout_rgb=(0, 0, 255)),
        painted_below=60.0,
    )
    image = Image.new("RGB", (100, 100))
    draw_disc(image, disc)
    assert image.getpixel((50, 50)) == (0, 0, 255)
    assert not displayed(disc)[1][:16].any()
    assert displayed(disc)[1][16:].all()


@pytest.mark.parametrize("file_format", ["png", "bmp", "jpeg"])
def test_the_file_holds_the_picture(file_format):
    spoiling = replace(UNSPOILED, file_format=file_format, jpeg_quality=80)
    screen = screen_of(3, spoiling=spoiling)
    image = Image.open(io.BytesIO(screen.file))
    assert image.format.lower() == file_format
    np.testing.assert_array_equal(np.asarray(image), screen.picture.rgb)


def test_a_bar_holds_the_colors_of_the_table():
    table = color_table("viridis")
    for seed in range(40):
        screen = screen_of(seed, tables=[table])
        if screen.bar == "vertical" and "blocky bar" not in screen.traits:
            break
    rgb = screen.picture.rgb.astype(int)
    # In every column of the bar, most of the table's colours occur.
    known = {tuple(color) for color in table.rgb.tolist()}
    counts = [
        len(known & set(map(tuple, column.tolist())))
        for column in np.swapaxes(rgb, 0, 1)
    ]
    assert max(counts) > 60


def test_spoiling_keeps_discs_between_60_and_1200_pixels():
    rng = np.random.default_rng(1)
    for diameter in np.geomspace(60, 1200, 200):
        spoiling = draw_spoiling(rng, diameter)
        drawn = diameter / np.sqrt(np.prod(spoiling.scale))
        assert 58 <= drawn <= 1225
        assert max(spoiling.scale) / min(spoiling.scale) <= 1.055
        if spoiling.file_format == "jpeg":
            assert 60 <= spoiling.jpeg_quality <= 95


@pytest.mark.parametrize("is_smooth", [False, True])
@pytest.mark.parametrize("width_px", [1.0, 2.0, 3.0, 4.0])
def test_a_line_along_the_rim_lies_on_the_rim(width_px, is_smooth):
    off = []
    for k in range(12):
        centre = 60 + k / 12, 58 - k / 7
        image = Image.new("RGB", (120, 120))
        pen = ((255, 255, 255), width_px, is_smooth)
        paint_lines(image, (centre, 40.3), [arc(1.0, 0, 360)], pen)
        level = np.asarray(image)[..., 0] / 255.0
        rows, columns = np.indices(level.shape) + 0.5
        away = np.hypot(columns - centre[0], rows - centre[1])
        off.append(
            [
                (columns * level).sum() / level.sum() - centre[0],
                (rows * level).sum() / level.sum() - centre[1],
                (away * level).sum() / level.sum() - 40.3,
            ]
        )
    np.testing.assert_allclose(np.mean(off, axis=0), 0.0, atol=0.3)


def test_plain_hearts_are_drawn_like_any_others():
    maps = draw_plain_hearts(np.random.default_rng(6))
    again = draw_plain_hearts(np.random.default_rng(6))
    np.testing.assert_array_equal(
        maps[State.REST].uptake_percent, again[State.REST].uptake_percent
    )
    # A defect at rest is never deeper than at stress.
    assert (
        maps[State.STRESS].uptake_percent.sum() <= maps[State.REST].uptake_percent.sum()
    )
    assert len(draw_screen(np.random.default_rng(1), maps).discs) >= 1
