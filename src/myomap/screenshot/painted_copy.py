"""Whether one disc shows the map of another, painted over in part.

What is painted has one colour; all else is the same. Another patient's map, or the same
one without its defect, differs in many.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import ndimage

from myomap.records import MaskArray
from myomap.screenshot.disc_patch import PATCH_X, PATCH_Y
from myomap.screenshot.ray_samples import FloatArray

__all__ = ["PaintedCopy", "is_painted_over", "painted_copy"]

_INSIDE: Final = np.hypot(PATCH_X, PATCH_Y) < 0.9
_AROUND: Final = 9
_LEAST_PAINTED: Final = 0.004
_FEWEST_CHANGED: Final = 100
_CLEARLY: Final = 40.0
_CLOSE: Final = 24.0
_LEAST_FLAT: Final = 0.55


@dataclass(frozen=True, slots=True, kw_only=True)
class PaintedCopy:
    """How two discs differ, if the other is the one painted over in part.

    Compression changes single pixels; another map changes whole neighbourhoods one way.

    Parameters
    ----------
    distance : float, 0 to 255
        Typical, where the other is not painted.
    is_painted : bool
        Whether the other has more of the paint's colour than the one.
    n_changed : int
        Pixels that differ clearly, edges left out.
    n_flat : int
        How many of these have the commonest colour of the other among them.
    """

    distance: float
    is_painted: bool
    n_changed: int
    n_flat: int


def painted_copy(one: FloatArray, other: FloatArray) -> PaintedCopy:
    """Return how two discs differ, if the other is the one painted over in part.

    Parameters
    ----------
    one, other : (row, column, 3), 0 to 255
        Patches of two discs. The paint is the other's commonest colour.

    Returns
    -------
    PaintedCopy
        At a distance of 255 where nearly all of the other is paint.
    """
    colors = other[_INSIDE]
    paint = _commonest(colors)
    bare, was_bare = (
        _INSIDE & (np.abs(disc - paint).max(axis=2) > 14) for disc in (other, one)
    )
    n_painted = np.count_nonzero(was_bare) - np.count_nonzero(bare)
    n_changed, n_flat = _changed(one, other)
    return PaintedCopy(
        distance=_distance(one, other, bare),
        is_painted=bool(n_painted > _LEAST_PAINTED * len(colors)),
        n_changed=n_changed,
        n_flat=n_flat,
    )


def is_painted_over(pairs: Sequence[PaintedCopy]) -> bool:
    """Return whether what differs is one colour, and not another patient's uptake.

    Parameters
    ----------
    pairs : sequence of PaintedCopy
        Of one screen, so of one paint.

    Returns
    -------
    bool
        True also where hardly anything differs: nothing had to be painted.
    """
    n_changed = sum(each.n_changed for each in pairs)
    if n_changed < _FEWEST_CHANGED:
        return True
    return sum(each.n_flat for each in pairs) > _LEAST_FLAT * n_changed


def _distance(one: FloatArray, other: FloatArray, bare: MaskArray) -> float:
    if np.count_nonzero(bare) < 0.02 * np.count_nonzero(_INSIDE):
        return 255.0
    difference = np.where(bare[..., None], one - other, 0.0)
    share = ndimage.uniform_filter(bare.astype(np.float64), _AROUND)
    around = ndimage.uniform_filter(difference, (_AROUND, _AROUND, 1))
    apart = np.abs(around).max(axis=2) / np.maximum(share, 1e-3)
    return float(np.median(apart[bare])) + 0.1


def _changed(one: FloatArray, other: FloatArray) -> tuple[int, int]:
    """Return how many pixels differ clearly, and how many of them in one colour."""
    differs = _INSIDE & (np.abs(one - other).max(axis=2) > _CLEARLY)
    colors = other[ndimage.binary_erosion(differs)]
    if not len(colors):
        return 0, 0
    paint = _commonest(colors)
    n_flat = np.count_nonzero(np.abs(colors - paint).max(axis=1) <= _CLOSE)
    return len(colors), int(n_flat)


def _commonest(colors: FloatArray) -> FloatArray:
    codes = (colors // 12).astype(np.int64) @ np.array([1024, 32, 1])
    _, first, count = np.unique(codes, return_index=True, return_counts=True)
    commonest: FloatArray = colors[first[np.argmax(count)]]
    return commonest
