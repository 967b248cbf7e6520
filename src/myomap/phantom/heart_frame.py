"""The heart's own frame: along, across and around the long axis."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from myomap.geometry import FloatArray, direction_from_angles, heart_axes
from myomap.phantom.anatomy import HeartParameters

__all__ = ["LocalPoints", "base_point_mm", "local_points", "patient_points_mm"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LocalPoints:
    """Points in the heart's own frame.

    Parameters
    ----------
    along_mm : (...), mm
        Called s: from the valve plane towards the apex.
    across_mm : (...), mm
        Called ρ: distance from the long axis.
    angle_deg : (...), degrees, 0 to 360
        0 lateral, 90 anterior.
    """

    along_mm: FloatArray
    across_mm: FloatArray
    angle_deg: FloatArray


def base_point_mm(heart: HeartParameters) -> FloatArray:
    """Return where the long axis meets the valve plane.

    Parameters
    ----------
    heart : HeartParameters
        Where the heart lies.

    Returns
    -------
    (3,), mm, LPS
        The point s = 0, ρ = 0.
    """
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
