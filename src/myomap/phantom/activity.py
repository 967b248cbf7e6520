"""Patient parameters to the true distribution of the tracer on a grid."""

import numpy as np
from numpy.typing import NDArray

from myomap.phantom.anatomy import (
    HeartParameters,
    Organs,
    PatientParameters,
    RightVentricle,
    Torso,
)
from myomap.phantom.grid import (
    Canvas,
    GridOptions,
    blank_canvas,
    box_around,
    box_points_mm,
    grid_affine,
    mean_over_voxels,
)
from myomap.phantom.heart_frame import LocalPoints, local_points
from myomap.phantom.shell import (
    belt_mm,
    inner_axes_mm,
    is_above_valve,
    is_inside,
    is_wall,
    outer_axes_mm,
)
from myomap.phantom.solids import Ellipsoid
from myomap.phantom.uptake import uptake_fraction
from myomap.records import Volume

__all__ = ["activity_volume", "clip_to_torso", "paint_ellipsoid", "paint_torso"]

DOME_DROP_MM = 45.0
"""How far each half of the diaphragm falls from its top to the side of the lung."""

ATRIA_MM = 35.0
"""How far the blood pool goes beyond the valve plane."""


def activity_volume(patient: PatientParameters, grid: GridOptions) -> Volume:
    """Return the tracer's concentration, neither blurred nor noisy.

    The shapes are painted one over the other from the torso to the left ventricle,
    at two points along every voxel edge, and averaged.

    Parameters
    ----------
    patient : PatientParameters
        One patient in one state.
    grid : GridOptions
        Where to sample.

    Returns
    -------
    Volume
        Healthy myocardium is 1.

    Examples
    --------
    >>> from myomap.phantom import draw_normal
    >>> patient = draw_normal(np.random.default_rng(1))
    >>> activity_volume(patient, GridOptions(shape=(32, 32, 32), voxel_mm=13))
    Volume(32 x 32 x 32, 13.00 x 13.00 x 13.00 mm, patient)
    """
    canvas = blank_canvas(grid)
    paint_torso(canvas, patient.torso)
    _paint_lungs(canvas, patient.organs)
    heart_box, points = _heart_points(canvas, patient.heart)
    _paint_blood(canvas.activity[heart_box], patient.heart, points)
    _paint_abdomen(canvas, patient.organs)
    _paint_heart(canvas.activity[heart_box], patient, points)
    clip_to_torso(canvas, patient.torso)
    return Volume(counts=mean_over_voxels(canvas.activity), affine=grid_affine(grid))


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
    inside = (canvas.y_mm[:, None] / torso.half_depth_mm) ** 2 + (
        canvas.x_mm[None, :] / torso.half_width_mm
    ) ** 2 < 1.0
    canvas.activity[...] *= inside


def paint_ellipsoid(
    canvas: Canvas, solid: Ellipsoid, *, floor_mm: NDArray[np.float64] | None = None
) -> None:
    """Set the activity inside an ellipsoid.

    Parameters
    ----------
    canvas : Canvas
        Written to.
    solid : Ellipsoid
        What to paint.
    floor_mm : (fine column,) or None, mm
        Paint only above this height, given for every x of the canvas.
    """
    box = box_around(canvas, solid.centre_mm, solid.radii_mm)
    x0, y0, z0 = solid.centre_mm
    rx, ry, rz = solid.radii_mm
    z = ((canvas.z_mm[box[0]] - z0) / rz) ** 2
    y = ((canvas.y_mm[box[1]] - y0) / ry) ** 2
    x = ((canvas.x_mm[box[2]] - x0) / rx) ** 2
    inside = z[:, None, None] + y[None, :, None] + x[None, None, :] < 1.0
    if floor_mm is not None:
        above = canvas.z_mm[box[0], None] > floor_mm[None, box[2]]
        inside &= above[:, None, :]
    canvas.activity[box][inside] = solid.activity


