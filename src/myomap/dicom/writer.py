"""Volumes to the bytes of a RECON TOMO or a RECON GATED TOMO object."""

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from myomap.dicom.series import (
    SeriesHeader,
    code_item,
    decimal_string,
    file_bytes,
    shared_attributes,
)
from myomap.dicom.written_pixels import StoredPixels, store_pixels, write_pixels
from myomap.errors import GeometryError
from myomap.geometry import FloatArray, unit_vector
from myomap.records import Frame, Volume

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

__all__ = ["recon_tomo_data_set", "write_recon_gated_tomo", "write_recon_tomo"]

_RIGHT_ANGLE_TOLERANCE = 1e-4
_SLICE_VECTOR = 0x00540080
_GATE_VECTORS = [0x00540060, 0x00540070]
_PROGRESSION = {
    Frame.SHORT_AXIS_FROM_APEX: "APEX_TO_BASE",
    Frame.SHORT_AXIS_FROM_BASE: "BASE_TO_APEX",
}


def write_recon_tomo(volume: Volume, header: SeriesHeader) -> bytes:
    """Return a volume as a nuclear medicine RECON TOMO file.

    Archives file it as what it is, one multi-frame object with its slice vector and
    the geometry in the detector item, where gamma cameras write it. The same volume
    and header give the same bytes.

    Parameters
    ----------
    volume : Volume
        In patient millimetres, or a short-axis stack without a place.
    header : SeriesHeader
        What to say of it.

    Returns
    -------
    bytes
        Of a DICOM file; `read_dicom` gives the volume back to 16 bits.

    Raises
    ------
    GeometryError
        If the volume's axes are not perpendicular.
    LimitExceededError
        If the volume is larger than is read.

    References
    ----------
    .. [1] DICOM PS3.3 A.5, C.8.4.15.
    """
    data_set, stored = recon_tomo_data_set(volume, header, "EMISSION")
    write_pixels(data_set, stored)
    return file_bytes(data_set)


def write_recon_gated_tomo(gates: Sequence[Volume], header: SeriesHeader) -> bytes:
    """Return the volumes of one beat as a nuclear medicine RECON GATED TOMO file.

    Frames are stored gate by gate, with the vectors of R-R interval, time slot and
    slice; all gates share one scale.

    Parameters
    ----------
    gates : sequence of Volume
        At least two, in the order of the beat, on one grid.
    header : SeriesHeader
        What to say of them.

    Returns
    -------
    bytes
        Of a DICOM file; `read_dicom` gives sum and gates back to 16 bits.

    Raises
    ------
    GeometryError
        If the gates lie on different grids, or their axes are not perpendicular.
    LimitExceededError
        If there are more frames than are read.

    References
    ----------
    .. [1] DICOM PS3.3 A.5, C.8.4.12, C.8.4.15.
    """
    first = gates[0]
    for other in gates[1:]:
        if other.counts.shape != first.counts.shape or not np.allclose(
            other.affine, first.affine
        ):
            raise GeometryError(
                "The gates lie on different grids. Expected one grid: give the volumes "
                "of one reconstruction."
            )
    stored = store_pixels(np.concatenate([gate.counts for gate in gates]))
    content = hashlib.sha256(stored.values.tobytes())
    data_set = _recon_data_set(first, header, content, "RECON GATED TOMO")
    n_gates, n_slices = len(gates), first.counts.shape[0]
    n_frames = n_gates * n_slices
    data_set.FrameIncrementPointer = [*_GATE_VECTORS, _SLICE_VECTOR]
    data_set.RRIntervalVector = [1] * n_frames
    data_set.NumberOfRRIntervals = 1
    data_set.TimeSlotVector = np.repeat(range(1, n_gates + 1), n_slices).tolist()
    data_set.NumberOfTimeSlots = n_gates
    data_set.GatedInformationSequence = []
    data_set.SliceVector = list(range(1, n_slices + 1)) * n_gates
    write_pixels(data_set, stored)
    return file_bytes(data_set)


