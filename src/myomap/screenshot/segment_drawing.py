"""Discs with one colour a segment, as reports and papers draw them.

Nothing in them is smooth, so nothing that tells a smooth map from other round things
applies. What tells them is where the colours change: on three rings, on the borders
of six walls in the outer two of them and of four in the inner one, halfway between
(17 segments), or of six in all three (20 segments), and nowhere else. The rings'
radii differ from one drawing to the next and are searched for.
"""

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from myomap.records import Picture
from myomap.screenshot.disc import Disc
from myomap.screenshot.ray_samples import Ellipse, FloatArray, ray_colors

__all__ = ["RingPlan", "SegmentDrawing", "segment_drawing"]

RingPlan: TypeAlias = tuple[int, int]
"""Into how many sectors a ring is cut, and where the first begins, degrees."""

_SIX: Final = (6, 0)
_PLANS: Final[tuple[tuple[RingPlan, ...], ...]] = (
    ((1, 0), (4, 45), _SIX, _SIX),
    # Some cut the apex of the 20 segments across, some upright.
    ((2, 0), _SIX, _SIX, _SIX),
    ((2, 90), _SIX, _SIX, _SIX),
)
"""Apex, apical, mid and basal ring of 17 and of 20 segments."""

_N_ROWS: Final = 40
_N_TURNS: Final = 120
_REACH: Final = 0.97
_SHARES: Final = (np.arange(_N_ROWS) + 0.5) / _N_ROWS * _REACH
_OUTER: Final = slice(int(0.82 * _N_ROWS), int(0.96 * _N_ROWS))
"""Rows that belong to the basal ring of every drawing."""

_BESIDE: Final = 3
"""Steps of 3 degrees beside a border that belong to its line."""

_ALIKE: Final = 18.0
_VISIBLE: Final = 6.0
_SIDE: Final = 4
"""Steps from a border to where it is compared on both sides."""

_APEX: Final = (5, 14)
_MOST_UNEQUAL: Final = 1.6
"""Widest to narrowest of the three outer rings."""

_LEAST_EXPLAINED: Final = 0.8
_LEAST_OF_RING: Final = 0.65
_MOST_UNEVEN: Final = 0.12
_MOST_WITHIN: Final = 8.0
_LEAST_SHARP: Final = 0.75
_MOSTLY: Final = 0.7
_LEAST_COLORS: Final = 5
_LEAST_BORDERS: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentDrawing:
    """How a disc of flat segments is cut.

    Parameters
    ----------
    rings : tuple of (int, int)
        Sectors of apex, apical, mid and basal ring, and where the first begins,
        degrees counter-clockwise from the right.
    radii : three floats, 0 to 1
        Outer radii of apex, apical ring and mid ring, as they are drawn.
    apex : three floats, 0 to 255
        Colour of the apex: of one that is left out, that of the background.
    explained : float, 0 to 1
        Share of the disc, borders left out, that has its segment's colour.
    """

    rings: tuple[RingPlan, ...]
    radii: tuple[float, float, float]
    apex: tuple[float, float, float]
    explained: float

    @property
    def n_segments(self) -> int:
        """17 or 20."""
        return sum(n_sectors for n_sectors, _ in self.rings)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Rows:
    """How flat every row is, cut into the sectors of one plan."""

    middle: FloatArray
    """(row, sector, 3): median colours."""

    flat: FloatArray
    """(row,): share of the sectors' samples with their colour."""

    change: FloatArray
    """(row,): how far sectors leave the colour of the row before, 0 to 1."""


