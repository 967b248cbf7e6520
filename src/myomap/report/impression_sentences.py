"""The impression: said plainly, with its doubts, and with whose it is."""

from myomap.language import catalogue
from myomap.reading.document import Verdict
from myomap.report.content import ReportContent
from myomap.report.doubt_sentences import doubt_sentences
from myomap.report.finding_words import verdict_words
from myomap.report.heart_words import territory_words
from myomap.report.network_suspicion import (
    is_by_network_alone,
    suspected_territories,
)
from myomap.report.number_words import chance_words, listed
from myomap.report.reason_sentences import reason_sentences

__all__ = ["software_headline", "software_impression", "software_name"]


def software_name(content: ReportContent) -> str:
    """Return whose impression the software's is.

    Parameters
    ----------
    content : ReportContent
        Of a report.

    Returns
    -------
    str
        The network's or the rule's, as a title.
    """
    _ = catalogue(content.language, "report").gettext
    model = content.document.provenance.model
    if model is not None:
        return _("Software: network {name}").format(name=model.name)
    if content.document.rule is not None:
        return _("Software: rule over normal limits")
    return _("Software")


def software_headline(content: ReportContent) -> str:
    """Return the software's verdict in a few plain words.

    Parameters
    ----------
    content : ReportContent
        Of a report.

    Returns
    -------
    str
        A sentence.
    """
    words = catalogue(content.language, "report")
    _, document = words.gettext, content.document
    has_one = document.perfusion.stress is None or document.perfusion.rest is None
    if document.verdict.label == "abnormal" and has_one:
        return _("Abnormal; one state alone does not tell ischemia from infarction.")
    told = verdict_words(document.verdict.label, content.language)
    defects = document.defects or ()
    if defects and all(is_by_network_alone(document, each) for each in defects):
        alone = words.ngettext(
            "Suspected by the network alone; by the normal limits its segment scores "
            "0.",
            "Suspected by the network alone; by the normal limits its segments score "
            "0.",
            len({number for each in defects for number in each.segments}),
        )
        return f"{told} {alone}"
    return told


def software_impression(content: ReportContent) -> list[str]:
    """Return what stands behind the software's verdict.

    Parameters
    ----------
    content : ReportContent
        Of a report.

    Returns
    -------
    list of str
        Doubts first, then vessels, probabilities, reasons.
    """
    verdict = content.document.verdict
    told = [*doubt_sentences(content.document, content.language), *_vessels(content)]
    told += _probabilities(content, verdict)
    return [*told, *reason_sentences(content)]


def _vessels(content: ReportContent) -> list[str]:
    """Return how many vessels scores bear out, then where the network is alone."""
    _ = catalogue(content.language, "report").gettext
    language, document = content.language, content.document
    alone = suspected_territories(document)
    named = dict.fromkeys(each.territory for each in document.defects or ())
    told = _borne_out(content, [name for name in named if name not in alone])
    if alone:
        arteries = listed([territory_words(each, language) for each in alone], language)
        told.append(
            _("Suspected by the network alone: {arteries}.").format(arteries=arteries)
        )
    return told


def _borne_out(content: ReportContent, territories: list[str]) -> list[str]:
    _ = catalogue(content.language, "report").gettext
    language = content.language
    arteries = [territory_words(name, language) for name in territories]
    if not arteries:
        return []
    if len(arteries) == 1:
        return [
            _(
                "Single-vessel: defects in the territory of one artery, {artery}."
            ).format(artery=arteries[0])
        ]
    return [
        _("Multivessel: defects in the territories of {arteries}.").format(
            arteries=listed(arteries, language)
        )
    ]


def _probabilities(content: ReportContent, verdict: Verdict) -> list[str]:
    _ = catalogue(content.language, "report").gettext
    chance = verdict.probability
    told = [
        _with_ends(content, name, value)
        for name, value in (
            ("abnormal", chance.abnormal),
            ("ischemia", chance.ischemia),
            ("infarction", chance.infarction),
        )
        if value is not None
    ]
    return [_("Probability of {list}.").format(list=", ".join(told))] if told else []


def _with_ends(content: ReportContent, name: str, value: float) -> str:
    _ = catalogue(content.language, "report").gettext
    language = content.language
    words = {
        "abnormal": _("abnormal perfusion {value}"),
        "ischemia": _("ischemia {value}"),
        "infarction": _("infarction {value}"),
    }[name]
    shown = chance_words(value, language)
    ends = (content.document.verdict.interval or {}).get(name)
    if ends is None:
        return words.format(value=shown)
    low, high = (chance_words(end, language) for end in ends)
    # An interval that adds nothing is not printed.
    if low != high:
        ends_told = _("{low} to {high}").format(low=low, high=high)
        shown = f"{shown} ({ends_told})"
    return words.format(value=shown)
