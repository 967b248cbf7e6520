"""Synthetic nuclear medicine files in the styles of several makers.

Every file is made here from numbers: new identifiers, no patient. The structures are
those of real headers; `STUDIES` names one builder for each. Counts are small whole
numbers that differ from frame to frame, so that a mixed-up order shows.
"""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from pydicom import dcmwrite
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import (
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    RLELossless,
)

__all__ = [
    "NM_CLASS",
    "OBLIQUE",
    "READABLE",
    "STUDIES",
    "SYNTAXES",
    "TomoStyle",
    "code",
    "coded_frames",
    "file_bytes",
    "recon",
    "study_bytes",
    "tomo",
]

NM_CLASS = "1.2.840.10008.5.1.4.1.1.20"
_ROOT = "1.2.826.0.1.3680043.10.1544"

_VECTORS = {
    "window": (0x00540010, "EnergyWindowVector", "NumberOfEnergyWindows"),
    "detector": (0x00540020, "DetectorVector", "NumberOfDetectors"),
    "rotation": (0x00540050, "RotationVector", "NumberOfRotations"),
    "interval": (0x00540060, "RRIntervalVector", "NumberOfRRIntervals"),
    "gate": (0x00540070, "TimeSlotVector", "NumberOfTimeSlots"),
    "view": (0x00540090, "AngularViewVector", None),
    "slice": (0x00540080, "SliceVector", "NumberOfSlices"),
}

_WINDOWS = ((126.45, 154.55), (114.0, 126.0), (154.6, 160.0))


def code(value: str, scheme: str, meaning: str) -> Dataset:
    item = Dataset()
    item.CodeValue = value
    item.CodingSchemeDesignator = scheme
    item.CodeMeaning = meaning
    return item


def coded_frames(*shape: int, side: int = 8) -> np.ndarray:
    """Return frames (..., row, column) that differ from each other everywhere."""
    n_frames = int(np.prod(shape))
    pattern = np.arange(side * side).reshape(side, side) % 7
    frames = 10 * np.arange(n_frames).reshape(*shape, 1, 1) + pattern + 1
    return frames.astype(np.int64)


def _common(image_type: str, frames: np.ndarray) -> Dataset:
    ds = Dataset()
    ds.SpecificCharacterSet = "ISO_IR 100"
    ds.ImageType = ["ORIGINAL", "PRIMARY", image_type, "EMISSION"]
    ds.SOPClassUID = NM_CLASS
    ds.SOPInstanceUID = f"{_ROOT}.1.{int(frames.sum())}"
    ds.StudyDate = "20240301"
    ds.AcquisitionDate = "20240301"
    ds.AcquisitionTime = "101500"
    ds.Modality = "NM"
    ds.Manufacturer = "GE MEDICAL SYSTEMS"
    ds.ManufacturerModelName = "Discovery NM 530c"
    ds.SeriesDescription = "Series 2"
    ds.PatientName = "Phantom^One"
    ds.PatientID = "PHANTOM-1"
    ds.PatientBirthDate = "19600101"
    ds.PatientSex = "F"
    ds.StudyInstanceUID = f"{_ROOT}.2.1"
    ds.SeriesInstanceUID = f"{_ROOT}.3.1"
    ds.FrameOfReferenceUID = f"{_ROOT}.4.1"
    ds.PatientPosition = "HFS"
    ds.PixelSpacing = [6.4, 6.4]
    return ds


def _put_pixels(ds: Dataset, frames: np.ndarray, *, signed: bool, bits: int) -> None:
    n_rows, n_columns = frames.shape[-2:]
    ds.SamplesPerPixel = 1
    ds.PhotometricInterpretation = "MONOCHROME2"
    ds.NumberOfFrames = int(np.prod(frames.shape[:-2]))
    ds.Rows, ds.Columns = n_rows, n_columns
    ds.BitsAllocated = ds.BitsStored = bits
    ds.HighBit = bits - 1
    ds.PixelRepresentation = int(signed)
    dtype = f"<{'i' if signed else 'u'}{bits // 8}"
    data = frames.astype(dtype).tobytes()
    ds.PixelData = data + b"\0" * (len(data) % 2)
    ds["PixelData"].VR = "OB" if bits == 8 else "OW"


