"""The discs that normal limits draw: what lies below, scores, and what comes back."""

from collections.abc import Sequence
from typing import Final

from myomap.polarmap import ClassMap, ClassStyle, PanelSpec
from myomap.quantification import ChangeFigures, SegmentInterval, StateFigures
from myomap.reading.journey import Reading
from myomap.reading.judgement import Judgement
from myomap.records import State
from myomap.screenshot.picture_cautions import state_words

__all__ = ["JUDGED_REMARK", "judged_panels"]

JUDGED_REMARK: Final = (
    "black: below {limits}; scores 0 normal to 4 absent, * near a border"
)
"""Below the discs."""

_STYLES: Final = (
    ClassStyle(name="normal", rgb=(238, 238, 232)),
    ClassStyle(name="reversible", rgb=(230, 159, 0)),
    ClassStyle(name="fixed", rgb=(94, 33, 107)),
    ClassStyle(name="at rest only", rgb=(86, 180, 233)),
)
"""In the order of `ChangeKind`; told apart in grey and without red and green too."""


def judged_panels(reading: Reading, judgement: Judgement) -> tuple[PanelSpec, ...]:
    """Return the discs: stress, rest and, of both, the reversibility.

    Parameters
    ----------
    reading : Reading
        The maps.
    judgement : Judgement
        Of it.

    Returns
    -------
    tuple of PanelSpec
        For `myomap.polarmap.draw_polar_maps`, with territories shown.
    """
    figures = {State.STRESS: judgement.stress, State.REST: judgement.rest}
    panels = [
        _state_panel(reading, judgement, found)
        for found in figures.values()
        if found is not None
    ]
    if judgement.change is not None:
        panels.append(_change_panel(reading, judgement.change))
    return tuple(panels)


def _state_panel(
    reading: Reading, judgement: Judgement, figures: StateFigures
) -> PanelSpec:
    letter = "S" if figures.state is State.STRESS else "R"
    found = reading.states[figures.state]
    name = state_words(figures.state, found.source.evidence).capitalize()
    return PanelSpec(
        title=(
            f"{name}: TPD {figures.tpd_percent:.0f} %, "
            f"S{letter}S {figures.summed.total}"
        ),
        content=found.polar_map,
        reference=found.source.reference,
        blackout=figures.below_limit,
        labels=_scores(figures, judgement.intervals[figures.state].segments),
    )


def _scores(
    figures: StateFigures, intervals: Sequence[SegmentInterval]
) -> tuple[str, ...]:
    return tuple(
        "–"
        if figure.score is None
        else f"{figure.score}{'*' if interval.is_borderline else ''}"
        for figure, interval in zip(figures.segments, intervals, strict=True)
    )


def _change_panel(reading: Reading, change: ChangeFigures) -> PanelSpec:
    maps = [found.polar_map for found in reading.states.values()]
    return PanelSpec(
        title=f"Reversibility: SDS {change.summed_difference}",
        content=ClassMap(
            classes=change.kinds,
            area_cm2=maps[0].area_cm2,
            valid=maps[0].valid & maps[1].valid,
            styles=_STYLES,
        ),
        labels=tuple(
            "–" if score is None else str(score) for score in change.difference_scores
        ),
    )
