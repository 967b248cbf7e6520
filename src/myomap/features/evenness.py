"""How much of the wall takes up little, and how unevenly the tracer lies in it."""

from collections.abc import Sequence

import numpy as np

from myomap.features.definition import FeatureDefinition
from myomap.geometry import FloatArray
from myomap.polarmap import mean_by_segment, segment_weights, segments_17
from myomap.records import PolarMap

__all__ = ["EVENNESS_FEATURES", "evenness_features", "weighted_percentiles"]

_FRACTIONS = (50, 60, 70, 80)
_PERCENTILES = (5, 25, 50, 75, 95)
_N_BINS = 20
_PERCENT = "% of the reference"


def _definition(name: str, unit: str, meaning: str) -> FeatureDefinition:
    return FeatureDefinition(name=name, unit=unit, meaning=meaning)


EVENNESS_FEATURES: tuple[FeatureDefinition, ...] = (
    *(
        _definition(
            f"extent_below_{fraction}",
            "% of the wall",
            f"wall area below {fraction} % of the map's maximum",
        )
        for fraction in _FRACTIONS
    ),
    _definition("minimum_segment_mean", _PERCENT, "lowest of the 17 segments' means"),
    _definition("maximum_segment_mean", _PERCENT, "highest of the 17 segments' means"),
    _definition("segment_std", "points", "standard deviation of the segments' means"),
    _definition("uptake_mean", _PERCENT, "mean uptake of the wall"),
    _definition("uptake_std", "points", "standard deviation of the wall's uptake"),
    _definition("uptake_variation", "%", "standard deviation over mean"),
    *(
        _definition(
            f"uptake_percentile_{percentile}",
            _PERCENT,
            f"uptake that {percentile} % of the wall does not exceed",
        )
        for percentile in _PERCENTILES
    ),
    _definition(
        "uptake_entropy",
        "bits",
        "entropy of wall area over 20 equal steps up to the map's maximum",
    ),
    _definition(
        "uptake_uniformity",
        "",
        "sum of the squared shares of wall area in the same 20 steps",
    ),
    _definition(
        "roughness_around", "points", "mean step between neighbours around the wall"
    ),
    _definition(
        "roughness_along", "points", "mean step between neighbours from apex to base"
    ),
    _definition(
        "unevenness_around",
        "points",
        "standard deviation around a ring, mean over the rings by wall area",
    ),
)


def evenness_features(polar_map: PolarMap) -> FloatArray:
    r"""Return extents below fractions of the maximum, spread and heterogeneity.

    All are weighted by wall area, and samples that are not valid take no part.

    Parameters
    ----------
    polar_map : PolarMap
        The map.

    Returns
    -------
    (20,)
        In the order of `EVENNESS_FEATURES`; NaN where nothing is there to compute
        with, such as a share of a maximum of 0.

    Notes
    -----
    With the share :math:`p_i` of wall area in step i, the entropy is
    :math:`-\sum p_i \log_2 p_i`: 0 where all of the wall takes up alike, 4.3 at most.
    """
    value = polar_map.uptake_percent.astype(np.float64)
    weight = (polar_map.area_cm2 * polar_map.valid).astype(np.float64)
    known, share = value[polar_map.valid], weight[polar_map.valid]
    share = share / share.sum()
    mean = float((share * known).sum())
    std = float(np.sqrt((share * (known - mean) ** 2).sum()))
    segments = mean_by_segment(value, weight, segment_weights(segments_17()))
    segments = segments[~np.isnan(segments)]
    return np.array(
        [
            *_of_maximum(known, share),
            segments.min(),
            segments.max(),
            segments.std(),
            mean,
            std,
            100.0 * std / mean if mean > 0 else np.nan,
            *weighted_percentiles(known, share, _PERCENTILES),
            *_entropy_and_uniformity(known, share),
            _mean_step(value, weight, np.roll(value, -1, 1), np.roll(weight, -1, 1)),
            _mean_step(value[:-1], weight[:-1], value[1:], weight[1:]),
            _unevenness_around(value, weight),
        ]
    )


def weighted_percentiles(
    values: FloatArray, weights: FloatArray, percentiles: Sequence[float]
) -> FloatArray:
    """Return the least values that given shares of the weight do not exceed.

    Parameters
    ----------
    values : (n,)
        In any order; at least one.
    weights : (n,)
        At least 0, their sum above 0.
    percentiles : sequence of float, %, 0 to 100
        Which.

    Returns
    -------
    (percentile,)
        Each one of the values: nothing is interpolated.

    Examples
    --------
    >>> weighted_percentiles(np.array([3.0, 1, 2]), np.array([1.0, 1, 2]), [50, 100])
    array([2., 3.])
    """
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weights[order])
    # A little less, so that a share that is met exactly counts as met.
    wanted = reached[-1] * (np.asarray(percentiles, np.float64) / 100.0 - 1e-12)
    place = np.searchsorted(reached, wanted)
    found: FloatArray = values[order][np.minimum(place, values.size - 1)]
    return found


def _of_maximum(known: FloatArray, share: FloatArray) -> list[float]:
    """Return the percentages of wall below fractions of the maximum."""
    highest = known.max()
    if highest <= 0:
        return [float("nan")] * len(_FRACTIONS)
    return [
        100.0 * float(share[known < fraction / 100.0 * highest].sum())
        for fraction in _FRACTIONS
    ]


def _entropy_and_uniformity(
    known: FloatArray, share: FloatArray
) -> tuple[float, float]:
    highest = known.max()
    if highest <= 0:
        return float("nan"), float("nan")
    step = np.minimum((known / highest * _N_BINS).astype(np.intp), _N_BINS - 1)
    part = np.bincount(step, share, _N_BINS)
    filled = part[part > 0]
    entropy = -float((filled * np.log2(filled)).sum())
    # One full step gives minus zero.
    return entropy + 0.0, float((part**2).sum())


def _mean_step(
    one: FloatArray, weight: FloatArray, other: FloatArray, other_weight: FloatArray
) -> float:
    """Return the mean absolute difference of neighbours that are both valid."""
    shared = np.where((weight > 0) & (other_weight > 0), weight + other_weight, 0.0)
    total = float(shared.sum())
    if total <= 0:
        return float("nan")
    return float((shared * np.abs(one - other)).sum()) / total


def _unevenness_around(value: FloatArray, weight: FloatArray) -> float:
    total = weight.sum(axis=1)
    is_there = total > 0
    value, weight, total = value[is_there], weight[is_there], total[is_there]
    mean = (weight * value).sum(axis=1) / total
    variance = (weight * (value - mean[:, None]) ** 2).sum(axis=1) / total
    return float((total * np.sqrt(variance)).sum() / total.sum())
