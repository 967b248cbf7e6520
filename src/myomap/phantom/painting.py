"""Painters: shapes onto a canvas, one over the other."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from myomap.phantom.anatomy import (
    HeartParameters,
    Organs,
    PapillaryMuscles,
    RightVentricle,
    Torso,
)
from myomap.phantom.grid import Canvas, box_around, box_points_mm
from myomap.phantom.heart_frame import LocalPoints, local_points
from myomap.phantom.shell import belt_mm, inner_axes_mm, outer_axes_mm
from myomap.phantom.solids import Ellipsoid, Rod
from myomap.records import MaskArray

__all__ = [
    "ATRIA_MM",
    "Box",
    "clip_to_torso",
    "heart_points",
    "is_in_pericardium",
    "paint_ellipsoid",
    "paint_lungs",
    "paint_outside_torso",
    "paint_rod",
    "paint_torso",
    "papillary_muscles",
    "right_ventricle",
]

DOME_DROP_MM = 45.0
"""How far each half of the diaphragm falls from its top to the side of the lung."""

ATRIA_MM = 35.0
"""How far the blood pool goes beyond the valve plane."""

_PAPILLARY_DEG = (30.0, 250.0)
"""Anterolateral and posteromedial muscle."""

Box: TypeAlias = tuple[slice, slice, slice]

_Across: TypeAlias = tuple[float, float, float]
"""Middle along lateral, half-axis along lateral, half-axis along anterior, mm."""


def paint_torso(canvas: Canvas, torso: Torso) -> None:
    """Fill the whole canvas as deep in the torso; `clip_to_torso` cuts it later.

    Parameters
    ----------
    canvas : Canvas
        Written to.
    torso : Torso
        Its activity counts here.
    """
    canvas.activity[...] = torso.activity


def clip_to_torso(canvas: Canvas, torso: Torso) -> None:
    """Take away all activity outside the torso.

    Parameters
    ----------
    canvas : Canvas
        Written to.
    torso : Torso
        The outline.
    """
    canvas.activity[...] *= _in_torso(canvas, torso)


def paint_ellipsoid(
    canvas: Canvas,
    solid: Ellipsoid,
    *,
    value: float | None = None,
    floor_mm: NDArray[np.float64] | None = None,
) -> None:
    """Fill an ellipsoid.

    Parameters
    ----------
    canvas : Canvas
        Written to.
    solid : Ellipsoid
        What to paint.
    value : float or None
        What to fill it with; None takes its activity.
    floor_mm : (fine column,) or None, mm
        Paint only above this height, given for every x of the canvas.
    """
    box, inside = _inside_ellipsoid(canvas, solid)
    if floor_mm is not None:
        above = canvas.z_mm[box[0], None] > floor_mm[None, box[2]]
        inside &= above[:, None, :]
    canvas.activity[box][inside] = solid.activity if value is None else value


def paint_outside_torso(
    canvas: Canvas,
    torso: Torso,
    solids: tuple[Ellipsoid, ...],
    *,
    value: float | None = None,
) -> None:
    """Fill ellipsoids where they bulge out of the torso.

    Parameters
    ----------
    canvas : Canvas
        Clipped to the torso before; written to.
    torso : Torso
        What lies inside it keeps its activity.
    solids : tuple of Ellipsoid
        Breasts.
    value : float or None
        What to fill them with; None takes their activity.
    """
    for solid in solids:
        box, inside = _inside_ellipsoid(canvas, solid)
        outside = ~_in_torso(canvas, torso)[box[1], box[2]]
        filling = solid.activity if value is None else value
        canvas.activity[box][inside & outside[None]] = filling


def paint_rod(canvas: Canvas, rod: Rod) -> None:
    """Set the activity inside a rod to its attenuation.

    Parameters
    ----------
    canvas : Canvas
        Of an attenuation map; written to.
    rod : Rod
        What to paint.
    """
    y = ((canvas.y_mm - rod.y_mm) / rod.half_depth_mm) ** 2
    x = ((canvas.x_mm - rod.x_mm) / rod.half_width_mm) ** 2
    rows, columns = np.nonzero(y[:, None] + x[None, :] < 1.0)
    canvas.activity[:, rows, columns] = rod.per_cm


def paint_lungs(canvas: Canvas, organs: Organs, value: float | None = None) -> None:
    """Fill both lungs above the diaphragm.

    Parameters
    ----------
    canvas : Canvas
        Written to.
    organs : Organs
        Lungs and diaphragm.
    value : float or None
        What to fill them with; None takes their activity.
    """
    for lung in (organs.right_lung, organs.left_lung):
        aside = (canvas.x_mm - lung.centre_mm[0]) / lung.radii_mm[0]
        floor_mm = organs.diaphragm_mm - DOME_DROP_MM * aside**2
        paint_ellipsoid(canvas, lung, value=value, floor_mm=floor_mm)


def heart_points(canvas: Canvas, heart: HeartParameters) -> tuple[Box, LocalPoints]:
    """Return the box that holds the heart and its points in the heart's frame.

    Parameters
    ----------
    canvas : Canvas
        Where to look.
    heart : HeartParameters
        Shape and place.

    Returns
    -------
    box, points : three slices, LocalPoints
        The points have the shape of the box.
    """
    reach = heart.length_mm / 2 + heart.midwall_radius_mm + ATRIA_MM
    box = box_around(canvas, heart.centre_mm, (reach, reach, reach))
    return box, local_points(heart, box_points_mm(canvas, box))


def is_in_pericardium(heart: HeartParameters, points: LocalPoints) -> MaskArray:
    """Return which points lie in ventricle and atria or close around them.

    Parameters
    ----------
    heart : HeartParameters
        Shape of the shell.
    points : LocalPoints
        Any shape.

    Returns
    -------
    same shape, bool
        Blood, where nothing else is painted.
    """
    outer = heart.midwall_radius_mm + heart.wall_mm / 2 + 8.0
    return _ellipsoid_along(
        points, (-ATRIA_MM, heart.length_mm + 4.0), (0.0, outer, outer)
    )


def right_ventricle(
    heart: HeartParameters, right: RightVentricle, points: LocalPoints
) -> tuple[MaskArray, MaskArray]:
    """Return the inside of the right ventricle and its free wall.

    Parameters
    ----------
    heart : HeartParameters
        Shape of the left ventricle.
    right : RightVentricle
        Shape of the right one.
    points : LocalPoints
        Any shape.

    Returns
    -------
    inside, wall : same shape, bool
        The left ventricle is not left out.
    """
    outer, _ = outer_axes_mm(heart)
    along = (-0.35 * heart.length_mm, belt_mm(heart) + 0.55 * heart.length_mm)
    half = (0.4 * outer + right.reach_mm, 1.08 * outer)
    whole = _ellipsoid_along(points, along, (-0.6 * outer, *half))
    within = (along[0] + right.wall_mm, along[1] - right.wall_mm)
    inner = (half[0] - right.wall_mm, half[1] - right.wall_mm)
    inside = _ellipsoid_along(points, within, (-0.6 * outer, *inner))
    return inside, whole & ~inside


def papillary_muscles(
    heart: HeartParameters, papillary: PapillaryMuscles, points: LocalPoints
) -> MaskArray:
    """Return which points lie in one of the two papillary muscles.

    Parameters
    ----------
    heart : HeartParameters
        Shape of the shell.
    papillary : PapillaryMuscles
        Their thickness.
    points : LocalPoints
        Any shape.

    Returns
    -------
    same shape, bool
        Along the middle of the cavity's wall.
    """
    inner, half_length = inner_axes_mm(heart)
    apex_mm = belt_mm(heart) + half_length
    along = (points.along_mm / apex_mm - 0.52) / 0.2
    found: MaskArray = np.zeros(points.along_mm.shape, bool)
    for angle in _PAPILLARY_DEG:
        turn = np.radians(points.angle_deg - angle)
        outwards = points.across_mm * np.cos(turn) - (inner - papillary.radius_mm)
        aside = points.across_mm * np.sin(turn)
        found |= along**2 + (outwards**2 + aside**2) / papillary.radius_mm**2 < 1.0
    return found


def _in_torso(canvas: Canvas, torso: Torso) -> MaskArray:
    """Return (fine row, fine column), bool."""
    inside: MaskArray = (canvas.y_mm[:, None] / torso.half_depth_mm) ** 2 + (
        canvas.x_mm[None, :] / torso.half_width_mm
    ) ** 2 < 1.0
    return inside


def _inside_ellipsoid(canvas: Canvas, solid: Ellipsoid) -> tuple[Box, MaskArray]:
    box = box_around(canvas, solid.centre_mm, solid.radii_mm)
    x0, y0, z0 = solid.centre_mm
    rx, ry, rz = solid.radii_mm
    z = ((canvas.z_mm[box[0]] - z0) / rz) ** 2
    y = ((canvas.y_mm[box[1]] - y0) / ry) ** 2
    x = ((canvas.x_mm[box[2]] - x0) / rx) ** 2
    inside: MaskArray = z[:, None, None] + y[None, :, None] + x[None, None, :] < 1.0
    return box, inside


def _ellipsoid_along(
    points: LocalPoints, along_mm: tuple[float, float], across: _Across
) -> MaskArray:
    """Return which points lie in an ellipsoid with its axes along the heart's."""
    lateral_mm, half_lateral_mm, half_anterior_mm = across
    middle, half = sum(along_mm) / 2, (along_mm[1] - along_mm[0]) / 2
    angle = np.radians(points.angle_deg)
    lateral = points.across_mm * np.cos(angle) - lateral_mm
    anterior = points.across_mm * np.sin(angle)
    inside: MaskArray = (
        ((points.along_mm - middle) / half) ** 2
        + (lateral / half_lateral_mm) ** 2
        + (anterior / half_anterior_mm) ** 2
    ) < 1.0
    return inside
