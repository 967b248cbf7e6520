"""Discs that the user placed by hand, where finding them fails or is not wanted.

Whoever gives a place insists: nothing judges whether a map is there. What its colours
say is read as carefully as ever.
"""

from collections.abc import Sequence
from typing import Final

from myomap.errors import GeometryError
from myomap.records import Caution, Picture
from myomap.screenshot.disc import Disc

__all__ = ["PLACED_BY_HAND", "checked_places", "whole_disc"]

PLACED_BY_HAND: Final = Caution(
    code="disc-placed-by-hand",
    message=(
        "The place of the map was given by hand, and nothing judged whether a polar "
        "map is there: compare the map with the picture."
    ),
)

_LEAST_RADIUS_PX: Final = 8.0
_MOST_OUTSIDE: Final = 0.04
"""Of the radius; a picture that is cropped to a map's edge may lose as much."""


def checked_places(picture: Picture, places: Sequence[Disc]) -> tuple[Disc, ...]:
    """Return discs placed by hand, if each lies on the picture.

    Parameters
    ----------
    picture : Picture
        Where they lie.
    places : sequence of Disc
        At least one.

    Returns
    -------
    tuple of Disc
        As they were given.

    Raises
    ------
    GeometryError
        If there is none, or one is too small or reaches over the picture's border.

    Examples
    --------
    >>> import numpy as np
    >>> picture = Picture(rgb=np.zeros((90, 120, 3), np.uint8))
    >>> disc = Disc(centre_px=(50, 45), radius_px=(40, 40), confidence=1)
    >>> checked_places(picture, [disc]) == (disc,)
    True
    """
    if not places:
        raise GeometryError("No place of a disc was given. Expected at least one.")
    for number, disc in enumerate(places, start=1):
        _require_on_picture(picture, disc, number)
    return tuple(places)


def _require_on_picture(picture: Picture, disc: Disc, number: int) -> None:
    height, width, _ = picture.rgb.shape
    left, top, right, bottom = disc.box_px
    if min(disc.radius_px) < _LEAST_RADIUS_PX:
        raise GeometryError(
            f"Disc {number} that was placed has a radius of {min(disc.radius_px):g} "
            f"pixels. Expected at least {_LEAST_RADIUS_PX:g}: give a larger picture."
        )
    outside = max(
        (-0.5 - left) / disc.radius_px[0],
        (right - width + 0.5) / disc.radius_px[0],
        (-0.5 - top) / disc.radius_px[1],
        (bottom - height + 0.5) / disc.radius_px[1],
    )
    if outside > _MOST_OUTSIDE:
        raise GeometryError(
            f"Disc {number} that was placed reaches over the border of the picture: "
            f"it spans {left:.0f} to {right:.0f} across and {top:.0f} to {bottom:.0f} "
            f"down. Expected a disc inside of {width} x {height} pixels: give its "
            "centre and its radius in pixels from the top left corner."
        )


def whole_disc(picture: Picture) -> Disc:
    """Return the disc that touches the four borders of a picture.

    For a map that was cut out of its screen to the edge.

    Parameters
    ----------
    picture : Picture
        Nothing but the map and its corners.

    Returns
    -------
    Disc
        An ellipse, if the picture is not square.

    Examples
    --------
    >>> import numpy as np
    >>> whole_disc(Picture(rgb=np.zeros((100, 120, 3), np.uint8))).box_px
    (-0.5, -0.5, 119.5, 99.5)
    """
    height, width, _ = picture.rgb.shape
    return Disc(
        centre_px=((width - 1) / 2, (height - 1) / 2),
        radius_px=(width / 2, height / 2),
        confidence=1.0,
    )
