"""Every polar disc on a picture, and why other round things are none.

Votes of the outlines give circles, rays give their rims, the inside tells maps from
targets, pies and balls. Discs of one screen are equally large: a rim that is partly
lost in the background borrows its size from a neighbour.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from myomap.records import Picture
from myomap.screenshot.background import ColorVector, background_colors
from myomap.screenshot.circle_votes import CircleGuess, round_outlines
from myomap.screenshot.disc import Disc
from myomap.screenshot.disc_patch import disc_patch
from myomap.screenshot.interior import interior_traits
from myomap.screenshot.likeness import why_no_map
from myomap.screenshot.ray_samples import Ellipse
from myomap.screenshot.rim import Rim, fit_rim
from myomap.screenshot.rim_line import line_width_px

__all__ = ["DiscSearch", "RefusedDisc", "find_discs", "search_discs"]

MIN_RADIUS_PX: Final = 28.0
_LEAST_SEEN: Final = 0.5
_LEAST_EXPLAINED: Final = 0.85


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
    backgrounds = background_colors(picture)
    rims = _largest(_rims(picture, backgrounds))
    found: list[Rim] = []
    refused: list[RefusedDisc] = []
    for rim in rims:
        reason = _why_refused(picture, rim)
        if reason is None:
            found.append(rim)
        else:
            refused.append(RefusedDisc(disc=_disc(rim, rim.ellipse), reason=reason))
    discs = [_disc(rim, ellipse) for rim, ellipse in _sized(picture, found)]
    return DiscSearch(discs=_in_reading_order(discs), refused=tuple(refused))


def _rims(picture: Picture, backgrounds: tuple[ColorVector, ...]) -> list[Rim]:
    """Return the outlines that rays confirm, the best first."""
    rims: list[Rim] = []
    for guess in round_outlines(picture, backgrounds):
        if any(_is_known(guess, rim) for rim in rims):
            continue
        rim = fit_rim(picture, guess, backgrounds[guess.background])
        if rim is not None and _is_outline(rim):
            rims.append(rim)
    return rims


def _is_known(guess: CircleGuess, rim: Rim) -> bool:
    """Whether a guess lies on a rim that was seen clearly."""
    ellipse = rim.ellipse
    reach = 0.06 * ellipse.mean_radius
    return (
        rim.seen > 0.8
        and abs(guess.x - ellipse.x) < reach
        and abs(guess.y - ellipse.y) < reach
        and abs(guess.radius - ellipse.mean_radius) < reach
    )


def _is_outline(rim: Rim) -> bool:
    return (
        rim.ellipse.mean_radius >= MIN_RADIUS_PX
        and rim.seen >= _LEAST_SEEN
        and rim.seen + rim.faded + rim.covered >= _LEAST_EXPLAINED
        and rim.outside < 0.5
    )


def _largest(rims: list[Rim]) -> list[Rim]:
    """Return the outlines that lie in no larger one."""
    kept: list[Rim] = []
    for rim in sorted(rims, key=lambda rim: -rim.ellipse.mean_radius - 5 * rim.seen):
        if not any(_overlap(rim.ellipse, other.ellipse) for other in kept):
            kept.append(rim)
    return kept


def _overlap(one: Ellipse, other: Ellipse) -> bool:
    distance = np.hypot(one.x - other.x, one.y - other.y)
    return bool(distance < 0.9 * (one.mean_radius + other.mean_radius))


def _why_refused(picture: Picture, rim: Rim) -> str | None:
    """Return the sentence that refuses a disc, or None."""
    overhang = _overhang_px(picture, rim.ellipse)
    if overhang > max(1.0, 0.012 * rim.ellipse.mean_radius):
        share = 100 * overhang / (2 * rim.ellipse.mean_radius)
        return (
            f"A disc is cut by the border of the picture: {share:.0f} % of its "
            "diameter are missing. Expected the whole disc: take the picture again."
        )
    patch = disc_patch(picture, rim.ellipse)
    reason = why_no_map(interior_traits(patch, rim.background))
    return None if reason is None else f"A disc is no polar map: {reason}."


def _overhang_px(picture: Picture, ellipse: Ellipse) -> float:
    """Return how far an ellipse reaches over the picture's border."""
    height, width, _ = picture.rgb.shape
    over = max(
        -0.5 - (ellipse.x - ellipse.across),
        -0.5 - (ellipse.y - ellipse.up),
        ellipse.x + ellipse.across - (width - 0.5),
        ellipse.y + ellipse.up - (height - 0.5),
        0.0,
    )
    return float(over)


def _sized(picture: Picture, rims: list[Rim]) -> list[tuple[Rim, Ellipse]]:
    """Return the discs' own ends: in the middle of a rim's line, of equal sizes."""
    sized = []
    for rim in rims:
        line_px = line_width_px(picture, rim)
        sized.append((rim, rim.ellipse.grown(-0.5 * line_px)))
    return sized


def _disc(rim: Rim, ellipse: Ellipse) -> Disc:
    seen = rim.seen + 0.6 * rim.faded + 0.8 * rim.covered
    return Disc(
        centre_px=(float(ellipse.x), float(ellipse.y)),
        radius_px=(float(ellipse.across), float(ellipse.up)),
        confidence=float(np.clip(seen, 0.0, 1.0)),
    )


def _in_reading_order(discs: list[Disc]) -> tuple[Disc, ...]:
    """Return discs row by row; a row is what lies at one height to half a radius."""
    rest = sorted(discs, key=lambda disc: disc.centre_px[1])
    ordered: list[Disc] = []
    while rest:
        top = rest[0].centre_px[1] + 0.5 * rest[0].radius_px[1]
        row = [disc for disc in rest if disc.centre_px[1] <= top]
        ordered += sorted(row, key=lambda disc: disc.centre_px[0])
        rest = [disc for disc in rest if disc.centre_px[1] > top]
    return tuple(ordered)
