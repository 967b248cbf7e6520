"""Charts cut into rings and sectors, but otherwise than a map of flat segments."""

import math
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Final

import numpy as np
from PIL import Image, ImageDraw

from myomap.colortable import ColorTable
from myomap.screens.chance import between, happens
from myomap.screens.scenery import Painter, any_table, bright_rgb, canvas
from myomap.screens.style import Rgb

__all__ = ["SECTORS"]

FINE = 3
Place = tuple[tuple[float, float], float]


def _sheet(rng: np.random.Generator) -> tuple[Image.Image, Place]:
    """Return a canvas of three times the size, and where the chart lies on it."""
    image, _ = canvas(rng, 160, 500)
    large = image.resize(
        (image.width * FINE, image.height * FINE), Image.Resampling.NEAREST
    )
    radius = between(rng, 0.3, 0.46) * min(large.size)
    spare = (large.width - 2 * radius, large.height - 2 * radius)
    x, y = (
        radius + share * room for share, room in zip(rng.random(2), spare, strict=True)
    )
    return large, ((float(x), float(y)), radius)


def _box(place: Place, share: float) -> tuple[float, float, float, float]:
    (x, y), radius = place
    reach = share * radius
    return x - reach, y - reach, x + reach, y + reach


def _table_rgb(table: ColorTable, share: float) -> Rgb:
    red, green, blue = table.rgb[round(255 * min(max(share, 0.0), 1.0))].tolist()
    return red, green, blue


def _pen(rng: np.random.Generator) -> tuple[Rgb | None, int]:
    shade = int(rng.choice([0, 255]))
    return ((shade, shade, shade) if happens(rng, 0.6) else None), FINE


