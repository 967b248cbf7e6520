"""Cautions as people read them: each once, whichever states it speaks of."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from myomap.records import State

__all__ = ["ToldCaution", "told_once"]


class _Worded(Protocol):
    """A caution, as a record or as part of a document."""

    @property
    def code(self) -> str:
        """Its short name."""

    @property
    def message(self) -> str:
        """Its sentences; of one state's they begin with the state."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldCaution:
    """A caution without its repetition.

    Parameters
    ----------
    code : str
        Of the first that said it.
    message : str
        Without the name of a state.
    state : State or None
        Of which alone it holds; None where it holds for all that was read, which needs
        no name.
    """

    code: str
    message: str
    state: State | None


def told_once(cautions: Iterable[_Worded]) -> tuple[ToldCaution, ...]:
    """Return cautions without those that repeat.

    Parameters
    ----------
    cautions : iterable of Caution or CautionEntry
        As they were raised, see `cautions_of_state`.

    Returns
    -------
    tuple of ToldCaution
        In the order in which they were raised first.

    Examples
    --------
    >>> from myomap.records import Caution
    >>> stress = Caution(code="stress-few", message="Stress: Few.")
    >>> rest = Caution(code="rest-few", message="Rest: Few.")
    >>> [(each.message, each.state) for each in told_once([stress, rest])]
    [('Few.', None)]
    """
    found: dict[str, tuple[str, set[State | None]]] = {}
    for caution in cautions:
        state, message = _parted(caution.message)
        found.setdefault(message, (caution.code, set()))[1].add(state)
    return tuple(
        ToldCaution(
            code=code, message=message, state=states.pop() if len(states) == 1 else None
        )
        for message, (code, states) in found.items()
    )


def _parted(message: str) -> tuple[State | None, str]:
    for state in State:
        beginning = f"{state.value.capitalize()}: "
        if message.startswith(beginning):
            return state, message.removeprefix(beginning)
    return None, message
