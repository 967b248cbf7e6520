"""The left ventricle's shell: surfaces, local coordinates, volumes, defects.

In local coordinates s runs along the long axis, from 0 at the valve plane to the
apex, and ρ across it. With the mid-wall radius r, the wall w and the length of the
ventricle, the belt of the shell lies at s₀ = 0.28 · length. Its outer half-axes are
r + w/2 and L = length − s₀, the inner ones r − w/2 and L − t·w with the apical wall
fraction t, and a surface is

    (ρ / radius)² + |(s − s₀) / half-length|^q = 1.

The shell is cut open by the valve plane, which meets the axis at s = 0.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from myomap.geometry import FloatArray, direction_from_angles, heart_axes
from myomap.phantom.anatomy import Defect, HeartParameters

__all__ = [
    "LocalPoints",
    "MeridianProfile",
    "base_point_mm",
    "belt_mm",
    "cavity_and_wall_ml",
    "inner_axes_mm",
    "is_above_valve",
    "is_inside",
    "local_points",
    "midwall_axes_mm",
    "outer_axes_mm",
    "outer_points_mm",
    "patient_points_mm",
    "sample_meridian",
    "uptake_fraction",
]

BELT_FRACTION = 0.28
"""Where the shell is widest, as a fraction of its length from the valve plane."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LocalPoints:
    """Points in the heart's own frame.

    Parameters
    ----------
    along_mm : (...), mm
        s, from the valve plane towards the apex.
    across_mm : (...), mm
        ρ, distance from the long axis.
    angle_deg : (...), degrees, 0 to 360
        0 lateral, 90 anterior.
    """

    along_mm: FloatArray
    across_mm: FloatArray
    angle_deg: FloatArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MeridianProfile:
    """One line of the mid-wall from the apex to the valve plane, at equal steps.

    Parameters
    ----------
    along_mm, across_mm : (ring,), mm
        s and ρ of the middle of each step.
    step_mm : float, mm
        Arc length of one step.
    """

    along_mm: FloatArray
    across_mm: FloatArray
    step_mm: float


def belt_mm(heart: HeartParameters) -> float:
    """Return s₀, the height of the widest ring above the valve plane, mm."""
    return BELT_FRACTION * heart.length_mm


def outer_axes_mm(heart: HeartParameters) -> tuple[float, float]:
    """Return radius and half-length of the epicardium, mm."""
    radius = heart.midwall_radius_mm + heart.wall_mm / 2
    return radius, heart.length_mm - belt_mm(heart)


def inner_axes_mm(heart: HeartParameters) -> tuple[float, float]:
    """Return radius and half-length of the endocardium, mm."""
    radius = heart.midwall_radius_mm - heart.wall_mm / 2
    _, outer = outer_axes_mm(heart)
    return radius, outer - heart.apical_wall_fraction * heart.wall_mm


def midwall_axes_mm(heart: HeartParameters) -> tuple[float, float]:
    """Return radius and half-length of the mid-wall, mm."""
    _, outer = outer_axes_mm(heart)
    _, inner = inner_axes_mm(heart)
    return heart.midwall_radius_mm, (outer + inner) / 2


def base_point_mm(heart: HeartParameters) -> FloatArray:
    """Return where the long axis meets the valve plane, (3,), mm, LPS."""
    direction = direction_from_angles(heart.azimuth_deg, heart.elevation_deg)
    return np.asarray(heart.centre_mm) - direction * heart.length_mm / 2


def local_points(heart: HeartParameters, points_mm: ArrayLike) -> LocalPoints:
    """Take points of the patient into the heart's frame.

    Parameters
    ----------
    heart : HeartParameters
        Where the heart lies.
    points_mm : (..., 3), mm, LPS
        The points.

    Returns
    -------
    LocalPoints
        The same points along, across and around the long axis.

    Examples
    --------
    >>> heart = HeartParameters(length_mm=80)
    >>> float(local_points(heart, heart.centre_mm).along_mm.round(6))
    40.0
    """
    axes = heart_axes(direction_from_angles(heart.azimuth_deg, heart.elevation_deg))
    offset = np.asarray(points_mm, dtype=np.float64) - base_point_mm(heart)
    lateral, anterior, along = (offset @ axis for axis in axes)
    return LocalPoints(
        along_mm=along,
        across_mm=np.hypot(lateral, anterior),
        angle_deg=np.degrees(np.arctan2(anterior, lateral)) % 360.0,
    )


