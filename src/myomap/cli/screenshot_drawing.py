"""The found discs on their picture, and the maps that were read beside."""

from typing import TYPE_CHECKING

import numpy as np

from myomap.colortable import color_table
from myomap.figures import house_style
from myomap.polarmap import disc_image
from myomap.records import Picture, PictureArray
from myomap.screenshot import PictureReading, ReadDisc

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["discs_alone", "draw_found_discs"]

_TABLE = "inferno"
_HEIGHT = 2.6
_MAP_PX = 320


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

    n_discs = len(reading.discs)
    height, width, _ = picture.rgb.shape
    across = max(6.0, _HEIGHT * min(n_discs, 3))
    n_rows = -(-n_discs // 3)
    top = float(np.clip(across * height / width, 1.5, 8.0))
    with house_style():
        figure = Figure(figsize=(across, top + _HEIGHT * n_rows), dpi=110)
        FigureCanvasAgg(figure)
        figure.set_facecolor("white")
        grid = figure.add_gridspec(
            n_rows + 1,
            min(n_discs, 3),
            height_ratios=[top, *[_HEIGHT] * n_rows],
            left=0.02,
            right=0.98,
            bottom=0.08,
            top=0.99,
        )
        _draw_picture(figure.add_subplot(grid[0, :]), picture, reading)
        for index, read in enumerate(reading.discs):
            place = grid[1 + index // 3, index % 3]
            _draw_map(figure.add_subplot(place), index + 1, read)
        figure.text(
            0.5,
            0.005,
            f"{_TABLE}, 0 to 100 % of the screen's scale. Research use only, not for "
            "diagnosis",
            horizontalalignment="center",
            fontsize=7,
        )
    return figure


def _draw_picture(axes: "Axes", picture: Picture, reading: PictureReading) -> None:
    from matplotlib.patches import Ellipse

    axes.imshow(discs_alone(picture, reading))
    for number, read in enumerate(reading.discs, 1):
        size = [2 * radius for radius in read.disc.radius_px]
        outline = Ellipse(
            read.disc.centre_px, *size, fill=False, edgecolor="cyan", linewidth=0.8
        )
        axes.add_patch(outline)
        left, top, _, _ = read.disc.box_px
        axes.text(left, top, str(number), color="cyan", fontsize=9, clip_on=True)
    axes.set_axis_off()


def _draw_map(axes: "Axes", number: int, read: ReadDisc) -> None:
    state = read.state.value if read.state else "state unknown"
    content = read.label.content.value
    axes.set_title(f"{number}: {content}, {state}", fontsize=8)
    axes.set_axis_off()
    if read.polar_map is None:
        reason = "not read" if read.reading.is_refused else "not read as uptake"
        axes.text(0.5, 0.5, reason, horizontalalignment="center", fontsize=8)
        return
    axes.imshow(disc_image(read.polar_map, color_table(_TABLE), _MAP_PX))
    axes.text(
        0.5,
        -0.06,
        f"confidence {read.reading.confidence:.2f}",
        transform=axes.transAxes,
        horizontalalignment="center",
        fontsize=7,
    )
