"""Segments graded 0 to 4, and their sums."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from myomap.errors import ConfigError
from myomap.geometry import FloatArray
from myomap.quantification.state_figures import SegmentFigure, SummedScore

__all__ = ["GradeOptions", "grade", "grades", "is_near_border", "summed_score"]

HIGHEST_GRADE: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeOptions:
    """How a segment's mean score becomes a grade.

    Nobody published how programs grade: this is a proposal. A segment's mean score is
    continuous, its uptake and its limits in it already, and is rounded, so that the
    percent of the highest sum and the total perfusion deficit mean the same.

    Parameters
    ----------
    borders : four floats
        From which mean score on the grades 1, 2, 3 and 4 begin.
    near : float
        How close to a border a mean score is borderline.

    Raises
    ------
    ConfigError
        If the borders do not grow from above 0 to 4.
    """

    borders: tuple[float, float, float, float] = (0.5, 1.5, 2.5, 3.5)
    near: float = 0.15

    def __post_init__(self) -> None:
        low, second, third, high = self.borders
        if not 0.0 < low < second < third < high <= 4.0:
            raise ConfigError(
                f"The borders of the grades are {self.borders}. Expected four growing "
                "numbers above 0, at most 4."
            )
        if not 0.0 <= self.near <= 0.5:
            raise ConfigError(
                f"near makes no sense: found {self.near:g}, expected 0 to 0.5."
            )


def grades(mean_scores: FloatArray, options: GradeOptions) -> FloatArray:
    """Return the grade of every mean score.

    Parameters
    ----------
    mean_scores : any shape, 0 to 4
        Means of the samples' scores over segments.
    options : GradeOptions
        The borders.

    Returns
    -------
    the same shape
        0, 1, 2, 3 or 4; NaN stays NaN.

    Examples
    --------
    >>> grades(np.array([0.2, 0.5, 2.4, 4.0, np.nan]), GradeOptions())
    array([ 0.,  1.,  2.,  4., nan])
    """
    graded = np.zeros_like(mean_scores)
    for border in options.borders:
        graded = graded + (mean_scores >= border)
    return np.where(np.isnan(mean_scores), np.nan, graded)


def grade(mean_score: float, options: GradeOptions) -> int:
    """Return the grade of one mean score.

    Parameters
    ----------
    mean_score : float, 0 to 4
        Mean of a segment's samples' scores.
    options : GradeOptions
        The borders.

    Returns
    -------
    int
        0 normal, 1 mild, 2 moderate, 3 severe, 4 absent uptake.
    """
    return sum(mean_score >= border for border in options.borders)


def is_near_border(mean_score: float, options: GradeOptions) -> bool:
    """Return whether a mean score lies close to where two grades meet.

    Parameters
    ----------
    mean_score : float, 0 to 4
        Mean of a segment's samples' scores.
    options : GradeOptions
        The borders, and what close means.

    Returns
    -------
    bool
        The grade could as well have been the next one.
    """
    return any(abs(mean_score - border) < options.near for border in options.borders)


def summed_score(segments: tuple[SegmentFigure, ...]) -> SummedScore:
    """Return the sum of the segments' grades.

    Parameters
    ----------
    segments : tuple of SegmentFigure
        Of one model.

    Returns
    -------
    SummedScore
        Its percent is of the highest sum that the graded segments could reach.

    References
    ----------
    .. [1] LOINC 82648-7: percent of the myocardium from summed scores, of 68 in 17
       segments.
    """
    known = [each.score for each in segments if each.score is not None]
    most = HIGHEST_GRADE * len(known)
    total = sum(known)
    return SummedScore(
        total=total,
        percent=100.0 * total / most if most else 0.0,
        n_missing=len(segments) - len(known),
    )
