"""Patients of another clinic, read by the network, by rule and by a plain threshold."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from myomap.geometry import FloatArray
from myomap.inference import Bundle, LearnedReading, MapPairs, read_pairs
from myomap.learning.reading_network import (
    AS_FOUND,
    Case,
    Lesson,
    batch_of_cases,
    lesson,
    shifted_cases,
)
from myomap.quantification import (
    MapFacts,
    RuleLabel,
    StateFigures,
    choose_limits,
    quantify_change,
    quantify_map,
    rule_verdict,
    shipped_limits,
)
from myomap.reconstruction import DEFAULT_PROTOCOL, named_protocol
from myomap.records import MapSource, PolarMap, Sex, State

__all__ = [
    "ByRule",
    "ReadCase",
    "deficits_of",
    "maps_of",
    "read_cases",
    "shifted_lessons",
]

THRESHOLD_PERCENT: Final = 70.0
"""Of the map's reference: what a reader without normal limits takes for diseased."""

_AT_ONCE: Final = 50
_CHANCE: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ByRule:
    """What the figures against normal limits say.

    Parameters
    ----------
    scores : (3,), percent
        For abnormal, ischemia, infarction: total perfusion deficit at stress, its
        ischemic part, that at rest.
    label : RuleLabel
        Of the rule.
    mask : (32, 72), uint8
        Below the limit: 1 at stress alone, 2 at rest.
    """

    scores: FloatArray
    label: RuleLabel
    mask: NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReadCase:
    """One patient: what is so, and what was said.

    Parameters
    ----------
    label : int
        The class.
    truth : (32, 72), uint8
        0 none, 1 reversible, 2 fixed.
    weight : (32, 72)
        Wall area, of mean 1.
    learned : LearnedReading
        By the network.
    rule : ByRule
        By the normal limits.
    threshold : (32, 72), uint8
        As `truth`, by a plain threshold.
    """

    label: int
    truth: NDArray[np.uint8]
    weight: NDArray[np.float32]
    learned: LearnedReading
    rule: ByRule
    threshold: NDArray[np.uint8]

    @property
    def extent(self) -> float:
        """Share of the wall that is diseased."""
        return float((self.weight * (self.truth > 0)).mean())


def shifted_lessons(seed: int, n_patients: int, *, corrected: bool) -> Iterator[Lesson]:
    """Yield patients of another clinic, some at a time.

    Parameters
    ----------
    seed : int
        Of the patients.
    n_patients : int
        How many.
    corrected : bool
        Whether attenuation is corrected.

    Yields
    ------
    Lesson
        Maps of volumes, with the usual errors of axis and valve plane.
    """
    waiting: list[Case] = []
    for index in range(n_patients):
        waiting.append(shifted_cases(seed, index)[1][corrected])
        if len(waiting) == _AT_ONCE or index + 1 == n_patients:
            rng = np.random.default_rng([seed, _CHANCE, index])
            yield lesson(batch_of_cases(waiting), AS_FOUND, rng)
            waiting = []


def read_cases(
    bundle: Bundle, lessons: Iterator[Lesson], *, corrected: bool
) -> list[ReadCase]:
    """Return patients beside all that is said of them.

    Parameters
    ----------
    bundle : Bundle
        Of the reading network.
    lessons : iterator of Lesson
        Of `shifted_lessons`.
    corrected : bool
        Of the maps.

    Returns
    -------
    list of ReadCase
        In their order.
    """
    cases = []
    for shown in lessons:
        told = read_pairs(bundle, shown.pairs, has_intervals=False)
        for place, learned in enumerate(told):
            maps = maps_of(shown.pairs, place)
            sex = Sex.FEMALE if shown.pairs.sex[place] > 0 else Sex.MALE
            cases.append(
                ReadCase(
                    label=int(shown.targets.label[place]),
                    truth=shown.targets.samples[place].astype(np.uint8),
                    weight=shown.targets.weight[place],
                    learned=learned,
                    rule=_by_rule(maps, sex, corrected=corrected),
                    threshold=_mask(
                        *(maps[s].uptake_percent < THRESHOLD_PERCENT for s in State)
                    ),
                )
            )
    return cases


def maps_of(pairs: MapPairs, place: int) -> dict[State, PolarMap]:
    """Return both maps of one patient.

    Parameters
    ----------
    pairs : MapPairs
        Patients with both states.
    place : int
        Which one.

    Returns
    -------
    dict of State to PolarMap
        Stress first.
    """
    return {
        state: PolarMap(
            uptake_percent=pairs.uptake[place, index],
            area_cm2=pairs.area[place, index],
            valid=pairs.known[place, index],
            state=state,
            source=MapSource.SIMULATION,
            reference_percentile=float("nan"),
        )
        for index, state in enumerate(State)
    }


def deficits_of(pairs: MapPairs, place: int, *, corrected: bool) -> FloatArray:
    """Return a patient's deficits against the limits that come with the package.

    Parameters
    ----------
    pairs : MapPairs
        Patients with both states.
    place : int
        Which one.
    corrected : bool
        Whether attenuation is.

    Returns
    -------
    (3,), percent
        As `ByRule.scores`.
    """
    sex = Sex.FEMALE if pairs.sex[place] > 0 else Sex.MALE
    return _by_rule(maps_of(pairs, place), sex, corrected=corrected).scores


def _by_rule(maps: dict[State, PolarMap], sex: Sex, *, corrected: bool) -> ByRule:
    figures: dict[State, StateFigures] = {}
    for state in State:
        facts = MapFacts(
            state=state,
            sex=sex,
            attenuation_corrected=corrected,
            tracer="Tc-99m",
            reconstruction=named_protocol(DEFAULT_PROTOCOL).protocol,
            is_simulated=True,
        )
        chosen = choose_limits(shipped_limits().sets, facts)
        figures[state] = quantify_map(maps[state], chosen)
    stress, rest = (figures[state] for state in State)
    change = quantify_change(maps[State.STRESS], maps[State.REST], stress, rest)
    return ByRule(
        scores=np.array(
            [stress.tpd_percent, change.ischemic_tpd_percent, rest.tpd_percent]
        ),
        label=rule_verdict(stress, rest, change).label,
        mask=_mask(stress.below_limit, rest.below_limit),
    )


def _mask(
    at_stress: NDArray[np.bool_], at_rest: NDArray[np.bool_]
) -> NDArray[np.uint8]:
    return np.where(at_rest, 2, np.where(at_stress, 1, 0)).astype(np.uint8)
