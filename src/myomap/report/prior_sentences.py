"""The change from an earlier study: software against software, figure by figure."""

from myomap.language import Language, catalogue, decimal
from myomap.reading.document import Perfusion
from myomap.report.content import PriorStudy, ReportContent
from myomap.report.finding_words import verdict_words
from myomap.report.heart_words import state_words
from myomap.report.number_words import date_words, percent

__all__ = ["prior_sentences"]


def prior_sentences(content: ReportContent) -> list[str]:
    """Return what changed since the prior study.

    Parameters
    ----------
    content : ReportContent
        Of a report.

    Returns
    -------
    list of str
        Empty where there is no prior study.
    """
    prior = content.prior
    if prior is None:
        return []
    now, then = content.document.perfusion, prior.document.perfusion
    told = [_compared_with(prior, content.language)]
    for state, pair in (
        ("stress", (now.stress, then.stress)),
        ("rest", (now.rest, then.rest)),
    ):
        if pair[0] is not None and pair[1] is not None:
            told += _state(state, (pair[0], pair[1]), content.language)
    if len(told) == 1:
        _ = catalogue(content.language, "report").gettext
        told.append(_("No figure was measured in both studies."))
    return told


def _compared_with(prior: PriorStudy, language: Language) -> str:
    _ = catalogue(language, "report").gettext
    verdict = verdict_words(prior.document.verdict.label, language)
    if prior.study_date is None:
        told = _("Compared with an earlier study of unknown date. The software then: "
                 "{verdict}")  # fmt: skip
    else:
        told = _("Compared with the study of {date}. The software then: {verdict}")
    words = told.format(
        verdict=verdict,
        date="" if prior.study_date is None else date_words(prior.study_date, language),
    )
    if prior.physician is None or prior.physician.label is None:
        return words
    said = verdict_words(prior.physician.label, language)
    return " ".join((words, _("The physician then: {verdict}").format(verdict=said)))


def _state(
    state: str, pair: tuple[Perfusion, Perfusion], language: Language
) -> list[str]:
    _ = catalogue(language, "report").gettext
    now, then = pair
    if now.tpd_percent is None or then.tpd_percent is None:
        return []
    name = state_words(state, language)
    told = [
        _("{state}: TPD {now} now, {then} then ({change} points)").format(
            state=name,
            now=percent(now.tpd_percent, language),
            then=percent(then.tpd_percent, language),
            change=_signed(now.tpd_percent - then.tpd_percent, language),
        )
    ]
    if now.summed_score is not None and then.summed_score is not None:
        told.append(
            _("{sum} {now} now, {then} then").format(
                sum="SSS" if state == "stress" else "SRS",
                now=now.summed_score,
                then=then.summed_score,
            )
        )
    return [f"{'; '.join(told)}. {_weighed(now, then, language)}".strip()]


def _signed(value: float, language: Language) -> str:
    shown = decimal(value, 1, language)
    return f"+{shown}" if round(value, 1) > 0 else shown


def _weighed(now: Perfusion, then: Perfusion, language: Language) -> str:
    _ = catalogue(language, "report").gettext
    if now.tpd_interval is None or then.tpd_interval is None:
        return ""
    if now.tpd_interval[0] > then.tpd_interval[1]:
        return _("The deficit is larger than before: the intervals do not touch.")
    if now.tpd_interval[1] < then.tpd_interval[0]:
        return _("The deficit is smaller than before: the intervals do not touch.")
    return _("No change is shown: the intervals overlap.")
