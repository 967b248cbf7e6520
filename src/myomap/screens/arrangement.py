"""Where everything lies on a screen."""

import math
from dataclasses import dataclass

import numpy as np

from myomap.screens.furniture import Box
from myomap.screens.layout import Layout
from myomap.screens.style import ScreenStyle

__all__ = ["Arrangement", "arrange"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    """Places in pixels from the picture's upper left corner.

    Parameters
    ----------
    size_px : (width, height), pixels
        Of the picture.
    centres : tuple of (x, y), pixels
        Of the discs, row by row.
    titles : tuple of (x, y), pixels
        Middle of the text above every disc.
    bar : Box or None
        Of the colour bar.
    panels : tuple of (kind, Box)
        What stands around.
    """

    size_px: tuple[int, int]
    centres: tuple[tuple[float, float], ...]
    titles: tuple[tuple[float, float], ...]
    bar: Box | None
    panels: tuple[tuple[str, Box], ...]


@dataclass(slots=True, kw_only=True)
class _Room:
    """The block of discs, growing as things are put around it."""

    left: float
    top: float
    right: float
    bottom: float


def arrange(
    rng: np.random.Generator, layout: Layout, style: ScreenStyle, diameter_px: float
) -> Arrangement:
    """Return where everything lies.

    Parameters
    ----------
    rng : numpy.random.Generator
        Of margins and of the discs' places to a fraction of a pixel.
    layout : rows of DiscPlan
        What is shown where.
    style : ScreenStyle
        What else is shown.
    diameter_px : float, pixels
        Of every disc.

    Returns
    -------
    Arrangement
        Nothing of it overlaps a disc.
    """
    n_rows, n_columns = len(layout), max(len(row) for row in layout)
    walls = 2.2 * style.text_px * (style.overlay.wall_labels == "around")
    title = 1.5 * style.text_px * style.has_titles
    gap = style.gap * diameter_px + 2 * walls
    step_x, step_y = diameter_px + gap, diameter_px + gap + title
    # The names of the walls left and right are wider than high.
    wide = 2.0 * walls
    step_x += wide
    block = _Room(left=0.0, top=0.0, right=n_columns * step_x, bottom=n_rows * step_y)
    centres, titles = [], []
    shift = rng.uniform(-0.5, 0.5, size=2)
    for row, plans in enumerate(layout):
        for column in range(len(plans)):
            x = (column + 0.5) * step_x + float(shift[0])
            y = row * step_y + title + (gap + diameter_px) / 2 + float(shift[1])
            centres.append((x, y))
            titles.append((x, y - diameter_px / 2 - walls - title / 2 - 2))
    bar = _place_bar(block, style, diameter_px)
    panels = [_place_panel(rng, kind, block, diameter_px) for kind in style.panels]
    margin = rng.uniform(0.0, 0.2, size=4) * diameter_px + 4
    origin = block.left - margin[0], block.top - margin[1]
    size = block.right + margin[2] - origin[0], block.bottom + margin[3] - origin[1]

    def moved(place: tuple[float, float]) -> tuple[float, float]:
        return float(place[0] - origin[0]), float(place[1] - origin[1])

    def moved_box(box: Box) -> Box:
        return (*moved(box[:2]), *moved(box[2:]))

    return Arrangement(
        size_px=(math.ceil(size[0]), math.ceil(size[1])),
        centres=tuple(moved(place) for place in centres),
        titles=tuple(moved(place) for place in titles),
        bar=None if bar is None else moved_box(bar),
        panels=tuple((kind, moved_box(box)) for kind, box in panels),
    )


def _place_bar(block: _Room, style: ScreenStyle, diameter_px: float) -> Box | None:
    bar = style.bar
    thick = max(6.0, bar.thickness * diameter_px)
    ticks = (3.0 * style.text_px + 8.0) * bar.has_ticks
    space = 0.06 * diameter_px + 4.0
    if bar.kind == "vertical":
        length = bar.length * min(diameter_px * 1.6, block.bottom - block.top)
        middle = (block.top + block.bottom) / 2
        if bar.is_before:
            left = block.left - space - ticks - thick
            block.left = left - 3.0
        else:
            left = block.right + space
            block.right = left + thick + ticks + 3.0
        return left, middle - length / 2, left + thick, middle + length / 2
    if bar.kind == "horizontal":
        length = bar.length * min(diameter_px * 1.6, block.right - block.left)
        middle = (block.left + block.right) / 2
        if bar.is_before:
            top = block.top - space - ticks - thick
            block.top = top - 3.0
        else:
            top = block.bottom + space
            block.bottom = top + thick + ticks + 3.0
        return middle - length / 2, top, middle + length / 2, top + thick
    return None


def _place_panel(
    rng: np.random.Generator, kind: str, block: _Room, diameter_px: float
) -> tuple[str, Box]:
    if kind in {"header", "slices"}:
        height = diameter_px * rng.uniform(0.2, 0.45)
        height = float(np.clip(height, 20, 160)) if kind == "slices" else height / 2
        width = block.right - block.left
        if kind == "header" or rng.random() < 0.3:
            block.top -= height + 4
            box = (block.left, block.top, block.left + width, block.top + height)
        else:
            box = (block.left, block.bottom, block.right, block.bottom + height)
            block.bottom += height + 4
        return kind, box
    share = {"text": 0.9, "histogram": 0.7, "render": 0.8}[kind]
    width = share * diameter_px * rng.uniform(0.7, 1.1)
    height = min(block.bottom - block.top, width * 1.2)
    top = block.top + rng.random() * (block.bottom - block.top - height)
    if rng.random() < 0.35:
        block.left -= width + 4
        return kind, (block.left, top, block.left + width, top + height)
    left = block.right + 4
    block.right = left + width
    return kind, (left, top, left + width, top + height)
