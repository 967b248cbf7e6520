"""A reading's document as a page says it: in its language, and without a terminal."""

from collections.abc import Mapping
from typing import Any, Final

from myomap.language import Language, catalogue
from myomap.report import page_sentence

__all__ = ["document_said"]

_STATES: Final = {"Stress: ": "stress", "Rest: ": "rest"}
"""What the cautions of one state begin with."""


def document_said(document: Mapping[str, Any], language: Language) -> dict[str, Any]:
    """Return a reading's document with its sentences as a page says them.

    Parameters
    ----------
    document : mapping
        JSON of the schema ``myomap.reading/1``.
    language : Language
        Of the page.

    Returns
    -------
    dict
        The same but for cautions and reasons.
    """
    quality = dict(document["quality"])
    quality["cautions"] = [
        caution | {"message": _caution(caution["message"], language)}
        for caution in quality["cautions"]
    ]
    return {
        **document,
        "quality": quality,
        "verdict": _verdict(document["verdict"], language),
        "rule": _verdict(document["rule"], language),
    }


def _verdict(
    verdict: Mapping[str, Any] | None, language: Language
) -> dict[str, Any] | None:
    if verdict is None:
        return None
    reasons = [page_sentence(reason, language) for reason in verdict["reasons"]]
    return {**verdict, "reasons": reasons}


def _caution(message: str, language: Language) -> str:
    _ = catalogue(language, "web").gettext
    for beginning, state in _STATES.items():
        if message.startswith(beginning):
            told = page_sentence(message.removeprefix(beginning), language)
            name = _("Stress") if state == "stress" else _("Rest")
            return f"{name}: {told}"
    return page_sentence(message, language)
