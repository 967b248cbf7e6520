"""What the report's picture shows, in words that stand below it."""

from dataclasses import dataclass

import numpy as np

from myomap.colortable import color_table
from myomap.language import catalogue, decimal
from myomap.polarmap import ClassMap, DifferenceMap, DrawingOptions, PanelSpec
from myomap.records import State
from myomap.report.content import ReportContent
from myomap.report.heart_words import state_words
from myomap.report.method import limits_words
from myomap.report.picture_panels import (
    LEGEND_COLORS,
    affected_outline,
    picture_panels,
    reference_percentile,
)

__all__ = ["LegendEntry", "PictureCaption", "picture_caption", "picture_remarks"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LegendEntry:
    """A colour of the disc of change, and what it stands for.

    Parameters
    ----------
    name : str
        In the report's language.
    color : str
        As ``#rrggbb``.
    """

    name: str
    color: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureCaption:
    """The words below the picture.

    Parameters
    ----------
    n_discs : int
        Side by side.
    sentences : tuple of str
        What colours, numbers and lines are.
    legend : tuple of LegendEntry
        Of the disc of change; empty where it has a colour bar, or there is none.
    """

    n_discs: int
    sentences: tuple[str, ...]
    legend: tuple[LegendEntry, ...]


def picture_caption(content: ReportContent) -> PictureCaption:
    """Return the words below a report's picture.

    Parameters
    ----------
    content : ReportContent
        Of a report.

    Returns
    -------
    PictureCaption
        For `plain_key_picture`.
    """
    _ = catalogue(content.language, "report").gettext
    panels = picture_panels(content)
    table = color_table(DrawingOptions().color_table).title
    told = [
        f"{_uptake(content)}.",
        f"{_('Colour table')}: {table}.",
        *(f"{each[:1].upper()}{each[1:]}." for each in picture_remarks(content)),
    ]
    if any(isinstance(each.content, DifferenceMap) for each in panels):
        told.append(f"{_('Stress − rest, percentage points')}.")
    if not all(each.content.valid.all() for each in panels):
        hatched = _("hatched: not sampled")
        told.append(f"{hatched[:1].upper()}{hatched[1:]}.")
    model, orientation = (
        _("17 segments (AHA)"),
        _("apex in the centre, base at the rim"),
    )
    told.append(f"{model}; {orientation}.")
    return PictureCaption(
        n_discs=len(panels), sentences=tuple(told), legend=_legend(panels)
    )


def _legend(panels: list[PanelSpec]) -> tuple[LegendEntry, ...]:
    return tuple(
        LegendEntry(name=style.name, color=color)
        for panel in panels
        if isinstance(panel.content, ClassMap)
        for style, color in zip(panel.content.styles, LEGEND_COLORS, strict=True)
    )


def _uptake(content: ReportContent) -> str:
    _ = catalogue(content.language, "report").gettext
    found = {
        reference_percentile(content, state)
        for state, arrays in (
            (State.STRESS, content.arrays.stress),
            (State.REST, content.arrays.rest),
        )
        if arrays is not None
    }
    value = found.pop() if len(found) == 1 else float("nan")
    if np.isnan(value):
        return _("Uptake, %")
    return _("Uptake, % of the map's {percentile}th percentile").format(
        percentile=decimal(value, 0, content.language)
    )


def picture_remarks(content: ReportContent) -> list[str]:
    """Return what black, numbers and lines of the picture are, and what a hand did.

    Parameters
    ----------
    content : ReportContent
        Of a report.

    Returns
    -------
    list of str
        Each begins with a small letter.
    """
    _ = catalogue(content.language, "report").gettext
    arrays = content.arrays
    states = [each for each in (arrays.stress, arrays.rest) if each is not None]
    told = []
    if any(each.is_below is not None for each in states):
        told.append(_("black: below {limits}").format(limits=limits_words(content)))
        told.append(_("numbers: scores"))
    if arrays.change_kinds is not None and affected_outline(content) is not None:
        told.append(
            _("line: affected area by the physician")
            if content.physician_mask is not None
            else _("line: affected area by the network")
        )
    contours = content.document.quality.contour
    by_hand = [
        state_words(state, content.language).lower()
        for state, found in (("stress", contours.stress), ("rest", contours.rest))
        if found is not None and found.source == "manual"
    ]
    if by_hand:
        told.append(
            _("ventricle placed by hand: {states}").format(states=", ".join(by_hand))
        )
    return told
