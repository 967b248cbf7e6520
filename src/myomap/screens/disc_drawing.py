"""Values to the pixels of a disc, at any place to a fraction of a pixel."""

import math
from dataclasses import dataclass

import numpy as np
from PIL import Image

from myomap.colortable import ColorTable
from myomap.colortable.table import ColorArray
from myomap.geometry import FloatArray
from myomap.records import MaskArray
from myomap.screens.field import DiscField, FieldArray, at_samples, values_at
from myomap.screens.style import DiscStyle

__all__ = ["PlacedDisc", "colors_of", "displayed", "draw_disc"]

N_ENTRIES = 256


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PlacedDisc:
    """Values, their colours and their place.

    Parameters
    ----------
    centre : (x, y), pixels from the upper left corner of the picture
        The middle of the first pixel lies at 0.5.
    radius : float, pixels
        Up to the end of the map.
    percent : (32, 72), percent of the table's range
        Not yet cut off at the table's ends.
    table : ColorTable
        The colours.
    style : DiscStyle
        From values to pixels.
    painted_below : float or None
        Values below are painted out; None for no extent.
    """

    centre: tuple[float, float]
    radius: float
    percent: FloatArray
    table: ColorTable
    style: DiscStyle
    painted_below: float | None = None

    @property
    def field(self) -> DiscField:
        """What is displayed."""
        return DiscField(
            percent=self.percent,
            interpolation=self.style.interpolation,
            smoothing_rings=self.style.smoothing_rings,
            matrix=self.style.matrix,
        )


def displayed(disc: PlacedDisc) -> tuple[FieldArray, MaskArray]:
    """Return what a disc displays at the middle of every sample.

    Parameters
    ----------
    disc : PlacedDisc
        Values and their way.

    Returns
    -------
    percent : (32, 72), percent of the table's range, 0 to 100
        Cut off at the table's ends.
    valid : (32, 72), bool
        False where painted out.
    """
    values = at_samples(disc.field)
    below = -math.inf if disc.painted_below is None else disc.painted_below
    return np.clip(values, 0.0, 100.0), values >= below


def draw_disc(image: Image.Image, disc: PlacedDisc) -> None:
    """Draw a disc on a picture.

    Parameters
    ----------
    image : PIL.Image.Image
        Drawn on.
    disc : PlacedDisc
        What and where.
    """
    (x, y), radius = disc.centre, disc.radius
    left, top = math.floor(x - radius) - 1, math.floor(y - radius) - 1
    width, height = (math.ceil(c + radius) + 1 for c in disc.centre)
    across = ((np.arange(left, width) + 0.5 - x) / radius).astype(np.float32)
    up = ((y - np.arange(top, height) - 0.5) / radius).astype(np.float32)
    grid_x, grid_y = np.meshgrid(across, up)
    values = values_at(disc.field, grid_x, grid_y)
    colors = colors_of(values, disc.table)
    if disc.painted_below is not None:
        colors[values < disc.painted_below] = disc.style.blackout_rgb
    edge = 0.5 + (1.0 - np.hypot(grid_x, grid_y)) * radius
    covered = np.clip(edge, 0.0, 1.0) if disc.style.has_soft_edge else edge >= 0.5
    mask = Image.fromarray(np.round(255.0 * covered).astype(np.uint8))
    image.paste(Image.fromarray(colors), (left, top), mask)


def colors_of(values: FieldArray, table: ColorTable) -> ColorArray:
    """Return the colours of percentages of a table's range.

    Parameters
    ----------
    values : any shape, percent
        Outside 0 to 100 the ends' colours are taken.
    table : ColorTable
        The colours.

    Returns
    -------
    (..., 3), uint8
        Red, green and blue.
    """
    entry = (np.clip(values, 0.0, 100.0) * (N_ENTRIES / 100.0)).astype(np.int32)
    colors: ColorArray = np.take(table.rgb, np.minimum(entry, N_ENTRIES - 1), axis=0)
    return colors
