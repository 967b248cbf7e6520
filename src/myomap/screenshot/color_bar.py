"""Colour bars on a picture.

A bar is a rectangle, long and narrow, of one colour across and many along. Whether one
is the scale of a disc is not decided here: its colours must hold those of the disc.
"""

from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from myomap.geometry import FloatArray
from myomap.records import MaskArray, Picture, PictureArray
from myomap.screenshot.bar_ends import continued, settled
from myomap.screenshot.disc import Disc
from myomap.screenshot.exactness import background

__all__ = ["ColorBar", "find_color_bars"]

BarWay: TypeAlias = Literal["up", "right"]
Box: TypeAlias = tuple[int, int, int, int]

_LEAST_ACROSS_PX = 4
_LEAST_ALONG_PX = 16
_LEAST_ALONG = 0.6
_LEAST_SLENDERNESS = 2.2
_SAME_ACROSS = 32
_GAP_ROWS = 5
_LEAST_COLORS = 4
_MOST_BARS = 6
_SIDE_PX = 4
_OTHER = 25.0
_SIDE_SHARE = 0.6
_PLAIN_SHARE = 0.85
_MOST_TURNING_BACK = 0.15
_FRAME_ROWS = 3
_TRACE = 35.0


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class ColorBar:
    """The colours of a bar.

    Parameters
    ----------
    colors : (n, 3), uint8
        One a pixel along the bar: from the bottom up, or from left to right.
    way : str
        "up" or "right".
    box_px : left, top, right, bottom, pixels
        Of the bar without its frame; the last two are its last pixels.
    """

    colors: PictureArray
    way: BarWay
    box_px: Box


def find_color_bars(picture: Picture, disc: Disc) -> tuple[ColorBar, ...]:
    """Return what may be colour bars.

    Parameters
    ----------
    picture : Picture
        The whole picture.
    disc : Disc
        The disc itself is left out.

    Returns
    -------
    tuple of ColorBar
        The longest first; few of them are bars.
    """
    least = min(disc.radius_px)
    # A bar is never much thinner than a twentieth of a disc.
    stride = max(1, int(least / 100))
    rgb = picture.rgb[::stride, ::stride]
    outside = _outside(picture, disc)[::stride, ::stride]
    shortest = max(_LEAST_ALONG_PX, int(_LEAST_ALONG * least / stride))
    bars = [
        ColorBar(colors=colors[::-1], way="up", box_px=box)
        for colors, box in _upright_bars(rgb, outside, shortest)
    ]
    for colors, box in _upright_bars(rgb.swapaxes(0, 1), outside.T, shortest):
        turned = box[1], box[0], box[3], box[2]
        bars.append(ColorBar(colors=colors, way="right", box_px=turned))
    return tuple(
        replace(bar, box_px=_scaled(bar.box_px, stride))
        for bar in sorted(bars, key=lambda bar: -len(bar.colors))[:_MOST_BARS]
    )


def _scaled(box: Box, by: int) -> Box:
    left, top, right, bottom = box
    return left * by, top * by, right * by, bottom * by


def _outside(picture: Picture, disc: Disc) -> MaskArray:
    rows, columns = np.ogrid[: picture.rgb.shape[0], : picture.rgb.shape[1]]
    (x, y), (across, up) = disc.centre_px, disc.radius_px
    outside: MaskArray = ((columns - x) / across) ** 2 + ((rows - y) / up) ** 2 > 1.05
    return outside


