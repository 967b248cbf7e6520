"""Slices of one CT in, one volume in Hounsfield units out.

A slice that is missing or lies askew would shift or skew all that follows it: the
slices are stacked only where their own positions prove an even, straight pile. How
the patient lay (feet first, prone) needs no care, since positions and directions are
those of the patient and not of the room.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from myomap.dicom import CtSlice
from myomap.errors import GeometryError
from myomap.geometry import FloatArray, affine_from_axes
from myomap.records import Caution, CtVolume

__all__ = ["SLICE_STEP_MM", "stack_ct_slices"]

SLICE_STEP_MM = (0.1, 30.0)
"""How far apart slices may lie, as the pixels of one may."""

_SAME_PLACE_MM = 0.01
_GAP = 1.5
_UNEVEN = 0.1
_ASKEW_MM = 1.0
_SAME_PIXEL_MM = 1e-3
_SAME_DIRECTION = 1e-3
_AIR_HU = -500.0


def stack_ct_slices(
    slices: Sequence[CtSlice],
) -> tuple[CtVolume, tuple[CtSlice, ...], tuple[Caution, ...]]:
    """Return the volume of a series, its slices in order, and what is doubtful.

    Parameters
    ----------
    slices : sequence of CtSlice
        Of one series, in any order.

    Returns
    -------
    volume : CtVolume
        Slices along the normal of the first one.
    in_order : tuple of CtSlice
        As they were stacked.
    cautions : tuple of Caution
        Where slices are thinner than they lie apart.

    Raises
    ------
    GeometryError
        If there are fewer than two slices, if they differ in size, pixels, direction
        or coordinates, lie at the same place, unevenly or askew, if one is missing,
        or if nothing in them is air.
    """
    _require_alike(slices)
    normal = slices[0].orientation.normal
    along = np.array([item.position_mm @ normal for item in slices])
    order = np.argsort(along, kind="stable")
    in_order = tuple(slices[index] for index in order)
    step_mm = _even_step_mm(along[order])
    _require_straight(in_order, normal)
    volume = _volume(in_order, step_mm)
    return volume, in_order, _thickness_cautions(in_order, step_mm)


def _require_alike(slices: Sequence[CtSlice]) -> None:
    first = slices[0]
    alike = {
        "size": all(s.hounsfield.shape == first.hounsfield.shape for s in slices),
        "pixel spacing": _agree([s.pixel_mm for s in slices], _SAME_PIXEL_MM),
        "direction": _agree(
            [[*s.orientation.row, *s.orientation.column] for s in slices],
            _SAME_DIRECTION,
        ),
        "frame of reference": len({s.frame_of_reference_uid for s in slices}) == 1,
        "position of the patient": len({s.patient_position for s in slices}) == 1,
    }
    different = [what for what, is_alike in alike.items() if not is_alike]
    if different:
        raise GeometryError(
            f"The slices of the CT differ in {' and '.join(different)}. Expected one "
            "volume: give one series of one acquisition."
        )


def _agree(values: Sequence[Sequence[float]], tolerance: float) -> bool:
    return bool(np.all(np.ptp(np.array(values, dtype=np.float64), axis=0) < tolerance))


def _even_step_mm(along: FloatArray) -> float:
    """Return the distance of neighbouring slices, which are sorted."""
    n_slices = len(along)
    if n_slices < 2:
        raise GeometryError(
            "The CT has a single slice. Expected a stack of at least 2: give the "
            "whole series."
        )
    steps = np.diff(along)
    n_double = int(np.count_nonzero(steps < _SAME_PLACE_MM))
    if n_double:
        raise GeometryError(
            f"{n_double} of {n_slices} slices of the CT lie where another one does. "
            "Expected one slice a place: give one reconstruction of one acquisition."
        )
    usual = float(np.median(steps))
    gaps = steps[steps > _GAP * usual]
    if gaps.size and n_slices > 3:
        n_missing = int(np.sum(np.round(gaps / usual) - 1))
        raise GeometryError(
            f"Slices of the CT are missing: found a gap of {float(gaps.max()):.3g} mm "
            f"where slices lie {usual:.3g} mm apart, about {n_missing} of "
            f"{n_slices + n_missing} are not there. Give the whole series."
        )
    mean = float(along[-1] - along[0]) / (n_slices - 1)
    off = np.abs(along - along[0] - mean * np.arange(n_slices))
    if (
        float(off.max()) > _UNEVEN * mean
        or not SLICE_STEP_MM[0] <= mean <= SLICE_STEP_MM[1]
    ):
        raise GeometryError(
            "The slices of the CT do not lie evenly: found distances from "
            f"{float(steps.min()):.3g} to {float(steps.max()):.3g} mm, expected one "
            f"from {SLICE_STEP_MM[0]:g} to {SLICE_STEP_MM[1]:g} mm. Give one whole "
            "series."
        )
    return mean


def _require_straight(in_order: Sequence[CtSlice], normal: FloatArray) -> None:
    offsets = np.array([item.position_mm for item in in_order]) - (
        in_order[0].position_mm
    )
    along = offsets @ normal
    aside = float(np.linalg.norm(offsets - np.outer(along, normal), axis=1).max())
    if aside > _ASKEW_MM:
        angle = float(np.degrees(np.arctan2(aside, along[-1])))
        raise GeometryError(
            f"The slices of the CT are stacked askew, by {angle:.1f} degrees: the "
            "gantry was tilted or the table moved. Expected a straight stack: give a "
            "CT without tilt."
        )


def _volume(in_order: Sequence[CtSlice], step_mm: float) -> CtVolume:
    first = in_order[0]
    stack: NDArray[np.float32] = np.empty(
        (len(in_order), *first.hounsfield.shape), dtype=np.float32
    )
    for index, item in enumerate(in_order):
        stack[index] = item.hounsfield
    lowest = float(stack.min())
    if lowest > _AIR_HU:
        raise GeometryError(
            f"The CT is not in Hounsfield units: its lowest value is {lowest:g}, and "
            "nothing in it is air. Expected about -1000 around a patient and -800 in "
            "the lungs: give the original CT."
        )
    orientation = first.orientation
    axes = (orientation.normal, orientation.row, orientation.column)
    affine = affine_from_axes(first.position_mm, axes, (step_mm, *first.pixel_mm))
    return CtVolume(
        hounsfield=stack,
        affine=affine + 0.0,  # no negative zeros
        frame_of_reference_uid=first.frame_of_reference_uid,
    )


def _thickness_cautions(
    in_order: Sequence[CtSlice], step_mm: float
) -> tuple[Caution, ...]:
    thinnest = min((s.thickness_mm for s in in_order if s.thickness_mm), default=None)
    if thinnest is None or step_mm <= _GAP * thinnest:
        return ()
    message = (
        f"The slices of the CT are {thinnest:.3g} mm thick and lie {step_mm:.3g} mm "
        "apart; what lies between them was not scanned."
    )
    return (Caution(code="ct-slices-apart", message=message),)
