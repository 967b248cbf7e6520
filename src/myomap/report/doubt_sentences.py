"""Doubts of a verdict: what the figures that stand beside it do not bear out.

The page of a case and the report say the same sentences.
"""

from typing import Final

from myomap.language import Language, catalogue
from myomap.quantification import RuleOptions
from myomap.reading import ReadingDocument
from myomap.report.number_words import interval_words, percent

__all__ = ["doubt_sentences"]

EVEN_CHANCE: Final = 0.5
"""Where a probability says neither yes nor no."""

_KINDS: Final = {
    "ischemia": {"ischemia"},
    "infarction": {"infarction"},
    "mixed": {"ischemia", "infarction"},
}
"""What a defect's kind, or a verdict, says is there."""


def doubt_sentences(document: ReadingDocument, language: Language) -> list[str]:
    """Return what speaks against taking the software's verdict as it stands.

    Parameters
    ----------
    document : ReadingDocument
        What the software found.
    language : Language
        Of the sentences.

    Returns
    -------
    list of str
        Where named defects are of another kind than the verdict, where the interval of
        a probability holds one half, and where that of the stress deficit holds the
        border of normal. Empty where no verdict is given: its reasons say why.
    """
    if document.verdict.label == "abstained":
        return []
    return [
        *_of_kind(document, language),
        *_of_chance(document, language),
        *_of_normal(document, language),
    ]


def _of_kind(document: ReadingDocument, language: Language) -> list[str]:
    """Return a doubt where the named defects do not bear the verdict out."""
    _ = catalogue(language, "report").gettext
    expected = _KINDS.get(document.verdict.label)
    if not document.defects or expected is None:
        return []
    found = set().union(*(_KINDS[each.kind] for each in document.defects))
    if found == expected:
        return []
    return [
        _(
            "Doubt: the defects that are named are of another kind than the verdict. "
            "Look at the maps."
        )
    ]


def _of_chance(document: ReadingDocument, language: Language) -> list[str]:
    """Return a doubt where a probability could as well say the opposite."""
    _ = catalogue(language, "report").gettext
    names = {
        "abnormal": _("abnormal perfusion"),
        "ischemia": _("ischemia"),
        "infarction": _("infarction"),
    }
    ends = document.verdict.interval or {}
    even = [
        words
        for name, words in names.items()
        if getattr(document.verdict.probability, name) is not None
        and name in ends
        and ends[name][0] < EVEN_CHANCE < ends[name][1]
    ]
    if not even:
        return []
    return [
        _("Doubt: the interval of a probability holds one half: {findings}.").format(
            findings=", ".join(even)
        )
    ]


def _of_normal(document: ReadingDocument, language: Language) -> list[str]:
    """Return a doubt where the stress deficit lies about the border of normal."""
    _ = catalogue(language, "report").gettext
    stress = document.perfusion.stress
    border = RuleOptions().tpd_abnormal_percent
    if stress is None or stress.tpd_interval is None:
        return []
    low, high = stress.tpd_interval
    if not low < border <= high:
        return []
    return [
        _(
            "Doubt: the interval of the stress deficit, {interval}, holds the border "
            "of normal, {border}."
        ).format(
            interval=interval_words((low, high), 1, language),
            border=percent(border, language, 0),
        )
    ]
