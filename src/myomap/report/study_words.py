"""Whom and what a study is of: sex, population, inputs."""

from myomap.language import Language, catalogue

__all__ = [
    "input_words",
    "population_words",
    "sex_words",
]


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
