"""Why a picture gave no map, and what its owner can do about it."""

from collections.abc import Sequence
from typing import Final

from myomap.intake.picture_options import PictureOptions, place_words, whole_pixels
from myomap.screenshot import DiscContent, PictureReading, ReadDisc, RefusedDisc

__all__ = ["reason_of_disc", "refusal_of"]

_NO_MAP: Final = (
    "The picture shows no polar map. Expected one or more round maps of the left "
    "ventricle, whole and at least 60 pixels wide."
)
_PLACE: Final = (
    "If it does, place the map by hand with --disc X,Y,RADIUS, or with --disc whole "
    "where the picture is one map cut to its edge."
)
_SHOWN: Final = 3
_COLORS: Final = (
    "The options are --color-table NAME and, for a colour bar, --bar-range; a screen "
    "is better exported than photographed."
)
_NAME: Final = (
    "Say what each disc shows, row by row, with --states: stress, rest, or - to pass "
    "one over."
)
_NO_UPTAKE: Final = {
    DiscContent.DIFFERENCE: "The disc shows a difference, no uptake.",
    DiscContent.EXTENT: "The disc shows an extent, no uptake as it is.",
}
_UNTOLD: Final = "The arrangement of the discs does not tell what this one shows."
_PASSED_OVER: Final = "Passed over, as --states says."


def reason_of_disc(read: ReadDisc, options: PictureOptions) -> str | None:
    """Return why a disc gave no map, and what can be done about it.

    Parameters
    ----------
    read : ReadDisc
        One disc of a picture.
    options : PictureOptions
        What the user said of it: what was tried is no advice any more.

    Returns
    -------
    str or None
        The reason, and a sentence with the options of the command line where they
        help; None where there is a map.
    """
    if read.polar_map is not None:
        return None
    content = read.label.content
    if content in _NO_UPTAKE:
        return _NO_UPTAKE[content]
    if content is DiscContent.UNKNOWN:
        return _PASSED_OVER if options.states else f"{_UNTOLD} {_NAME}"
    has_remedy = read.reading.is_refused and options.scale is None
    return f"{read.reason} {_COLORS}" if has_remedy else read.reason


def refusal_of(readings: Sequence[PictureReading], options: PictureOptions) -> str:
    """Return why pictures gave no map at all, and what helps.

    Parameters
    ----------
    readings : sequence of PictureReading
        The pictures of one file, none of which shows a map.
    options : PictureOptions
        What the user said of them.

    Returns
    -------
    str
        The reason that is nearest to a map: colours that could not be read, then a
        disc that shows something else, then a round thing that is no map.
    """
    discs = [disc for reading in readings for disc in reading.discs]
    untold = [disc for disc in discs if disc.label.content is DiscContent.UNKNOWN]
    if untold and len(untold) == len(discs) and not options.states:
        return f"{_untold(untold)} {_NAME}"
    if discs:
        nearest = min(discs, key=lambda disc: disc.label.content in _NO_UPTAKE)
        reason = reason_of_disc(nearest, options) or _NO_MAP
        is_derived = nearest.label.content in _NO_UPTAKE
        return f"{reason} {_NAME}" if is_derived else reason
    refused = sorted(
        (each for reading in readings for each in reading.refused), key=_row_by_row
    )
    if not refused:
        return f"{_NO_MAP} {_PLACE}"
    places = " ".join(
        f"--disc {place_words(whole_pixels(each.disc))}" for each in refused[:_SHOWN]
    )
    return f"{refused[0].reason} If it is a polar map, place it by hand: {places}."


def _row_by_row(refused: RefusedDisc) -> tuple[int, float]:
    """Return what sorts discs as states are told: by row, then from the left."""
    (x, y), radius = refused.disc.centre_px, refused.disc.radius_px[1]
    return round(y / (2.0 * radius)), x


def _untold(discs: Sequence[ReadDisc]) -> str:
    places = ["{:.0f},{:.0f}".format(*disc.disc.centre_px) for disc in discs]
    return (
        f"The picture shows {len(discs)} polar disc(s), centred at "
        f"{' and '.join(places)} pixels, and their arrangement does not tell what they "
        "show."
    )
