"""Sentences that name options of the command line, as a physician reads them."""

import re
from typing import Final

from myomap.language import Language, catalogue, translated_sentence

__all__ = ["report_sentence"]

_OPTION: Final = re.compile(
    r"--(?P<name>states|color-table|bar-range|sex|age|stress|rest)\b(?: [A-Z]{2,})?"
)
_QUOTES: Final = {Language.ENGLISH: "“{}”", Language.RUSSIAN: "«{}»"}


def report_sentence(text: str, language: Language) -> str:
    """Return what a caution or a reason says in a report.

    Parameters
    ----------
    text : str
        In English, as it was raised.
    language : Language
        Of the report.

    Returns
    -------
    str
        Without options of the command line: a reader of a report has none.

    Examples
    --------
    >>> report_sentence("Give the range: --bar-range 30,100 say.", Language.ENGLISH)
    'Give the range: “range of the colour bar” 30,100 say.'
    """
    _ = catalogue(language, "report").gettext
    names = {
        "states": _("states of the maps"),
        "color-table": _("colour table"),
        "bar-range": _("range of the colour bar"),
        "sex": _("sex"),
        "age": _("age"),
        "stress": _("stress file"),
        "rest": _("rest file"),
    }

    def field(found: re.Match[str]) -> str:
        return _QUOTES[language].format(names[found["name"]])

    return _OPTION.sub(field, translated_sentence(text, language))
