from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageDraw

from myomap.records import PictureArray
from myomap.screenshot import Disc, find_discs, search_discs
from myomap.screenshot.disc_patch import disc_patch, without_lines
from myomap.screenshot.outlines import round_things
from myomap.screenshot.ray_samples import Ellipse
from myomap.screenshot.sizing import evened_sizes
from screen_samples import (
    DrawnDisc,
    as_picture,
    blank_screen,
    draw_disc,
    draw_graticule,
    jpeg,
    resized,
    write_words,
)

BLACK, GREY, WHITE = (0, 0, 0), (128, 128, 128), (255, 255, 255)


def one_disc(
    radius: float, background: tuple[int, int, int] = BLACK, table: str = "french"
) -> tuple[PictureArray, DrawnDisc]:
    side = int(2.6 * radius) + 20
    disc = DrawnDisc(x=side / 2 + 3.3, y=side / 2 - 2.7, radius=radius, table=table)
    rgb = blank_screen(side, side + 30, background)
    draw_disc(rgb, disc)
    return rgb, disc


def assert_found(disc: Disc, drawn: DrawnDisc, within: float) -> None:
    x, y = disc.centre_px
    assert max(abs(x - drawn.x), abs(y - drawn.y)) <= within * drawn.radius
    assert max(abs(r - drawn.radius) for r in disc.radius_px) <= within * drawn.radius


@pytest.mark.parametrize("radius", [30.4, 75.1, 240.7, 420.6])
def test_disc_of_any_size_is_found_to_half_a_percent(radius: float) -> None:
    rgb, drawn = one_disc(radius)
    (disc,) = find_discs(as_picture(rgb))
    assert_found(disc, drawn, 0.005)


@pytest.mark.parametrize("background", [BLACK, GREY, WHITE, (20, 24, 60)])
@pytest.mark.parametrize("table", ["hot-iron", "cool", "ten-step", "grey"])
def test_any_background_and_table_will_do(
    background: tuple[int, int, int], table: str
) -> None:
    rgb, drawn = one_disc(70.3, background, table)
    (disc,) = find_discs(as_picture(rgb))
    assert_found(disc, drawn, 0.01)


def test_two_discs_are_found_left_to_right_in_spite_of_words() -> None:
    rgb = blank_screen(200, 360, BLACK)
    places = [DrawnDisc(x=x, y=101.2, radius=60.4) for x in (250.3, 90.6)]
    for drawn in places:
        draw_disc(rgb, drawn)
    write_words(rgb, 4, 4, "NAME 123", WHITE)
    write_words(rgb, 80, 30, "ANT", WHITE)
    left, right = find_discs(as_picture(rgb))
    assert_found(left, places[1], 0.01)
    assert_found(right, places[0], 0.01)


@pytest.mark.parametrize(
    ("radius", "size", "gap"), [(30.4, 9, 7), (33.2, 13, 3), (38.6, 11, 5)]
)
def test_wide_title_close_to_the_rim_does_not_swell_the_disc(
    radius: float, size: int, gap: int
) -> None:
    drawn = DrawnDisc(x=75.3, y=80.2, radius=radius, table="hot-iron", patient=4)
    rgb = blank_screen(150, 150, BLACK)
    draw_disc(rgb, drawn)
    image = Image.fromarray(rgb)
    place = drawn.x, drawn.y - radius - gap
    pen = ImageDraw.Draw(image)
    pen.text(place, "Difference", fill=WHITE, anchor="ms", font_size=size)
    (disc,) = find_discs(as_picture(np.array(image)))
    assert_found(disc, drawn, 0.02)


def with_spokes(drawn: DrawnDisc) -> PictureArray:
    rgb = blank_screen(150, 150, BLACK)
    draw_disc(rgb, drawn)
    image = Image.fromarray(rgb)
    for angle in np.arange(6) * np.pi / 3:
        x = drawn.x + drawn.radius * np.cos(angle)
        y = drawn.y - drawn.radius * np.sin(angle)
        ImageDraw.Draw(image).line((drawn.x, drawn.y, x, y), fill=WHITE, width=2)
    return np.array(image)


