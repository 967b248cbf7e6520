"""The colours of what lies behind the discs: large, flat, few."""

from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from myomap.records import Picture

__all__ = ["MIN_SHARE", "ColorVector", "background_colors"]

ColorVector: TypeAlias = NDArray[np.float32]
"""(3,), red, green and blue, 0 to 255."""

MAX_COLORS: Final = 6
MIN_SHARE: Final = 0.004
"""Of the picture's pixels; black boxes around small discs add up over a screen."""

_FLAT: Final = 6
_ALIKE: Final = 22.0
_BITS: Final = 5


def background_colors(picture: Picture) -> tuple[ColorVector, ...]:
    """Return the colours that large flat parts of a picture have.

    A station lays its discs on black, grey or white, sometimes on boxes of one colour
    in a page of another. Which colour surrounds a disc is told by its rim; here are
    the candidates. A colour inside a disc may be among them and does no harm.

    Parameters
    ----------
    picture : Picture
        Any.

    Returns
    -------
    tuple of (3,), 0 to 255
        At most six, the commonest first; empty where nothing is flat.
    """
    rgb = picture.rgb[::2, ::2].astype(np.int16)
    if min(rgb.shape[:2]) < 3:
        return ()
    down = np.abs(rgb[1:, :-1] - rgb[:-1, :-1]).max(axis=2)
    across = np.abs(rgb[:-1, 1:] - rgb[:-1, :-1]).max(axis=2)
    flat = rgb[:-1, :-1][np.maximum(down, across) <= _FLAT]
    bins = flat >> (8 - _BITS)
    code = (bins[:, 0] << (2 * _BITS)) | (bins[:, 1] << _BITS) | bins[:, 2]
    n_bins = 1 << (3 * _BITS)
    count = np.bincount(code, minlength=n_bins).astype(np.float64)
    sums = np.zeros((n_bins, 3))
    for c in range(3):
        sums[:, c] = np.bincount(code, weights=flat[:, c], minlength=n_bins)
    return _commonest(count, sums, MIN_SHARE * rgb.shape[0] * rgb.shape[1])


def _commonest(
    count: NDArray[np.float64], sums: NDArray[np.float64], least: float
) -> tuple[ColorVector, ...]:
    """Return mean colours of the fullest bins, each with its neighbourhood."""
    used = np.flatnonzero(count)
    count, mean = count[used], sums[used] / count[used, None]
    found: list[ColorVector] = []
    while len(found) < MAX_COLORS and count.size:
        top = int(np.argmax(count))
        near = np.abs(mean - mean[top]).max(axis=1) <= _ALIKE
        if count[near].sum() < least:
            break
        found.append(mean[top].astype(np.float32))
        count, mean = count[~near], mean[~near]
    return tuple(found)
