"""Endocardium, mid-wall and epicardium as cups cut at the valve plane."""

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import gaussian_filter1d

from myomap.geometry import FloatArray
from myomap.records import N_ANGLES, N_RINGS, LongAxis, Surface
from myomap.ventricle.profiles import angles_around_deg
from myomap.ventricle.valve_plane import ValvePlane
from myomap.ventricle.wall import Wall

__all__ = ["CutSurfaces", "cut_surfaces"]

N_LATITUDES = N_RINGS + 1
CURVATURE_SHARE = 0.65
ROUNDING_DEG = 10.0
FINE_STEP_DEG = 1.5
_FINE_DEG = np.arange(0.0, 150.1, FINE_STEP_DEG)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CutSurfaces:
    """The three surfaces on one grid, and the axis they imply.

    Parameters
    ----------
    endocardium, midwall, epicardium : Surface
        (33, 72) points each: latitude 0 is the apex, 32 lies on the valve plane;
        latitudes are evenly spaced along the mid-wall of each angle.
    normals : (33, 72, 3)
        Directions along which the wall's profiles run, outwards.
    long_axis : LongAxis
        Mid-wall apex and the valve plane's centre.
    """

    endocardium: Surface
    midwall: Surface
    epicardium: Surface
    normals: FloatArray
    long_axis: LongAxis


def cut_surfaces(wall: Wall, plane: ValvePlane) -> CutSurfaces:
    """Cut the traced wall at the valve plane and grid it evenly from apex to base.

    Parameters
    ----------
    wall : Wall
        Smooth fields on a shell.
    plane : ValvePlane
        In the same shell's frame.

    Returns
    -------
    CutSurfaces
        In LPS millimetres.
    """
    angle = angles_around_deg(N_ANGLES)
    points, normals = wall.shell.grid(_FINE_DEG, angle)
    # Beyond the traced latitudes the fields keep their last value.
    known = np.minimum(_FINE_DEG, wall.latitude_deg[-1])
    offset = wall.midwall_mm.at(known, angle)[..., np.newaxis]
    midwall = points + offset * normals
    inner, outer = wall.edges_mm(known, angle)
    # The cavity's surface may not fold where the wall is more curved than thick.
    room = CURVATURE_SHARE * wall.shell.least_curvature_radius_mm(_FINE_DEG)
    inner = np.minimum(inner, room[:, np.newaxis])
    inner = gaussian_filter1d(inner, ROUNDING_DEG / FINE_STEP_DEG, axis=0)
    fine = np.concatenate(
        [midwall, normals, inner[..., np.newaxis], outer[..., np.newaxis]], axis=-1
    )
    height = plane.height_mm(wall.shell.to_local(midwall))
    grid = np.stack(
        [_even_latitudes(fine[:, j], height[:, j]) for j in range(N_ANGLES)], axis=1
    )
    grid[0] = grid[0].mean(axis=0)
    middle, direction = grid[..., :3], grid[..., 3:6]
    direction = direction / np.linalg.norm(direction, axis=-1, keepdims=True)
    base_local = np.array([0.0, 0.0, plane.axial_mm])
    return CutSurfaces(
        endocardium=Surface(points_mm=middle - grid[..., 6:7] * direction),
        midwall=Surface(points_mm=middle),
        epicardium=Surface(points_mm=middle + grid[..., 7:8] * direction),
        normals=direction,
        long_axis=LongAxis(
            apex_mm=middle[0, 0], base_mm=wall.shell.to_patient(base_local)
        ),
    )


def _even_latitudes(meridian: FloatArray, height: FloatArray) -> FloatArray:
    """Return one meridian, cut at the plane and evenly spaced along its arc."""
    steps = np.linalg.norm(np.diff(meridian[:, :3], axis=0), axis=1)
    arc = np.concatenate([[0.0], np.cumsum(steps)])
    beyond = np.flatnonzero(height < 0)
    if beyond.size and beyond[0] > 0:
        k = int(beyond[0])
        part = height[k - 1] / (height[k - 1] - height[k])
        end = arc[k - 1] + part * (arc[k] - arc[k - 1])
    else:
        end = arc[-1]
    wanted = np.linspace(0.0, end, N_LATITUDES)
    return np.stack(
        [np.interp(wanted, arc, meridian[:, c]) for c in range(meridian.shape[1])],
        axis=1,
    )
