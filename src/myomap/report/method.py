"""How the figures were made: limits, model and its hash, inputs, definitions."""

from myomap.language import catalogue, decimal
from myomap.report.content import ReportContent
from myomap.report.heart_words import state_words
from myomap.report.number_words import listed
from myomap.report.study_words import input_words, population_words

__all__ = ["limits_words", "method_lines"]


def method_lines(content: ReportContent) -> list[str]:
    """Return what somebody needs to make the figures again.

    Parameters
    ----------
    content : ReportContent
        Of a report.

    Returns
    -------
    list of str
        Each a paragraph.
    """
    return [
        _software(content),
        *_limits(content),
        _model(content),
        _inputs(content),
        *_definitions(content),
    ]


def limits_words(content: ReportContent) -> str:
    """Return what the limits are, in two words: simulated ones always say so.

    Parameters
    ----------
    content : ReportContent
        Of a report.

    Returns
    -------
    str
        As it stands after "below".
    """
    _ = catalogue(content.language, "report").gettext
    normals = content.document.provenance.normals or ""
    states = content.document.perfusion
    titles = [each.limits or "" for each in (states.stress, states.rest) if each]
    is_simulated = any("simulated" in text.lower() for text in (normals, *titles))
    return _("simulated limits") if is_simulated else _("normal limits")


def _software(content: ReportContent) -> str:
    _ = catalogue(content.language, "report").gettext
    options = content.document.provenance.options
    told = _("myomap {version}.").format(version=content.document.provenance.myomap)
    reference = options.get("reference_percentile")
    contours = content.document.quality.contour
    is_mapped = contours.stress is not None or contours.rest is not None
    if is_mapped and isinstance(reference, float | int):
        scaled = _("Uptake: 100 % is the {percentile}th percentile of each map.")
        percentile = decimal(float(reference), 0, content.language)
        told = f"{told} {scaled.format(percentile=percentile)}"
    return told


def _limits(content: ReportContent) -> list[str]:
    _ = catalogue(content.language, "report").gettext
    document = content.document
    if document.provenance.normals is None:
        return [_("Normal limits: none were used.")]
    told = [_("Normal limits: {name}.").format(name=document.provenance.normals)]
    states = document.perfusion
    told += [
        _("{state}: {population}.").format(
            state=state_words(state, content.language),
            population=population_words(found.limits, content.language),
        )
        for state, found in (("stress", states.stress), ("rest", states.rest))
        if found is not None and found.limits
    ]
    return [" ".join(told)]


def _model(content: ReportContent) -> str:
    _ = catalogue(content.language, "report").gettext
    model = content.document.provenance.model
    if model is None:
        return _("Model: none; the verdict is by the rule over normal limits.")
    return _("Model: {name}, SHA-256 {hash}.").format(
        name=model.name, hash=model.sha256
    )


def _inputs(content: ReportContent) -> str:
    _ = catalogue(content.language, "report").gettext
    language = content.language
    states_of: dict[tuple[str, str], list[str]] = {}
    for entry in content.document.provenance.inputs:
        kind = input_words(entry.kind, language), f"{entry.sha256[:16]}…"
        state = state_words(entry.state, language).lower() if entry.state else ""
        states_of.setdefault(kind, []).append(state)
    told = []
    for (what, short_hash), states in states_of.items():
        # One picture may show both states.
        names = listed(list(dict.fromkeys(filter(None, states))), language)
        begin = f"{names}: " if names else ""
        told.append(f"{begin}{what} {short_hash}")
    return _("Inputs with their SHA-256: {inputs}.").format(inputs="; ".join(told))


def _definitions(content: ReportContent) -> list[str]:
    _ = catalogue(content.language, "report").gettext
    if content.document.provenance.normals is None:
        return []
    return [
        _(
            "TPD and extent: percent of the wall. SSS, SRS, SDS: sums of 17 scores. In "
            "brackets: where a figure could as well have been, at 90 %; of a "
            "probability, how far it moves where maps are read a little elsewhere. "
            "Territories are the usual ones, not this patient's anatomy."
        )
    ]
