"""The head of a NIfTI file in, checked: where the voxels lie, in file and patient.

Every number is judged here before a voxel is inflated or an array is made.
"""

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from myomap.errors import GeometryError, InputError, LimitExceededError
from myomap.geometry import AffineArray, angle_between_deg, voxel_size_mm
from myomap.records import Caution

__all__ = [
    "HEAD_BYTES",
    "NiftiHeader",
    "NiftiLayout",
    "NiftiLimits",
    "layout_from_header",
    "lps_affine_from_header",
    "parse_nifti_header",
]

NiftiHeader: TypeAlias = Any
"""Nibabel's header of either version; it carries no types."""

HEAD_BYTES = 540
"""How many bytes the longer of the two kinds of header has."""

_MM_PER_UNIT = {0: 1.0, 1: 1000.0, 2: 1.0, 3: 0.001}
_VOXEL_MM = (0.5, 20.0)
_FEWEST_GATES = 4

ORIENTATION_ASSUMED = Caution(
    code="orientation-assumed",
    message=(
        "The NIfTI header does not say how the volume lies in the patient: columns "
        "were taken to run to the left, rows to the front and slices to the head."
    ),
)
UNITS_ASSUMED = Caution(
    code="units-assumed",
    message="The NIfTI header names no unit of length: millimetres were taken.",
)

ORIENTATION_OBLIQUE = Caution(
    code="orientation-oblique",
    message=(
        "The slices of the NIfTI volume are tilted against the body, so they may be "
        "short-axis slices; they were placed as the header says."
    ),
)
_OBLIQUE_DEG = 10.0
_FAR = 1e9


@dataclass(frozen=True, slots=True, kw_only=True)
class NiftiLimits:
    """How large a NIfTI file may be.

    Parameters
    ----------
    axis : int
        Voxels along one axis.
    gates : int
        Volumes along the fourth axis; more are a time series.
    voxels : int
        Of one volume; they are summed in double precision, so 128 MiB.
    data_bytes : int
        Of all voxels as stored; nothing is inflated beyond them.
    offset_bytes : int
        Before the first voxel: header and extensions.
    """

    axis: int = 1024
    gates: int = 64
    voxels: int = 1 << 24
    data_bytes: int = 256 << 20
    offset_bytes: int = 16 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class NiftiLayout:
    """Where the voxels lie in the file.

    Parameters
    ----------
    shape : (x, y, z, gate)
        Sizes as the file counts them.
    dtype : dtype
        Of a voxel as stored, in the file's byte order.
    offset : int
        Byte of the first voxel.
    """

    shape: tuple[int, int, int, int]
    dtype: np.dtype[Any]
    offset: int

    @property
    def n_bytes(self) -> int:
        """Size of all voxels as stored."""
        return int(np.prod(self.shape, dtype=object)) * self.dtype.itemsize


def parse_nifti_header(head: bytes) -> NiftiHeader:
    """Return the header of one NIfTI file.

    Parameters
    ----------
    head : bytes
        The first `HEAD_BYTES`.

    Returns
    -------
    NiftiHeader
        Of NIfTI-1 or NIfTI-2, in either byte order, not checked yet.

    Raises
    ------
    InputError
        If there is no complete header, or its voxels lie in another file.
    """
    from nibabel.nifti1 import Nifti1Header
    from nibabel.nifti2 import Nifti2Header

    is_pair = head[344:348] == b"ni1\0" or head[4:7] == b"ni2"
    if is_pair:
        raise InputError(
            "The NIfTI header has its voxels in another file. Expected one .nii or "
            ".nii.gz file: convert the pair into one."
        )
    is_second = head[4:7] == b"n+2"
    kind: Any = Nifti2Header if is_second else Nifti1Header
    size = 540 if is_second else 348
    is_complete = len(head) >= size and (is_second or head[344:348] == b"n+1\0")
    if not is_complete:
        raise InputError(
            "The file has no complete NIfTI header. Expected a .nii or .nii.gz file: "
            "copy or export it again."
        )
    return kind(head[:size], check=False)


def layout_from_header(header: NiftiHeader, limits: NiftiLimits) -> NiftiLayout:
    """Return where the voxels lie in the file.

    Parameters
    ----------
    header : NiftiHeader
        As parsed.
    limits : NiftiLimits
        How large the file may be.

    Returns
    -------
    NiftiLayout
        Within the limits.

    Raises
    ------
    InputError
        If the voxels are not real numbers.
    GeometryError
        If the number of axes or a size makes no sense.
    LimitExceededError
        If a size is above its limit.
    """
    shape = _shape(header)
    dtype, offset = _dtype(header), _offset(header, limits)
    layout = NiftiLayout(shape=shape, dtype=dtype, offset=offset)
    _check_limits(layout, limits)
    if 1 < shape[3] < _FEWEST_GATES:
        raise GeometryError(
            f"The NIfTI file holds {shape[3]} volumes. They may be stress and rest, "
            "and nothing tells which: give one volume a file."
        )
    return layout