def _paint_lungs(canvas: Canvas, organs: Organs) -> None:
    for lung in (organs.right_lung, organs.left_lung):
        aside = (canvas.x_mm - lung.centre_mm[0]) / lung.radii_mm[0]
        floor_mm = organs.diaphragm_mm - DOME_DROP_MM * aside**2
        paint_ellipsoid(canvas, lung, floor_mm=floor_mm)


def _paint_abdomen(canvas: Canvas, organs: Organs) -> None:
    paint_ellipsoid(canvas, organs.liver)
    paint_ellipsoid(canvas, organs.spleen)
    if organs.stomach is not None:
        paint_ellipsoid(canvas, organs.stomach)
    for loop in organs.gut:
        paint_ellipsoid(canvas, loop)


def _heart_points(
    canvas: Canvas, heart: HeartParameters
) -> tuple[tuple[slice, slice, slice], LocalPoints]:
    """Return the box that holds the heart and its points in the heart's frame."""
    reach = heart.length_mm / 2 + heart.midwall_radius_mm + ATRIA_MM
    box = box_around(canvas, heart.centre_mm, (reach, reach, reach))
    return box, local_points(heart, box_points_mm(canvas, box))


def _ellipsoid_along(
    points: LocalPoints, along_mm: tuple[float, float], across: "_Across"
) -> NDArray[np.bool_]:
    """Return which points lie in an ellipsoid with its axes along the heart's."""
    lateral_mm, half_lateral_mm, half_anterior_mm = across
    middle, half = sum(along_mm) / 2, (along_mm[1] - along_mm[0]) / 2
    angle = np.radians(points.angle_deg)
    lateral = points.across_mm * np.cos(angle) - lateral_mm
    anterior = points.across_mm * np.sin(angle)
    inside: NDArray[np.bool_] = (
        ((points.along_mm - middle) / half) ** 2
        + (lateral / half_lateral_mm) ** 2
        + (anterior / half_anterior_mm) ** 2
    ) < 1.0
    return inside


_Across = tuple[float, float, float]
"""Middle along lateral, half-axis along lateral, half-axis along anterior, mm."""


def _paint_blood(
    activity: NDArray[np.float32], heart: HeartParameters, points: LocalPoints
) -> None:
    """Lay the blood of cavities and atria, and the pericardium, around the shell."""
    outer = heart.midwall_radius_mm + heart.wall_mm / 2 + 8.0
    inside = _ellipsoid_along(
        points, (-ATRIA_MM, heart.length_mm + 4.0), (0.0, outer, outer)
    )
    activity[inside] = heart.blood_activity


def _paint_heart(
    activity: NDArray[np.float32], patient: PatientParameters, points: LocalPoints
) -> None:
    heart = patient.heart
    outer = is_inside(heart, points, outer_axes_mm(heart))
    if patient.right_ventricle is not None:
        above = is_above_valve(heart, points)
        free, wall = _right_ventricle(heart, patient.right_ventricle, points)
        activity[free & ~outer] = heart.blood_activity
        activity[wall & ~outer & above] = patient.right_ventricle.activity
    cavity = is_inside(heart, points, inner_axes_mm(heart))
    activity[cavity] = heart.blood_activity
    wall = is_wall(heart, points)
    on_wall = LocalPoints(
        along_mm=points.along_mm[wall],
        across_mm=points.across_mm[wall],
        angle_deg=points.angle_deg[wall],
    )
    activity[wall] = uptake_fraction(heart, patient.defects, on_wall)


def _right_ventricle(
    heart: HeartParameters, right: RightVentricle, points: LocalPoints
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return the inside of the right ventricle and its free wall."""
    outer, _ = outer_axes_mm(heart)
    along = (-0.35 * heart.length_mm, belt_mm(heart) + 0.55 * heart.length_mm)
    half = (0.4 * outer + right.reach_mm, 1.08 * outer)
    whole = _ellipsoid_along(points, along, (-0.6 * outer, *half))
    within = (along[0] + right.wall_mm, along[1] - right.wall_mm)
    inner = (half[0] - right.wall_mm, half[1] - right.wall_mm)
    inside = _ellipsoid_along(points, within, (-0.6 * outer, *inner))
    return inside, whole & ~inside
