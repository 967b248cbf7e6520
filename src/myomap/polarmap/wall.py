"""Places and areas of the map's samples on the wall's surface.

A surface is a grid of (latitude, angle) vertices. Between two latitudes lies one ring
of samples; the cell of a sample reaches half an angle step to either side of it.
"""

import numpy as np

from myomap.geometry import FloatArray
from myomap.records import Surface

__all__ = ["cell_areas_cm2", "cell_centres"]

_MM2_PER_CM2 = 100.0


def cell_centres(vertices: FloatArray) -> FloatArray:
    """Return the points half-way between neighbouring latitudes.

    Parameters
    ----------
    vertices : (latitude, angle, 3)
        Points or directions at the vertices.

    Returns
    -------
    (latitude - 1, angle, 3)
        Their means.
    """
    centres: FloatArray = (vertices[:-1] + vertices[1:]) / 2
    return centres


def cell_areas_cm2(surface: Surface) -> FloatArray:
    """Return how much surface every sample stands for.

    The patches between four vertices are measured as two triangles each. A sample
    lies on the border of two patches of its ring and takes half of both.

    Parameters
    ----------
    surface : Surface
        The mid-wall surface.

    Returns
    -------
    (latitude - 1, angle), cm²
        The sum is the area of the surface.
    """
    here = surface.points_mm
    next_angle = np.roll(here, -1, axis=1)
    patch = _triangle_areas(here[:-1], here[1:], next_angle[1:])
    patch = patch + _triangle_areas(here[:-1], next_angle[1:], next_angle[:-1])
    cells: FloatArray = (patch + np.roll(patch, 1, axis=1)) / (2 * _MM2_PER_CM2)
    return cells


def _triangle_areas(
    first: FloatArray, second: FloatArray, third: FloatArray
) -> FloatArray:
    areas: FloatArray = (
        np.linalg.norm(np.cross(second - first, third - first), axis=-1) / 2
    )
    return areas
