"""Positions in the patient: affines, directions and the heart's own frame.

World coordinates are DICOM's patient coordinates in millimetres, **LPS**: x grows
to the patient's left, y to the back, z to the head. A volume's affine takes a
voxel index ``(slice, row, column)`` to such a point.

Angles around the left ventricle follow the polar map: 0° lateral, 90° anterior,
180° septal, 270° inferior.
"""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from myomap.errors import GeometryError

__all__ = [
    "LEFT",
    "POSTERIOR",
    "SUPERIOR",
    "AffineArray",
    "FloatArray",
    "affine_from_axes",
    "angle_between_deg",
    "apply_affine",
    "direction_from_angles",
    "heart_axes",
    "unit_vector",
    "voxel_size_mm",
]

FloatArray: TypeAlias = NDArray[np.float64]
AffineArray: TypeAlias = NDArray[np.float64]

LEFT: FloatArray = np.array([1.0, 0.0, 0.0])
POSTERIOR: FloatArray = np.array([0.0, 1.0, 0.0])
SUPERIOR: FloatArray = np.array([0.0, 0.0, 1.0])


def unit_vector(vector: ArrayLike) -> FloatArray:
    """Return a vector of length one in the same direction.

    Parameters
    ----------
    vector : (..., 3)
        Any non-zero direction, or an array of them.

    Returns
    -------
    (..., 3)
        The same directions with length one.

    Raises
    ------
    GeometryError
        If a direction has no length, or is not finite.

    Examples
    --------
    >>> unit_vector([0, 3, 4])
    array([0. , 0.6, 0.8])
    """
    array = np.asarray(vector, dtype=np.float64)
    length = np.linalg.norm(array, axis=-1, keepdims=True)
    if not np.all(np.isfinite(length)) or np.any(length < 1e-12):
        raise GeometryError(
            "A direction has no length or is not finite. Expected a vector with a "
            "length above zero: give two points that lie apart."
        )
    scaled: FloatArray = array / length
    return scaled


def affine_from_axes(
    origin_mm: ArrayLike, axes: Sequence[ArrayLike], spacing_mm: ArrayLike
) -> AffineArray:
    """Build the affine of a grid from its corner, its directions and its steps.

    Parameters
    ----------
    origin_mm : (3,), mm
        Centre of voxel (0, 0, 0) in LPS.
    axes : three directions
        Where the slice, row and column index grow to; made unit length here.
    spacing_mm : (3,), mm
        Distance of neighbouring voxel centres along the three indices.

    Returns
    -------
    (4, 4)
        Takes (slice, row, column, 1) to LPS millimetres.

    Examples
    --------
    >>> affine = affine_from_axes([0, 0, 0], [SUPERIOR, POSTERIOR, LEFT], [4, 2, 2])
    >>> apply_affine(affine, [1, 0, 3])
    array([6., 0., 4.])
    """
    affine = np.eye(4)
    spacing = np.asarray(spacing_mm, dtype=np.float64)
    for index, axis in enumerate(axes):
        affine[:3, index] = unit_vector(axis) * spacing[index]
    affine[:3, 3] = np.asarray(origin_mm, dtype=np.float64)
    return affine


def apply_affine(affine: AffineArray, points: ArrayLike) -> FloatArray:
    """Take points through an affine.

    Parameters
    ----------
    affine : (4, 4)
        The mapping.
    points : (..., 3)
        Points in the affine's source space.

    Returns
    -------
    (..., 3)
        The points in its target space.

    Examples
    --------
    >>> apply_affine(np.diag([2.0, 1.0, 1.0, 1.0]), [[1, 1, 1]])
    array([[2., 1., 1.]])
    """
    array = np.asarray(points, dtype=np.float64)
    return array @ affine[:3, :3].T + affine[:3, 3]


def voxel_size_mm(affine: AffineArray) -> FloatArray:
    """Return the distance of neighbouring voxel centres along each index.

    Parameters
    ----------
    affine : (4, 4)
        Takes voxel indices to millimetres.

    Returns
    -------
    (3,), mm
        Along slice, row and column.

    Examples
    --------
    >>> voxel_size_mm(np.diag([4.0, -2.0, 2.0, 1.0]))
    array([4., 2., 2.])
    """
    sizes: FloatArray = np.linalg.norm(affine[:3, :3], axis=0)
    return sizes


def angle_between_deg(first: ArrayLike, second: ArrayLike) -> float:
    """Return the angle between two directions.

    Parameters
    ----------
    first, second : (3,)
        Directions of any length.

    Returns
    -------
    float, degrees, 0 to 180
        The angle between them.

    Examples
    --------
    >>> round(angle_between_deg([1, 0, 0], [1, 1, 0]), 6)
    45.0
    """
    cosine = float(unit_vector(first) @ unit_vector(second))
    sine = float(np.linalg.norm(np.cross(unit_vector(first), unit_vector(second))))
    return float(np.degrees(np.arctan2(sine, cosine)))


def direction_from_angles(azimuth_deg: float, elevation_deg: float) -> FloatArray:
    """Return the direction base → apex that two angles stand for.

    The azimuth turns from anterior (0°) to the patient's left (90°); the elevation
    is how far the axis points *down* towards the feet. A usual heart lies near
    azimuth 45°, elevation 20°.

    Parameters
    ----------
    azimuth_deg, elevation_deg : float, degrees
        The two angles.

    Returns
    -------
    (3,)
        Unit vector in LPS.

    Examples
    --------
    >>> direction_from_angles(90, 0).round(6) + 0.0
    array([1., 0., 0.])
    """
    azimuth, elevation = np.radians(azimuth_deg), np.radians(elevation_deg)
    return np.array(
        [
            np.sin(azimuth) * np.cos(elevation),
            -np.cos(azimuth) * np.cos(elevation),
            -np.sin(elevation),
        ]
    )


def heart_axes(long_axis: ArrayLike) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return the directions lateral, anterior and apical of a left ventricle.

    *Anterior* of the polar map is the wall that faces the head and the breastbone:
    the patient's superior direction made perpendicular to the long axis. *Lateral*
    completes the frame and points to the patient's left and back.

    Parameters
    ----------
    long_axis : (3,)
        Direction base → apex in LPS.

    Returns
    -------
    lateral, anterior, apical : (3,) each
        Perpendicular unit vectors; seen from the apex, anterior is up and lateral
        is to the right, as on the drawn map.

    Raises
    ------
    GeometryError
        If the long axis runs straight up or down, so that no wall is anterior.

    Examples
    --------
    >>> lateral, anterior, apical = heart_axes(direction_from_angles(45, 0))
    >>> anterior
    array([0., 0., 1.])
    >>> bool(lateral @ LEFT > 0 and lateral @ POSTERIOR > 0)
    True
    """
    apical = unit_vector(long_axis)
    across = SUPERIOR - (SUPERIOR @ apical) * apical
    if np.linalg.norm(across) < 0.05:
        raise GeometryError(
            "The long axis runs along the body axis, so no wall can be called "
            "anterior. Expected an axis that points forward or to the left: check "
            "the apex and base points."
        )
    anterior = unit_vector(across)
    lateral = np.cross(anterior, apical)
    return lateral, anterior, apical
