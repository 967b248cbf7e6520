"""Charts and dials: many of them round, in bright colours, with lines and numbers."""

import colorsys
import math
from collections.abc import Mapping
from typing import Final

import numpy as np
from PIL import Image, ImageDraw

from myomap.colortable import ColorTable
from myomap.screens.chance import between, happens
from myomap.screens.fonts import font
from myomap.screens.scenery import Painter, any_table, bright_rgb, canvas
from myomap.screens.strokes import arc, paint_lines, ray
from myomap.screens.style import Rgb

__all__ = ["CHARTS"]

Place = tuple[tuple[float, float], float]


def _place(rng: np.random.Generator, image: Image.Image) -> Place:
    radius = between(rng, 0.25, 0.46) * min(image.size)
    spare = (image.width - 2 * radius, image.height - 2 * radius)
    x, y = (
        radius + share * room for share, room in zip(rng.random(2), spare, strict=True)
    )
    return (float(x), float(y)), radius


def _box(place: Place, share: float = 1.0) -> tuple[float, float, float, float]:
    (x, y), radius = place
    return (
        x - share * radius,
        y - share * radius,
        x + share * radius,
        y + share * radius,
    )


def _fine(rng: np.random.Generator) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    """Return a canvas of three times the size, for soft edges when made small."""
    image, _ = canvas(rng, 160, 500)
    large = image.resize((image.width * 3, image.height * 3), Image.Resampling.NEAREST)
    return large, ImageDraw.Draw(large)


def _line_plot(rng: np.random.Generator) -> Image.Image:
    image, brush = canvas(rng)
    width, height = image.size
    for _ in range(int(rng.integers(1, 6))):
        y = np.cumsum(rng.normal(size=40))
        y = (y - y.min()) / (np.ptp(y) + 1e-6)
        points = [
            (0.1 * width + 0.8 * width * k / 39, 0.1 * height + 0.8 * height * float(v))
            for k, v in enumerate(y)
        ]
        brush.line(points, fill=bright_rgb(rng), width=2)
    brush.rectangle(
        (0.1 * width, 0.1 * height, 0.9 * width, 0.9 * height), outline=(90, 90, 90)
    )
    return image


def _bar_chart(rng: np.random.Generator) -> Image.Image:
    image, brush = canvas(rng)
    n_bars = int(rng.integers(3, 14))
    step = 0.8 * image.width / n_bars
    one = bright_rgb(rng)
    for k in range(n_bars):
        left = 0.1 * image.width + k * step
        top = image.height * between(rng, 0.15, 0.8)
        fill = one if happens(rng, 0.5) else bright_rgb(rng)
        brush.rectangle((left, top, left + 0.7 * step, 0.9 * image.height), fill=fill)
    return image


def _scatter(rng: np.random.Generator) -> Image.Image:
    image, brush = canvas(rng)
    table = any_table(rng)
    for x, y, value in rng.random((int(rng.integers(20, 200)), 3)):
        size = between(rng, 2, 0.04 * image.width)
        at = x * image.width, y * image.height
        box = (at[0] - size, at[1] - size, at[0] + size, at[1] + size)
        brush.ellipse(box, fill=_table_rgb(table, value))
    return image


def _pie(rng: np.random.Generator) -> Image.Image:
    image, brush = _fine(rng)
    place = _place(rng, image)
    ends = np.cumsum(rng.dirichlet(np.ones(int(rng.integers(2, 12))))) * 360
    start = between(rng, 0, 360)
    table = any_table(rng)
    in_table = happens(rng, 0.4)
    for k, (low, high) in enumerate(zip([0.0, *ends[:-1]], ends, strict=True)):
        fill = bright_rgb(rng)
        if in_table:
            fill = _table_rgb(table, (k + 1) / len(ends))
        outline = (255, 255, 255) if happens(rng, 0.3) else None
        brush.pieslice(
            _box(place), start + low, start + high, fill=fill, outline=outline
        )
    if happens(rng, 0.3):
        hole = between(rng, 0.3, 0.7)
        brush.ellipse(_box(place, hole), fill=_corner(image))
    return image.reduce(3)


def _table_rgb(table: ColorTable, share: float) -> Rgb:
    red, green, blue = table.rgb[round(255 * share)].tolist()
    return red, green, blue


def _corner(image: Image.Image) -> Rgb:
    red, green, blue = np.asarray(image)[0, 0].tolist()
    return red, green, blue


def _sectors(rng: np.random.Generator) -> Image.Image:
    """Draw rings of sectors in colours of categories: no 17 segments."""
    image, brush = _fine(rng)
    place = _place(rng, image)
    colors = [bright_rgb(rng) for _ in range(int(rng.integers(3, 9)))]
    counts = sorted(rng.integers(2, 15, size=int(rng.integers(2, 6))), reverse=True)
    for index, count in enumerate(counts):
        share = 1.0 - 0.8 * index / len(counts)
        for k in range(count):
            low = 360 / count * k
            fill = colors[int(rng.integers(len(colors)))]
            brush.pieslice(
                _box(place, share), low, low + 360 / count, fill=fill, outline=(0, 0, 0)
            )
    return image.reduce(3)


