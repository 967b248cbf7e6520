"""Which voxels lie in the wall, and which sample of the polar map each belongs to."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from myomap.geometry import AffineArray, FloatArray, apply_affine
from myomap.records import N_ANGLES, N_RINGS, Ventricle

__all__ = ["NOT_WALL", "wall_samples"]

NOT_WALL: Final = -1
"""Of voxels outside the wall."""

_ACROSS: Final = 3
"""Points across a sample, along both directions of the surface."""

_STEP_MM: Final = 2.0
"""Largest distance of neighbouring points through the wall."""

_BESIDE_MM: Final = 1.2
"""How far a voxel's centre may lie beside its nearest column of points: no column lies
farther inside the wall, and beyond the valve plane nothing farther is taken."""


def wall_samples(
    ventricle: Ventricle, affine: AffineArray, shape: tuple[int, int, int]
) -> NDArray[np.int16]:
    """Return the sample of the polar map that each voxel of the wall belongs to.

    The wall is what lies between the endo- and epicardium, from the apex to the valve
    plane. Its cells are those of the map: ring i between latitudes i and i + 1, angle
    j half a step to either side of 5° j, through the whole wall along its normals.

    Parameters
    ----------
    ventricle : Ventricle
        With surfaces of 33 latitudes and 72 angles.
    affine : (4, 4)
        Takes (slice, row, column) to the ventricle's millimetres.
    shape : three ints
        Slices, rows and columns.

    Returns
    -------
    (slice, row, column), int16
        72 ring + angle for a voxel whose centre lies in the wall, -1 elsewhere. Any
        mask on the map, taken at these numbers, is a label volume.
    """
    inner = _refined(ventricle.endocardium.points_mm).reshape(-1, 3)
    outer = _refined(ventricle.epicardium.points_mm).reshape(-1, 3)
    thickness = np.linalg.norm(outer - inner, axis=1)
    n_deep = max(int(np.ceil(float(thickness.max()) / _STEP_MM)), 2)
    share = np.linspace(0.0, 1.0, n_deep + 1)[:, None, None]
    points = (inner + share * (outer - inner)).reshape(-1, 3)
    voxel, chosen = _nearest_points(points, affine, shape)
    column = chosen % len(inner)
    centres = apply_affine(affine, np.stack(np.unravel_index(voxel, shape), axis=1))
    direction = (outer - inner)[column] / np.maximum(thickness[column], 1e-9)[:, None]
    from_inner = centres - inner[column]
    depth = np.sum(from_inner * direction, axis=1)
    beside = np.linalg.norm(from_inner - depth[:, None] * direction, axis=1)
    is_wall = (depth >= 0) & (depth <= thickness[column]) & (beside <= _BESIDE_MM)
    samples = np.full(shape, NOT_WALL, dtype=np.int16)
    samples.reshape(-1)[voxel[is_wall]] = _sample_of_column()[column[is_wall]]
    return samples


def _refined(points: FloatArray) -> FloatArray:
    """Return `_ACROSS` points a sample along latitude and angle, inside its cell."""
    part = (np.arange(_ACROSS) + 0.5) / _ACROSS
    latitude = (np.arange(len(points) - 1)[:, None] + part).ravel()
    angle = (np.arange(points.shape[1])[:, None] - 0.5 + part).ravel()
    low = np.floor(latitude).astype(int)
    along = (latitude - low)[:, None, None]
    rows = (1 - along) * points[low] + along * points[low + 1]
    first = np.floor(angle).astype(int)
    around = (angle - first)[:, None]
    n = points.shape[1]
    refined: FloatArray = (1 - around) * rows[:, first % n] + around * rows[
        :, (first + 1) % n
    ]
    return refined


def _sample_of_column() -> NDArray[np.int16]:
    """Return the sample of each point of `_refined`, flattened."""
    numbers = np.arange(N_RINGS * N_ANGLES, dtype=np.int16).reshape(N_RINGS, N_ANGLES)
    return numbers.repeat(_ACROSS, axis=0).repeat(_ACROSS, axis=1).reshape(-1)


def _nearest_points(
    points: FloatArray, affine: AffineArray, shape: tuple[int, int, int]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the voxels near points, and of each the point nearest its centre."""
    from scipy.spatial import cKDTree

    to_index = np.linalg.inv(affine).astype(np.float64)
    index = apply_affine(to_index, points)
    last = np.array(shape) - 1
    first = np.clip(np.floor(index.min(axis=0)), 0, last).astype(int)
    end = np.clip(np.ceil(index.max(axis=0)), 0, last).astype(int) + 1
    ranges = [np.arange(low, high) for low, high in zip(first, end, strict=True)]
    place = np.stack(np.meshgrid(*ranges, indexing="ij"), axis=-1).reshape(-1, 3)
    # Unbalanced trees are built three times as fast, and asked as fast here.
    tree = cKDTree(points, balanced_tree=False, compact_nodes=False)
    away, nearest = tree.query(
        apply_affine(affine, place), distance_upper_bound=_BESIDE_MM + _STEP_MM
    )
    is_near = np.isfinite(away)
    voxel = np.ravel_multi_index(tuple(place[is_near].T), shape)
    return voxel, np.asarray(nearest)[is_near]
