"""How many normals limits need: false positives, and how far chance moves them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from myomap.bench.figures import Figure, without_target
from myomap.errors import ConfigError
from myomap.geometry import FloatArray
from myomap.phantom import Disease, draw_patient, quick_maps
from myomap.quantification import (
    BuildOptions,
    ChosenLimits,
    Population,
    build_limits,
    quantify_map,
)
from myomap.records import PolarMap, State

__all__ = ["FalsePositives", "false_positives", "normals_figures"]

NUMBERS: Final = (10, 20, 40, 80)
N_REPEATS: Final = 10
N_TRIED: Final = 120
ABNORMAL_PERCENT: Final = 5.0
_STREAM: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class FalsePositives:
    """Rates of limits of so many normals, each set made of other ones.

    Parameters
    ----------
    n_normals : int
        Women and men together.
    is_steadied : bool
        Whether the spread was smoothed and drawn to that of the ring, as it is for
        every site, or taken as so few normals give it.
    rates : tuple of float, 0 to 1
        Share of other healthy patients whose stress deficit is 5 % or more.
    left_out_rates : tuple of float, 0 to 1
        What each set says of itself, its normals left out one by one.
    """

    n_normals: int
    is_steadied: bool
    rates: tuple[float, ...]
    left_out_rates: tuple[float, ...]


def false_positives(
    seed: int, numbers: Sequence[int] = NUMBERS, n_repeats: int = N_REPEATS
) -> tuple[FalsePositives, ...]:
    """Return the rates for several numbers of normals.

    Parameters
    ----------
    seed : int
        Of the patients.
    numbers : sequence of int
        How many normals a set has, at least 10.
    n_repeats : int
        How many sets of each number.

    Returns
    -------
    tuple of FalsePositives
        Two a number, steadied first. Maps are quick ones of corrected stress studies.
    """
    pool = _healthy_maps(seed, N_TRIED + 3 * max(numbers))
    tried, normals = pool[:N_TRIED], pool[N_TRIED:]
    rng = np.random.default_rng([seed, _STREAM])
    found = []
    for n_normals in numbers:
        sets = [
            [normals[i] for i in rng.choice(len(normals), n_normals, replace=False)]
            for _ in range(n_repeats)
        ]
        found += [
            _rates(sets, tried, is_steadied=steadied) for steadied in (True, False)
        ]
    return tuple(found)


def normals_figures(seed: int) -> list[Figure]:
    """Return mean and spread of the rates.

    Parameters
    ----------
    seed : int
        Of the patients.

    Returns
    -------
    list of Figure
        Three a number of normals.
    """
    figures = []
    for found in false_positives(seed):
        told = "" if found.is_steadied else ", not steadied"
        name = f"limits of {found.n_normals} normals{told}: false positives"
        rates = np.array(found.rates)
        figures += [
            without_target(f"{name}, mean of {len(rates)} sets", _percent(rates), "%"),
            without_target(
                f"{name}, standard deviation", 100.0 * float(rates.std()), "points"
            ),
            without_target(
                f"{name}, as each set says of itself",
                _percent(np.array(found.left_out_rates)),
                "%",
            ),
        ]
    return figures


def _percent(rates: FloatArray) -> float:
    return 100.0 * float(rates.mean())


def _rates(
    sets: Sequence[Sequence[PolarMap]],
    tried: Sequence[PolarMap],
    *,
    is_steadied: bool,
) -> FalsePositives:
    options = BuildOptions() if is_steadied else _NOT_STEADIED
    rates, left_out = [], []
    for normals in sets:
        limits = build_limits(normals, _POPULATION, options)
        held = ChosenLimits(limits=limits, cautions=())
        positive = [
            quantify_map(each, held).tpd_percent >= ABNORMAL_PERCENT for each in tried
        ]
        rates.append(float(np.mean(positive)))
        left_out.append(limits.false_positive_rate)
    return FalsePositives(
        n_normals=len(sets[0]),
        is_steadied=is_steadied,
        rates=tuple(rates),
        left_out_rates=tuple(left_out),
    )


_NOT_STEADIED: Final = BuildOptions(
    smoothing_deg=0.0, smoothing_rings=0.0, prior_cases=0.0
)
_POPULATION: Final = Population(
    sex=None,
    state=State.STRESS,
    tracer="Tc-99m",
    attenuation_corrected=True,
    reconstruction="unknown",
    camera="simulated",
    is_simulated=True,
)


def _healthy_maps(seed: int, n_maps: int) -> list[PolarMap]:
    """Return stress maps of healthy patients to whom nothing went wrong."""
    found: list[PolarMap] = []
    index = 0
    while len(found) < n_maps:
        rng = np.random.default_rng([seed, _STREAM, index])
        index += 1
        try:
            patient = draw_patient(rng, disease=Disease.NORMAL)
        except ConfigError:
            continue
        if not patient.artefacts:
            found.append(quick_maps(patient)[State.STRESS])
    return found