def patient_points_mm(heart: HeartParameters, points: LocalPoints) -> FloatArray:
    """Take points of the heart's frame back into the patient.

    Parameters
    ----------
    heart : HeartParameters
        Where the heart lies.
    points : LocalPoints
        Points of any shape.

    Returns
    -------
    (..., 3), mm, LPS
        The inverse of `local_points`.
    """
    lateral, anterior, apical = heart_axes(
        direction_from_angles(heart.azimuth_deg, heart.elevation_deg)
    )
    turn = np.radians(points.angle_deg)[..., None]
    outwards = np.cos(turn) * lateral + np.sin(turn) * anterior
    placed: FloatArray = (
        base_point_mm(heart)
        + points.along_mm[..., None] * apical
        + points.across_mm[..., None] * outwards
    )
    return placed


def outer_points_mm(heart: HeartParameters) -> FloatArray:
    """Return points all over the epicardium, from the valve plane to the apex.

    Parameters
    ----------
    heart : HeartParameters
        Shape and place of the shell.

    Returns
    -------
    (point, 3), mm, LPS
        Dense enough to ask how far the ventricle reaches in a direction.
    """
    radius, half_length = outer_axes_mm(heart)
    along, angle = np.meshgrid(
        np.linspace(0.0, heart.length_mm, 49), np.arange(48) * 7.5, indexing="ij"
    )
    height = np.abs(along - belt_mm(heart)) / half_length
    across = radius * np.sqrt(np.clip(1.0 - height**heart.exponent, 0.0, None))
    points = LocalPoints(along_mm=along, across_mm=across, angle_deg=angle)
    return patient_points_mm(heart, points).reshape(-1, 3)


def is_inside(
    heart: HeartParameters, points: LocalPoints, axes_mm: tuple[float, float]
) -> NDArray[np.bool_]:
    """Return which points lie inside one of the shell's surfaces.

    Parameters
    ----------
    heart : HeartParameters
        Shape of the shell.
    points : LocalPoints
        Any shape.
    axes_mm : (radius, half-length), mm
        Of the surface: `outer_axes_mm`, `inner_axes_mm` or `midwall_axes_mm`.

    Returns
    -------
    same shape, bool
        The valve plane is not regarded; see `is_above_valve`.
    """
    radius, half_length = axes_mm
    height = np.abs(points.along_mm - belt_mm(heart)) / half_length
    inside: NDArray[np.bool_] = (points.across_mm / radius) ** 2 + (
        height**heart.exponent
    ) < 1.0
    return inside


def is_above_valve(heart: HeartParameters, points: LocalPoints) -> NDArray[np.bool_]:
    """Return which points lie on the apical side of the valve plane.

    Parameters
    ----------
    heart : HeartParameters
        Tilt of the plane.
    points : LocalPoints
        Any shape.

    Returns
    -------
    same shape, bool
        True towards the apex.
    """
    slope = _valve_slope(heart, points.angle_deg)
    above: NDArray[np.bool_] = points.along_mm >= slope * points.across_mm
    return above


def _valve_slope(heart: HeartParameters, angle_deg: ArrayLike) -> FloatArray:
    """Return by how much the valve plane rises per millimetre from the axis."""
    turn = np.radians(np.asarray(angle_deg, float) - heart.valve_tilt_angle_deg)
    slope: FloatArray = np.tan(np.radians(heart.valve_tilt_deg)) * np.cos(turn)
    return slope


def uptake_fraction(
    heart: HeartParameters, defects: tuple[Defect, ...], points: LocalPoints
) -> FloatArray:
    """Return the uptake at points of the wall as a fraction of the normal one.

    Parameters
    ----------
    heart : HeartParameters
        Shape of the shell.
    defects : tuple of Defect
        Where two overlap, the lower uptake counts.
    points : LocalPoints
        Points of the wall, any shape.

    Returns
    -------
    same shape
        1 where no defect is.
    """
    uptake = np.ones(np.shape(points.along_mm))
    for defect in defects:
        depth = _defect_depth(heart, defect, points)
        uptake = np.minimum(uptake, 1.0 - (1.0 - defect.uptake) * depth)
    return uptake


