"""Round things that are not read although they may be the other map of a screen."""

from typing import Final

import numpy as np

from myomap.records import Caution
from myomap.screenshot.disc import Disc
from myomap.screenshot.finding import DiscSearch

__all__ = ["neighbour_cautions"]

_ALIKE: Final = 0.2
_FARTHEST_RADII: Final = 5.0


def neighbour_cautions(search: DiscSearch) -> tuple[Caution, ...]:
    """Return a caution for every round thing beside a map that is as large and refused.

    Stations show stress and rest together. Where one of two discs is read and the
    other is not, the reader must know: half a study looks like a whole one.

    Parameters
    ----------
    search : DiscSearch
        What was found, and what was not taken for a map.

    Returns
    -------
    tuple of Caution
        With the place of each, to insist on it; empty where nothing was found.
    """
    return tuple(
        Caution(
            code="picture-neighbour-refused",
            message=(
                "A round thing beside the map, as large as it, was not read: "
                f"{refused.reason} If it is a map, give its place: --disc "
                f"{_place(refused.disc)}."
            ),
        )
        for refused in search.refused
        if any(_is_beside(refused.disc, disc) for disc in search.discs)
    )


def _is_beside(one: Disc, other: Disc) -> bool:
    ratio = np.abs(np.log(np.divide(one.radius_px, other.radius_px))).max()
    apart = np.abs(np.subtract(one.centre_px, other.centre_px)) / other.radius_px
    is_in_line = apart.min() < 0.5 and apart.max() < _FARTHEST_RADII
    return bool(ratio < _ALIKE and is_in_line)


def _place(disc: Disc) -> str:
    (x, y), (across, up) = disc.centre_px, disc.radius_px
    radius = np.sqrt(across * up)
    return f"{x:.0f},{y:.0f},{radius:.0f}"