def _shape(header: NiftiHeader) -> tuple[int, int, int, int]:
    dims = [int(size) for size in header["dim"]]
    n_axes = dims[0]
    if not 3 <= n_axes <= 7 or any(size != 1 for size in dims[5 : n_axes + 1]):
        raise GeometryError(
            f"The NIfTI volume has {n_axes} axes. Expected 3, or 4 with gates: export "
            "one perfusion volume a file."
        )
    x, y, z = dims[1:4]
    n_gates = dims[4] if n_axes > 3 else 1
    if min(x, y, z, n_gates) < 1:
        raise GeometryError(
            f"The NIfTI volume has an axis without voxels: found {x} x {y} x {z} x "
            f"{n_gates}. Expected at least 1 each: export it again."
        )
    return x, y, z, n_gates


def _check_limits(layout: NiftiLayout, limits: NiftiLimits) -> None:
    *axes, n_gates = layout.shape
    n_voxels = layout.n_bytes // layout.dtype.itemsize // n_gates
    fits = (
        max(axes) <= limits.axis
        and n_gates <= limits.gates
        and n_voxels <= limits.voxels
        and layout.n_bytes <= limits.data_bytes
    )
    if not fits:
        found = " x ".join(str(size) for size in layout.shape)
        raise LimitExceededError(
            f"The NIfTI volume is too large: found {found}. Expected at most "
            f"{limits.axis} voxels an axis, {limits.voxels} in all, {limits.gates} "
            f"gates and {limits.data_bytes} bytes. Crop it, or export one gate or the "
            "sum."
        )


def _dtype(header: NiftiHeader) -> np.dtype[Any]:
    code = int(header["datatype"])
    try:
        dtype: np.dtype[Any] = header.get_data_dtype()
    except (KeyError, ValueError) as error:
        raise InputError(
            f"The NIfTI file has an unknown number type: found code {code}. Export it "
            "as 32-bit float."
        ) from error
    if dtype.kind not in "iuf" or dtype.itemsize > 8:
        raise InputError(
            "The NIfTI file does not hold real numbers: found type code "
            f"{code} (complex, colour or extended). Export it as 32-bit float."
        )
    return dtype


def _offset(header: NiftiHeader, limits: NiftiLimits) -> int:
    value = float(header["vox_offset"])
    # After the header, four bytes tell whether extensions follow.
    least = 4 + len(header.binaryblock)
    if not least <= value <= limits.offset_bytes:
        raise InputError(
            f"The NIfTI header places its voxels at byte {value:g}. Expected "
            f"{least} to {limits.offset_bytes}: export it again."
        )
    return int(value)


def lps_affine_from_header(
    header: NiftiHeader,
) -> tuple[AffineArray, tuple[Caution, ...]]:
    """Return the affine from (slice, row, column) to LPS millimetres.

    Parameters
    ----------
    header : NiftiHeader
        As parsed.

    Returns
    -------
    affine : (4, 4)
        For the array with its axes reversed to (z, y, x).
    cautions : tuple of Caution
        Where orientation or unit were not stated, or the slices are tilted.

    Raises
    ------
    GeometryError
        If the spacing or the directions make no sense.
    """
    unit = int(header["xyzt_units"]) & 7
    is_placed = int(header["qform_code"]) > 0 or int(header["sform_code"]) > 0
    cautions: tuple[Caution, ...] = () if is_placed else (ORIENTATION_ASSUMED,)
    if unit == 0:
        cautions = (*cautions, UNITS_ASSUMED)
    ras = _ras_affine(header)
    mm = _MM_PER_UNIT.get(unit)
    if ras is None or mm is None:
        raise GeometryError(
            "The NIfTI header places the volume in a way that makes no sense. "
            "Expected a valid qform or sform and a unit of length: export it again."
        )
    lps = np.diag([-mm, -mm, mm, 1.0]) @ ras
    affine = lps[:, [2, 1, 0, 3]]
    _check_affine(affine)
    if _is_oblique(affine):
        cautions = (*cautions, ORIENTATION_OBLIQUE)
    return affine, cautions


def _ras_affine(header: NiftiHeader) -> AffineArray | None:
    """Return the affine as the file has it, or None where it is no affine."""
    try:
        # What is no number is refused by the next check.
        with np.errstate(all="ignore"):
            ras: AffineArray = np.asarray(header.get_best_affine(), dtype=np.float64)
    except (ValueError, ArithmeticError):
        return None
    is_sound = np.all(np.isfinite(ras)) and float(np.max(np.abs(ras))) < _FAR
    return ras if is_sound else None


def _is_oblique(affine: AffineArray) -> bool:
    angles = [angle_between_deg(affine[:3, 0], axis) for axis in np.eye(3)]
    return min(min(angle, 180 - angle) for angle in angles) > _OBLIQUE_DEG


def _check_affine(affine: AffineArray) -> None:
    least, most = _VOXEL_MM
    size = voxel_size_mm(affine)
    if not np.all((size >= least) & (size <= most)):
        found = " x ".join(f"{edge:.3g}" for edge in size)
        raise GeometryError(
            f"The NIfTI voxels measure {found} mm. Expected {least:g} to {most:g} mm: "
            "check the spacing and the unit of length in its header."
        )
    directions = affine[:3, :3] / size
    if abs(float(np.linalg.det(directions))) < 0.9:
        raise GeometryError(
            "The axes of the NIfTI volume are not perpendicular. Expected a grid "
            "without shear: resample it and export it again."
        )
