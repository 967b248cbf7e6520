"""Verdicts, and what a defect is: its kind, size and depth."""

from myomap.language import Language, catalogue

__all__ = [
    "band_words",
    "defect_words",
    "label_words",
    "score_severity_words",
    "size_words",
    "verdict_words",
]


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


def band_words(band: str, language: Language) -> str:
    """Return the class of a summed score in words.

    Parameters
    ----------
    band : str
        Of `Band`.
    language : Language
        Of the words.

    Returns
    -------
    str
        As "mildly abnormal".
    """
    _ = catalogue(language, "report").gettext
    return {
        "normal": _("within normal"),
        "mild": _("mildly abnormal"),
        "moderate": _("moderately abnormal"),
        "severe": _("severely abnormal"),
    }[band]
