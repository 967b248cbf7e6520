"""Where the ventricle's surfaces cross the slices of its volume, as polylines."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from myomap.geometry import AffineArray, FloatArray, apply_affine
from myomap.records import Ventricle, frozen_array, require_finite, require_shape

__all__ = ["PLANES", "SURFACES", "ContourLine", "PlaneName", "slice_contours"]

PlaneName = Literal["short", "vertical", "horizontal"]
SurfaceName = Literal["endocardium", "epicardium"]

PLANES: Final[tuple[PlaneName, ...]] = ("short", "vertical", "horizontal")
"""Slices of one index: short axis of the slice, vertical long axis of the column,
horizontal long axis of the row."""

SURFACES: Final[tuple[SurfaceName, ...]] = ("endocardium", "epicardium")

_CUT: Final = {"short": (0, (1, 2)), "vertical": (2, (1, 0)), "horizontal": (1, (0, 2))}
"""Which index a plane holds still, and which run down and to the right."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ContourLine:
    """One line of one surface in one slice.

    Parameters
    ----------
    surface : str
        ``endocardium`` or ``epicardium``.
    plane : str
        Of `PLANES`.
    index : int
        The slice of ``short``, the column of ``vertical``, the row of ``horizontal``.
    points : (n, 2), float32, voxels
        Index coordinates, the centre of the first voxel at 0: (row, column) of
        ``short``, (row, slice) of ``vertical``, (slice, column) of ``horizontal``.
        A closed line ends where it starts.
    """

    surface: SurfaceName
    plane: PlaneName
    index: int
    points: NDArray[np.float32]

    def __post_init__(self) -> None:
        points = frozen_array(self.points, np.float32)
        require_shape("The contour's points", points, (None, 2))
        require_finite("The contour's points", points)
        object.__setattr__(self, "points", points)


def slice_contours(
    ventricle: Ventricle, affine: AffineArray, shape: tuple[int, int, int]
) -> tuple[ContourLine, ...]:
    """Return the lines of both surfaces in all slices of a volume.

    Parameters
    ----------
    ventricle : Ventricle
        Whose endo- and epicardium are cut.
    affine : (4, 4)
        Takes (slice, row, column) to the ventricle's millimetres.
    shape : three ints
        Slices, rows and columns.

    Returns
    -------
    tuple of ContourLine
        Surface by surface, plane by plane, in the order of the slices.
    """
    to_index = np.linalg.inv(affine).astype(np.float64)
    lines: list[ContourLine] = []
    for surface in SURFACES:
        points = getattr(ventricle, surface).points_mm
        # The first angle again, so that a ring closes.
        grid = apply_affine(to_index, np.concatenate([points, points[:, :1]], axis=1))
        for plane in PLANES:
            still, shown = _CUT[plane]
            lines += [
                ContourLine(surface=surface, plane=plane, index=index, points=line)
                for index, line in _crossings(grid, still, shown, shape[still])
            ]
    return tuple(lines)


def _crossings(
    grid: FloatArray, still: int, shown: tuple[int, int], n: int
) -> Iterator[tuple[int, NDArray[np.float32]]]:
    """Yield the lines on which one index coordinate of a surface is whole."""
    from contourpy import LineType, contour_generator

    down, right = shown
    generator = contour_generator(
        grid[..., right],
        grid[..., down],
        grid[..., still],
        line_type=LineType.Separate,
    )
    for index in range(n):
        for line in generator.lines(float(index)):
            points = _without_repeats(np.asarray(line)[:, ::-1])
            if len(points) > 1:
                yield index, points


def _without_repeats(points: FloatArray) -> NDArray[np.float32]:
    """Drop points that lie on the one before: all of latitude 0 is the apex."""
    moves = np.abs(np.diff(points, axis=0)).max(axis=1) > 1e-6
    kept: NDArray[np.float32] = points[np.concatenate([[True], moves])].astype("f4")
    return kept
