"""A report's figures and findings as the groups of a structured report."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final, Literal

from myomap.dicom.results import SrContent, SrGroup, SrMeasurement, SrText
from myomap.language import Language
from myomap.reading.document import (
    Defect,
    Difference,
    FunctionEntry,
    Perfusion,
    SegmentEntry,
    TerritoryEntry,
    Verdict,
)
from myomap.report.clean_text import clean_line, clean_text
from myomap.report.content import ReportContent
from myomap.report.findings import Findings, findings
from myomap.report.network_suspicion import is_by_network_alone
from myomap.report.scores import summed

__all__ = ["sr_content"]

StateName = Literal["stress", "rest"]
Interval = tuple[float, float] | None

_STATES: Final[tuple[StateName, ...]] = ("stress", "rest")
_KINDS: Final = {
    "ischemia": "reversible",
    "infarction": "fixed",
    "mixed": "partially_reversible",
}
_MORPHOLOGY: Final = frozenset(_KINDS)
_DEPTHS: Final = frozenset({"mild", "moderate", "severe"})
_SUM_OF: Final = {"stress": "summed_stress_score", "rest": "summed_rest_score"}


def sr_content(content: ReportContent) -> SrContent:
    """Return what a structured report holds of a report.

    Parameters
    ----------
    content : ReportContent
        Of a report.

    Returns
    -------
    SrContent
        Figures of the software with its name, those of the physician with theirs;
        words in the report's language.
    """
    return SrContent(
        language="ru" if content.language is Language.RUSSIAN else "en",
        groups=tuple(_groups(content)),
        texts=tuple(_texts(findings(content))),
    )


def _groups(content: ReportContent) -> Iterator[SrGroup]:
    document = content.document
    limits = document.provenance.normals or ""
    model = document.provenance.model
    named = f"{model.name}, SHA-256 {model.sha256}" if model is not None else limits
    yield replace(_verdict("Verdict of the software", document.verdict), method=named)
    if document.rule is not None:
        rule = _verdict("Verdict by the rule over normal limits", document.rule)
        yield replace(rule, method=limits)
    # What the network alone suspects is told in words: a code would make it a finding.
    borne_out = [
        each
        for each in document.defects or ()
        if not is_by_network_alone(document, each)
    ]
    for number, defect in enumerate(borne_out, start=1):
        yield replace(_defect(number, defect), method=named)
    yield from (replace(group, method=limits) for group in _by_limits(content))
    for state in _STATES:
        function: FunctionEntry | None = getattr(document.function, state)
        if function is not None and function.ejection_fraction_percent is not None:
            yield _function(state, function)
    yield from _physician(content)


def _by_limits(content: ReportContent) -> Iterator[SrGroup]:
    document = content.document
    if document.difference is not None:
        yield _difference(document.difference)
    for state in _STATES:
        found: Perfusion | None = getattr(document.perfusion, state)
        if found is not None:
            yield from _state(state, found)


def _verdict(identifier: str, verdict: Verdict) -> SrGroup:
    chances = {
        f"probability_{name}": (value, _interval(verdict, name))
        for name, value in verdict.probability.model_dump().items()
    }
    return SrGroup(
        identifier=identifier,
        measurements=_measured(chances),
        evaluations=_answers(verdict.label),
    )


def _interval(verdict: Verdict, name: str) -> Interval:
    return (verdict.interval or {}).get(name)


def _answers(label: str | None) -> tuple[tuple[str, str], ...]:
    """Return what a label says; of an abstention, nothing."""
    if label == "normal":
        return (("perfusion", "normal"),)
    if label in _MORPHOLOGY:
        return (("perfusion", "abnormal"), ("morphology", str(label)))
    return (("perfusion", "abnormal"),) if label == "abnormal" else ()


def _defect(number: int, defect: Defect) -> SrGroup:
    return SrGroup(
        identifier=f"Defect {number}, {defect.territory}",
        segments=defect.segments,
        artery=defect.territory,
        finding=_KINDS[defect.kind],
        measurements=_measured(
            {
                "extent": (defect.extent_percent, None),
                "probability": (defect.probability, None),
            }
        ),
        evaluations=(("morphology", defect.kind),),
    )


def _difference(found: Difference) -> SrGroup:
    return SrGroup(
        identifier="Change from stress to rest",
        measurements=_measured(
            {
                "summed_difference_score": (
                    found.summed_difference_score,
                    found.summed_difference_interval,
                ),
                "ischemic_tpd": (
                    found.ischemic_tpd_percent,
                    found.ischemic_tpd_interval,
                ),
                "reversible_extent": (found.reversible_extent_percent, None),
                "fixed_extent": (found.fixed_extent_percent, None),
                "tid_ratio": (found.tid_ratio, None),
            }
        ),
    )


def _state(state: StateName, found: Perfusion) -> Iterator[SrGroup]:
    depth = found.depth if found.depth in _DEPTHS else None
    yield SrGroup(
        identifier=f"{state}, left ventricle",
        state=state,
        measurements=_measured(
            {
                "tpd": (found.tpd_percent, found.tpd_interval),
                "extent": (found.extent_percent, found.extent_interval),
                _SUM_OF[state]: (found.summed_score, found.summed_score_interval),
                f"{_SUM_OF[state]}_percent": (found.summed_score_percent, None),
            }
        ),
        evaluations=(("severity", depth),) if depth else (),
    )
    for name in ("LAD", "LCX", "RCA"):
        entry: TerritoryEntry = getattr(found.territories, name)
        yield SrGroup(
            identifier=f"{state}, {name}",
            state=state,
            artery=name,
            measurements=_measured(
                {
                    "uptake": (entry.uptake_percent, None),
                    "tpd": (entry.tpd_percent, None),
                    "extent": (entry.extent_percent, None),
                }
            ),
        )
    for segment in found.segments:
        yield _segment(state, segment)


def _segment(state: StateName, entry: SegmentEntry) -> SrGroup:
    return SrGroup(
        identifier=f"{state}, segment {entry.segment}",
        state=state,
        segments=(entry.segment,),
        measurements=_measured(
            {
                "uptake": (entry.uptake_percent, None),
                "deviation": (entry.deviation, None),
                "score": (entry.score, entry.score_interval),
            }
        ),
    )


def _function(state: StateName, found: FunctionEntry) -> SrGroup:
    return SrGroup(
        identifier=f"{state}, function",
        state=state,
        measurements=_measured(
            {
                "ejection_fraction": (found.ejection_fraction_percent, None),
                "end_diastolic_ml": (found.end_diastolic_ml, None),
                "end_systolic_ml": (found.end_systolic_ml, None),
            }
        ),
    )


def _physician(content: ReportContent) -> Iterator[SrGroup]:
    """Yield what a physician says: only what differs from the software's figures."""
    said = content.physician
    if said is None:
        return
    reader = clean_line(said.author) or "Physician"
    if said.label is not None:
        yield SrGroup(
            identifier="Verdict of the physician",
            evaluations=_answers(said.label),
            reader=reader,
        )
    for state in _STATES:
        scores = content.scores(state)
        if scores is None or not scores.changed:
            continue
        yield SrGroup(
            identifier=f"{state}, left ventricle, by the physician",
            state=state,
            measurements=_measured({_SUM_OF[state]: (summed(scores.physician), None)}),
            reader=reader,
        )
        for number, score in scores.changed.items():
            yield SrGroup(
                identifier=f"{state}, segment {number}, by the physician",
                state=state,
                segments=(number,),
                measurements=_measured({"score": (score, None)}),
                reader=reader,
            )


def _measured(
    figures: Mapping[str, tuple[float | None, Interval]],
) -> tuple[SrMeasurement, ...]:
    """Return the figures that are known."""
    return tuple(
        SrMeasurement(name=name, value=value, interval=interval)
        for name, (value, interval) in figures.items()
        if value is not None
    )


def _texts(told: Findings) -> Iterator[SrText]:
    for sentence in told.cautions:
        yield SrText(kind="caution", text=clean_text(sentence))
    for statement in told.impression:
        words = (statement.headline, *statement.sentences)
        text = f"{statement.title}: {' '.join(words)}"
        yield SrText(kind="impression", text=clean_text(text))
    for section in told.sections:
        text = f"{section.title}: {' '.join(section.sentences)}"
        yield SrText(kind="comment", text=clean_text(text))
