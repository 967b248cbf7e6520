"""The picture of the report: stress, rest and what comes back, with the scores."""

from typing import Final

import numpy as np

from myomap.figures import figure_bytes
from myomap.language import catalogue
from myomap.polarmap import (
    ClassMap,
    ClassStyle,
    DifferenceMap,
    DrawingOptions,
    PanelSpec,
    Wording,
    draw_polar_maps,
)
from myomap.reading import StateArrays
from myomap.records import InputKind, MapSource, MaskArray, PolarMap, State
from myomap.report.content import ReportContent
from myomap.report.method import limits_words
from myomap.report.tables import UNKNOWN, score_cell
from myomap.report.words import percent, state_words, wall_words

__all__ = ["key_picture"]

_COLORS: Final = ((238, 238, 232), (230, 159, 0), (94, 33, 107), (86, 180, 233))
"""Of no defect, reversible, fixed, at rest only; told apart in grey too."""

_MAPPED: Final = frozenset(
    kind.value
    for kind in (
        InputKind.PROJECTIONS,
        InputKind.TRANSAXIAL_VOLUME,
        InputKind.SHORT_AXIS_VOLUME,
    )
)
"""Inputs whose maps were sampled here, and scaled to a percentile."""


def key_picture(content: ReportContent, *, panel_px: int = 480) -> bytes:
    """Return the discs of a report as a PNG.

    Parameters
    ----------
    content : ReportContent
        Of a report.
    panel_px : int, pixels, 200 to 2000
        Width of one disc's panel.

    Returns
    -------
    bytes
        The same for the same content and version of matplotlib.
    """
    options = DrawingOptions(
        panel_px=panel_px,
        shows_territories=True,
        wording=_wording(content),
        is_simulated=content.is_simulated,
        remark=_remark(content),
    )
    return figure_bytes(draw_polar_maps(_panels(content), options), "png")


def _panels(content: ReportContent) -> list[PanelSpec]:
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
            reference_percentile=_reference(content, state),
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
    told = [f"TPD {percent(found.tpd_percent, content.language, 0)}"]
    if found.summed_score is not None:
        letter = "S" if state is State.STRESS else "R"
        told.append(f"S{letter}S {found.summed_score}")
    return f"{name}: {', '.join(told)}"


def _reference(content: ReportContent, state: State) -> float:
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
        outline=_outline(content),
        labels=_change_labels(content),
    )


def _change_title(content: ReportContent) -> str:
    _ = catalogue(content.language, "report").gettext
    change = content.document.difference
    if change is None or change.summed_difference_score is None:
        return _("Reversibility")
    return _("Reversibility: SDS {score}").format(score=change.summed_difference_score)


def _change_labels(content: ReportContent) -> tuple[str, ...] | None:
    stress, rest = content.scores("stress"), content.scores("rest")
    if stress is None or rest is None:
        return None
    return tuple(
        UNKNOWN if high is None or low is None else str(max(0, high - low))
        for high, low in zip(stress.software, rest.software, strict=True)
    )


def _styles(content: ReportContent) -> tuple[ClassStyle, ...]:
    _ = catalogue(content.language, "report").gettext
    names = (_("normal"), _("reversible"), _("fixed"), _("at rest only"))
    return tuple(
        ClassStyle(name=name, rgb=rgb) for name, rgb in zip(names, _COLORS, strict=True)
    )


def _outline(content: ReportContent) -> MaskArray | None:
    """Return the affected area, which by rule is what is coloured already."""
    if content.physician_mask is not None:
        return np.asarray(content.physician_mask > 0)
    affected = content.arrays.affected
    if content.document.provenance.model is None or affected is None:
        return None
    return np.asarray(affected > 0) if affected.any() else None


def _remark(content: ReportContent) -> str:
    _ = catalogue(content.language, "report").gettext
    arrays = content.arrays
    states = [each for each in (arrays.stress, arrays.rest) if each is not None]
    told = []
    if any(each.is_below is not None for each in states):
        told.append(_("black: below {limits}").format(limits=limits_words(content)))
        told.append(_("numbers: scores"))
    if arrays.change_kinds is not None and _outline(content) is not None:
        told.append(
            _("line: affected area by the physician")
            if content.physician_mask is not None
            else _("line: affected area by the network")
        )
    return "; ".join(told)


def _wording(content: ReportContent) -> Wording:
    _ = catalogue(content.language, "report").gettext
    anterior, septal, inferior, lateral = wall_words(content.language)
    return Wording(
        anterior=anterior,
        septal=septal,
        inferior=inferior,
        lateral=lateral,
        uptake=_("Uptake, % of the map's {percentile}th percentile"),
        uptake_of=_("Uptake, % of {reference}"),
        uptake_unscaled=_("Uptake, %"),
        difference=_("Stress − rest, percentage points"),
        table=_("Colour table"),
        orientation=_("apex in the centre, base at the rim"),
        hatched=_("hatched: not sampled"),
        purpose=_("Research use only, not for diagnosis"),
        simulated=_("SIMULATED"),
        model=_("17 segments (AHA)"),
    )