def segment_drawing(picture: Picture, disc: Disc) -> SegmentDrawing | None:
    """Return how a disc is cut into flat segments, or None if it is not.

    Parameters
    ----------
    picture : Picture
        Where it lies.
    disc : Disc
        The disc.

    Returns
    -------
    SegmentDrawing or None
        None of smooth maps, and of charts cut in any other way or in few colours.
    """
    ellipse = Ellipse(
        x=disc.centre_px[0],
        y=disc.centre_px[1],
        across=disc.radius_px[0],
        up=disc.radius_px[1],
    )
    colors = _polar_colors(picture, ellipse)
    if np.median(_rows(colors[_OUTER], _SIX).flat) < _LEAST_OF_RING:
        return None
    rows = {plan: _rows(colors, plan) for plan in {p for ps in _PLANS for p in ps}}
    _, rings, borders = max((_cut(rows, plans) for plans in _PLANS), key=lambda c: c[0])
    explained = _explained(colors, rings, borders)
    if explained is None:
        return None
    apex = np.median(colors[: borders[0]], axis=(0, 1))
    return SegmentDrawing(
        rings=rings,
        radii=(
            float(_SHARES[borders[0]]),
            float(_SHARES[borders[1]]),
            float(_SHARES[borders[2]]),
        ),
        apex=(float(apex[0]), float(apex[1]), float(apex[2])),
        explained=explained,
    )


def _polar_colors(picture: Picture, ellipse: Ellipse) -> FloatArray:
    turns = np.radians((np.arange(_N_TURNS) + 0.5) * (360 / _N_TURNS))
    place = ellipse.points(_SHARES[:, None], turns[None, :])
    return ray_colors(picture, place)


