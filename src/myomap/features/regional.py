"""Uptake of parts of the wall, and how opposite parts differ."""

from functools import cache

import numpy as np

from myomap.features.definition import FeatureDefinition
from myomap.geometry import FloatArray
from myomap.polarmap import (
    Segment,
    SegmentModel,
    mean_by_segment,
    segment_weights,
    segments_17,
    territory_weights,
)
from myomap.records import PolarMap, Territory

__all__ = ["REGIONAL_FEATURES", "asymmetry_percent", "regional_features"]

_WALLS = ("anterior", "septal", "inferior", "lateral")
_WALL_TERRITORIES = (Territory.LAD, Territory.LAD, Territory.RCA, Territory.LCX)
_N_RING_PARTS = 4
_PERCENT = "% of the reference"

REGIONAL_FEATURES: tuple[FeatureDefinition, ...] = (
    *(
        FeatureDefinition(
            name=f"segment_{segment.number}_mean",
            unit=_PERCENT,
            meaning=f"mean uptake of segment {segment.number}, {segment.name}",
        )
        for segment in segments_17().segments
    ),
    *(
        FeatureDefinition(
            name=f"territory_{territory.value.lower()}_mean",
            unit=_PERCENT,
            meaning=f"mean uptake of the territory of the {territory.value}",
        )
        for territory in Territory
    ),
    *(
        FeatureDefinition(
            name=f"ring_{ring}_{wall}_mean",
            unit=_PERCENT,
            meaning=f"mean uptake of ring {ring} of 4 from the apex, {wall} quadrant",
        )
        for ring in range(1, _N_RING_PARTS + 1)
        for wall in _WALLS
    ),
    FeatureDefinition(
        name="septal_lateral_asymmetry",
        unit="%",
        meaning="septal minus lateral wall over their sum, without the apical ring",
    ),
    FeatureDefinition(
        name="inferior_anterior_asymmetry",
        unit="%",
        meaning="inferior minus anterior wall over their sum, without the apical ring",
    ),
    FeatureDefinition(
        name="apex_base_asymmetry",
        unit="%",
        meaning="apical ring minus basal ring over their sum",
    ),
)


def regional_features(polar_map: PolarMap) -> FloatArray:
    """Return the uptake of the wall's parts and the asymmetries between them.

    Parameters
    ----------
    polar_map : PolarMap
        The map.

    Returns
    -------
    (39,)
        In the order of `REGIONAL_FEATURES`; NaN where no sample is valid.
    """
    weight = (polar_map.area_cm2 * polar_map.valid).astype(np.float64)
    means = mean_by_segment(polar_map.uptake_percent, weight, _region_weights())
    cells, (septal, lateral, inferior, anterior, apex, base) = means[:36], means[36:]
    asymmetries = [
        asymmetry_percent(septal, lateral),
        asymmetry_percent(inferior, anterior),
        asymmetry_percent(apex, base),
    ]
    return np.concatenate([cells, asymmetries])


def asymmetry_percent(one: float, other: float) -> float:
    """Return how far one value lies above another, as a share of their sum.

    Bounded, and the same but for its sign when the two are exchanged, which a ratio
    is not.

    Parameters
    ----------
    one, other : float
        At least 0.

    Returns
    -------
    float, %, -100 to 100
        NaN if both are 0 or one is unknown.

    Examples
    --------
    >>> asymmetry_percent(60, 40)
    20.0
    """
    total = float(one + other)
    return 100.0 * float(one - other) / total if total > 0 else float("nan")


@cache
def _region_weights() -> "np.ndarray[tuple[int, int, int], np.dtype[np.float32]]":
    """Return (region, ring, angle): how much of a sample's cell lies in a region.

    17 segments, 3 territories, 16 quadrants of rings, then the four walls in the order
    of the asymmetries, the apical ring and the basal one.
    """
    segments = segments_17()
    quadrants = segment_weights(_ring_quadrants())
    by_ring = quadrants.reshape(_N_RING_PARTS, len(_WALLS), *quadrants.shape[1:])
    walls = by_ring[1:].sum(axis=0)
    anterior, septal, inferior, lateral = walls
    apex, base = by_ring[0].sum(axis=0), by_ring[-1].sum(axis=0)
    opposite = np.stack([septal, lateral, inferior, anterior, apex, base])
    return np.concatenate(
        [segment_weights(segments), territory_weights(segments), quadrants, opposite]
    )


def _ring_quadrants() -> SegmentModel:
    """Return four equally wide rings of four walls, from the apex outwards."""
    edges = np.linspace(0.0, 1.0, _N_RING_PARTS + 1)
    return SegmentModel(
        name="4 rings of 4 walls",
        segments=tuple(
            Segment(
                number=len(_WALLS) * ring + index + 1,
                name=f"ring {ring + 1} {wall}",
                territory=_WALL_TERRITORIES[index],
                inner_radius=float(edges[ring]),
                outer_radius=float(edges[ring + 1]),
                start_deg=45.0 + 90.0 * index,
                sweep_deg=90.0,
            )
            for ring in range(_N_RING_PARTS)
            for index, wall in enumerate(_WALLS)
        ),
    )
