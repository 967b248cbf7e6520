"""Raw frames to projections: every view with the place its detector stood at.

DICOM counts the detector's position from the patient's back, counter-clockwise as
seen from the feet, in the patient and not in the room; it needs no correction for
patients who lie the other way round. Only the picture itself may be upside down.
"""

import hashlib
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from myomap.dicom.arc import arc_cautions
from myomap.dicom.axis_position import detector_directions, read_axis_position
from myomap.dicom.energy import read_energy_windows
from myomap.dicom.frames import FrameOrder, frame_order
from myomap.dicom.header import Header
from myomap.dicom.pixels import read_pixels
from myomap.dicom.placement import Orientation, pixel_spacing, read_orientation
from myomap.dicom.rotation import ViewGeometry, read_view_geometry
from myomap.errors import DicomError, UnsupportedStudyError
from myomap.records import Caution, ProjectionArray, Projections

__all__ = ["ReadProjections", "read_projections"]

_COUNTS_TOLERANCE: Final = 1e-3
_CLEAR_COSINE: Final = 0.5
_TELLING_COUNTS: Final = 100
"""Frames with fewer may be alike by chance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadProjections:
    """Projections with what the reading needs to know of them.

    Parameters
    ----------
    projections : Projections
        Views in the order detector, rotation, angular view.
    n_gates : int
        Time slots of the heart beat.
    cautions : tuple of Caution
        What is doubtful.
    """

    projections: Projections
    n_gates: int
    cautions: tuple[Caution, ...]


def read_projections(header: Header) -> ReadProjections:
    """Return the projections of a TOMO or GATED TOMO object.

    Parameters
    ----------
    header : Header
        Of the whole object.

    Returns
    -------
    ReadProjections
        With the first R-R interval's time slots as gates.

    Raises
    ------
    MissingAttributeError
        If an angle, an energy window or another necessity is absent.
    DicomError
        If header and pixels contradict each other.
    GeometryError
        If sizes or angles make no sense.
    UnsupportedStudyError
        If there are too few views to reconstruct from.
    """
    order = frame_order(header)
    n_windows, n_detectors, n_rotations, n_intervals, n_gates, n_views, n_slices = (
        order.index.shape
    )
    if n_slices != 1:
        raise DicomError(
            "The frames of raw projections are divided by slice. Expected views: the "
            "object is no raw study."
        )
    if n_detectors * n_rotations * n_views < 3:
        raise UnsupportedStudyError(
            f"The study has {n_detectors * n_rotations * n_views} views, too few to "
            "reconstruct from. Give the whole acquisition."
        )
    spacing = pixel_spacing(header)
    windows = read_energy_windows(header, n_windows)
    geometry = read_view_geometry(header, n_detectors, n_rotations, n_views)
    frames = read_pixels(header)
    cautions = [
        *geometry.cautions,
        *arc_cautions(header, geometry.angle_deg, n_detectors * n_rotations),
        *_count_cautions(header, frames),
        *_twin_cautions(frames),
    ]
    if n_intervals > 1:
        cautions.append(
            Caution(
                code="several-rr-intervals",
                message=f"The study holds {n_intervals} ranges of heart rate; only "
                "the first was read.",
            )
        )
    counts = _sorted_frames(frames, order)
    counts, turned = _head_up(header, counts, geometry)
    projections = Projections(
        counts=counts,
        angle_deg=geometry.angle_deg,
        radius_mm=geometry.radius_mm,
        detector=geometry.detector,
        pixel_size_mm=np.array(spacing),
        frame_duration_ms=geometry.frame_duration_ms,
        energy_windows=windows,
        axis_position_mm=read_axis_position(
            header, geometry, spacing, counts.shape[-2:]
        ),
        frame_of_reference_uid=header.uid("FrameOfReferenceUID"),
    )
    return ReadProjections(
        projections=projections, n_gates=n_gates, cautions=(*cautions, *turned)
    )


def _sorted_frames(frames: ProjectionArray, order: FrameOrder) -> ProjectionArray:
    first_interval = order.index[:, :, :, 0, :, :, 0]
    by_gate: NDArray[np.int64] = np.moveaxis(first_interval, 3, 0)
    n_gates, n_windows = by_gate.shape[:2]
    return frames[by_gate.reshape(n_gates, n_windows, -1)]


def _count_cautions(header: Header, frames: ProjectionArray) -> list[Caution]:
    stated = header.integer("CountsAccumulated")
    total = float(frames.sum(dtype=np.float64))
    if not stated or abs(stated - total) <= _COUNTS_TOLERANCE * total:
        return []
    return [
        Caution(
            code="counts-accumulated-differ",
            message=f"The header counts {stated} events, the pixels {total:.0f}; "
            "frames may be missing or processed.",
        )
    ]


def _twin_cautions(frames: ProjectionArray) -> list[Caution]:
    """Tell of frames that are copies: decay is chance, and never repeats itself."""
    counted = [frame for frame in frames if frame.sum() >= _TELLING_COUNTS]
    seen = {hashlib.blake2b(frame.tobytes()).digest() for frame in counted}
    n_copies = len(counted) - len(seen)
    if not n_copies:
        return []
    return [
        Caution(
            code="views-identical",
            message=f"{n_copies} of {len(frames)} frames are copies of others, which "
            "cannot be measured twice alike; views may have been lost and filled in.",
        )
    ]


def _head_up(
    header: Header, counts: ProjectionArray, geometry: ViewGeometry
) -> tuple[ProjectionArray, list[Caution]]:
    """Turn pictures so that rows run to the feet, columns as the detector sees.

    The header's directions hold for the first view. Only those that are clearly
    opposite are turned; a constant that a maker writes for every study is not.
    """
    directions = read_orientation(header)
    if directions is None or abs(directions.row[2]) < _CLEAR_COSINE:
        if header.code_string("PatientPosition").startswith("FF"):
            return counts, [_FEET_FIRST]
        return counts, []
    if directions.row[2] > _CLEAR_COSINE:
        counts = counts[..., ::-1, :]
    if _runs_backwards(directions, float(geometry.angle_deg[0])):
        counts = counts[..., ::-1]
    return counts, []


def _runs_backwards(directions: Orientation, angle_deg: float) -> bool:
    seen, _ = detector_directions(angle_deg)
    return float(directions.column @ seen) < -_CLEAR_COSINE


_FEET_FIRST: Final = Caution(
    code="projection-orientation-assumed",
    message="The patient lay feet first and the header does not tell which side of "
    "the pictures is up; the head was taken to be up.",
)
