"""The function of the ventricle, put into the words of the reading's JSON."""

from myomap.function import FunctionFigures, segment_functions
from myomap.reading.beat import BeatReading
from myomap.reading.document import (
    FunctionEntry,
    FunctionSegmentEntry,
    PhaseEntry,
)

__all__ = ["function_entry"]


def function_entry(beat: BeatReading | None) -> FunctionEntry | None:
    """Return the part of the document that gates decide.

    Parameters
    ----------
    beat : BeatReading or None
        Of one state.

    Returns
    -------
    FunctionEntry or None
        None where nothing is gated. Without figures where they could not be measured
        or the contours are doubtful: they would be read as measured.
    """
    if beat is None:
        return None
    figures = beat.figures
    if figures is None:
        return FunctionEntry(n_gates=beat.n_gates, is_doubtful=None)
    if figures.is_doubtful:
        return FunctionEntry(n_gates=beat.n_gates, is_doubtful=True)
    return FunctionEntry(
        n_gates=beat.n_gates,
        is_doubtful=False,
        cavity_ml=tuple(round(float(ml), 1) for ml in figures.cavity_ml),
        end_diastole=figures.end_diastole + 1,
        end_systole=figures.end_systole + 1,
        end_diastolic_ml=round(figures.diastolic_ml, 1),
        end_systolic_ml=round(figures.systolic_ml, 1),
        stroke_ml=round(figures.stroke_ml, 1),
        ejection_fraction_percent=round(100.0 * figures.ejection_fraction, 1),
        phase=PhaseEntry(
            bandwidth_deg=round(figures.phase.bandwidth_deg, 1),
            standard_deviation_deg=round(figures.phase.spread_deg, 1),
            entropy=round(figures.phase.entropy, 3),
        ),
        segments=_segments(figures),
    )


def _segments(figures: FunctionFigures) -> tuple[FunctionSegmentEntry, ...]:
    return tuple(
        FunctionSegmentEntry(
            segment=each.segment.number,
            name=each.segment.name,
            motion_mm=round(each.motion_mm, 1),
            thickening_percent=round(each.thickening_percent, 1),
        )
        for each in segment_functions(figures)
    )
