"""Means of a polar map over segments and territories.

The borders of the segments fall on sample angles (60°, 120°, ...) and a border's
sample cannot belong to one side without bias. Each sample therefore stands for a cell
of the disc, 5° wide and 1/32 of the radius deep, and is shared among the segments in
proportion to how much of its cell lies in each.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from myomap.geometry import FloatArray
from myomap.polarmap.segment_model import Segment, SegmentModel
from myomap.records import (
    N_ANGLES,
    N_RINGS,
    PolarMap,
    Territory,
    frozen_array,
    require_shape,
)

__all__ = [
    "SegmentUptake",
    "SegmentWeightArray",
    "TerritoryUptake",
    "known_mean_by_segment",
    "mean_by_segment",
    "segment_labels",
    "segment_means",
    "segment_weights",
    "territory_means",
    "territory_weights",
]

SegmentWeightArray: TypeAlias = NDArray[np.float32]

LEAST_VALID: Final = 0.5
"""Of a segment's area, to speak of its mean."""

_ROUNDING: Final = 1e-6
_CELL_DEG = 360.0 / N_ANGLES


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentUptake:
    """Mean uptake of one segment.

    Parameters
    ----------
    segment : Segment
        Which one.
    uptake_percent : float or None, percent of the map's reference
        Area-weighted mean of the valid samples; None when less than half is valid.
    area_cm2 : float, cm²
        Valid area.
    """

    segment: Segment
    uptake_percent: float | None
    area_cm2: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TerritoryUptake:
    """Mean uptake of one territory.

    Parameters
    ----------
    territory : Territory
        Which one.
    uptake_percent : float or None, percent of the map's reference
        Area-weighted mean of the valid samples; None when less than half is valid.
    area_cm2 : float, cm²
        Valid area.
    """

    territory: Territory
    uptake_percent: float | None
    area_cm2: float


@cache
def segment_weights(model: SegmentModel) -> SegmentWeightArray:
    """Return how much of every sample's cell lies in every segment.

    The cell of sample (i, j) runs from 5° j - 2.5° to 5° j + 2.5° and from i / 32 to
    (i + 1) / 32 of the radius.

    Parameters
    ----------
    model : SegmentModel
        The segments.

    Returns
    -------
    (segment, ring, angle), float32, 0 to 1
        Sums to one over the segments at every sample. Read-only.

    Examples
    --------
    >>> from myomap.polarmap import segments_17
    >>> weights = segment_weights(segments_17())
    >>> float(weights[0, 31, 12]), float(weights[5, 31, 12])  # the border at 60°
    (0.5, 0.5)
    """
    shares = np.stack([_share(segment) for segment in model.segments])
    return frozen_array(shares, np.float32)


@cache
def segment_labels(model: SegmentModel) -> NDArray[np.uint8]:
    """Return the number of the segment that each sample mostly lies in.

    For masks and pictures. A sample cut in halves goes to the lower number, so that
    means over labels are slightly biased: `segment_means` uses the weights.

    Parameters
    ----------
    model : SegmentModel
        The segments.

    Returns
    -------
    (ring, angle), uint8
        Numbers from 1. Read-only.

    Examples
    --------
    >>> from myomap.polarmap import segments_17
    >>> int(segment_labels(segments_17())[0, 0])
    17
    """
    # Rounded, so that halves which differ in the last digit still count as a tie.
    shares = np.round(segment_weights(model), 5)
    return frozen_array(np.argmax(shares, axis=0) + 1, np.uint8)


def territory_weights(model: SegmentModel) -> SegmentWeightArray:
    """Return how much of every sample's cell lies in every territory.

    Parameters
    ----------
    model : SegmentModel
        The segments, which know their territory.

    Returns
    -------
    (territory, ring, angle), float32, 0 to 1
        In the order of `Territory`: LAD, LCX, RCA. Read-only.
    """
    weights = segment_weights(model)
    sums = [
        weights[[s.territory is territory for s in model.segments]].sum(axis=0)
        for territory in Territory
    ]
    return frozen_array(np.stack(sums), np.float32)


