"""Which points lie inside a closed surface."""

import numpy as np
from numpy.typing import NDArray

from myomap.geometry import FloatArray
from myomap.records import MaskArray

__all__ = ["is_inside_mesh"]

POINTS_AT_ONCE = 256


def is_inside_mesh(
    points: FloatArray, vertices: FloatArray, triangles: NDArray[np.int64]
) -> MaskArray:
    """Return which points a closed mesh of triangles winds around.

    The solid angles of all triangles add up to 4π seen from inside and to 0 from
    outside. Unlike the counting of crossings this needs no care where a ray would
    meet an edge, and a fold in the surface does no harm.

    Parameters
    ----------
    points : (n, 3)
        Where to ask.
    vertices : (m, 3)
        Corners of the mesh.
    triangles : (k, 3), int
        Vertex numbers, all turning the same way round.

    Returns
    -------
    (n,), bool
        True inside.

    References
    ----------
    .. [1] Van Oosterom and Strackee, IEEE Trans Biomed Eng 1983;30:125.

    Examples
    --------
    >>> corners = np.array([[0.0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]])
    >>> faces = np.array([[0, 2, 1], [0, 1, 3], [0, 3, 2], [1, 2, 3]])
    >>> is_inside_mesh(np.array([[0.1, 0.1, 0.1], [1.0, 1, 1]]), corners, faces)
    array([ True, False])
    """
    inside = np.zeros(len(points), dtype=bool)
    low, high = vertices.min(axis=0), vertices.max(axis=0)
    near = np.flatnonzero(np.all((points >= low) & (points <= high), axis=1))
    corners = vertices[triangles]
    for start in range(0, len(near), POINTS_AT_ONCE):
        chosen = near[start : start + POINTS_AT_ONCE]
        inside[chosen] = np.abs(_windings(points[chosen], corners)) > 0.5
    return inside


def _windings(points: FloatArray, corners: FloatArray) -> FloatArray:
    """Return how often the mesh winds around each point."""
    a, b, c = (corners[:, k] - points[:, np.newaxis] for k in range(3))
    length_a, length_b, length_c = (np.linalg.norm(v, axis=-1) for v in (a, b, c))
    triple = np.einsum("...i,...i", a, np.cross(b, c))
    flat = (
        length_a * length_b * length_c
        + np.einsum("...i,...i", a, b) * length_c
        + np.einsum("...i,...i", b, c) * length_a
        + np.einsum("...i,...i", c, a) * length_b
    )
    windings: FloatArray = np.arctan2(triple, flat).sum(axis=1) / (2.0 * np.pi)
    return windings