def _defect_depth(
    heart: HeartParameters, defect: Defect, points: LocalPoints
) -> FloatArray:
    """Return how fully each point belongs to a defect, 0 to 1."""
    apex_mm = belt_mm(heart) + midwall_axes_mm(heart)[1]
    depth = np.ones(np.shape(points.along_mm))
    if defect.half_angle_deg < 180:
        away = np.abs((points.angle_deg - defect.angle_deg + 180.0) % 360.0 - 180.0)
        inwards = np.radians(defect.half_angle_deg - away) * points.across_mm
        depth = depth * _soft_step(inwards, defect.border_mm)
    if defect.from_fraction > 0:
        inwards = points.along_mm - defect.from_fraction * apex_mm
        depth = depth * _soft_step(inwards, defect.border_mm)
    if defect.to_fraction < 1:
        inwards = defect.to_fraction * apex_mm - points.along_mm
        depth = depth * _soft_step(inwards, defect.border_mm)
    return depth


def _soft_step(inwards_mm: FloatArray, border_mm: float) -> FloatArray:
    """Return 0 outside, 1 inside and a smooth rise across the border."""
    ramp = np.clip(inwards_mm / max(border_mm, 1e-6) + 0.5, 0.0, 1.0)
    rise: FloatArray = ramp * ramp * (3.0 - 2.0 * ramp)
    return rise


def sample_meridian(
    heart: HeartParameters, angle_deg: float, n_rings: int
) -> MeridianProfile:
    """Divide a mid-wall meridian from apex to valve plane into equal arc lengths.

    Parameters
    ----------
    heart : HeartParameters
        Shape of the shell.
    angle_deg : float, degrees
        Which meridian; they differ only when the valve plane is tilted.
    n_rings : int
        How many steps.

    Returns
    -------
    MeridianProfile
        The middle of every step; the first is next to the apex.
    """
    radius, half_length = midwall_axes_mm(heart)
    # With cos θ to the power 2/q the surface's equation becomes sin² + cos² = 1.
    theta = np.linspace(0.0, np.pi, 4001)
    cosine = np.cos(theta)
    height = np.sign(cosine) * np.abs(cosine) ** (2.0 / heart.exponent)
    along = belt_mm(heart) + half_length * height
    across = radius * np.sin(theta)
    above = along >= _valve_slope(heart, angle_deg) * across
    last = int(np.argmin(above))
    along, across = along[: last + 1], across[: last + 1]
    arc = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(along), np.diff(across)))])
    step = float(arc[-1]) / n_rings
    middle = (np.arange(n_rings) + 0.5) * step
    return MeridianProfile(
        along_mm=np.interp(middle, arc, along),
        across_mm=np.interp(middle, arc, across),
        step_mm=step,
    )


def cavity_and_wall_ml(heart: HeartParameters) -> tuple[float, float]:
    """Return the volumes of the cavity and of the wall above the valve plane.

    Parameters
    ----------
    heart : HeartParameters
        Shape of the shell.

    Returns
    -------
    cavity, wall : float, ml
        By numerical integration; accurate to a thousandth.

    Examples
    --------
    >>> cavity, wall = cavity_and_wall_ml(HeartParameters())
    >>> round(cavity), round(wall)
    (77, 126)
    """
    whole = _volume_ml(heart, outer_axes_mm(heart))
    cavity = _volume_ml(heart, inner_axes_mm(heart))
    return cavity, whole - cavity


def _volume_ml(heart: HeartParameters, axes_mm: tuple[float, float]) -> float:
    """Return the volume inside a surface and above the valve plane, ml."""
    radius, half_length = axes_mm
    angle = np.arange(72) * 5.0
    lowest = -heart.length_mm / 2
    n_slices = 2000
    step = (belt_mm(heart) + half_length - lowest) / n_slices
    along = lowest + (np.arange(n_slices) + 0.5) * step
    height = np.abs((along - belt_mm(heart)) / half_length) ** heart.exponent
    rim = radius * np.sqrt(np.clip(1.0 - height, 0.0, None))[:, None]
    slope = _valve_slope(heart, angle)[None, :]
    safe = np.where(np.abs(slope) < 1e-9, 1e-9, slope)
    meets = np.clip(along[:, None] / safe, 0.0, rim)
    # Where the plane rises outwards, the part next to the axis lies above it.
    squares = np.where(safe > 0, meets**2, rim**2 - meets**2)
    return float(squares.mean(axis=1).sum() * np.pi * step / 1000.0)
