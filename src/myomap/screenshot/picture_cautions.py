"""What to know before trusting the maps of a picture.

Every door that reads pictures says the same about the same picture: it asks here.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from myomap.colortable import ColorScale, ScaleOrigin
from myomap.records import Caution, Evidence, State
from myomap.screenshot.disc_reading import DiscReading, ScaleReference
from myomap.screenshot.layout import DiscContent
from myomap.screenshot.read_picture import PictureReading, ReadDisc

__all__ = [
    "AREA_ASSUMED",
    "ARRANGEMENT",
    "ASSUMED",
    "cautions_of_disc",
    "cautions_of_picture",
    "color_words",
    "points_words",
    "reference_of",
    "state_words",
]

ARRANGEMENT: Final = "arrangement"
"""The source of evidence that is an assumption: how the discs are placed."""

ASSUMED: Final = "(by layout)"
"""Stands behind a state that was told by the arrangement alone."""

AREA_ASSUMED = Caution(
    code="area-assumed",
    message=(
        "The map came from a picture without millimetres: extents are weighed by the "
        "wall area of a standard ventricle."
    ),
)
_READ_BY = {
    ScaleOrigin.BAR: "by the colour bar beside it",
    ScaleOrigin.KNOWN: "by a known colour table",
    ScaleOrigin.BLIND: "without knowing its colour table, by the order of its colours",
}


def cautions_of_picture(reading: PictureReading) -> tuple[Caution, ...]:
    """Return what to know of a picture as a whole.

    Parameters
    ----------
    reading : PictureReading
        What it shows.

    Returns
    -------
    tuple of Caution
        How the states were told, and that further discs were not read.
    """
    n_refused = sum(
        disc.reading.is_refused
        for disc in reading.discs
        if disc.label.content in {DiscContent.UPTAKE, DiscContent.UNKNOWN}
    )
    if not n_refused:
        return reading.cautions
    refused = Caution(
        code="picture-colors-refused",
        message=(
            f"{n_refused} further disc(s) of the picture look like polar maps and "
            "their colours could not be read. The picture's colour bar or the name of "
            "its colour table would help."
        ),
    )
    return (*reading.cautions, refused)


def cautions_of_disc(read: ReadDisc) -> tuple[Caution, ...]:
    """Return what to know of one map of a picture.

    Parameters
    ----------
    read : ReadDisc
        One of its discs.

    Returns
    -------
    tuple of Caution
        How the uptake was read from colours, where it was covered, and that its areas
        are assumed; none where there is no map.
    """
    if read.polar_map is None:
        return ()
    told = read.reading.cautions
    return (*_of_colors(read), *told, *_of_cover(read), AREA_ASSUMED)


def reference_of(reading: DiscReading) -> str | None:
    """Return what a disc's percentages refer to.

    Parameters
    ----------
    reading : DiscReading
        Its values.

    Returns
    -------
    str or None
        A few words; None where nothing was read.
    """
    if reading.scale is None:
        return None
    if reading.is_range_given:
        low, high = reading.range_percent
        return f"scale from {low:g} to {high:g} %, as given"
    return f"100 % = {reading.reference.value}"


def color_words(scale: ColorScale | None) -> str:
    """Return in a few words where the colours of a scale were taken from.

    Examples
    --------
    >>> from myomap.colortable import known_scale
    >>> color_words(known_scale("hot-iron")), color_words(None)
    ('table hot-iron', 'none')
    """
    if scale is None:
        return "none"
    if scale.name is not None:
        way = " reversed" if scale.is_reversed else ""
        bar = " and bar" if scale.origin is ScaleOrigin.BAR else ""
        return f"table {scale.name}{way}{bar}"
    return "colour bar" if scale.origin is ScaleOrigin.BAR else "unknown table"


def points_words(points: float) -> str:
    """Return percentage points as words.

    Examples
    --------
    >>> points_words(1.2), points_words(3.9)
    ('1 point', '4 points')
    """
    rounded = max(1, round(points))
    return f"{rounded} point" if rounded == 1 else f"{rounded} points"


def state_words(state: State | None, evidence: Sequence[Evidence]) -> str:
    """Return a state in words that say where it was only assumed.

    A user who names the state of a file with several maps chooses among them: what
    they show is still told by their arrangement, which then comes first.

    Parameters
    ----------
    state : State or None
        Stress or rest.
    evidence : sequence of Evidence
        Why; what counts most comes first.

    Returns
    -------
    str
        For a title or a table.

    Examples
    --------
    >>> first = Evidence(source=ARRANGEMENT, found="left", state=State.STRESS)
    >>> state_words(State.STRESS, [first]), state_words(State.REST, [])
    ('stress (by layout)', 'rest')
    """
    if state is None:
        return "state unknown"
    is_assumed = bool(evidence) and evidence[0].source == ARRANGEMENT
    return f"{state.value} {ASSUMED}" if is_assumed else state.value


def _of_colors(read: ReadDisc) -> tuple[Caution, ...]:
    reading = read.reading
    if reading.scale is None:
        return ()
    about = float(np.median(reading.tolerance_percent[reading.valid]))
    message = (
        f"The uptake was read from colours, {_READ_BY[reading.scale.origin]}, within "
        f"about {points_words(about)}. {_reference_sentence(reading)}"
    )
    return (Caution(code="picture-colors", message=message),)


def _reference_sentence(reading: DiscReading) -> str:
    if reading.reference is ScaleReference.HIGHEST_COLOR:
        # What that means is one of the reading's own cautions.
        return (
            "Name the colour table, or give a picture that shows its colour bar, to "
            "read it better."
        )
    if not reading.is_range_given:
        return f"100 % is the {reading.reference.value}."
    low, high = reading.range_percent
    return f"The colour scale runs from {low:g} to {high:g} %, as it was given."


def _of_cover(read: ReadDisc) -> tuple[Caution, ...]:
    covered = 100.0 * float((read.reading.filled & read.reading.valid).mean())
    if covered == 0:
        return ()
    shown = f"{covered:.0f} %" if covered >= 1 else "Less than 1 %"
    message = (
        f"{shown} of the map was covered by lines or words and was filled from its "
        "surroundings."
    )
    return (Caution(code="picture-covered", message=message),)
