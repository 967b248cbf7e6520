"""Why the verdict is what it is, in the report's language."""

import re
from typing import Final

from myomap.language import Language, catalogue
from myomap.report.content import ReportContent
from myomap.report.finding_words import label_words
from myomap.report.page_words import page_sentence

__all__ = ["reason_sentences"]

_POSSIBLE: Final = re.compile(r".*; possible are: (?P<labels>[a-z, ]+)\.")
"""What a network's own reason ends with."""

_BESIDE: Final = "The rule by normal limits "
"""What the rule's opinion begins with; a report says it from the figures."""

_SAYS_NORMAL: Final = ("normal", "abstained")


def reason_sentences(content: ReportContent) -> list[str]:
    """Return the reasons of the software's verdict.

    Parameters
    ----------
    content : ReportContent
        Of a report.

    Returns
    -------
    list of str
        Those of a network end with what the rule says.
    """
    verdict, language = content.document.verdict, content.language
    told = [
        _reason(reason, verdict.label, language)
        for reason in verdict.reasons
        if not reason.startswith(_BESIDE)
    ]
    if content.document.provenance.model is not None:
        told += _by_rule(content)
    return told


def _reason(text: str, label: str, language: Language) -> str:
    _ = catalogue(language, "report").gettext
    found = _POSSIBLE.fullmatch(text)
    if found is None:
        return page_sentence(text, language)
    taught = _("The network was taught by simulated patients.")
    others = [each for each in found["labels"].split(", ") if each != label]
    if not others:
        return taught
    told = _("Not ruled out: {labels}.").format(
        labels="; ".join(label_words(each, language) for each in others)
    )
    return f"{taught} {told}"


def _by_rule(content: ReportContent) -> list[str]:
    _ = catalogue(content.language, "report").gettext
    rule = content.document.rule
    if rule is None:
        return []
    label = content.document.verdict.label
    says = label_words(rule.label, content.language)
    if label == "abstained":
        if rule.label == "abstained":
            return []
        told = _("The rule over normal limits alone would say: {label}.")
    elif rule.label == "abstained":
        told = _("The rule over normal limits gives no verdict.")
    elif rule.label == label:
        told = _("The rule over normal limits says the same.")
    elif (label in _SAYS_NORMAL) == (rule.label in _SAYS_NORMAL):
        told = _("The rule over normal limits agrees on abnormal and says: {label}.")
    else:
        told = _("The rule over normal limits disagrees: {label}. Look at the maps.")
    return [told.format(label=says)]
