"""The found discs on their picture, and the maps that were read below."""

from typing import TYPE_CHECKING

import numpy as np

from myomap.cli.screenshot_document import filled_percent, tolerance_points
from myomap.colortable import color_table
from myomap.figures import house_style
from myomap.polarmap import disc_coordinates, disc_image, nearest_sample
from myomap.records import MaskArray, Picture, PictureArray, PolarMap
from myomap.screenshot import DiscContent, PictureReading, ReadDisc
from myomap.screenshot.picture_cautions import (
    color_words,
    points_words,
    reference_of,
    state_words,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["discs_alone", "draw_found_discs"]

_TABLE = "inferno"
_MAP_PX = 320
_READ, _NOT_READ = "#00e5ff", "#b8b8b8"

# Inches: a map with its title and its three lines, and what stands below all maps.
_MAP_WIDTH = 2.9
_MAP_HEIGHT = 3.75
_FOOT = 0.95
_MOST_PICTURE = 4.5
_LABEL = 0.2
_ACROSS = 3

_DERIVED = {DiscContent.DIFFERENCE, DiscContent.EXTENT}


def discs_alone(picture: Picture, reading: PictureReading) -> PictureArray:
    """Return the picture with everything outside the discs black.

    Parameters
    ----------
    picture : Picture
        It may show a name.
    reading : PictureReading
        Where its discs lie.

    Returns
    -------
    (row, column, 3), uint8
        No pixel from outside a disc is left.
    """
    height, width, _ = picture.rgb.shape
    y, x = np.ogrid[:height, :width]
    inside = np.zeros((height, width), bool)
    for read in reading.discs:
        across = (x - read.disc.centre_px[0]) / read.disc.radius_px[0]
        up = (y - read.disc.centre_px[1]) / read.disc.radius_px[1]
        inside |= across**2 + up**2 <= 1.0
    return np.where(inside[..., None], picture.rgb, np.uint8(0))


def draw_found_discs(picture: Picture, reading: PictureReading) -> "Figure":
    """Return a figure: the discs as shown on top, the maps as read below.

    Each map says what its 100 % is, how its colours were read and how well; samples
    that were covered and filled are hatched, and those that were not read are grey.

    Parameters
    ----------
    picture : Picture
        The screen.
    reading : PictureReading
        What it shows.

    Returns
    -------
    matplotlib.figure.Figure
        Not known to pyplot.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    shown = [
        (number, read, read.polar_map)
        for number, read in enumerate(reading.discs, 1)
        if read.polar_map is not None
    ]
    n_across = min(max(len(shown), 1), _ACROSS)
    n_rows = -(-len(shown) // n_across)
    x, y, right, bottom = _box(picture, reading)
    across = max(2, n_across) * _MAP_WIDTH
    top = float(np.clip(across * (bottom - y) / (right - x), 1.0, _MOST_PICTURE))
    whole = top + n_rows * _MAP_HEIGHT + _FOOT
    with house_style():
        figure = Figure(figsize=(across, whole), dpi=120, facecolor="white")
        FigureCanvasAgg(figure)
        place = (0.06, 1 - (top - 0.2) / whole, 0.92, (top - 0.25) / whole)
        _draw_picture(figure.add_axes(place), picture, reading)
        left = (1 - n_across * _MAP_WIDTH / across) / 2
        for index, (number, read, polar_map) in enumerate(shown):
            row, column = divmod(index, n_across)
            base = _FOOT + (n_rows - 1 - row) * _MAP_HEIGHT
            box = (
                left + (column * _MAP_WIDTH + 0.1) / across,
                (base + 0.68) / whole,
                (_MAP_WIDTH - 0.2) / across,
                (_MAP_WIDTH - 0.2) / whole,
            )
            _draw_map(figure.add_axes(box), number, read, polar_map)
        _draw_scale(figure, whole)
    return figure


def _box(picture: Picture, reading: PictureReading) -> tuple[int, int, int, int]:
    """Return the part of the picture with the discs: left, top, right, bottom.

    It leaves room for a line of text above the topmost discs.
    """
    height, width, _ = picture.rgb.shape
    boxes = np.array([read.disc.box_px for read in reading.discs])
    margin = 0.1 * max(max(read.disc.radius_px) for read in reading.discs)
    left, top = boxes[:, :2].min(axis=0) - margin
    right, bottom = boxes[:, 2:].max(axis=0) + margin
    # Pixels of an inch: the picture fills the page's width or its own height.
    an_inch = max((right - left) / (2 * _MAP_WIDTH), (bottom - top) / _MOST_PICTURE)
    left, top = max(left, 0), max(top - _LABEL * an_inch, 0)
    right, bottom = min(right, width - 1), min(bottom, height - 1)
    return int(left), int(top), int(right) + 1, int(bottom) + 1


def _draw_picture(axes: "Axes", picture: Picture, reading: PictureReading) -> None:
    from matplotlib.patches import Ellipse

    left, top, right, bottom = _box(picture, reading)
    axes.imshow(
        discs_alone(picture, reading)[top:bottom, left:right],
        extent=(left - 0.5, right - 0.5, bottom - 0.5, top - 0.5),
    )
    for number, read in enumerate(reading.discs, 1):
        color = _NOT_READ if read.polar_map is None else _READ
        axes.add_patch(
            Ellipse(
                read.disc.centre_px,
                2 * read.disc.radius_px[0],
                2 * read.disc.radius_px[1],
                fill=False,
                edgecolor=color,
                linewidth=1.0,
                linestyle="--" if read.polar_map is None else "-",
            )
        )
        name = str(number) if read.polar_map else f"{number} {_what_it_is(read)}"
        x, y, _, _ = read.disc.box_px
        axes.text(x, y, name, color=color, fontsize=8, va="bottom", clip_on=True)
    axes.tick_params(labelsize=6, length=2)


def _what_it_is(read: ReadDisc) -> str:
    """Return what a disc without a map is, in words that fit above it."""
    content = read.label.content
    return content.value if content in _DERIVED else "not read"


def _draw_map(axes: "Axes", number: int, read: ReadDisc, polar_map: PolarMap) -> None:
    state = state_words(read.state, read.label.evidence)
    axes.set_title(f"{number}: {state}", fontsize=9)
    axes.set_axis_off()
    axes.imshow(disc_image(polar_map, color_table(_TABLE), _MAP_PX))
    _hatch(axes, read.reading.filled & polar_map.valid)
    within = points_words(tolerance_points(read) or 0.0)
    lines = (
        reference_of(read.reading) or "",
        f"by {color_words(read.reading.scale)}, "
        f"confidence {read.reading.confidence:.2f}",
        f"within {within}, {filled_percent(read):.0f} % filled",
    )
    axes.text(
        0.5,
        -0.03,
        "\n".join(lines),
        transform=axes.transAxes,
        horizontalalignment="center",
        verticalalignment="top",
        fontsize=7.5,
        linespacing=1.3,
        parse_math=False,
    )


def _hatch(axes: "Axes", mask: MaskArray) -> None:
    if not mask.any():
        return
    radius, angle_deg = disc_coordinates(_MAP_PX)
    sample = nearest_sample(radius, angle_deg)
    marked = mask.reshape(-1)[sample] & (radius <= 1)
    axes.contourf(
        marked.astype(float), levels=[0.5, 1.5], colors="none", hatches=["//////"]
    )


def _draw_scale(figure: "Figure", whole: float) -> None:
    axes = figure.add_axes((0.2, 0.62 / whole, 0.6, 0.12 / whole))
    table = color_table(_TABLE)
    axes.imshow(table.rgb[None], extent=(0, 100, 0, 1), aspect="auto")
    axes.set_yticks([])
    axes.tick_params(labelsize=7)
    axes.set_xlabel(
        "%; hatched: covered on the screen and filled; grey: not read",
        fontsize=7,
        labelpad=2,
    )
    figure.text(
        0.5,
        0.1 / whole,
        "Research use only, not for diagnosis",
        horizontalalignment="center",
        fontsize=7,
        fontweight="bold",
    )
