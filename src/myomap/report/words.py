"""The report's vocabulary in both languages: walls, arteries, verdicts, numbers."""

from collections.abc import Sequence
from datetime import date, datetime

from myomap.language import Language, catalogue, decimal

__all__ = [
    "chance_words",
    "date_words",
    "defect_words",
    "input_words",
    "interval_words",
    "label_words",
    "listed",
    "moment_words",
    "percent",
    "population_words",
    "score_severity_words",
    "segment_words",
    "sex_words",
    "size_words",
    "state_words",
    "territory_words",
    "verdict_words",
    "wall_words",
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


def state_words(state: str, language: Language) -> str:
    """Return a state's name.

    Parameters
    ----------
    state : str
        ``stress`` or ``rest``.
    language : Language
        Of the words.

    Returns
    -------
    str
        As a title.
    """
    _ = catalogue(language, "report").gettext
    return _("Stress") if state == "stress" else _("Rest")


def sex_words(code: str, language: Language) -> str:
    """Return a sex in a word.

    Parameters
    ----------
    code : str
        ``F`` or ``M``.
    language : Language
        Of the words.

    Returns
    -------
    str
        One word.
    """
    _ = catalogue(language, "report").gettext
    return _("female") if code == "F" else _("male")


def segment_words(number: int, language: Language) -> str:
    """Return a segment's name.

    Parameters
    ----------
    number : int
        1 to 17.
    language : Language
        Of the words.

    Returns
    -------
    str
        Without its number.
    """
    _ = catalogue(language, "report").gettext
    names = (
        _("basal anterior"),
        _("basal anteroseptal"),
        _("basal inferoseptal"),
        _("basal inferior"),
        _("basal inferolateral"),
        _("basal anterolateral"),
        _("mid anterior"),
        _("mid anteroseptal"),
        _("mid inferoseptal"),
        _("mid inferior"),
        _("mid inferolateral"),
        _("mid anterolateral"),
        _("apical anterior"),
        _("apical septal"),
        _("apical inferior"),
        _("apical lateral"),
        _("apex"),
    )
    return names[number - 1]


def territory_words(territory: str, language: Language) -> str:
    """Return a coronary artery's short name.

    Parameters
    ----------
    territory : str
        ``LAD``, ``LCX`` or ``RCA``.
    language : Language
        Of the words.

    Returns
    -------
    str
        As cardiologists abbreviate it.
    """
    _ = catalogue(language, "report").gettext
    return {"LAD": _("LAD"), "LCX": _("LCX"), "RCA": _("RCA")}[territory]


def verdict_words(label: str, language: Language) -> str:
    """Return a verdict said plainly.

    Parameters
    ----------
    label : str
        Of the document or of a physician.
    language : Language
        Of the words.

    Returns
    -------
    str
        A sentence.
    """
    _ = catalogue(language, "report").gettext
    return {
        "normal": _("Normal perfusion."),
        "ischemia": _("Abnormal: ischemia."),
        "infarction": _("Abnormal: infarction."),
        "mixed": _("Abnormal: ischemia and infarction."),
        "abnormal": _("Abnormal perfusion; its kind is not told."),
        "abstained": _("No verdict is given."),
        "nondiagnostic": _("Non-diagnostic study."),
    }[label]


def label_words(label: str, language: Language) -> str:
    """Return a verdict as a word within a sentence.

    Parameters
    ----------
    label : str
        Of the document.
    language : Language
        Of the words.

    Returns
    -------
    str
        The label itself where there is no word for it.
    """
    _ = catalogue(language, "report").gettext
    return {
        "normal": _("normal perfusion"),
        "ischemia": _("ischemia"),
        "infarction": _("infarction"),
        "mixed": _("ischemia and infarction"),
        "abnormal": _("abnormal perfusion"),
        "abstained": _("no verdict"),
    }.get(label, label)


def population_words(title: str, language: Language) -> str:
    """Return of whom normal limits are.

    Parameters
    ----------
    title : str
        Of the limits' population: words parted by commas.
    language : Language
        Of the words.

    Returns
    -------
    str
        A word that is not known stays as it is: a tracer's name.
    """
    _ = catalogue(language, "report").gettext
    known = {
        "simulated": _("simulated"),
        "women": _("women"),
        "men": _("men"),
        "both sexes": _("both sexes"),
        "stress": _("stress"),
        "rest": _("rest"),
        "attenuation corrected": _("attenuation corrected"),
        "attenuation not corrected": _("attenuation not corrected"),
    }
    return ", ".join(known.get(word, word) for word in title.split(", "))


def defect_words(kind: str, language: Language) -> str:
    """Return what a defect does at rest.

    Parameters
    ----------
    kind : str
        ``ischemia``, ``infarction`` or ``mixed``.
    language : Language
        Of the words.

    Returns
    -------
    str
        As "reversible defect".
    """
    _ = catalogue(language, "report").gettext
    return {
        "ischemia": _("reversible defect"),
        "infarction": _("fixed defect"),
        "mixed": _("partly reversible defect"),
    }[kind]


def size_words(size: str, language: Language) -> str:
    """Return the size of a defect in a word.

    Parameters
    ----------
    size : str
        Of `DefectSize`.
    language : Language
        Of the words.

    Returns
    -------
    str
        One word.
    """
    _ = catalogue(language, "report").gettext
    return {
        "none": _("none"),
        "small": _("small"),
        "medium": _("medium"),
        "large": _("large"),
    }[size]


def score_severity_words(band: str, language: Language) -> str:
    """Return the depth of a defect in words.

    Parameters
    ----------
    band : str
        Of `Band`.
    language : Language
        Of the words.

    Returns
    -------
    str
        As "moderate severity".
    """
    _ = catalogue(language, "report").gettext
    return {
        "normal": _("no severity"),
        "mild": _("mild severity"),
        "moderate": _("moderate severity"),
        "severe": _("severe"),
    }[band]


def input_words(kind: str, language: Language) -> str:
    """Return what an input was.

    Parameters
    ----------
    kind : str
        Of `InputKind`.
    language : Language
        Of the words.

    Returns
    -------
    str
        As it stands after "from".
    """
    _ = catalogue(language, "report").gettext
    return {
        "projections": _("raw projections"),
        "transaxial volume": _("transaxial slices"),
        "short-axis volume": _("short-axis slices"),
        "polar map": _("polar maps as numbers"),
        "picture": _("pictures of polar maps"),
        "CT": _("a CT"),
        "attenuation map": _("an attenuation map"),
    }.get(kind, kind)


def wall_words(language: Language) -> tuple[str, str, str, str]:
    """Return the names of the walls around a disc.

    Parameters
    ----------
    language : Language
        Of the words.

    Returns
    -------
    tuple of four str
        Anterior, septal, inferior, lateral; short.
    """
    _ = catalogue(language, "report").gettext
    return _("ANT"), _("SEPT"), _("INF"), _("LAT")
