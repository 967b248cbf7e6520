"""Why a picture gave no map, and what its owner can do about it."""

from collections.abc import Sequence
from typing import Final

from myomap.screenshot.layout import DiscContent
from myomap.screenshot.read_picture import PictureReading, ReadDisc

__all__ = ["reason_of_disc", "refusal_of"]

_NO_MAP: Final = (
    "The picture shows no polar map. Expected one or more round maps of the left "
    "ventricle, whole and at least 60 pixels wide."
)
_PLACE: Final = (
    "If it is a polar map, place it by hand with --disc X,Y,RADIUS, or with --disc "
    "whole where the picture is one map cut to its edge."
)
_COLORS: Final = (
    "Name the screen's colour table with --color-table, or give a picture that shows "
    "its colour bar."
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


def reason_of_disc(read: ReadDisc, *, is_named: bool = False) -> str | None:
    """Return why a disc gave no map, and what can be done about it.

    Parameters
    ----------
    read : ReadDisc
        One disc of a picture.
    is_named : bool
        Whether the user said what the discs show.

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
        return _PASSED_OVER if is_named else f"{_UNTOLD} {_NAME}"
    return f"{read.reason} {_COLORS}" if read.reading.is_refused else read.reason


def refusal_of(readings: Sequence[PictureReading]) -> str:
    """Return why pictures gave no map at all, and what helps.

    Parameters
    ----------
    readings : sequence of PictureReading
        The pictures of one file, none of which shows a map.

    Returns
    -------
    str
        The reason that is nearest to a map: colours that could not be read, then a
        disc that shows something else, then a round thing that is no map.
    """
    discs = [disc for reading in readings for disc in reading.discs]
    discs.sort(key=lambda disc: disc.label.content in _NO_UPTAKE)
    reasons = [reason for reason in map(reason_of_disc, discs) if reason is not None]
    if reasons and discs[0].label.content in _NO_UPTAKE:
        reasons[0] = f"{reasons[0]} {_NAME}"
    refused = [each.reason for reading in readings for each in reading.refused]
    reasons += [f"{reason} {_PLACE}" for reason in refused]
    return reasons[0] if reasons else f"{_NO_MAP} {_PLACE}"
