"""Synthetic CT slices and transmission scans, each a file made from numbers.

The Hounsfield value of a pixel is a linear function of where it lies in the patient,
so that a slice out of order, a mirrored axis or a shifted corner shows as a wrong
value. `hu_at` is that function; `in_air` turns the first rows to air.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pydicom.dataset import Dataset
from pydicom.uid import ExplicitVRLittleEndian

from myomap.dicom.ct_slice import CtSlice
from myomap.dicom.reader import read_dicom_object
from nm_files import code, file_bytes, recon

__all__ = [
    "CT_CLASS",
    "CT_FRAME",
    "SUPINE",
    "body_frames",
    "ct_dataset",
    "ct_series",
    "ct_slices",
    "hu_at",
    "map_dataset",
]

CT_CLASS = "1.2.840.10008.5.1.4.1.1.2"
_ROOT = "1.2.826.0.1.3680043.10.1544"
CT_FRAME = f"{_ROOT}.4.1"
"""The frame of reference that `nm_files` names too."""

SUPINE = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)
_SIDE = 8
_PIXEL_MM = 2.5


def hu_at(points: ArrayLike) -> NDArray[np.float64]:
    """Return the Hounsfield value at points (..., 3) in LPS millimetres."""
    return np.asarray(points, dtype=np.float64) @ np.array([2.0, 4.0, 0.4]) + 100.0


def ct_dataset(
    position: Sequence[float] = (-10.0, -10.0, 0.0),
    *,
    directions: Sequence[float] = SUPINE,
    uid: str = "1",
    series: str = "1",
    pixel_mm: float = _PIXEL_MM,
    side: int = _SIDE,
) -> Dataset:
    """Return one slice whose first pixel lies at a position; its first row is air."""
    column, row = np.array(directions[:3]), np.array(directions[3:])
    steps = np.arange(side) * pixel_mm
    points = np.array(position) + (
        steps[:, None, None] * row + steps[None, :, None] * column
    )
    hounsfield = np.round(hu_at(points)).astype(np.int64)
    hounsfield[0] = -1000
    ds = Dataset()
    ds.SpecificCharacterSet = "ISO_IR 100"
    ds.ImageType = ["ORIGINAL", "PRIMARY", "AXIAL"]
    ds.SOPClassUID = CT_CLASS
    ds.SOPInstanceUID = f"{_ROOT}.7.{series}.{uid}"
    ds.StudyDate = ds.AcquisitionDate = "20240301"
    ds.AcquisitionTime = "103000"
    ds.Modality = "CT"
    ds.Manufacturer = "SIEMENS"
    ds.SeriesDescription = "AC_CT"
    ds.PatientName, ds.PatientID = "Doe^Jane", "P1"
    ds.PatientBirthDate, ds.PatientSex, ds.PatientAge = "", "F", "061Y"
    ds.PatientPosition = "HFS"
    ds.StudyInstanceUID = f"{_ROOT}.2.1"
    ds.SeriesInstanceUID = f"{_ROOT}.8.{series}"
    ds.FrameOfReferenceUID = CT_FRAME
    ds.ImagePositionPatient = [float(value) for value in position]
    ds.ImageOrientationPatient = [float(value) for value in directions]
    ds.PixelSpacing = [pixel_mm, pixel_mm]
    ds.SliceThickness = 5.0
    ds.SamplesPerPixel, ds.PhotometricInterpretation = 1, "MONOCHROME2"
    ds.Rows = ds.Columns = side
    ds.BitsAllocated, ds.BitsStored, ds.HighBit = 16, 16, 15
    ds.PixelRepresentation = 0
    ds.RescaleSlope, ds.RescaleIntercept, ds.RescaleType = 1, -1024, "HU"
    ds.PixelData = (hounsfield + 1024).astype("<u2").tobytes()
    ds["PixelData"].VR = "OW"
    return ds


def ct_series(
    n_slices: int = 6,
    *,
    step_mm: Sequence[float] = (0.0, 0.0, 5.0),
    directions: Sequence[float] = SUPINE,
    series: str = "1",
    leave_out: Sequence[int] = (),
    **attributes: Any,
) -> list[bytes]:
    """Return the files of a series, its attributes changed by name."""
    files = []
    for index in range(n_slices):
        if index in leave_out:
            continue
        position = np.array([-10.0, -10.0, -12.0]) + index * np.array(step_mm)
        ds = ct_dataset(
            position.tolist(), directions=directions, uid=f"{index}", series=series
        )
        for keyword, value in attributes.items():
            setattr(ds, keyword, value)
        files.append(file_bytes(ds, ExplicitVRLittleEndian))
    return files


def ct_slices(n_slices: int = 6, **options: Any) -> list[CtSlice]:
    """Return the slices of `ct_series` as they are read."""
    read = [read_dicom_object(data) for data in ct_series(n_slices, **options)]
    return [item for item in read if isinstance(item, CtSlice)]


def body_frames(scale: float = 10_000.0) -> NDArray[np.int64]:
    """Return a stored map of 6 slices: a body of 0.15, two lungs of 0.04, air."""
    per_cm = np.zeros((6, 8, 8))
    per_cm[:, 1:7, 1:7] = 0.15
    per_cm[:, 2:5, 2] = per_cm[:, 2:5, 5] = 0.04
    per_cm[2, 3, 3] = 0.2
    return np.round(per_cm * scale).astype(np.int64)


def map_dataset(
    frames: NDArray[np.int64] | None = None,
    *,
    unit: tuple[float, str] | None = None,
    siemens_factor: float | None = None,
    rescale: float | None = None,
    image_type: str = "TRANSMISSION",
) -> Dataset:
    """Return a reconstructed transmission scan with its unit told in one way."""
    ds = recon(body_frames() if frames is None else frames)
    ds.ImageType = ["ORIGINAL", "PRIMARY", "RECON TOMO", image_type]
    ds.PatientName, ds.PatientID, ds.PatientBirthDate = "Doe^Jane", "P1", ""
    ds.SeriesDescription = "AC map"
    del ds.ImageID
    if unit is not None:
        mapping = Dataset()
        mapping.RealWorldValueSlope, mapping.RealWorldValueIntercept = unit[0], 0.0
        mapping.MeasurementUnitsCodeSequence = [code(unit[1], "UCUM", "unit")]
        ds.RealWorldValueMappingSequence = [mapping]
    if siemens_factor is not None:
        block = ds.private_block(0x0033, "SIEMENS MED NM", create=True)
        block.add_new(0x38, "FL", siemens_factor)
    if rescale is not None:
        ds.RescaleSlope, ds.RescaleIntercept = rescale, 0
    return ds
