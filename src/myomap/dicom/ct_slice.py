"""One CT Image object to one slice in Hounsfield units.

The attenuation of a patient changes little over a few millimetres, and a gamma
camera sees no more: pixels are averaged in blocks until they are at least 2 mm
wide, so that a CT of hundreds of slices stays small.
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from myomap.dicom.facts import read_facts
from myomap.dicom.header import Header
from myomap.dicom.limits import MIN_CT_PIXEL_MM, MIN_CT_SPACING_MM
from myomap.dicom.patient import PatientKey, age_of, patient_key_of, sex_of
from myomap.dicom.pixels import read_rescale, read_stored_pixels
from myomap.dicom.placement import (
    Orientation,
    pixel_spacing,
    read_orientation,
    read_position,
)
from myomap.dicom.state import StateFinding, find_state
from myomap.errors import (
    DicomError,
    GeometryError,
    MissingAttributeError,
    UnsupportedStudyError,
)
from myomap.geometry import FloatArray
from myomap.records import AcquisitionFacts, Sex, frozen_array

__all__ = ["CtSlice", "read_ct_slice"]

_AIR_HU: Final = -1024.0
_HU_RANGE: Final = (-40000.0, 32767.0)
_TILTED_DEG: Final = 0.5
_NO_SLICES: Final = frozenset({"LOCALIZER", "MIP", "MINIP", "PROJECTION IMAGE"})
_POSITIONS: Final = frozenset(
    ("HFS", "HFP", "HFDR", "HFDL", "FFS", "FFP", "FFDR", "FFDL")
)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class CtSlice:
    """One slice, and the little of its header that ties it to others.

    Parameters
    ----------
    hounsfield : (row, column), float32, HU
        Averaged in blocks; nothing below -1024, which stands for what lies outside
        the scan.
    orientation : Orientation
        Directions of rows and columns, LPS.
    position_mm : (3,), mm
        Centre of the first pixel, LPS.
    pixel_mm : (row, column), mm
        Distances of neighbouring rows and columns, after averaging.
    thickness_mm : float or None, mm
        Nominal, as stated.
    patient_position : str
        How the patient lay, as a code of the standard; empty if not told.
    state : StateFinding
        What the header says of stress and rest.
    facts : AcquisitionFacts
        Maker, camera and time.
    patient : PatientKey
        To be compared with the keys of other files of this process; cannot be read.
    sex : Sex or None
        If the header says F or M.
    age_years : float or None
        At the study, if known.
    sha256 : str
        Of the file's bytes, in hexadecimal.
    sop_instance_uid, series_instance_uid : str
        As in the header.
    frame_of_reference_uid : str or None
        Of the coordinates.
    """

    hounsfield: NDArray[np.float32]
    orientation: Orientation
    position_mm: FloatArray
    pixel_mm: tuple[float, float]
    thickness_mm: float | None
    patient_position: str
    state: StateFinding
    facts: AcquisitionFacts
    patient: PatientKey
    sex: Sex | None
    age_years: float | None
    sha256: str
    sop_instance_uid: str
    series_instance_uid: str
    frame_of_reference_uid: str | None

    def __repr__(self) -> str:
        rows, columns = self.hounsfield.shape
        return f"CtSlice({rows} x {columns}, {self.pixel_mm[0]:.2f} mm)"


def read_ct_slice(header: Header, sha256: str) -> CtSlice:
    """Return the slice of a CT Image object, or refuse it with the reason.

    Parameters
    ----------
    header : Header
        Of the whole object.
    sha256 : str
        Of the file's bytes, in hexadecimal.

    Returns
    -------
    CtSlice
        Rescaled, averaged and placed in the patient.

    Raises
    ------
    MissingAttributeError
        If rescaling, place or size are absent: none of them is ever assumed.
    UnsupportedStudyError
        If it is a scout view, or not in Hounsfield units.
    GeometryError
        If the gantry was tilted, or values cannot be Hounsfield units.
    DicomError
        If header and pixels contradict each other.

    References
    ----------
    .. [1] DICOM PS3.3 C.8.2.1, CT Image Module; C.7.6.2, Image Plane Module.
    """
    _require_slice(header)
    orientation, position_mm = _place(header)
    row_mm, column_mm = pixel_spacing(header, MIN_CT_SPACING_MM)
    steps = _block(row_mm), _block(column_mm)
    hounsfield = _averaged(_hounsfield(header), steps)
    middle = (steps[0] - 1) / 2 * row_mm * orientation.row
    middle = middle + (steps[1] - 1) / 2 * column_mm * orientation.column
    position = header.code_string("PatientPosition")
    thickness = header.number("SliceThickness")
    return CtSlice(
        hounsfield=frozen_array(hounsfield, np.float32),
        orientation=orientation,
        position_mm=position_mm + middle,
        pixel_mm=(row_mm * steps[0], column_mm * steps[1]),
        thickness_mm=thickness if thickness and thickness > 0 else None,
        patient_position=position if position in _POSITIONS else "",
        state=find_state(header),
        facts=read_facts(header, 1),
        patient=patient_key_of(header),
        sex=sex_of(header),
        age_years=age_of(header),
        sha256=sha256,
        sop_instance_uid=header.require_uid("SOPInstanceUID"),
        series_instance_uid=header.require_uid("SeriesInstanceUID"),
        frame_of_reference_uid=header.uid("FrameOfReferenceUID"),
    )


def _require_slice(header: Header) -> None:
    if header.code_string("Modality") not in {"CT", ""}:
        raise DicomError(
            "The object contradicts itself: its class is CT Image, its modality "
            "another. Export the study again."
        )
    if header.integer("NumberOfFrames") not in {None, 1}:
        raise DicomError(
            "The CT object holds several frames, which a CT Image cannot. Export the "
            "study again."
        )
    types = {text.upper().replace("_", " ") for text in header.texts("ImageType")}
    if types & _NO_SLICES:
        raise UnsupportedStudyError(
            "The object is a scout view or a projection of a CT. Expected its slices: "
            "it is of no use for attenuation."
        )
    tilt = header.number("GantryDetectorTilt") or 0.0
    if abs(tilt) > _TILTED_DEG:
        raise GeometryError(
            f"The gantry of the CT was tilted by {tilt:g} degrees. Expected 0: slices "
            "that lie askew are not stacked; give a CT without tilt."
        )


def _place(header: Header) -> tuple[Orientation, FloatArray]:
    orientation, position_mm = read_orientation(header), read_position(header)
    if orientation is None or position_mm is None:
        missing = "Orientation" if orientation is None else "Position"
        raise MissingAttributeError(
            f"Image{missing}Patient is missing or empty. Where the CT lies in the "
            "patient cannot be known without it: export the study again with its "
            "full header."
        )
    return orientation, position_mm


def _hounsfield(header: Header) -> NDArray[np.float32]:
    for keyword in ("RescaleSlope", "RescaleIntercept"):
        if not header.has(keyword):
            raise MissingAttributeError(
                f"{keyword} is missing or empty. Hounsfield units cannot be known "
                "without it: export the CT again with its full header."
            )
    if header.code_string("RescaleType") not in {"", "HU"}:
        raise UnsupportedStudyError(
            "The CT is not in Hounsfield units: its Rescale Type names another unit. "
            "Expected HU: give the original CT."
        )
    slope, intercept = read_rescale(header)
    (stored,) = read_stored_pixels(header, 1)
    hounsfield: NDArray[np.float32] = (stored * slope + intercept).astype(np.float32)
    lowest, highest = float(hounsfield.min()), float(hounsfield.max())
    if lowest < _HU_RANGE[0] or highest > _HU_RANGE[1]:
        raise GeometryError(
            f"The CT is not in Hounsfield units: found {lowest:g} to {highest:g}, "
            f"expected at most {_HU_RANGE[1]:g}. Export the CT again."
        )
    hounsfield[hounsfield < _AIR_HU] = _AIR_HU
    return hounsfield


def _block(pixel_mm: float) -> int:
    """Return how many pixels are averaged; a hair of rounding adds none."""
    return max(1, math.ceil(MIN_CT_PIXEL_MM / pixel_mm - 1e-6))


def _averaged(
    hounsfield: NDArray[np.float32], steps: tuple[int, int]
) -> NDArray[np.float32]:
    """Return means of blocks; the last ones are filled up with the edge."""
    if steps == (1, 1):
        return hounsfield
    short = [-size % step for size, step in zip(hounsfield.shape, steps, strict=True)]
    filled = np.pad(hounsfield, [(0, n) for n in short], mode="edge")
    n_rows, n_columns = (
        size // step for size, step in zip(filled.shape, steps, strict=True)
    )
    blocks = filled.reshape(n_rows, steps[0], n_columns, steps[1])
    means: NDArray[np.float32] = blocks.mean(axis=(1, 3), dtype=np.float32)
    return means
