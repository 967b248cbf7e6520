"""The round outlines on a picture that rays confirm, whatever is inside."""

from typing import Final

import numpy as np

from myomap.records import Picture
from myomap.screenshot.background import ColorVector, background_colors
from myomap.screenshot.circle_votes import CircleGuess, round_outlines
from myomap.screenshot.ray_samples import Ellipse
from myomap.screenshot.rim import Rim, fit_rim

__all__ = ["confirmed_rims", "overhang_px"]

MIN_RADIUS_PX: Final = 28.0
_LEAST_SEEN: Final = 0.5
_LEAST_EXPLAINED: Final = 0.85


def confirmed_rims(picture: Picture) -> tuple[Rim, ...]:
    """Return the round outlines that lie in no larger one.

    Parameters
    ----------
    picture : Picture
        Any.

    Returns
    -------
    tuple of Rim
        The largest first; discs cut by the border are among them.
    """
    backgrounds = background_colors(picture)
    kept: list[Rim] = []
    rims = _rims(picture, backgrounds)
    for rim in sorted(rims, key=lambda rim: -rim.ellipse.mean_radius - 5 * rim.seen):
        if not any(_overlap(rim.ellipse, other.ellipse) for other in kept):
            kept.append(rim)
    return tuple(kept)


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


def _rims(picture: Picture, backgrounds: tuple[ColorVector, ...]) -> list[Rim]:
    """Return the outlines that rays confirm, the best first."""
    rims: list[Rim] = []
    for guess in round_outlines(picture, backgrounds):
        if any(_is_known(guess, rim) for rim in rims):
            continue
        start = Ellipse(x=guess.x, y=guess.y, across=guess.radius, up=guess.radius)
        rim = fit_rim(picture, start, backgrounds[guess.background])
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


def _overlap(one: Ellipse, other: Ellipse) -> bool:
    distance = np.hypot(one.x - other.x, one.y - other.y)
    return bool(distance < 0.9 * (one.mean_radius + other.mean_radius))
