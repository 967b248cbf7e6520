"""Slices along the heart's own axes: short, vertical long and horizontal long."""

from dataclasses import dataclass

import numpy as np

from myomap.geometry import FloatArray, affine_from_axes
from myomap.records import LongAxis, Volume
from myomap.ventricle.profiles import counts_at

__all__ = ["AxisSlices", "ReorientOptions", "axis_slices", "short_axis_volume"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReorientOptions:
    """Size of the reoriented volume.

    Parameters
    ----------
    half_width_mm : float, mm
        Half of the square that a short-axis slice shows, around the long axis.
    margin_mm : float, mm
        What is shown before the apex and behind the base.
    spacing_mm : float or None, mm
        Edge of the cubic voxels; None takes the source's finest edge.
    """

    half_width_mm: float = 64.0
    margin_mm: float = 30.0
    spacing_mm: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AxisSlices:
    """The three slices through the middle of the ventricle, as a reader sees them.

    Parameters
    ----------
    short : Volume
        One slice; anterior up, lateral right.
    vertical_long : Volume
        One slice; anterior up, apex right.
    horizontal_long : Volume
        One slice; apex up, lateral right.
    """

    short: Volume
    vertical_long: Volume
    horizontal_long: Volume


def short_axis_volume(
    volume: Volume, long_axis: LongAxis, options: ReorientOptions
) -> Volume:
    """Resample the volume into short-axis slices from apex to base.

    Parameters
    ----------
    volume : Volume
        In the frame the axis was found in.
    long_axis : LongAxis
        Apex and base.
    options : ReorientOptions
        Field of view and voxels.

    Returns
    -------
    Volume
        Slices from apex to base, rows to inferior, columns to lateral; its affine
        still leads to the patient, so nothing about the place is lost.
    """
    lateral, anterior, apical = long_axis.axes
    spacing = options.spacing_mm or float(volume.voxel_size_mm.min())
    n_across = 2 * int(np.ceil(options.half_width_mm / spacing)) + 1
    depth = long_axis.length_mm + 2 * options.margin_mm
    n_slices = int(np.ceil(depth / spacing)) + 1
    corner = (
        long_axis.apex_mm
        + options.margin_mm * apical
        + (n_across // 2) * spacing * (anterior - lateral)
    )
    affine = affine_from_axes(corner, [-apical, -anterior, lateral], [spacing] * 3)
    return _resampled(volume, affine, (n_slices, n_across, n_across))


def axis_slices(
    volume: Volume, long_axis: LongAxis, options: ReorientOptions
) -> AxisSlices:
    """Cut the three standard slices through the middle of the long axis.

    Parameters
    ----------
    volume : Volume
        In the frame the axis was found in.
    long_axis : LongAxis
        Apex and base.
    options : ReorientOptions
        Field of view and voxels; a spacing of None gives 1 mm for a smooth picture.

    Returns
    -------
    AxisSlices
        Each with its affine.
    """
    lateral, anterior, apical = long_axis.axes
    spacing = options.spacing_mm or 1.0
    middle = (long_axis.apex_mm + long_axis.base_mm) / 2
    n = 2 * int(np.ceil(options.half_width_mm / spacing)) + 1

    def cut(down: FloatArray, right: FloatArray) -> Volume:
        corner = middle - (n // 2) * spacing * (down + right)
        normal = np.cross(right, down)
        affine = affine_from_axes(corner, [normal, down, right], [spacing] * 3)
        return _resampled(volume, affine, (1, n, n))

    return AxisSlices(
        short=cut(-anterior, lateral),
        vertical_long=cut(-anterior, apical),
        horizontal_long=cut(-apical, lateral),
    )


def _resampled(
    volume: Volume, affine: FloatArray, shape: tuple[int, int, int]
) -> Volume:
    """Return the counts on another grid, linearly interpolated."""
    index = np.stack(
        np.meshgrid(*(np.arange(n) for n in shape), indexing="ij"), axis=-1
    )
    points = index @ affine[:3, :3].T + affine[:3, 3]
    return Volume(
        counts=counts_at(volume, points).astype(np.float32),
        affine=affine,
        frame=volume.frame,
    )