def recon_tomo_data_set(
    volume: Volume, header: SeriesHeader, shows: str
) -> "tuple[Dataset, StoredPixels]":
    """Return all of a RECON TOMO object but its pixels, and these as whole numbers.

    Parameters
    ----------
    volume : Volume
        As of `write_recon_tomo`.
    header : SeriesHeader
        What to say of it.
    shows : str
        ``"EMISSION"`` or ``"TRANSMISSION"``: value 4 of Image Type.

    Returns
    -------
    data_set : Dataset
        To be completed with the pixels.
    stored : StoredPixels
        The numbers, and what one of them stands for.
    """
    stored = store_pixels(volume.counts)
    content = hashlib.sha256(stored.values.tobytes())
    data_set = _recon_data_set(volume, header, content, "RECON TOMO", shows)
    data_set.FrameIncrementPointer = _SLICE_VECTOR
    data_set.SliceVector = list(range(1, volume.counts.shape[0] + 1))
    return data_set, stored


def _recon_data_set(
    volume: Volume,
    header: SeriesHeader,
    content: "hashlib._Hash",
    kind: str,
    shows: str = "EMISSION",
) -> "Dataset":
    """Return what gated and ungated objects share; `content` has seen the pixels."""
    content.update(np.ascontiguousarray(volume.affine).tobytes())
    data_set = shared_attributes(header, content.hexdigest())
    data_set.ImageType = ["DERIVED", "PRIMARY", kind, shows]
    data_set.NumberOfSlices = volume.counts.shape[0]
    data_set.NumberOfEnergyWindows = 1
    data_set.NumberOfDetectors = 1
    data_set.NumberOfRotations = 1
    data_set.EnergyWindowInformationSequence = []
    data_set.RotationInformationSequence = []
    _write_geometry(data_set, volume)
    if header.short_axis or volume.frame is not Frame.PATIENT:
        _write_short_axis(data_set, volume.frame)
    return data_set


def _write_geometry(data_set: "Dataset", volume: Volume) -> None:
    from pydicom.dataset import Dataset

    slice_mm, row_mm, column_mm = (float(size) for size in volume.voxel_size_mm)
    slices, rows, columns = (
        unit_vector(volume.affine[:3, index]) for index in range(3)
    )
    _require_perpendicular(slices, rows, columns)
    sign = 1.0 if float(np.cross(columns, rows) @ slices) > 0 else -1.0
    data_set.PixelSpacing = [
        decimal_string(row_mm),
        decimal_string(column_mm),
    ]
    data_set.SliceThickness = decimal_string(slice_mm)
    data_set.SpacingBetweenSlices = decimal_string(sign * slice_mm)
    item = Dataset()
    item.CollimatorType = "PARA"
    if volume.frame is Frame.PATIENT:
        directions = [*columns, *rows]
        item.ImageOrientationPatient = [decimal_string(value) for value in directions]
        item.ImagePositionPatient = [decimal_string(v) for v in volume.affine[:3, 3]]
    else:
        item.ImageOrientationPatient = None
        item.ImagePositionPatient = None
    data_set.DetectorInformationSequence = [item]


def _require_perpendicular(*axes: FloatArray) -> None:
    cosines = [float(axes[i] @ axes[j]) for i, j in ((0, 1), (0, 2), (1, 2))]
    if max(map(abs, cosines)) > _RIGHT_ANGLE_TOLERANCE:
        raise GeometryError(
            "The volume's axes are not perpendicular: found a cosine of "
            f"{max(cosines, key=abs):.3g}, expected 0. Resample it on a straight grid."
        )


def _write_short_axis(data_set: "Dataset", frame: Frame) -> None:
    item = data_set.DetectorInformationSequence[0]
    item.ViewCodeSequence = [code_item("103340004", "SCT", "Short axis")]
    if frame in _PROGRESSION:
        data_set.SliceProgressionDirection = _PROGRESSION[frame]
