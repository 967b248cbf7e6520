"""The curve that the colours of a smooth picture trace in colour space.

A smooth map shown in a table holds the table's colours and no others, and neighbours
in the picture are neighbours on the table. So the colours are gathered in cells of
colour space, cells that touch in the picture are joined, and the longest of the
shortest ways through them is the table's curve, from one end to the other.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from myomap.colortable.table import ColorArray
from myomap.geometry import FloatArray
from myomap.records import MaskArray

__all__ = ["TracedCurve", "trace_curve"]

LabelArray = NDArray[np.intp]

_CELL_SIZES = (6, 8, 10, 12, 14, 17, 20, 24, 28)
_MOST_CELLS = 260
_LEAST_SHARE = 0.0006
_LEAST_PIXELS = 3
_REACHES_PX = (1, 2)
# Cells are joined when they touch this often, as a share of the smaller one's pixels.
_LEAST_TOUCHING = 0.01
_SPACING = 6.0
_N_ROUNDS = 3
_MOST_COLORS = 6000
_BESIDE = 15.0


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class TracedCurve:
    """Colours along a curve, equally far apart, in no known direction.

    Parameters
    ----------
    colors : (n, 3), 0 to 255
        From one end to the other.
    beside : float, 0 to 1
        Share of the picture's colours that lie far from the curve.
    distance : float, units of 8-bit colour
        Median distance of the picture's colours to the curve.
    """

    colors: FloatArray
    beside: float
    distance: float


def trace_curve(rgb: ColorArray, is_map: MaskArray) -> TracedCurve | None:
    """Return the curve that a picture's colours trace.

    Parameters
    ----------
    rgb : (row, column, 3), uint8
        The picture.
    is_map : (row, column), bool
        Which pixels belong to a smooth map.

    Returns
    -------
    TracedCurve or None
        None when there are too few colours to make a curve.

    Examples
    --------
    >>> ramp = np.repeat(np.arange(256, dtype=np.uint8)[:, None], 3, axis=1)
    >>> curve = trace_curve(np.tile(ramp[None], (9, 1, 1)), np.ones((9, 256), bool))
    >>> sorted(curve.colors[[0, -1], 0].round(-1).tolist())
    [0.0, 250.0]
    """
    colors, count, labels = _cells(rgb, is_map)
    if len(colors) < 4:
        return None
    way = colors[_longest_way(colors, count, _touching(labels, len(colors)))]
    shown = rgb[is_map].astype(np.float64)
    shown = shown[:: max(1, len(shown) // _MOST_COLORS)]
    for _ in range(_N_ROUNDS):
        way = _centred(way, shown)
    way = equally_spaced(way, _SPACING / 4)
    distance = nearest_place(shown, way)[1]
    return TracedCurve(
        colors=way,
        beside=float(np.mean(distance > _BESIDE)),
        distance=float(np.median(distance)),
    )


def nearest_place(
    colors: FloatArray, line: FloatArray
) -> tuple[LabelArray, FloatArray]:
    """Return the nearest point of a line for every colour, and its distance.

    Parameters
    ----------
    colors : (n, 3), 0 to 255
        Colours.
    line : (m, 3), 0 to 255
        Points along the line.

    Returns
    -------
    index : (n,)
        Of the nearest point.
    distance : (n,), units of 8-bit colour
        To it.
    """
    from scipy.spatial import KDTree

    distance, index = KDTree(line).query(colors)
    return np.asarray(index, np.intp), np.asarray(distance, np.float64)


def equally_spaced(line: FloatArray, spacing: float) -> FloatArray:
    """Return points on a line, equally far apart along it.

    Parameters
    ----------
    line : (m, 3)
        Points to go through.
    spacing : float
        About how far apart; at least eight points are returned.

    Returns
    -------
    (n, 3)
        Both ends included.

    Examples
    --------
    >>> len(equally_spaced(np.array([[0.0, 0, 0], [100, 0, 0]]), 10))
    11
    """
    lengths = np.linalg.norm(np.diff(line, axis=0), axis=1)
    place = np.concatenate([[0.0], np.cumsum(lengths)])
    wanted = np.linspace(0.0, place[-1], max(8, round(place[-1] / spacing) + 1))
    return np.stack([np.interp(wanted, place, line[:, c]) for c in range(3)], axis=1)


def _cells(
    rgb: ColorArray, is_map: MaskArray
) -> tuple[FloatArray, FloatArray, LabelArray]:
    """Return the mean colours of cells, their pixels' number, every pixel's cell."""
    shown = rgb[is_map].astype(np.intp)
    least = max(_LEAST_PIXELS, _LEAST_SHARE * len(shown))
    for size in _CELL_SIZES:
        packed = (shown // size) @ np.array([4096, 64, 1])
        _, index, count = np.unique(packed, return_inverse=True, return_counts=True)
        is_kept = count >= least
        if is_kept.sum() <= _MOST_CELLS:
            break
    n = len(count)
    total = [np.bincount(index, shown[:, c], n) for c in range(3)]
    number = np.where(is_kept, np.cumsum(is_kept) - 1, -1)
    labels = np.full(is_map.shape, -1, np.intp)
    labels[is_map] = number[index]
    mean = np.stack(total, axis=1) / count[:, None]
    return mean[is_kept], count[is_kept].astype(np.float64), labels


def _touching(labels: LabelArray, n_cells: int) -> FloatArray:
    """Return how often pixels of two cells are neighbours."""
    touching = np.zeros((n_cells, n_cells))
    for reach in _REACHES_PX:
        for first, second in (
            (labels[:, :-reach], labels[:, reach:]),
            (labels[:-reach], labels[reach:]),
        ):
            is_known = (first >= 0) & (second >= 0)
            pair = first[is_known] * n_cells + second[is_known]
            counted = np.bincount(pair, minlength=n_cells**2)
            touching += counted.reshape(n_cells, n_cells)
    return touching + touching.T


def _longest_way(
    colors: FloatArray, count: FloatArray, touching: FloatArray
) -> LabelArray:
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import dijkstra

    apart = np.linalg.norm(colors[:, None] - colors[None], axis=2)
    least = np.maximum(2.0, _LEAST_TOUCHING * np.minimum.outer(count, count))
    # Squares make many short hops cheaper than one long one.
    cost = np.where((touching >= least) & (apart > 0), apart**2, 0.0)
    _join_parts(cost, apart, count)
    way, before = dijkstra(csr_array(cost), directed=False, return_predecessors=True)
    start, end = np.unravel_index(int(np.argmax(way)), way.shape)
    found = [int(end)]
    while found[-1] != start:
        found.append(int(before[start, found[-1]]))
    return np.array(found, np.intp)


def _join_parts(cost: FloatArray, apart: FloatArray, count: FloatArray) -> None:
    """Join what nothing joins at its nearest cells, the largest part first."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    n_parts, part = connected_components(csr_array(cost), directed=False)
    while n_parts > 1:
        largest = int(np.argmax(np.bincount(part, count)))
        inside, outside = (
            np.flatnonzero(part == largest),
            np.flatnonzero(part != largest),
        )
        between = apart[np.ix_(inside, outside)]
        i, j = np.unravel_index(int(np.argmin(between)), between.shape)
        first, second = inside[i], outside[j]
        cost[first, second] = cost[second, first] = max(apart[first, second] ** 2, 1e-6)
        part[part == part[second]] = largest
        n_parts -= 1


def _centred(way: FloatArray, shown: FloatArray) -> FloatArray:
    """Move a line's points to the middle of the colours around them."""
    way = equally_spaced(way, _SPACING)
    fine = equally_spaced(way, _SPACING / 4)
    index, distance = nearest_place(shown, fine)
    is_near = distance < max(12.0, 3.0 * float(np.median(distance)))
    place = index[is_near] * (len(way) - 1) / (len(fine) - 1)
    nearest = np.rint(place).astype(np.intp)
    count = np.bincount(nearest, minlength=len(way))
    total = [np.bincount(nearest, shown[is_near, c], len(way)) for c in range(3)]
    is_seen = count >= 3
    if is_seen.sum() < 4:
        return way
    return np.asarray((np.stack(total, 1) / np.maximum(count, 1)[:, None])[is_seen])