def _put_vectors(ds: Dataset, axes: Sequence[str], shape: Sequence[int]) -> None:
    """Write one vector an axis, the first axis varying slowest in the file."""
    numbers = np.indices(shape).reshape(len(shape), -1) + 1
    ds.FrameIncrementPointer = [_VECTORS[axis][0] for axis in axes]
    for axis, entries, size in zip(axes, numbers, shape, strict=True):
        _, vector, count = _VECTORS[axis]
        setattr(ds, vector, entries.tolist())
        if count:
            setattr(ds, count, size)


def _put_windows(ds: Dataset, n_windows: int) -> None:
    items = []
    for lower, upper in _WINDOWS[:n_windows]:
        limits = Dataset()
        limits.EnergyWindowLowerLimit = lower
        limits.EnergyWindowUpperLimit = upper
        item = Dataset()
        item.EnergyWindowRangeSequence = [limits]
        item.EnergyWindowName = "Tc99m_EM"
        items.append(item)
    ds.EnergyWindowInformationSequence = items
    ds.NumberOfEnergyWindows = n_windows


def _put_tracer(ds: Dataset) -> None:
    item = Dataset()
    item.RadionuclideCodeSequence = [code("C-163A8", "SRT", "^99m^Technetium")]
    item.Radiopharmaceutical = "Sestamibi"
    ds.RadiopharmaceuticalInformationSequence = [item]


def recon(
    frames: np.ndarray,
    *,
    axes: Sequence[str] = ("slice",),
    geometry: str = "detector",
    slice_mm: float = -4.0,
    signed: bool = True,
    bits: int = 16,
) -> Dataset:
    """Return a reconstructed object; `frames` is (*axes, row, column) as stored.

    `geometry` says where orientation and position stand: "detector", "top" or
    "none".
    """
    gated = "gate" in axes
    ds = _common("RECON GATED TOMO" if gated else "RECON TOMO", frames)
    _put_vectors(ds, axes, frames.shape[:-2])
    _put_windows(
        ds, frames.shape[list(axes).index("window")] if "window" in axes else 1
    )
    _put_tracer(ds)
    ds.ImageID = "ReconRest"
    ds.SliceThickness = abs(slice_mm)
    ds.SpacingBetweenSlices = slice_mm
    ds.CountsAccumulated = 0
    head = Dataset()
    head.CollimatorType = "PINH"
    ds.DetectorInformationSequence = [head]
    place = {"detector": head, "top": ds, "none": None}[geometry]
    if place is not None:
        place.ImageOrientationPatient = [1, 0, 0, 0, 1, 0]
        place.ImagePositionPatient = [-70.5, -160.25, 500.0]
    turn = Dataset()
    turn.RotationDirection = "CW"
    turn.ScanArc = 0
    turn.AngularStep = 0
    turn.StartAngle = 135
    ds.RotationInformationSequence = [turn]
    _put_pixels(ds, frames, signed=signed, bits=bits)
    return ds


@dataclass(frozen=True, kw_only=True)
class TomoStyle:
    """How a maker writes raw projections."""

    axes: tuple[str, ...] = ("window", "detector", "rotation", "view")
    direction: str = "CW"
    start_deg: float = 225.0
    head_starts_deg: tuple[float, ...] | None = None
    step_deg: float = 6.0
    radius: str | None = "rotation"
    radius_mm: tuple[float, ...] = (220.0,)


