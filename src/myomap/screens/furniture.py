"""What stands around the discs: colour bar, text, slices, histogram, a drawn heart.

Names, numbers and dates are invented, and every one of them holds the word of
`CANARY`: whoever reads a screen and hands it on has kept what must not be kept.
"""

from typing import Final

import numpy as np
from PIL import Image, ImageDraw

from myomap.records import MapArray
from myomap.screens.disc_drawing import colors_of
from myomap.screens.field import DiscField, FieldArray, values_at
from myomap.screens.fonts import font
from myomap.screens.style import ScreenStyle

__all__ = ["CANARY", "Box", "draw_bar", "draw_panel"]

Box = tuple[float, float, float, float]
"""Left, top, right and bottom, pixels from the picture's upper left corner."""

CANARY: Final = "CANARY"

_LINES: Final = (
    "Name: {canary}^ADA",
    "ID: {canary}-00417",
    "DOB: 01.01.1901 {canary}",
    "Study: Myocardial perfusion",
    "Tc-99m MIBI",
    "Site: {canary} Hospital",
    "Volume: 64 ml",
    "Area: 105 cm2",
    "Defect: 14 %",
    "TPD: 11 %",
    "SSS 9  SRS 3  SDS 6",
    "LVEF: 58 %",
    "TID: 1.04",
    "Date: 30.02.1999 {canary}",
)


def draw_bar(image: Image.Image, box: Box, style: ScreenStyle) -> None:
    """Draw the colour bar.

    Parameters
    ----------
    image : PIL.Image.Image
        Drawn on.
    box : left, top, right, bottom, pixels
        Of the colours alone; ticks stand outside.
    style : ScreenStyle
        Table, direction, marks.
    """
    left, top, right, bottom = (round(edge) for edge in box)
    bar = style.bar
    length = bottom - top if bar.kind == "vertical" else right - left
    share = (np.arange(length, dtype=np.float32) + 0.5) / length
    if bar.n_blocks is not None:
        share = np.floor(share * bar.n_blocks) / (bar.n_blocks - 1.0)
    line = colors_of((100.0 * share).astype(np.float32), style.table)
    is_downward = bar.is_reversed == (bar.kind == "vertical")
    colors = line if is_downward else line[::-1]
    if bar.kind == "vertical":
        pixels = np.repeat(colors[:, None], right - left, axis=1)
    else:
        pixels = np.repeat(colors[None], bottom - top, axis=0)
    image.paste(Image.fromarray(np.ascontiguousarray(pixels)), (left, top))
    brush = ImageDraw.Draw(image)
    if bar.has_frame:
        brush.rectangle((left - 1, top - 1, right, bottom), outline=style.ink)
    if bar.has_ticks:
        _draw_ticks(brush, (left, top, right, bottom), style)


def _draw_ticks(
    brush: ImageDraw.ImageDraw, box: tuple[int, int, int, int], style: ScreenStyle
) -> None:
    left, top, right, bottom = box
    typeface = font(style.font_name, max(7, round(0.8 * style.text_px)))
    disc, bar = style.disc, style.bar
    for k in range(5):
        value = disc.lower_percent + k / 4 * (disc.top_percent - disc.lower_percent)
        share = 1.0 - k / 4 if bar.is_reversed else k / 4
        if bar.kind == "vertical":
            y = bottom - share * (bottom - top)
            brush.line((right, y, right + 3, y), fill=style.ink)
            at, anchor = (right + 5.0, y), "lm"
        else:
            x = left + share * (right - left)
            brush.line((x, bottom, x, bottom + 3), fill=style.ink)
            at, anchor = (x, bottom + 5.0), "ma"
        brush.text(at, f"{value:.0f}", fill=style.ink, font=typeface, anchor=anchor)


def draw_panel(
    image: Image.Image,
    kind: str,
    box: Box,
    style: ScreenStyle,
    percent: MapArray,
) -> None:
    """Draw what stands beside the discs.

    Parameters
    ----------
    image : PIL.Image.Image
        Drawn on.
    kind : str
        "header", "text", "slices", "histogram" or "render".
    box : left, top, right, bottom, pixels
        Where there is room.
    style : ScreenStyle
        Colours and text.
    percent : (32, 72), percent of the table's range
        A map to draw slices and the heart from.
    """
    if kind in {"header", "text"}:
        _write_lines(image, box, style, is_header=kind == "header")
    elif kind == "slices":
        _draw_slices(image, box, style, percent)
    elif kind == "histogram":
        _draw_histogram(image, box, style, percent)
    else:
        _draw_heart(image, box, style, percent)


