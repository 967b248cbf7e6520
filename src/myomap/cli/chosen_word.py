"""A word of an option as what it stands for."""

from enum import Enum
from typing import TypeVar

from myomap.errors import ConfigError

__all__ = ["chosen_word"]

_Word = TypeVar("_Word", bound=Enum)


def chosen_word(words: type[_Word], what: str, text: str) -> _Word:
    """Return the member of an enumeration that a word names; refuse others."""
    try:
        return words(text.lower())
    except ValueError:
        known = ", ".join(str(word.value) for word in words)
        raise ConfigError(
            f"There is no {what} {text!r}. Choose one of: {known}."
        ) from None
