"""Whether stress and rest may have changed places, by counts, doses and times.

Of two injections on one day the first is the smaller one, or the second would drown in
what the first left. Which state comes first differs from clinic to clinic.
"""

from datetime import timedelta
from typing import Final

from myomap.records import Caution, Projections, State, StudyInput

__all__ = ["exchange_cautions"]

FAR_MORE: Final = 1.5
"""So many times the counts or the dose of the other state."""

_ONE_DAY: Final = timedelta(hours=12)


def exchange_cautions(stress: StudyInput, rest: StudyInput) -> tuple[Caution, ...]:
    """Return what betrays that stress and rest were exchanged.

    Parameters
    ----------
    stress, rest : StudyInput
        As they were given.

    Returns
    -------
    tuple of Caution
        Where the state that was imaged first on one day has far more counts, or the
        larger dose, or, where times tell nothing, rest has.
    """
    first = _imaged_first(stress, rest)
    found = []
    for code, in_stress, in_rest in (
        ("counts", _counts(stress), _counts(rest)),
        ("dose", stress.facts.dose, rest.facts.dose),
    ):
        if not in_stress or not in_rest:
            continue
        is_first_stress = first is State.STRESS
        ratio = in_stress / in_rest if is_first_stress else in_rest / in_stress
        if ratio > FAR_MORE:
            found.append(_caution(code, ratio, first))
    return tuple(found)


def _caution(code: str, ratio: float, first: State | None) -> Caution:
    # Whole sentences, so that each can be said in another language.
    more = State.STRESS if first is State.STRESS else State.REST
    held = {
        ("counts", State.STRESS): f"Stress holds {ratio:.1f} times the counts of rest.",
        ("counts", State.REST): f"Rest holds {ratio:.1f} times the counts of stress.",
        ("dose", State.STRESS): (
            f"Stress holds {ratio:.1f} times the injected dose of rest."
        ),
        ("dose", State.REST): (
            f"Rest holds {ratio:.1f} times the injected dose of stress."
        ),
    }
    sentences = (held[code, more], _WHY[first], _CHECK)
    return Caution(code=f"{more.value}-has-more-{code}", message=" ".join(sentences))


_WHY: Final = {
    None: ("Unless stress was imaged first or on another day, they may be exchanged."),
    State.STRESS: (
        "Stress was imaged first, when the smaller dose is given: they may be "
        "exchanged."
    ),
    State.REST: (
        "Rest was imaged first, when the smaller dose is given: they may be exchanged."
    ),
}

_CHECK: Final = "Check them, or name them with --stress and --rest."


def _imaged_first(stress: StudyInput, rest: StudyInput) -> State | None:
    """Return which state came first on one day; None where times tell nothing."""
    times = stress.facts.acquired_at, rest.facts.acquired_at
    if times[0] is None or times[1] is None:
        return None
    away = times[1].replace(tzinfo=None) - times[0].replace(tzinfo=None)
    if not away or abs(away) > _ONE_DAY:
        return None
    return State.STRESS if away > timedelta(0) else State.REST


def _counts(item: StudyInput) -> float | None:
    """Return all counts of raw projections: volumes are scaled at will."""
    if not isinstance(item.data, Projections):
        return None
    return float(item.data.counts.sum())
