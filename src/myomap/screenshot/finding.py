"""Every polar disc on a picture, and why other round things are none.

Votes of the outlines give circles, rays give their rims, the inside tells maps from
targets, pies and balls: it is smooth, or cut into flat segments as only hearts are.
Discs of one screen are equally large: a rim that is partly lost in the background
borrows its size from a neighbour.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from myomap.records import Picture
from myomap.screenshot.disc import Disc
from myomap.screenshot.disc_patch import (
    PATCH_PX,
    DiscPatch,
    disc_patch,
    without_lines,
)
from myomap.screenshot.interior import interior_traits
from myomap.screenshot.likeness import (
    Likeness,
    likeness_of,
    why_no_map,
    why_unusual,
)
from myomap.screenshot.outlines import overhang_px, round_things
from myomap.screenshot.ray_samples import Ellipse
from myomap.screenshot.rim import Rim
from myomap.screenshot.segment_drawing import segment_drawing
from myomap.screenshot.sizing import are_equal, evened_sizes

__all__ = ["DiscSearch", "RefusedDisc", "find_discs", "search_discs"]

_ALIKE: Final = 0.15
_NO_ELLIPSE: Final = (
    "Its outline is no upright ellipse, as of a screen photographed at an angle. "
    "Expected a picture saved at the station."
)
_NO_HOLE: Final = 12.0
"""How far the colour of an apex is at least from the background's, of 255."""

_UNLIKE: Final = "taken together, its colours are not spread as a heart's uptake is"


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedDisc:
    """Something round that is not read as a polar map.

    Parameters
    ----------
    disc : Disc
        Where it lies.
    reason : str
        Why, as one sentence.
    """

    disc: Disc
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscSearch:
    """What was found on a picture.

    Parameters
    ----------
    discs : tuple of Disc
        The polar discs, row by row from the top left.
    refused : tuple of RefusedDisc
        Other round things, and discs cut by the picture's border.
    """

    discs: tuple[Disc, ...]
    refused: tuple[RefusedDisc, ...]


def find_discs(picture: Picture) -> tuple[Disc, ...]:
    """Return every polar disc on a picture.

    Parameters
    ----------
    picture : Picture
        A station's screen, or a part of it.

    Returns
    -------
    tuple of Disc
        Row by row from the top left; empty if there is none.

    Examples
    --------
    >>> find_discs(Picture(rgb=np.zeros((90, 120, 3), np.uint8)))
    ()
    """
    return search_discs(picture).discs


def search_discs(picture: Picture) -> DiscSearch:
    """Return the polar discs on a picture, and the round things that are none.

    Parameters
    ----------
    picture : Picture
        A station's screen, or a part of it.

    Returns
    -------
    DiscSearch
        Both, with reasons.
    """
    outlines = round_things(picture)
    judged = [_Judged.of(picture, rim) for rim in outlines.confirmed]
    found = _with_neighbours(judged)
    refused = [
        RefusedDisc(disc=_disc(each.rim, each.rim.ellipse), reason=each.reason)
        for each in judged
        if each not in found
    ]
    refused += [
        RefusedDisc(disc=_placed(ellipse, 0.0), reason=_NO_ELLIPSE)
        for ellipse in outlines.doubtful
        if any(are_equal(ellipse, each.rim.ellipse, _ALIKE) for each in found)
    ]
    rims = [each.rim for each in found]
    discs = [_disc(rim, ellipse) for rim, ellipse in evened_sizes(picture, rims)]
    return DiscSearch(discs=_in_reading_order(discs), refused=tuple(refused))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Judged:
    """An outline, what refuses it, and how much its inside looks like a map."""

    rim: Rim
    fault: str | None
    likeness: Likeness | None
    is_sure: bool = False
    is_ring: bool = False

    @classmethod
    def of(cls, picture: Picture, rim: Rim) -> "_Judged":
        overhang = overhang_px(picture, rim.ellipse)
        if overhang > max(1.0, 0.012 * rim.ellipse.mean_radius):
            share = 100 * overhang / (2 * rim.ellipse.mean_radius)
            return cls(
                rim=rim,
                fault=(
                    f"A disc is cut by the border of the picture: {share:.0f} % of its "
                    "diameter are missing. Expected the whole disc: take the picture "
                    "again."
                ),
                likeness=None,
            )
        if _is_of_segments(picture, rim):
            return cls(rim=rim, fault=None, likeness=None, is_sure=True)
        patch = disc_patch(picture, rim.ellipse)
        judged = cls._by_inside(rim, patch)
        # The patch of a larger disc has lost its lines already.
        is_enlarged = rim.ellipse.mean_radius < PATCH_PX / 2
        is_open = is_enlarged and not judged.is_sure
        plain = without_lines(patch) if is_open else None
        if plain is None:
            return judged
        return max(judged, cls._by_inside(rim, plain), key=lambda each: each.rank)

    @classmethod
    def _by_inside(cls, rim: Rim, patch: DiscPatch) -> "_Judged":
        traits = interior_traits(patch, rim.background)
        rule = why_no_map(traits)
        if rule is not None:
            return cls(rim=rim, fault=_no_map(rule), likeness=None)
        likeness, rare = likeness_of(traits, rim.sharpness), why_unusual(traits)
        return cls(
            rim=rim,
            fault=_no_map(rare or _UNLIKE),
            likeness=likeness,
            is_sure=likeness.is_near or (rare is None and likeness.is_usual),
            # A slice of the heart may be as large as a map.
            is_ring=traits.along_radius > 0.93 and rim.sharpness < 0.8,
        )

    @property
    def rank(self) -> int:
        """How readily it is read; 0 for never."""
        return self.is_sure + self.is_half + self.is_possible

    @property
    def is_half(self) -> bool:
        """Whether a second one beside it makes both of them maps."""
        return self.likeness is not None and self.likeness.is_half and not self.is_ring

    @property
    def is_possible(self) -> bool:
        """Whether a map beside it makes it one."""
        if self.likeness is None or self.is_ring:
            return False
        return self.likeness.is_possible

    @property
    def reason(self) -> str:
        """Why it is not read, if it is not."""
        return self.fault or _no_map(_UNLIKE)


