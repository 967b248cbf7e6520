"""From the reading of a disc of flat segments to one value a segment.

Such a disc knows nothing between its borders, and its rings may be drawn wider or
narrower than a map's. What its samples say is gathered segment by segment, and laid
out as maps are: apex, apical, mid and basal ring end at 1/4, 1/2, 3/4 and 1.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import numpy as np

from myomap.records import N_ANGLES, N_RINGS, Caution, MaskArray
from myomap.screenshot.disc_reading import DiscReading
from myomap.screenshot.segment_drawing import RingPlan, SegmentDrawing

__all__ = ["FLAT_SEGMENTS", "values_by_segment"]

FLAT_SEGMENTS: Final = Caution(
    code="picture-flat-segments",
    message=(
        "The map is drawn with one colour a segment: nothing inside of a segment is "
        "known, and what is smaller than one cannot be seen."
    ),
)

_STANDARD: Final = (0.0, 0.25, 0.5, 0.75, 1.0)
_BESIDE_RINGS: Final = 0.035
_BESIDE_WALLS_DEG: Final = 8.0


def values_by_segment(reading: DiscReading, drawing: SegmentDrawing) -> DiscReading:
    """Return a reading with one value a segment, laid out as maps are.

    Parameters
    ----------
    reading : DiscReading
        Of the disc, sample by sample.
    drawing : SegmentDrawing
        How the disc is cut.

    Returns
    -------
    DiscReading
        Medians of what was seen well inside of every segment. Not valid where nothing
        of a segment was.
    """
    if reading.is_refused:
        return reading
    uptake = np.zeros((N_RINGS, N_ANGLES), np.float32)
    tolerance = np.full((N_RINGS, N_ANGLES), 100.0, np.float32)
    filled, valid = np.zeros((2, N_RINGS, N_ANGLES), bool)
    for drawn, standard in _segments(drawing):
        seen = drawn & reading.valid & ~reading.filled
        known = seen if seen.any() else drawn & reading.valid
        if not known.any():
            continue
        uptake[standard] = np.median(reading.uptake_percent[known])
        tolerance[standard] = np.median(reading.tolerance_percent[known])
        filled[standard] = not seen.any()
        valid[standard] = True
    return replace(
        reading,
        uptake_percent=uptake,
        tolerance_percent=tolerance,
        filled=filled,
        valid=valid,
    )


def _segments(drawing: SegmentDrawing) -> Iterator[tuple[MaskArray, MaskArray]]:
    """Yield the samples inside of every segment as drawn, and as it is laid out."""
    ends = (0.0, *drawing.radii, 1.0)
    for ring, plan in enumerate(drawing.rings):
        # The centre is no border, and beyond the rim there is nothing.
        inner = ends[ring] + (_BESIDE_RINGS if ring else 0.0)
        inside = _of_rings(inner, ends[ring + 1] - _BESIDE_RINGS)
        laid_out = _of_rings(_STANDARD[ring], _STANDARD[ring + 1])
        for along, beside in _sectors(plan):
            yield inside & beside, laid_out & along


def _of_rings(inner: float, outer: float) -> MaskArray:
    share = (np.arange(N_RINGS) + 0.5) / N_RINGS
    mask: MaskArray = ((share >= inner) & (share < outer))[:, None]
    return mask


def _sectors(plan: RingPlan) -> Iterator[tuple[MaskArray, MaskArray]]:
    """Yield the angles of every sector, and those that keep off its borders."""
    n_sectors, first_deg = plan
    sweep = 360.0 / n_sectors
    angles = np.arange(N_ANGLES) * (360.0 / N_ANGLES)
    for sector in range(n_sectors):
        beyond = (angles - first_deg - sweep * sector) % 360.0
        along = beyond < sweep
        keeps_off = np.abs(beyond - sweep / 2) < sweep / 2 - _BESIDE_WALLS_DEG
        yield along[None], (along if n_sectors == 1 else keeps_off)[None]
