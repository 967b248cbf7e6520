"""Defects that the network alone suspects: the segments' scores do not show them."""

import numpy as np

from myomap.language import catalogue
from myomap.polarmap import segment_labels, segments_17
from myomap.reading import ReadingDocument
from myomap.reading.document import Defect
from myomap.report.content import ReportContent
from myomap.report.finding_words import defect_words
from myomap.report.heart_words import territory_words
from myomap.report.number_words import chance_words, percent

__all__ = [
    "is_by_network_alone",
    "mean_stress_score",
    "suspected_territories",
    "suspected_words",
]


def is_by_network_alone(document: ReadingDocument, defect: Defect) -> bool:
    """Return whether normal limits leave the segments of a defect at score 0.

    Parameters
    ----------
    document : ReadingDocument
        What the software found.
    defect : Defect
        One of its defects.

    Returns
    -------
    bool
        True where a network named it and every segment of it scores 0 at stress. Single
        samples of these segments may lie below the limits all the same.
    """
    if document.provenance.model is None:
        return False
    return mean_stress_score(document, defect.segments) == 0.0


def suspected_territories(document: ReadingDocument) -> tuple[str, ...]:
    """Return the arteries in whose territories the network alone suspects a defect.

    Parameters
    ----------
    document : ReadingDocument
        What the software found.

    Returns
    -------
    tuple of str
        ``LAD``, ``LCX``, ``RCA``: a territory has one defect at most.
    """
    return tuple(
        each.territory
        for each in document.defects or ()
        if is_by_network_alone(document, each)
    )


def suspected_words(content: ReportContent, defect: Defect, places: list[str]) -> str:
    """Return what is said of a defect of which limits know neither size nor depth.

    Parameters
    ----------
    content : ReportContent
        Of a report.
    defect : Defect
        One that the network alone suspects.
    places : list of str
        Its segments.

    Returns
    -------
    str
        With how much of the wall lies below the limits there all the same.
    """
    language = content.language
    words = catalogue(language, "report")
    _, n = words.gettext, len(places)
    kind = defect_words(defect.kind, language)
    if defect.probability is not None:
        chance = chance_words(defect.probability, language)
        told = _("probability {chance}").format(chance=chance)
        kind = f"{kind}, {told}"
    begin = _("{territory} territory, suspected by the network alone: {kind}.").format(
        territory=territory_words(defect.territory, language), kind=kind
    )
    below = _percent_below(content, defect.segments)
    if below:
        told = words.ngettext(
            "By the normal limits segment {places} scores 0; {share} of the wall lies "
            "below the limits there.",
            "By the normal limits segments {places} score 0; {share} of the wall lies "
            "below the limits there.",
            n,
        ).format(places=", ".join(places), share=percent(below, language))
    else:
        told = words.ngettext(
            "The normal limits do not show it: score 0 in segment {places}.",
            "The normal limits do not show it: score 0 in segments {places}.",
            n,
        ).format(places=", ".join(places))
    return f"{begin} {told}"


def _percent_below(content: ReportContent, segments: tuple[int, ...]) -> float:
    stress = content.arrays.stress
    if stress is None or stress.is_below is None:
        return 0.0
    there = np.isin(segment_labels(segments_17()), segments) & stress.is_below
    share = 100.0 * float(stress.area_cm2[there].sum()) / float(stress.area_cm2.sum())
    # What is there is never rounded to nothing.
    return max(share, 0.1) if there.any() else 0.0


def mean_stress_score(
    document: ReadingDocument, segments: tuple[int, ...]
) -> float | None:
    """Return the mean of the software's scores at stress.

    Parameters
    ----------
    document : ReadingDocument
        What the software found.
    segments : tuple of int
        Of which segments.

    Returns
    -------
    float or None
        None where none of them has a score.
    """
    stress = document.perfusion.stress
    if stress is None:
        return None
    found = [stress.segments[number - 1].score for number in segments]
    known = [score for score in found if score is not None]
    return sum(known) / len(known) if known else None
