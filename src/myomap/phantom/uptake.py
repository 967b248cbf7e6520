"""Uptake along the wall: where defects are and how softly they end."""

import numpy as np

from myomap.geometry import FloatArray
from myomap.phantom.anatomy import Defect, HeartParameters
from myomap.phantom.heart_frame import LocalPoints
from myomap.phantom.shell import belt_mm, midwall_axes_mm

__all__ = ["uptake_fraction"]


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
