"""The true polar map of a patient, without painting anything: quick."""

from dataclasses import dataclass

import numpy as np

from myomap.geometry import FloatArray, direction_from_angles
from myomap.phantom.anatomy import HeartParameters, PatientParameters
from myomap.phantom.heart_drawing import shell_volumes_ml
from myomap.phantom.heart_frame import LocalPoints, base_point_mm
from myomap.phantom.shell import belt_mm, midwall_axes_mm, valve_slope
from myomap.phantom.uptake import mean_uptake
from myomap.records import N_ANGLES, N_RINGS, MapArray, frozen_array

__all__ = ["TrueMap", "map_points", "true_map"]

_POINTS_OF_MERIDIAN = 401


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TrueMap:
    """What is really there, sample by sample.

    Parameters
    ----------
    uptake : (32, 72), float32, fraction of the normal uptake
        The mean through the wall; rings and angles as in `PolarMap`.
    area_cm2 : (32, 72), float32, cm²
        Mid-wall area of every sample.
    apex_mm, base_mm : (3,), mm, LPS
        Mid-wall apex, and where the long axis meets the valve plane.
    cavity_ml, wall_ml : float, ml
        Volumes on the apical side of the valve plane.
    """

    uptake: MapArray
    area_cm2: MapArray
    apex_mm: FloatArray
    base_mm: FloatArray
    cavity_ml: float
    wall_ml: float

    def __post_init__(self) -> None:
        for name, dtype in (
            ("uptake", np.float32),
            ("area_cm2", np.float32),
            ("apex_mm", np.float64),
            ("base_mm", np.float64),
        ):
            object.__setattr__(self, name, frozen_array(getattr(self, name), dtype))


def true_map(patient: PatientParameters) -> TrueMap:
    """Return the true map of one state.

    Parameters
    ----------
    patient : PatientParameters
        One patient in one state.

    Returns
    -------
    TrueMap
        As `render_truth` gives it; uptake to 0.005, areas and volumes to 0.2 %.
    """
    heart = patient.heart
    points, steps_mm = map_points(heart)
    axis = direction_from_angles(heart.azimuth_deg, heart.elevation_deg)
    base_mm = base_point_mm(heart)
    cavity_ml, wall_ml = shell_volumes_ml(heart)
    turn = np.radians(360.0 / N_ANGLES)
    return TrueMap(
        uptake=mean_uptake(patient, points).astype(np.float32),
        area_cm2=(points.across_mm * turn * steps_mm / 100.0).astype(np.float32),
        apex_mm=base_mm + axis * (belt_mm(heart) + midwall_axes_mm(heart)[1]),
        base_mm=base_mm,
        cavity_ml=cavity_ml,
        wall_ml=wall_ml,
    )


def map_points(heart: HeartParameters) -> tuple[LocalPoints, FloatArray]:
    """Return where a map's samples lie, and how long their meridians' steps are.

    Parameters
    ----------
    heart : HeartParameters
        Shape of the shell.

    Returns
    -------
    points : LocalPoints, (32, 72)
        On the mid-wall.
    steps_mm : (72,), mm
        Arc length of one ring, for every angle.
    """
    radius, half_length = midwall_axes_mm(heart)
    theta = np.linspace(0.0, np.pi, _POINTS_OF_MERIDIAN)
    # With cos θ to the power 2/q the surface's equation becomes sin² + cos² = 1.
    cosine = np.cos(theta)
    height = np.sign(cosine) * np.abs(cosine) ** (2.0 / heart.exponent)
    along, across = belt_mm(heart) + half_length * height, radius * np.sin(theta)
    arc = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(along), np.diff(across)))])
    angles = np.arange(N_ANGLES) * 360.0 / N_ANGLES
    above = along[:, None] - valve_slope(heart, angles)[None, :] * across[:, None]
    last = np.argmax(above < 0, axis=0)
    columns = np.arange(N_ANGLES)
    before, after = above[last - 1, columns], above[last, columns]
    share = before / (before - after)
    whole = arc[last - 1] + share * (arc[last] - arc[last - 1])
    steps_mm = whole / N_RINGS
    middle = (np.arange(N_RINGS)[:, None] + 0.5) * steps_mm[None, :]
    points = LocalPoints(
        along_mm=np.interp(middle, arc, along),
        across_mm=np.interp(middle, arc, across),
        angle_deg=np.broadcast_to(angles, middle.shape),
    )
    return points, steps_mm
