"""Sentences with numbers in them, said again in another language.

Errors and cautions are made where something is found out, in English and with what was
found put in. Whoever shows them in another language holds them against the catalogue
``sentences``, whose entries are those sentences with ``{0}``, ``{1}``, ... where
something is put in. What is found there is put into the translation.
"""

import re
import string
from dataclasses import dataclass
from functools import lru_cache

from myomap.language.catalogue import Language, catalogue

__all__ = ["translated_sentence"]

DOMAIN = "sentences"

_DEEPEST = 3
_LONGEST, _MOST_PARTS = 3_000, 12
"""Letters and sentences; what is longer is nothing that an error says."""

_SENTENCE_END = re.compile(r"(?<=[.!?:])\s+(?=\S)")
_NUMBER = re.compile(r"-?\d+\.\d+")
_POINTS = re.compile(r"(\d+) points?")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pattern:
    """One entry: how it is recognised, and what is said instead."""

    form: re.Pattern[str]
    translation: str
    n_literal: int


def translated_sentence(text: str, language: Language) -> str:
    """Return what an error or a caution says in a language.

    Parameters
    ----------
    text : str
        One or several sentences of myomap, in English.
    language : Language
        To say them in.

    Returns
    -------
    str
        What is not in the catalogue stays as it is: a reader is told in English
        rather than not at all.

    Examples
    --------
    >>> translated_sentence("The file is empty.", Language.ENGLISH)
    'The file is empty.'
    """
    if language is Language.ENGLISH or not text.strip() or len(text) > _LONGEST:
        return text
    return _said(text, language, _DEEPEST)


def _said(text: str, language: Language, depth: int) -> str:
    whole = _matched(text, language, depth)
    if whole is not None:
        return whole
    # Several sentences: as many as are known together, from the first on.
    ends = [match.start() for match in _SENTENCE_END.finditer(text)]
    if not 0 < len(ends) <= _MOST_PARTS:
        return _plain(text, language)
    for end in reversed(ends):
        found = _matched(text[:end], language, depth)
        if found is not None:
            return f"{found} {_said(text[end:].strip(), language, depth)}"
    whole = _matched(text, language, depth, may_hold_sentences=True)
    if whole is not None:
        return whole
    first, rest = text[: ends[0]], text[ends[0] :].strip()
    return f"{_plain(first, language)} {_said(rest, language, depth)}"


def _matched(
    text: str, language: Language, depth: int, *, may_hold_sentences: bool = False
) -> str | None:
    """Return the translation by the entry that fits all of a text, if one does.

    What is put in is seldom several sentences: a sentence before a full stop is then
    likelier an entry of its own.
    """
    exact = _exact(language).get(text)
    if exact is not None:
        return exact
    if depth == 0:
        return None
    for pattern in _patterns(language):
        found = pattern.form.fullmatch(text)
        if found is None:
            continue
        parts = found.groups("")
        if may_hold_sentences or not any(map(_SENTENCE_END.search, parts)):
            said = [_said(part, language, depth - 1) for part in parts]
            return pattern.translation.format(*said)
    return None


def _plain(text: str, language: Language) -> str:
    """Return what no entry knows; numbers in it are written as the language does."""
    if language is Language.RUSSIAN and _NUMBER.fullmatch(text):
        return text.replace(".", ",")
    points = _POINTS.fullmatch(text)
    if points and language is Language.RUSSIAN:
        is_one = points[1].endswith("1") and not points[1].endswith("11")
        words = "процентного пункта" if is_one else "процентных пунктов"
        return f"{points[1]} {words}"
    return _listed(text, language)


def _listed(text: str, language: Language) -> str:
    """Return a list of known parts, such as a population, part by part."""
    known, parts = _exact(language), text.split(", ")
    if len(parts) > 1 and parts[0] in known and parts[-1] in known:
        return ", ".join(known.get(part, part) for part in parts)
    return text


@lru_cache(maxsize=4)
def _entries(language: Language) -> dict[str, str]:
    found = getattr(catalogue(language, DOMAIN), "_catalog", {})
    return {key: value for key, value in found.items() if isinstance(key, str) and key}


@lru_cache(maxsize=4)
def _exact(language: Language) -> dict[str, str]:
    return {
        key.format(): value.format()
        for key, value in _entries(language).items()
        if not _names(key)
    }


@lru_cache(maxsize=4)
def _patterns(language: Language) -> tuple[_Pattern, ...]:
    """Return every entry with something put in, those that say the most first."""
    made = [
        _pattern(key, value) for key, value in _entries(language).items() if _names(key)
    ]
    return tuple(sorted(made, key=lambda each: -each.n_literal))


def _pattern(key: str, value: str) -> _Pattern:
    form, n_literal, seen = "", 0, set()
    for literal, name, _, _ in string.Formatter().parse(key):
        form += re.escape(literal)
        n_literal += len(literal)
        if name is not None:
            form += f"(?P=part_{name})" if name in seen else f"(?P<part_{name}>.+?)"
            seen.add(name)
    return _Pattern(
        form=re.compile(form, re.DOTALL), translation=value, n_literal=n_literal
    )


def _names(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}
