"""Sentences that name options of the command line, as a page says them.

Sentences are made for everybody who meets them. Where one names an option, a page or a
report names the field of the reading room's dialog that does the same; where no field
does it, the advice is left out.
"""

import re
from typing import Final

from myomap.language import Language, catalogue, translated_sentence

__all__ = ["field_names", "page_sentence"]

_OPTION: Final = re.compile(
    r"--(?P<name>states|color-table|bar-range|sex|age|stress|rest|attenuation)\b(?!-)"
    r"(?: (?P<states>[a-z]+(?:,(?:[a-z]+|-))+)| [A-Z]{2,})?"
)
_NO_FIELD: Final = re.compile(
    r"(?:^| )[^.]*--(?:attenuation-map|disc|any-frame)\b.*?\.(?=\s|$)"
)
"""A sentence that advises what no field of the dialog does."""

_EITHER: Final = re.compile(r"--attenuation (?:or|and|или|и) --no-attenuation\b")
"""Two options of which one field of the dialog is both."""

_QUOTES: Final = {Language.ENGLISH: "“{}”", Language.RUSSIAN: "«{}»"}


def field_names(language: Language) -> dict[str, str]:
    """Return the field of the dialog that stands for an option.

    Parameters
    ----------
    language : Language
        Of the page.

    Returns
    -------
    dict of str to str
        By the option's name, without dashes.
    """
    _ = catalogue(language, "report").gettext
    known = _("What is known of it")
    return {
        "states": _("Maps of a picture, row by row"),
        "color-table": _("Colour table of a picture"),
        "bar-range": _("Range of its colour bar"),
        "sex": _("Sex"),
        "age": _("Age, years"),
        "attenuation": _("Attenuation correction"),
        "stress": known,
        "rest": known,
    }


def page_sentence(text: str, language: Language) -> str:
    """Return what an error, a caution or a reason says on a page or in a report.

    Parameters
    ----------
    text : str
        In English, as it was raised.
    language : Language
        Of the page.

    Returns
    -------
    str
        Without options of the command line: who reads a page has none.

    Examples
    --------
    >>> page_sentence("None was taken. Give it with --sex.", Language.ENGLISH)
    'None was taken. Give it with “Sex”.'
    >>> page_sentence("Say which is which: --states rest,stress.", Language.ENGLISH)
    'Say which is which: “Maps of a picture, row by row”: rest, stress.'
    """
    _ = catalogue(language, "report").gettext
    states = {"stress": _("stress"), "rest": _("rest"), "-": "–"}

    def field(found: re.Match[str]) -> str:
        told = _QUOTES[language].format(field_names(language)[found["name"]])
        if not found["states"]:
            return told
        order = [states.get(name, name) for name in found["states"].split(",")]
        return f"{told}: {', '.join(order)}"

    told = _NO_FIELD.sub("", translated_sentence(text, language)).strip()
    return _OPTION.sub(field, _EITHER.sub("--attenuation", told))
