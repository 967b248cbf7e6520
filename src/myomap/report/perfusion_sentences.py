"""Perfusion: place, size, type and severity, with numbers before adjectives."""

from myomap.language import Language, catalogue, decimal
from myomap.quantification import band_of_sds, band_of_sss, severity_word, size_word
from myomap.reading.document import Defect, Difference, Perfusion
from myomap.report.content import ReportContent
from myomap.report.finding_words import (
    band_words,
    defect_words,
    score_severity_words,
    size_words,
)
from myomap.report.heart_words import segment_words, state_words, territory_words
from myomap.report.network_suspicion import (
    is_by_network_alone,
    mean_stress_score,
    suspected_words,
)
from myomap.report.number_words import chance_words, interval_words, percent

__all__ = [
    "HIGHEST_SUM",
    "LEAST_EXTENT_PERCENT",
    "perfusion_sentences",
]

HIGHEST_SUM = 68
"""Of the scores of 17 segments."""

LEAST_EXTENT_PERCENT = 3
"""Of the wall: what takes less in a territory is not named."""


def perfusion_sentences(content: ReportContent) -> list[str]:
    """Return what the software found in the wall.

    Parameters
    ----------
    content : ReportContent
        Of a report.

    Returns
    -------
    list of str
        Defects first, then the figures of each state and of the change.
    """
    document, language = content.document, content.language
    states = document.perfusion
    told = _defects(content)
    for state, found in (("stress", states.stress), ("rest", states.rest)):
        if found is not None:
            told.append(_state(state, found, language))
    if document.difference is not None:
        told += _change(document.difference, language)
    return told


def _defects(content: ReportContent) -> list[str]:
    _ = catalogue(content.language, "report").gettext
    defects = content.document.defects
    if defects is None:
        return [_why_unnamed(content)]
    if not defects:
        return [
            _("No defect that takes {share} of the wall or more was found.").format(
                share=percent(LEAST_EXTENT_PERCENT, content.language, 0)
            )
        ]
    return [_defect(content, each) for each in defects]


def _why_unnamed(content: ReportContent) -> str:
    _ = catalogue(content.language, "report").gettext
    document = content.document
    if document.perfusion.stress is None or document.perfusion.rest is None:
        return _("Defects are not named: one state alone does not tell their kind.")
    if document.verdict.label == "abstained":
        return _("Defects are not named: no verdict is given.")
    return _("Defects are not named: no normal limits were used.")


def _defect(content: ReportContent, defect: Defect) -> str:
    language = content.language
    words = catalogue(language, "report")
    _ = words.gettext
    places = [
        f"{number} ({segment_words(number, language)})" for number in defect.segments
    ]
    if is_by_network_alone(content.document, defect):
        return suspected_words(content, defect, places)
    mean = mean_stress_score(content.document, defect.segments)
    parts = [
        _("{extent} of the wall ({size})").format(
            extent=percent(defect.extent_percent, language, 0),
            size=size_words(size_word(defect.extent_percent).value, language),
        )
    ]
    if mean is not None:
        parts.append(
            _("mean score at stress {mean} ({severity})").format(
                mean=decimal(mean, 1, language),
                severity=score_severity_words(severity_word(mean).value, language),
            )
        )
    if places:
        told = words.ngettext("segment {places}", "segments {places}", len(places))
        parts.append(told.format(places=", ".join(places)))
    if defect.probability is not None:
        parts.append(
            _("probability {chance}").format(
                chance=chance_words(defect.probability, language)
            )
        )
    return _("{territory} territory, {kind}: {parts}.").format(
        territory=territory_words(defect.territory, language),
        kind=defect_words(defect.kind, language),
        parts="; ".join(parts),
    )


def _state(state: str, found: Perfusion, language: Language) -> str:
    _ = catalogue(language, "report").gettext
    name = state_words(state, language)
    if found.tpd_percent is None or found.extent_percent is None:
        return _("{state}: uptake was measured and not judged.").format(state=name)
    told = _("{state}: total perfusion deficit (TPD) {tpd}, extent {extent}").format(
        state=name,
        tpd=_with_interval(found.tpd_percent, found.tpd_interval, language),
        extent=_with_interval(found.extent_percent, found.extent_interval, language),
    )
    if found.summed_score is None:
        return _("{told}; the summed score is not given: a segment has none.").format(
            told=told
        )
    share = percent(found.summed_score_percent or 0.0, language, 0)
    if state == "stress":
        # Classes are known of the sum at stress alone.
        band = band_of_sss(found.summed_score).value
        share = f"{share}, {band_words(band, language)}"
    return _("{told}, {sum} {score} of {most} ({share}).").format(
        told=told,
        sum="SSS" if state == "stress" else "SRS",
        score=found.summed_score,
        most=HIGHEST_SUM,
        share=share,
    )


def _with_interval(
    value: float, ends: tuple[float, float] | None, language: Language
) -> str:
    told = percent(value, language)
    return f"{told} ({interval_words(ends, 1, language)})" if ends else told


def _change(change: Difference, language: Language) -> list[str]:
    _ = catalogue(language, "report").gettext
    extents = (
        change.reversible_extent_percent,
        change.fixed_extent_percent,
        change.worsened_extent_percent,
    )
    if change.ischemic_tpd_percent is None or None in extents:
        return []
    reversible, fixed, worsened = (percent(each or 0.0, language) for each in extents)
    told = _(
        "Below the limit: reversible {reversible} of the wall, fixed {fixed}, at rest "
        "only {worsened}."
    ).format(reversible=reversible, fixed=fixed, worsened=worsened)
    ischemic = _with_interval(
        change.ischemic_tpd_percent, change.ischemic_tpd_interval, language
    )
    if change.summed_difference_score is None:
        return [told, _("Ischemic TPD {tpd}.").format(tpd=ischemic)]
    return [
        told,
        _("Ischemic TPD {tpd}, SDS {score} ({band}).").format(
            tpd=ischemic,
            score=change.summed_difference_score,
            band=band_words(
                band_of_sds(change.summed_difference_score).value, language
            ),
        ),
    ]
