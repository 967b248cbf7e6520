"""What leaves training answers as the trained model does."""

from dataclasses import replace
from functools import cache

import numpy as np
import onnx
import pytest

from learning_samples import make_samples
from myomap.errors import ConfigError
from myomap.inference import Session, require_plain_graph
from myomap.learning import MODELS, Pipeline
from myomap.learning.calibration import Sigmoid
from myomap.learning.export import export_table
from myomap.learning.export.writing import GraphWriter

STEEP = Sigmoid(slope=3.0, intercept=-1.0)
FLAT = Sigmoid(slope=0.3, intercept=0.4)
TABLES = ("forest", "catboost", "logistic", "worst", "ridge")
SMALL = {
    "forest": replace(
        MODELS["forest"], parameters={"max_depth": 4, "n_estimators": 20}
    ),
    "catboost": replace(
        MODELS["catboost"],
        parameters={"iterations": 60, "depth": 2, "learning_rate": 0.1},
    ),
}


def freshly_fitted(name: str, n_classes: int) -> Pipeline:
    """Return a pipeline that has learnt from samples with unknown values."""
    samples = make_samples(n_features=93, signal=2.0)
    values = samples.blocks["features"].values.copy()
    values[np.random.default_rng(3).random(values.shape) < 0.03] = np.nan
    y = samples.y + 2 * (samples.patients % 2) * (n_classes == 4)
    pipeline = Pipeline(SMALL.get(name, MODELS[name]), n_classes)
    pipeline.fit(values, y, samples.patients, np.random.default_rng(1))
    return pipeline


fitted = cache(freshly_fitted)


def strange_rows() -> np.ndarray:
    """Return rows far from and near to the samples, with unknown values."""
    rng = np.random.default_rng(5)
    rows = rng.normal(size=(400, 93)) * rng.choice([0.1, 1.0, 30.0], size=(400, 1))
    rows[rng.random(rows.shape) < 0.1] = np.nan
    return rows


def expected(pipeline: Pipeline, rows, curve: Sigmoid | None):
    proba = pipeline.predict_proba(rows)
    if curve is None:
        return proba
    positive = curve(proba[:, 1])
    return np.stack([1.0 - positive, positive], axis=1)


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("curve", [None, STEEP, FLAT], ids=["plain", "steep", "flat"])
def test_two_classes_are_the_same_outside(name: str, curve: Sigmoid | None) -> None:
    pipeline = fitted(name, 2)
    graph = export_table(pipeline, 2, curve)
    rows = strange_rows()
    found = Session(graph).ask(rows[:, pipeline.columns])
    assert np.abs(found - expected(pipeline, rows, curve)).max() < 2e-6


@pytest.mark.parametrize("name", TABLES)
def test_four_classes_are_the_same_outside(name: str) -> None:
    pipeline = fitted(name, 4)
    rows = strange_rows()
    found = Session(export_table(pipeline, 4)).ask(rows[:, pipeline.columns])
    assert found.shape == (400, 4)
    assert np.abs(found - pipeline.predict_proba(rows)).max() < 2e-6


@pytest.mark.parametrize("name", TABLES)
def test_the_same_samples_give_the_same_bytes(name: str) -> None:
    first, second = (export_table(freshly_fitted(name, 2), 2, FLAT) for _ in range(2))
    assert first == second


def test_values_next_to_a_cut_go_the_same_way() -> None:
    pipeline = fitted("forest", 2)
    forest = pipeline.model.fitted
    cuts = np.concatenate([t.tree_.threshold[t.tree_.feature == 0] for t in forest])
    rows = np.zeros((3 * len(cuts), 93))
    column = pipeline.columns[0]
    rows[:, column] = np.concatenate(
        [cuts, np.nextafter(cuts, -9.0), cuts.astype(np.float32)]
    )
    found = Session(export_table(pipeline, 2)).ask(rows[:, pipeline.columns])
    assert np.abs(found - pipeline.predict_proba(rows)).max() < 1e-6


def test_nothing_of_the_machine_is_in_the_graph() -> None:
    graph = export_table(fitted("catboost", 2), 2)
    require_plain_graph(graph)
    model = onnx.load_model_from_string(graph)
    onnx.checker.check_model(model)
    assert model.producer_name == "myomap"
    assert not model.metadata_props
    assert not model.producer_version


def test_the_mean_of_two_models_is_one_graph() -> None:
    pipeline = freshly_fitted("regions-chosen", 2)
    rows = strange_rows()
    found = Session(export_table(pipeline, 2)).ask(rows[:, pipeline.columns])
    assert np.abs(found - pipeline.predict_proba(rows)).max() < 2e-6


def test_the_curve_reaches_as_far_as_in_training() -> None:
    """The two ends of the probabilities are where calibration takes a logarithm."""
    proba = np.array([[1.0, 0.0], [0.0, 1.0], [1 - 1e-9, 1e-9], [0.5, 0.5]])
    writer = GraphWriter()
    graph = writer.finish(writer.calibrated("input", STEEP), 2, 2)
    found = Session(graph).ask(proba)[:, 1]
    np.testing.assert_allclose(found, STEEP(proba[:, 1]), atol=1e-12)


def test_a_model_that_says_the_same_of_everybody_is_not_exported() -> None:
    pipeline = fitted("prevalence", 2)
    with pytest.raises(ConfigError, match="the same of everybody"):
        export_table(pipeline, 2)