def _target(rng: np.random.Generator) -> Image.Image:
    image, brush = _fine(rng)
    place = _place(rng, image)
    n_rings = int(rng.integers(3, 11))
    archery = [
        (255, 255, 255),
        (0, 0, 0),
        (60, 150, 230),
        (220, 40, 40),
        (250, 220, 60),
    ]
    two = (bright_rgb(rng), (255, 255, 255))
    is_archery = happens(rng, 0.5)
    for k in range(n_rings):
        fill = archery[k * 5 // n_rings] if is_archery else two[k % 2]
        brush.ellipse(_box(place, 1 - k / n_rings), fill=fill, outline=(40, 40, 40))
    return image.reduce(3)


def _dart_board(rng: np.random.Generator) -> Image.Image:
    image, brush = _fine(rng)
    place = _place(rng, image)
    brush.ellipse(_box(place, 1.0), fill=(15, 15, 15))
    bands = [
        (0.8, 0.75, ((200, 30, 30), (20, 130, 60))),
        (0.75, 0.5, ((20, 20, 20), (235, 220, 180))),
        (0.5, 0.45, ((200, 30, 30), (20, 130, 60))),
        (0.45, 0.1, ((20, 20, 20), (235, 220, 180))),
    ]
    for outer, _, pair in bands:
        for k in range(20):
            brush.pieslice(_box(place, outer), 18 * k - 9, 18 * k + 9, fill=pair[k % 2])
    brush.ellipse(_box(place, 0.1), fill=(20, 130, 60))
    brush.ellipse(_box(place, 0.05), fill=(200, 30, 30))
    image = image.reduce(3)
    centre, radius = place
    for k, number in enumerate((20, 1, 18, 4, 13, 6, 10, 15, 2, 17)):
        angle = math.radians(90 - 36 * k)
        at = (
            (centre[0] + 0.9 * radius * math.cos(angle)) / 3,
            (centre[1] - 0.9 * radius * math.sin(angle)) / 3,
        )
        size = max(7, round(0.035 * radius))
        ImageDraw.Draw(image).text(
            at,
            str(number),
            fill=(255, 255, 255),
            font=font("DejaVuSans", size),
            anchor="mm",
        )
    return image


def _clock(rng: np.random.Generator) -> Image.Image:
    image, brush = canvas(rng)
    place = _place(rng, image)
    face = (250, 250, 245) if happens(rng, 0.6) else bright_rgb(rng)
    brush.ellipse(_box(place), fill=face, outline=(30, 30, 30), width=3)
    marks = [ray(30 * k, 0.86, 0.96) for k in range(12)]
    paint_lines(image, place, marks, ((20, 20, 20), 2.0, True))
    hands = [ray(between(rng, 0, 360), 0, reach) for reach in (0.5, 0.8)]
    paint_lines(image, place, hands, ((20, 20, 20), 3.0, True))
    return image


def _gauge(rng: np.random.Generator) -> Image.Image:
    """Draw a dial whose rim runs through a colour table."""
    image, _ = canvas(rng)
    place = _place(rng, image)
    table = any_table(rng)
    for k in range(60):
        rgb = _table_rgb(table, k / 59)
        start = 225 - 4.5 * k
        band = arc(0.85, start, start - 5)
        paint_lines(image, place, [band], (rgb, 0.25 * place[1], True))
    needle = ray(between(rng, -45, 225), 0, 0.75)
    paint_lines(image, place, [needle], ((128, 128, 128), 4.0, True))
    return image


def _color_wheel(rng: np.random.Generator) -> Image.Image:
    """Draw all hues around, whiter or darker towards the centre."""
    image, _ = canvas(rng)
    place = _place(rng, image)
    (x, y), radius = place
    hues = np.array([colorsys.hsv_to_rgb(k / 360, 1.0, 1.0) for k in range(360)])
    columns, rows = np.meshgrid(np.arange(image.width), np.arange(image.height))
    across, up = (columns + 0.5 - x) / radius, (y - rows - 0.5) / radius
    away = np.hypot(across, up)[..., None]
    turn = np.degrees(np.arctan2(up, across)).astype(int) % 360
    middle = np.full(3, float(rng.choice([0.0, 1.0, 1.0])))
    share = np.clip(away, 0, 1) if happens(rng, 0.75) else np.ones_like(away)
    pixels = share * hues[turn] + (1 - share) * middle
    shown = np.where(away <= 1, 255 * pixels, np.asarray(image))
    return Image.fromarray(shown.astype(np.uint8))


def _radar_plot(rng: np.random.Generator) -> Image.Image:
    image, brush = canvas(rng)
    place = _place(rng, image)
    (x, y), radius = place
    rings = [arc(k / 4, 0, 360) for k in range(1, 5)]
    spokes = [ray(45 * k, 0, 1) for k in range(8)]
    paint_lines(image, place, rings + spokes, ((130, 130, 130), 1.0, True))
    reach = rng.uniform(0.3, 1.0, size=8) * radius
    corners = [
        (x + r * math.cos(k * math.pi / 4), y - r * math.sin(k * math.pi / 4))
        for k, r in enumerate(reach.tolist())
    ]
    brush.polygon(corners, fill=bright_rgb(rng), outline=(0, 0, 0))
    return image


CHARTS: Final[Mapping[str, Painter]] = {
    "line plot": _line_plot,
    "bar chart": _bar_chart,
    "scatter plot": _scatter,
    "pie chart": _pie,
    "sector chart": _sectors,
    "target": _target,
    "dart board": _dart_board,
    "clock": _clock,
    "gauge": _gauge,
    "colour wheel": _color_wheel,
    "radar plot": _radar_plot,
}
"""Painters of charts and dials by kind."""
