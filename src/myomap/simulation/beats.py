"""How strongly the hearts of a gated simulation beat.

Ejection fractions have a source of chance of their own, so that a gated patient is the
same patient as the ungated one.
"""

from typing import Final

import numpy as np

from myomap.phantom import Beat, Disease, SimulatedPatient, beating
from myomap.records import State
from myomap.simulation.options import SimulationOptions

__all__ = ["beats_of"]

_STREAM: Final = 71
_USUAL: Final = {
    Disease.NORMAL: (0.66, 0.06),
    Disease.ISCHEMIA: (0.60, 0.08),
    Disease.INFARCTION: (0.45, 0.10),
    Disease.MIXED: (0.46, 0.10),
}
_LIMITS: Final = (0.20, 0.78)
_STUNNED: Final = 0.04


def beats_of(
    options: SimulationOptions, index: int, patient: SimulatedPatient
) -> dict[State, Beat] | None:
    """Return the beat of a patient in both states.

    Parameters
    ----------
    options : SimulationOptions
        Seed and number of gates.
    index : int
        Of the patient, counted from 0.
    patient : SimulatedPatient
        As drawn: the mean over the beat.

    Returns
    -------
    dict of State to Beat, or None
        None of an ungated simulation. Means and spreads of the ejection fraction by
        class are this library's own; it falls a little after stress where disease is
        reversible.
    """
    if options.n_gates == 1:
        return None
    rng = np.random.default_rng([options.seed, index, _STREAM])
    mean, spread = _USUAL[patient.disease]
    at_rest = float(np.clip(rng.normal(mean, spread), *_LIMITS))
    stunned = patient.disease in (Disease.ISCHEMIA, Disease.MIXED)
    change = float(rng.normal(-_STUNNED if stunned else 0.0, 0.02))
    fractions = {
        State.STRESS: float(np.clip(at_rest + change, *_LIMITS)),
        State.REST: at_rest,
    }
    return {
        state: beating(
            patient.of(state), ejection_fraction=fraction, n_gates=options.n_gates
        )
        for state, fraction in fractions.items()
    }
