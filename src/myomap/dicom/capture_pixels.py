"""The pixels of a captured screen as red, green and blue, whatever they were."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from myomap.dicom.header import Header
from myomap.dicom.limits import (
    MAX_CAPTURE_FRAMES,
    MAX_CAPTURE_PIXELS,
    MAX_CAPTURE_SIDE,
    MAX_DECODED_BYTES,
    MIN_SIDE,
)
from myomap.dicom.palette import apply_palette
from myomap.dicom.run_length import decode_run_length
from myomap.errors import (
    DicomError,
    LimitExceededError,
    MissingAttributeError,
    UnsupportedStudyError,
)
from myomap.records import Picture, PictureArray

__all__ = ["read_capture_pictures"]

_Stored = NDArray[np.unsignedinteger[Any]]

_SAMPLES: Final = {
    "MONOCHROME1": 1,
    "MONOCHROME2": 1,
    "PALETTE COLOR": 1,
    "RGB": 3,
    "YBR FULL": 3,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layout:
    """How the screens are stored."""

    n_frames: int
    n_rows: int
    n_columns: int
    n_samples: int
    n_bytes: int
    bits_stored: int
    is_signed: bool
    is_by_plane: bool
    interpretation: str

    @property
    def n_pixels(self) -> int:
        """Pixels of a frame."""
        return self.n_rows * self.n_columns

    @property
    def n_stored_bytes(self) -> int:
        """Bytes of all frames without compression."""
        return self.n_frames * self.n_pixels * self.n_samples * self.n_bytes


def read_capture_pictures(header: Header) -> tuple[Picture, ...]:
    """Return the screens of a captured object, one a frame.

    Grey values take their window where the header gives one, else the upper eight of
    the bits that are stored.

    Parameters
    ----------
    header : Header
        Of the whole object.

    Returns
    -------
    tuple of Picture
        In the order of the file.

    Raises
    ------
    MissingAttributeError
        If the layout, the pixels or the palette are absent.
    DicomError
        If pixels and layout contradict each other.
    UnsupportedStudyError
        If colours are stored in a way that is not read here.
    LimitExceededError
        If the screens are too large or too many.

    References
    ----------
    .. [1] DICOM PS3.3 C.7.6.3, A.8; PS3.5 section 8.
    """
    layout = _read_layout(header)
    stored = _stored_samples(header, layout)
    return tuple(Picture(rgb=_colors(header, frame, layout)) for frame in stored)


def _read_layout(header: Header) -> _Layout:
    interpretation = header.code_string("PhotometricInterpretation")
    n_samples = header.require_integer("SamplesPerPixel")
    if _SAMPLES.get(interpretation) != n_samples:
        raise UnsupportedStudyError(
            "The colours of the captured screen are stored in a way that is not read: "
            f"found {n_samples} samples a pixel. Expected MONOCHROME, PALETTE COLOR, "
            "RGB or YBR_FULL: export the screen as RGB."
        )
    allocated = header.require_integer("BitsAllocated")
    stored = header.require_integer("BitsStored")
    is_possible = allocated == 8 if n_samples == 3 else allocated in (8, 16)
    if not is_possible or not 1 <= stored <= allocated:
        raise UnsupportedStudyError(
            f"The pixel depth is not that of a screen: found {stored} bits stored in "
            f"{allocated}. Expected 8, or 16 for grey and palettes."
        )
    high_bit = header.integer("HighBit")
    if high_bit is not None and high_bit != stored - 1:
        raise DicomError(
            f"High Bit is {high_bit} with {stored} bits stored. Expected {stored - 1}: "
            "export the screen again."
        )
    layout = _Layout(
        n_frames=header.integer("NumberOfFrames") or 1,
        n_rows=header.require_integer("Rows"),
        n_columns=header.require_integer("Columns"),
        n_samples=n_samples,
        n_bytes=allocated // 8,
        bits_stored=stored,
        is_signed=header.integer("PixelRepresentation") == 1,
        is_by_plane=n_samples == 3 and header.integer("PlanarConfiguration") == 1,
        interpretation=interpretation,
    )
    _require_size(layout)
    return layout


def _require_size(layout: _Layout) -> None:
    sides = (layout.n_rows, layout.n_columns)
    if min(sides) < MIN_SIDE or max(sides) > MAX_CAPTURE_SIDE:
        raise LimitExceededError(
            f"The captured screen is {layout.n_columns} x {layout.n_rows} pixels. "
            f"Expected sides of {MIN_SIDE} to {MAX_CAPTURE_SIDE}."
        )
    if not 1 <= layout.n_frames <= MAX_CAPTURE_FRAMES:
        raise LimitExceededError(
            f"The object holds {layout.n_frames} captured screens. Expected 1 to "
            f"{MAX_CAPTURE_FRAMES}: give the one with the polar maps."
        )
    size = 3 * layout.n_frames * layout.n_pixels
    if layout.n_pixels > MAX_CAPTURE_PIXELS or size > MAX_DECODED_BYTES:
        raise LimitExceededError(
            f"The captured screens are too large: found {layout.n_frames} of "
            f"{layout.n_columns} x {layout.n_rows} pixels. Expected at most "
            f"{MAX_CAPTURE_PIXELS} pixels each: give the one with the polar maps."
        )


def _stored_samples(header: Header, layout: _Layout) -> _Stored:
    """Return (frame, row, column, sample) as they are stored, bits above cut off."""
    element = header.element("PixelData")
    if element is None:
        raise MissingAttributeError(
            "Pixel Data is missing or empty. The file is a header only, or was cut "
            "off: copy or export it again."
        )
    shape = (layout.n_frames, layout.n_rows, layout.n_columns, layout.n_samples)
    samples: _Stored
    if element.fragments is not None:
        _require_fit("fragments", len(element.fragments), layout.n_frames)
        n_planes = layout.n_samples * layout.n_bytes
        planes = decode_run_length(element.fragments, layout.n_pixels, n_planes)
        # The planes come back as the bytes of one little-endian number.
        if layout.n_samples == 3:
            samples = planes[..., ::-1].reshape(shape)
        else:
            samples = planes.reshape(-1).view(f"<u{layout.n_bytes}").reshape(shape)
    else:
        size = layout.n_stored_bytes
        _require_fit("bytes", len(element.value), size + size % 2)
        order = "<" if element.little_endian else ">"
        kind = f"{order}u{layout.n_bytes}"
        flat = np.frombuffer(element.value, kind, count=size // layout.n_bytes)
        if layout.is_by_plane:
            by_plane = flat.reshape(shape[0], shape[3], shape[1], shape[2])
            samples = np.moveaxis(by_plane, 1, -1)
        else:
            samples = flat.reshape(shape)
    cut: _Stored = samples & np.array((1 << layout.bits_stored) - 1, samples.dtype)
    return cut


def _require_fit(what: str, found: int, expected: int) -> None:
    if found != expected:
        raise DicomError(
            f"The pixel data do not fit the header: found {found} {what}, expected "
            f"{expected}. Frames are missing or the file is damaged: export it again."
        )


def _colors(header: Header, frame: _Stored, layout: _Layout) -> PictureArray:
    """Return one frame (row, column, sample) as red, green and blue."""
    if layout.interpretation == "RGB":
        return _to_eight_bits(frame, layout.bits_stored)
    if layout.interpretation == "YBR FULL":
        return _rgb_from_ybr(_to_eight_bits(frame, layout.bits_stored))
    values = frame[..., 0].astype(np.int64)
    if layout.is_signed:
        half = 1 << (layout.bits_stored - 1)
        values = values - ((values & half) << 1)
    if layout.interpretation == "PALETTE COLOR":
        return apply_palette(header, values)
    grey = _windowed(header, values, layout)
    if layout.interpretation == "MONOCHROME1":
        grey = 255 - grey
    return np.repeat(grey[..., None], 3, axis=-1)


def _to_eight_bits(frame: _Stored, bits_stored: int) -> PictureArray:
    # A channel of fewer bits fills the whole range of a screen.
    highest = (1 << bits_stored) - 1
    colors: PictureArray = np.round(frame * (255.0 / highest)).astype(np.uint8)
    return colors


def _windowed(
    header: Header, values: NDArray[np.int64], layout: _Layout
) -> NDArray[np.uint8]:
    """Return grey levels through the first window, or of the upper bits."""
    centers, widths = header.numbers("WindowCenter"), header.numbers("WindowWidth")
    slope, intercept = header.number("RescaleSlope"), header.number("RescaleIntercept")
    scaled = values * (1.0 if slope is None else slope) + (intercept or 0.0)
    if centers and widths and widths[0] > 1:
        # PS3.3 C.11.2.1.2: the linear window's ends, half a value inwards.
        share = (scaled - (centers[0] - 0.5)) / (widths[0] - 1) + 0.5
    else:
        lowest = -(1 << (layout.bits_stored - 1)) if layout.is_signed else 0
        share = (values - lowest) / ((1 << layout.bits_stored) - 1)
    grey: NDArray[np.uint8] = np.round(255 * np.clip(share, 0, 1)).astype(np.uint8)
    return grey


def _rgb_from_ybr(ybr: PictureArray) -> PictureArray:
    """Return red, green and blue of luminance and two differences of full range."""
    y, cb, cr = np.moveaxis(ybr.astype(np.float64), -1, 0)
    cb, cr = cb - 128.0, cr - 128.0
    rgb = np.stack(
        [y + 1.402 * cr, y - 0.344136 * cb - 0.714136 * cr, y + 1.772 * cb], axis=-1
    )
    colors: PictureArray = np.round(np.clip(rgb, 0.0, 255.0)).astype(np.uint8)
    return colors
