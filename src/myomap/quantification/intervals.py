"""Intervals of the figures, and grades that could as well be others."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from myomap.errors import ConfigError
from myomap.geometry import FloatArray
from myomap.quantification.resampling import StateDraws
from myomap.quantification.segment_scores import GradeOptions, grades
from myomap.quantification.state_figures import StateFigures

__all__ = [
    "ChangeIntervals",
    "Interval",
    "SegmentInterval",
    "StateIntervals",
    "change_intervals",
    "state_intervals",
]

DEFAULT_LEVEL: Final = 0.90


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Where a figure could as well have been.

    Parameters
    ----------
    low, high : float
        In the figure's own unit; the figure lies between them.
    """

    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentInterval:
    """The grades a segment could as well have.

    Parameters
    ----------
    number : int
        Of the segment.
    grade_low, grade_high : int or None
        Ends of the interval; None without data.
    is_borderline : bool
        Whether they differ, or the mean score lies near a border of grades.
    """

    number: int
    grade_low: int | None
    grade_high: int | None
    is_borderline: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StateIntervals:
    """Intervals of one map.

    Parameters
    ----------
    level : float, 0 to 1
        Nominal level.
    tpd_percent, extent_percent, summed_score : Interval
        Of the figures of the same names.
    segments : tuple of SegmentInterval
        Of the 17 segments.
    """

    level: float
    tpd_percent: Interval
    extent_percent: Interval
    summed_score: Interval
    segments: tuple[SegmentInterval, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeIntervals:
    """Intervals of stress against rest.

    Parameters
    ----------
    level : float, 0 to 1
        Nominal level.
    ischemic_tpd_percent, summed_difference : Interval
        Of the figures of the same names.
    """

    level: float
    ischemic_tpd_percent: Interval
    summed_difference: Interval


def state_intervals(
    figures: StateFigures,
    draws: StateDraws,
    *,
    level: float = DEFAULT_LEVEL,
    grading: GradeOptions | None = None,
) -> StateIntervals:
    """Return the intervals of one map's figures.

    Drawing noise onto a noisy map adds to its deficit. The draws are therefore moved
    so that their median is the figure itself: only their spread is used.

    Parameters
    ----------
    figures : StateFigures
        Of the map.
    draws : StateDraws
        Of `resample_map`.
    level : float, 0.5 to 0.99
        How much of the draws the interval holds.
    grading : GradeOptions, optional
        As the figures were graded.

    Returns
    -------
    StateIntervals
        They tell how far the figure would differ in another image, not how far it
        lies from the truth: a defect that blur has filled is filled in every draw.

    Raises
    ------
    ConfigError
        If the level makes no sense.
    """
    _require_level(level)
    grading = grading or GradeOptions()
    drawn = grades(_centred_scores(figures, draws), grading)
    total = np.nansum(drawn, axis=1)
    return StateIntervals(
        level=level,
        tpd_percent=_interval(draws.tpd_percent, figures.tpd_percent, level, 100.0),
        extent_percent=_interval(
            draws.extent_percent, figures.extent_percent, level, 100.0
        ),
        summed_score=_interval(total, float(figures.summed.total), level, 4.0 * 17),
        segments=tuple(
            _segment(segment.segment.number, column, segment.is_borderline, level)
            for segment, column in zip(figures.segments, drawn.T, strict=True)
        ),
    )


def change_intervals(
    stress: tuple[StateFigures, StateDraws],
    rest: tuple[StateFigures, StateDraws],
    *,
    level: float = DEFAULT_LEVEL,
    grading: GradeOptions | None = None,
) -> ChangeIntervals:
    """Return the intervals of stress against rest.

    Parameters
    ----------
    stress, rest : StateFigures and StateDraws
        Figures and draws of each state, drawn with one seed: it is one heart.
    level : float, 0.5 to 0.99
        How much of the draws the interval holds.
    grading : GradeOptions, optional
        As the figures were graded.

    Returns
    -------
    ChangeIntervals
        Of ischemic deficit and summed difference.

    Raises
    ------
    ConfigError
        If the level makes no sense, or the states were drawn differently often.
    """
    _require_level(level)
    grading = grading or GradeOptions()
    (at_stress, stress_draws), (at_rest, rest_draws) = stress, rest
    n_stress, n_rest = len(stress_draws.tpd_percent), len(rest_draws.tpd_percent)
    if n_stress != n_rest:
        raise ConfigError(
            f"The states were drawn differently often: found {n_stress} and {n_rest} "
            "draws. Expected the same number."
        )
    here, there = (
        grades(_centred_scores(figures, draws), grading)
        for figures, draws in ((at_stress, stress_draws), (at_rest, rest_draws))
    )
    difference = np.nansum(np.maximum(here - there, 0.0), axis=1)
    point = sum(
        max(0, one.score - other.score)
        for one, other in zip(at_stress.segments, at_rest.segments, strict=True)
        if one.score is not None and other.score is not None
    )
    return ChangeIntervals(
        level=level,
        ischemic_tpd_percent=_interval(
            stress_draws.tpd_percent - rest_draws.tpd_percent,
            at_stress.tpd_percent - at_rest.tpd_percent,
            level,
            100.0,
            least=-100.0,
        ),
        summed_difference=_interval(difference, float(point), level, 4.0 * 17),
    )


def _require_level(level: float) -> None:
    if not 0.5 <= level <= 0.99:
        raise ConfigError(
            f"The level of the intervals makes no sense: found {level:g}, expected "
            "0.5 to 0.99."
        )


def _interval(
    draws: FloatArray, point: float, level: float, most: float, *, least: float = 0.0
) -> Interval:
    tail = (1.0 - level) / 2
    low, middle, high = np.quantile(draws, [tail, 0.5, 1.0 - tail])
    return Interval(
        low=float(np.clip(point + low - middle, least, point)),
        high=float(np.clip(point + high - middle, point, most)),
    )


def _centred_scores(figures: StateFigures, draws: StateDraws) -> FloatArray:
    """Return (draw, segment): mean scores moved to have the figures as their median."""
    point = np.array(
        [
            np.nan if each.mean_score is None else each.mean_score
            for each in figures.segments
        ]
    )
    centred: FloatArray = draws.mean_scores + (point - np.median(draws.mean_scores, 0))
    return np.clip(centred, 0.0, 4.0)


def _segment(
    number: int, drawn: FloatArray, is_near: bool, level: float
) -> SegmentInterval:
    if np.isnan(drawn).any():
        return SegmentInterval(
            number=number, grade_low=None, grade_high=None, is_borderline=False
        )
    tail = (1.0 - level) / 2
    # Grades that were drawn, not means of two: a rare draw is no end of an interval.
    ends = np.quantile(drawn, [tail, 1.0 - tail], method="inverted_cdf")
    low, high = (int(end) for end in ends)
    return SegmentInterval(
        number=number,
        grade_low=low,
        grade_high=high,
        is_borderline=is_near or low != high,
    )
