"""Models that stand on what the reading network says."""

import numpy as np
import pytest

from myomap.inference import read_pairs, shipped_reader
from myomap.learning import READINGS, ReadSample, TrainingOptions, named_models
from myomap.learning.readings import AdaptedReading, AsShipped, _pairs, reading_block
from myomap.phantom import Disease, draw_patient, quick_maps
from myomap.records import State


def sample_of(disease: Disease, seed: int, *, rest: bool = True) -> ReadSample:
    found = quick_maps(draw_patient(np.random.default_rng(seed), disease=disease))
    states = list(State) if rest else [State.STRESS]
    maps = {s.value: found[s].uptake_percent.astype(np.float64) for s in states}
    return ReadSample(maps=maps, sex="F")


def scores_of(X):
    return np.hstack([np.asarray(X, float), np.zeros((len(X), 3))])


def test_scores_of_a_sample_are_the_network_s_own_probabilities() -> None:
    samples = [sample_of(Disease.INFARCTION, 6), sample_of(Disease.NORMAL, 4)]
    block = reading_block(samples)
    scores = block.values[:, :4]
    chance = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    for row, sample in zip(chance, samples, strict=True):
        (told,) = read_pairs(shipped_reader(), _pairs([sample]), has_intervals=False)
        np.testing.assert_allclose(row, list(told.classes.values()), atol=1e-5)


def test_features_of_simulated_patients_are_whitened() -> None:
    block = reading_block([sample_of(Disease.NORMAL, seed) for seed in range(12)])
    assert len(block.names) == block.values.shape[1] > 50
    assert 0.1 < block.values[:, 4:].std() < 3.0


def test_a_state_that_is_not_there_is_no_fault() -> None:
    stress = sample_of(Disease.NORMAL, 4, rest=False)
    stress.maps["stress"][:2, :4] = np.nan
    assert np.isfinite(reading_block([stress]).values).all()


def test_models_that_stand_on_readings_are_named() -> None:
    adapted, shipped = named_models(["reading", "reading-shipped"])
    assert adapted.block == shipped.block == READINGS
    assert adapted.is_calibrated


@pytest.mark.parametrize("make", [AsShipped, AdaptedReading])
def test_which_two_classes_are_told_apart_is_found_out(make) -> None:
    # Ischemia and infarction; then normal and any of the abnormal.
    kinds = scores_of([[0, 5, 0, 0], [0, 4, 1, 0], [0, 0, 5, 0], [0, 1, 4, 0]])
    states = scores_of([[5, 0, 0, 0], [4, 1, 0, 0], [0, 5, 0, 0], [0, 0, 0, 5]])
    y, groups = np.array([0, 0, 1, 1]), np.arange(4)
    for X, members in (
        (kinds, ((1,), (2,))),
        (states, ((0,), (1, 2, 3))),
    ):
        model = make(TrainingOptions(n_classes=2, parameters={}))
        model.fit(X, y, groups, np.random.default_rng(0))
        assert model.members == members
        np.testing.assert_array_equal(model.predict_proba(X).argmax(axis=1), y)


def test_as_shipped_gives_four_classes_as_they_are() -> None:
    X = scores_of([[0.0, 1.0, 2.0, 3.0]])
    model = AsShipped(TrainingOptions(n_classes=4, parameters={}))
    model.fit(X, np.array([3]), np.arange(1), np.random.default_rng(0))
    wanted = np.exp([0.0, 1.0, 2.0, 3.0])
    np.testing.assert_allclose(model.predict_proba(X)[0], wanted / wanted.sum())


def test_what_the_network_does_not_know_is_learnt_from_its_features(rng) -> None:
    y = np.tile([0, 1], 100)
    hint = np.where(y, 1.0, -1.0) + 0.5 * rng.standard_normal(200)
    X = np.hstack([np.zeros((200, 4)), hint[:, None], rng.standard_normal((200, 9))])
    model = AdaptedReading(TrainingOptions(n_classes=2, parameters={}))
    model.fit(X[:150], y[:150], np.arange(150), rng)
    found = model.predict_proba(X[150:]).argmax(axis=1)
    assert (found == y[150:]).mean() > 0.9


def test_of_chance_next_to_nothing_is_learnt(rng) -> None:
    y = np.tile([0, 1], 30)
    scores = np.where(y[:, None], [-1.5, 0.0, 0.0, 0.0], [1.5, 0.0, 0.0, 0.0])
    X = np.hstack([scores, rng.standard_normal((60, 40))])
    model = AdaptedReading(TrainingOptions(n_classes=2, parameters={}))
    model.fit(X, y, np.arange(60), rng)
    assert np.abs(model.adaptation.weight).max() < 0.05
