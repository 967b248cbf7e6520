"""Small models that stand on what the reading network says."""

import numpy as np

from myomap.learning import READINGS, TrainingOptions, named_models
from myomap.learning.readings import READING_NAMES, AsShipped, reading_block
from myomap.phantom import Disease, draw_patient, quick_maps
from myomap.records import State


def maps_of(disease: Disease, seed: int):
    found = quick_maps(draw_patient(np.random.default_rng(seed), disease=disease))
    return {s.value: found[s].uptake_percent.astype(np.float64) for s in State}


def test_a_reading_is_a_row_of_numbers_by_name() -> None:
    ill, well = maps_of(Disease.INFARCTION, 6), maps_of(Disease.NORMAL, 4)
    block = reading_block([ill, well], ["M", ""])
    assert block.names == READING_NAMES
    assert block.values.shape == (2, len(READING_NAMES))
    infarction = READING_NAMES.index("log odds of infarction")
    assert block.values[0, infarction] > block.values[1, infarction]
    missing = READING_NAMES.index("missing at stress, share")
    assert block.values[0, missing] > block.values[1, missing]


def test_a_state_that_is_not_there_is_no_fault() -> None:
    stress = maps_of(Disease.NORMAL, 4)["stress"]
    stress[:2, :4] = np.nan
    block = reading_block([{"stress": stress}], ["F"])
    assert np.isfinite(block.values).all()
    assert block.values[0, READING_NAMES.index("missing at rest, share")] == 0.0


def test_models_that_stand_on_readings_are_named() -> None:
    adapted, shipped = named_models(["reading", "reading-shipped"])
    assert adapted.block == shipped.block == READINGS


def test_as_shipped_gives_the_network_s_own_probabilities() -> None:
    values = np.zeros((2, len(READING_NAMES)))
    values[:, 0] = [2.0, -2.0]
    model = AsShipped(TrainingOptions(n_classes=2, parameters={}))
    model.fit(values, np.array([1, 0]), np.arange(2), np.random.default_rng(0))
    found = model.predict_proba(values)
    np.testing.assert_allclose(found[:, 1], 1.0 / (1.0 + np.exp([-2.0, 2.0])))
    np.testing.assert_allclose(found.sum(axis=1), 1.0)


def test_as_shipped_learns_which_two_kinds_are_told_apart() -> None:
    values = np.zeros((4, len(READING_NAMES)))
    values[:, 0] = 5.0
    values[:, 1], values[:, 2] = [3.0, 3.0, -3.0, -3.0], [-3.0, -3.0, 3.0, 3.0]
    y = np.array([0, 0, 1, 1])
    model = AsShipped(TrainingOptions(n_classes=2, parameters={}))
    model.fit(values, y, np.arange(4), np.random.default_rng(0))
    np.testing.assert_array_equal(model.predict_proba(values).argmax(axis=1), y)


def test_of_four_classes_both_together_are_mixed() -> None:
    values = np.zeros((1, len(READING_NAMES)))
    values[0, :3] = 6.0
    model = AsShipped(TrainingOptions(n_classes=4, parameters={}))
    found = model.predict_proba(values)
    assert found.argmax() == 3
    np.testing.assert_allclose(found.sum(), 1.0)
