"""Patients of a clinic: what is drawn, and what must hold for every one of them."""

import numpy as np
import pytest

from myomap.phantom import (
    Disease,
    HeartParameters,
    SimulatedPatient,
    draw_patient,
    parameters_from_json,
    parameters_to_json,
    true_map,
)
from myomap.phantom.heart_drawing import dilated, shell_of_volumes
from myomap.phantom.shell import cavity_and_wall_ml, outer_points_mm
from myomap.records import Sex

N_PATIENTS = 120


@pytest.fixture(scope="module")
def patients() -> list[SimulatedPatient]:
    return [draw_patient(np.random.default_rng([9, i])) for i in range(N_PATIENTS)]


def test_the_same_chance_draws_the_same_patient() -> None:
    first, second = (draw_patient(np.random.default_rng([4, 2])) for _ in range(2))
    assert first == second
    assert first != draw_patient(np.random.default_rng([4, 3]))


def test_patients_come_back_from_json_unchanged(
    patients: list[SimulatedPatient],
) -> None:
    for patient in patients[:30]:
        text = parameters_to_json(patient)
        assert parameters_from_json(SimulatedPatient, text) == patient


def test_classes_differ_in_the_states_that_are_diseased(
    patients: list[SimulatedPatient],
) -> None:
    has_lesions = {
        Disease.NORMAL: (False, False),
        Disease.ISCHEMIA: (True, False),
        Disease.INFARCTION: (True, True),
        Disease.MIXED: (True, True),
    }
    for patient in patients:
        found = bool(patient.stress.lesions), bool(patient.rest.lesions)
        assert found == has_lesions[patient.disease]
    assert {patient.disease for patient in patients} == set(Disease)


def test_ischemia_has_no_defect_at_rest() -> None:
    for seed in range(6):
        rng = np.random.default_rng(seed)
        patient = draw_patient(rng, disease=Disease.ISCHEMIA)
        assert (true_map(patient.rest).uptake == 1.0).all()
        assert true_map(patient.stress).uptake.min() < 0.9


def test_infarction_is_the_same_in_both_states() -> None:
    patient = draw_patient(np.random.default_rng(2), disease=Disease.INFARCTION)
    assert patient.stress.lesions == patient.rest.lesions


def test_mixed_disease_is_worse_at_stress(patients: list[SimulatedPatient]) -> None:
    for patient in patients:
        if patient.disease is Disease.MIXED:
            stress, rest = true_map(patient.stress), true_map(patient.rest)
            assert stress.uptake.mean() < rest.uptake.mean() < 1.0


def test_cavity_is_larger_at_stress_only_where_that_was_drawn(
    patients: list[SimulatedPatient],
) -> None:
    for patient in patients:
        stress, _ = cavity_and_wall_ml(patient.stress.heart)
        rest, _ = cavity_and_wall_ml(patient.rest.heart)
        assert stress / rest == pytest.approx(patient.tid_ratio, rel=0.01)
        if patient.disease in (Disease.NORMAL, Disease.INFARCTION):
            assert 0.85 < patient.tid_ratio < 1.15
    assert max(patient.tid_ratio for patient in patients) > 1.2


def test_balanced_disease_is_drawn_and_hardly_stands_out() -> None:
    drawn = (
        draw_patient(np.random.default_rng([5, i]), disease=Disease.ISCHEMIA)
        for i in range(60)
    )
    balanced = [patient for patient in drawn if patient.balanced]
    assert balanced
    for patient in balanced:
        uptake = true_map(patient.stress).uptake
        assert uptake.mean() < 0.8
        assert uptake.std() < 0.06


def test_hearts_lie_inside_their_torso(patients: list[SimulatedPatient]) -> None:
    for patient in patients:
        for state in (patient.stress, patient.rest):
            x, y, _ = outer_points_mm(state.heart).T
            torso = state.torso
            reach = np.hypot(x / torso.half_width_mm, y / torso.half_depth_mm)
            assert reach.max() < 0.95


def test_women_have_breasts_and_smaller_hearts(
    patients: list[SimulatedPatient],
) -> None:
    walls: dict[Sex, list[float]] = {Sex.FEMALE: [], Sex.MALE: []}
    for patient in patients:
        assert patient.rest.chest is not None
        assert bool(patient.rest.chest.breasts) == (patient.person.sex is Sex.FEMALE)
        walls[patient.person.sex].append(cavity_and_wall_ml(patient.rest.heart)[1])
    # 132 ml in men and 103 ml in women, each divided by the usual body surface.
    ratio = np.mean(walls[Sex.FEMALE]) / np.mean(walls[Sex.MALE])
    assert 0.68 < ratio < 0.88


def test_shell_has_the_volumes_that_were_asked_for() -> None:
    for exponent in (1.85, 2.0, 2.4):
        sketch = HeartParameters(exponent=exponent, valve_tilt_deg=8.0)
        heart = shell_of_volumes(sketch, cavity_ml=95, wall_ml=120)
        np.testing.assert_allclose(cavity_and_wall_ml(heart), [95, 120], rtol=0.005)


def test_dilation_keeps_the_wall() -> None:
    heart = HeartParameters()
    cavity, wall = cavity_and_wall_ml(heart)
    larger = cavity_and_wall_ml(dilated(heart, 1.4))
    np.testing.assert_allclose(larger, [1.4 * cavity, wall], rtol=0.005)
