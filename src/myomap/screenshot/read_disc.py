"""From the colours of a disc to its uptake."""

from myomap.colortable import ColorScale
from myomap.records import Picture
from myomap.screenshot.disc import Disc
from myomap.screenshot.disc_reading import DiscReading, refused_reading

__all__ = ["read_disc"]


def read_disc(
    picture: Picture, disc: Disc, scale: ColorScale | None = None
) -> DiscReading:
    """Return the uptake that a disc on a picture shows.

    Parameters
    ----------
    picture : Picture
        The whole picture: a colour bar may stand beside the disc.
    disc : Disc
        Where the disc lies.
    scale : ColorScale or None
        What its colours mean, when that is known; None looks for it.

    Returns
    -------
    DiscReading
        Refused, with a reason, when no scale explains the colours.
    """
    del picture, disc, scale
    return refused_reading("The disc's colours cannot be read yet.")
