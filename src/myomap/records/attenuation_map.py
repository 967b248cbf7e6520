"""How strongly every point of the patient attenuates photons."""

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

__all__ = ["AttenuationMap"]

_LARGEST_PER_CM = 10.0


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class AttenuationMap:
    """Linear attenuation coefficients at the photopeak, and where they lie.

    Parameters
    ----------
    per_cm : (slice, row, column), float32, 1/cm
        Soft tissue has about 0.15 at 140 keV, lung 0.04.
    affine : (4, 4), millimetres
        Takes (slice, row, column) to the centre of that voxel in LPS.
    frame_of_reference_uid : str or None
        Of the coordinates, as DICOM names them; None when it is not known.

    Raises
    ------
    GeometryError
        If values are negative, not finite or impossibly large, or the affine is
        not a finite, invertible 4 x 4 matrix.

    Examples
    --------
    >>> import numpy as np
    >>> AttenuationMap(per_cm=np.full((2, 3, 3), 0.15), affine=np.diag([4.0, 4, 4, 1]))
    AttenuationMap(2 x 3 x 3, 4.00 x 4.00 x 4.00 mm, up to 0.150 1/cm)
    """

    per_cm: VolumeArray
    affine: AffineArray
    frame_of_reference_uid: str | None = None

    def __post_init__(self) -> None:
        per_cm = frozen_array(self.per_cm, np.float32)
        affine = frozen_array(self.affine, np.float64)
        require_shape("The attenuation map", per_cm, (None, None, None))
        require_shape("The map's affine", affine, (4, 4))
        require_finite("The attenuation map", per_cm)
        require_finite("The map's affine", affine)
        lowest, highest = float(per_cm.min()), float(per_cm.max())
        if lowest < 0 or highest > _LARGEST_PER_CM:
            raise GeometryError(
                f"The attenuation map is not in 1/cm: found {lowest:g} to "
                f"{highest:g}, expected values from 0 to about 0.3. Convert "
                "Hounsfield units first."
            )
        if abs(float(np.linalg.det(affine[:3, :3]))) < 1e-9:
            raise GeometryError(
                "The affine of the attenuation map is singular: found a voxel without "
                "extent. Expected three independent directions with a spacing above "
                "zero."
            )
        object.__setattr__(self, "per_cm", per_cm)
        object.__setattr__(self, "affine", affine)

    def __repr__(self) -> str:
        size = " x ".join(str(n) for n in self.per_cm.shape)
        voxel = " x ".join(f"{mm:.2f}" for mm in self.voxel_size_mm)
        highest = float(self.per_cm.max())
        return f"AttenuationMap({size}, {voxel} mm, up to {highest:.3f} 1/cm)"

    @property
    def voxel_size_mm(self) -> FloatArray:
        """(3,), mm: the voxel's edges along slice, row and column."""
        return voxel_size_mm(self.affine)
