"""Pictures of discs with one colour a segment, drawn apart from `myomap.screens`."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from myomap.colortable import color_table
from myomap.records import PictureArray

__all__ = ["FlatDisc", "disc_with_bar", "standard_map"]

SEVENTEEN = ((1, 0), (4, 45), (6, 0), (6, 0))
TWENTY = ((2, 0), (6, 0), (6, 0), (6, 0))
VALUES = (66, 72, 80, 40, 84, 92, 88, 98, 64, 35, 86, 70, 71, 60, 52, 73, 74)


@dataclass(frozen=True, slots=True, kw_only=True)
class FlatDisc:
    """A disc of flat segments: sectors and where the first begins, ring by ring."""

    rings: tuple[tuple[int, float], ...] = SEVENTEEN
    ends: tuple[float, ...] = (0.25, 0.5, 0.75, 1.0)
    values: tuple[float, ...] = VALUES
    table: str = "hot-iron"
    radius: float = 90.0
    line_px: float = 1.5


def segment_index(
    disc: FlatDisc, away: NDArray[np.float64], degrees: NDArray[np.float64]
) -> NDArray[np.intp]:
    """Return the number of the segment at places, from the apex outwards."""
    ring = np.minimum(np.searchsorted(disc.ends, away, side="right"), 3)
    counts = np.array([n for n, _ in disc.rings])
    first = np.array([start for _, start in disc.rings])
    sector = ((degrees - first[ring]) % 360 / 360 * counts[ring]).astype(np.intp)
    before: NDArray[np.intp] = (np.cumsum(counts) - counts)[ring]
    return before + np.minimum(sector, counts[ring] - 1)


def disc_with_bar(disc: FlatDisc) -> tuple[PictureArray, tuple[float, float]]:
    """Return a picture with a disc and its colour bar, and the disc's centre."""
    side = int(2 * disc.radius) + 40
    rgb = np.zeros((side, side + 60, 3), np.uint8)
    centre = (side - 1) / 2 + 0.3
    rows, cols = np.mgrid[:side, : side + 60]
    x, y = (cols - centre) / disc.radius, (centre - rows) / disc.radius
    away, degrees = np.hypot(x, y), np.degrees(np.arctan2(y, x)) % 360
    index = segment_index(disc, away, degrees)
    table = color_table(disc.table).rgb
    value = np.resize(disc.values, index.max() + 1)[index]
    entries = table[np.minimum((value * 2.56).astype(int), 255)]
    inside = away <= 1
    rgb[inside] = entries[inside]
    if disc.line_px > 0:
        rgb[inside & _is_line(disc, index)] = 0
    bar = table[np.linspace(255, 0, side - 60).round().astype(int)]
    rgb[30:-30, side + 20 : side + 38] = bar[:, None]
    return rgb, (centre, centre)


def _is_line(disc: FlatDisc, index: NDArray[np.intp]) -> NDArray[np.bool_]:
    near = np.zeros(index.shape, bool)
    reach = round(disc.line_px)
    for axis in (0, 1):
        near |= index != np.roll(index, reach, axis)
    return near


def standard_map(disc: FlatDisc) -> NDArray[np.float64]:
    """Return the map (32, 72) of a disc's values, its rings of equal width."""
    away = np.repeat((np.arange(32)[:, None] + 0.5) / 32, 72, axis=1)
    degrees = np.repeat(np.arange(72)[None] * 5.0, 32, axis=0)
    laid_out = FlatDisc(rings=disc.rings)
    index = segment_index(laid_out, away, degrees)
    values: NDArray[np.float64] = np.resize(disc.values, index.max() + 1)[index]
    return values.astype(np.float64)
