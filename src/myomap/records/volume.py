"""A volume of counts, and where its voxels lie."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from myomap.errors import GeometryError
from myomap.geometry import AffineArray, FloatArray, apply_affine, voxel_size_mm
from myomap.records.arrays import (
    VolumeArray,
    frozen_array,
    require_finite,
    require_shape,
)
from myomap.records.vocabulary import Frame

__all__ = ["Volume"]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class Volume:
    """Counts on a grid, with the affine that places the grid in the patient.

    Parameters
    ----------
    counts : (slice, row, column), float32, counts in any scale
        Only ratios inside one volume mean anything: stations scale a volume by its
        own maximum.
    affine : (4, 4), millimetres
        Takes (slice, row, column) to the centre of that voxel in `frame`; for
        `Frame.PATIENT`, LPS.
    frame : Frame
        What the affine refers to.

    Raises
    ------
    GeometryError
        If the counts are not a finite three-dimensional array or the affine is
        not a finite, invertible 4 x 4 matrix.

    Examples
    --------
    >>> import numpy as np
    >>> volume = Volume(counts=np.ones((2, 3, 3)), affine=np.diag([4.0, 4, 4, 1]))
    >>> volume
    Volume(2 x 3 x 3, 4.00 x 4.00 x 4.00 mm, patient)
    """

    counts: VolumeArray
    affine: AffineArray
    frame: Frame = Frame.PATIENT

    def __post_init__(self) -> None:
        counts = frozen_array(self.counts, np.float32)
        affine = frozen_array(self.affine, np.float64)
        require_shape("The volume", counts, (None, None, None))
        require_shape("The affine", affine, (4, 4))
        require_finite("The volume", counts)
        require_finite("The affine", affine)
        if abs(float(np.linalg.det(affine[:3, :3]))) < 1e-9:
            raise GeometryError(
                "The affine of the volume is singular: found a voxel without extent. "
                "Expected three independent directions with a spacing above zero."
            )
        object.__setattr__(self, "counts", counts)
        object.__setattr__(self, "affine", affine)

    def __repr__(self) -> str:
        size = " x ".join(str(n) for n in self.counts.shape)
        voxel = " x ".join(f"{mm:.2f}" for mm in self.voxel_size_mm)
        return f"Volume({size}, {voxel} mm, {self.frame.value})"

    @property
    def voxel_size_mm(self) -> FloatArray:
        """(3,), mm: the voxel's edges along slice, row and column."""
        return voxel_size_mm(self.affine)

    @property
    def centre_mm(self) -> FloatArray:
        """(3,), mm: the middle of the grid."""
        middle = (np.array(self.counts.shape) - 1) / 2
        return apply_affine(self.affine, middle)

    def with_counts(self, counts: ArrayLike) -> "Volume":
        """Return the same grid with other counts of the same shape.

        Parameters
        ----------
        counts : (slice, row, column)
            The new values.

        Returns
        -------
        Volume
            With this volume's affine and frame.

        Raises
        ------
        GeometryError
            If the shape differs.
        """
        array = np.asarray(counts, dtype=np.float32)
        require_shape("The new counts", array, self.counts.shape)
        return replace(self, counts=array)
