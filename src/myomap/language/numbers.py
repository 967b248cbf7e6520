"""Numbers as a language writes them."""

from myomap.language.catalogue import Language

__all__ = ["decimal"]


def decimal(value: float, digits: int, language: Language) -> str:
    """Return a number with the language's decimal mark.

    Parameters
    ----------
    value : float
        Finite.
    digits : int
        Behind the mark; always so many are written.
    language : Language
        Whose mark it is.

    Returns
    -------
    str
        Without grouping of thousands, and with a true minus sign.

    Examples
    --------
    >>> decimal(7.25, 1, Language.RUSSIAN)
    '7,2'
    >>> decimal(-0.04, 1, Language.ENGLISH)
    '0.0'
    """
    rounded = round(value, digits) + 0.0
    text = f"{abs(rounded):.{digits}f}"
    if language is Language.RUSSIAN:
        text = text.replace(".", ",")
    return f"\N{MINUS SIGN}{text}" if rounded < 0 else text
