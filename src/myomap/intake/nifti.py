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

import numpy as np
from numpy.typing import NDArray

from myomap.dicom import attenuation_map_from_values
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
from myomap.records import AttenuationMap, Caution, Volume

__all__ = [
    "NiftiContent",
    "NiftiLimits",
    "read_nifti",
    "read_nifti_attenuation_map",
]

_GZIP = b"\x1f\x8b"
_MASK_VALUES = 4
_SLACK_BYTES = 1 << 20
_MOST_KEPT_VOXELS = 1 << 25
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
    gates : tuple of Volume
        Each of them, on the same grid. Empty for a plain volume, and where all
        together would take more memory than is given to them.
    cautions : tuple of Caution
        What the header left open.
    """

    volume: Volume
    n_gates: int
    gates: tuple[Volume, ...]
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
    header = parse_nifti_header(_head(data))
    layout = layout_from_header(header, limits)
    affine, cautions = lps_affine_from_header(header)
    n_gates = layout.shape[3]
    kept: list[NDArray[np.float32]] | None = [] if _may_keep(layout) else None
    counts = _scaled(_sum_of_gates(data, layout, kept), header, n_gates)
    _check_counts(counts)
    if n_gates > 1:
        cautions = (*cautions, GATES_SUMMED)
    volume = Volume(counts=counts, affine=affine)
    return NiftiContent(
        volume=volume,
        n_gates=n_gates,
        # Values that cancel in the sum are judged here, each gate for itself.
        gates=tuple(
            volume.with_counts(_scaled(gate.astype(np.float64), header, 1))
            for gate in kept or ()
        ),
        cautions=cautions,
    )


def read_nifti_attenuation_map(
    data: bytes, limits: NiftiLimits = _LIMITS
) -> tuple[AttenuationMap, tuple[Caution, ...]]:
    """Return the attenuation map that a `.nii` or `.nii.gz` file holds.

    NIfTI names no unit. The values are taken for 1/cm if what is denser than lung has
    the coefficient of soft tissue in its middle; nothing is converted.

    Parameters
    ----------
    data : bytes
        The file.
    limits : NiftiLimits
        How large it may be.

    Returns
    -------
    attenuation_map : AttenuationMap
        In LPS millimetres.
    cautions : tuple of Caution
        What the header left open.

    Raises
    ------
    InputError
        If the bytes are not a NIfTI file with real numbers in 1/cm.
    GeometryError
        If sizes, spacing or values make no sense, or there is a fourth axis.
    LimitExceededError
        If it is larger than the limits.
    """
    header = parse_nifti_header(_head(data))
    layout = layout_from_header(header, limits)
    if layout.shape[3] > 1:
        raise GeometryError(
            f"The attenuation map has {layout.shape[3]} volumes. Expected one: export "
            "it alone."
        )
    affine, cautions = lps_affine_from_header(header)
    values = _scaled(_sum_of_gates(data, layout), header, 1)
    attenuation_map, changed = attenuation_map_from_values(values, affine, None)
    return attenuation_map, (*cautions, *changed)


def _may_keep(layout: NiftiLayout) -> bool:
    *axes, n_gates = layout.shape
    return n_gates > 1 and n_gates * int(np.prod(axes)) <= _MOST_KEPT_VOXELS


def _open(data: bytes) -> io.BufferedIOBase:
    stream = io.BytesIO(data)
    return gzip.GzipFile(fileobj=stream) if data.startswith(_GZIP) else stream


def _read(stream: io.BufferedIOBase, size: int) -> bytes:
    """Return the next bytes, inflating no more than these."""
    try:
        return stream.read(size)
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(
            "The compressed NIfTI file is damaged or cut short. Copy or export it "
            "again."
        ) from error


def _head(data: bytes) -> bytes:
    with _open(data) as stream:
        return _read(stream, HEAD_BYTES)


def _sum_of_gates(
    data: bytes, layout: NiftiLayout, kept: list[NDArray[np.float32]] | None = None
) -> NDArray[np.float64]:
    """Return (slice, row, column); one gate at a time is in memory, unless kept."""
    *axes, n_gates = layout.shape
    gate_bytes = layout.n_bytes // n_gates
    total = np.zeros(axes[::-1], dtype=np.float64)
    with _open(data) as stream:
        _require_whole(_read(stream, layout.offset), layout.offset)
        # What overflows here is refused by a later check.
        with np.errstate(invalid="ignore", over="ignore"):
            for _ in range(n_gates):
                stored = _read(stream, gate_bytes)
                _require_whole(stored, gate_bytes)
                gate = np.frombuffer(stored, layout.dtype).reshape(total.shape)
                total += gate
                if kept is not None:
                    kept.append(gate.astype(np.float32))
        if len(_read(stream, _SLACK_BYTES + 1)) > _SLACK_BYTES:
            raise LimitExceededError(
                "The NIfTI file holds far more bytes than its header announces. It is "
                "not opened: export it again."
            )
    return total


def _require_whole(stored: bytes, needed: int) -> None:
    if len(stored) < needed:
        raise InputError(
            f"The NIfTI file is cut short: {needed - len(stored)} bytes are missing. "
            "Copy or export it again."
        )


def _scaled(
    total: NDArray[np.float64], header: NiftiHeader, n_gates: int
) -> NDArray[np.float32]:
    slope, intercept = float(header["scl_slope"]), float(header["scl_inter"])
    # The standard: a slope of zero means that the numbers stand as they are.
    if not np.isfinite(slope) or slope == 0:
        slope, intercept = 1.0, 0.0
    if not np.isfinite(intercept):
        intercept = 0.0
    with np.errstate(invalid="ignore", over="ignore"):
        total *= slope
        total += intercept * n_gates
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
