"""Where a colour bar ends when its end has the colour of the background.

Most tables begin in black and most screens are black: without a frame, the lowest step
of a bar cannot be seen. A frame is looked for first; then the bar is continued as it
ran before.
"""

import numpy as np

from myomap.geometry import FloatArray
from myomap.records import PictureArray

__all__ = ["continued", "settled"]

_LONGEST_SHARE = 0.2
_NEARLY = 8.0
_HIDDEN = 12.0
_FRAME_PX = 3
_MIXED_ROWS = 3
_OFF_COURSE = 14.0
_LIGHTNESS = np.array([0.299, 0.587, 0.114])


def settled(line: FloatArray) -> FloatArray:
    """Return a bar's colours with its last rows as those before let expect.

    The last rows of a resized or compressed bar are mixed with what lies beyond.

    Parameters
    ----------
    line : (n, 3), 0 to 255
        Colours along the bar, the end in question last.

    Returns
    -------
    (n, 3), 0 to 255
        The last rows replaced if they leave the bar's course.

    Examples
    --------
    >>> ramp = np.repeat(np.arange(0.0, 200.0, 4.0)[:, None], 3, axis=1)
    >>> mixed = np.concatenate([ramp, [[90.0, 90.0, 90.0]]])
    >>> settled(mixed)[-1].tolist()
    [200.0, 200.0, 200.0]
    """
    n_inner = len(line) - _MIXED_ROWS
    reach = max(2, len(line) // 25)
    if n_inner <= reach + 1:
        return line
    slope = (line[n_inner - 1] - line[n_inner - 1 - reach]) / reach
    ahead = np.arange(1, _MIXED_ROWS + 1)[:, None]
    expected = np.clip(line[n_inner - 1] + ahead * slope, 0.0, 255.0)
    found = line[n_inner:]
    off = np.linalg.norm(found - expected, axis=1)
    leaves = off > _OFF_COURSE + 2.0 * np.linalg.norm(slope) * ahead[:, 0]
    if not leaves[-1]:
        return line
    first = int(np.argmax(leaves))
    kept = line.copy()
    kept[n_inner + first :] = expected[first:]
    return kept


def continued(
    line: FloatArray, beyond: PictureArray, background: FloatArray
) -> FloatArray:
    """Return a bar's colours with what is hidden beyond its last row.

    Parameters
    ----------
    line : (n, 3), 0 to 255
        Colours along the bar, the end in question last.
    beyond : (m, 3), uint8
        Colours of the rows after it, in the middle of the bar's width.
    background : (3,), 0 to 255
        Colour of the background.

    Returns
    -------
    (n or more, 3), 0 to 255
        As given, unless the rows beyond are of the background's colour and the bar
        runs towards it.

    Examples
    --------
    >>> ramp = np.repeat(np.arange(255.0, 6.0, -2.0)[:, None], 3, axis=1)
    >>> black = np.zeros((40, 3), np.uint8)
    >>> len(continued(ramp, black, np.zeros(3))) - len(ramp)
    4
    """
    n = len(line)
    after = beyond[: max(4, int(_LONGEST_SHARE * n))].astype(np.float64)
    if len(after) < 2 or np.linalg.norm(after[:2] - background, axis=1).max() > _NEARLY:
        return line
    frame = _frame_after(after, background)
    if frame is not None:
        return np.concatenate([line, after[:frame]])
    run = _last_run(line)
    if run is not None:
        # The last block may be a row longer than the one before: into its middle.
        is_next = _is_next_step(line[-1 - run - run // 2], line[-1], background)
        return _with_rows(line, background, run, is_flat=True) if is_next else line
    n_rows = _rows_to(line, background)
    if not 1 <= n_rows <= _LONGEST_SHARE * n:
        return line
    return _with_rows(line, background, n_rows, is_flat=False)


def _frame_after(after: FloatArray, background: FloatArray) -> int | None:
    """Return how many rows lie before a thin line, if there is one."""
    is_line = np.linalg.norm(after - background, axis=1) > 40.0
    if not is_line.any():
        return None
    start = int(np.argmax(is_line))
    rest = is_line[start:]
    thickness = int(np.argmin(rest)) if not rest.all() else len(rest)
    return start if thickness <= _FRAME_PX and len(rest) > thickness else None


def _last_run(line: FloatArray) -> int | None:
    """Return the length of the last flat block, if the bar consists of blocks."""
    jump = np.linalg.norm(np.diff(line, axis=0), axis=1)
    edges = np.flatnonzero(jump > max(8.0, 0.2 * float(jump.max())))
    if len(edges) < 3:
        return None
    edges = edges[np.r_[True, np.diff(edges) > 2]]
    if len(edges) < 3:
        return None
    last, before = len(line) - 1 - int(edges[-1]), int(edges[-1] - edges[-2])
    is_flat = jump[edges[-2] + 3 : edges[-1] - 2].sum() < 0.2 * jump[edges].mean()
    is_even = before >= 4 and 0.7 <= last / before <= 1.3
    return before if is_even and is_flat else None


def _is_next_step(before: FloatArray, last: FloatArray, next_color: FloatArray) -> bool:
    """Return whether a colour may follow two others: as far, and as much lighter."""
    step, further = last - before, next_color - last
    goes_on = (step @ _LIGHTNESS) * (further @ _LIGHTNESS) > 0
    length = float(np.linalg.norm(further))
    return bool(goes_on and 0 < length <= 1.8 * np.linalg.norm(step))


def _rows_to(line: FloatArray, background: FloatArray) -> int:
    """Return after how many more rows the bar has the background's colour."""
    reach = max(3, len(line) // 12)
    slope = (line[-1] - line[-1 - reach]) / reach
    missing = background - line[-1]
    length, speed = np.linalg.norm(missing), np.linalg.norm(slope)
    # More than the rows that look like the background cannot be hidden.
    is_hidden = 1.0 <= length <= _HIDDEN + 2.0 * speed
    if not is_hidden or speed < 1e-3 or slope @ missing < 0.8 * length * speed:
        return 0
    return round(float(length / speed))


def _with_rows(
    line: FloatArray, background: FloatArray, n_rows: int, *, is_flat: bool
) -> FloatArray:
    share = np.ones(n_rows) if is_flat else np.arange(1, n_rows + 1) / n_rows
    more = line[-1] * (1 - share[:, None]) + background * share[:, None]
    return np.concatenate([line, more])
