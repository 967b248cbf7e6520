"""Projections to the bytes of a TOMO or GATED TOMO object."""

import hashlib
from typing import TYPE_CHECKING, Final

import numpy as np

from myomap.dicom.axis_position import detector_directions
from myomap.dicom.series import (
    SeriesHeader,
    decimal_string,
    file_bytes,
    shared_attributes,
)
from myomap.dicom.written_pixels import store_pixels, write_pixels
from myomap.errors import GeometryError
from myomap.geometry import FloatArray
from myomap.records import Projections

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

__all__ = ["write_projections"]

_TO_FEET: Final = np.array([0.0, 0.0, -1.0])
_TOLERANCE_DEG: Final = 1e-3
_UNGATED_POINTER: Final = [0x00540010, 0x00540020, 0x00540050, 0x00540090]
_GATED_POINTER: Final = [*_UNGATED_POINTER[:3], 0x00540060, 0x00540070, 0x00540090]


def write_projections(projections: Projections, header: SeriesHeader) -> bytes:
    """Return projections as a nuclear medicine TOMO or GATED TOMO file.

    Frames are stored by energy window, detector, gate and view, with all vectors.
    The same projections and header give the same bytes.

    Parameters
    ----------
    projections : Projections
        Views of each detector in equal steps, all detectors turning the same way.
    header : SeriesHeader
        What to say of them; `short_axis` has no meaning here. Where it names no
        frame of reference, that of the projections is written.

    Returns
    -------
    bytes
        Of a DICOM file; `read_dicom` gives the projections back to 16 bits.

    Raises
    ------
    GeometryError
        If the angles are no regular rotation, or the time of a view varies.
    LimitExceededError
        If there are more frames than are read.

    References
    ----------
    .. [1] DICOM PS3.3 A.5, C.8.4.8, C.8.4.11, C.8.4.12.
    """
    n_detectors = int(projections.detector.max()) + 1
    angles = _angles_by_detector(projections, n_detectors)
    frames = _stacked_frames(projections, n_detectors)
    stored = store_pixels(frames.reshape(-1, *frames.shape[-2:]))
    content = hashlib.sha256(stored.values.tobytes())
    content.update(np.ascontiguousarray(angles).tobytes())
    data_set = shared_attributes(header, content.hexdigest())
    if header.frame_of_reference_uid is None and projections.frame_of_reference_uid:
        data_set.FrameOfReferenceUID = projections.frame_of_reference_uid
    gated = frames.shape[2] > 1
    name = "GATED TOMO" if gated else "TOMO"
    data_set.ImageType = ["DERIVED", "PRIMARY", name, "EMISSION"]
    _write_vectors(data_set, frames.shape[:4], gated=gated)
    _write_rotation(data_set, projections, angles)
    _write_detectors(data_set, projections, angles, header.collimator)
    _write_windows(data_set, projections)
    data_set.PixelSpacing = [decimal_string(mm) for mm in projections.pixel_size_mm]
    write_pixels(data_set, stored)
    total = float(stored.values.sum(dtype=np.float64))
    if stored.slope == 1.0 and total < 2**31:
        data_set.CountsAccumulated = int(total)
    return file_bytes(data_set)


def _angles_by_detector(projections: Projections, n_detectors: int) -> FloatArray:
    """Return (detector, view) with the steps unwrapped."""
    detector = projections.detector
    counts = np.bincount(detector, minlength=n_detectors)
    if np.any(np.diff(detector) < 0) or np.any(counts != counts[0]):
        raise GeometryError(
            "The views cannot be written: found detectors with unequal numbers of "
            "views, or out of order. Expected all views of each detector in turn."
        )
    angles: FloatArray = np.unwrap(
        projections.angle_deg.reshape(n_detectors, -1), period=360.0, axis=1
    )
    steps = np.diff(angles, axis=1)
    if not steps.size or np.ptp(steps) > _TOLERANCE_DEG or steps[0, 0] == 0:
        raise GeometryError(
            "The views cannot be written: the angles are no regular rotation. "
            "Expected one step for all views and detectors."
        )
    return angles


def _stacked_frames(
    projections: Projections, n_detectors: int
) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """Return (energy window, detector, gate, view, row, column)."""
    n_gates, n_windows, n_views, n_rows, n_columns = projections.counts.shape
    by_detector = projections.counts.reshape(
        n_gates, n_windows, n_detectors, n_views // n_detectors, n_rows, n_columns
    )
    return np.moveaxis(by_detector, 0, 2)


