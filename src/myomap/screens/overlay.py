"""What stations and people draw over a disc: lines, numbers, names of walls, arrows."""

import math
from collections.abc import Iterator
from typing import Final

import numpy as np
from PIL import Image, ImageDraw

from myomap.records import N_ANGLES, N_RINGS, MapArray
from myomap.screens.fonts import font
from myomap.screens.strokes import Line, arc, paint_lines, ray
from myomap.screens.style import OverlayStyle, Rgb, ScreenStyle

__all__ = ["draw_overlay"]

Place = tuple[tuple[float, float], float]
"""Centre and radius of a disc, pixels from the picture's upper left corner."""

_BORDERS: Final = (0.25, 0.5, 0.75)
_WALLS: Final = ((90.0, "ANT"), (180.0, "SEP"), (270.0, "INF"), (0.0, "LAT"))
_SPOKEN: Final = ("Anterior", "Septal", "Inferior", "Lateral")


def draw_overlay(
    image: Image.Image,
    place: Place,
    style: ScreenStyle,
    percent: MapArray,
    rng: np.random.Generator,
) -> None:
    """Draw over a disc all that the style asks for.

    Parameters
    ----------
    image : PIL.Image.Image
        Drawn on.
    place : centre and radius, pixels
        Of the disc.
    style : ScreenStyle
        Lines, numbers, labels.
    percent : (32, 72), percent
        What is written as numbers.
    rng : numpy.random.Generator
        Where an arrow points.
    """
    overlay = style.overlay
    pen = (overlay.line_rgb, overlay.line_px, overlay.is_smooth)
    lines = list(_graticule(overlay))
    if overlay.territories:
        lines += list(_territories())
    if lines:
        paint_lines(image, place, lines, pen)
    if overlay.has_crosshair:
        turn = float(rng.uniform(0, 90))
        cross = [ray(turn + 90 * k, 0.0, 1.1) for k in range(4)]
        paint_lines(image, place, cross, (overlay.line_rgb, 1.0, overlay.is_smooth))
    if overlay.numbers != "none":
        _write_numbers(image, place, style, percent)
    if overlay.wall_labels != "none":
        _write_walls(image, place, style)
    if overlay.has_arrow:
        _draw_arrow(image, place, rng, overlay)


def _graticule(overlay: OverlayStyle) -> Iterator[Line]:
    if overlay.has_rim:
        yield arc(1.0, 0.0, 360.0)
    kind = overlay.graticule
    if kind in {"rings", "17", "20"}:
        yield from (arc(radius, 0.0, 360.0) for radius in _BORDERS)
    if kind == "spokes":
        yield from (ray(60.0 * k, 0.0, 1.0) for k in range(6))
    if kind == "17":
        yield from (ray(60.0 * k, 0.5, 1.0) for k in range(6))
        yield from (ray(45.0 + 90.0 * k, 0.25, 0.5) for k in range(4))
    if kind == "20":
        yield from (ray(60.0 * k, 0.25, 1.0) for k in range(6))
        yield from (ray(90.0 * k, 0.0, 0.25) for k in (1, 3))


def _territories() -> Iterator[Line]:
    for outer, inner in ((60.0, 45.0), (180.0, 225.0), (300.0, 315.0)):
        yield [
            *ray(outer, 1.0, 0.5),
            *arc(0.5, outer, inner),
            *ray(inner, 0.5, 0.25),
        ]
    yield arc(0.25, 45.0, -135.0)


def _segment_centres() -> Iterator[tuple[float, float, float, float]]:
    """Yield inner and outer radius and the angles of the 17 segments."""
    for outer in (1.0, 0.75):
        for k in range(6):
            middle = 90.0 + 60.0 * k
            yield outer - 0.25, outer, middle - 30.0, middle + 30.0
    for k in range(4):
        yield 0.25, 0.5, 45.0 + 90.0 * k, 135.0 + 90.0 * k
    yield 0.0, 0.25, 0.0, 360.0


def _write_numbers(
    image: Image.Image, place: Place, style: ScreenStyle, percent: MapArray
) -> None:
    (x, y), radius = place
    brush = ImageDraw.Draw(image)
    size = min(style.text_px, max(7, round(0.14 * radius)))
    typeface = font(style.font_name, size)
    for index, (inner, outer, start, stop) in enumerate(_segment_centres(), start=1):
        if style.overlay.numbers == "segments":
            text = str(index)
        else:
            text = f"{_mean_between(percent, inner, outer, start, stop):.0f}"
        r = 0.0 if inner == 0 else radius * (inner + outer) / 2
        angle = math.radians((start + stop) / 2)
        at = x + r * math.cos(angle), y - r * math.sin(angle)
        ink = style.overlay.line_rgb
        brush.text(at, text, fill=ink, font=typeface, anchor="mm")


def _mean_between(
    percent: MapArray, inner: float, outer: float, start: float, stop: float
) -> float:
    rings = slice(round(inner * N_RINGS), round(outer * N_RINGS))
    step = 360.0 / N_ANGLES
    angles = np.arange(round(start / step), round(stop / step)) % N_ANGLES
    return float(percent[rings][:, angles].mean())


def _write_walls(image: Image.Image, place: Place, style: ScreenStyle) -> None:
    (x, y), radius = place
    brush = ImageDraw.Draw(image)
    typeface = font(style.font_name, style.text_px)
    is_around = style.overlay.wall_labels == "around"
    reach = radius + 0.8 * style.text_px if is_around else 0.85 * radius
    ink: Rgb = style.ink if is_around else style.overlay.line_rgb
    is_spoken = is_around and style.gap > 0.25
    for k, (angle_deg, short) in enumerate(_WALLS):
        angle = math.radians(angle_deg)
        at = x + reach * math.cos(angle), y - reach * math.sin(angle)
        text = _SPOKEN[k] if is_spoken else short
        anchor = "mm"
        if is_around:
            anchor = {90.0: "mm", 180.0: "rm", 270.0: "mm", 0.0: "lm"}[angle_deg]
            at = at[0] - 0.5 * style.text_px * math.cos(angle), at[1]
        brush.text(at, text, fill=ink, font=typeface, anchor=anchor)


def _draw_arrow(
    image: Image.Image, place: Place, rng: np.random.Generator, overlay: OverlayStyle
) -> None:
    angle = float(rng.uniform(0, 360))
    tip = float(rng.uniform(0.3, 0.8))
    shaft = ray(angle, tip, tip + 0.45)
    head = [ray(angle + turn, tip, tip + 0.14)[1] for turn in (-12.0, 12.0)]
    lines: list[Line] = [shaft, [head[0], shaft[0], head[1]]]
    ink = (255, 255, 0) if rng.random() < 0.5 else overlay.line_rgb
    paint_lines(image, place, lines, (ink, max(1.5, overlay.line_px), True))
