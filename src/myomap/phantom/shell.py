"""The left ventricle's shell: its surfaces, its valve plane and its volumes.

In the heart's frame s runs along the long axis, from 0 at the valve plane to the
apex, and ρ across it. With the mid-wall radius r, the wall w and the length of the
ventricle, the belt of the shell lies at s₀ = 0.28 · length. Its outer half-axes are
r + w/2 and L = length − s₀, the inner ones r − w/2 and L − t·w with the apical wall
fraction t, and a surface is

    (ρ / radius)² + |(s − s₀) / half-length|^q = 1.

The shell is cut open by the valve plane, which meets the axis at s = 0.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from myomap.geometry import FloatArray
from myomap.phantom.anatomy import HeartParameters
from myomap.phantom.heart_frame import LocalPoints, patient_points_mm

__all__ = [
    "belt_mm",
    "cavity_and_wall_ml",
    "inner_axes_mm",
    "is_above_valve",
    "is_inside",
    "is_wall",
    "midwall_axes_mm",
    "outer_axes_mm",
    "outer_points_mm",
    "valve_slope",
    "wall_depth",
]

BELT_FRACTION = 0.28
"""Where the shell is widest, as a fraction of its length from the valve plane."""


def belt_mm(heart: HeartParameters) -> float:
    """Return s₀, the height of the widest ring above the valve plane.

    Parameters
    ----------
    heart : HeartParameters
        Shape of the shell.

    Returns
    -------
    float, mm
        Along the long axis.
    """
    return BELT_FRACTION * heart.length_mm


def outer_axes_mm(heart: HeartParameters) -> tuple[float, float]:
    """Return radius and half-length of the epicardium.

    Parameters
    ----------
    heart : HeartParameters
        Shape of the shell.

    Returns
    -------
    radius, half-length : float, mm
        Across and along the long axis, from the belt.
    """
    radius = heart.midwall_radius_mm + heart.wall_mm / 2
    return radius, heart.length_mm - belt_mm(heart)


def inner_axes_mm(heart: HeartParameters) -> tuple[float, float]:
    """Return radius and half-length of the endocardium.

    Parameters
    ----------
    heart : HeartParameters
        Shape of the shell.

    Returns
    -------
    radius, half-length : float, mm
        Across and along the long axis, from the belt.
    """
    radius = heart.midwall_radius_mm - heart.wall_mm / 2
    _, outer = outer_axes_mm(heart)
    return radius, outer - heart.apical_wall_fraction * heart.wall_mm


def midwall_axes_mm(heart: HeartParameters) -> tuple[float, float]:
    """Return radius and half-length of the mid-wall.

    Parameters
    ----------
    heart : HeartParameters
        Shape of the shell.

    Returns
    -------
    radius, half-length : float, mm
        Across and along the long axis, from the belt.
    """
    _, outer = outer_axes_mm(heart)
    _, inner = inner_axes_mm(heart)
    return heart.midwall_radius_mm, (outer + inner) / 2


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
    slope = valve_slope(heart, points.angle_deg)
    above: NDArray[np.bool_] = points.along_mm >= slope * points.across_mm
    return above


def valve_slope(heart: HeartParameters, angle_deg: ArrayLike) -> FloatArray:
    """Return by how much the valve plane rises towards the apex on its way out.

    Parameters
    ----------
    heart : HeartParameters
        Tilt of the plane.
    angle_deg : array_like, degrees
        Directions around the long axis.

    Returns
    -------
    same shape
        Millimetres of s a millimetre of ρ.
    """
    turn = np.radians(np.asarray(angle_deg, float) - heart.valve_tilt_angle_deg)
    slope: FloatArray = np.tan(np.radians(heart.valve_tilt_deg)) * np.cos(turn)
    return slope


def is_wall(heart: HeartParameters, points: LocalPoints) -> NDArray[np.bool_]:
    """Return which points lie in the wall of the left ventricle.

    Parameters
    ----------
    heart : HeartParameters
        Shape of the shell.
    points : LocalPoints
        Any shape.

    Returns
    -------
    same shape, bool
        Between the surfaces and above the valve plane.
    """
    return (
        is_inside(heart, points, outer_axes_mm(heart))
        & ~is_inside(heart, points, inner_axes_mm(heart))
        & is_above_valve(heart, points)
    )


def wall_depth(heart: HeartParameters, points: LocalPoints) -> FloatArray:
    """Return how deep in the wall points lie.

    Parameters
    ----------
    heart : HeartParameters
        Shape of the shell.
    points : LocalPoints
        Any shape.

    Returns
    -------
    same shape
        0 at the endocardium, 1 at the epicardium, clipped to these.
    """
    inner = _level(heart, points, inner_axes_mm(heart))
    outer = _level(heart, points, outer_axes_mm(heart))
    from_inner, from_outer = np.maximum(inner - 1.0, 0.0), np.maximum(1.0 - outer, 0.0)
    depth: FloatArray = from_inner / np.maximum(from_inner + from_outer, 1e-9)
    return depth


def _level(
    heart: HeartParameters, points: LocalPoints, axes_mm: tuple[float, float]
) -> FloatArray:
    """Return a number that is 1 on a surface and grows outwards about evenly."""
    radius, half_length = axes_mm
    height = np.abs(points.along_mm - belt_mm(heart)) / half_length
    level: FloatArray = np.sqrt(
        (points.across_mm / radius) ** 2 + height**heart.exponent
    )
    return level


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
    slope = valve_slope(heart, angle)[None, :]
    safe = np.where(np.abs(slope) < 1e-9, 1e-9, slope)
    meets = np.clip(along[:, None] / safe, 0.0, rim)
    # Where the plane rises outwards, the part next to the axis lies above it.
    squares = np.where(safe > 0, meets**2, rim**2 - meets**2)
    return float(squares.mean(axis=1).sum() * np.pi * step / 1000.0)