def tomo(frames: np.ndarray, style: TomoStyle | None = None) -> Dataset:
    """Return a raw object; `frames` is (*style.axes, row, column) as stored."""
    style = style or TomoStyle()
    sizes = dict(zip(style.axes, frames.shape, strict=False))
    gated = "gate" in style.axes
    ds = _common("GATED TOMO" if gated else "TOMO", frames)
    _put_vectors(ds, style.axes, frames.shape[:-2])
    _put_windows(ds, sizes.get("window", 1))
    _put_tracer(ds)
    ds.ImageID = "SGATE"
    ds.CountsAccumulated = int(frames.sum())
    turns = []
    for _ in range(sizes.get("rotation", 1)):
        turn = Dataset()
        turn.StartAngle = style.start_deg
        turn.AngularStep = style.step_deg
        turn.ScanArc = style.step_deg * sizes["view"]
        turn.RotationDirection = style.direction
        turn.NumberOfFramesInRotation = sizes["view"]
        turn.ActualFrameDuration = 25717
        if style.radius == "rotation":
            turn.RadialPosition = list(style.radius_mm)
        turns.append(turn)
    ds.RotationInformationSequence = turns
    heads = []
    for i_head in range(sizes.get("detector", 1)):
        head = Dataset()
        head.CollimatorType = "PARA"
        if style.head_starts_deg:
            head.StartAngle = style.head_starts_deg[i_head]
        if style.radius == "detector":
            head.RadialPosition = list(style.radius_mm)
        heads.append(head)
    ds.DetectorInformationSequence = heads
    _put_pixels(ds, frames, signed=False, bits=16)
    return ds


def _siemens_recon() -> Dataset:
    ds = recon(coded_frames(6), geometry="top", slice_mm=4.8, signed=False)
    ds.Manufacturer = "SIEMENS NM"
    ds.ManufacturerModelName = "Symbia T2"
    ds.SeriesDescription = "Stress IRACSC"
    ds.CorrectedImage = ["UNIF", "ATTN", "SCAT"]
    del ds.ImageID
    return ds


def _philips_recon() -> Dataset:
    ds = recon(coded_frames(6), geometry="detector", slice_mm=6.4, signed=False)
    ds.Manufacturer = "Philips Medical Systems"
    ds.ManufacturerModelName = "BrightView XCT"
    ds.SeriesDescription = "Rest AutoSPECT NAC"
    ds.ImageID = "EM"
    del ds.SpacingBetweenSlices
    return ds


def _short_axis(progression: str | None, directions: list[float] | None) -> Dataset:
    ds = recon(coded_frames(6), geometry="none", slice_mm=6.4)
    ds.SeriesDescription = "Stress SA"
    del ds.ImageID
    if progression:
        ds.SliceProgressionDirection = progression
    if directions:
        head = ds.DetectorInformationSequence[0]
        head.ViewCodeSequence = [code("G-A186", "SNM3", "Short Axis")]
        head.ImageOrientationPatient = directions
        head.ImagePositionPatient = [0.0, -60.0, 20.0]
    return ds


OBLIQUE = [0.70710678, 0.70710678, 0.0, -0.24184476, 0.24184476, -0.93969262]
"""Columns to lateral, rows to inferior, of a heart at azimuth 45°, elevation 20°."""


def _feet_first() -> Dataset:
    ds = tomo(coded_frames(1, 1, 1, 10))
    ds.PatientPosition = "FFS"
    return ds


def _gated_recon() -> Dataset:
    return recon(coded_frames(1, 4, 5), axes=("interval", "gate", "slice"))


def _two_heads(axes: tuple[str, ...], shape: tuple[int, ...]) -> Dataset:
    style = TomoStyle(
        axes=axes, head_starts_deg=(225.0, 135.0), radius="detector", direction="CW"
    )
    return tomo(coded_frames(*shape), style)


_GATED_AXES = ("window", "detector", "rotation", "interval", "gate", "view")

