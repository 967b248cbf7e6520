"""A CT of the patient, from which attenuation can be known."""

from dataclasses import dataclass

import numpy as np

from myomap.errors import GeometryError
from myomap.geometry import AffineArray, FloatArray, voxel_size_mm
from myomap.records.arrays import (
    VolumeArray,
    frozen_array,
    require_finite,
    require_shape,
)

__all__ = ["CtVolume"]

_HU_RANGE = (-1024.0, 32767.0)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class CtVolume:
    """Hounsfield units on a grid, with the affine that places it in the patient.

    It is no `Volume`: nothing in it is uptake, and no ventricle may be looked for.

    Parameters
    ----------
    hounsfield : (slice, row, column), float32, HU
        Air has -1000, water 0.
    affine : (4, 4), millimetres
        Takes (slice, row, column) to the centre of that voxel in LPS.
    frame_of_reference_uid : str or None
        Of the coordinates, as DICOM names them; None when it is not known.

    Raises
    ------
    GeometryError
        If values are not finite or cannot be Hounsfield units, or the affine is not
        a finite, invertible 4 x 4 matrix.

    Examples
    --------
    >>> import numpy as np
    >>> CtVolume(hounsfield=np.zeros((2, 3, 3)), affine=np.diag([5.0, 2, 2, 1]))
    CtVolume(2 x 3 x 3, 5.00 x 2.00 x 2.00 mm, 0 to 0 HU)
    """

    hounsfield: VolumeArray
    affine: AffineArray
    frame_of_reference_uid: str | None = None

    def __post_init__(self) -> None:
        hounsfield = frozen_array(self.hounsfield, np.float32)
        affine = frozen_array(self.affine, np.float64)
        require_shape("The CT", hounsfield, (None, None, None))
        require_shape("The affine of the CT", affine, (4, 4))
        require_finite("The CT", hounsfield)
        require_finite("The affine of the CT", affine)
        lowest, highest = float(hounsfield.min()), float(hounsfield.max())
        if lowest < _HU_RANGE[0] or highest > _HU_RANGE[1]:
            raise GeometryError(
                f"The CT is not in Hounsfield units: found {lowest:g} to {highest:g}, "
                f"expected values from {_HU_RANGE[0]:g} to {_HU_RANGE[1]:g}. Apply "
                "the rescaling of its header."
            )
        if abs(float(np.linalg.det(affine[:3, :3]))) < 1e-9:
            raise GeometryError(
                "The affine of the CT is singular: found a voxel without extent. "
                "Expected three independent directions with a spacing above zero."
            )
        object.__setattr__(self, "hounsfield", hounsfield)
        object.__setattr__(self, "affine", affine)

    def __repr__(self) -> str:
        size = " x ".join(str(n) for n in self.hounsfield.shape)
        voxel = " x ".join(f"{mm:.2f}" for mm in self.voxel_size_mm)
        lowest, highest = self.hounsfield.min(), self.hounsfield.max()
        return f"CtVolume({size}, {voxel} mm, {lowest:.0f} to {highest:.0f} HU)"

    @property
    def voxel_size_mm(self) -> FloatArray:
        """(3,), mm: the voxel's edges along slice, row and column."""
        return voxel_size_mm(self.affine)
