"""A reading held against normal limits: figures, change, verdict by rule, defects."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

from myomap.errors import InputError
from myomap.quantification import (
    ChangeFigures,
    ChangeIntervals,
    LimitsFile,
    MapFacts,
    RuleVerdict,
    StateDraws,
    StateFigures,
    StateIntervals,
    change_intervals,
    choose_limits,
    quantify_change,
    quantify_map,
    resample_map,
    rule_verdict,
    shipped_limits,
    state_intervals,
    tid_ratio,
)
from myomap.quantification.shape import TID_SAME_DAY
from myomap.reading.attenuation_doubt import attenuation_cautions
from myomap.reading.count_noise import noise_from_counts
from myomap.reading.document import Defect
from myomap.reading.journey import Reading, StateReading
from myomap.records import SIMULATED_DATA, Caution, State, Territory

__all__ = ["Judgement", "judge_reading", "judged_if_possible"]

LEAST_EXTENT_PERCENT: Final = 3.0
"""Of the whole wall, in one territory: less is not named as a defect."""

_ISCHEMIA_BELOW: Final = 0.25
_INFARCTION_ABOVE: Final = 0.75


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class Judgement:
    """What normal limits say of a reading.

    Parameters
    ----------
    limits : LimitsFile
        All that was there to choose from.
    stress, rest : StateFigures or None
        Figures of each state; None where it was not read, or could not be judged.
    change : ChangeFigures or None
        Of both.
    intervals : mapping of State to StateIntervals
        Of the states that were judged.
    change_intervals : ChangeIntervals or None
        Of both.
    tid_ratio : float or None
        Never of doubtful contours.
    verdict : RuleVerdict
        By rule.
    defects : tuple of Defect or None
        One a territory; None where one state alone cannot tell their kind.
    cautions : tuple of Caution
        Of the limits and the rule.
    """

    limits: LimitsFile
    stress: StateFigures | None
    rest: StateFigures | None
    change: ChangeFigures | None
    intervals: Mapping[State, StateIntervals]
    change_intervals: ChangeIntervals | None
    tid_ratio: float | None
    verdict: RuleVerdict
    defects: tuple[Defect, ...] | None
    cautions: tuple[Caution, ...]

    @property
    def limits_words(self) -> str:
        """What the limits are: simulated ones say so wherever they are named."""
        is_simulated = any(each.population.is_simulated for each in self.limits.sets)
        return "simulated limits" if is_simulated else "normal limits"

    def __repr__(self) -> str:
        return f"Judgement({self.verdict.label.value}, limits {self.limits.name})"


def judge_reading(
    reading: Reading,
    limits: LimitsFile | None = None,
    *,
    resamples_counts: bool = True,
) -> Judgement:
    """Return what normal limits say of a reading.

    Parameters
    ----------
    reading : Reading
        With stress, rest or both.
    limits : LimitsFile, optional
        Those that come with the package if not given.
    resamples_counts : bool
        Whether noise is told by projections, where they were read: two more
        reconstructions a state. Else the map tells it.

    Returns
    -------
    Judgement
        The nearest set of limits is taken for each state; what does not fit is a
        caution.

    Raises
    ------
    InputError
        If no state can be judged: the limits have no set for it, or too little of the
        wall has data.
    """
    limits = limits or shipped_limits()
    figures: dict[State, StateFigures] = {}
    dilation = _tid(reading.stress, reading.rest)
    cautions: list[Caution] = list(_tid_cautions(dilation))
    failed: list[InputError] = []
    for state, found in reading.states.items():
        try:
            chosen = choose_limits(limits.sets, _facts(reading, state, found))
            figures[state] = quantify_map(found.polar_map, chosen)
        except InputError as error:
            failed.append(error)
            cautions.append(
                Caution(code=f"{state.value}-not-judged", message=str(error))
            )
        else:
            cautions += chosen.cautions
    if not figures:
        raise failed[0]
    cautions += attenuation_cautions(
        (reading.states[state].attenuation_corrected for state in figures),
        reading.study.sex,
    )
    stress, rest = figures.get(State.STRESS), figures.get(State.REST)
    change = _change(reading, figures)
    draws = _draws(reading, figures, resamples_counts=resamples_counts)
    verdict = rule_verdict(stress, rest if change or stress is None else None, change)
    return Judgement(
        limits=limits,
        stress=stress,
        rest=rest,
        change=change,
        intervals={
            state: state_intervals(figures[state], drawn)
            for state, drawn in draws.items()
        },
        change_intervals=None
        if change is None
        else change_intervals(
            (figures[State.STRESS], draws[State.STRESS]),
            (figures[State.REST], draws[State.REST]),
        ),
        tid_ratio=dilation,
        verdict=verdict,
        defects=None if change is None else _defects(figures, change),
        cautions=tuple(dict.fromkeys((*cautions, *verdict.cautions))),
    )


def judged_if_possible(
    reading: Reading, limits: LimitsFile | None = None
) -> tuple[Reading, Judgement | None]:
    """Return a reading with what normal limits say of it, or why they say nothing.

    Parameters
    ----------
    reading : Reading
        With stress, rest or both.
    limits : LimitsFile, optional
        Those that come with the package if not given.

    Returns
    -------
    reading : Reading
        With the caution ``not-judged`` where there is no judgement.
    judgement : Judgement or None
        None where no state can be judged.
    """
    try:
        return reading, judge_reading(reading, limits)
    except InputError as error:
        caution = Caution(code="not-judged", message=str(error))
        return replace(reading, cautions=(*reading.cautions, caution)), None


def _draws(
    reading: Reading,
    figures: Mapping[State, StateFigures],
    *,
    resamples_counts: bool,
) -> dict[State, StateDraws]:
    return {
        state: resample_map(
            reading.states[state].polar_map,
            found,
            noise=noise_from_counts(reading, state) if resamples_counts else None,
        )
        for state, found in figures.items()
    }


def _facts(reading: Reading, state: State, found: StateReading) -> MapFacts:
    facts = found.source.facts
    maker = " ".join(word for word in (facts.manufacturer, facts.camera) if word)
    protocol = reading.options.protocol.protocol if found.reconstructed else None
    codes = {caution.code for caution in reading.cautions}
    return MapFacts(
        state=state,
        sex=reading.study.sex,
        attenuation_corrected=found.attenuation_corrected,
        # The header's tracer starts with the nuclide, which is what limits go by.
        tracer=facts.tracer.split()[0] if facts.tracer else None,
        reconstruction=protocol,
        camera=maker or None,
        is_simulated=SIMULATED_DATA.code in codes,
    )


def _change(
    reading: Reading, figures: Mapping[State, StateFigures]
) -> ChangeFigures | None:
    if reading.stress is None or reading.rest is None or len(figures) < 2:
        return None
    stress, rest = reading.stress.polar_map, reading.rest.polar_map
    if not (stress.valid & rest.valid).any():
        return None
    return quantify_change(stress, rest, figures[State.STRESS], figures[State.REST])


def _tid(stress: StateReading | None, rest: StateReading | None) -> float | None:
    if stress is None or rest is None:
        return None
    return tid_ratio(stress.ventricle, rest.ventricle)


def _tid_cautions(ratio: float | None) -> Iterator[Caution]:
    if ratio is None:
        return
    if ratio > TID_SAME_DAY:
        yield Caution(
            code="tid-raised",
            message=f"Transient ischemic dilation is {ratio:.2f}, above "
            f"{TID_SAME_DAY:.2f}: look for disease of all arteries even where the maps "
            "look even.",
        )
    if ratio < 1.0 / TID_SAME_DAY:
        yield Caution(
            code="tid-lowered",
            message=f"The cavity at stress is {ratio:.2f} of that at rest, below "
            f"{1.0 / TID_SAME_DAY:.2f}: stress and rest may be exchanged.",
        )


def _defects(
    figures: Mapping[State, StateFigures], change: ChangeFigures
) -> tuple[Defect, ...]:
    found = []
    stress = figures[State.STRESS]
    for each in change.territories:
        extent = each.reversible_extent_percent + each.fixed_extent_percent
        if extent < LEAST_EXTENT_PERCENT:
            continue
        found.append(
            Defect(
                kind=_kind(each.fixed_extent_percent / extent),
                territory=each.territory.value,
                segments=_segments(stress, each.territory),
                extent_percent=round(extent, 2),
                probability=None,
            )
        )
    return tuple(found)


def _kind(fixed_fraction: float) -> Literal["ischemia", "infarction", "mixed"]:
    if fixed_fraction < _ISCHEMIA_BELOW:
        return "ischemia"
    return "infarction" if fixed_fraction > _INFARCTION_ABOVE else "mixed"


def _segments(figures: StateFigures, territory: Territory) -> tuple[int, ...]:
    return tuple(
        each.segment.number
        for each in figures.segments
        if each.segment.territory is territory and each.score
    )
