"""Where the heads of the camera stand."""

import numpy as np

from myomap.geometry import FloatArray
from myomap.phantom.anatomy import PatientParameters
from myomap.phantom.scan import Protocol

__all__ = ["orbit_radius_mm", "widest_mm"]


def orbit_radius_mm(patient: PatientParameters, protocol: Protocol) -> FloatArray:
    """Return how far from the axis of rotation the collimator stands in every view.

    A flat head comes as close as the farthest point of the body in its direction
    lets it.

    Parameters
    ----------
    patient : PatientParameters
        Torso and breasts.
    protocol : Protocol
        Views, gap, and whether the heads follow the body.

    Returns
    -------
    (view,), mm
        All equal on a circle.
    """
    direction = np.radians(90.0 - protocol.angle_deg)
    reach = _reach_mm(patient, np.cos(direction), np.sin(direction)) + protocol.gap_mm
    return reach if protocol.follows_body else np.full_like(reach, reach.max())


def widest_mm(patient: PatientParameters) -> float:
    """Return the largest distance of the skin from the axis of rotation.

    Parameters
    ----------
    patient : PatientParameters
        Torso and breasts.

    Returns
    -------
    float, mm
        In any direction.
    """
    turn = np.radians(np.arange(0.0, 360.0, 2.0))
    return float(_reach_mm(patient, np.cos(turn), np.sin(turn)).max())


def _reach_mm(
    patient: PatientParameters, left: FloatArray, back: FloatArray
) -> FloatArray:
    """Return how far the body reaches in directions, from the axis of rotation."""
    torso = patient.torso
    reach = np.hypot(torso.half_width_mm * left, torso.half_depth_mm * back)
    breasts = patient.chest.breasts if patient.chest is not None else ()
    for solid in breasts:
        x, y, _ = solid.centre_mm
        rx, ry, _ = solid.radii_mm
        bulge = x * left + y * back + np.hypot(rx * left, ry * back)
        reach = np.maximum(reach, bulge)
    farthest: FloatArray = reach
    return farthest
