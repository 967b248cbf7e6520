"""What changes from rest to stress, sample by sample."""

import numpy as np

from myomap.features.definition import FeatureDefinition
from myomap.features.evenness import weighted_percentiles
from myomap.geometry import FloatArray
from myomap.polarmap import mean_by_segment, segment_weights, segments_17
from myomap.records import PolarMap

__all__ = ["CHANGE_FEATURES", "change_features"]

_LOSSES_POINTS = (5, 10, 20)
_PERCENTILES = (5, 50, 95)


def _definition(name: str, unit: str, meaning: str) -> FeatureDefinition:
    return FeatureDefinition(name=name, unit=unit, meaning=meaning)


CHANGE_FEATURES: tuple[FeatureDefinition, ...] = (
    _definition("change_mean", "points", "mean of stress minus rest over the wall"),
    _definition("change_std", "points", "standard deviation of stress minus rest"),
    *(
        _definition(
            f"change_percentile_{percentile}",
            "points",
            f"stress minus rest that {percentile} % of the wall does not exceed",
        )
        for percentile in _PERCENTILES
    ),
    _definition(
        "change_minimum_segment", "points", "lowest segment mean of stress minus rest"
    ),
    _definition(
        "change_maximum_segment", "points", "highest segment mean of stress minus rest"
    ),
    *(
        _definition(
            f"change_extent_lost_{loss}",
            "% of the wall",
            f"wall area that lies {loss} points or more below rest under stress",
        )
        for loss in _LOSSES_POINTS
    ),
    _definition(
        "change_correlation", "", "correlation of stress and rest over the wall"
    ),
)


def change_features(stress: PolarMap, rest: PolarMap) -> FloatArray:
    """Return what the difference of two maps shows.

    Both maps are taken as they are scaled, each to its own reference. Samples count
    where both are valid, by the mean of their wall areas.

    Parameters
    ----------
    stress, rest : PolarMap
        Of one patient.

    Returns
    -------
    (11,)
        In the order of `CHANGE_FEATURES`; all NaN where no sample is valid in both,
        and the correlation where one map is flat.
    """
    both = stress.valid & rest.valid
    if not both.any():
        return np.full(len(CHANGE_FEATURES), np.nan)
    first = stress.uptake_percent.astype(np.float64)
    second = rest.uptake_percent.astype(np.float64)
    weight = np.where(both, stress.area_cm2.astype(np.float64) + rest.area_cm2, 0.0)
    segments = mean_by_segment(first - second, weight, segment_weights(segments_17()))
    segments = segments[~np.isnan(segments)]
    share = weight[both] / weight[both].sum()
    change = (first - second)[both]
    mean = float((share * change).sum())
    return np.array(
        [
            mean,
            float(np.sqrt((share * (change - mean) ** 2).sum())),
            *weighted_percentiles(change, share, _PERCENTILES),
            segments.min(),
            segments.max(),
            *(100.0 * float(share[change <= -loss].sum()) for loss in _LOSSES_POINTS),
            _correlation(first[both], second[both], share),
        ]
    )


def _correlation(one: FloatArray, other: FloatArray, share: FloatArray) -> float:
    one = one - (share * one).sum()
    other = other - (share * other).sum()
    spread = float(np.sqrt((share * one**2).sum() * (share * other**2).sum()))
    return float((share * one * other).sum()) / spread if spread > 1e-9 else np.nan
