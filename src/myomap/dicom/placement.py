"""Where slices lie in the patient: header to affine.

The sign of Spacing Between Slices is the direction of stacking along the normal
row × column: positive when the next slice lies behind the first, negative when it
lies in front. For an axial slice seen from the feet *behind* is towards the head.
In real volumes with a negative spacing this puts liver and stomach below the heart.
"""

from dataclasses import dataclass

import numpy as np

from myomap.dicom.header import Header
from myomap.dicom.limits import MAX_SPACING_MM, MIN_SPACING_MM
from myomap.errors import DicomError, GeometryError, MissingAttributeError
from myomap.geometry import (
    LEFT,
    POSTERIOR,
    AffineArray,
    FloatArray,
    affine_from_axes,
    unit_vector,
)
from myomap.records import Caution

__all__ = [
    "Orientation",
    "Placement",
    "Spacing",
    "pixel_spacing",
    "read_orientation",
    "read_placement",
    "read_position",
]

_RIGHT_ANGLE_TOLERANCE = 0.02
_LARGEST_POSITION_MM = 1e5


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Orientation:
    """The directions of a frame.

    Parameters
    ----------
    row : (3,)
        Direction of the next row, LPS.
    column : (3,)
        Direction of the next column, LPS.
    """

    row: FloatArray
    column: FloatArray

    @property
    def normal(self) -> FloatArray:
        """(3,): where a slice behind the first one lies."""
        return np.cross(self.column, self.row)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spacing:
    """Distances of neighbouring voxels, mm.

    Parameters
    ----------
    slice_mm : float, mm
        Signed: negative when slices are stacked in front of the first one.
    row_mm, column_mm : float, mm
        Of neighbouring rows and of neighbouring columns.
    """

    slice_mm: float
    row_mm: float
    column_mm: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Placement:
    """How the slices of a volume lie.

    Parameters
    ----------
    spacing : Spacing
        Voxel distances.
    orientation : Orientation or None
        None when the header does not tell.
    position_mm : (3,), mm, or None
        Centre of the first voxel; None when the header does not tell.
    cautions : tuple of Caution
        What had to be assumed.
    """

    spacing: Spacing
    orientation: Orientation | None
    position_mm: FloatArray | None
    cautions: tuple[Caution, ...] = ()

    def patient_affine(self, shape: tuple[int, ...]) -> AffineArray:
        """Return the affine to LPS, taking standard axes where none are known.

        Parameters
        ----------
        shape : (slice, row, column)
            Size of the volume; one without a position is centred on zero.

        Returns
        -------
        (4, 4)
            Takes (slice, row, column) to millimetres.
        """
        known = self.orientation or Orientation(row=POSTERIOR, column=LEFT)
        sign = np.sign(self.spacing.slice_mm)
        steps = (
            abs(self.spacing.slice_mm),
            self.spacing.row_mm,
            self.spacing.column_mm,
        )
        axes = (sign * known.normal, known.row, known.column)
        affine = affine_from_axes(np.zeros(3), axes, steps)
        middle = affine[:3, :3] @ ((np.array(shape) - 1) / 2)
        affine[:3, 3] = -middle if self.position_mm is None else self.position_mm
        return affine + 0.0  # no negative zeros


def read_placement(header: Header) -> Placement:
    """Return how the slices lie, as far as the header tells.

    Parameters
    ----------
    header : Header
        Of the whole object.

    Returns
    -------
    Placement
        Spacing always; orientation and position where known. Some makers write
        both only into the item of the detector.

    Raises
    ------
    MissingAttributeError
        If a spacing is absent.
    GeometryError
        If spacing, directions or position make no sense.

    References
    ----------
    .. [1] DICOM PS3.3 C.8.4.11, C.8.4.15, C.7.6.2.1.1.
    """
    cautions: list[Caution] = []
    row_mm, column_mm = pixel_spacing(header)
    slice_mm = _slice_spacing(header, cautions)
    return Placement(
        spacing=Spacing(slice_mm=slice_mm, row_mm=row_mm, column_mm=column_mm),
        orientation=read_orientation(header),
        position_mm=read_position(header),
        cautions=tuple(cautions),
    )