def _few_colored_board(rng: np.random.Generator) -> Image.Image:
    """Draw a dart board of any number of sectors, in two to four colours."""
    image, place = _sheet(rng)
    brush = ImageDraw.Draw(image)
    n_sectors = int(rng.choice([6, 8, 10, 12, 16, 20]))
    n_rings = int(rng.integers(3, 6))
    start = float(rng.choice([0.0, 180.0 / n_sectors]))
    pairs = [(bright_rgb(rng), bright_rgb(rng)) for _ in range(2)]
    line, width = _pen(rng)
    for ring in range(n_rings):
        pair = pairs[ring % 2]
        for k in range(n_sectors):
            ends = start + 360 / n_sectors * k, start + 360 / n_sectors * (k + 1)
            share = 1 - ring / (n_rings + 1)
            fill = pair[(k + ring // 2) % 2]
            brush.pieslice(_box(place, share), *ends, fill, line, width)
    brush.ellipse(_box(place, 1 / (n_rings + 1)), bright_rgb(rng), line, width)
    return image.reduce(FINE)


def _heat_chart(rng: np.random.Generator) -> Image.Image:
    """Draw a table of numbers, hours by days, bent around: every cell a colour."""
    image, place = _sheet(rng)
    brush = ImageDraw.Draw(image)
    table = any_table(rng)
    n_rings, n_sectors = int(rng.integers(3, 9)), int(rng.choice([6, 7, 8, 12, 24]))
    values = rng.random((n_rings, n_sectors))
    if happens(rng, 0.6):
        turn = np.linspace(0, 2 * np.pi, n_sectors, endpoint=False)
        wave = np.cos(turn - between(rng, 0, 6.3)) * between(rng, 0.2, 0.4)
        values = (
            0.5 + wave + 0.3 * (values - 0.5) + np.linspace(0, 0.2, n_rings)[:, None]
        )
    hole = between(rng, 0.1, 0.4) if happens(rng, 0.6) else 0.0
    line, width = _pen(rng)
    for ring in range(n_rings):
        share = 1 - (1 - hole) * ring / n_rings
        for k in range(n_sectors):
            ends = 360 / n_sectors * k, 360 / n_sectors * (k + 1)
            fill = _table_rgb(table, float(values[ring, k]))
            brush.pieslice(_box(place, share), *ends, fill, line, width)
    if hole > 0:
        brush.ellipse(_box(place, hole), _corner(image))
    if happens(rng, 0.4):
        _draw_bar(brush, image, table)
    return image.reduce(FINE)


def _corner(image: Image.Image) -> Rgb:
    red, green, blue = np.asarray(image)[0, 0].tolist()
    return red, green, blue


def _draw_bar(
    brush: ImageDraw.ImageDraw, image: Image.Image, table: ColorTable
) -> None:
    """Draw the table's colours along the left border."""
    height = 0.5 * image.height
    for k in range(64):
        top = 0.25 * image.height + height * (1 - (k + 1) / 64)
        box = (6, top, 6 + 0.03 * image.width, top + height / 64 + 1)
        brush.rectangle(box, fill=_table_rgb(table, k / 63))


def _sunburst(rng: np.random.Generator) -> Image.Image:
    """Draw parts of a whole, their parts around them, and theirs around those."""
    image, place = _sheet(rng)
    brush = ImageDraw.Draw(image)
    n_rings = int(rng.integers(3, 5))
    table = any_table(rng) if happens(rng, 0.5) else None
    parts = [(0.0, 360.0, 0.5)]
    rings = []
    for _ in range(n_rings):
        parts = [child for part in parts for child in _children(rng, part)]
        rings.append(parts)
    line, width = _pen(rng)
    colors = [bright_rgb(rng) for _ in range(6)]
    for ring, cells in reversed(list(enumerate(rings))):
        share = (ring + 2) / (n_rings + 1)
        for low, high, value in cells:
            fill = colors[int(value * 6) % 6]
            if table is not None:
                fill = _table_rgb(table, value)
            brush.pieslice(_box(place, share), low, high, fill, line, width)
    middle = _corner(image) if happens(rng, 0.5) else bright_rgb(rng)
    brush.ellipse(_box(place, 1 / (n_rings + 1)), middle, line, width)
    return image.reduce(FINE)


def _children(
    rng: np.random.Generator, part: tuple[float, float, float]
) -> Iterator[tuple[float, float, float]]:
    low, high, value = part
    whole = high - low == 360
    n_parts = int(rng.integers(3, 6)) if whole else int(rng.integers(1, 4))
    borders = low + np.concatenate([[0.0], np.cumsum(rng.dirichlet([3.0] * n_parts))])
    borders = low + (borders - low) * (high - low)
    for start, stop in pairwise(borders.tolist()):
        own = rng.random() if whole else value + between(rng, -0.15, 0.15)
        yield start, stop, float(np.clip(own, 0.0, 0.999))


def _rose(rng: np.random.Generator) -> Image.Image:
    """Draw how often the wind blows from where: wedges of bands, around a circle."""
    image, place = _sheet(rng)
    brush = ImageDraw.Draw(image)
    table = any_table(rng)
    n_wedges = int(rng.choice([8, 12, 16]))
    n_bands = int(rng.integers(1, 6))
    ground = bright_rgb(rng) if happens(rng, 0.3) else (235, 235, 235)
    brush.ellipse(_box(place, 1.0), ground, (90, 90, 90), FINE)
    reach = rng.uniform(0.3, 1.0, size=n_wedges)
    for k in range(n_wedges):
        middle = 360 / n_wedges * k
        half = 180 / n_wedges * 0.9
        for band in range(n_bands):
            share = float(reach[k]) * (1 - band / n_bands)
            fill = _table_rgb(table, (band + 0.5) / n_bands)
            brush.pieslice(_box(place, share), middle - half, middle + half, fill)
    (x, y), radius = place
    for k in range(4):
        turn = math.radians(45 * k)
        across, up = radius * math.cos(turn), radius * math.sin(turn)
        brush.line((x - across, y - up, x + across, y + up), (120, 120, 120), FINE)
    return image.reduce(FINE)


SECTORS: Final[Mapping[str, Painter]] = {
    "dart board of few colours": _few_colored_board,
    "polar heat chart": _heat_chart,
    "sunburst chart": _sunburst,
    "rose diagram": _rose,
}
"""Painters of charts in rings and sectors by kind."""
