"""Numbers, dates and lists as a language writes them."""

from collections.abc import Sequence
from datetime import date, datetime

from myomap.language import Language, catalogue, decimal

__all__ = [
    "chance_words",
    "date_words",
    "interval_words",
    "listed",
    "moment_words",
    "percent",
]

NARROW = "\N{NO-BREAK SPACE}"


def percent(value: float, language: Language, digits: int = 1) -> str:
    r"""Return a number of percent, never parted from its sign by a line's end.

    Parameters
    ----------
    value : float
        Percent.
    language : Language
        Whose decimal mark.
    digits : int
        Behind it.

    Returns
    -------
    str
        With a blank before the sign.

    Examples
    --------
    >>> percent(14.25, Language.RUSSIAN).replace("\xa0", " ")
    '14,2 %'
    """
    return f"{decimal(value, digits, language)}{NARROW}%"


def chance_words(value: float, language: Language) -> str:
    """Return a probability, never as a certainty.

    Parameters
    ----------
    value : float, 0 to 1
        By a model.
    language : Language
        Whose decimal mark.

    Returns
    -------
    str
        With two digits.

    Examples
    --------
    >>> chance_words(0.9971, Language.ENGLISH), chance_words(0.001, Language.RUSSIAN)
    ('>0.99', '<0,01')
    """
    if value > 0.99:
        return f">{decimal(0.99, 2, language)}"
    if value < 0.01:
        return f"<{decimal(0.01, 2, language)}"
    return decimal(value, 2, language)


def interval_words(ends: tuple[float, float], digits: int, language: Language) -> str:
    """Return an interval in words.

    Parameters
    ----------
    ends : two floats
        Low and high.
    digits : int
        Behind the decimal mark.
    language : Language
        Of the words.

    Returns
    -------
    str
        As "11.0 to 17.5".
    """
    _ = catalogue(language, "report").gettext
    low, high = (decimal(end, digits, language) for end in ends)
    return _("{low} to {high}").format(low=low, high=high)


def listed(items: Sequence[str], language: Language) -> str:
    """Return items as a list in a sentence.

    Parameters
    ----------
    items : sequence of str
        At least one.
    language : Language
        Whose "and".

    Returns
    -------
    str
        As "LAD, LCX and RCA".

    Examples
    --------
    >>> listed(["LAD", "LCX", "RCA"], Language.ENGLISH)
    'LAD, LCX and RCA'
    """
    _ = catalogue(language, "report").gettext
    if len(items) < 2:
        return "".join(items)
    return _("{first} and {last}").format(first=", ".join(items[:-1]), last=items[-1])


def date_words(day: date, language: Language) -> str:
    """Return a date.

    Parameters
    ----------
    day : date
        Of the calendar.
    language : Language
        Whose order.

    Returns
    -------
    str
        As "2026-11-24" or "24.11.2026".
    """
    return day.strftime("%d.%m.%Y" if language is Language.RUSSIAN else "%Y-%m-%d")


def moment_words(moment: datetime, language: Language) -> str:
    """Return a date with its time and zone.

    Parameters
    ----------
    moment : datetime
        With its zone.
    language : Language
        Whose order.

    Returns
    -------
    str
        As "2026-11-24 15:30 UTC+03:00".
    """
    zone = moment.strftime("%z")
    offset = "" if zone[1:5] == "0000" else f"{zone[:3]}:{zone[3:5]}"
    return f"{date_words(moment, language)} {moment:%H:%M} UTC{offset}"
