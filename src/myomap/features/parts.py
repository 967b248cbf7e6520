"""How the picture of a disc is cut: five strips down, five across, four rings.

A pixel belongs to the part that its centre lies in. The borders of five strips never
meet a pixel's centre, whatever the size, so the cut is the same from left and right;
of a width that five does not divide, some strips are one pixel wider. Rings are
equally wide, ring 1 in the middle; a centre on a border belongs to the outer ring.
All is decided in whole numbers.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from myomap.errors import GeometryError
from myomap.records import frozen_array

__all__ = [
    "N_CELLS",
    "N_PARTS",
    "N_RING_PARTS",
    "N_STRIPS",
    "DiscParts",
    "IndexArray",
    "cut_disc",
    "sums_of_parts",
]

IndexArray: TypeAlias = NDArray[np.intp]
IntegerArray: TypeAlias = NDArray[np.int64]

N_STRIPS = 5
N_RING_PARTS = 4
N_PARTS = 2 * N_STRIPS + N_RING_PARTS
N_CELLS = N_STRIPS * N_STRIPS * N_RING_PARTS
"""A cell is what one strip down, one strip across and one ring have in common."""

LEAST_SIDE, MOST_SIDE = 8, 4096


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class DiscParts:
    """The pixels of a disc and the cell each of them lies in.

    Parameters
    ----------
    pixel : (pixel,), int
        Places of the disc's pixels in the flattened picture, growing.
    cell : (pixel,), int, 0 to 99
        (strip down · 5 + strip across) · 4 + ring, each counted from 0.
    """

    pixel: IndexArray
    cell: IndexArray


@lru_cache(maxsize=16)
def cut_disc(height: int, width: int, rim_fraction: float) -> DiscParts:
    """Return the pixels within a disc's rim with the part each lies in.

    Parameters
    ----------
    height, width : int, pixels, 8 to 4096
        Of the picture, whose edges the disc touches.
    rim_fraction : float, 0 to below 0.5
        How much of the radius is rim and left out.

    Returns
    -------
    DiscParts
        Read-only.

    Raises
    ------
    GeometryError
        If a side is out of range.
    """
    for side in (height, width):
        if not LEAST_SIDE <= side <= MOST_SIDE:
            raise GeometryError(
                f"The picture of the disc is {width} x {height} pixels. Expected "
                f"sides of {LEAST_SIDE} to {MOST_SIDE}: crop it to the disc, or "
                "resize it."
            )
    # Twice the distance from the middle, to stay with whole numbers.
    across = 2 * np.arange(width, dtype=np.int64) + 1 - width
    down = 2 * np.arange(height, dtype=np.int64) + 1 - height
    whole = (width * height) ** 2
    squared = (across * height)[None, :] ** 2 + ((down * width) ** 2)[:, None]
    ring = np.searchsorted(
        np.arange(1, N_RING_PARTS) ** 2,
        N_RING_PARTS**2 * squared // whole,
        side="right",
    )
    strip_down = N_STRIPS * (across + width) // (2 * width)
    strip_across = N_STRIPS * (down + height) // (2 * height)
    strips = strip_down[None, :] * N_STRIPS + strip_across[:, None]
    cell = (strips * N_RING_PARTS + ring).reshape(-1)
    inside = np.flatnonzero(squared < (1.0 - rim_fraction) ** 2 * whole)
    return DiscParts(
        pixel=frozen_array(inside, np.intp), cell=frozen_array(cell[inside], np.intp)
    )


def sums_of_parts(of_cells: IntegerArray) -> IntegerArray:
    """Return sums over the fourteen parts from sums over the cells.

    Parameters
    ----------
    of_cells : (100, ...), int64
        Anything that was added up by cell.

    Returns
    -------
    (14, ...), int64
        Strips down from the left, strips across from the top, rings from the middle.
    """
    cells = of_cells.reshape(N_STRIPS, N_STRIPS, N_RING_PARTS, *of_cells.shape[1:])
    by_strips = cells.sum(axis=2)
    return np.concatenate(
        [by_strips.sum(axis=1), by_strips.sum(axis=0), cells.sum(axis=(0, 1))]
    )
