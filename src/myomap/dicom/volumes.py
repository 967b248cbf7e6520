"""Reconstructed slices to a volume."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from myomap.dicom.energy import photopeak_window, read_energy_windows
from myomap.dicom.facts import find_tracer
from myomap.dicom.frames import FrameOrder, frame_order
from myomap.dicom.header import Header
from myomap.dicom.pixels import read_pixels
from myomap.dicom.placement import Orientation, Placement, read_placement
from myomap.dicom.views import Cut, SliceOrder, find_cut, find_slice_order
from myomap.errors import DicomError
from myomap.geometry import angle_between_deg
from myomap.records import Caution, Frame, InputKind, Volume, VolumeArray

__all__ = ["ReadVolume", "read_volume"]

_OBLIQUE_DEG: Final = 10.0
"""A slice normal farther than this from all body axes was cut along the heart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadVolume:
    """A volume with what the reading needs to know of it.

    Parameters
    ----------
    volume : Volume
        Summed over gates.
    kind : InputKind
        Transaxial or short axis.
    n_gates : int
        Gates that were summed.
    gates : tuple of Volume
        Each of them, on the same grid; empty where there is one only.
    cautions : tuple of Caution
        What had to be assumed.
    """

    volume: Volume
    kind: InputKind
    n_gates: int
    gates: tuple[Volume, ...]
    cautions: tuple[Caution, ...]


def read_volume(header: Header) -> ReadVolume:
    """Return the volume of a RECON TOMO or RECON GATED TOMO object.

    Gates and R-R intervals are summed: perfusion is read from all counts. Each gate
    alone, summed over the intervals, stays beside it. Of several energy windows the
    photopeak is taken.

    Parameters
    ----------
    header : Header
        Of the whole object.

    Returns
    -------
    ReadVolume
        In patient millimetres where the header places it in the patient.

    Raises
    ------
    DicomError
        If header and pixels contradict each other.
    GeometryError
        If sizes or directions make no sense.
    UnsupportedStudyError
        If the slices run along the long axis.
    """
    cautions: list[Caution] = []
    cut = find_cut(header)
    order = frame_order(header)
    placement = read_placement(header)
    cautions.extend(placement.cautions)
    by_gate = _gates_of_frames(header, order, cautions)
    counts = by_gate.sum(axis=0, dtype=np.float64).astype(np.float32)
    frame = _frame_of(header, placement.orientation, cut)
    cautions.extend(_placement_cautions(placement, frame, cut))
    volume = Volume(
        counts=counts, affine=_affine(placement, frame, counts.shape), frame=frame
    )
    short = cut is Cut.SHORT_AXIS
    return ReadVolume(
        volume=volume,
        kind=InputKind.SHORT_AXIS_VOLUME if short else InputKind.TRANSAXIAL_VOLUME,
        n_gates=len(by_gate),
        gates=tuple(volume.with_counts(gate) for gate in by_gate)
        if len(by_gate) > 1
        else (),
        cautions=tuple(cautions),
    )


def _gates_of_frames(
    header: Header, order: FrameOrder, cautions: list[Caution]
) -> VolumeArray:
    """Return (gate, slice, row, column), summed over ranges of heart rate."""
    n_windows, n_detectors, n_rotations, n_intervals, _, n_views, _ = order.index.shape
    if n_detectors * n_rotations * n_views != 1:
        raise DicomError(
            "The frames of a reconstructed volume are divided by detector, rotation "
            "or view. Expected slices: the object is no reconstructed volume."
        )
    i_window = 0
    if n_windows > 1:
        windows = read_energy_windows(header, n_windows)
        i_window = photopeak_window(windows, find_tracer(header))
        cautions.append(
            Caution(
                code="several-energy-windows",
                message=f"The volume holds {n_windows} energy windows; the photopeak "
                f"({windows[i_window].lower_keV:g} to "
                f"{windows[i_window].upper_keV:g} keV) was read.",
            )
        )
    if n_intervals > 1:
        cautions.append(
            Caution(
                code="several-rr-intervals",
                message=f"The volume holds {n_intervals} ranges of heart rate; all "
                "were summed.",
            )
        )
    chosen = order.index[i_window, 0, 0, :, :, 0, :]
    frames = read_pixels(header)
    gates: VolumeArray = frames[chosen].sum(axis=0, dtype=np.float64)
    return gates


def _frame_of(header: Header, orientation: Orientation | None, cut: Cut) -> Frame:
    """Trust the header's directions of a short-axis cut only if they are oblique.

    Several stations write a short-axis stack with the axes of the body, as if it
    were transaxial; that says nothing of where the heart lies.
    """
    if cut is Cut.OTHER or (orientation is not None and _is_oblique(orientation)):
        return Frame.PATIENT
    return {
        SliceOrder.FROM_APEX: Frame.SHORT_AXIS_FROM_APEX,
        SliceOrder.FROM_BASE: Frame.SHORT_AXIS_FROM_BASE,
        SliceOrder.UNKNOWN: Frame.SHORT_AXIS,
    }[find_slice_order(header)]


def _is_oblique(orientation: Orientation) -> bool:
    angles = [angle_between_deg(orientation.normal, axis) for axis in np.eye(3)]
    return min(min(angle, 180 - angle) for angle in angles) > _OBLIQUE_DEG


def _affine(
    placement: Placement, frame: Frame, shape: tuple[int, ...]
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    if frame is Frame.PATIENT:
        return placement.patient_affine(shape)
    spacing = placement.spacing
    return np.diag([abs(spacing.slice_mm), spacing.row_mm, spacing.column_mm, 1.0])


def _placement_cautions(placement: Placement, frame: Frame, cut: Cut) -> list[Caution]:
    if frame is not Frame.PATIENT:
        order = {
            Frame.SHORT_AXIS_FROM_APEX: "apex first",
            Frame.SHORT_AXIS_FROM_BASE: "base first",
        }.get(frame, "in unknown order")
        return [
            Caution(
                code="orientation-assumed",
                message="The header does not place the short-axis slices in the "
                f"patient; they were taken as usually shown, {order}: anterior wall "
                "up, lateral wall to the right.",
            )
        ]
    if placement.orientation is None:
        return [
            Caution(
                code="orientation-assumed",
                message="The header does not tell the directions of the slices; they "
                "were taken as usually shown: the patient's left to the right, the "
                "back down, slices "
                + (
                    "to the head." if placement.spacing.slice_mm > 0 else "to the feet."
                ),
            )
        ]
    if cut is Cut.OTHER and _is_oblique(placement.orientation):
        return [
            Caution(
                code="orientation-oblique",
                message="The slices are tilted against the body, yet nothing calls "
                "them short-axis slices; check what was given.",
            )
        ]
    return []
