"""How far the contours can be trusted, and when there is no ventricle at all.

Five questions are asked of a fit; each answer is a mark from 0 to 1. The **score is
the lowest of the first four**, a chain being as strong as its weakest link, **times
the fifth**: an unusual shape is believed only where nothing else speaks against it.

=============  =============================================  ==========  ==========
mark           question                                       0 at        1 at
=============  =============================================  ==========  ==========
contrast       is the wall brighter than cavity and outside?  0.25        0.60
support        do the wall's profiles peak where it lies?     35 %        75 %
residual       how far do the peaks lie from the smooth wall? 3.5 mm      1.5 mm
open base      is the base open, as a ventricle's is?         0.65        0.45
=============  =============================================  ==========  ==========

The mark of the **bounds** is 0.4 when the fit of the long axis ended on a bound of
what it may be, and 1 when it did not.

A mark below 0.5 is a caution that names the question; a score below
`REFUSAL_SCORE` means that no ventricle was found, and so does one below
`SECOND_LOOK_SCORE` where a second grid had to be searched: who looks twice must see
more. The marks are read off at a fit; they cannot see a mirrored volume.
"""

from dataclasses import dataclass

from myomap.records import Caution, ContourQuality
from myomap.ventricle.contrast import WallContrast
from myomap.ventricle.refit import ShellFit
from myomap.ventricle.wall import Wall

__all__ = [
    "REFUSAL_SCORE",
    "SECOND_LOOK_SCORE",
    "QualityMarks",
    "judge_contours",
    "quality_marks",
]

REFUSAL_SCORE = 0.25
SECOND_LOOK_SCORE = 0.6
DOUBT_MARK = 0.5

_SENTENCES = {
    "contrast": "The wall stands out too little from the cavity and what lies around",
    "support": "Too few profiles of the wall show a peak of their own",
    "residual": "The count maxima scatter around the traced wall",
    "open_base": "The ventricle looks closed at the base, as by gut or an atrium",
    "bounds": "The fit of the long axis ended on a bound of what it may be",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityMarks:
    """The five marks, each 0 (bad) to 1 (nothing to object)."""

    contrast: float
    support: float
    residual: float
    open_base: float
    bounds: float

    @property
    def score(self) -> float:
        """The lowest of the first four marks, times that of the bounds."""
        lowest = min(self.contrast, self.support, self.residual, self.open_base)
        return lowest * self.bounds


def _ramp(value: float, zero_at: float, one_at: float) -> float:
    """Return 0 to 1, linear between two values."""
    part = (value - zero_at) / (one_at - zero_at)
    return min(1.0, max(0.0, part))


def quality_marks(
    contrast: WallContrast, wall: Wall, at_bound: tuple[str, ...]
) -> QualityMarks:
    """Return the five marks of a fit; the table in this module says what they mean.

    Parameters
    ----------
    contrast : WallContrast
        Of the fitted shell.
    wall : Wall
        Traced around it.
    at_bound : tuple of str
        Parameters that ended on a bound; empty for an axis placed by hand.

    Returns
    -------
    QualityMarks
        Each 0 to 1.
    """
    return QualityMarks(
        contrast=_ramp(contrast.score, 0.25, 0.60),
        support=_ramp(wall.supported_percent, 35.0, 75.0),
        residual=_ramp(wall.residual_mm, 3.5, 1.5),
        open_base=_ramp(contrast.closed_base, 0.65, 0.45),
        bounds=0.4 if at_bound else 1.0,
    )


def judge_contours(
    contrast: WallContrast,
    wall: Wall,
    fit: ShellFit | None,
    extra: tuple[Caution, ...] = (),
) -> ContourQuality:
    """Return score, figures and cautions of a fit.

    Parameters
    ----------
    contrast : WallContrast
        Of the fitted shell.
    wall : Wall
        Traced around it.
    fit : ShellFit or None
        None when the axis was placed by hand.
    extra : tuple of Caution
        Doubts from elsewhere, a rival candidate for example.

    Returns
    -------
    ContourQuality
        With one caution for each mark below 0.5.
    """
    marks = quality_marks(contrast, wall, fit.at_bound if fit else ())
    doubts = tuple(
        Caution(
            code=f"contour-{name.replace('_', '-')}",
            message=f"{sentence}: check the contours on the slices.",
        )
        for name, sentence in _SENTENCES.items()
        if getattr(marks, name) < DOUBT_MARK
    )
    return ContourQuality(
        score=marks.score,
        contrast=contrast.score,
        supported_percent=wall.supported_percent,
        residual_mm=wall.residual_mm,
        cautions=doubts + extra,
    )
