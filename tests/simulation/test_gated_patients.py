"""Gated patients: files, truth, and what cannot be gated."""

import json
from pathlib import Path

import numpy as np
import pytest

from myomap.dicom import read_dicom
from myomap.errors import ConfigError
from myomap.phantom import Disease, Protocol
from myomap.records import State
from myomap.simulation import SimulationOptions, Stage, patient_of, simulate_cohort
from myomap.simulation.beats import beats_of

SMALL = Protocol(n_views=16, matrix=32)


def options(stage: Stage = Stage.PROJECTIONS, **more: object) -> SimulationOptions:
    given = {"n_patients": 1, "seed": 4, "protocol": SMALL, "n_gates": 4} | more
    return SimulationOptions(stage=stage, **given)


@pytest.mark.parametrize("stage", [Stage.PROJECTIONS, Stage.VOLUME])
def test_gated_studies_are_written_with_their_truth(tmp_path: Path, stage: Stage):
    simulate_cohort(options(stage), tmp_path)
    (folder,) = (tmp_path / "patients").iterdir()
    truth = json.loads((folder / "truth.json").read_text())
    for state in State:
        found = read_dicom((folder / f"{state.value}.dcm").read_bytes()).input
        assert found.facts.n_gates == 4
        gates = truth[state.value]["gates"]
        assert len(gates["cavity_ml"]) == 4
        fraction = 1 - min(gates["cavity_ml"]) / max(gates["cavity_ml"])
        assert gates["ejection_fraction"] == pytest.approx(fraction)
        if stage is Stage.VOLUME:
            assert len(found.gates) == 4


def test_a_gated_patient_is_the_ungated_one():
    gated, still = options(), options(n_gates=1)
    assert patient_of(gated, 0) == patient_of(still, 0)
    assert beats_of(still, 0, patient_of(still, 0)) is None


def test_infarcted_hearts_beat_weaker():
    def mean_of(disease: Disease) -> float:
        chosen = options(n_patients=12, disease=disease)
        found = [beats_of(chosen, i, patient_of(chosen, i)) for i in range(12)]
        at_rest = [each[State.REST] for each in found if each is not None]
        assert len(at_rest) == len(found)
        return float(np.mean([beat.ejection_fraction for beat in at_rest]))

    assert mean_of(Disease.INFARCTION) < mean_of(Disease.NORMAL) - 0.08


def test_what_has_no_gates_and_gates_that_make_no_sense_are_refused():
    with pytest.raises(ConfigError, match="map have none"):
        options(Stage.MAP, protocol=Protocol())
    for n_gates in (0, 2, 65):
        with pytest.raises(ConfigError, match=f"found {n_gates} gates"):
            options(n_gates=n_gates)
