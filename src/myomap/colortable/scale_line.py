"""The line that a colour scale draws through colour space."""

from dataclasses import dataclass

import numpy as np

from myomap.colortable.color_scale import ColorScale
from myomap.geometry import FloatArray

__all__ = ["ScaleLine", "scale_line"]

# Points on the line lie no further apart than this, in units of 8-bit colour.
_SPACING = 1.5

# Of the way from one step to the next, and how far from their border this may lie.
_MIXED = 0.35
_MIXED_STEPS = 0.25


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class ScaleLine:
    """Points along a scale, close enough to stand for the line between them.

    Parameters
    ----------
    colors : (point, 3)
        Red, green, blue.
    low_percent, high_percent : (point,), percent
        What each point stands for.
    """

    colors: FloatArray
    low_percent: FloatArray
    high_percent: FloatArray

    @property
    def value_percent(self) -> FloatArray:
        """Middle of what each point stands for, in percent."""
        return (self.low_percent + self.high_percent) / 2


def scale_line(scale: ColorScale) -> ScaleLine:
    """Return the line through a scale's colours as points.

    A stretch of one colour becomes one point with an interval. Between the colours of
    a smooth scale lie more points; between two steps of a discrete one all points are
    of the border.

    Parameters
    ----------
    scale : ColorScale
        The scale.

    Returns
    -------
    ScaleLine
        From the lowest to the highest value.

    Examples
    --------
    >>> from myomap.colortable.color_scale import known_scale
    >>> line = scale_line(known_scale("pet-20-step"))
    >>> float(line.low_percent[0]), float(line.high_percent[0])
    (0.0, 5.078125)
    """
    colors = scale.colors.astype(np.float64)
    n = len(colors)
    starts = np.flatnonzero(np.r_[True, np.any(np.diff(colors, axis=0) != 0, axis=1)])
    low, high = 100.0 * starts / n, 100.0 * np.r_[starts[1:], n] / n
    flat = colors[starts]
    gap = np.linalg.norm(np.diff(flat, axis=0), axis=1)
    n_between = np.maximum(np.ceil(gap / _SPACING).astype(int) - 1, 0)
    owner = np.repeat(np.arange(len(gap)), n_between)
    first = np.cumsum(n_between) - n_between
    share = (np.arange(len(owner)) - first[owner] + 1.0) / (n_between[owner] + 1.0)
    between = flat[:-1][owner] * (1 - share[:, None]) + flat[1:][owner] * share[:, None]
    if scale.steps is None:
        # From the middle of a stretch's last entry to that of the next one's first.
        place, reach = high[:-1][owner] + (share - 0.5) * 100.0 / n, 0.0
    else:
        # Steps mix where they meet: in pictures that were resized.
        is_mixture = np.abs(share - 0.5) <= _MIXED
        between, owner = between[is_mixture], owner[is_mixture]
        place, reach = high[:-1][owner], _MIXED_STEPS * 100.0 / scale.steps
    lows, highs = np.r_[low, place - reach], np.r_[high, place + reach]
    order = np.argsort((lows + highs) / 2, kind="stable")
    return ScaleLine(
        colors=np.concatenate([flat, between])[order],
        low_percent=lows[order],
        high_percent=highs[order],
    )
