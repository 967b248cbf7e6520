"""Which language a browser is answered in."""

from typing import Final

from starlette.requests import Request

from myomap.language import Language

__all__ = ["LANGUAGE_NAMES", "language_of", "wanted_language"]

LANGUAGE_NAMES: Final = {Language.ENGLISH: "English", Language.RUSSIAN: "Русский"}
"""Each in its own words."""

_COOKIE: Final = "lang"
_MOST_LETTERS: Final = 500


def wanted_language(request: Request) -> Language | None:
    """Return the language that an address names; None where it names none.

    Parameters
    ----------
    request : Request
        With or without ``?lang=``.

    Returns
    -------
    Language or None
        One of ours.
    """
    return _named(request.query_params.get("lang"))


def language_of(request: Request) -> Language:
    """Return the language to answer in.

    Parameters
    ----------
    request : Request
        Its address counts before its cookie, that before what the browser accepts.

    Returns
    -------
    Language
        The server's own where nothing is known.
    """
    return (
        wanted_language(request)
        or _named(request.cookies.get(_COOKIE))
        or _accepted(request.headers.get("accept-language", ""))
        or request.app.state.room.options.language
    )


def _named(word: str | None) -> Language | None:
    known = {language.value: language for language in Language}
    return known.get((word or "").lower())


def _accepted(header: str) -> Language | None:
    """Return the best of ours that a browser accepts."""
    wanted: list[tuple[float, int, Language]] = []
    for place, part in enumerate(header[:_MOST_LETTERS].split(",")):
        name, _, weight = part.partition(";q=")
        language = _named(name.strip().partition("-")[0])
        if language is not None:
            wanted.append((-_weight(weight), place, language))
    return min(wanted)[2] if wanted else None


def _weight(text: str) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0
