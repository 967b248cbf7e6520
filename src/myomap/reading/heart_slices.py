"""Slices of the heart as pages and reports draw them, stress and rest alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from myomap.errors import GeometryError
from myomap.geometry import AffineArray, voxel_size_mm
from myomap.reading.journey import StateReading
from myomap.reading.slice_contours import ContourLine, slice_contours
from myomap.reading.wall_voxels import NOT_WALL, wall_samples
from myomap.records import (
    N_ANGLES,
    N_RINGS,
    Frame,
    LongAxis,
    State,
    Ventricle,
    Volume,
    VolumeArray,
    frozen_array,
    require_finite,
    require_shape,
)
from myomap.ventricle import ReorientOptions, short_axis_volume
from myomap.ventricle.drawing import wall_reference

__all__ = ["SLICE_MM", "HeartSlices", "heart_slices"]

SLICE_MM: Final = 3.0
"""Edge of the cubic voxels: half of a usual voxel, and one for all patients, so that
slices of two studies lie beside each other as they are."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class HeartSlices:
    """A volume in the heart's own frame, with contours and the wall.

    Slice k of stress and slice k of rest lie equally far from their apex.

    Parameters
    ----------
    counts : (slice, row, column), float32, counts in any scale
        Slices from apex to base, rows to inferior, columns to lateral. A vertical long
        axis slice is ``counts[:, :, column]``, a horizontal one ``counts[:, row, :]``.
    affine : (4, 4), mm
        Takes (slice, row, column) to LPS millimetres.
    is_placed : bool
        Whether those are the patient's millimetres; False where the source does not
        tell where its slices lie, and the affine only holds their sizes.
    reference_counts : float, counts
        The 99th percentile on the mid-wall: 100 % of this state's slices.
    long_axis : LongAxis
        Mid-wall apex and the middle of the valve plane, in the affine's millimetres.
    radius_mm : float, mm
        Mid-wall radius where the ventricle is widest.
    contours : tuple of ContourLine
        Of endo- and epicardium, in index coordinates of these voxels.
    wall_sample : (slice, row, column), int16
        72 ring + angle where the wall is, -1 elsewhere.

    Raises
    ------
    GeometryError
        If shapes differ, values are not finite, or a sample is none of the map's.
    """

    counts: VolumeArray
    affine: AffineArray
    is_placed: bool
    reference_counts: float
    long_axis: LongAxis
    radius_mm: float
    contours: tuple[ContourLine, ...]
    wall_sample: NDArray[np.int16]

    def __post_init__(self) -> None:
        counts = frozen_array(self.counts, np.float32)
        affine = frozen_array(self.affine, np.float64)
        samples = frozen_array(self.wall_sample, np.int16)
        require_shape("The slices", counts, (None, None, None))
        require_shape("The slices' affine", affine, (4, 4))
        require_shape("The slices' wall", samples, counts.shape)
        require_finite("The slices", counts)
        require_finite("The slices' affine", affine)
        require_finite(
            "The slices' reference and radius",
            np.array([self.reference_counts, self.radius_mm]),
        )
        lowest, highest = int(samples.min()), int(samples.max())
        if lowest < NOT_WALL or highest >= N_RINGS * N_ANGLES:
            raise GeometryError(
                f"The slices' wall names samples that no map has: found {lowest} to "
                f"{highest}, expected -1 to {N_RINGS * N_ANGLES - 1}."
            )
        object.__setattr__(self, "counts", counts)
        object.__setattr__(self, "affine", affine)
        object.__setattr__(self, "wall_sample", samples)

    def __repr__(self) -> str:
        size = " x ".join(str(n) for n in self.counts.shape)
        return f"HeartSlices({size}, {len(self.contours)} lines)"

    @property
    def voxel_mm(self) -> tuple[float, float, float]:
        """Edges of a voxel along slice, row and column, mm."""
        slices, rows, columns = voxel_size_mm(self.affine)
        return float(slices), float(rows), float(columns)


def heart_slices(states: Mapping[State, StateReading]) -> dict[State, HeartSlices]:
    """Return the slices of every state that has a ventricle.

    Parameters
    ----------
    states : mapping of State to StateReading
        Of one patient.

    Returns
    -------
    dict of State to HeartSlices
        Of one size: the apex lies in the same slice of both.
    """
    found = {
        state: each.ventricle
        for state, each in states.items()
        if each.ventricle is not None
    }
    if not found:
        return {}
    longest = max(each.long_axis.length_mm for each in found.values())
    return {
        state: _slices(ventricle, longest, is_placed=_is_placed(states[state]))
        for state, ventricle in found.items()
    }


def _is_placed(state: StateReading) -> bool:
    used = state.reconstructed.volume_input if state.reconstructed else state.source
    return isinstance(used.data, Volume) and used.data.frame is Frame.PATIENT


def _slices(ventricle: Ventricle, longest_mm: float, *, is_placed: bool) -> HeartSlices:
    axis = ventricle.long_axis
    direction = (axis.base_mm - axis.apex_mm) / axis.length_mm
    drawn = LongAxis(
        apex_mm=axis.apex_mm, base_mm=axis.apex_mm + longest_mm * direction
    )
    volume = short_axis_volume(
        ventricle.volume, drawn, ReorientOptions(spacing_mm=SLICE_MM)
    )
    n_slices, n_rows, n_columns = volume.counts.shape
    shape = (n_slices, n_rows, n_columns)
    return HeartSlices(
        counts=volume.counts,
        affine=volume.affine,
        is_placed=is_placed,
        reference_counts=wall_reference(ventricle),
        long_axis=axis,
        radius_mm=_radius_mm(ventricle),
        contours=slice_contours(ventricle, volume.affine, shape),
        wall_sample=wall_samples(ventricle, volume.affine, shape),
    )


def _radius_mm(ventricle: Ventricle) -> float:
    """Return the mean distance of the mid-wall from the axis, where it is largest."""
    lateral, anterior, _ = ventricle.long_axis.axes
    beside = ventricle.midwall.points_mm - ventricle.long_axis.apex_mm
    distance = np.hypot(beside @ lateral, beside @ anterior)
    return float(distance.mean(axis=1).max())
