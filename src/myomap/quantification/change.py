"""What comes back at rest: reversible, fixed and worsened, and the change itself."""

from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from myomap.errors import ConfigError, InputError
from myomap.geometry import FloatArray
from myomap.polarmap import segments_17, territory_weights
from myomap.quantification.noise import estimate_noise
from myomap.quantification.registration import (
    MapShift,
    RegistrationOptions,
    register_maps,
    shifted,
)
from myomap.quantification.state_figures import SegmentFigure, StateFigures
from myomap.records import MapArray, PolarMap, State, Territory, frozen_array

__all__ = ["ChangeFigures", "ChangeKind", "TerritoryChange", "quantify_change"]


class ChangeKind(IntEnum):
    """What a sample does from stress to rest; the numbers of a mask."""

    NONE = 0
    """Below its limit in neither state."""

    REVERSIBLE = 1
    """Below the limit at stress, not at rest."""

    FIXED = 2
    """Below the limit in both."""

    WORSENED = 3
    """Below the limit at rest, not at stress."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TerritoryChange:
    """One coronary territory, stress against rest; all percent of the whole wall.

    Parameters
    ----------
    territory : Territory
        Which one.
    ischemic_tpd_percent : float
        Its share of the stress deficit less that of the rest deficit.
    reversible_extent_percent, fixed_extent_percent : float
        Its share of the extents.
    """

    territory: Territory
    ischemic_tpd_percent: float
    reversible_extent_percent: float
    fixed_extent_percent: float


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class ChangeFigures:
    """All figures of a pair of maps.

    Parameters
    ----------
    shift : MapShift
        By which rest was moved onto stress; scores and deficits are of the maps as
        they were.
    kinds : (32, 72), uint8
        `ChangeKind` of every sample, on the stress map.
    change_percent : (32, 72), float32, percent of the normal mean
        Rest less stress; positive where uptake comes back, 0 where not known.
    change_significance : (32, 72), float32, standard deviations
        The change over the noise that both maps show.
    reversible_extent_percent, fixed_extent_percent, worsened_extent_percent : float
        Percent of the wall.
    ischemic_tpd_percent : float, percent
        Deficit at stress less that at rest; negative where rest is worse.
    difference_scores : tuple of int or None
        Of 17 segments: stress less rest, at least 0; None where one has no grade.
    summed_difference : int
        Their sum.
    summed_difference_percent : float, percent of the highest sum
        Of 68 where all segments are known.
    fixed_fraction : float or None, 0 to 1
        Fixed extent over fixed and reversible extent; None where there is neither.
    territories : tuple of TerritoryChange
        LAD, LCX, RCA.
    """

    shift: MapShift
    kinds: NDArray[np.uint8]
    change_percent: MapArray
    change_significance: MapArray
    reversible_extent_percent: float
    fixed_extent_percent: float
    worsened_extent_percent: float
    ischemic_tpd_percent: float
    difference_scores: tuple[int | None, ...]
    summed_difference: int
    summed_difference_percent: float
    fixed_fraction: float | None
    territories: tuple[TerritoryChange, ...]

    def __post_init__(self) -> None:
        for name, dtype in (
            ("kinds", np.uint8),
            ("change_percent", np.float32),
            ("change_significance", np.float32),
        ):
            object.__setattr__(self, name, frozen_array(getattr(self, name), dtype))

    def __repr__(self) -> str:
        return (
            f"ChangeFigures(ischemic TPD {self.ischemic_tpd_percent:.1f} %, reversible "
            f"{self.reversible_extent_percent:.1f} %, fixed "
            f"{self.fixed_extent_percent:.1f} %, SDS {self.summed_difference})"
        )


_HIGHEST_GRADE: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Pair:
    """Both states on the stress map's samples."""

    stress: StateFigures
    rest: StateFigures
    kinds: NDArray[np.uint8]
    share: FloatArray = field(repr=False)

    def extent(self, kind: ChangeKind, part: FloatArray | None = None) -> float:
        inside = self.share if part is None else self.share * part
        return 100.0 * float((inside * (self.kinds == kind)).sum())


