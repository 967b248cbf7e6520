"""The order that a disc's own colours suggest.

Colours of one table lie along a curve through colour space. The shortest tree that
joins them follows the curve, and the longest way through the tree runs from one end of
it to the other. How far along that way a colour lies is its place, whatever the table;
only the direction stays unknown. It serves to judge whether a disc looks like a map,
not to read values.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from myomap.geometry import FloatArray

__all__ = ["color_places"]

_STEP: Final = 16
_MOST_COLORS: Final = 70
_LEAST_SHARE: Final = 0.0012


def color_places(
    colors: FloatArray, within: NDArray[np.bool_]
) -> tuple[FloatArray, FloatArray] | None:
    """Return where the colours of a picture lie on their own curve.

    Parameters
    ----------
    colors : (row, column, 3), 0 to 255
        The picture.
    within : (row, column), bool
        What belongs to the disc.

    Returns
    -------
    rank : (row, column), 0 to 1
        Share of the disc's pixels whose colours come before this one.
    place : (row, column), 0 to 1
        Length of the curve up to this colour.

    Notes
    -----
    None, if there are fewer than three colours.
    """
    from scipy.sparse.csgraph import dijkstra, minimum_spanning_tree

    palette = _palette(colors[within])
    if len(palette) < 3:
        return None
    apart = np.linalg.norm(palette[:, None] - palette[None], axis=2)
    # Zero would mean no link; two colours of a palette are never that close.
    tree = minimum_spanning_tree(apart + 1e-3)
    ways = dijkstra(tree, directed=False)
    start = int(np.argmax(ways.max(axis=1)))
    place = ways[start] / ways[start].max()
    # The nearest colour has the smallest square of a distance, less a term of its own.
    flat = colors.reshape(-1, 3).astype(np.float32)
    halves = (palette**2).sum(axis=1).astype(np.float32) / 2
    nearest = np.argmin(halves - flat @ palette.T.astype(np.float32), axis=1)
    nearest = nearest.reshape(within.shape)
    count = np.bincount(nearest[within], minlength=len(palette))
    order = np.argsort(place)
    upto = np.cumsum(count[order])
    rank = np.empty(len(palette))
    rank[order] = (upto - count[order] / 2) / max(int(upto[-1]), 1)
    return rank[nearest], place[nearest]


def _palette(colors: FloatArray) -> FloatArray:
    """Return the mean colours of the fullest cells of colour space."""
    code = (colors // _STEP).astype(np.int64) @ np.array([256, 16, 1])
    _, cell, count = np.unique(code, return_inverse=True, return_counts=True)
    fullest = np.argsort(-count, kind="stable")[:_MOST_COLORS]
    kept = fullest[count[fullest] >= max(3.0, _LEAST_SHARE * len(colors))]
    sums = [np.bincount(cell, weights=colors[:, c]) for c in range(3)]
    mean: FloatArray = (np.stack(sums, axis=1) / count[:, None])[kept]
    return mean