def mean_by_segment(
    values: ArrayLike, sample_weight: ArrayLike, weights: SegmentWeightArray
) -> FloatArray:
    """Return weighted means of any values over segments or territories.

    Parameters
    ----------
    values : (ring, angle)
        Finite where the weight is above zero.
    sample_weight : (ring, angle)
        Usually wall area times validity.
    weights : (segment, ring, angle)
        Of `segment_weights` or `territory_weights`.

    Returns
    -------
    (segment,)
        NaN where a segment has no weight at all.

    Raises
    ------
    GeometryError
        If values or sample weights are no map of 32 rings and 72 angles.
    """
    value = np.asarray(values, dtype=np.float64)
    own = np.asarray(sample_weight, dtype=np.float64)
    require_shape("The map of values", value, (N_RINGS, N_ANGLES))
    require_shape("The map of weights", own, (N_RINGS, N_ANGLES))
    shared = weights * own
    total = shared.sum(axis=(1, 2))
    weighted = (shared * np.where(own > 0, value, 0.0)).sum(axis=(1, 2))
    means = np.full(total.shape, np.nan)
    np.divide(weighted, total, out=means, where=total > 0)
    return means


def known_mean_by_segment(
    values: ArrayLike,
    area_cm2: ArrayLike,
    valid: ArrayLike,
    weights: SegmentWeightArray,
) -> FloatArray:
    """Return area-weighted means over what is known, where enough of it is.

    A sliver at the border of a segment says nothing of the rest: a segment of which
    less than half is valid has no mean.

    Parameters
    ----------
    values : (ring, angle)
        Finite where valid.
    area_cm2 : (ring, angle), cm²
        Of every sample, valid or not.
    valid : (ring, angle)
        Where there are data.
    weights : (segment, ring, angle)
        Of `segment_weights` or `territory_weights`.

    Returns
    -------
    (segment,)
        NaN where less than `LEAST_VALID` of a segment's area is valid.

    Raises
    ------
    GeometryError
        If an array is no map of 32 rings and 72 angles.
    """
    is_valid = np.asarray(valid, dtype=np.bool_)
    area = np.asarray(area_cm2, dtype=np.float64)
    means = mean_by_segment(values, area * is_valid, weights)
    shares = mean_by_segment(is_valid, area, weights)
    return np.where(shares >= LEAST_VALID - _ROUNDING, means, np.nan)


def segment_means(
    polar_map: PolarMap, model: SegmentModel
) -> tuple[SegmentUptake, ...]:
    """Return the mean uptake of every segment.

    Parameters
    ----------
    polar_map : PolarMap
        The map.
    model : SegmentModel
        The segments.

    Returns
    -------
    tuple of SegmentUptake
        In the order of the segments.
    """
    means, areas = _means_and_areas(polar_map, segment_weights(model))
    return tuple(
        SegmentUptake(segment=segment, uptake_percent=mean, area_cm2=area)
        for segment, mean, area in zip(model.segments, means, areas, strict=True)
    )


def territory_means(
    polar_map: PolarMap, model: SegmentModel
) -> tuple[TerritoryUptake, ...]:
    """Return the mean uptake of every coronary territory.

    Parameters
    ----------
    polar_map : PolarMap
        The map.
    model : SegmentModel
        The segments, which know their territory.

    Returns
    -------
    tuple of TerritoryUptake
        In the order LAD, LCX, RCA.
    """
    means, areas = _means_and_areas(polar_map, territory_weights(model))
    return tuple(
        TerritoryUptake(territory=territory, uptake_percent=mean, area_cm2=area)
        for territory, mean, area in zip(Territory, means, areas, strict=True)
    )


def _means_and_areas(
    polar_map: PolarMap, weights: SegmentWeightArray
) -> tuple[Sequence[float | None], Sequence[float]]:
    area = polar_map.area_cm2 * polar_map.valid
    means = known_mean_by_segment(
        polar_map.uptake_percent, polar_map.area_cm2, polar_map.valid, weights
    )
    areas = (weights * area.astype(np.float64)).sum(axis=(1, 2))
    known = [None if np.isnan(mean) else float(mean) for mean in means]
    return known, areas.tolist()


def _share(segment: Segment) -> FloatArray:
    """Return (ring, angle): the share of each cell that lies in the segment."""
    edges = np.linspace(0.0, 1.0, N_RINGS + 1)
    inside = np.clip(edges, segment.inner_radius, segment.outer_radius)
    radial = np.diff(inside) * N_RINGS

    # Each cell's start, measured from the segment's start.
    first = _CELL_DEG * (np.arange(N_ANGLES) - 0.5)
    start = (first - segment.start_deg) % 360.0
    end = start + _CELL_DEG
    before = np.minimum(end, segment.sweep_deg) - start
    after_turn = np.minimum(end - 360.0, segment.sweep_deg)
    angular = np.maximum(before, 0.0) + np.maximum(after_turn, 0.0)
    share: FloatArray = radial[:, None] * angular[None, :] / _CELL_DEG
    return share
