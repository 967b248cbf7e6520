"""Polar maps and ventricles whose every number is known."""

import numpy as np

from myomap.geometry import affine_from_axes, apply_affine, direction_from_angles
from myomap.records import (
    N_ANGLES,
    N_RINGS,
    ContourQuality,
    LongAxis,
    MapSource,
    PolarMap,
    State,
    Surface,
    Ventricle,
    Volume,
)

ANGLES_DEG = 5.0 * np.arange(N_ANGLES)
RADII = (np.arange(N_RINGS) + 0.5) / N_RINGS

LENGTH_MM = 80.0
RADIUS_MM = 30.0
APICAL = direction_from_angles(50.0, 20.0)
BASE_MM = np.array([20.0, -30.0, 45.0])
LONG_AXIS = LongAxis(apex_mm=BASE_MM + LENGTH_MM * APICAL, base_mm=BASE_MM)


def map_of(uptake_percent, *, valid=None, area_cm2=None, state=State.STRESS):
    """Return a polar map of values that broadcast to (ring, angle)."""
    shape = (N_RINGS, N_ANGLES)
    return PolarMap(
        uptake_percent=np.broadcast_to(uptake_percent, shape).astype(np.float32),
        area_cm2=np.ones(shape) if area_cm2 is None else area_cm2,
        valid=np.ones(shape, bool) if valid is None else valid,
        state=state,
        source=MapSource.SIMULATION,
        reference_percentile=99.0,
    )


def defect(depth_percent, *, centre=(0.55, 110.0), size=(0.28, 38.0)):
    """Return (ring, angle): how much a smooth defect takes away.

    With the usual centre it lies in the territory of the LAD.
    """
    across = (ANGLES_DEG - centre[1] + 180.0) % 360.0 - 180.0
    radial = ((RADII - centre[0]) / size[0])[:, None]
    return depth_percent * np.exp(-0.5 * (radial**2 + (across / size[1]) ** 2) ** 2)


def healthy_uptake():
    """Return (ring, angle): a wall with the mild unevenness of a healthy one."""
    around = np.radians(ANGLES_DEG)[None, :]
    along = RADII[:, None]
    return (
        90.0 + 4.0 * np.cos(around) * along - 7.0 * np.clip(along - 0.85, 0, 1) / 0.15
    )


def equal_arc_polar_angles(length_mm, radius_mm):
    """Return (33,): parameters of an ellipse's quarter, equally far apart on it."""
    fine = np.linspace(0.0, np.pi / 2, 20001)
    speed = np.hypot(length_mm * np.sin(fine), radius_mm * np.cos(fine))
    arc = np.r_[0.0, np.cumsum((speed[1:] + speed[:-1]) / 2 * np.diff(fine))]
    return np.interp(np.linspace(0.0, arc[-1], N_RINGS + 1), arc, fine)


def half_ellipsoid(*, length_mm=LENGTH_MM, radius_mm=RADIUS_MM, wall_mm=10.0):
    """Return the ventricle whose mid-wall is half an ellipsoid of revolution."""
    lateral, anterior, apical = LONG_AXIS.axes
    polar = equal_arc_polar_angles(length_mm, radius_mm)[:, None, None]
    around = np.radians(ANGLES_DEG)[None, :, None]
    radial = np.cos(around) * lateral + np.sin(around) * anterior
    midwall = (
        LONG_AXIS.base_mm
        + length_mm * np.cos(polar) * apical
        + radius_mm * np.sin(polar) * radial
    )
    normals = np.cos(polar) / length_mm * apical + np.sin(polar) / radius_mm * radial
    normals = normals / np.linalg.norm(normals, axis=-1, keepdims=True)
    return Ventricle(
        volume=Volume(counts=np.ones((2, 2, 2)), affine=np.eye(4)),
        long_axis=LONG_AXIS,
        endocardium=Surface(points_mm=midwall - wall_mm / 2 * normals),
        midwall=Surface(points_mm=midwall),
        epicardium=Surface(points_mm=midwall + wall_mm / 2 * normals),
        normals=normals,
        short_axis=Volume(counts=np.ones((2, 2, 2)), affine=np.eye(4)),
        quality=ContourQuality(
            score=1.0, contrast=3.0, supported_percent=100.0, residual_mm=0.0
        ),
    )


def half_ellipsoid_area_cm2(length_mm=LENGTH_MM, radius_mm=RADIUS_MM):
    """Return the area of half a prolate ellipsoid, without its opening."""
    eccentricity = np.sqrt(1 - (radius_mm / length_mm) ** 2)
    return (
        np.pi
        * radius_mm**2
        * (1 + length_mm / (radius_mm * eccentricity) * np.arcsin(eccentricity))
        / 100
    )


def shell_volume(*, voxel_mm=2.0, n_voxels=88, uptake=None):
    """Return counts with a ridge of height one along the ellipsoid's wall.

    `uptake(angle_deg)` multiplies the ridge around the long axis. The grid is turned
    against the body's axes, so that an exchanged axis cannot stay unseen.
    """
    axes = np.linalg.qr(np.array([[3.0, 1, 1], [0, 3, 1], [-1, 0, 3]]))[0].T
    half = voxel_mm * (n_voxels - 1) / 2
    centre = LONG_AXIS.base_mm + 0.4 * LENGTH_MM * APICAL
    affine = affine_from_axes(centre - half * axes.sum(axis=0), axes, [voxel_mm] * 3)
    index = np.stack(np.indices((n_voxels,) * 3), axis=-1)
    across = apply_affine(affine, index) - LONG_AXIS.base_mm
    lateral, anterior, apical = LONG_AXIS.axes
    x, y, z = across @ lateral, across @ anterior, across @ apical
    r = np.hypot(x, y)
    level = np.hypot(z / LENGTH_MM, r / RADIUS_MM)
    slope = np.hypot(z / LENGTH_MM**2, r / RADIUS_MM**2) / np.maximum(level, 1e-9)
    distance = (level - 1) / np.maximum(slope, 1e-9)
    counts = np.exp(-0.5 * (distance / 5.0) ** 2)
    if uptake is not None:
        counts = counts * uptake(np.degrees(np.arctan2(y, x)))
    return Volume(counts=counts, affine=affine)
