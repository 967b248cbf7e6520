"""Words from outside, made safe to keep, to compare and to search."""

import re
import unicodedata

from myomap.errors import InputError, LimitExceededError

__all__ = [
    "LONGEST_NAME",
    "LONGEST_WORDS",
    "cleaned",
    "cleaned_words",
    "folded",
    "required_words",
]

LONGEST_NAME = 200
"""Letters of a name of a case, a user, a site or an author."""

LONGEST_WORDS = 1000
"""Letters of what an entry of the history says, and of a file's name."""

_SPACES = re.compile(r"\s+")
_UNSEEN = frozenset(["Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"])


def cleaned(text: str) -> str:
    """Return words on one line, without what cannot be seen.

    Control characters forge lines of a log, marks of direction turn words round, and
    half a surrogate cannot be written in UTF-8 at all.

    Parameters
    ----------
    text : str
        Anything.

    Returns
    -------
    str
        In the composed form (NFC), single spaces between the words.

    Examples
    --------
    >>> cleaned(" two" + chr(10) + "lines" + chr(0x202E))
    'two lines'
    """
    one_line = _SPACES.sub(" ", text)
    seen = "".join(c for c in one_line if unicodedata.category(c) not in _UNSEEN)
    return unicodedata.normalize("NFC", seen).strip()


def cleaned_words(text: str, what: str, longest: int = LONGEST_NAME) -> str:
    """Return words on one line, if they are not too long.

    Parameters
    ----------
    text : str
        Anything.
    what : str
        What it is, for the message.
    longest : int
        Letters.

    Returns
    -------
    str
        As `cleaned` gives them.

    Raises
    ------
    LimitExceededError
        If there are more letters.
    """
    words = cleaned(text)
    if len(words) > longest:
        raise LimitExceededError(
            f"{what} is too long: found {len(words)} letters, expected at most "
            f"{longest}. Shorten it."
        )
    return words


def required_words(text: str, what: str) -> str:
    """Return words on one line that must not be empty.

    Parameters
    ----------
    text : str
        Anything.
    what : str
        What it is, for the message.

    Returns
    -------
    str
        As `cleaned` gives them.

    Raises
    ------
    InputError
        If nothing is left of them.
    LimitExceededError
        If there are too many letters.
    """
    words = cleaned_words(text, what)
    if not words:
        raise InputError(f"{what} is empty. Expected at least one letter.")
    return words


def folded(text: str) -> str:
    """Return words as they are compared: capitals and spellings of accents are one.

    Parameters
    ----------
    text : str
        Anything.

    Returns
    -------
    str
        For comparing only.

    Examples
    --------
    >>> folded("ИШЕМИЯ Straße")
    'ишемия strasse'
    """
    return unicodedata.normalize("NFKC", cleaned(text).casefold())
