"""Numbers to 16-bit pixels, with as little loss as 16 bits allow."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from myomap.dicom.limits import MAX_FRAMES, MAX_SIDE, MIN_SIDE
from myomap.dicom.series import decimal_string
from myomap.errors import LimitExceededError

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

__all__ = ["StoredPixels", "store_pixels", "write_pixels"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StoredPixels:
    """Whole numbers, and the factor back to counts.

    Parameters
    ----------
    values : (frame, row, column), uint16 or int16
        Signed only if there are counts below zero.
    slope : float
        Counts = slope * value.
    """

    values: NDArray[Any]
    slope: float


def store_pixels(frames: NDArray[np.float32]) -> StoredPixels:
    """Return frames as 16-bit numbers.

    Whole counts that fit are kept as they are. Anything else is scaled so that the
    largest value fills the range; the loss is half a step, 1/131070 of the maximum.

    Parameters
    ----------
    frames : (frame, row, column), counts
        Finite numbers.

    Returns
    -------
    StoredPixels
        Values and slope.

    Raises
    ------
    LimitExceededError
        If there are more frames, rows or columns than are read.

    Examples
    --------
    >>> store_pixels(np.full((1, 4, 4), 7, np.float32)).slope
    1.0
    """
    n_frames, *sides = frames.shape
    if n_frames > MAX_FRAMES or min(sides) < MIN_SIDE or max(sides) > MAX_SIDE:
        raise LimitExceededError(
            f"The frames cannot be written: found {n_frames} of {sides[0]} x "
            f"{sides[1]}, expected at most {MAX_FRAMES} of {MIN_SIDE} to {MAX_SIDE} "
            "rows and columns."
        )
    exact = np.asarray(frames, dtype=np.float64)
    signed = bool(exact.min() < 0)
    top = 32767 if signed else 65535
    peak = float(np.abs(exact).max())
    whole = peak <= top and bool(np.all(exact == np.round(exact)))
    slope = 1.0 if whole or peak == 0 else _short_decimal(peak / top)
    values = np.round(exact / slope).clip(-top - 1 if signed else 0, top)
    return StoredPixels(values=values.astype("<i2" if signed else "<u2"), slope=slope)


def write_pixels(data_set: "Dataset", stored: StoredPixels) -> None:
    """Put pixels and all that describes them into a data set.

    A nuclear medicine image has no rescaling of its own; the slope is written as an
    extension of the standard, which stations that do not know it may ignore: ratios
    within the object are right without it.

    Parameters
    ----------
    data_set : Dataset
        Changed in place.
    stored : StoredPixels
        What to write.
    """
    n_frames, n_rows, n_columns = stored.values.shape
    data_set.SamplesPerPixel = 1
    data_set.PhotometricInterpretation = "MONOCHROME2"
    data_set.NumberOfFrames = n_frames
    data_set.Rows = n_rows
    data_set.Columns = n_columns
    data_set.BitsAllocated = 16
    data_set.BitsStored = 16
    data_set.HighBit = 15
    data_set.PixelRepresentation = int(stored.values.dtype.kind == "i")
    if stored.slope != 1.0:
        data_set.RescaleIntercept = 0
        data_set.RescaleSlope = decimal_string(stored.slope)
    data_set.PixelData = stored.values.tobytes()


def _short_decimal(value: float) -> float:
    """Round up to what the sixteen characters of a decimal string can hold."""
    shortened = float(f"{value:.8e}")
    return shortened if shortened >= value else float(f"{value * (1 + 2e-9):.8e}")
