"""Uptake along the wall: where disease is and how softly it ends."""

import numpy as np

from myomap.geometry import FloatArray
from myomap.phantom.anatomy import Defect, HeartParameters, PatientParameters
from myomap.phantom.coronaries import border_distance_mm
from myomap.phantom.heart_frame import LocalPoints
from myomap.phantom.lesion import Lesion, soft_step
from myomap.phantom.shell import belt_mm, midwall_axes_mm, wall_depth
from myomap.records import Territory

__all__ = ["mean_uptake", "painted_uptake", "uptake_fraction"]


def painted_uptake(patient: PatientParameters, points: LocalPoints) -> FloatArray:
    """Return the uptake at points of the wall as a fraction of the normal one.

    Parameters
    ----------
    patient : PatientParameters
        Heart and disease.
    points : LocalPoints
        Points of the wall, any shape.

    Returns
    -------
    same shape
        1 where nothing is diseased. Layers outside a lesion's share of the wall's
        thickness are healthy.
    """
    uptake = uptake_fraction(patient.heart, patient.defects, points)
    if not patient.lesions:
        return uptake
    depth = wall_depth(patient.heart, points)
    return uptake * (1.0 - _deficit(patient, points, depth))


def mean_uptake(patient: PatientParameters, points: LocalPoints) -> FloatArray:
    """Return the mean uptake through the wall at points of the mid-wall.

    Parameters
    ----------
    patient : PatientParameters
        Heart and disease.
    points : LocalPoints
        Points of the mid-wall, any shape.

    Returns
    -------
    same shape
        Fraction of the normal uptake.
    """
    uptake = uptake_fraction(patient.heart, patient.defects, points)
    if not patient.lesions:
        return uptake
    return uptake * (1.0 - _deficit(patient, points, None))


def uptake_fraction(
    heart: HeartParameters, defects: tuple[Defect, ...], points: LocalPoints
) -> FloatArray:
    """Return the uptake that defects leave at points of the wall.

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


def _deficit(
    patient: PatientParameters, points: LocalPoints, depth: FloatArray | None
) -> FloatArray:
    """Return the share of uptake that lesions take; of the whole wall without depth."""
    total = np.zeros(np.shape(points.along_mm))
    for territory in Territory:
        deepest = np.zeros_like(total)
        for lesion in patient.lesions:
            if lesion.territory is territory:
                taken = (1.0 - lesion.uptake) * _coverage(patient, lesion, points)
                layers = (
                    lesion.transmural_fraction
                    if depth is None
                    else depth <= lesion.transmural_fraction
                )
                deepest = np.maximum(deepest, taken * layers)
        total += deepest
    return np.minimum(total, 1.0)


def _coverage(
    patient: PatientParameters, lesion: Lesion, points: LocalPoints
) -> FloatArray:
    """Return how fully points belong to a lesion, 0 to 1."""
    heart = patient.heart
    radius, half_length = midwall_axes_mm(heart)
    apex_mm = belt_mm(heart) + half_length
    members = {
        territory: soft_step(
            border_distance_mm(
                patient.coronaries,
                territory,
                fraction=points.along_mm / apex_mm,
                angle_deg=points.angle_deg,
                across_mm=points.across_mm,
                apex_mm=apex_mm,
            ),
            lesion.border_mm,
        )
        for territory in Territory
    }
    # Where three territories meet, their soft borders add up to more than one.
    total = np.maximum(sum(members.values()), 1e-9)
    member = members[lesion.territory] / total
    along = lesion.fraction * apex_mm
    height = np.abs(along - belt_mm(heart)) / half_length
    across = radius * np.sqrt(max(1.0 - height**heart.exponent, 0.0))
    turn = np.radians(points.angle_deg - lesion.angle_deg)
    # The chord between two points of a ring stays meaningful at the apex, where
    # angles do not.
    square = points.across_mm**2 + across**2
    square = square - 2.0 * across * points.across_mm * np.cos(turn)
    square = square / lesion.around_mm**2
    square = square + ((points.along_mm - along) / lesion.along_mm) ** 2
    scale_mm = min(lesion.around_mm, lesion.along_mm)
    extent = (1.0 - np.sqrt(np.maximum(square, 0.0))) * scale_mm
    return member * soft_step(extent, lesion.border_mm)


def _defect_depth(
    heart: HeartParameters, defect: Defect, points: LocalPoints
) -> FloatArray:
    """Return how fully each point belongs to a defect, 0 to 1."""
    apex_mm = belt_mm(heart) + midwall_axes_mm(heart)[1]
    depth = np.ones(np.shape(points.along_mm))
    if defect.half_angle_deg < 180:
        away = np.abs((points.angle_deg - defect.angle_deg + 180.0) % 360.0 - 180.0)
        inwards = np.radians(defect.half_angle_deg - away) * points.across_mm
        depth = depth * soft_step(inwards, defect.border_mm)
    if defect.from_fraction > 0:
        inwards = points.along_mm - defect.from_fraction * apex_mm
        depth = depth * soft_step(inwards, defect.border_mm)
    if defect.to_fraction < 1:
        inwards = defect.to_fraction * apex_mm - points.along_mm
        depth = depth * soft_step(inwards, defect.border_mm)
    return depth
