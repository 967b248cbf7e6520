"""The states of a picture's maps as the user tells them, against the arrangement."""

from collections.abc import Sequence

from myomap.errors import ConfigError
from myomap.records import Evidence, State
from myomap.screenshot.layout import DiscContent, DiscLabel

__all__ = ["named_labels"]

_NO_UPTAKE = frozenset({DiscContent.DIFFERENCE, DiscContent.EXTENT})
_PASSED_OVER = DiscLabel(content=DiscContent.UNKNOWN, state=None)


def named_labels(
    labels: Sequence[DiscLabel], states: Sequence[State | None]
) -> tuple[DiscLabel, ...]:
    """Return labels with the states that the user gave.

    Parameters
    ----------
    labels : sequence of DiscLabel
        As the arrangement tells them, row by row from the top left.
    states : sequence of State or None
        One for every disc, or one for every disc that is no difference and no extent.
        None passes a disc over.

    Returns
    -------
    tuple of DiscLabel
        Named discs show uptake; what was not named stays as it is.

    Raises
    ------
    ConfigError
        If their number is neither.

    Examples
    --------
    >>> label = DiscLabel(content=DiscContent.UNKNOWN, state=None)
    >>> [label.state for label in named_labels([label], [State.REST])]
    [<State.REST: 'rest'>]
    """
    of_uptake = [
        index for index, label in enumerate(labels) if label.content not in _NO_UPTAKE
    ]
    named = list(range(len(labels))) if len(states) == len(labels) else of_uptake
    if len(states) != len(named):
        raise ConfigError(
            f"{_states(states)} given for a picture that shows {_discs(labels)}, "
            f"{len(of_uptake)} of them of uptake. Expected one state for each, row by "
            "row from the top left."
        )
    result = list(labels)
    for index, state in zip(named, states, strict=True):
        result[index] = _PASSED_OVER if state is None else _named(state)
    return tuple(result)


def _named(state: State) -> DiscLabel:
    evidence = Evidence(source="option", found=state.value, state=state)
    return DiscLabel(content=DiscContent.UPTAKE, state=state, evidence=(evidence,))


def _states(states: Sequence[State | None]) -> str:
    words = ", ".join("-" if state is None else state.value for state in states)
    return f"The states {words} were"


def _discs(labels: Sequence[DiscLabel]) -> str:
    return f"{len(labels)} polar disc" + ("" if len(labels) == 1 else "s")
