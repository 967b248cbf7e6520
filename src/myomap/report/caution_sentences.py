"""Cautions in the report's language, each said once."""

from myomap.language import catalogue
from myomap.report.content import ReportContent
from myomap.report.heart_words import state_words
from myomap.report.page_words import page_sentence

__all__ = ["caution_sentences"]

_BEGINNINGS = {"stress": "Stress: ", "rest": "Rest: "}
"""What the cautions of one state begin with."""


def caution_sentences(content: ReportContent) -> list[str]:
    """Return the cautions; one that holds for both states is said once.

    Parameters
    ----------
    content : ReportContent
        Of a report.

    Returns
    -------
    list of str
        In the order in which they were raised.
    """
    states_of: dict[str, list[str]] = {}
    for caution in content.document.quality.cautions:
        state, message = _parted(caution.message)
        states_of.setdefault(message, []).append(state)
    return [
        _said(content, message, list(dict.fromkeys(states)))
        for message, states in states_of.items()
    ]


def _parted(message: str) -> tuple[str, str]:
    for state, beginning in _BEGINNINGS.items():
        if message.startswith(beginning):
            return state, message.removeprefix(beginning)
    return "", message


def _said(content: ReportContent, message: str, states: list[str]) -> str:
    _ = catalogue(content.language, "report").gettext
    told = page_sentence(message, content.language)
    named = [state for state in states if state]
    if len(named) != 1 or "" in states:
        # What holds for all that was read needs no name of a state.
        return told
    state = state_words(named[0], content.language)
    return _("{state}: {message}").format(state=state, message=told)