@pytest.mark.parametrize("table", ["french", "cool", "hot-iron"])
@pytest.mark.parametrize("radius", [32.3, 38.4])
def test_broad_spokes_make_no_wheel_of_a_small_map(radius: float, table: str) -> None:
    drawn = DrawnDisc(x=75.3, y=80.2, radius=radius, table=table, patient=4)
    (disc,) = find_discs(as_picture(with_spokes(drawn)))
    assert_found(disc, drawn, 0.02)


def test_spokes_are_filled_from_beside() -> None:
    drawn = DrawnDisc(x=75.3, y=80.2, radius=36.0, table="grey", patient=4)
    rgb = blank_screen(150, 150, BLACK)
    draw_disc(rgb, drawn)
    place = Ellipse(x=drawn.x, y=drawn.y, across=36.0, up=36.0)
    true = disc_patch(as_picture(rgb), place)
    lined = disc_patch(as_picture(with_spokes(drawn)), place)
    filled = without_lines(lined)
    assert filled is not None
    left = np.abs(filled.calm - true.calm)[8:-8, 8:-8].mean()
    assert left < 0.35 * np.abs(lined.calm - true.calm)[8:-8, 8:-8].mean()


def test_walls_between_the_fields_of_a_chart_are_left() -> None:
    side, n_fields = 90, 8
    away, angle = polar_places(side, 36.0)
    field = angle / (2 * np.pi) * n_fields
    rgb = np.where(
        (field.astype(int) % 2)[..., None] == 0, (200, 40, 30), (200, 120, 30)
    )
    beside = np.abs(field - np.round(field)) * away * 36.0 * 2 * np.pi / n_fields
    rgb[beside < 1.0] = 255
    rgb[away > 1] = 0
    middle = (side - 1) / 2
    place = Ellipse(x=middle, y=middle, across=36.0, up=36.0)
    patch = disc_patch(as_picture(rgb.astype(np.uint8)), place)
    assert without_lines(patch) is None


def test_poorly_seen_disc_takes_the_size_of_a_whole_one_beside() -> None:
    rgb = blank_screen(160, 300, BLACK)
    places = [DrawnDisc(x=x, y=80.2, radius=50.4, patient=4) for x in (80.3, 210.6)]
    for drawn in places:
        draw_disc(rgb, drawn)
    picture = as_picture(rgb)
    whole, other = round_things(picture).confirmed
    grown = replace(other.ellipse, x=other.ellipse.x + 3, across=58.0)
    poor = replace(other, ellipse=grown, seen=0.55)
    (_, first), (_, second) = evened_sizes(picture, [whole, poor])
    assert second.across == pytest.approx(first.across, rel=0.01)
    assert second.x == pytest.approx(other.ellipse.x, abs=0.5)


def test_line_along_the_rim_ends_the_disc_in_its_middle() -> None:
    rgb, drawn = one_disc(60.0)
    draw_graticule(rgb, drawn)
    (disc,) = find_discs(as_picture(rgb))
    assert_found(disc, drawn, 0.01)


@pytest.mark.parametrize("quality", [60, 90])
def test_compression_moves_the_rim_by_less_than_a_percent(quality: int) -> None:
    rgb, drawn = one_disc(80.5, table="hot-iron")
    (disc,) = find_discs(as_picture(jpeg(rgb, quality)))
    assert_found(disc, drawn, 0.01)


@pytest.mark.parametrize("share", [0.86, 1.05, 1.15, 1.18])
def test_uneven_resizing_makes_an_ellipse(share: float) -> None:
    rgb, drawn = one_disc(90.0)
    height, width, _ = rgb.shape
    wide = round(share * width)
    (disc,) = find_discs(as_picture(resized(rgb, wide, height)))
    across, up = disc.radius_px
    assert across == pytest.approx(drawn.radius * wide / width, rel=0.006)
    assert up == pytest.approx(drawn.radius, rel=0.006)
    x = (drawn.x + 0.5) * wide / width - 0.5
    assert disc.centre_px[0] == pytest.approx(x, abs=0.5)


