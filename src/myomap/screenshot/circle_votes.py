"""Where round outlines may lie: every piece of outline votes for its centre.

An outline is where a background colour ends. Each of its pixels knows which way is
inwards, and votes for the points that lie a radius away. Where many votes meet is the
centre of a disc, however much of its rim is hidden. Sizes are taken octave by octave,
each on a picture reduced so far that its radii are 12 to 26 pixels.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from myomap.screenshot.background import ColorVector

__all__ = ["CircleGuess", "halved", "round_outlines"]

_RADII: Final = np.arange(12, 27)
_BIN: Final = 2.0
_LEAST_SHARE: Final = 0.26
_MAX_RADIUS_PX: Final = 640.0
_FAINT: Final = 10.0
_STRONG: Final = 30.0
_MAX_OUTLINE: Final = 60_000
_MAX_GUESSES: Final = 24
_MOST_KEPT: Final = 48

SoftMask = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class CircleGuess:
    """A circle that may be the outline of a disc.

    Parameters
    ----------
    x, y, radius : float, pixels
        Of the whole picture, good to a few pixels of the reduced one.
    share : float
        About which share of the outline voted for it.
    """

    x: float
    y: float
    radius: float
    share: float


def halved(array: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return means of 2 x 2 pixels.

    Parameters
    ----------
    array : (row, column, ...)
        An odd last row or column is left out.

    Returns
    -------
    (row, column, ...)
        Of half the size.
    """
    rows, cols = array.shape[0] // 2 * 2, array.shape[1] // 2 * 2
    even = array[:rows, :cols]
    mean: NDArray[np.float32] = (
        even[0::2, 0::2] + even[1::2, 0::2] + even[0::2, 1::2] + even[1::2, 1::2]
    ) * np.float32(0.25)
    return mean


def round_outlines(
    half: NDArray[np.float32], background: ColorVector
) -> tuple[CircleGuess, ...]:
    """Return circles that the outlines of a picture's foreground speak for.

    Parameters
    ----------
    half : (row, column, 3), 0 to 255
        The picture at half its size: from `halved`.
    background : (3,), 0 to 255
        Colour behind the discs.

    Returns
    -------
    tuple of CircleGuess
        The best first.
    """
    distance = np.abs(half - background).max(axis=2)
    mask = np.clip((distance - _FAINT) / (_STRONG - _FAINT), 0.0, 1.0)
    kept: list[CircleGuess] = []
    guesses = list(_of_all_sizes(mask.astype(np.float32)))
    for guess in sorted(guesses, key=lambda guess: -guess.share):
        if len(kept) < _MOST_KEPT and not any(_is_same(guess, k) for k in kept):
            kept.append(guess)
    return tuple(kept)


def _is_same(one: CircleGuess, other: CircleGuess) -> bool:
    reach = 0.08 * other.radius
    return (
        abs(one.x - other.x) < reach
        and abs(one.y - other.y) < reach
        and abs(one.radius - other.radius) < reach
    )


def _of_all_sizes(mask: SoftMask) -> Iterator[CircleGuess]:
    scale = 2.0
    while min(mask.shape) >= 12 and scale * _RADII[0] <= _MAX_RADIUS_PX:
        for x, y, radius, share in _peaks(mask):
            yield CircleGuess(
                x=(x + 0.5) * scale - 0.5,
                y=(y + 0.5) * scale - 0.5,
                radius=radius * scale,
                share=share,
            )
        mask = halved(mask)
        scale *= 2.0


def _outline(mask: SoftMask) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return places (n, 2) of the outline's pixels and unit vectors inwards, (x, y)."""
    padded = np.pad(mask, 1, mode="edge")
    inside = padded >= 0.5
    outside_near = (
        ~inside[:-2, 1:-1] | ~inside[2:, 1:-1] | ~inside[1:-1, :-2] | ~inside[1:-1, 2:]
    )
    rows, cols = np.nonzero(inside[1:-1, 1:-1] & outside_near)
    if rows.size > _MAX_OUTLINE:
        return np.zeros((0, 2), np.float32), np.zeros((0, 2), np.float32)
    smooth = ndimage.gaussian_filter(mask, 1.2, truncate=2.5)
    up = ndimage.correlate1d(smooth, [-1, 0, 1], axis=0)[rows, cols]
    right = ndimage.correlate1d(smooth, [-1, 0, 1], axis=1)[rows, cols]
    slope = np.hypot(right, up)
    kept = slope > 0.04
    places = np.stack([cols[kept], rows[kept]], axis=1).astype(np.float32)
    inwards = np.stack([right[kept], up[kept]], axis=1) / slope[kept, None]
    return places, inwards.astype(np.float32)


