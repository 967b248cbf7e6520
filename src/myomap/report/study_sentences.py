"""What was read, how good it is, and what else was measured."""

from typing import Final

from myomap.language import catalogue, decimal
from myomap.reading import ReadingDocument
from myomap.report.caution_sentences import caution_sentences
from myomap.report.content import ReportContent
from myomap.report.function_sentences import function_sentences
from myomap.report.heart_words import state_words
from myomap.report.number_words import percent
from myomap.report.study_words import input_words

__all__ = ["data_sentences", "quality_sentences", "ventricle_sentences"]

TID_UPPER: Final = 1.19
"""Of one-day rest and stress protocols (Heston 2012); never used for the verdict."""

_STATES: Final = ("stress", "rest")


def data_sentences(content: ReportContent) -> list[str]:
    """Return what was given.

    Parameters
    ----------
    content : ReportContent
        Of a report.

    Returns
    -------
    list of str
        Which states, from what, and what is missing.
    """
    _ = catalogue(content.language, "report").gettext
    document = content.document
    told = [_from_words(content)]
    protocol = document.provenance.options.get("protocol")
    if protocol:
        told.append(
            _("Reconstructed by the protocol {protocol}.").format(protocol=protocol)
        )
    if document.perfusion.stress is None:
        told.append(_("Rest alone was given: nothing can be said of ischemia."))
    elif document.perfusion.rest is None:
        told.append(
            _("Stress alone was given: ischemia and infarction cannot be told apart.")
        )
    placed = document.provenance.options.get("placed_by_hand")
    if placed:
        states = [state_words(name, content.language) for name in _STATES
                  if name in str(placed)]  # fmt: skip
        told.append(
            _("Ventricle placed by hand: {states}.").format(
                states=", ".join(states).lower()
            )
        )
    return told


def _from_words(content: ReportContent) -> str:
    _ = catalogue(content.language, "report").gettext
    language = content.language
    kinds = {
        entry.state: input_words(entry.kind, language)
        for entry in content.document.provenance.inputs
        if entry.state is not None
    }
    if len(set(kinds.values())) == 1 and len(kinds) == 2:
        return _("Stress and rest, read from {kind}.").format(kind=kinds["stress"])
    return " ".join(
        _("{state}, read from {kind}.").format(
            state=state_words(state, language), kind=kinds[state]
        )
        for state in _STATES
        if state in kinds
    )


def quality_sentences(content: ReportContent) -> list[str]:
    """Return how good the images and contours are.

    Parameters
    ----------
    content : ReportContent
        Of a report.

    Returns
    -------
    list of str
        Contours with their figures, and how many cautions there are.
    """
    words = catalogue(content.language, "report")
    _ = words.gettext
    contours = content.document.quality.contour
    told = [
        sentence
        for state, found in (("stress", contours.stress), ("rest", contours.rest))
        if found is not None
        for sentence in _contour(content, state)
    ]
    if not told:
        told.append(_("The maps were given ready: there were no contours to draw."))
    n = len(caution_sentences(content.document, content.language))
    if n == 0:
        told.append(_("No caution was raised."))
    else:
        told.append(
            words.ngettext(
                "{n} caution stands at the top of the report.",
                "{n} cautions stand at the top of the report.",
                n,
            ).format(n=n)
        )
    return told


def _contour(content: ReportContent, state: str) -> list[str]:
    _ = catalogue(content.language, "report").gettext
    language = content.language
    contours = content.document.quality.contour
    found = contours.stress if state == "stress" else contours.rest
    if found is None:
        return []
    sentence = (
        _(
            "{state}: ventricle placed by hand; counts support {share} of the wall, "
            "{distance} mm mean residual."
        )
        if found.source == "manual"
        else _(
            "{state}: automatic contours; counts support {share} of the wall, "
            "{distance} mm mean residual."
        )
    )
    told = [
        sentence.format(
            state=state_words(state, language),
            share=percent(found.supported_percent, language, 0),
            distance=decimal(found.residual_mm, 1, language),
        )
    ]
    if is_doubtful(content.document, state):
        told.append(
            _("{state}: the contours are doubtful; check them.").format(
                state=state_words(state, language)
            )
        )
    return told


def is_doubtful(document: ReadingDocument, state: str) -> bool:
    """Return whether a caution speaks against a state's contours.

    Parameters
    ----------
    document : ReadingDocument
        With cautions.
    state : str
        ``stress`` or ``rest``.

    Returns
    -------
    bool
        By the cautions' codes.
    """
    begin = f"{state}-contour-"
    return any(each.code.startswith(begin) for each in document.quality.cautions)


def ventricle_sentences(content: ReportContent) -> list[str]:
    """Return volumes, dilation and function, or that they are not there.

    Parameters
    ----------
    content : ReportContent
        Of a report.

    Returns
    -------
    list of str
        Never empty.
    """
    _ = catalogue(content.language, "report").gettext
    language = content.language
    change = content.document.difference
    told = _volumes(content)
    if change is not None and change.tid_ratio is not None:
        told.append(
            (
                _(
                    "Transient ischemic dilation (stress / rest) {ratio}: raised, "
                    "above the upper limit {border} told of one-day protocols."
                )
                if change.tid_ratio > TID_UPPER
                else _(
                    "Transient ischemic dilation (stress / rest) {ratio}: within the "
                    "upper limit {border} told of one-day protocols."
                )
            ).format(
                ratio=decimal(change.tid_ratio, 2, language),
                border=decimal(TID_UPPER, 2, language),
            )
        )
    else:
        told.append(
            _(
                "Transient ischemic dilation is not given: it takes contours of both "
                "states without doubt."
            )
        )
    told += _lungs(content)
    return [*told, *function_sentences(content)]


def _volumes(content: ReportContent) -> list[str]:
    _ = catalogue(content.language, "report").gettext
    language = content.language
    states = content.document.perfusion
    told = [
        _("{state} {volume} ml").format(
            state=state_words(state, language).lower(),
            volume=decimal(found.shape.cavity_ml, 0, language),
        )
        for state, found in (("stress", states.stress), ("rest", states.rest))
        if found is not None and found.shape is not None
    ]
    if not told:
        return []
    return [_("Mean cavity of the beat: {volumes}.").format(volumes=", ".join(told))]


def _lungs(content: ReportContent) -> list[str]:
    _ = catalogue(content.language, "report").gettext
    states = content.document.perfusion
    return [
        _("{state}: lung to heart ratio {ratio}.").format(
            state=state_words(state, content.language),
            ratio=decimal(found.lung_heart_ratio, 2, content.language),
        )
        for state, found in (("stress", states.stress), ("rest", states.rest))
        if found is not None and found.lung_heart_ratio is not None
    ]
