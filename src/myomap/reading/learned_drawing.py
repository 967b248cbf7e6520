"""Discs with what each segment adds to the probabilities of a reading network."""

from typing import Final

from myomap.inference import FINDINGS, LearnedReading
from myomap.polarmap import PanelSpec
from myomap.reading.journey import Reading
from myomap.records import State

__all__ = ["CONTRIBUTION_REMARK", "contribution_panels", "probability_words"]

CONTRIBUTION_REMARK = (
    "numbers: points of probability that each segment adds to the start, the "
    "probability of the maps that the network thinks this patient would have without "
    "disease"
)
"""Below the discs."""

_NEARLY_ONE: Final = 0.995
_NEARLY_NONE: Final = 0.005


def contribution_panels(
    reading: Reading, learned: LearnedReading
) -> tuple[PanelSpec, ...]:
    """Return one disc a finding.

    Parameters
    ----------
    reading : Reading
        Whose maps are drawn: rest under infarction where it is there, else stress.
    learned : LearnedReading
        With contributions.

    Returns
    -------
    tuple of PanelSpec
        For `myomap.polarmap.draw_polar_maps`.
    """
    found = learned.contributions
    if found is None:
        return ()
    shown = {
        "abnormal": reading.stress or reading.rest,
        "ischemia": reading.stress or reading.rest,
        "infarction": reading.states.get(State.REST) or reading.stress,
    }
    return tuple(
        PanelSpec(
            title=f"{name.capitalize()} {probability_words(learned.probability[name])}"
            f" (start {probability_words(float(start))})",
            content=state.polar_map,
            labels=tuple(_points(100.0 * float(each)) for each in values),
        )
        for name, values, start in zip(
            FINDINGS, found.values, found.normal, strict=True
        )
        if (state := shown[name]) is not None
    )


def probability_words(probability: float) -> str:
    """Return two digits of a probability, which is never told as certain.

    Parameters
    ----------
    probability : float, 0 to 1
        Of a finding.

    Returns
    -------
    str
        From 0.995 above, and below 0.005, the side of the last digit it lies on.

    Examples
    --------
    >>> probability_words(0.6213), probability_words(0.9951), probability_words(0.0049)
    ('0.62', '> 0.99', '< 0.01')
    """
    if probability >= _NEARLY_ONE:
        return "> 0.99"
    return "< 0.01" if probability < _NEARLY_NONE else f"{probability:.2f}"


def _points(value: float) -> str:
    """Return whole points with their sign.

    Examples
    --------
    >>> _points(12.3), _points(-4.6), _points(-0.2)
    ('+12', '−5', '0')
    """
    rounded = round(value)
    return f"{rounded:+d}".replace("-", "−") if rounded else "0"
