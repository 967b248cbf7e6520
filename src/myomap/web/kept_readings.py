"""The readings of one case: the automatic one, and those of an axis placed by hand."""

from typing import Any

from myomap.cases import Case, CaseStore, version
from myomap.reading import ReadingDocument

__all__ = ["automatic_reading", "kept_readings"]


def automatic_reading(store: CaseStore, case: Case) -> ReadingDocument | None:
    """Return what the software found before a ventricle was placed by hand.

    Parameters
    ----------
    store : CaseStore
        Where it is kept.
    case : Case
        All of it.

    Returns
    -------
    ReadingDocument or None
        The first reading; None where the case stands on it.
    """
    if case.current.entry.reading_number == case.history[0].reading_number:
        return None
    return version(store, case.row.id, case.history[0].version).document


def kept_readings(store: CaseStore, case: Case) -> list[dict[str, Any]]:
    """Return the figures of every reading that a version speaks of.

    Parameters
    ----------
    store : CaseStore
        Where they are kept.
    case : Case
        All of it.

    Returns
    -------
    list of dict
        The automatic one first; each later one has a ventricle that was placed by
        hand. Empty while there is no other.
    """
    first = {}
    for entry in reversed(case.history):
        first[entry.reading_number] = entry.version
    if len(first) < 2:
        return []
    return [
        {
            "number": number,
            **_figures(version(store, case.row.id, first[number]).document),
        }
        for number in sorted(first)
    ]


def _figures(document: ReadingDocument) -> dict[str, Any]:
    contour, states = document.quality.contour, document.perfusion
    change = document.difference
    placed = (("stress", contour.stress), ("rest", contour.rest))
    figures: dict[str, Any] = {
        name: None
        if found is None
        else {
            "tpd_percent": found.tpd_percent,
            "extent_percent": found.extent_percent,
            "summed_score": found.summed_score,
        }
        for name, found in (("stress", states.stress), ("rest", states.rest))
    }
    figures["change"] = (
        None
        if change is None
        else {
            "tpd_percent": change.ischemic_tpd_percent,
            "extent_percent": change.reversible_extent_percent,
            "summed_score": change.summed_difference_score,
        }
    )
    return {
        "label": document.verdict.label,
        "by_hand": [name for name, each in placed if each and each.source == "manual"],
        **figures,
    }
