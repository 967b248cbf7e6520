"""Patient parameters to the true distribution of the tracer on a grid."""

import numpy as np
from numpy.typing import NDArray

from myomap.phantom.anatomy import Organs, PatientParameters
from myomap.phantom.grid import (
    Canvas,
    GridOptions,
    blank_canvas,
    grid_affine,
    mean_over_voxels,
)
from myomap.phantom.heart_frame import LocalPoints
from myomap.phantom.painting import (
    clip_to_torso,
    heart_points,
    is_in_pericardium,
    paint_ellipsoid,
    paint_lungs,
    paint_outside_torso,
    paint_torso,
    papillary_muscles,
    right_ventricle,
)
from myomap.phantom.shell import (
    inner_axes_mm,
    is_above_valve,
    is_inside,
    is_wall,
    outer_axes_mm,
)
from myomap.phantom.uptake import painted_uptake
from myomap.records import Volume

__all__ = ["activity_volume"]


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
    paint_lungs(canvas, patient.organs)
    heart_box, points = heart_points(canvas, patient.heart)
    blood = is_in_pericardium(patient.heart, points)
    canvas.activity[heart_box][blood] = patient.heart.blood_activity
    _paint_abdomen(canvas, patient.organs)
    _paint_heart(canvas.activity[heart_box], patient, points)
    clip_to_torso(canvas, patient.torso)
    if patient.chest is not None:
        paint_outside_torso(canvas, patient.torso, patient.chest.breasts)
    return Volume(counts=mean_over_voxels(canvas.activity), affine=grid_affine(grid))


def _paint_abdomen(canvas: Canvas, organs: Organs) -> None:
    paint_ellipsoid(canvas, organs.liver)
    paint_ellipsoid(canvas, organs.spleen)
    if organs.stomach is not None:
        paint_ellipsoid(canvas, organs.stomach)
    for loop in organs.gut:
        paint_ellipsoid(canvas, loop)


def _paint_heart(
    activity: NDArray[np.float32], patient: PatientParameters, points: LocalPoints
) -> None:
    heart = patient.heart
    outer = is_inside(heart, points, outer_axes_mm(heart))
    if patient.right_ventricle is not None:
        above = is_above_valve(heart, points)
        free, wall = right_ventricle(heart, patient.right_ventricle, points)
        activity[free & ~outer] = heart.blood_activity
        activity[wall & ~outer & above] = patient.right_ventricle.activity
    cavity = is_inside(heart, points, inner_axes_mm(heart))
    activity[cavity] = heart.blood_activity
    if patient.papillary is not None:
        muscle = papillary_muscles(heart, patient.papillary, points)
        activity[muscle & cavity] = patient.papillary.activity
    wall = is_wall(heart, points)
    on_wall = LocalPoints(
        along_mm=points.along_mm[wall],
        across_mm=points.across_mm[wall],
        angle_deg=points.angle_deg[wall],
    )
    activity[wall] = painted_uptake(patient, on_wall)
