"""The grid of a simulated volume and the finer canvas that shapes are painted on."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from myomap.geometry import (
    LEFT,
    POSTERIOR,
    SUPERIOR,
    AffineArray,
    FloatArray,
    affine_from_axes,
)
from myomap.phantom.solids import Point, require_between

__all__ = [
    "SUPERSAMPLING",
    "Canvas",
    "GridOptions",
    "blank_canvas",
    "box_around",
    "box_points_mm",
    "grid_affine",
    "mean_over_voxels",
]

SUPERSAMPLING = 2
"""Points a voxel edge; their mean softens the stairs of a sampled surface."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GridOptions:
    """A transaxial grid around the rotation axis.

    Parameters
    ----------
    shape : (slice, row, column)
        64 each is what most gamma cameras reconstruct.
    voxel_mm : float, mm
        Edge of a voxel; 6.4 ± 0.4 mm is usual for Tc-99m.
    """

    shape: tuple[int, int, int] = (64, 64, 64)
    voxel_mm: float = 6.5

    def __post_init__(self) -> None:
        for size in self.shape:
            require_between("shape", size, 1, 512)
        require_between("voxel_mm", self.voxel_mm, 0.5, 50)


def grid_affine(grid: GridOptions) -> AffineArray:
    """Return the affine of a grid whose middle is the origin of LPS.

    Parameters
    ----------
    grid : GridOptions
        Size and voxel.

    Returns
    -------
    (4, 4)
        Slices grow to the head, rows to the back, columns to the left.

    Examples
    --------
    >>> grid_affine(GridOptions(shape=(3, 3, 3), voxel_mm=6.0))[:3, 3]
    array([-6., -6., -6.])
    """
    n_slices, n_rows, n_columns = grid.shape
    corner = -grid.voxel_mm * (np.array([n_columns, n_rows, n_slices]) - 1) / 2
    return affine_from_axes(corner, [SUPERIOR, POSTERIOR, LEFT], [grid.voxel_mm] * 3)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Canvas:
    """A fine array that the shapes are painted on, one over the other.

    Parameters
    ----------
    activity : (fine slice, fine row, fine column), float32
        Written to by the painters.
    z_mm, y_mm, x_mm : (n,), mm
        Positions of the fine points along the three axes.
    """

    activity: NDArray[np.float32]
    z_mm: FloatArray
    y_mm: FloatArray
    x_mm: FloatArray


def blank_canvas(grid: GridOptions) -> Canvas:
    """Return a canvas without activity that divides every voxel of a grid.

    Parameters
    ----------
    grid : GridOptions
        Size and voxel.

    Returns
    -------
    Canvas
        `SUPERSAMPLING` points along every voxel edge.
    """
    shape = [SUPERSAMPLING * n for n in grid.shape]
    step = grid.voxel_mm / SUPERSAMPLING
    z_mm, y_mm, x_mm = (_line_mm(n, step) for n in shape)
    return Canvas(activity=np.zeros(shape, np.float32), z_mm=z_mm, y_mm=y_mm, x_mm=x_mm)


def _line_mm(n: int, step_mm: float) -> FloatArray:
    line: FloatArray = (np.arange(n, dtype=np.float64) - (n - 1) / 2) * step_mm
    return line


def box_around(
    canvas: Canvas, centre_mm: Point, reach_mm: Point
) -> tuple[slice, slice, slice]:
    """Return the part of a canvas within a reach of a point.

    Parameters
    ----------
    canvas : Canvas
        The canvas.
    centre_mm, reach_mm : (3,), mm, along x, y, z
        Middle and half-edges of the box.

    Returns
    -------
    three slices
        Of fine slice, row and column; empty when the box lies outside.
    """
    axes = (canvas.z_mm, canvas.y_mm, canvas.x_mm)
    bounds = []
    for axis, centre, reach in zip(axes, centre_mm[::-1], reach_mm[::-1], strict=True):
        first, last = np.searchsorted(axis, [centre - reach, centre + reach])
        bounds.append(slice(int(first), int(last)))
    return bounds[0], bounds[1], bounds[2]


def box_points_mm(canvas: Canvas, box: tuple[slice, slice, slice]) -> FloatArray:
    """Return the positions of the fine points of a box.

    Parameters
    ----------
    canvas : Canvas
        The canvas.
    box : three slices
        From `box_around`.

    Returns
    -------
    (fine slice, fine row, fine column, 3), mm, LPS
        One point each.
    """
    z_mm, y_mm, x_mm = np.meshgrid(
        canvas.z_mm[box[0]], canvas.y_mm[box[1]], canvas.x_mm[box[2]], indexing="ij"
    )
    return np.stack([x_mm, y_mm, z_mm], axis=-1)


def mean_over_voxels(fine: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the mean of every voxel's fine points.

    Parameters
    ----------
    fine : (fine slice, fine row, fine column)
        Edges that `SUPERSAMPLING` divides.

    Returns
    -------
    (slice, row, column), float32
        One value a voxel.
    """
    for axis in range(3):
        lines = np.moveaxis(fine, axis, 0)
        summed = sum(lines[k::SUPERSAMPLING] for k in range(1, SUPERSAMPLING))
        fine = np.moveaxis(lines[::SUPERSAMPLING] + summed, 0, axis)
    mean: NDArray[np.float32] = fine / np.float32(SUPERSAMPLING**3)
    return mean