def _peaks(mask: SoftMask) -> Iterator[tuple[float, float, float, float]]:
    """Yield x, y, radius and share of the outline for every place of many votes."""
    places, inwards = _outline(mask)
    if len(places) < _RADII[0]:
        return
    # Centres may lie a little outside: such discs are cut, and told so later.
    margin = int(_RADII[-1])
    n_rows = int((mask.shape[0] + 2 * margin) / _BIN) + 2
    n_cols = int((mask.shape[1] + 2 * margin) / _BIN) + 2
    votes = np.empty((len(_RADII), n_rows, n_cols), np.float32)
    for index, radius in enumerate(_RADII):
        centre = (places + radius * inwards + margin) / _BIN
        cell = centre.astype(np.int64)
        flat = np.bincount(cell[:, 1] * n_cols + cell[:, 0], minlength=n_rows * n_cols)
        counted = flat.reshape(n_rows, n_cols).astype(np.float32)
        votes[index] = ndimage.uniform_filter(counted, 3, mode="constant")
        votes[index] *= 9 / (5.66 * radius)
    for layer, row, col in _summits(votes):
        guess = (
            float((col + 0.5) * _BIN - margin),
            float((row + 0.5) * _BIN - margin),
            float(_RADII[layer]),
        )
        settled = _settled(guess, places, inwards)
        if settled is not None:
            yield settled


def _summits(votes: NDArray[np.float32]) -> Iterator[tuple[int, int, int]]:
    """Yield indices of the highest cells, each the highest of its neighbourhood."""
    cells = np.stack(np.nonzero(votes >= _LEAST_SHARE), axis=1)
    order = np.argsort(-votes[tuple(cells.T)], kind="stable")
    cells = cells[order]
    for _ in range(_MAX_GUESSES):
        if len(cells) == 0:
            return
        top = cells[0]
        yield int(top[0]), int(top[1]), int(top[2])
        cells = cells[(np.abs(cells - top) > (3, 2, 2)).any(axis=1)]


def _settled(
    guess: tuple[float, float, float],
    places: NDArray[np.float32],
    inwards: NDArray[np.float32],
) -> tuple[float, float, float, float] | None:
    """Return x, y, radius and share after moving to one ring of the outline.

    A cell of the votes is wide enough to sum two rings of one disc, and then lies
    between them.
    """
    x, y, radius = guess
    to_centre = np.array([x, y], np.float32) - places
    away = np.hypot(to_centre[:, 0], to_centre[:, 1])
    near = np.abs(away - radius) < 0.3 * radius + 2
    places, inwards = places[near], inwards[near]
    n_votes = 0
    for reach in (2.5, 1.8, 1.3):
        to_centre = np.array([x, y], np.float32) - places
        away = np.hypot(to_centre[:, 0], to_centre[:, 1])
        facing = (to_centre * inwards).sum(axis=1) > 0.85 * away
        if n_votes == 0:
            radius = _fullest(away[facing], radius)
        chosen = facing & (np.abs(away - radius) < reach)
        n_votes = int(chosen.sum())
        if n_votes < 10:
            return None
        out = -to_centre[chosen] / away[chosen, None]
        basis = np.concatenate([out, np.ones((n_votes, 1), np.float32)], axis=1)
        normal = basis.T @ basis + 1e-3 * np.eye(3)
        move = np.linalg.solve(normal, basis.T @ (away[chosen] - radius))
        x, y, radius = x + move[0], y + move[1], radius + move[2]
    return float(x), float(y), float(radius), n_votes / (5.66 * float(radius))


def _fullest(away: NDArray[np.float32], radius: float) -> float:
    """Return the distance at which most of the outline lies, for its length."""
    if away.size == 0:
        return radius
    start = float(away.min())
    count = np.bincount(((away - start) / 0.5).astype(np.int64)).astype(float)
    centres = start + 0.25 + 0.5 * np.arange(count.size)
    smooth = ndimage.gaussian_filter1d(count, 1.5, mode="constant") / centres
    return float(centres[np.argmax(smooth)])
