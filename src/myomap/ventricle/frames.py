"""Bring volumes of short-axis slices into a frame in which a heart can be found.

A short-axis volume whose header does not place it in the patient is laid into an
imagined patient with an ordinary heart: azimuth 45°, elevation 20°. All that is
found is then right relative to the heart, which is all a polar map needs.
"""

from dataclasses import replace

import numpy as np

from myomap.geometry import (
    FloatArray,
    affine_from_axes,
    direction_from_angles,
    heart_axes,
)
from myomap.records import Frame, Volume

__all__ = ["patient_frame_candidates", "patient_frame_of_axis"]

USUAL_AZIMUTH_DEG = 45.0
USUAL_ELEVATION_DEG = 20.0


def patient_frame_candidates(volume: Volume) -> tuple[Volume, ...]:
    """Return the volume as it may lie in a patient.

    Parameters
    ----------
    volume : Volume
        In any frame.

    Returns
    -------
    tuple of Volume
        One when the frame is known; two, apex first and base first, when the order
        of the short-axis slices is not.
    """
    if volume.frame is Frame.PATIENT:
        return (volume,)
    if volume.frame is Frame.SHORT_AXIS_FROM_APEX:
        return (_laid_into_patient(volume, apex_first=True),)
    if volume.frame is Frame.SHORT_AXIS_FROM_BASE:
        return (_laid_into_patient(volume, apex_first=False),)
    return (
        _laid_into_patient(volume, apex_first=True),
        _laid_into_patient(volume, apex_first=False),
    )


def patient_frame_of_axis(volume: Volume, long_axis: FloatArray) -> Volume:
    """Return the volume as it lies in a patient, given where its long axis points.

    Parameters
    ----------
    volume : Volume
        In any frame.
    long_axis : (3,)
        Direction base → apex in the volume's frame. It tells the order of short-axis
        slices where the header does not: taken the wrong way round, septum and
        lateral wall would change places.

    Returns
    -------
    Volume
        In `Frame.PATIENT`.
    """
    usual = direction_from_angles(USUAL_AZIMUTH_DEG, USUAL_ELEVATION_DEG)

    def likeness(laid: Volume) -> float:
        to_laid = laid.affine @ np.linalg.inv(volume.affine)
        return float(usual @ (to_laid[:3, :3] @ long_axis))

    return max(patient_frame_candidates(volume), key=likeness)


def _laid_into_patient(volume: Volume, *, apex_first: bool) -> Volume:
    """Return the slices on the axes of an ordinary heart, centred on the origin."""
    direction = direction_from_angles(USUAL_AZIMUTH_DEG, USUAL_ELEVATION_DEG)
    lateral, anterior, apical = heart_axes(direction)
    along = -apical if apex_first else apical
    affine = affine_from_axes(
        [0.0, 0.0, 0.0], [along, -anterior, lateral], volume.voxel_size_mm
    )
    laid = replace(volume, affine=affine, frame=Frame.PATIENT)
    centred = affine.copy()
    centred[:3, 3] -= laid.centre_mm
    return replace(laid, affine=centred)