def _write_vectors(data_set: "Dataset", shape: tuple[int, ...], *, gated: bool) -> None:
    n_windows, n_detectors, n_gates, _ = shape
    windows, detectors, gates, views = (
        (axis.reshape(-1) + 1).tolist() for axis in np.indices(shape)
    )
    data_set.FrameIncrementPointer = _GATED_POINTER if gated else _UNGATED_POINTER
    data_set.EnergyWindowVector = windows
    data_set.NumberOfEnergyWindows = n_windows
    data_set.DetectorVector = detectors
    data_set.NumberOfDetectors = n_detectors
    data_set.RotationVector = [1] * len(views)
    data_set.NumberOfRotations = 1
    data_set.AngularViewVector = views
    if gated:
        data_set.RRIntervalVector = [1] * len(views)
        data_set.NumberOfRRIntervals = 1
        data_set.TimeSlotVector = gates
        data_set.NumberOfTimeSlots = n_gates
        data_set.GatedInformationSequence = []


def _write_rotation(
    data_set: "Dataset", projections: Projections, angles: FloatArray
) -> None:
    from pydicom.dataset import Dataset

    step = float(np.mean(np.diff(angles, axis=1)))
    n_views = angles.shape[1]
    item = Dataset()
    item.StartAngle = decimal_string(float(angles[0, 0]) % 360)
    item.AngularStep = decimal_string(abs(step))
    item.ScanArc = decimal_string(abs(step) * n_views)
    item.RotationDirection = "CC" if step > 0 else "CW"
    item.NumberOfFramesInRotation = n_views
    durations = projections.frame_duration_ms
    if durations is not None:
        if np.ptp(durations) > 0.5:
            raise GeometryError(
                "The views cannot be written: their times differ. Expected one frame "
                "duration for all."
            )
        item.ActualFrameDuration = round(float(durations[0]))
    else:
        item.ActualFrameDuration = 0
    item.TableTraverse = None
    data_set.RotationInformationSequence = [item]


def _write_detectors(
    data_set: "Dataset",
    projections: Projections,
    angles: FloatArray,
    collimator: str | None,
) -> None:
    from pydicom.dataset import Dataset

    n_detectors, n_views = angles.shape
    items = []
    for i_detector in range(n_detectors):
        item = Dataset()
        columns, _ = detector_directions(float(angles[i_detector, 0]))
        if collimator is not None:
            item.CollimatorGridName = collimator
        item.CollimatorType = "PARA"
        item.StartAngle = decimal_string(float(angles[i_detector, 0]) % 360)
        if projections.radius_mm is not None:
            radii = projections.radius_mm.reshape(n_detectors, n_views)[i_detector]
            values = radii[:1] if np.ptp(radii) == 0 else radii
            item.RadialPosition = [decimal_string(mm) for mm in values]
        item.ImageOrientationPatient = [
            decimal_string(value) for value in (*columns, *_TO_FEET)
        ]
        first = _first_pixel_mm(projections, angles, i_detector)
        item.ImagePositionPatient = (
            None if first is None else [decimal_string(value) for value in first]
        )
        items.append(item)
    data_set.DetectorInformationSequence = items


def _first_pixel_mm(
    projections: Projections, angles: FloatArray, i_detector: int
) -> FloatArray | None:
    """Return where the first pixel of a detector's first view lies, if that is known.

    On the collimator's face where its distance is known, else on the axis.
    """
    axis = projections.axis_position_mm
    if axis is None:
        return None
    columns, outwards = detector_directions(float(angles[i_detector, 0]))
    n_rows, n_columns = projections.counts.shape[-2:]
    row_mm, column_mm = projections.pixel_size_mm
    radius = projections.radius_mm
    away = 0.0 if radius is None else float(radius.reshape(angles.shape)[i_detector, 0])
    first: FloatArray = (
        axis
        + away * outwards
        - columns * column_mm * (n_columns - 1) / 2
        - _TO_FEET * row_mm * (n_rows - 1) / 2
    )
    return first


def _write_windows(data_set: "Dataset", projections: Projections) -> None:
    from pydicom.dataset import Dataset

    items = []
    for window in projections.energy_windows:
        limits = Dataset()
        limits.EnergyWindowLowerLimit = decimal_string(window.lower_keV)
        limits.EnergyWindowUpperLimit = decimal_string(window.upper_keV)
        item = Dataset()
        item.EnergyWindowRangeSequence = [limits]
        if window.name:
            item.EnergyWindowName = window.name[:16]
        items.append(item)
    data_set.EnergyWindowInformationSequence = items
