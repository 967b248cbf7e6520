"""In which order to look at cases that nobody has looked at yet."""

from myomap.reading import ReadingDocument

__all__ = ["urgency_of"]

_UNKNOWN_CHANCE = 0.5
_LARGE_PERCENT = 20.0
"""Of the ventricle; ischemia of 10 % counts as extensive, twice that as the most."""


def urgency_of(document: ReadingDocument) -> float:
    """Return how early a case should be looked at.

    Half is the probability of disease, half is how much of the ventricle can still be
    saved: what recovers at rest, or the whole deficit at stress where rest is not
    known. It orders a list and says nothing of a patient.

    Parameters
    ----------
    document : ReadingDocument
        The software's reading.

    Returns
    -------
    float, 0 to 100
        An abstention counts as even odds: somebody has to look.
    """
    chance = document.verdict.probability.abnormal
    if chance is None:
        chance = {"normal": 0.0, "abstained": _UNKNOWN_CHANCE}.get(
            document.verdict.label, 1.0
        )
    at_stake = min(_deficit_percent(document) / _LARGE_PERCENT, 1.0)
    return 50.0 * min(max(chance, 0.0), 1.0) + 50.0 * max(at_stake, 0.0)


def _deficit_percent(document: ReadingDocument) -> float:
    difference, stress = document.difference, document.perfusion.stress
    if difference is not None and difference.ischemic_tpd_percent is not None:
        return difference.ischemic_tpd_percent
    if stress is not None and stress.tpd_percent is not None:
        return stress.tpd_percent
    return 0.0
