"""Textures as photographs have them, pages of text, things without any disc."""

from collections.abc import Mapping
from typing import Final

import numpy as np
from PIL import Image, ImageDraw

from myomap.screens.chance import between, happens, log_between
from myomap.screens.disc_drawing import colors_of
from myomap.screens.fonts import FONT_NAMES, font
from myomap.screens.scenery import (
    Painter,
    any_table,
    bright_rgb,
    canvas,
    grid,
    noise,
    round_mask,
    soft,
)

__all__ = ["SCENES"]

_WORDS: Final = "the wall of this heart takes up less tracer than its neighbours do"


def _photograph(rng: np.random.Generator) -> Image.Image:
    """Draw colour noise with the spectrum of natural scenes, and a few edges."""
    width = round(log_between(rng, 180, 700))
    shape = round(width * between(rng, 0.6, 1.0)), width
    exponent = between(rng, 0.8, 1.6)
    common = noise(rng, shape, exponent)
    own = between(rng, 0.15, 0.5)
    hues = [noise(rng, shape, exponent) for _ in range(3)]
    channels = [(1 - own) * common + own * hue for hue in hues]
    pixels = np.stack(channels, axis=2) * rng.uniform(0.6, 1.0, size=3)
    for _ in range(int(rng.integers(0, 5))):
        edge = noise(rng, shape, 2.2) > between(rng, 0.4, 0.8)
        pixels[edge] *= rng.uniform(0.3, 1.0, size=3)
    return Image.fromarray((255 * pixels).astype(np.uint8))


def _lights(rng: np.random.Generator) -> Image.Image:
    """Draw lights out of focus: soft discs of one colour each."""
    image, _ = canvas(rng)
    image = Image.new("RGB", image.size, (10, 8, 20))
    for _ in range(int(rng.integers(5, 30))):
        size = round(between(rng, 0.05, 0.3) * image.width)
        mask = round_mask(max(4, size)).point(lambda value: int(value * 0.6))
        at = rng.uniform(-0.1, 1, size=2) * image.size
        image.paste(bright_rgb(rng), (int(at[0]), int(at[1])), mask)
    return soft(image, between(rng, 0.3, 2.0))


def _landscape(rng: np.random.Generator) -> Image.Image:
    """Draw a sky, a sun and hills."""
    image, _ = canvas(rng)
    width, height = image.size
    shade = np.linspace(0, 1, height)[:, None, None]
    sky = np.array([60, 120, 220]) * (1 - shade) + np.array([250, 200, 150]) * shade
    pixels = np.broadcast_to(sky, (height, width, 3)).astype(np.uint8)
    scene = Image.fromarray(np.ascontiguousarray(pixels))
    brush = ImageDraw.Draw(scene)
    size = between(rng, 0.08, 0.4) * width
    x, y = between(rng, 0, width - size), between(rng, 0, 0.5 * height)
    brush.ellipse((x, y, x + size, y + size), fill=(255, 230, 150))
    for k in range(3):
        line = noise(rng, (8, width), 1.5)[0] * 0.3 * height + (0.5 + 0.15 * k) * height
        shade_rgb = (30, 110 - 30 * k, 50)
        outline = [(float(c), float(v)) for c, v in enumerate(line)]
        brush.polygon([(0, height), *outline, (width, height)], fill=shade_rgb)
    return soft(scene, 0.7)


def _text_page(rng: np.random.Generator) -> Image.Image:
    image, brush = canvas(rng, 250, 900)
    ink = (0, 0, 0) if np.asarray(image)[0, 0].sum() > 380 else (255, 255, 255)
    size = round(between(rng, 9, 20))
    typeface = font(FONT_NAMES[int(rng.integers(len(FONT_NAMES)))], size)
    words = _WORDS.split()
    for y in range(10, image.height - size, round(1.4 * size)):
        line = " ".join(rng.permutation(words).tolist())
        brush.text((10, y), line, fill=ink, font=typeface)
    return image


def _mosaic(rng: np.random.Generator) -> Image.Image:
    """Draw square cells in a colour table: a heat map."""
    n_rows, n_columns = (int(n) for n in rng.integers(3, 24, size=2))
    values = noise(rng, (n_rows, n_columns), between(rng, 0.0, 1.5))
    colors = colors_of(100 * values, any_table(rng))
    size = round(between(rng, 8, 40))
    cells = Image.fromarray(colors)
    return cells.resize((n_columns * size, n_rows * size), Image.Resampling.NEAREST)


def _smooth_field(rng: np.random.Generator) -> Image.Image:
    """Draw a smooth field in a colour table that fills the picture."""
    width = round(log_between(rng, 180, 600))
    values = noise(rng, (round(0.8 * width), width), 2.0)
    return Image.fromarray(colors_of(100 * values, any_table(rng)))


def _gradient(rng: np.random.Generator) -> Image.Image:
    width = round(log_between(rng, 150, 700))
    x, y = grid(width, round(0.7 * width))
    turn = between(rng, 0, 2 * np.pi)
    share = 0.5 + 0.35 * (x * np.cos(turn) + y * np.sin(turn))
    ends = rng.uniform(0, 255, size=(2, 3))
    pixels = share[..., None] * ends[0] + (1 - share[..., None]) * ends[1]
    return Image.fromarray(pixels.astype(np.uint8))


def _bubbles(rng: np.random.Generator) -> Image.Image:
    """Draw shaded balls: a highlight, and darker to the rim."""
    image, _ = canvas(rng)
    for _ in range(int(rng.integers(1, 8))):
        size = round(between(rng, 0.12, 0.6) * min(image.size))
        x, y = grid(size)
        light = np.clip(1.1 - np.hypot(x + 0.35, y - 0.35), 0.05, 1.0)
        base = np.array(bright_rgb(rng))
        shine = np.exp(-((x + 0.4) ** 2 + (y - 0.4) ** 2) / 0.03)[..., None]
        pixels = np.clip(light[..., None] * base + 255 * shine, 0, 255)
        at = rng.uniform(0, 1, size=2) * (np.array(image.size) - size)
        ball = Image.fromarray(pixels.astype(np.uint8))
        image.paste(ball, (int(at[0]), int(at[1])), round_mask(size))
    return image


def _empty(rng: np.random.Generator) -> Image.Image:
    image, brush = canvas(rng)
    if happens(rng, 0.5):
        edge = 0.1 * image.width
        box = (edge, edge, image.width - edge, image.height - edge)
        brush.rectangle(box, fill=bright_rgb(rng))
    return image


SCENES: Final[Mapping[str, Painter]] = {
    "photograph": _photograph,
    "lights": _lights,
    "landscape": _landscape,
    "text page": _text_page,
    "heat map": _mosaic,
    "smooth field": _smooth_field,
    "gradient": _gradient,
    "balls": _bubbles,
    "empty page": _empty,
}
"""Painters of scenes by kind."""