def _sectors(colors: FloatArray, plan: RingPlan) -> FloatArray:
    """Return (row, sector, sample, 3) without what lies beside the borders."""
    n_sectors, first_deg = plan
    turned = np.roll(colors, -first_deg * _N_TURNS // 360, axis=1)
    cut = turned.reshape(len(colors), n_sectors, _N_TURNS // n_sectors, 3)
    return cut if n_sectors == 1 else cut[:, :, _BESIDE:-_BESIDE]


def _rows(colors: FloatArray, plan: RingPlan) -> _Rows:
    sectors = _sectors(colors, plan)
    middle = np.median(sectors, axis=2)
    apart = np.abs(sectors - middle[:, :, None]).max(axis=3)
    step = np.abs(np.diff(middle, axis=0)).max(axis=2)
    jump = np.minimum(step / _ALIKE, 1.0)
    return _Rows(
        middle=middle,
        flat=(apart <= _ALIKE).mean(axis=(1, 2)),
        change=np.concatenate([[0.0], jump.mean(axis=1)]),
    )


def _cut(
    rows: dict[RingPlan, _Rows], plans: tuple[RingPlan, ...]
) -> tuple[float, tuple[RingPlan, ...], NDArray[np.intp]]:
    """Return how well the best borders of the rings fit, and these borders' rows.

    A ring is as good as its rows are flat, less the changes from row to row in it.
    """
    borders = _all_borders()
    total = np.zeros(len(borders))
    edges = np.concatenate(
        [
            np.full((len(borders), 1), -2),
            borders,
            np.full((len(borders), 1), _N_ROWS),
        ],
        axis=1,
    )
    for ring, plan in enumerate(plans):
        flat = np.concatenate([[0.0], np.cumsum(rows[plan].flat)])
        change = np.concatenate([[0.0], np.cumsum(rows[plan].change)])
        low, high = edges[:, ring] + 2, edges[:, ring + 1] - 1
        total += flat[high] - flat[low] - (change[high] - change[low + 1])
    best = int(np.argmax(total))
    return float(total[best]), plans, borders[best]


@cache
def _all_borders() -> NDArray[np.intp]:
    """Return all rows (n, 3) that the borders of the rings may lie on."""
    places = np.meshgrid(*(np.arange(_N_ROWS),) * 3, indexing="ij")
    borders = np.stack([place.ravel() for place in places], axis=1)
    wide = np.diff(borders, axis=1, append=_N_ROWS)
    fits = (borders[:, 0] >= _APEX[0]) & (borders[:, 0] <= _APEX[1])
    fits &= wide.min(axis=1) > 0
    fits &= wide.max(axis=1) <= _MOST_UNEQUAL * wide.min(axis=1)
    return borders[fits]


def _explained(
    colors: FloatArray, plans: tuple[RingPlan, ...], borders: NDArray[np.intp]
) -> float | None:
    """Return the share that has its segment's colour; None if that proves nothing."""
    edges = [-2, *(int(border) for border in borders), _N_ROWS]
    rings, alike, within = [], [], []
    for ring, plan in enumerate(plans):
        rows = colors[edges[ring] + 2 : edges[ring + 1] - 1]
        part = _sectors(rows, plan)
        middle = np.median(part, axis=(0, 2))
        apart = np.abs(part - middle[None, :, None]).max(axis=3)
        alike.append(float((apart <= _ALIKE).mean()))
        within += np.percentile(apart, 60, axis=(0, 2)).tolist()
        rings.append((rows, plan, middle))
    area = np.diff([0.0, *_SHARES[borders] ** 2, _REACH**2])
    explained = float(np.average(alike, weights=area))
    if explained < _LEAST_EXPLAINED or min(alike) < _LEAST_OF_RING:
        return None
    across = [_walls(*ring) for ring in rings]
    outwards = [_ring_border(*pair) for pair in pairwise(ring[0] for ring in rings)]
    seen = np.concatenate([*across[1:], *outwards])
    least = np.median(seen) if seen.size else 0.0
    is_flat = np.median(within) <= min(_MOST_WITHIN, 1 + _MOST_UNEVEN * least)
    enough = min(each.size for each in (*across[1:], *outwards)) >= _LEAST_BORDERS
    middles = [middle for _, _, middle in rings]
    return explained if is_flat and enough and _is_varied(middles) else None


def _walls(rows: FloatArray, plan: RingPlan, middle: FloatArray) -> FloatArray:
    """Return how high the sharp borders between the sectors of a ring are."""
    n_sectors, first_deg = plan
    turned = np.roll(rows, -first_deg * _N_TURNS // 360, axis=1)
    starts = np.arange(n_sectors) * (_N_TURNS // n_sectors)
    after = np.median(turned[:, starts + _SIDE - 1], axis=0)
    before = np.median(turned[:, starts - _SIDE], axis=0)
    step = np.abs(middle - np.roll(middle, 1, axis=0)).max(axis=1)
    return _sharp(np.abs(after - before).max(axis=1), step)


def _ring_border(inner: FloatArray, outer: FloatArray) -> FloatArray:
    """Return how high the pieces of a border between two rings are that are seen."""
    far_in, far_out = (
        np.median(_sectors(rows, (12, 15)), axis=(0, 2)) for rows in (inner, outer)
    )
    step = np.abs(far_out - far_in).max(axis=1)
    steps: FloatArray = step[step > _VISIBLE]
    return steps


def _sharp(beside: FloatArray, apart: FloatArray) -> FloatArray:
    """Return the steps that are seen and lie at the border; none if most lie off it."""
    seen = apart > _VISIBLE
    is_sharp = np.minimum(beside, apart) > _LEAST_SHARP * np.maximum(beside, apart)
    if is_sharp[seen].sum() < _MOSTLY * seen.sum():
        return np.zeros(0)
    steps: FloatArray = apart[seen & is_sharp]
    return steps


def _is_varied(rings: list[FloatArray]) -> bool:
    """Whether there are more colours than a dart board has, and they do not take turns.

    Six sectors in two colours by turns are a board's.
    """
    if any(_takes_turns(middle) for middle in rings if len(middle) == _SIX[0]):
        return False
    kept: list[FloatArray] = []
    for color in np.concatenate(rings):
        if all(np.abs(color - other).max() > _VISIBLE for other in kept):
            kept.append(color)
    return len(kept) >= _LEAST_COLORS


def _takes_turns(middle: FloatArray) -> bool:
    next_one, after_next = (
        np.abs(middle - np.roll(middle, -k, axis=0)).max(axis=1) for k in (1, 2)
    )
    return bool(next_one.min() > _VISIBLE and after_next.max() <= _VISIBLE)
