"""Whether the volume shows the whole ventricle."""

import numpy as np

from myomap.geometry import apply_affine
from myomap.records import Caution, Surface, Volume

__all__ = ["border_cautions", "share_outside"]

LARGEST_SHARE = 0.02
"""A corner of the base may stick out of tightly cut short-axis slices."""


def share_outside(volume: Volume, surface: Surface) -> float:
    """Return which share of a surface lies outside of the outermost voxel centres.

    Parameters
    ----------
    volume : Volume
        The grid.
    surface : Surface
        In the volume's millimetres; each of its points counts once.

    Returns
    -------
    float, 0 to 1
        0 when the volume shows all of it.
    """
    to_index = np.asarray(np.linalg.inv(volume.affine), np.float64)
    index = apply_affine(to_index, surface.points_mm)
    last = np.array(volume.counts.shape) - 1
    is_outside = np.any((index < 0) | (index > last), axis=-1)
    return float(is_outside.mean())


def border_cautions(volume: Volume, epicardium: Surface) -> tuple[Caution, ...]:
    """Return a caution when the ventricle's wall crosses the border of the volume.

    A wall that is cut looks like one with a defect, or leads to the axis of what is
    left of it.

    Parameters
    ----------
    volume : Volume
        What the ventricle was found in.
    epicardium : Surface
        Its outer edge.

    Returns
    -------
    tuple of Caution
        One, or none when the volume shows the wall.
    """
    share = share_outside(volume, epicardium)
    if share <= LARGEST_SHARE:
        return ()
    return (
        Caution(
            code="contour-border",
            message=(
                f"The volume ends inside the wall: {100 * share:.0f} % of its outer "
                "edge lies beyond the border. Check that the heart is all in the "
                "field of view."
            ),
        ),
    )
