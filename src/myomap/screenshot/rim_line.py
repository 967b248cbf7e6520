"""A line drawn along the rim: the disc ends in its middle.

The outline that `fit_rim` finds is where the background ends, which is the outer edge
of such a line. Its width is measured where its colour is told from the disc's.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from myomap.records import Picture
from myomap.screenshot.ray_samples import FloatArray, ray_colors
from myomap.screenshot.rim import Rim, ray_angles

__all__ = ["line_width_px"]

_STEP_PX: Final = 0.25
_CONTRAST: Final = 30.0
_SPREAD: Final = 30.0
"""A line has one colour, blurred at most; less of a spread than the disc inside."""

_LEAST_RAYS: Final = 24
_INKS: Final = np.array([[255.0] * 3, [0.0] * 3, [128.0] * 3, [255.0, 255.0, 0.0]])


def line_width_px(picture: Picture, rim: Rim) -> float:
    """Return the width of a line of one colour along the rim; 0 if there is none.

    Parameters
    ----------
    picture : Picture
        Where the disc lies.
    rim : Rim
        Where the background ends.

    Returns
    -------
    float, pixels
        The median over the rays on which the line stands out.
    """
    radius = rim.ellipse.mean_radius
    depth = float(np.clip(0.09 * radius, 3.0, 9.0))
    inwards = np.arange(-1.5, depth + _STEP_PX, _STEP_PX)
    place = rim.ellipse.points(1 - inwards[None, :] / radius, ray_angles()[:, None])
    colors = ray_colors(picture, place)
    within = colors[:, -3:].mean(axis=1)
    off = _off_the_blend(colors, rim.background.astype(np.float64), within)
    reachable = inwards < depth - 1.0
    peak = np.argmax(np.where(reachable, off, -1), axis=1)
    rays = np.arange(len(off))
    stands_out = off[rays, peak] > _CONTRAST
    if stands_out.sum() < _LEAST_RAYS or stands_out.mean() < 0.3:
        return 0.0
    line, inner = colors[rays, peak][stands_out], within[stands_out]
    middle = np.median(line, axis=0)
    width = _inner_edges(colors[stands_out], inner, middle, inwards)
    typical = float(np.median(width))
    uneven = float(np.subtract(*np.percentile(width, [75, 25])))
    has_own_color = _spread(line) <= min(_SPREAD, 0.4 * _spread(inner))
    is_thin = stands_out.mean() > 0.8 and typical < 2.4 and uneven < 0.65
    if not (has_own_color or is_thin) or not _is_of_ink(line, inner):
        return 0.0
    return typical if typical < max(3.5, 0.03 * radius) else 0.0


def _is_of_ink(line: FloatArray, inner: FloatArray) -> bool:
    """Return whether an ink, mixed with the disc's colours, gives the line's.

    A line thinner than a pixel shows its ink nowhere. Its colours still lie between
    the ink and the disc's own, which differ from ray to ray.
    """
    change = line - inner
    size = np.linalg.norm(change, axis=1) + 1e-6
    for ink in _INKS:
        towards = ink - inner
        length = np.maximum((towards**2).sum(axis=1), 1e-6)
        share = np.clip((change * towards).sum(axis=1) / length, 0, 1)
        beside = np.linalg.norm(change - share[:, None] * towards, axis=1)
        if np.median(beside / size) < 0.3 and np.median(share) > 0.25:
            return True
    return False


def _spread(colors: FloatArray) -> float:
    """Return the typical distance of colours from their median, 0 to 255."""
    middle = np.median(colors, axis=0)
    return float(np.median(np.abs(colors - middle).max(axis=1)))


def _off_the_blend(
    colors: FloatArray, background: FloatArray, within: FloatArray
) -> FloatArray:
    """Return how far colours lie from the blends of background and disc.

    A smoothed rim without a line shows nothing but such blends.
    """
    along = within - background
    length = np.maximum((along**2).sum(axis=1), 1e-6)
    share = ((colors - background) * along[:, None]).sum(axis=2) / length[:, None]
    nearest = background + np.clip(share, 0, 1)[..., None] * along[:, None]
    away: FloatArray = np.abs(colors - nearest).max(axis=2)
    return away


def _inner_edges(
    colors: FloatArray, within: FloatArray, line: FloatArray, inwards: FloatArray
) -> NDArray[np.float64]:
    """Return per ray the depth at which the line's colour has half gone."""
    along = line - within
    length = np.maximum((along**2).sum(axis=1), 1e-6)
    share = ((colors - within[:, None]) * along[:, None]).sum(axis=2) / length[:, None]
    rays = np.arange(len(colors))
    shallow = np.where(inwards < inwards[-1] * 0.8, share, -np.inf)
    peak = np.argmax(shallow, axis=1)
    half = 0.5 * share[rays, peak]
    after = np.arange(share.shape[1]) > peak[:, None]
    below = after & (share < half[:, None])
    first = np.where(below.any(axis=1), np.argmax(below, axis=1), share.shape[1] - 1)
    high, low = share[rays, first - 1], share[rays, first]
    part = np.clip((high - half) / np.maximum(high - low, 1e-6), 0, 1)
    edge: NDArray[np.float64] = inwards[first - 1] + part * _STEP_PX
    return edge
