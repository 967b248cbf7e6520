"""How the valve plane moves over the beat, told against that of the sum of all gates.

In one gate the wall's end is hard to see: a dim sector, or too few counts, and a plane
put through such ends lies up to 25 mm from its place. The sum shows where the plane
lies on the mean; what a gate still tells well is how far its whole wall is moved
against the sum's, in all sectors at once.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from myomap.geometry import FloatArray, unit_vector
from myomap.records import Ventricle
from myomap.ventricle.valve_plane import ValvePlane
from myomap.ventricle.wall import Wall

__all__ = ["BasePlane", "base_shifts_mm", "plane_in_shell", "plane_of_ventricle"]

_HEIGHTS_MM: Final = np.arange(-14.0, 23.0, 1.0)
"""Around the plane, towards the apex: where the wall ends and what lies beside it."""

_SHIFTS_MM: Final = np.arange(-12.0, 12.5, 0.5)
"""A valve plane moves by some 8 to 15 mm in all, to both sides of its mean."""

_FALL_STARTS_DEG: Final = 60.0
_LEVEL_DEG: Final = (40.0, 90.0)
"""Whose brightness is the sector's own."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BasePlane:
    """The valve plane of a ventricle.

    Parameters
    ----------
    middle_mm : (3,), mm
        Of the rim of the mid-wall.
    direction : (3,)
        Unit normal of the plane, towards the apex.
    """

    middle_mm: FloatArray
    direction: FloatArray


def plane_of_ventricle(ventricle: Ventricle) -> BasePlane:
    """Return the plane that a ventricle was cut at.

    Parameters
    ----------
    ventricle : Ventricle
        Found or placed by hand.

    Returns
    -------
    BasePlane
        Through the rim of its mid-wall, by least squares.
    """
    rim = ventricle.midwall.points_mm[-1]
    middle = rim.mean(axis=0)
    normal = np.linalg.svd(rim - middle)[2][2]
    axis = ventricle.long_axis.apex_mm - ventricle.long_axis.base_mm
    return BasePlane(
        middle_mm=middle, direction=unit_vector(normal * np.sign(normal @ axis))
    )


def base_shifts_mm(walls: list[Wall], of_sum: Wall, plane: BasePlane) -> FloatArray:
    """Return how far the wall's end lies from the sum's in every gate.

    Parameters
    ----------
    walls : list of Wall
        One a gate.
    of_sum : Wall
        Of the sum of all gates.
    plane : BasePlane
        Of the sum.

    Returns
    -------
    (gate,), mm
        Towards the apex: the shift at which the fall of brightness towards the base,
        each sector over its own level, is most like the sum's by least squares.
        Sectors that are dim in either have less say.
    """
    known, level = _falls(of_sum, plane)
    wanted = _moved(known, 0.0)
    shifts = []
    for wall in walls:
        seen, own_level = _falls(wall, plane)
        say = np.minimum(level, own_level)[:, np.newaxis]
        misfit = np.array(
            [
                float((say * (_moved(seen, float(shift)) - wanted) ** 2).sum())
                for shift in _SHIFTS_MM
            ]
        )
        shifts.append(_lowest(misfit))
    return np.array(shifts)


def plane_in_shell(wall: Wall, plane: BasePlane, shift_mm: float) -> ValvePlane:
    """Return a plane, moved towards the apex, in the frame of a wall's shell.

    Parameters
    ----------
    wall : Wall
        Whose shell has the frame.
    plane : BasePlane
        In the patient.
    shift_mm : float, mm
        Along its normal.

    Returns
    -------
    ValvePlane
        For `myomap.ventricle.surfaces.cut_surfaces`.
    """
    point = wall.shell.to_local(plane.middle_mm + shift_mm * plane.direction)
    normal = wall.shell.frame @ plane.direction
    return ValvePlane(
        axial_mm=float(point @ normal / normal[2]),
        slope_lateral=float(-normal[0] / normal[2]),
        slope_anterior=float(-normal[1] / normal[2]),
        n_sectors=wall.angle_deg.size,
    )


def _falls(wall: Wall, plane: BasePlane) -> tuple[FloatArray, FloatArray]:
    """Return (sector, fine height) brightness over the sector's level, and levels."""
    points, normals = wall.shell.grid(wall.latitude_deg, wall.angle_deg)
    offset = wall.midwall_mm.at(wall.latitude_deg, wall.angle_deg)[..., np.newaxis]
    height = (points + offset * normals - plane.middle_mm) @ plane.direction
    low, high = _LEVEL_DEG
    beside = (wall.latitude_deg >= low) & (wall.latitude_deg <= high)
    level = np.maximum(np.median(wall.brightness[beside], axis=0), 1e-9)
    falling = wall.latitude_deg >= _FALL_STARTS_DEG
    # Latitudes run towards the base: heights grow when they are read backwards.
    along, bright = height[falling][::-1], (wall.brightness / level)[falling][::-1]
    fine = _fine_mm()
    seen = np.stack(
        [
            np.interp(fine, along[:, sector], bright[:, sector])
            for sector in range(wall.angle_deg.size)
        ]
    )
    return seen, np.clip(level, 0.0, 1.0)


def _fine_mm() -> FloatArray:
    """Return the heights that every shift of the heights looked at falls on."""
    step = float(_SHIFTS_MM[1] - _SHIFTS_MM[0])
    low = _HEIGHTS_MM[0] + _SHIFTS_MM[0]
    high = _HEIGHTS_MM[-1] + _SHIFTS_MM[-1]
    fine: FloatArray = np.arange(low, high + step / 2, step)
    return fine


def _moved(falls: FloatArray, shift_mm: float) -> FloatArray:
    """Return (sector, height): what lies so far towards the apex of each height."""
    fine = _fine_mm()
    index = np.rint((_HEIGHTS_MM + shift_mm - fine[0]) / (fine[1] - fine[0]))
    moved: FloatArray = falls[:, index.astype(int)]
    return moved


def _lowest(misfit: FloatArray) -> float:
    """Return the shift of the least misfit, by a parabola through three."""
    best = int(np.clip(np.argmin(misfit), 1, len(misfit) - 2))
    before, at, after = misfit[best - 1 : best + 2]
    bend = max(float(before - 2 * at + after), 1e-12)
    part = float(np.clip(0.5 * (before - after) / bend, -1.0, 1.0))
    return float(_SHIFTS_MM[best] + part * (_SHIFTS_MM[1] - _SHIFTS_MM[0]))
