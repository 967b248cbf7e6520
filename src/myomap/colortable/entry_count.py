"""How far apart two colours of a table are, counted in entries.

A table has 256 entries. In a picture that was neither compressed nor resized no other
colours are seen, and of a smooth map every entry is, between its lowest and its highest
value. So the *number* of different colours between two colours tells how far apart
their values are, whatever the colours are.
"""

import numpy as np
from numpy.typing import NDArray

from myomap.colortable.traced_curve import TracedCurve, nearest_place
from myomap.geometry import FloatArray
from myomap.records import MaskArray, PictureArray

__all__ = ["seen_entries", "value_by_entries"]

N_ENTRIES = 256
_LEAST_ENTRIES = 24
_ON_CURVE = 4.0
# A colour is an entry when it has this share of the pixels of the commonest colours
# around it and that many pixels, if the entries so found cover that share of the map.
_WAYS = ((0.05, 1.0, 0.99), (0.05, 2.0, 0.98), (0.25, 2.0, 0.85))
_MOST_ENTRIES = 258
# Blurring and resizing make many colours that are no entries, and few pixels of each.
_MOST_BETWEEN = 0.35
_MOST_RARE = 0.3
_RARE_PIXELS = 2
_MOST_MISSING = 0.25
# A gap this much wider than its neighbours holds entries that no pixel has.
_WIDE_GAP = 1.6
_WIDE_GAP_OF_SLOW = 2.6
_SLOW = 2.3
_NEIGHBOURS = 5


def seen_entries(colors: PictureArray, curve: TracedCurve) -> FloatArray | None:
    """Return where the entries of the table lie on the curve, if they can be told.

    Parameters
    ----------
    colors : (n, 3), uint8
        Colours of the map's pixels.
    curve : TracedCurve
        What they trace.

    Returns
    -------
    (k,), index of the curve's points, or None
        Growing; None when the picture's colours are no table's entries: compressed,
        or resized.
    """
    packed = colors.astype(np.uint32) @ np.array([65536, 256, 1], np.uint32)
    different, count = np.unique(packed, return_counts=True)
    channels = [different >> 16, different >> 8 & 255, different & 255]
    shown = np.stack(channels, axis=1).astype(np.float64)
    place, distance = nearest_place(shown, curve.colors)
    is_on_curve = distance < _ON_CURVE
    if np.mean(count[is_on_curve] <= _RARE_PIXELS) > _MOST_RARE:
        return None
    around = _usual_count(place, count, is_on_curve)
    for share, least, least_covered in _WAYS:
        is_entry = is_on_curve & (count >= np.maximum(share * around, least))
        covered = count[is_entry].sum() / max(count[is_on_curve].sum(), 1)
        n_entries = int(is_entry.sum())
        if n_entries <= _MOST_ENTRIES and covered >= least_covered:
            if n_entries < (1.0 - _MOST_BETWEEN) * np.count_nonzero(is_on_curve):
                return None
            # Two entries of a slow stretch may have one nearest point of the curve.
            places = np.sort(_between_points(shown[is_entry], place[is_entry], curve))
            return places if n_entries >= _LEAST_ENTRIES else None
    return None


def _between_points(
    colors: FloatArray, place: NDArray[np.intp], curve: TracedCurve
) -> FloatArray:
    """Return places on the line through the curve's points, not on points alone."""
    along = np.gradient(curve.colors, axis=0)
    squared = np.maximum(np.einsum("ij,ij->i", along, along), 1e-6)
    off = np.einsum("ij,ij->i", colors - curve.colors[place], along[place])
    moved = place + np.clip(off / squared[place], -0.5, 0.5)
    return np.asarray(np.clip(moved, 0.0, len(curve.colors) - 1.0), np.float64)


def _usual_count(
    place: NDArray[np.intp], count: NDArray[np.intp], is_on_curve: MaskArray
) -> FloatArray:
    """Return how many pixels the commonest colours around each colour have."""
    from scipy.ndimage import maximum_filter1d, uniform_filter1d

    highest = np.zeros(int(place.max()) + 1)
    np.maximum.at(highest, place[is_on_curve], count[is_on_curve])
    return np.asarray(uniform_filter1d(maximum_filter1d(highest, 9), 9)[place])


def value_by_entries(
    entries: FloatArray, n_points: int, spacing: float
) -> FloatArray | None:
    """Return the value of every point of a curve, its last point being the top.

    Parameters
    ----------
    entries : (k,), index of points
        Where entries were seen, growing.
    n_points : int
        Of the curve.
    spacing : float, units of 8-bit colour
        Between two points.

    Returns
    -------
    (n_points,), percent of the table's range, or None
        None when too many entries were not seen, or more than a table has were.

    Examples
    --------
    >>> value_by_entries(np.arange(128.0), 128, 1.0)[[0, -1]].round(1).tolist()
    [50.2, 99.8]
    """
    gap = np.diff(entries) * spacing
    usual = _running_quantile(gap)
    wide = np.where(usual < _SLOW, _WIDE_GAP_OF_SLOW, _WIDE_GAP)
    n_entries = np.where(gap > wide * usual, np.rint(gap / np.maximum(usual, 0.5)), 1.0)
    number = np.concatenate([[0.0], np.cumsum(n_entries)])
    if number[-1] > N_ENTRIES or number[-1] > (1 + _MOST_MISSING) * len(entries):
        return None
    value = 100.0 - (number[-1] - number + 0.5) * 100.0 / N_ENTRIES
    return np.asarray(np.interp(np.arange(n_points), entries, value), np.float64)


def _running_quantile(gap: FloatArray) -> FloatArray:
    padded = np.pad(gap, _NEIGHBOURS, mode="edge")
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * _NEIGHBOURS + 1)
    return np.asarray(np.median(windows, axis=1))
