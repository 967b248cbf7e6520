"""NIfTI bytes in, a volume in LPS millimetres out.

A NIfTI array is indexed (x, y, z) and placed in RAS, where x grows to the right and
y to the front. Here it is indexed (slice, row, column) = (z, y, x) and placed in
LPS: the array's axes are reversed, the affine's columns with them, and its first
two rows change sign. No voxel moves and nothing is resampled.

References
----------
.. [1] R. W. Cox et al., "A (sort of) new image data format standard: NIfTI-1",
   2004, and its header file nifti1.h.
"""

import gzip
import io
import zlib
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from myomap.errors import GeometryError, InputError, LimitExceededError
from myomap.intake.nifti_header import (
    HEAD_BYTES,
    NiftiHeader,
    NiftiLayout,
    NiftiLimits,
    layout_from_header,
    lps_affine_from_header,
    parse_nifti_header,
)
from myomap.records import Caution, Volume

__all__ = ["NiftiContent", "NiftiLimits", "read_nifti"]

_GZIP = b"\x1f\x8b"
_MASK_VALUES = 4
_SLACK_BYTES = 1 << 20
_LIMITS = NiftiLimits()

GATES_SUMMED = Caution(
    code="gates-summed",
    message="The NIfTI volume has a fourth axis: it was taken for gates and summed.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NiftiContent:
    """What a NIfTI file holds.

    Parameters
    ----------
    volume : Volume
        Summed over gates.
    n_gates : int
        How many there were; 1 for a plain volume.
    cautions : tuple of Caution
        What the header left open.
    """

    volume: Volume
    n_gates: int
    cautions: tuple[Caution, ...]


def read_nifti(data: bytes, limits: NiftiLimits = _LIMITS) -> NiftiContent:
    """Return the volume that a `.nii` or `.nii.gz` file holds.

    The header is judged before the voxels are inflated or copied. A fourth axis of
    4 to 64 is taken for gates and summed; of 2 or 3 it is refused, because it may
    be stress and rest. A volume of at most four different values is a mask and is
    refused too.

    Parameters
    ----------
    data : bytes
        The file.
    limits : NiftiLimits
        How large it may be.

    Returns
    -------
    NiftiContent
        The volume in `Frame.PATIENT`, with cautions where orientation or unit were
        not stated.

    Raises
    ------
    InputError
        If the bytes are not a NIfTI file with real numbers, or it is a mask.
    GeometryError
        If sizes, spacing or values make no sense.
    LimitExceededError
        If it is larger than the limits.
    """
    header = parse_nifti_header(_first_bytes(data, HEAD_BYTES))
    layout = layout_from_header(header, limits)
    affine, cautions = lps_affine_from_header(header)
    needed = layout.offset + layout.n_bytes
    whole = _first_bytes(data, needed + _SLACK_BYTES + 1)
    _check_length(len(whole), needed)
    counts = _scaled(_voxels(whole, layout), header)
    _check_counts(counts)
    n_gates = layout.shape[3]
    if n_gates > 1:
        cautions = (*cautions, GATES_SUMMED)
    return NiftiContent(
        volume=Volume(counts=counts, affine=affine), n_gates=n_gates, cautions=cautions
    )


def _first_bytes(data: bytes, size: int) -> bytes:
    """Return the first bytes of the file, inflating no more than these."""
    if not data.startswith(_GZIP):
        return data[:size]
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
            return stream.read(size)
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(
            "The compressed NIfTI file is damaged or cut short. Copy or export it "
            "again."
        ) from error


def _check_length(found: int, needed: int) -> None:
    if found < needed:
        raise InputError(
            f"The NIfTI file is cut short: found {found} bytes, expected {needed}. "
            "Copy or export it again."
        )
    if found > needed + _SLACK_BYTES:
        raise LimitExceededError(
            "The NIfTI file holds far more bytes than its header announces. It is not "
            "opened: export it again."
        )


def _voxels(whole: bytes, layout: NiftiLayout) -> NDArray[Any]:
    """Return (gate, slice, row, column), a view of the file's bytes."""
    flat = np.frombuffer(
        whole,
        dtype=layout.dtype,
        count=int(np.prod(layout.shape)),
        offset=layout.offset,
    )
    return flat.reshape(layout.shape[::-1])


def _scaled(voxels: NDArray[Any], header: NiftiHeader) -> NDArray[np.float32]:
    slope, intercept = float(header["scl_slope"]), float(header["scl_inter"])
    # The standard: a slope of zero means that the numbers stand as they are.
    if not np.isfinite(slope) or slope == 0:
        slope, intercept = 1.0, 0.0
    if not np.isfinite(intercept):
        intercept = 0.0
    total = np.zeros(voxels.shape[1:], dtype=np.float64)
    # What overflows here is refused by the next check.
    with np.errstate(invalid="ignore", over="ignore"):
        for gate in voxels:
            total += gate
        total *= slope
        total += intercept * len(voxels)
    most = max(float(total.max()), -float(total.min()))
    if not np.isfinite(most) or most > 1e30:
        raise GeometryError(
            "The NIfTI volume holds values that are NaN, infinite or absurdly large. "
            "Expected finite counts: export it again."
        )
    return total.astype(np.float32)


def _check_counts(counts: NDArray[np.float32]) -> None:
    if float(counts.max()) <= 0:
        raise GeometryError(
            "The NIfTI volume is empty: no voxel is above zero. Expected counts: "
            "export it again."
        )
    n_values = _distinct_values(counts)
    if n_values <= _MASK_VALUES:
        raise InputError(
            f"The NIfTI volume is a mask: it holds only {n_values} different values. "
            "Expected counts: give the perfusion volume."
        )


def _distinct_values(counts: NDArray[np.float32]) -> int:
    """Count different values, giving up once there are too many for a mask."""
    left = counts.ravel()
    for n_values in range(_MASK_VALUES + 1):
        if not left.size:
            return n_values
        left = left[left != left[0]]
    return _MASK_VALUES + 1
