"""States, walls, segments and arteries in both languages."""

from myomap.language import Language, catalogue

__all__ = [
    "segment_words",
    "state_words",
    "territory_words",
    "wall_words",
]


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