STUDIES: dict[str, Callable[[], Dataset]] = {
    "ge-recon": lambda: recon(coded_frames(6)),
    "ge-recon-gated": _gated_recon,
    "siemens-recon": _siemens_recon,
    "philips-recon": _philips_recon,
    "recon-two-windows": lambda: recon(coded_frames(2, 5), axes=("window", "slice")),
    "recon-8-bit": lambda: recon(coded_frames(3), signed=False, bits=8),
    "recon-32-bit": lambda: recon(coded_frames(6), bits=32),
    "short-axis-oblique": lambda: _short_axis(None, OBLIQUE),
    "short-axis-apex-first": lambda: _short_axis("APEX_TO_BASE", None),
    "short-axis-base-first": lambda: _short_axis("BASE_TO_APEX", None),
    "short-axis-plain": lambda: _short_axis(None, None),
    "ge-tomo": lambda: tomo(coded_frames(1, 1, 1, 10)),
    "ge-gated-tomo": lambda: tomo(
        coded_frames(1, 1, 1, 1, 4, 5), TomoStyle(axes=_GATED_AXES)
    ),
    "siemens-two-heads": lambda: _two_heads(
        ("window", "detector", "rotation", "view"), (2, 2, 1, 5)
    ),
    "philips-view-major": lambda: _two_heads(("view", "detector", "window"), (5, 2, 3)),
    "tomo-counter-clockwise": lambda: tomo(
        coded_frames(1, 1, 1, 10), TomoStyle(direction="CC", start_deg=315.0)
    ),
    "tomo-feet-first": _feet_first,
    "tomo-without-radius": lambda: tomo(
        coded_frames(1, 1, 1, 10), TomoStyle(radius=None)
    ),
    "tomo-radius-of-each-view": lambda: tomo(
        coded_frames(1, 1, 1, 4), TomoStyle(radius_mm=(200.0, 205.0, 210.0, 215.0))
    ),
}
"""Name of a structure → builder of a data set."""


def file_bytes(ds: Dataset, syntax: str = ImplicitVRLittleEndian) -> bytes:
    """Return the data set as a DICOM file in one of the readable syntaxes."""
    ds = _copied(ds)
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = ds.get("SOPClassUID", NM_CLASS)
    meta.MediaStorageSOPInstanceUID = ds.get("SOPInstanceUID", f"{_ROOT}.1.1")
    meta.TransferSyntaxUID = syntax
    meta.ImplementationClassUID = f"{_ROOT}.9"
    ds.file_meta = meta
    if syntax == RLELossless:
        meta.TransferSyntaxUID = ExplicitVRLittleEndian
        ds.compress(RLELossless, generate_instance_uid=False)
    if syntax == ExplicitVRBigEndian and ds.BitsAllocated > 8:
        words = np.frombuffer(ds.PixelData, dtype=f"<u{ds.BitsAllocated // 8}")
        ds.PixelData = words.byteswap().tobytes()
    buffer = io.BytesIO()
    options: dict[str, Any] = {}
    if syntax != RLELossless:
        options = {
            "implicit_vr": syntax == ImplicitVRLittleEndian,
            "little_endian": syntax != ExplicitVRBigEndian,
        }
    dcmwrite(buffer, ds, enforce_file_format=True, **options)
    return buffer.getvalue()


def _copied(ds: Dataset) -> Dataset:
    copy = Dataset()
    for element in ds:
        copy.add(element)
    return copy


def study_bytes(name: str, syntax: str = ImplicitVRLittleEndian) -> bytes:
    """Return one of `STUDIES` as a file."""
    return file_bytes(STUDIES[name](), syntax)


SYNTAXES = {
    "implicit": ImplicitVRLittleEndian,
    "explicit": ExplicitVRLittleEndian,
    "big-endian": ExplicitVRBigEndian,
    "deflated": DeflatedExplicitVRLittleEndian,
    "rle": RLELossless,
}
"""Name → transfer syntax UID of everything that is read."""

READABLE = [
    (name, syntax)
    for name in STUDIES
    for syntax in SYNTAXES
    if (name, syntax) != ("recon-32-bit", "rle")  # the standard forbids it
]
"""Every pair of a structure and a syntax that can be written."""
