"""Words of others made safe to print: no control characters, no turned direction."""

import re
import unicodedata
from typing import Final

__all__ = ["clean_line", "clean_text"]

_SPACES: Final = frozenset("\t\v\f\r\n\x85\u2028\u2029")
_DROPPED: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
"""Unicode categories without a shape; marks of direction are among the formats."""


def clean_line(text: str) -> str:
    r"""Return text as one line that shows all it holds.

    Parameters
    ----------
    text : str
        From a file, a form or a physician.

    Returns
    -------
    str
        Control characters and marks of direction are gone, breaks are spaces.

    Examples
    --------
    >>> clean_line("a\x00b\u202ec\nd")
    'abc d'
    """
    # Not split(): it would take the blanks that hold a number to its unit.
    return re.sub("[ \\n]+", " ", clean_text(text))


def clean_text(text: str) -> str:
    r"""Return text with its lines kept and everything without a shape taken out.

    Parameters
    ----------
    text : str
        From a file, a form or a physician.

    Returns
    -------
    str
        In composed form, lines parted by ``\n``.

    Examples
    --------
    >>> clean_text("first\r\nsecond\ttabbed")
    'first\nsecond tabbed'
    """
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    return "".join(map(_shown, composed)).strip()


def _shown(letter: str) -> str:
    if letter == "\n":
        return letter
    if letter in _SPACES:
        return " "
    return "" if unicodedata.category(letter) in _DROPPED else letter