def test_disc_that_touches_the_border_is_whole() -> None:
    rgb, drawn = one_disc(80.0)
    left = round(drawn.x - drawn.radius)
    (disc,) = find_discs(as_picture(rgb[:, left:].copy()))
    assert disc.centre_px[0] == pytest.approx(drawn.x - left, abs=0.8)


def test_cut_disc_is_refused_with_its_reason() -> None:
    rgb, drawn = one_disc(80.0)
    cut = rgb[:, round(drawn.x - 0.8 * drawn.radius) :].copy()
    search = search_discs(as_picture(cut))
    assert search.discs == ()
    assert [refused.reason[:33] for refused in search.refused] == [
        "A disc is cut by the border of th"
    ]


def test_turning_the_picture_turns_the_discs() -> None:
    rgb, _ = one_disc(66.6)
    (upright,) = find_discs(as_picture(rgb))
    (turned,) = find_discs(as_picture(np.ascontiguousarray(np.rot90(rgb))))
    width = rgb.shape[1]
    assert turned.centre_px == pytest.approx(
        (upright.centre_px[1], width - 1 - upright.centre_px[0]), abs=0.05
    )


def polar_places(side: int, radius: float) -> tuple[np.ndarray, np.ndarray]:
    y, x = np.mgrid[:side, :side] - (side - 1) / 2
    return np.hypot(x, y) / radius, np.arctan2(-y, x) % (2 * np.pi)


def round_thing(kind: str, radius: float = 80.0) -> PictureArray:
    rng = np.random.default_rng(3)
    side = int(2.4 * radius)
    away, angle = polar_places(side, radius)
    colors = rng.integers(30, 256, (40, 3)).astype(np.uint8)
    sector = (angle / (2 * np.pi) * 20).astype(int)
    ring = np.minimum(away * 7, 12).astype(int)
    shade = np.clip(1 - 0.7 * away, 0, 1)
    index = {
        "plain": np.zeros_like(ring),
        "pie": np.searchsorted([1.0, 1.9, 3.4, 4.4, 6.0], angle),
        "target": ring,
        "dart board": (sector + ring) % 2,
        "segments": ring // 2 * 6 + sector // 4,
        "specks": rng.integers(0, 40, ring.shape),
    }
    if kind == "ball":
        rgb = (shade[..., None] * np.array([220, 60, 60])).astype(np.uint8)
    elif kind == "wheel":
        waves = [np.cos(angle - k * 2 * np.pi / 3) for k in range(3)]
        rgb = np.round(127.5 * (1 + np.stack(waves, axis=-1))).astype(np.uint8)
    else:
        rgb = colors[index[kind]]
    rgb[away > 1] = 0
    return rgb


@pytest.mark.parametrize(
    "kind",
    ["plain", "pie", "target", "dart board", "segments", "specks", "ball", "wheel"],
)
def test_other_round_things_are_refused(kind: str) -> None:
    search = search_discs(as_picture(round_thing(kind)))
    assert search.discs == ()
    assert len(search.refused) == 1
    assert search.refused[0].reason.startswith("A disc is no polar map: ")


@pytest.mark.parametrize("size", [(1, 1), (3, 500), (20, 20), (90, 120)])
def test_empty_and_tiny_pictures_hold_nothing(size: tuple[int, int]) -> None:
    assert find_discs(as_picture(blank_screen(*size, GREY))) == ()


def test_noise_holds_nothing() -> None:
    rng = np.random.default_rng(5)
    noise = rng.integers(0, 256, (200, 300, 3), dtype=np.uint8)
    assert search_discs(as_picture(noise)).discs == ()
