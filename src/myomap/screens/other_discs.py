"""Discs that are no polar maps, many of them in the colour tables of stations."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from myomap.screens.chance import between, happens, log_between
from myomap.screens.disc_drawing import colors_of
from myomap.screens.scenery import (
    Painter,
    any_table,
    bright_rgb,
    canvas,
    colored_disc,
    grid,
    noise,
    on_page,
    round_mask,
    soft,
)
from myomap.screens.strokes import arc, paint_lines, ray

__all__ = ["DISCS"]


def _size(rng: np.random.Generator) -> int:
    return round(log_between(rng, 70, 420))


def _discs(
    rng: np.random.Generator, fields: Sequence[NDArray[np.floating]]
) -> Image.Image:
    """Return one or two discs in a colour table on a page."""
    shade = int(rng.choice([0, 0, 0, 128, 255]))
    background = (shade, shade, shade)
    state = rng.bit_generator.state
    parts = []
    for values in fields:
        # The same table for all: chance starts from the same place.
        rng.bit_generator.state = state
        parts.append(colored_disc(rng, values, background))
    return on_page(rng, parts, background)


def _plain(rng: np.random.Generator) -> Image.Image:
    image, brush = canvas(rng)
    for _ in range(int(rng.integers(1, 4))):
        size = between(rng, 0.2, 0.6) * min(image.size)
        x, y = rng.random(2) * (np.array(image.size) - size)
        brush.ellipse((x, y, x + size, y + size), fill=bright_rgb(rng))
    return soft(image, 0.5)


def _radial(rng: np.random.Generator) -> Image.Image:
    """Draw rings or a slope from the centre, in a colour table."""
    x, y = grid(_size(rng))
    away = np.hypot(x, y)
    shape = int(rng.integers(3))
    bent = np.clip(away, 0, 1) ** between(rng, 0.6, 2.0)
    waves = 0.5 + 0.5 * np.cos(between(rng, 5, 20) * away)
    values = (bent, 1.0 - bent, waves)[shape]
    return _discs(rng, [values] * int(rng.integers(1, 3)))


def _conic(rng: np.random.Generator) -> Image.Image:
    """Draw all of a colour table once around."""
    x, y = grid(_size(rng))
    turn = (np.arctan2(y, x) / (2 * np.pi) + rng.random()) % 1.0
    return _discs(rng, [turn] * int(rng.integers(1, 3)))


def _slope(rng: np.random.Generator) -> Image.Image:
    """Draw a slope from one side of the disc to the other, in a colour table."""
    x, y = grid(_size(rng))
    turn = between(rng, 0, 2 * np.pi)
    return _discs(rng, [0.5 + 0.5 * (x * np.cos(turn) + y * np.sin(turn))])


def _speckled(rng: np.random.Generator) -> Image.Image:
    """Draw rough noise in a colour table, cut out round."""
    size = _size(rng)
    exponent = between(rng, 0.0, 0.7)
    n_discs = int(rng.integers(1, 3))
    return _discs(rng, [noise(rng, (size, size), exponent) for _ in range(n_discs)])


def _wafer(rng: np.random.Generator) -> Image.Image:
    """Draw square cells in a round disc, as makers of chips draw them."""
    size, n_cells = _size(rng), int(rng.integers(8, 30))
    cells = Image.fromarray(noise(rng, (n_cells, n_cells), 0.8))
    values = np.asarray(cells.resize((size, size), Image.Resampling.NEAREST))
    return _discs(rng, [np.asarray(values, np.float32)])


def _round_photograph(rng: np.random.Generator) -> Image.Image:
    """Draw a photograph cut out round."""
    size = _size(rng)
    common = noise(rng, (size, size), 1.2)
    channels = [0.5 * common + 0.5 * noise(rng, (size, size), 1.2) for _ in range(3)]
    image, _ = canvas(rng, size + 20, 2 * size + 60)
    photo = Image.fromarray((255 * np.stack(channels, axis=2)).astype(np.uint8))
    at = (rng.random(2) * np.maximum(np.array(image.size) - size, 1)).astype(int)
    image.paste(photo, (int(at[0]), int(at[1])), round_mask(size))
    return image


def _weather_radar(rng: np.random.Generator) -> Image.Image:
    """Draw rain in patches, with circles of distance."""
    size = _size(rng) + 60
    rain = noise(rng, (size, size), 1.4)
    shown = colors_of(100 * rain, any_table(rng))
    shown[rain < between(rng, 0.5, 0.75)] = (30, 40, 30)
    disc = Image.new("RGB", (size, size))
    disc.paste(Image.fromarray(shown), (0, 0), round_mask(size))
    lines = [arc(k / 4, 0, 360) for k in range(1, 5)] + [
        ray(45 * k, 0, 1) for k in range(8)
    ]
    middle = size / 2
    paint_lines(disc, ((middle, middle), middle - 1), lines, ((90, 200, 90), 1.0, True))
    return on_page(rng, [disc])


def _antenna(rng: np.random.Generator) -> Image.Image:
    """Draw a main lobe in the centre and weaker ones in rings around it."""
    x, y = grid(_size(rng))
    away = np.hypot(x * between(rng, 0.8, 1.2), y)
    lobes = np.sinc(between(rng, 3, 7) * away) ** 2
    values = np.clip(1.0 + np.log10(lobes + 1e-4) / 4.0, 0, 1)
    return _discs(rng, [values])


def _planet(rng: np.random.Generator) -> Image.Image:
    """Draw a planet or a moon, lit from one side."""
    size = _size(rng)
    x, y = grid(size)
    depth = np.sqrt(np.clip(1 - x**2 - y**2, 0, 1))
    turn = between(rng, 0, 2 * np.pi)
    light = np.clip(0.6 * depth + 0.8 * (x * np.cos(turn) + y * np.sin(turn)), 0, 1)
    ground = 0.6 + 0.4 * noise(rng, (size, size), 1.3)
    if happens(rng, 0.4):
        ground = np.broadcast_to(ground.mean(axis=1, keepdims=True), ground.shape)
    base = np.array([200, 200, 195] if happens(rng, 0.5) else bright_rgb(rng))
    pixels = (light * ground)[..., None] * base
    disc = Image.new("RGB", (size, size))
    disc.paste(Image.fromarray(pixels.astype(np.uint8)), (0, 0), round_mask(size))
    return on_page(rng, [disc])


def _eye(rng: np.random.Generator) -> Image.Image:
    """Draw an iris: a dark pupil, threads outwards, a dark rim."""
    size = _size(rng)
    x, y = grid(size)
    away, turn = np.hypot(x, y), np.arctan2(y, x)
    threads = noise(rng, (4, 720), 0.5)[0]
    place = ((turn + np.pi) / (2 * np.pi) * 719).astype(int)
    bright = (0.5 + 0.5 * threads[place]) * np.clip(1.25 - away**4, 0, 1)
    pixels = bright[..., None] * np.array(bright_rgb(rng))
    pixels[away < between(rng, 0.2, 0.45)] = 8
    image, brush = canvas(rng, 1.3 * size, 2.2 * size)
    image = Image.new("RGB", image.size, (225, 180, 160))
    brush = ImageDraw.Draw(image)
    middle_x, middle_y = image.width / 2, image.height / 2
    lid = 0.42 * size
    box = (0.05 * image.width, middle_y - lid, 0.95 * image.width, middle_y + lid)
    brush.ellipse(box, fill=(245, 240, 235))
    at = round(middle_x - size / 2), round(middle_y - size / 2)
    image.paste(Image.fromarray(pixels.astype(np.uint8)), at, round_mask(size))
    return soft(image, 0.6)


DISCS: Final[Mapping[str, Painter]] = {
    "plain discs": _plain,
    "radial gradient": _radial,
    "conic gradient": _conic,
    "sloped disc": _slope,
    "speckled disc": _speckled,
    "wafer map": _wafer,
    "round photograph": _round_photograph,
    "weather radar": _weather_radar,
    "antenna pattern": _antenna,
    "planet": _planet,
    "eye": _eye,
}
"""Painters of discs by kind."""
