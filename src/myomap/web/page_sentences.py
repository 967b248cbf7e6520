"""Errors and cautions as a page says them: in its language, and without a terminal.

Sentences are made for everybody who meets them. Where one names an option of the
command line, a page names the field of its own that does the same.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

from myomap.language import Language, catalogue, translated_sentence

__all__ = ["document_said", "page_sentence"]

_OPTION: Final = re.compile(
    r"--(?P<name>states|color-table|bar-range|sex|age|stress|rest)\b(?: [A-Z]{2,})?"
)
_NO_FIELD: Final = re.compile(r" [^.]*--(?:no-)?attenuation\b[^.]*\.")
"""A sentence that advises what no field of the dialog does."""

_QUOTES: Final = {Language.ENGLISH: "“{}”", Language.RUSSIAN: "«{}»"}
_STATES: Final = {"Stress: ": "stress", "Rest: ": "rest"}
"""What the cautions of one state begin with."""


def page_sentence(text: str, language: Language) -> str:
    """Return what a sentence of myomap says on a page.

    Parameters
    ----------
    text : str
        An error or a caution, in English.
    language : Language
        Of the page.

    Returns
    -------
    str
        In English where there is no translation.

    Examples
    --------
    >>> page_sentence("None was taken. Give it with --sex.", Language.ENGLISH)
    'None was taken. Give it with “Sex”.'
    """

    def field(found: re.Match[str]) -> str:
        return _QUOTES[language].format(_fields(language)[found["name"]])

    told = _NO_FIELD.sub("", translated_sentence(text, language))
    return _OPTION.sub(field, told)


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


def _fields(language: Language) -> dict[str, str]:
    """Return the field of the upload's dialog that stands for an option."""
    _ = catalogue(language, "web").gettext
    known = _("What is known of it")
    return {
        "states": _("Maps of a picture, row by row"),
        "color-table": _("Colour table of a picture"),
        "bar-range": _("Its colour bar runs"),
        "sex": _("Sex"),
        "age": _("Age, years"),
        "stress": known,
        "rest": known,
    }
