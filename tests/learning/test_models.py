"""Models and what surrounds them: everything learnt inside one call of fit."""

import subprocess
import sys

import numpy as np
import pytest

from learning_samples import make_samples
from myomap.errors import ConfigError, InputError
from myomap.learning import (
    FEATURES,
    MODELS,
    SEGMENTS,
    ModelSpec,
    Pipeline,
    TrainingOptions,
    named_models,
)
from myomap.learning import optional as optional_libraries
from myomap.learning.classical import Logistic, WorstRegion

TABULAR = ["forest", "catboost", "prevalence", "logistic", "worst", "ridge"]


def fitted(spec: ModelSpec, seed: int = 0, n_classes: int = 2) -> Pipeline:
    samples = make_samples(signal=1.5)
    model = Pipeline(spec, n_classes)
    rng = np.random.default_rng(seed)
    model.fit(samples.blocks[spec.block].values, samples.y, samples.patients, rng)
    return model


@pytest.mark.parametrize("name", TABULAR)
def test_every_model_gives_probabilities_and_the_same_each_time(name: str) -> None:
    spec = MODELS[name]
    samples = make_samples(signal=1.5, seed=1)
    X = samples.blocks[spec.block].values
    one, other = (fitted(spec).predict_proba(X) for _ in range(2))
    assert one.shape == (samples.n_samples, 2)
    assert np.array_equal(one, other)
    assert one.sum(axis=1) == pytest.approx(1.0)
    assert (one >= 0).all()


@pytest.mark.parametrize("name", sorted(set(TABULAR) - {"prevalence", "worst"}))
def test_models_find_a_signal_and_say_where(name: str) -> None:
    spec = MODELS[name]
    model = fitted(spec)
    fresh = make_samples(signal=1.5, seed=7)
    proba = model.predict_proba(fresh.blocks[spec.block].values)[:, 1]
    assert proba[fresh.y == 1].mean() > proba[fresh.y == 0].mean() + 0.1
    found = model.importances()
    assert found is not None
    assert found.sum() == pytest.approx(1.0)
    strongest = model.columns[np.argsort(-found)[:2]]
    assert (strongest < 5).any()


def test_parameters_are_those_of_the_published_table() -> None:
    assert MODELS["forest"].parameters == {"max_depth": 4, "n_estimators": 100}
    assert MODELS["catboost"].parameters == {
        "iterations": 700,
        "depth": 2,
        "learning_rate": 0.003,
    }
    assert MODELS["forest"].n_best == MODELS["catboost"].n_best == 10


def test_the_published_models_look_at_ten_features() -> None:
    assert len(fitted(MODELS["forest"]).columns) == 10


def test_a_class_that_the_training_side_lacks_gets_nothing() -> None:
    proba = fitted(MODELS["logistic"], n_classes=3).predict_proba(np.zeros((2, 17)))
    assert (proba[:, 2] == 0).all()
    assert proba.sum(axis=1) == pytest.approx(1.0)


def test_the_lower_the_worst_segment_the_more_abnormal() -> None:
    rng = np.random.default_rng(0)
    X = rng.uniform(70, 90, size=(60, 17))
    y = np.arange(60) % 2
    X[y == 1, 3] = rng.uniform(20, 50, size=30)
    model = WorstRegion(TrainingOptions(n_classes=2, parameters={}))
    model.fit(X, y, np.arange(60), rng)
    said = model.predict_proba(np.array([[85.0] * 17, [85.0] * 16 + [10.0]]))[:, 1]
    assert said[0] < 0.1
    assert said[1] > 0.9


def test_filling_scaling_and_selection_come_from_training_samples() -> None:
    samples = make_samples(signal=1.0)
    X = samples.blocks[FEATURES].values.copy()
    X[:4, :] = np.nan
    spec = MODELS["ridge"]
    model = Pipeline(spec, 2)
    rng = np.random.default_rng(0)
    model.fit(X, samples.y, samples.patients, rng)
    alone = model.predict_proba(X[10:11])
    among_monsters = np.concatenate([X[10:11], np.full((50, X.shape[1]), 1e6)])
    assert model.predict_proba(among_monsters)[:1] == pytest.approx(alone, abs=1e-12)
    unknown = model.predict_proba(np.full((1, X.shape[1]), np.nan))
    median = model.predict_proba(np.nanmedian(X, axis=0)[None])
    assert unknown == pytest.approx(median)


def test_features_that_do_not_vary_are_refused_with_a_sentence() -> None:
    model = Pipeline(MODELS["forest"], 2)
    y = np.arange(10) % 2
    with pytest.raises(InputError, match="No feature varies"):
        model.fit(np.ones((10, 5)), y, np.arange(10), np.random.default_rng(0))


def test_one_class_is_refused_with_a_sentence() -> None:
    model = Pipeline(MODELS["forest"], 2)
    X = np.random.default_rng(0).normal(size=(10, 5))
    with pytest.raises(InputError, match="of one class"):
        model.fit(X, np.ones(10, int), np.arange(10), np.random.default_rng(0))


def test_a_model_is_not_asked_before_it_was_fitted() -> None:
    with pytest.raises(RuntimeError, match="before it was fitted"):
        Pipeline(MODELS["forest"], 2).predict_proba(np.zeros((1, 5)))


def test_a_network_is_handed_pictures_as_they_are() -> None:
    seen: list[tuple[int, ...]] = []

    class Network(Logistic):
        def fit(self, X, y, groups, rng) -> None:
            seen.append(X.shape)
            super().fit(X.reshape(len(X), -1), y, groups, rng)

        def predict_proba(self, X):
            return super().predict_proba(X.reshape(len(X), -1))

    spec = ModelSpec(
        name="net", title="Net", block="picture", make=Network, is_tabular=False
    )
    model = Pipeline(spec, 2)
    rng = np.random.default_rng(0)
    X = rng.normal(size=(12, 3, 4, 4))
    model.fit(X, np.arange(12) % 2, np.arange(12), rng)
    assert seen == [(12, 3, 4, 4)]
    assert model.predict_proba(X).shape == (12, 2)


def test_an_unknown_model_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ConfigError, match=r"found 'tree', expected some of forest"):
        named_models(["forest", "tree"])
    with pytest.raises(ConfigError, match="found none"):
        named_models([])


def test_a_library_that_is_missing_is_named_with_its_remedy() -> None:
    with pytest.raises(ConfigError, match=r"pip install 'myomap\[train\]'"):
        optional_libraries.optional_module("no_such_library.part")


def test_the_room_can_be_imported_without_any_training_library() -> None:
    code = (
        "import sys, myomap.learning, myomap.cli.app;"
        "bad = {'sklearn', 'catboost', 'torch', 'pooch', 'joblib'} & set(sys.modules);"
        "sys.exit(str(bad) if bad else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_segments_and_features_are_blocks_of_their_own() -> None:
    assert {spec.block for spec in named_models(TABULAR)} == {FEATURES, SEGMENTS}