def _write_lines(
    image: Image.Image, box: Box, style: ScreenStyle, *, is_header: bool
) -> None:
    typeface = font(style.font_name, style.text_px)
    left, top, right, bottom = (round(edge) for edge in box)
    # On a page of its own, so that long lines end where the panel does.
    page = Image.new("RGB", (right - left, bottom - top), style.background)
    brush = ImageDraw.Draw(page)
    y = 2.0
    for index, line in enumerate(_LINES):
        if y + style.text_px > bottom - top or (is_header and index > 1):
            break
        text = line.format(canary=CANARY)
        brush.text((3.0, y), text, fill=style.ink, font=typeface)
        y += 1.35 * style.text_px
    image.paste(page, (left, top))


def _draw_slices(
    image: Image.Image, box: Box, style: ScreenStyle, percent: MapArray
) -> None:
    """Draw short-axis slices in a row, from the apex to the base."""
    left, top, right, bottom = box
    edge = int(bottom - top) - 2
    n_slices = min(12, int((right - left) // (edge + 2)))
    if edge < 12 or n_slices < 1:
        return
    across = np.linspace(-1, 1, edge, dtype=np.float32)
    x, y = np.meshgrid(across, -across)
    radius, angle = np.hypot(x, y), np.arctan2(y, x)
    for k in range(n_slices):
        share = (k + 1) / (n_slices + 1)
        ring = percent[int(share * (len(percent) - 1))]
        place = np.round(angle / (2 * np.pi) * len(ring)).astype(np.int32) % len(ring)
        middle = 0.2 + 0.36 * np.sqrt(share)
        wall = np.exp(-(((radius - middle) / 0.15) ** 2)) * ring[place]
        pixels = colors_of(wall.astype(np.float32), style.table)
        at = round(left) + k * (edge + 2), round(top) + 1
        image.paste(Image.fromarray(pixels), at)


def _draw_histogram(
    image: Image.Image, box: Box, style: ScreenStyle, percent: MapArray
) -> None:
    brush = ImageDraw.Draw(image)
    left, top, right, bottom = box
    counts, _ = np.histogram(percent, bins=16, range=(0, 100))
    width = (right - left - 8) / len(counts)
    for k, count in enumerate(counts):
        x = left + 4 + k * width
        height = (bottom - top - 8) * count / counts.max()
        bar = (x, bottom - 4 - height, x + width - 2, bottom - 4)
        if bar[2] > bar[0]:
            brush.rectangle(bar, fill=style.ink)
    brush.line((left + 4, bottom - 4, right - 4, bottom - 4), fill=style.ink)


def _draw_heart(
    image: Image.Image, box: Box, style: ScreenStyle, percent: MapArray
) -> None:
    """Draw a wall seen from the side, its apex down, lit from the front."""
    left, top, right, bottom = box
    width, height = int(0.7 * (right - left)), int(0.9 * (bottom - top))
    if min(width, height) < 16:
        return
    x = np.linspace(-1, 1, width, dtype=np.float32)[None, :]
    depth = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    girth = np.sqrt(1.0 - depth**2)
    is_wall = np.abs(x) < girth
    side = np.clip(x / np.maximum(girth, 1e-3), -1.0, 1.0)
    values = _on_wall(percent, 1.0 - depth, np.arccos(side))
    light = 0.35 + 0.65 * np.sqrt(1.0 - side**2)
    pixels = colors_of(values, style.table) * light[..., None]
    mask = Image.fromarray(np.where(is_wall, 255, 0).astype(np.uint8))
    shown = Image.fromarray(pixels.astype(np.uint8))
    image.paste(shown, (round(left + 0.15 * width), round(top)), mask)


def _on_wall(percent: MapArray, radius: FieldArray, angle: FieldArray) -> FieldArray:
    field = DiscField(percent=percent.astype(np.float64), interpolation="bilinear")
    x, y = radius * np.cos(angle), radius * np.sin(angle)
    return values_at(field, x.astype(np.float32), y.astype(np.float32))
