"""The lines of a segment model on the unit disc, and the places for its numbers."""

from dataclasses import dataclass

import numpy as np

from myomap.geometry import FloatArray
from myomap.polarmap.segment_model import Segment, SegmentModel
from myomap.records import N_ANGLES, N_RINGS, MaskArray

__all__ = ["BorderLine", "graticule_lines", "label_place", "mask_outline", "unit_arc"]

_CELL_DEG = 360.0 / N_ANGLES


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BorderLine:
    """One piece of border between two segments.

    Parameters
    ----------
    points : (point, 2)
        x to lateral, y to anterior; the disc's radius is 1.
    parts_territories : bool
        Whether the segments on its two sides belong to different arteries.
    """

    points: FloatArray
    parts_territories: bool


def unit_arc(radius: float, start_deg: float, end_deg: float) -> FloatArray:
    """Return points of an arc, no more than one degree apart.

    Parameters
    ----------
    radius : float
        Of the arc.
    start_deg, end_deg : float, degrees
        Counter-clockwise from lateral.

    Returns
    -------
    (point, 2)
        x and y.
    """
    n_points = max(2, int(np.ceil(abs(end_deg - start_deg))) + 1)
    around = np.radians(np.linspace(start_deg, end_deg, n_points))
    return radius * np.stack([np.cos(around), np.sin(around)], axis=1)


def graticule_lines(model: SegmentModel) -> tuple[BorderLine, ...]:
    """Return the borders between the segments; the rim is not among them.

    Parameters
    ----------
    model : SegmentModel
        The segments.

    Returns
    -------
    tuple of BorderLine
        Every border once.
    """
    spokes = [
        _spoke(model, segment) for segment in model.segments if segment.sweep_deg < 360
    ]
    radii = sorted({s.outer_radius for s in model.segments if s.outer_radius < 1.0})
    arcs = [arc for radius in radii for arc in _arcs(model, radius)]
    return (*spokes, *arcs)


def label_place(segment: Segment) -> tuple[float, float]:
    """Return where a segment's number is written.

    Parameters
    ----------
    segment : Segment
        The segment.

    Returns
    -------
    radius : float
        Half-way between its borders, 0 for a whole disc.
    angle_deg : float, degrees
        Half-way along its sweep.
    """
    middle_deg = (segment.start_deg + segment.sweep_deg / 2) % 360.0
    if segment.sweep_deg == 360.0 and segment.inner_radius == 0.0:
        return 0.0, middle_deg
    return (segment.inner_radius + segment.outer_radius) / 2, middle_deg


def mask_outline(mask: MaskArray) -> tuple[FloatArray, ...]:
    """Return the outline of marked samples along the borders of their cells.

    Parameters
    ----------
    mask : (ring, angle), bool
        The marked samples.

    Returns
    -------
    tuple of (point, 2)
        Pieces of line on the unit disc.
    """
    padded = np.concatenate([mask, np.zeros_like(mask[:1])])
    arcs = [
        unit_arc((i + 1) / N_RINGS, _CELL_DEG * (j - 0.5), _CELL_DEG * (j + 0.5))
        for i, j in np.argwhere(padded[:-1] != padded[1:])
    ]
    spokes = [
        np.concatenate([unit_arc(r / N_RINGS, angle, angle)[:1] for r in (i, i + 1)])
        for i, j in np.argwhere(mask != np.roll(mask, 1, axis=1))
        for angle in (_CELL_DEG * (j - 0.5),)
    ]
    return (*arcs, *spokes)


def _spoke(model: SegmentModel, segment: Segment) -> BorderLine:
    middle = (segment.inner_radius + segment.outer_radius) / 2
    neighbour = model.segment_at(middle, segment.start_deg - 0.1)
    ends = [
        unit_arc(radius, segment.start_deg, segment.start_deg)[0]
        for radius in (segment.inner_radius, segment.outer_radius)
    ]
    return BorderLine(
        points=np.array(ends),
        parts_territories=neighbour.territory is not segment.territory,
    )


def _arcs(model: SegmentModel, radius: float) -> list[BorderLine]:
    touching = [s for s in model.segments if radius in (s.inner_radius, s.outer_radius)]
    starts = sorted({s.start_deg for s in touching if s.sweep_deg < 360} or {0.0})
    ends = [*starts[1:], starts[0] + 360.0]
    lines = []
    for start, end in zip(starts, ends, strict=True):
        middle = (start + end) / 2
        inside = model.segment_at(radius - 1e-6, middle)
        outside = model.segment_at(radius + 1e-6, middle)
        lines.append(
            BorderLine(
                points=unit_arc(radius, start, end),
                parts_territories=inside.territory is not outside.territory,
            )
        )
    return lines
