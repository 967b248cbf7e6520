"""Discs of one screen are equally large, and so is the line along their rims.

A rim that is partly lost in the background looks smaller than it is. Where another
disc of the screen has its whole rim, its size is taken and only the centre is fitted.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from myomap.records import Picture
from myomap.screenshot.ray_samples import Ellipse
from myomap.screenshot.rim import Rim, fit_rim
from myomap.screenshot.rim_line import line_width_px

__all__ = ["are_equal", "evened_sizes"]

_ALIKE: Final = 0.09
_WHOLE: Final = 0.97
_POOR: Final = 0.75
_POOR_ALIKE: Final = 0.25


def are_equal(one: Ellipse, other: Ellipse, share: float = _ALIKE) -> bool:
    """Return whether two outlines are equally large.

    Parameters
    ----------
    one, other : Ellipse
        The outlines.
    share : float
        By how much their radii may differ.

    Returns
    -------
    bool
        True if both their widths and their heights agree.
    """
    across = abs(np.log(one.across / other.across))
    up = abs(np.log(one.up / other.up))
    return bool(max(across, up) < share)


def evened_sizes(
    picture: Picture, rims: Sequence[Rim]
) -> tuple[tuple[Rim, Ellipse], ...]:
    """Return outlines of discs up to the map's own end, of one size a group.

    Parameters
    ----------
    picture : Picture
        Where they lie.
    rims : sequence of Rim
        Polar discs.

    Returns
    -------
    tuple of (Rim, Ellipse)
        In the order given: what was seen, and the disc's own outline.
    """
    evened = []
    for rim in rims:
        group = _group_of(rim, rims)
        resized = _resized(picture, rim, group)
        widths = [line_width_px(picture, other) for other in group]
        line_px = float(np.median(widths))
        evened.append((resized, resized.ellipse.grown(-0.5 * line_px)))
    return tuple(evened)


def _group_of(rim: Rim, rims: Sequence[Rim]) -> list[Rim]:
    """Return the discs that should be as large as a rim, itself among them.

    The size of a poorly seen rim says little: well seen ones may differ more.
    """
    return [
        other
        for other in rims
        if are_equal(rim.ellipse, other.ellipse)
        or (
            rim.seen < _POOR < other.seen
            and are_equal(rim.ellipse, other.ellipse, _POOR_ALIKE)
        )
    ]


def _resized(picture: Picture, rim: Rim, group: Sequence[Rim]) -> Rim:
    """Return a rim with the size of the best seen ones of its group."""
    best = max(other.seen for other in group)
    models = [other.ellipse for other in group if other.seen >= min(best, _WHOLE)]
    across = float(np.median([ellipse.across for ellipse in models]))
    up = float(np.median([ellipse.up for ellipse in models]))
    model = Ellipse(x=rim.ellipse.x, y=rim.ellipse.y, across=across, up=up)
    if len(group) == 1 or are_equal(rim.ellipse, model, 0.002):
        return rim
    again = fit_rim(picture, model, rim.background, keeps_size=True)
    if again is None or again.seen < 0.6 * rim.seen:
        return rim
    return replace(again, sharpness=rim.sharpness)
