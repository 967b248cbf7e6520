"""What gated states show of the ventricle's function."""

from myomap.language import Language, catalogue, decimal
from myomap.reading.document import FunctionEntry
from myomap.report.content import ReportContent
from myomap.report.heart_words import state_words
from myomap.report.number_words import percent

__all__ = ["function_sentences"]


def function_sentences(content: ReportContent) -> list[str]:
    """Return ejection fraction and volumes, or that there are none.

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
    found = content.document.function
    told = [
        sentence
        for state, entry in (("stress", found.stress), ("rest", found.rest))
        if entry is not None
        for sentence in _state(state, entry, content.language)
    ]
    return told or [_("Function of the ventricle was not measured.")]


def _state(state: str, entry: FunctionEntry, language: Language) -> list[str]:
    _ = catalogue(language, "report").gettext
    name = state_words(state, language)
    volumes = (entry.end_diastolic_ml, entry.end_systolic_ml)
    fraction = entry.ejection_fraction_percent
    if fraction is None or volumes[0] is None or volumes[1] is None:
        return [
            _(
                "{state}: function is not given; its contours are doubtful or could "
                "not be drawn."
            ).format(state=name)
        ]
    told = _(
        "{state}: ejection fraction {fraction}, end-diastolic volume {edv} ml, "
        "end-systolic {esv} ml ({n} gates)."
    ).format(
        state=name,
        fraction=percent(fraction, language, 0),
        edv=decimal(volumes[0], 0, language),
        esv=decimal(volumes[1], 0, language),
        n=entry.n_gates,
    )
    return [told, *_phase(entry, language)]


def _phase(entry: FunctionEntry, language: Language) -> list[str]:
    _ = catalogue(language, "report").gettext
    if entry.phase is None:
        return []
    return [
        _("Phase: bandwidth {bandwidth}°, standard deviation {deviation}°.").format(
            bandwidth=decimal(entry.phase.bandwidth_deg, 0, language),
            deviation=decimal(entry.phase.standard_deviation_deg, 0, language),
        )
    ]