def _upright_bars(
    rgb: PictureArray, may_be: MaskArray, shortest: int
) -> list[tuple[PictureArray, Box]]:
    """Return colours from the top down and the box of what looks like upright bars."""
    colors = rgb.astype(np.int16)
    is_even = np.zeros(may_be.shape, bool)
    step = np.all(np.abs(np.diff(colors, axis=1)) <= _SAME_ACROSS, axis=2)
    # A pixel whose both neighbours in its row are like it.
    is_even[:, 1:-1] = step[:, 1:] & step[:, :-1]
    common, is_background = background(rgb)
    is_even &= may_be & ~is_background
    is_even = ndimage.binary_closing(is_even, np.ones((_GAP_ROWS, 1), bool))
    # Ticks, numbers and letters hang on a bar: only what goes on for long is kept.
    is_even = _long_runs(is_even, shortest // 2)
    labels, _ = ndimage.label(is_even)
    found = []
    for index, place in enumerate(ndimage.find_objects(labels), start=1):
        if place[0].stop - place[0].start < shortest:
            continue
        box = _core(labels[place] == index, (place[0], place[1]), shortest)
        if box is None or not _has_sides(rgb, box):
            continue
        line, top, bottom = _without_frame(_line_of(rgb, box), box[1], common)
        if _n_colors(line) >= _LEAST_COLORS:
            framed = (box[1] < top, bottom < box[3])
            box = box[0], top, box[2], bottom
            line = settled(settled(line)[::-1])[::-1]
            line = _whole(rgb, line, box, framed, common)
            if _turns_back(line) < _MOST_TURNING_BACK:
                found.append((np.round(line).astype(np.uint8), box))
    return found


def _whole(
    rgb: PictureArray,
    line: FloatArray,
    box: Box,
    framed: tuple[bool, bool],
    common: FloatArray,
) -> FloatArray:
    """Return a bar's colours with ends that look like the background."""
    left, top, right, bottom = box
    column = (left + right) // 2
    if not framed[1]:
        line = continued(line, rgb[bottom + 1 :, column], common)
    if not framed[0]:
        line = continued(line[::-1], rgb[:top, column][::-1], common)[::-1]
    return line


def _turns_back(line: FloatArray) -> float:
    """Return which share of a bar's rows has a colour that it has far away again."""
    rows = np.linspace(0, len(line) - 1, min(60, len(line))).astype(int)
    colors = line[rows]
    distance = np.linalg.norm(colors[:, None] - colors[None], axis=2)
    apart = np.abs(np.subtract.outer(rows, rows)) > 0.25 * len(line)
    return float(np.mean(np.any((distance < 10.0) & apart, axis=1)))


def _core(part: MaskArray, place: tuple[slice, slice], shortest: int) -> Box | None:
    """Return the rectangle within a part, without ticks and corners of a frame."""
    columns = _widest_run(part.mean(axis=0) >= 0.7)
    if len(columns) < _LEAST_ACROSS_PX - 2:
        return None
    left, right = int(columns[0]), int(columns[-1])
    rows = np.flatnonzero(part[:, left : right + 1].mean(axis=1) >= 0.6)
    if len(rows) < shortest:
        return None
    top, bottom = int(rows[0]), int(rows[-1])
    height, width = bottom - top + 1, right - left + 1
    is_full = part[top : bottom + 1, left : right + 1].mean() >= 0.9
    if not is_full or height < _LEAST_SLENDERNESS * width:
        return None
    down, along = place[0].start, place[1].start
    return left + along, top + down, right + along, bottom + down


def _has_sides(rgb: PictureArray, box: Box) -> bool:
    """Return whether a plain background lies left and right of a rectangle."""
    left, top, right, bottom = box
    inner = _line_of(rgb, box)
    others, plain = [1.0], [0.0]
    for column in (left - _SIDE_PX, right + _SIDE_PX):
        if 0 <= column < rgb.shape[1]:
            beside = rgb[top : bottom + 1, column].astype(np.float64)
            usual = np.median(beside, axis=0)
            others.append(float(np.mean(_distances(beside, inner) > _OTHER)))
            plain.append(float(np.mean(_distances(beside, usual) < _OTHER)))
    # Ticks and numbers stand on one side at most.
    return min(others) >= _SIDE_SHARE and max(plain) >= _PLAIN_SHARE


def _distances(first: FloatArray, second: FloatArray) -> FloatArray:
    return np.asarray(np.linalg.norm(first - second, axis=1), np.float64)


def _long_runs(mask: MaskArray, length: int) -> MaskArray:
    """Return the pixels that are part of an upright run of at least a length."""
    height = len(mask)
    row = np.arange(height)[:, None]
    before = np.maximum.accumulate(np.where(mask, -1, row), axis=0)
    after = np.minimum.accumulate(np.where(mask, height, row)[::-1], axis=0)[::-1]
    is_long: MaskArray = mask & (after - before - 1 >= length)
    return is_long


def _widest_run(is_in: MaskArray) -> NDArray[np.intp]:
    """Return the longest unbroken run of indices."""
    indices = np.flatnonzero(is_in)
    runs = np.split(indices, np.flatnonzero(np.diff(indices) > 1) + 1)
    return max(runs, key=len)


def _line_of(rgb: PictureArray, box: Box) -> FloatArray:
    """Return the median colour of every row, of the middle half of the width."""
    left, top, right, bottom = box
    cut = (right - left + 1) // 4
    strip = rgb[top : bottom + 1, left + cut : right + 1 - cut]
    return np.asarray(np.median(strip, axis=1), np.float64)


def _without_frame(
    line: FloatArray, start: int, common: FloatArray
) -> tuple[FloatArray, int, int]:
    """Cut the rows of a frame off both ends."""
    jump = np.linalg.norm(np.diff(line, axis=0), axis=1)
    is_jump = jump > 6.0 * float(np.median(jump)) + 30.0
    first = _outer_rows(is_jump, line, common)
    last = len(line) - _outer_rows(is_jump[::-1], line[::-1], common)
    kept = line[first:last].copy()
    # The row before a border is mixed with it where the picture was resized.
    if first > 0 and len(kept) > 2:
        kept[0] = kept[1]
    if last < len(line) and len(kept) > 2:
        kept[-1] = kept[-2]
    return kept, start + first, start + last - 1


def _outer_rows(is_jump: MaskArray, line: FloatArray, common: FloatArray) -> int:
    """Return how many rows at the start are a frame or traces around the bar."""
    # Compression leaves traces of the bar in the background before it.
    is_trace = _distances(line, np.broadcast_to(common, line.shape)) < _TRACE
    n_traces = int(np.argmin(is_trace)) if not is_trace.all() else 0
    first = 0
    for k in range(min(max(_FRAME_ROWS, n_traces + 1), len(is_jump) // 6)):
        if is_jump[k]:
            first = k + 1
    return first


def _n_colors(line: FloatArray) -> int:
    packed: NDArray[np.int64] = np.round(line / 12.0).astype(np.int64)
    return len(np.unique(packed, axis=0))
