"""The order of the frames: taken from the vectors, never from the file.

A nuclear medicine object numbers its frames by vectors, one entry a frame, and the
Frame Increment Pointer names the vectors that count. Any nesting and any order is
allowed; two stations store the same study detector by detector or view by view.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from myomap.dicom.attributes import ATTRIBUTES
from myomap.dicom.header import Header
from myomap.dicom.limits import MAX_FRAMES
from myomap.errors import (
    DicomError,
    LimitExceededError,
    MissingAttributeError,
    UnsupportedStudyError,
)

__all__ = ["FRAME_AXES", "FrameOrder", "frame_count", "frame_order"]

FRAME_AXES: Final = (
    ("EnergyWindowVector", "NumberOfEnergyWindows"),
    ("DetectorVector", "NumberOfDetectors"),
    ("RotationVector", "NumberOfRotations"),
    ("RRIntervalVector", "NumberOfRRIntervals"),
    ("TimeSlotVector", "NumberOfTimeSlots"),
    ("AngularViewVector", ""),
    ("SliceVector", "NumberOfSlices"),
)
"""Vector, and the attribute that says how many entries it counts; outermost first."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class FrameOrder:
    """Where in the file each frame stands.

    Parameters
    ----------
    index : (energy window, detector, rotation, RR interval, time slot, view, slice)
        Number of the frame in the file, counted from 0.
    """

    index: NDArray[np.int64]


def frame_count(header: Header) -> int:
    """Return Number of Frames if it is possible.

    Parameters
    ----------
    header : Header
        Of the whole object.

    Returns
    -------
    int
        At least 1.

    Raises
    ------
    MissingAttributeError
        If it is absent.
    DicomError
        If it is below 1.
    LimitExceededError
        If it is above the limit.
    """
    n_frames = header.require_integer("NumberOfFrames")
    if n_frames < 1:
        raise DicomError(
            f"Number of Frames is impossible: found {n_frames}, expected at least 1. "
            "Export the study again."
        )
    if n_frames > MAX_FRAMES:
        raise LimitExceededError(
            f"Number of Frames is too large: found {n_frames}, expected at most "
            f"{MAX_FRAMES}."
        )
    return n_frames


def frame_order(header: Header) -> FrameOrder:
    """Return which frame belongs where, and refuse when one is missing or double.

    Parameters
    ----------
    header : Header
        Of the whole object.

    Returns
    -------
    FrameOrder
        Every combination of the vectors exactly once.

    Raises
    ------
    MissingAttributeError
        If the pointer or a vector that it names is absent.
    UnsupportedStudyError
        If the pointer names a vector of no tomographic study.
    DicomError
        If vectors, counts and Number of Frames contradict each other.

    References
    ----------
    .. [1] DICOM PS3.3 C.8.4.8, NM Multi-frame Module.
    """
    n_frames = frame_count(header)
    pointed = _pointed_vectors(header)
    numbers: list[NDArray[np.int64]] = []
    shape: list[int] = []
    for vector, count in FRAME_AXES:
        if vector in pointed:
            entries = _read_vector(header, vector, n_frames)
            size = _require_complete(header, vector, count, entries)
        else:
            entries, size = np.ones(n_frames, dtype=np.int64), 1
        numbers.append(entries - 1)
        shape.append(size)
    _require_product(shape, n_frames)
    flat = np.ravel_multi_index(tuple(numbers), tuple(shape))
    if np.unique(flat).size != n_frames:
        n_double = n_frames - np.unique(flat).size
        raise DicomError(
            f"The frame vectors name {n_double} frames twice and leave as many out. "
            "Expected every combination once: export the study again."
        )
    index = np.empty(n_frames, dtype=np.int64)
    index[flat] = np.arange(n_frames)
    return FrameOrder(index=index.reshape(shape))


def _pointed_vectors(header: Header) -> frozenset[str]:
    by_tag = {ATTRIBUTES[vector][0]: vector for vector, _ in FRAME_AXES}
    tags = header.integers("FrameIncrementPointer")
    if not tags:
        raise MissingAttributeError(
            "FrameIncrementPointer is missing or empty. The order of the frames "
            "cannot be known without it: export the study again."
        )
    if len(set(tags)) != len(tags):
        raise DicomError("FrameIncrementPointer names a vector twice.")
    unknown = [tag for tag in tags if tag not in by_tag]
    if unknown:
        raise UnsupportedStudyError(
            "FrameIncrementPointer names a vector of no tomographic study: found "
            f"({unknown[0] >> 16:04X},{unknown[0] & 0xFFFF:04X}). Expected energy "
            "window, detector, rotation, R-R interval, time slot, angular view or "
            "slice."
        )
    return frozenset(by_tag[tag] for tag in tags)


def _read_vector(header: Header, vector: str, n_frames: int) -> NDArray[np.int64]:
    entries = np.array(header.integers(vector), dtype=np.int64)
    if not entries.size:
        raise MissingAttributeError(
            f"{vector} is missing though FrameIncrementPointer names it. The order of "
            "the frames cannot be known without it: export the study again."
        )
    if entries.size != n_frames:
        raise DicomError(
            f"{vector} has {entries.size} entries for {n_frames} frames. Expected one "
            "for each frame: export the study again."
        )
    return entries


def _require_complete(
    header: Header, vector: str, count: str, entries: NDArray[np.int64]
) -> int:
    largest = int(entries.max())
    stated = header.integer(count) if count else None
    size = stated or largest
    present = np.unique(entries)
    if present[0] != 1 or largest != size or present.size != size:
        raise DicomError(
            f"{vector} counts {present.size} different entries from {present[0]} to "
            f"{largest}. Expected 1 to {size} without a gap: frames are missing or "
            "the header is damaged."
        )
    return size


def _require_product(shape: list[int], n_frames: int) -> None:
    expected = int(np.prod(np.array(shape, dtype=np.float64)))
    if expected != n_frames:
        sizes = " x ".join(str(size) for size in shape if size > 1) or "1"
        raise DicomError(
            f"The frame vectors stand for {sizes} = {expected} frames, but Number of "
            f"Frames is {n_frames}. Frames are missing: export the whole study again."
        )
