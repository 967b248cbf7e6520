"""The discs of a report's picture: what is drawn of each state and of the change."""

from typing import Final

import numpy as np

from myomap.language import catalogue
from myomap.polarmap import ClassMap, ClassStyle, DifferenceMap, PanelSpec
from myomap.reading import StateArrays
from myomap.records import InputKind, MapSource, MaskArray, PolarMap, State
from myomap.report.content import ReportContent
from myomap.report.heart_words import state_words
from myomap.report.number_words import percent
from myomap.report.scores import summed, summed_fall
from myomap.report.tables import UNKNOWN, change_cells, score_cell

__all__ = [
    "LEGEND_COLORS",
    "affected_outline",
    "picture_panels",
    "reference_percentile",
]

_COLORS: Final = ((238, 238, 232), (230, 159, 0), (94, 33, 107), (86, 180, 233))
"""Of no defect, reversible, fixed, at rest only; told apart in grey too."""

LEGEND_COLORS: Final = tuple("#{:02x}{:02x}{:02x}".format(*rgb) for rgb in _COLORS)
"""The same as ``#rrggbb``."""

_MAPPED: Final = frozenset(
    kind.value
    for kind in (
        InputKind.PROJECTIONS,
        InputKind.TRANSAXIAL_VOLUME,
        InputKind.SHORT_AXIS_VOLUME,
    )
)
"""Inputs whose maps were sampled here, and scaled to a percentile."""


def picture_panels(content: ReportContent) -> list[PanelSpec]:
    """Return the discs of a report: each state, and what comes back.

    Parameters
    ----------
    content : ReportContent
        Of a report.

    Returns
    -------
    list of PanelSpec
        From left to right.
    """
    arrays = content.arrays
    panels = [
        _state_panel(content, state, found)
        for state, found in ((State.STRESS, arrays.stress), (State.REST, arrays.rest))
        if found is not None
    ]
    change = _change_panel(content)
    return panels if change is None else [*panels, change]


def _state_panel(content: ReportContent, state: State, found: StateArrays) -> PanelSpec:
    scores = content.scores(state.value)
    labels = None
    if scores is not None and any(each is not None for each in scores.software):
        labels = tuple(score_cell(scores, n).replace(" ", "") for n in range(1, 18))
    known = np.isfinite(found.uptake_percent)
    return PanelSpec(
        title=_state_title(content, state),
        content=PolarMap(
            uptake_percent=np.where(known, found.uptake_percent, 0.0),
            area_cm2=found.area_cm2,
            valid=known,
            state=state,
            source=MapSource.ARRAY,
            reference_percentile=reference_percentile(content, state),
        ),
        blackout=found.is_below,
        labels=labels,
    )


def _state_title(content: ReportContent, state: State) -> str:
    perfusion = content.document.perfusion
    found = perfusion.stress if state is State.STRESS else perfusion.rest
    name = state_words(state.value, content.language)
    if any(
        each.code.endswith("state-by-layout")
        for each in content.document.quality.cautions
    ):
        _ = catalogue(content.language, "report").gettext
        name = _("{state} (by layout)").format(state=name)
    if found is None or found.tpd_percent is None:
        return name
    told = [f"TPD {percent(found.tpd_percent, content.language)}"]
    scores = content.scores(state.value)
    own = summed(scores.physician) if scores is not None and scores.changed else None
    total = _sum_words(found.summed_score, own)
    if total:
        told.append(f"S{'S' if state is State.STRESS else 'R'}S {total}")
    return f"{name}: {', '.join(told)}"


def reference_percentile(content: ReportContent, state: State) -> float:
    """Return which percentile of a map its 100 % is.

    Parameters
    ----------
    content : ReportContent
        Of a report.
    state : State
        Stress or rest.

    Returns
    -------
    float
        NaN where the map was given ready: its reference is not known here.
    """
    kinds = {entry.state: entry.kind for entry in content.document.provenance.inputs}
    given = content.document.provenance.options.get("reference_percentile")
    if kinds.get(state.value) in _MAPPED and isinstance(given, float | int):
        return float(given)
    return float("nan")


def _change_panel(content: ReportContent) -> PanelSpec | None:
    arrays = content.arrays
    stress, rest = arrays.stress, arrays.rest
    if stress is None or rest is None or arrays.difference is None:
        return None
    known = np.isfinite(arrays.difference)
    area = ((stress.area_cm2 + rest.area_cm2) / 2).astype(np.float32)
    _ = catalogue(content.language, "report").gettext
    if arrays.change_kinds is None:
        return PanelSpec(
            title=_("Stress − rest"),
            content=DifferenceMap(
                difference_points=np.where(known, arrays.difference, 0.0),
                area_cm2=area,
                valid=known,
            ),
        )
    return PanelSpec(
        title=_change_title(content),
        content=ClassMap(
            classes=arrays.change_kinds,
            area_cm2=area,
            valid=known,
            styles=_styles(content),
        ),
        outline=affected_outline(content),
        labels=_change_labels(content),
    )


def _change_title(content: ReportContent) -> str:
    _ = catalogue(content.language, "report").gettext
    change = content.document.difference
    total = _sum_words(
        None if change is None else change.summed_difference_score, _own_fall(content)
    )
    return (
        _("Reversibility: SDS {score}").format(score=total)
        if total
        else _("Reversibility")
    )


def _own_fall(content: ReportContent) -> int | None:
    """Return SDS by the physician's scores; None where none was changed."""
    stress, rest = content.scores("stress"), content.scores("rest")
    if stress is None or rest is None or not (stress.changed or rest.changed):
        return None
    return summed_fall(stress.physician, rest.physician)


def _sum_words(software: int | None, own: int | None) -> str:
    """Return a sum as the discs print scores; empty where there is none."""
    if own is None or own == software:
        return "" if software is None else str(software)
    return f"{UNKNOWN if software is None else software} → {own}"


def _change_labels(content: ReportContent) -> tuple[str, ...] | None:
    stress, rest = content.scores("stress"), content.scores("rest")
    if stress is None or rest is None:
        return None
    return tuple(each.replace(" ", "") for each in change_cells(stress, rest))


def _styles(content: ReportContent) -> tuple[ClassStyle, ...]:
    _ = catalogue(content.language, "report").gettext
    names = (_("normal"), _("reversible"), _("fixed"), _("at rest only"))
    return tuple(
        ClassStyle(name=name, rgb=rgb) for name, rgb in zip(names, _COLORS, strict=True)
    )


def affected_outline(content: ReportContent) -> MaskArray | None:
    """Return the affected area, which by rule is what is coloured already.

    Parameters
    ----------
    content : ReportContent
        Of a report.

    Returns
    -------
    (32, 72), bool, or None
        The physician's where there is one, else the network's.
    """
    if content.physician_mask is not None:
        return np.asarray(content.physician_mask > 0)
    affected = content.arrays.affected
    if content.document.provenance.model is None or affected is None:
        return None
    return np.asarray(affected > 0) if affected.any() else None
