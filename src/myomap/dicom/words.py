"""Words in descriptions that tell stress from rest, and short axis from others.

Descriptions are free text in the language of the hospital and may hold a name, so
only words of these tables are ever looked for, and only they leave this module.
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

from myomap.records import State

__all__ = ["STATE_WORDS", "find_words", "has_phrase", "text_tokens"]

_STRESS: Final = (
    # English and stations' abbreviations
    "stress str strs stressed exercise exer treadmill ergometer sgate sgated "
    "strgated adenosine regadenoson dipyridamole persantine dobutamine "
    # German, French, Spanish, Portuguese, Italian
    "belastung belast ergometrie effort esfuerzo estres esforco estresse sforzo "
    "provocation adenosin dipyridamol dobutamin adenosina dobutamina "
    # Polish, Dutch, Scandinavian, Czech, Turkish
    "wysilek wysilkowe obciazenie inspanning anstrengning belastning zatez efor "
    # Russian, as it stands and transliterated
    "нагрузка нагрузке нагрузки нагрузкой нагрузку стресс nagruzka"
)
_REST: Final = (
    "rest rst resting rgate rgated rstgated ruhe repos reposo repouso riposo "
    "spoczynek spoczynkowe rust hvile klid dinlenme istirahat redistribution "
    "покой покое покоя pokoy pokoj"
)

STATE_WORDS: Final[Mapping[str, State]] = {
    **dict.fromkeys(_STRESS.split(), State.STRESS),
    **dict.fromkeys(_REST.split(), State.REST),
}
"""Folded word → state. Words of two meanings in other languages are left out."""

_CAMEL: Final = re.compile(r"(?<=[a-zа-я])(?=[A-ZА-Я])")
_WORD: Final = re.compile(r"[^\W\d_]+")
_AFFIXES: Final = (
    r"(?:(?:recon|gated|gate|gat|tomo|spect|mibi|summed|sum|nac|ac|irnc|irac)*)"
)
_INNER: Final = re.compile(rf"{_AFFIXES}(stress|rest|str|rst){_AFFIXES}")


def text_tokens(text: str) -> tuple[str, ...]:
    """Return the words of a text, folded for comparison.

    ``ReconRest`` is two words, accents and capitals do not count, digits and signs
    part words.

    Parameters
    ----------
    text : str
        Any description.

    Returns
    -------
    tuple of str
        Small letters without accents.

    Examples
    --------
    >>> text_tokens("ReconRest_2 Réduit")
    ('recon', 'rest', 'reduit')
    """
    parted = _CAMEL.sub(" ", unicodedata.normalize("NFC", text))
    return tuple(_folded(word) for word in _WORD.findall(parted))


def find_words(text: str) -> dict[str, State]:
    """Return the words of a text that speak for stress or for rest.

    Parameters
    ----------
    text : str
        Any description.

    Returns
    -------
    dict of str to State
        The words of the table that were found, and what they speak for.

    Examples
    --------
    >>> find_words("MIBI Belastung, Patient A.")
    {'belastung': <State.STRESS: 'stress'>}
    >>> find_words("RESTGATE")
    {'rest': <State.REST: 'rest'>}
    """
    found: dict[str, State] = {}
    for token in text_tokens(text):
        word = token
        if word not in STATE_WORDS:
            inner = _INNER.fullmatch(token)
            word = inner[1] if inner else ""
        if word in STATE_WORDS:
            found[word] = STATE_WORDS[word]
    return found


def has_phrase(text: str, phrases: frozenset[str]) -> bool:
    """Return whether a text holds one of some phrases as whole words.

    Parameters
    ----------
    text : str
        Any description.
    phrases : frozenset of str
        Folded words with single spaces.

    Returns
    -------
    bool
        True if one of them is there.

    Examples
    --------
    >>> has_phrase("Gated Short-Axis", frozenset({"short axis"}))
    True
    """
    joined = f" {' '.join(text_tokens(text))} "
    return any(f" {phrase} " in joined for phrase in phrases)


def _folded(word: str) -> str:
    if not word.isascii() and "а" <= word[0].casefold() <= "я":
        return word.casefold()
    polish = word.casefold().replace("ł", "l").replace("ß", "ss")
    parts = unicodedata.normalize("NFD", polish)
    return "".join(part for part in parts if not unicodedata.combining(part))