def _no_map(reason: str) -> str:
    return f"A disc is no polar map: {reason}."


def _with_neighbours(judged: Sequence[_Judged]) -> list[_Judged]:
    """Return sure maps, pairs of half sure ones, and what stands beside a map."""
    found = [each for each in judged if each.is_sure]
    half = [each for each in judged if each.is_half and not each.is_sure]
    found += [
        each
        for each in half
        if any(_are_neighbours(each.rim, o.rim) for o in half if o is not each)
    ]
    for known in found:  # grows while it is walked through
        found += [
            each
            for each in judged
            if each.is_possible
            and each not in found
            and _are_neighbours(each.rim, known.rim)
        ]
    return found


def _is_of_segments(picture: Picture, rim: Rim) -> bool:
    """Whether a disc is cut into flat segments, none of them a hole."""
    drawing = segment_drawing(picture, _disc(rim, rim.ellipse))
    if drawing is None:
        return False
    away = np.abs(np.array(drawing.apex) - rim.background).max()
    return bool(away > _NO_HOLE)


def _are_neighbours(one: Rim, other: Rim) -> bool:
    """Whether two outlines are equally large and stand in one row or column."""
    if not are_equal(one.ellipse, other.ellipse):
        return False
    apart = (one.ellipse.x - other.ellipse.x, one.ellipse.y - other.ellipse.y)
    return min(abs(place) for place in apart) < 0.15 * one.ellipse.mean_radius


def _disc(rim: Rim, ellipse: Ellipse) -> Disc:
    seen = rim.seen + 0.6 * rim.faded + 0.8 * rim.covered
    return _placed(ellipse, float(np.clip(seen, 0.0, 1.0)))


def _placed(ellipse: Ellipse, confidence: float) -> Disc:
    return Disc(
        centre_px=(float(ellipse.x), float(ellipse.y)),
        radius_px=(float(ellipse.across), float(ellipse.up)),
        confidence=confidence,
    )


def _in_reading_order(discs: Sequence[Disc]) -> tuple[Disc, ...]:
    """Return discs row by row; a row is what lies at one height to half a radius."""
    rest = sorted(discs, key=lambda disc: disc.centre_px[1])
    ordered: list[Disc] = []
    while rest:
        top = rest[0].centre_px[1] + 0.5 * rest[0].radius_px[1]
        row = [disc for disc in rest if disc.centre_px[1] <= top]
        ordered += sorted(row, key=lambda disc: disc.centre_px[0])
        rest = [disc for disc in rest if disc.centre_px[1] > top]
    return tuple(ordered)
