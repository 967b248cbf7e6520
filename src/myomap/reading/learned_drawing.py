"""Discs with what each segment adds to the probabilities of a reading network."""

from myomap.inference import FINDINGS, LearnedReading
from myomap.polarmap import PanelSpec
from myomap.reading.journey import Reading
from myomap.records import State

__all__ = ["CONTRIBUTION_REMARK", "contribution_panels"]

CONTRIBUTION_REMARK = (
    "numbers: points of probability that each segment adds, against the maps that the "
    "network thinks this patient would have without disease"
)
"""Below the discs."""


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
            title=f"{name.capitalize()} {learned.probability[name]:.2f}",
            content=state.polar_map,
            labels=tuple(_points(100.0 * float(each)) for each in values),
        )
        for name, values in zip(FINDINGS, found.values, strict=True)
        if (state := shown[name]) is not None
    )


def _points(value: float) -> str:
    """Return whole points with their sign.

    Examples
    --------
    >>> _points(12.3), _points(-4.6), _points(-0.2)
    ('+12', '−5', '0')
    """
    rounded = round(value)
    return f"{rounded:+d}".replace("-", "−") if rounded else "0"
