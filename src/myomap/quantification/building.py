"""Maps of healthy patients in, normal limits out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from myomap.errors import GeometryError, InputError
from myomap.geometry import FloatArray
from myomap.quantification.deficit import FULL_SCORE, DeficitOptions, sample_scores
from myomap.quantification.normal_limits import NormalLimits, Population, Provenance
from myomap.quantification.scaling import scale_factors
from myomap.quantification.spread import BuildOptions, mean_and_deviation
from myomap.records import PolarMap

__all__ = ["FEWEST_CASES", "CaseSource", "build_limits"]

FEWEST_CASES: Final = 10
"""With fewer cases the spread is guesswork."""

_ROUNDS: Final = 5
_MOST_LEFT_OUT: Final = 100
_LEAST_KNOWN: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSource:
    """Where cases came from.

    Parameters
    ----------
    told : str
        One sentence, without names.
    sha256 : str or None
        Of the manifest.
    myomap : str
        Version that read them.
    """

    told: str = "Maps given by the caller."
    sha256: str | None = None
    myomap: str = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Cases:
    """Maps stacked: (case, ring, angle) each."""

    uptake: FloatArray
    weight: FloatArray
    factor: FloatArray

    @property
    def scaled(self) -> FloatArray:
        scaled: FloatArray = self.uptake * self.factor[:, None, None]
        return scaled

    def without(self, left_out: slice) -> "_Cases":
        kept = np.ones(len(self.uptake), bool)
        kept[left_out] = False
        return _Cases(
            uptake=self.uptake[kept],
            weight=self.weight[kept],
            factor=self.factor[kept],
        )


def build_limits(
    maps: Sequence[PolarMap],
    population: Population,
    options: BuildOptions | None = None,
    *,
    source: CaseSource | None = None,
) -> NormalLimits:
    """Return the limits of healthy patients' maps.

    Every case is scaled to the mean of all over what is not below their limit; mean,
    limit and scale are found together in five rounds. Mean and spread are smoothed
    and, with few cases, drawn to the ring's mean relative spread. Each case is then
    held against limits made without it.

    Parameters
    ----------
    maps : sequence of PolarMap
        One a patient, all of the population's state.
    population : Population
        Whom they stand for.
    options : BuildOptions, optional
        How.
    source : CaseSource, optional
        Where the patients came from, for the provenance.

    Returns
    -------
    NormalLimits
        Rounded to what the file keeps, so that limits are the same after loading.

    Raises
    ------
    InputError
        If there are fewer than `FEWEST_CASES` maps, one is of another state, or a
        sample is known in less than half of them.
    GeometryError
        If a map holds no uptake.

    References
    ----------
    .. [1] Slomka et al., J Nucl Cardiol 2005;12:66.
    """
    options, source = options or BuildOptions(), source or CaseSource()
    _require_fitting(maps, population)
    cases = _scaled_to_each_other(maps, options)
    mean, deviation = _limits_of(cases, options)
    return NormalLimits(
        population=population,
        mean_percent=mean.astype(np.float16).astype(np.float32),
        deviation_percent=deviation.astype(np.float16).astype(np.float32),
        n_cases=len(maps),
        false_positive_rate=_false_positive_rate(cases, options),
        provenance=Provenance(
            myomap=source.myomap,
            method=options.method,
            source=source.told,
            source_sha256=source.sha256,
            options=options.text,
        ),
    )


def _require_fitting(maps: Sequence[PolarMap], population: Population) -> None:
    if len(maps) < FEWEST_CASES:
        raise InputError(
            f"There are too few cases for normal limits: found {len(maps)}, expected "
            f"at least {FEWEST_CASES}, better 40. Add normal patients of this kind."
        )
    n_other = sum(each.state is not population.state for each in maps)
    if n_other:
        raise InputError(
            f"{n_other} of {len(maps)} maps are not of the limits' state. Expected "
            f"{population.state.value} maps only."
        )
    known = np.mean([each.valid for each in maps], axis=0)
    if known.min() < _LEAST_KNOWN:
        raise InputError(
            f"A part of the wall has data in {100 * known.min():.0f} % of the cases. "
            "Expected at least half: take whole maps."
        )


def _scaled_to_each_other(maps: Sequence[PolarMap], options: BuildOptions) -> _Cases:
    uptake = np.stack([each.uptake_percent for each in maps]).astype(np.float64)
    weight = np.stack([each.area_cm2 * each.valid for each in maps]).astype(np.float64)
    means = (uptake * weight).sum(axis=(1, 2)) / weight.sum(axis=(1, 2))
    if not np.all(means > 0):
        raise GeometryError(
            f"{int((means <= 0).sum())} of {len(maps)} maps hold no uptake at all. "
            "Expected percent of a reference: leave these cases out."
        )
    cases = _Cases(uptake=uptake, weight=weight, factor=means.mean() / means)
    for _ in range(_ROUNDS):
        mean, deviation = _limits_of(cases, options)
        factor = scale_factors(uptake, weight, mean, deviation)
        # The scale of the whole is free: keep the cases' own percent on average.
        factor = factor / np.exp(np.log(factor).mean())
        cases = _Cases(uptake=uptake, weight=weight, factor=factor)
    return cases


def _limits_of(cases: _Cases, options: BuildOptions) -> tuple[FloatArray, FloatArray]:
    return mean_and_deviation(cases.scaled, cases.weight > 0, options)


def _lower(
    mean: FloatArray, deviation: FloatArray, options: BuildOptions
) -> FloatArray:
    return np.maximum(mean - options.limit_deviations * deviation, 0.01 * mean)


def _false_positive_rate(cases: _Cases, options: BuildOptions) -> float:
    """Return the share of cases that limits made without them call abnormal.

    One is left out at a time; of more than a hundred cases, a hundredth.
    """
    n_cases = len(cases.uptake)
    n_groups = min(n_cases, _MOST_LEFT_OUT)
    full_drop = DeficitOptions().full_drop
    n_positive = 0
    for group in range(n_groups):
        left_out = slice(group, None, n_groups)
        mean, deviation = _limits_of(cases.without(left_out), options)
        lower = _lower(mean, deviation, options)
        uptake, weight = cases.uptake[left_out], cases.weight[left_out]
        factor = scale_factors(uptake, weight, mean, deviation)
        scores = sample_scores(uptake * factor[:, None, None], mean, lower, full_drop)
        missing = (scores * weight).sum(axis=(1, 2)) / weight.sum(axis=(1, 2))
        tpd_percent = 100.0 * missing / FULL_SCORE
        n_positive += int((tpd_percent >= options.tpd_abnormal_percent).sum())
    return n_positive / n_cases
