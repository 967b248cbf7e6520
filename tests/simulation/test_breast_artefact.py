"""Without attenuation correction, breasts dim the anterior wall of a healthy heart."""

from dataclasses import replace

import numpy as np
import pytest

from myomap.phantom import Disease, SimulatedPatient, acquire, draw_patient
from myomap.records import Sex, State
from myomap.simulation.journey import map_of_volume, reconstructed


def healthy_woman() -> SimulatedPatient:
    for index in range(50):
        rng = np.random.default_rng([30, index])
        patient = draw_patient(rng, disease=Disease.NORMAL)
        if patient.person.sex is Sex.FEMALE and not patient.artefacts:
            scan = replace(patient.rest_scan, noise_seed=None)
            return replace(patient, rest_scan=scan)
    pytest.fail("no healthy woman was drawn")


def anterior_over_inferior(patient: SimulatedPatient, *, corrected: bool) -> float:
    study = acquire(patient)
    done = reconstructed(patient, study, State.REST, attenuation_corrected=corrected)
    uptake = map_of_volume(patient, State.REST, done.volume).uptake_percent[6:27]
    # Angles of 65° to 115° and of 245° to 295°.
    return float(uptake[:, 13:24].mean() / uptake[:, 49:60].mean())


def test_breasts_dim_the_anterior_wall_unless_corrected() -> None:
    woman = healthy_woman()
    assert woman.rest.chest is not None
    chest = replace(woman.rest.chest, breasts=())
    without = replace(woman, rest=replace(woman.rest, chest=chest))
    loss = {
        corrected: anterior_over_inferior(woman, corrected=corrected)
        / anterior_over_inferior(without, corrected=corrected)
        for corrected in (False, True)
    }
    assert loss[False] < 0.95
    assert loss[True] > loss[False] + 0.02
