"""The round outlines on a picture that rays confirm, whatever is inside."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from myomap.records import Picture
from myomap.screenshot.background import (
    MIN_SHARE,
    ColorVector,
    background_colors,
)
from myomap.screenshot.circle_votes import CircleGuess, halved, round_outlines
from myomap.screenshot.ray_samples import Ellipse
from myomap.screenshot.rim import Rim, fit_rim

__all__ = ["RoundOutlines", "overhang_px", "round_things"]

MIN_RADIUS_PX: Final = 28.0
_LEAST_SEEN: Final = 0.5
_LEAST_EXPLAINED: Final = 0.85
_CLEAR_SHARE: Final = 0.6
_HALF_SEEN: Final = 0.75
_WELL_SEEN: Final = 0.8
_WHOLE: Final = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundOutlines:
    """What is round on a picture.

    Parameters
    ----------
    confirmed : tuple of Rim
        Outlines that lie in no larger one, the largest first; discs cut by the border
        are among them.
    doubtful : tuple of Ellipse
        What looks round and has no outline that an upright ellipse explains, such as
        a disc photographed at an angle.
    """

    confirmed: tuple[Rim, ...]
    doubtful: tuple[Ellipse, ...]


def round_things(picture: Picture) -> RoundOutlines:
    """Return the round outlines on a picture, and what is nearly one.

    Parameters
    ----------
    picture : Picture
        Any.

    Returns
    -------
    RoundOutlines
        Both.
    """
    kept: list[Rim] = []
    rims, doubtful = _rims(picture)
    rims = [rim for rim in rims if not any(_is_belied(rim, other) for other in rims)]
    for rim in sorted(rims, key=lambda rim: -rim.ellipse.mean_radius - 5 * rim.seen):
        if not any(_overlap(rim.ellipse, other.ellipse) for other in kept):
            kept.append(rim)
    apart: list[Ellipse] = []
    for ellipse in doubtful:
        taken = [*(rim.ellipse for rim in kept), *apart]
        if not any(_overlap(ellipse, other) for other in taken):
            apart.append(ellipse)
    return RoundOutlines(confirmed=tuple(kept), doubtful=tuple(apart))


def overhang_px(picture: Picture, ellipse: Ellipse) -> float:
    """Return how far an ellipse reaches over the picture's border.

    Parameters
    ----------
    picture : Picture
        The picture.
    ellipse : Ellipse
        On it, or partly.

    Returns
    -------
    float, pixels
        At the side where it is most; 0 if nowhere.
    """
    height, width, _ = picture.rgb.shape
    over = max(
        -0.5 - (ellipse.x - ellipse.across),
        -0.5 - (ellipse.y - ellipse.up),
        ellipse.x + ellipse.across - (width - 0.5),
        ellipse.y + ellipse.up - (height - 0.5),
        0.0,
    )
    return float(over)


def _rims(picture: Picture) -> tuple[list[Rim], list[Ellipse]]:
    """Return the outlines that rays confirm, and clear guesses that they do not."""
    rims: list[Rim] = []
    doubtful: list[Ellipse] = []
    half = halved(picture.rgb.astype(np.float32))
    for color in background_colors(picture):
        if not _surrounds(half, color, rims):
            continue
        for guess in round_outlines(half, color):
            if any(_is_settled(guess, rim) for rim in rims):
                continue
            start = Ellipse(x=guess.x, y=guess.y, across=guess.radius, up=guess.radius)
            rim = fit_rim(picture, start, color)
            if rim is not None and _is_outline(rim):
                rims.append(rim)
            elif guess.share > _CLEAR_SHARE and guess.radius >= MIN_RADIUS_PX:
                doubtful.append(start)
    return rims, doubtful


def _surrounds(
    half: NDArray[np.float32], color: ColorVector, rims: Sequence[Rim]
) -> bool:
    """Whether a colour fills anything outside the outlines that are known."""
    if not rims:
        return True
    alike = np.abs(half[::2, ::2] - color).max(axis=2) < 20
    y, x = np.ogrid[: alike.shape[0], : alike.shape[1]]
    for rim in rims:
        ellipse = rim.ellipse
        across = (4 * x + 0.5 - ellipse.x) / ellipse.across
        up = (4 * y + 0.5 - ellipse.y) / ellipse.up
        alike &= across**2 + up**2 > 1.05
    return bool(alike.mean() > 0.5 * MIN_SHARE)


def _is_settled(guess: CircleGuess, rim: Rim) -> bool:
    """Whether a guess lies on or in an outline that was seen clearly."""
    ellipse = rim.ellipse
    distance = np.hypot(guess.x - ellipse.x, guess.y - ellipse.y)
    return bool(
        rim.seen > 0.8
        and distance < 0.9 * ellipse.mean_radius
        and guess.radius < 1.05 * ellipse.mean_radius
    )


def _is_outline(rim: Rim) -> bool:
    return (
        rim.ellipse.mean_radius >= MIN_RADIUS_PX
        and rim.seen >= _LEAST_SEEN
        and rim.seen + rim.faded + rim.covered >= _LEAST_EXPLAINED
        and rim.outside < 0.5
    )


def _is_belied(rim: Rim, other: Rim) -> bool:
    """Whether an outline is a whole one's half, bulging to a title or a bar beside.

    Of rings in each other the largest is the disc's. But half of a rim and a piece of
    something else fit a larger ellipse as well, which the whole rim inside belies.
    """
    one, whole = rim.ellipse, other.ellipse
    is_whole = other.seen >= _WELL_SEEN and other.seen + other.covered >= _WHOLE
    if rim.seen > _HALF_SEEN or not is_whole:
        return False
    apart = np.hypot(one.x - whole.x, one.y - whole.y)
    is_within = bool(apart < 0.4 * one.mean_radius)
    return is_within and 0.75 < whole.mean_radius / one.mean_radius < 1.1


def _overlap(one: Ellipse, other: Ellipse) -> bool:
    distance = np.hypot(one.x - other.x, one.y - other.y)
    return bool(distance < 0.9 * (one.mean_radius + other.mean_radius))
