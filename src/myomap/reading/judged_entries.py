"""What normal limits said, put into the words of the reading's JSON."""

from dataclasses import dataclass

from myomap.quantification import (
    Interval,
    SegmentFigure,
    SegmentInterval,
    StateFigures,
    SummedScore,
)
from myomap.reading.document import (
    Difference,
    Perfusion,
    SegmentEntry,
    Territories,
    TerritoryEntry,
    Verdict,
)
from myomap.reading.judgement import Judgement

__all__ = ["JudgedParts", "judged_parts"]


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedParts:
    """Parts of the document; None for what was not judged.

    Parameters
    ----------
    verdict : Verdict or None
        By rule, without probabilities.
    stress, rest : Perfusion or None
        With all figures.
    difference : Difference or None
        Of both states.
    normals : str or None
        Name and hash of the limits.
    """

    verdict: Verdict | None = None
    stress: Perfusion | None = None
    rest: Perfusion | None = None
    difference: Difference | None = None
    normals: str | None = None


def judged_parts(judgement: Judgement | None) -> JudgedParts:
    """Return the parts of the document that limits decide.

    Parameters
    ----------
    judgement : Judgement or None
        Of `judge_reading`.

    Returns
    -------
    JudgedParts
        Empty where nothing was judged.
    """
    if judgement is None:
        return JudgedParts()
    limits = judgement.limits
    return JudgedParts(
        verdict=Verdict(
            label=judgement.verdict.label.value, reasons=judgement.verdict.reasons
        ),
        stress=_perfusion(judgement, judgement.stress),
        rest=_perfusion(judgement, judgement.rest),
        difference=_difference(judgement),
        normals=f"{limits.name}, SHA-256 {limits.sha256}",
    )


def _perfusion(judgement: Judgement, figures: StateFigures | None) -> Perfusion | None:
    if figures is None:
        return None
    intervals = judgement.intervals[figures.state]
    territories = {
        each.territory.value: TerritoryEntry(
            uptake_percent=_rounded(each.uptake_percent),
            tpd_percent=round(each.tpd_percent, 2),
            extent_percent=round(each.extent_percent, 2),
        )
        for each in figures.territories
    }
    is_whole = figures.summed.n_missing == 0
    return Perfusion(
        limits=figures.chosen.limits.population.title,
        tpd_percent=round(figures.tpd_percent, 2),
        tpd_interval=_ends(intervals.tpd_percent),
        extent_percent=round(figures.extent_percent, 2),
        extent_interval=_ends(intervals.extent_percent),
        summed_score=_known_sum(figures.summed),
        summed_score_percent=round(figures.summed.percent, 2) if is_whole else None,
        summed_score_interval=_ends(intervals.summed_score) if is_whole else None,
        severity=round(figures.severity, 2),
        size=figures.size.value,
        depth=figures.depth.value,
        segments=tuple(
            _segment(each, interval)
            for each, interval in zip(figures.segments, intervals.segments, strict=True)
        ),
        territories=Territories(**territories),
    )


def _segment(figure: SegmentFigure, interval: SegmentInterval) -> SegmentEntry:
    low, high = interval.grade_low, interval.grade_high
    return SegmentEntry(
        segment=figure.segment.number,
        name=figure.segment.name,
        uptake_percent=_rounded(figure.uptake_percent),
        deviation=_rounded(figure.deviation),
        score=figure.score,
        score_interval=None if low is None or high is None else (low, high),
        is_borderline=None if figure.score is None else interval.is_borderline,
    )


def _ends(interval: Interval) -> tuple[float, float]:
    return round(interval.low, 2), round(interval.high, 2)


def _known_sum(summed: SummedScore) -> int | None:
    """Return a sum of all segments; of some, it would be read as one of all."""
    return None if summed.n_missing else summed.total


def _difference(judgement: Judgement) -> Difference | None:
    change = judgement.change
    if change is None:
        return None
    is_whole = None not in change.difference_scores
    intervals = judgement.change_intervals
    return Difference(
        summed_difference_score=change.summed_difference if is_whole else None,
        summed_difference_interval=_ends(intervals.summed_difference)
        if intervals and is_whole
        else None,
        ischemic_tpd_percent=round(change.ischemic_tpd_percent, 2),
        ischemic_tpd_interval=_ends(intervals.ischemic_tpd_percent)
        if intervals
        else None,
        reversible_extent_percent=round(change.reversible_extent_percent, 2),
        fixed_extent_percent=round(change.fixed_extent_percent, 2),
        worsened_extent_percent=round(change.worsened_extent_percent, 2),
        tid_ratio=_rounded(judgement.tid_ratio, 3),
    )


def _rounded(value: float | None, digits: int = 2) -> float | None:
    return None if value is None else round(value, digits)
