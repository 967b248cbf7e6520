"""A ventricle that beats: the cavity shrinks, the wall thickens, its volume stays."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from myomap.phantom.anatomy import PatientParameters
from myomap.phantom.heart_drawing import dilated, shell_volumes_ml
from myomap.phantom.shell import cavity_and_wall_ml
from myomap.phantom.solids import require_between

__all__ = ["Beat", "beating"]

_SYSTOLE_ENDS: Final = 0.35
"""Of the cycle; filling takes the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beat:
    """One cardiac cycle in gates of equal length.

    Parameters
    ----------
    gates : tuple of PatientParameters
        The patient in each gate.
    cavity_ml : tuple of float, ml
        True cavity of each.
    wall_ml : float, ml
        Of all of them.
    """

    gates: tuple[PatientParameters, ...]
    cavity_ml: tuple[float, ...]
    wall_ml: float

    @property
    def ejection_fraction(self) -> float:
        """Of the gates, as a perfect gated study would have it."""
        return 1.0 - min(self.cavity_ml) / max(self.cavity_ml)


def beating(
    patient: PatientParameters, *, ejection_fraction: float, n_gates: int = 8
) -> Beat:
    """Return a patient whose ventricle beats.

    Parameters
    ----------
    patient : PatientParameters
        The mean over the beat, as an ungated study shows it.
    ejection_fraction : float, 0.05 to 0.85
        Of the continuous beat; gates average over it and show a little less.
    n_gates : int
        4 to 64.

    Returns
    -------
    Beat
        The cavity ejects in the first 35 % of the cycle and fills in the rest, along
        halves of cosines; length, radius and wall follow from the volumes.

    Examples
    --------
    >>> from myomap.phantom import draw_ordinary
    >>> beat = beating(
    ...     draw_ordinary(np.random.default_rng(1)), ejection_fraction=0.6)
    >>> len(beat.gates), 0.55 < beat.ejection_fraction <= 0.6
    (8, True)
    """
    require_between("ejection_fraction", ejection_fraction, 0.05, 0.85)
    require_between("n_gates", n_gates, 4, 64)
    ejected = _ejected_share(n_gates)
    middle_ml, _ = shell_volumes_ml(patient.heart)
    diastolic_ml = middle_ml / (1.0 - ejection_fraction * float(ejected.mean()))
    ratios = diastolic_ml * (1.0 - ejection_fraction * ejected) / middle_ml
    gates = tuple(
        replace(patient, heart=dilated(patient.heart, float(ratio))) for ratio in ratios
    )
    return Beat(
        gates=gates,
        cavity_ml=tuple(cavity_and_wall_ml(gate.heart)[0] for gate in gates),
        wall_ml=cavity_and_wall_ml(patient.heart)[1],
    )


def _ejected_share(n_gates: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return (gate,): mean share of the stroke volume that has left the cavity."""
    fine = 32
    time = (np.arange(n_gates * fine) + 0.5) / (n_gates * fine)
    ejecting = 0.5 - 0.5 * np.cos(np.pi * time / _SYSTOLE_ENDS)
    filling = 0.5 + 0.5 * np.cos(np.pi * (time - _SYSTOLE_ENDS) / (1.0 - _SYSTOLE_ENDS))
    share = np.where(time < _SYSTOLE_ENDS, ejecting, filling)
    mean: np.ndarray[tuple[int], np.dtype[np.float64]] = share.reshape(
        n_gates, fine
    ).mean(axis=1)
    return mean