def pixel_spacing(
    header: Header, least_mm: float = MIN_SPACING_MM
) -> tuple[float, float]:
    """Return the distances of neighbouring rows and of neighbouring columns.

    Parameters
    ----------
    header : Header
        Of the whole object.
    least_mm : float, mm
        Smallest distance that is possible; that of gamma cameras unless told.

    Returns
    -------
    row_mm, column_mm : float, mm
        Both within the limits.

    Raises
    ------
    MissingAttributeError
        If Pixel Spacing is absent.
    GeometryError
        If a value is zero, negative or absurd.
    """
    values = header.numbers("PixelSpacing")
    if not values:
        raise _missing("PixelSpacing")
    if len(values) != 2:
        raise DicomError(f"PixelSpacing has {len(values)} values; expected 2.")
    for value in values:
        _require_spacing("PixelSpacing", value, least_mm)
    return values[0], values[1]


def read_orientation(header: Header) -> Orientation | None:
    """Return the directions of the first frame, or None where they are absent.

    Parameters
    ----------
    header : Header
        Of the whole object.

    Returns
    -------
    Orientation or None
        Perpendicular unit vectors.

    Raises
    ------
    GeometryError
        If the directions are not perpendicular unit vectors.
    """
    values = _from_top_or_detector(header, "ImageOrientationPatient", 6)
    if values is None:
        return None
    column, row = np.array(values[:3]), np.array(values[3:])
    lengths = np.linalg.norm(column), np.linalg.norm(row)
    if (
        max(abs(length - 1) for length in lengths) > _RIGHT_ANGLE_TOLERANCE
        or abs(float(column @ row)) > _RIGHT_ANGLE_TOLERANCE
    ):
        raise GeometryError(
            "ImageOrientationPatient makes no sense: found directions of length "
            f"{lengths[0]:.3g} and {lengths[1]:.3g} with a cosine of "
            f"{float(column @ row):.3g}. Expected perpendicular unit vectors."
        )
    column = unit_vector(column)
    return Orientation(row=unit_vector(row - (row @ column) * column), column=column)


def read_position(header: Header) -> FloatArray | None:
    """Return where the centre of the first pixel lies, or None where it is absent.

    Parameters
    ----------
    header : Header
        Of the whole object.

    Returns
    -------
    (3,), mm, or None
        LPS.

    Raises
    ------
    GeometryError
        If it lies outside any room.
    """
    values = _from_top_or_detector(header, "ImagePositionPatient", 3)
    if values is None:
        return None
    if max(map(abs, values)) > _LARGEST_POSITION_MM:
        raise GeometryError(
            "ImagePositionPatient lies outside any room: expected at most "
            f"{_LARGEST_POSITION_MM:g} mm in each direction."
        )
    return np.array(values)


def _from_top_or_detector(
    header: Header, keyword: str, size: int
) -> tuple[float, ...] | None:
    for place in (header, *header.items("DetectorInformationSequence")[:1]):
        values = place.numbers(keyword)
        if values and len(values) != size:
            raise DicomError(f"{keyword} has {len(values)} values; expected {size}.")
        if values:
            return values
    return None


def _slice_spacing(header: Header, cautions: list[Caution]) -> float:
    between = header.number("SpacingBetweenSlices")
    if between is not None:
        _require_spacing("SpacingBetweenSlices", abs(between))
        return between
    thickness = header.number("SliceThickness")
    if thickness is None:
        raise _missing("SpacingBetweenSlices")
    _require_spacing("SliceThickness", thickness)
    cautions.append(
        Caution(
            code="slice-spacing-assumed",
            message="The header does not tell the distance of the slices; their "
            "thickness was taken for it.",
        )
    )
    return thickness


def _require_spacing(
    keyword: str, value: float, least_mm: float = MIN_SPACING_MM
) -> None:
    if not least_mm <= value <= MAX_SPACING_MM:
        raise GeometryError(
            f"{keyword} is out of range: found {value:g} mm, expected "
            f"{least_mm:g} to {MAX_SPACING_MM:g} mm. Correct the header or "
            "export the study again."
        )


def _missing(keyword: str) -> MissingAttributeError:
    return MissingAttributeError(
        f"{keyword} is missing or empty. The heart's size cannot be known without "
        "it: export the study again with its full header."
    )
