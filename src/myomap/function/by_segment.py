"""Motion and thickening on the rings of a polar map, and as means of segments."""

from dataclasses import dataclass

from myomap.function.measure import FunctionFigures
from myomap.geometry import FloatArray
from myomap.polarmap import mean_by_segment, segment_weights, segments_17
from myomap.polarmap.segment_model import Segment

__all__ = ["SegmentFunction", "on_rings", "segment_functions"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentFunction:
    """What one segment does over the beat.

    Parameters
    ----------
    segment : Segment
        Which one.
    motion_mm : float, mm
        Towards the middle of the cavity, end-diastole to end-systole.
    thickening_percent : float, percent
        Of the wall.
    """

    segment: Segment
    motion_mm: float
    thickening_percent: float


def on_rings(values: FloatArray) -> FloatArray:
    """Return values of latitudes on the rings half-way between them.

    Parameters
    ----------
    values : (33, 72)
        On the points of a surface.

    Returns
    -------
    (32, 72)
        As `myomap.polarmap.sample_polar_map` places its rings.

    Examples
    --------
    >>> import numpy as np
    >>> on_rings(np.array([[0.0], [1.0], [4.0]])).ravel()
    array([0.5, 2.5])
    """
    return (values[:-1] + values[1:]) / 2


def segment_functions(figures: FunctionFigures) -> tuple[SegmentFunction, ...]:
    """Return motion and thickening of the 17 segments.

    Parameters
    ----------
    figures : FunctionFigures
        Of one beat.

    Returns
    -------
    tuple of SegmentFunction
        Means over each segment, weighed by the wall's area at end-diastole.
    """
    model = segments_17()
    weights = segment_weights(model)
    area = figures.area_cm2
    motion = mean_by_segment(on_rings(figures.motion_mm), area, weights)
    thickening = mean_by_segment(on_rings(figures.thickening_percent), area, weights)
    return tuple(
        SegmentFunction(
            segment=segment, motion_mm=float(mm), thickening_percent=float(percent)
        )
        for segment, mm, percent in zip(model.segments, motion, thickening, strict=True)
    )
