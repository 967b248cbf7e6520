"""Pixel data to numbers: every frame, its size checked to the byte."""

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from myomap.dicom.elements import Element
from myomap.dicom.frames import frame_count
from myomap.dicom.header import Header
from myomap.dicom.limits import MAX_DECODED_BYTES, MAX_SIDE, MIN_SIDE
from myomap.dicom.run_length import decode_run_length
from myomap.errors import (
    DicomError,
    GeometryError,
    LimitExceededError,
    MissingAttributeError,
    UnsupportedStudyError,
)
from myomap.records import ProjectionArray

__all__ = ["StoredArray", "read_pixels", "read_rescale", "read_stored_pixels"]

_LARGEST_SLOPE = 1e12
StoredArray: TypeAlias = NDArray[np.signedinteger[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layout:
    """How pixels are stored."""

    n_frames: int
    n_rows: int
    n_columns: int
    n_bytes: int
    bits_stored: int
    signed: bool

    @property
    def n_pixels(self) -> int:
        """Pixels of a frame."""
        return self.n_rows * self.n_columns


def read_pixels(header: Header) -> ProjectionArray:
    """Return the frames in the order of the file, rescaled where the header says so.

    The layout is checked before anything is decoded, and the pixel data must have
    the size that the layout implies: neither a frame too few nor one too many.

    Parameters
    ----------
    header : Header
        Of the whole object.

    Returns
    -------
    (frame, row, column), float32, counts
        Stored values, times Rescale Slope plus Rescale Intercept if given.

    Raises
    ------
    MissingAttributeError
        If the layout or the pixels are absent.
    DicomError
        If pixel data and layout contradict each other.
    UnsupportedStudyError
        If the pixels are colours or floating-point numbers.
    LimitExceededError
        If the decoded pixels would be too large.
    GeometryError
        If no pixel is above zero.

    References
    ----------
    .. [1] DICOM PS3.3 C.7.6.3, C.8.4.9; PS3.5 section 8.
    """
    stored = read_stored_pixels(header, frame_count(header))
    slope, intercept = read_rescale(header)
    counts = stored.astype(np.float32)
    if (slope, intercept) != (1.0, 0.0):
        counts = (stored * slope + intercept).astype(np.float32)
    if not counts.max() > 0:
        raise GeometryError(
            "The pixels hold no counts: found no value above 0. Expected a study of "
            "a patient: check the export."
        )
    return counts


def read_stored_pixels(header: Header, n_frames: int) -> StoredArray:
    """Return the frames in the order of the file, as the numbers that are stored.

    Parameters
    ----------
    header : Header
        Of the whole object.
    n_frames : int
        How many there must be.

    Returns
    -------
    (frame, row, column), int32 or int64
        Without any rescaling.

    Raises
    ------
    MissingAttributeError
        If the layout or the pixels are absent.
    DicomError
        If pixel data and layout contradict each other.
    UnsupportedStudyError
        If the pixels are colours or floating-point numbers.
    LimitExceededError
        If the decoded pixels would be too large.
    """
    layout = _read_layout(header, n_frames)
    return _stored_values(_pixel_element(header), layout)


def _read_layout(header: Header, n_frames: int) -> _Layout:
    _require_grey(header)
    n_rows, n_columns = (_side(header, name) for name in ("Rows", "Columns"))
    allocated = header.require_integer("BitsAllocated")
    stored = header.require_integer("BitsStored")
    high_bit = header.integer("HighBit")
    if allocated not in {8, 16, 32} or not 1 <= stored <= allocated:
        raise DicomError(
            f"The pixel depth is impossible: found {stored} bits stored in "
            f"{allocated}, expected 8, 16 or 32 allocated and no more stored."
        )
    if high_bit is not None and high_bit != stored - 1:
        raise DicomError(
            f"High Bit is {high_bit} with {stored} bits stored. Expected "
            f"{stored - 1}: export the study again."
        )
    representation = header.require_integer("PixelRepresentation")
    if representation not in {0, 1}:
        raise DicomError(f"Pixel Representation is {representation}, expected 0 or 1.")
    layout = _Layout(
        n_frames=n_frames,
        n_rows=n_rows,
        n_columns=n_columns,
        n_bytes=allocated // 8,
        bits_stored=stored,
        signed=representation == 1,
    )
    size = layout.n_frames * layout.n_pixels * 4
    if size > MAX_DECODED_BYTES:
        raise LimitExceededError(
            f"The pixels are too many: found {layout.n_frames} frames of {n_rows} x "
            f"{n_columns}, {size} bytes once decoded. Expected at most "
            f"{MAX_DECODED_BYTES} bytes."
        )
    return layout


def _require_grey(header: Header) -> None:
    samples = header.integer("SamplesPerPixel")
    photometric = header.code_string("PhotometricInterpretation")
    if samples not in {None, 1} or photometric not in {"", "MONOCHROME2"}:
        raise UnsupportedStudyError(
            "The pixels are not plain counts: found colours or an inverted scale. "
            "Expected one sample a pixel, MONOCHROME2: export the study itself, not a "
            "picture of it."
        )


def _side(header: Header, keyword: str) -> int:
    size = header.require_integer(keyword)
    if not MIN_SIDE <= size <= MAX_SIDE:
        raise LimitExceededError(
            f"{keyword} is out of range: found {size}, expected {MIN_SIDE} to "
            f"{MAX_SIDE}."
        )
    return size


def _pixel_element(header: Header) -> Element:
    if header.has("FloatPixelData") or header.has("DoubleFloatPixelData"):
        raise UnsupportedStudyError(
            "The pixels are floating-point numbers, which no nuclear medicine image "
            "has. Expected whole numbers: export the study again."
        )
    element = header.element("PixelData")
    if element is None:
        raise MissingAttributeError(
            "Pixel Data is missing or empty. The file is a header only, or was cut "
            "off: copy or export it again."
        )
    return element


def _stored_values(element: Element, layout: _Layout) -> StoredArray:
    kind = f"u{layout.n_bytes}"
    if element.fragments is not None:
        _require_size("fragments", len(element.fragments), layout.n_frames)
        planes = decode_run_length(element.fragments, layout.n_pixels, layout.n_bytes)
        raw = planes.reshape(-1).view(f"<{kind}")
    else:
        size = layout.n_frames * layout.n_pixels * layout.n_bytes
        _require_size("bytes", len(element.value), size + size % 2)
        order = "<" if element.little_endian else ">"
        raw = np.frombuffer(
            element.value, dtype=order + kind, count=size // int(kind[1])
        )
    values = raw.reshape(layout.n_frames, layout.n_rows, layout.n_columns)
    wide = np.int32 if layout.n_bytes < 4 else np.int64
    return _signed_values(values.astype(wide), layout)


def _signed_values(values: StoredArray, layout: _Layout) -> StoredArray:
    """Drop the bits above those stored, and give the rest its sign."""
    values = values & ((1 << layout.bits_stored) - 1)
    if layout.signed:
        half = 1 << (layout.bits_stored - 1)
        values = values - ((values & half) << 1)
    return values


def _require_size(what: str, found: int, expected: int) -> None:
    if found != expected:
        raise DicomError(
            f"The pixel data do not fit the header: found {found} {what}, expected "
            f"{expected}. Frames are missing or the file is damaged: export it again."
        )


def read_rescale(header: Header) -> tuple[float, float]:
    """Return slope and intercept; 1 and 0 where the header has none.

    Parameters
    ----------
    header : Header
        Of the whole object.

    Returns
    -------
    slope, intercept : float
        Value = slope * stored + intercept.

    Raises
    ------
    DicomError
        If they are not possible.
    """
    slope = header.number("RescaleSlope")
    intercept = header.number("RescaleIntercept")
    slope = 1.0 if slope is None else slope
    intercept = 0.0 if intercept is None else intercept
    if not 0 < slope < _LARGEST_SLOPE or abs(intercept) > _LARGEST_SLOPE:
        raise DicomError(
            f"The rescaling is impossible: found slope {slope:g} and intercept "
            f"{intercept:g}, expected a slope above 0 and neither beyond "
            f"{_LARGEST_SLOPE:g}."
        )
    return slope, intercept