def quantify_change(
    stress_map: PolarMap,
    rest_map: PolarMap,
    stress: StateFigures,
    rest: StateFigures,
    options: RegistrationOptions | None = None,
) -> ChangeFigures:
    """Return what changes from stress to rest.

    Parameters
    ----------
    stress_map, rest_map : PolarMap
        Of one patient.
    stress, rest : StateFigures
        Their figures.
    options : RegistrationOptions, optional
        How far rest may be moved onto stress.

    Returns
    -------
    ChangeFigures
        Of what is valid in both maps.

    Raises
    ------
    ConfigError
        If the states are exchanged.
    InputError
        If no part of the wall has data in both maps.

    Notes
    -----
    Reversible is what is below the limit at stress and not at rest, as open and
    commercial programs draw it; none states a rule for small improvements.

    References
    ----------
    .. [1] PubMed Central PMC5954003: ischemic deficit as stress less rest deficit.
    """
    if stress.state is not State.STRESS or rest.state is not State.REST:
        raise ConfigError(
            "The figures are exchanged: expected those of stress first, those of rest "
            "second."
        )
    relative_stress, relative_rest = _over_normal(stress), _over_normal(rest)
    area = (stress_map.area_cm2 + rest_map.area_cm2).astype(np.float64) / 2
    both = area * (stress.valid & rest.valid)
    shift = register_maps(
        relative_stress, relative_rest, both, options or RegistrationOptions()
    )
    known = stress.valid & shifted(rest.valid, shift)
    if not known.any():
        raise InputError(
            "No part of the wall has data in both maps. Expected some: sample both "
            "volumes with contours that lie inside them."
        )
    share = area * known / (area * known).sum()
    kinds = _kinds(stress, rest, shift) * known
    pair = _Pair(stress=stress, rest=rest, kinds=kinds.astype(np.uint8), share=share)
    change = (shifted(relative_rest, shift) - relative_stress) * known
    noise = _noise_of_change(stress_map, rest_map, stress, rest)
    scores = _difference_scores(stress.segments, rest.segments)
    graded = [each for each in scores if each is not None]
    reversible = pair.extent(ChangeKind.REVERSIBLE)
    fixed = pair.extent(ChangeKind.FIXED)
    return ChangeFigures(
        shift=shift,
        kinds=pair.kinds,
        change_percent=(100.0 * change).astype(np.float32),
        change_significance=(change / noise).astype(np.float32),
        reversible_extent_percent=reversible,
        fixed_extent_percent=fixed,
        worsened_extent_percent=pair.extent(ChangeKind.WORSENED),
        ischemic_tpd_percent=stress.tpd_percent - rest.tpd_percent,
        difference_scores=scores,
        summed_difference=sum(graded),
        summed_difference_percent=(
            100.0 * sum(graded) / (_HIGHEST_GRADE * len(graded)) if graded else 0.0
        ),
        fixed_fraction=fixed / (fixed + reversible) if fixed + reversible > 0 else None,
        territories=_territory_changes(pair),
    )


def _over_normal(figures: StateFigures) -> FloatArray:
    mean = figures.chosen.limits.mean_percent.astype(np.float64)
    relative: FloatArray = figures.scaled_percent / mean
    return relative


def _kinds(
    stress: StateFigures, rest: StateFigures, shift: MapShift
) -> NDArray[np.int_]:
    at_rest = shifted(rest.below_limit, shift)
    return np.where(
        stress.below_limit,
        np.where(at_rest, ChangeKind.FIXED, ChangeKind.REVERSIBLE),
        np.where(at_rest, ChangeKind.WORSENED, ChangeKind.NONE),
    )


def _difference_scores(
    stress: tuple[SegmentFigure, ...], rest: tuple[SegmentFigure, ...]
) -> tuple[int | None, ...]:
    return tuple(
        None
        if one.score is None or other.score is None
        # A segment that is worse at rest does not make up for one that is ischemic.
        else max(0, one.score - other.score)
        for one, other in zip(stress, rest, strict=True)
    )


def _noise_of_change(
    stress_map: PolarMap, rest_map: PolarMap, stress: StateFigures, rest: StateFigures
) -> FloatArray:
    """Return (ring, angle): noise of the change, as a share of the normal mean."""
    squares = np.zeros_like(stress.scaled_percent, dtype=np.float64)
    for polar_map, figures in ((stress_map, stress), (rest_map, rest)):
        noise = estimate_noise(polar_map)[:, None] * np.maximum(
            _over_normal(figures), 0.1
        )
        squares += noise**2
    return np.maximum(np.sqrt(squares), 1e-3)


def _territory_changes(pair: _Pair) -> tuple[TerritoryChange, ...]:
    weights = territory_weights(segments_17()).astype(np.float64)
    at_stress = {each.territory: each.tpd_percent for each in pair.stress.territories}
    at_rest = {each.territory: each.tpd_percent for each in pair.rest.territories}
    return tuple(
        TerritoryChange(
            territory=territory,
            ischemic_tpd_percent=at_stress[territory] - at_rest[territory],
            reversible_extent_percent=pair.extent(ChangeKind.REVERSIBLE, weight),
            fixed_extent_percent=pair.extent(ChangeKind.FIXED, weight),
        )
        for territory, weight in zip(Territory, weights, strict=True)
    )
