"""Whether a picture holds the colours that were drawn, or what compression left."""

import numpy as np

from myomap.geometry import FloatArray
from myomap.records import MaskArray, PictureArray

__all__ = ["background", "is_untouched"]

# Compression and sharpening leave colours a little off around everything drawn.
_NEARLY = 5
_NEARLY_SHARE = 0.02


def is_untouched(rgb: PictureArray) -> bool:
    """Return whether the background has one colour and no traces of compression.

    Parameters
    ----------
    rgb : (row, column, 3), uint8
        A picture with a plain background.

    Returns
    -------
    bool
        False of compressed pictures and of most that were resized.

    Examples
    --------
    >>> is_untouched(np.zeros((20, 30, 3), np.uint8))
    True
    """
    return _is_exact(_largest_difference(rgb, _common(rgb)))


def background(rgb: PictureArray) -> tuple[FloatArray, MaskArray]:
    """Return the colour that the picture's edge has most, and its pixels.

    The end of a bar may be nearly that colour: of a picture that was not compressed
    only the very same colour is the background.

    Parameters
    ----------
    rgb : (row, column, 3), uint8
        The picture.

    Returns
    -------
    color : (3,), 0 to 255
        Of the background.
    is_background : (row, column), bool
        Where it is seen.
    """
    common = _common(rgb)
    largest = _largest_difference(rgb, common)
    limit = 0 if _is_exact(largest) else _NEARLY
    is_background: MaskArray = largest <= limit
    return common.astype(np.float64), is_background


def _common(rgb: PictureArray) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    edge = np.concatenate([rgb[0], rgb[-1], rgb[:, 0], rgb[:, -1]]).astype(np.uint32)
    packed = edge @ np.array([65536, 256, 1], np.uint32)
    colors, count = np.unique(packed, return_counts=True)
    most = int(colors[np.argmax(count)])
    return np.array([most >> 16, most >> 8 & 255, most & 255], np.int16)


def _largest_difference(
    rgb: PictureArray, common: np.ndarray[tuple[int], np.dtype[np.int16]]
) -> np.ndarray[tuple[int, int], np.dtype[np.int16]]:
    distance = np.abs(rgb.astype(np.int16) - common)
    # Faster than the maximum along a short axis.
    largest: np.ndarray[tuple[int, int], np.dtype[np.int16]] = np.maximum(
        np.maximum(distance[..., 0], distance[..., 1]), distance[..., 2]
    )
    return largest


def _is_exact(largest: np.ndarray[tuple[int, int], np.dtype[np.int16]]) -> bool:
    n_nearly = np.count_nonzero((largest > 0) & (largest <= _NEARLY))
    return bool(n_nearly < _NEARLY_SHARE * np.count_nonzero(largest == 0))
