"""One polar map against normal limits: all its figures."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from myomap.errors import ConfigError, InputError
from myomap.geometry import FloatArray
from myomap.polarmap import (
    SegmentModel,
    known_mean_by_segment,
    segment_means,
    segment_weights,
    segments_17,
    segments_20,
    territory_means,
    territory_weights,
)
from myomap.quantification.choice import ChosenLimits
from myomap.quantification.deficit import (
    FULL_SCORE,
    DeficitOptions,
    deviations_below,
    lower_limit,
    sample_scores,
    weighted_percent,
)
from myomap.quantification.normal_limits import NormalLimits
from myomap.quantification.scaling import scale_factors
from myomap.quantification.segment_scores import (
    GradeOptions,
    grade,
    is_near_border,
    summed_score,
)
from myomap.quantification.state_figures import (
    SegmentFigure,
    StateFigures,
    TerritoryFigure,
)
from myomap.records import MaskArray, PolarMap, Territory

__all__ = ["QuantifyOptions", "quantify_map"]

_LEAST_VALID: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class QuantifyOptions:
    """How maps are held against limits.

    Parameters
    ----------
    deficit : DeficitOptions
        Limit and score of the samples.
    grading : GradeOptions
        Grades of the segments.
    is_scaled : bool
        Whether the map stands on the scale of the normals already, as the truth of a
        simulated patient can; no camera knows that scale.
    """

    deficit: DeficitOptions = field(default_factory=DeficitOptions)
    grading: GradeOptions = field(default_factory=GradeOptions)
    is_scaled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Compared:
    """A map and its limits on one scale."""

    polar_map: PolarMap
    mean: FloatArray
    scaled: FloatArray
    scores: FloatArray
    below: FloatArray
    deviations: FloatArray
    weight: FloatArray


def quantify_map(
    polar_map: PolarMap, chosen: ChosenLimits, options: QuantifyOptions | None = None
) -> StateFigures:
    """Return extent, severity, total perfusion deficit and scores of one map.

    The map is scaled to the normals, every sample below the limit is scored 0 to 4 by
    its fall from the normal mean, and all figures are area-weighted sums of that.

    Parameters
    ----------
    polar_map : PolarMap
        Of a known state.
    chosen : ChosenLimits
        Of `choose_limits`.
    options : QuantifyOptions, optional
        Constants.

    Returns
    -------
    StateFigures
        Of 17 and 20 segments and three territories.

    Raises
    ------
    ConfigError
        If the limits are of the other state.
    InputError
        If less than half of the wall has data.
    GeometryError
        If the map holds no uptake.

    References
    ----------
    .. [1] Slomka et al., J Nucl Cardiol 2005;12:66: total perfusion deficit.
    .. [2] Garcia et al., J Nucl Med 1985;26:17: extent and severity below limits.
    """
    options = options or QuantifyOptions()
    limits = chosen.limits
    _require_comparable(polar_map, chosen)
    weight = polar_map.area_cm2.astype(np.float64) * polar_map.valid
    mean = limits.mean_percent.astype(np.float64)
    lower = lower_limit(limits, options.deficit)
    uptake = polar_map.uptake_percent.astype(np.float64)
    factor = 1.0 if options.is_scaled else _factor(uptake, weight, limits)
    scaled = uptake * factor
    known = polar_map.valid
    below = known & (scaled < lower)
    scores = known * sample_scores(scaled, mean, lower, options.deficit.full_drop)
    compared = _Compared(
        polar_map=polar_map,
        mean=mean,
        scaled=scaled,
        scores=scores,
        below=below.astype(np.float64),
        deviations=deviations_below(scaled, mean, limits),
        weight=weight,
    )
    under_limit = deviations_below(scaled, lower, limits)
    segments = _segment_figures(compared, segments_17(), options.grading)
    segments_of_20 = _segment_figures(compared, segments_20(), options.grading)
    return StateFigures(
        state=limits.population.state,
        chosen=chosen,
        scaled_percent=(scaled * known).astype(np.float32),
        scores=scores.astype(np.float32),
        below_limit=below,
        deviations=(compared.deviations * known).astype(np.float32),
        valid=known,
        scale_factor=factor,
        extent_percent=float(weighted_percent(compared.below, weight)),
        tpd_percent=float(weighted_percent(scores / FULL_SCORE, weight)),
        severity=_mean_where(below, under_limit, weight) or 0.0,
        defect_normal_percent=_mean_where(below, 100.0 * scaled / mean, weight),
        segments=segments,
        segments_20=segments_of_20,
        territories=_territory_figures(compared),
        summed=summed_score(segments),
        summed_20=summed_score(segments_of_20),
    )


def _factor(uptake: FloatArray, weight: FloatArray, limits: NormalLimits) -> float:
    mean = limits.mean_percent.astype(np.float64)
    deviation = limits.deviation_percent.astype(np.float64)
    return float(scale_factors(uptake[None], weight, mean, deviation)[0])


def _require_comparable(polar_map: PolarMap, chosen: ChosenLimits) -> None:
    state = chosen.limits.population.state
    if polar_map.state is not None and polar_map.state is not state:
        raise ConfigError(
            f"The map and its normal limits are of different states: found "
            f"{polar_map.state.value}, expected {state.value}. Choose limits of the "
            "map's state."
        )
    area = polar_map.area_cm2
    share = float((area * polar_map.valid).sum() / area.sum())
    if share < _LEAST_VALID:
        raise InputError(
            f"Too little of the wall has data: found {100 * share:.0f} %, expected "
            "at least 50 %. Sample the map with contours that lie inside the volume."
        )


def _mean_where(
    mask: MaskArray, values: FloatArray, weight: FloatArray
) -> float | None:
    chosen = weight * mask
    total = float(chosen.sum())
    return float((chosen * values).sum()) / total if total > 0 else None


def _segment_figures(
    compared: _Compared, model: SegmentModel, options: GradeOptions
) -> tuple[SegmentFigure, ...]:
    weights = segment_weights(model)
    area, valid = compared.polar_map.area_cm2, compared.polar_map.valid

    def means(values: FloatArray) -> list[float | None]:
        found = known_mean_by_segment(values, area, valid, weights)
        return [None if np.isnan(each) else float(each) for each in found]

    columns = zip(
        segment_means(compared.polar_map, model),
        means(100.0 * compared.scaled / compared.mean),
        means(compared.deviations),
        means(100.0 * compared.below),
        means(compared.scores),
        strict=True,
    )
    return tuple(
        SegmentFigure(
            segment=found.segment,
            uptake_percent=found.uptake_percent,
            normal_percent=normal,
            deviation=deviation,
            extent_percent=extent,
            mean_score=score,
            score=None if score is None else grade(score, options),
            is_borderline=score is not None and is_near_border(score, options),
        )
        for found, normal, deviation, extent, score in columns
    )


def _territory_figures(compared: _Compared) -> tuple[TerritoryFigure, ...]:
    model = segments_17()
    weights = territory_weights(model)
    area, valid = compared.polar_map.area_cm2, compared.polar_map.valid
    own = known_mean_by_segment(100.0 * compared.below, area, valid, weights)
    parts = weights * (compared.weight / compared.weight.sum())
    tpd = 100.0 * (parts * compared.scores).sum(axis=(1, 2)) / FULL_SCORE
    extent = 100.0 * (parts * compared.below).sum(axis=(1, 2))
    found = territory_means(compared.polar_map, model)
    return tuple(
        TerritoryFigure(
            territory=territory,
            uptake_percent=found[index].uptake_percent,
            tpd_percent=float(tpd[index]),
            extent_percent=float(extent[index]),
            own_extent_percent=None if np.isnan(own[index]) else float(own[index]),
        )
        for index, territory in enumerate(Territory)
    )
