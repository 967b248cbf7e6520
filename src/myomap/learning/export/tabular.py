"""A fitted pipeline of features as one graph."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from myomap.errors import ConfigError
from myomap.geometry import FloatArray
from myomap.inference import INPUT
from myomap.learning.calibration import Sigmoid
from myomap.learning.chosen import Chosen
from myomap.learning.classical import (
    Boosting,
    ExtraTrees,
    Forest,
    Logistic,
    Prevalence,
    WorstRegion,
)
from myomap.learning.export.trees import (
    trees_of_catboost,
    trees_of_scikit_learn,
)
from myomap.learning.export.writing import GraphWriter
from myomap.learning.pipeline import Pipeline
from myomap.learning.tuned import TunedLogistic

__all__ = ["export_table"]

_Body = Callable[[GraphWriter, Any, str], str]
"""Writes a fitted model: from the name of its input to that of its probabilities."""


def export_table(
    pipeline: Pipeline, n_classes: int, curve: Sigmoid | None = None
) -> bytes:
    """Return a fitted pipeline as ONNX.

    Parameters
    ----------
    pipeline : Pipeline
        Fitted, of a model that looks at features.
    n_classes : int
        Of the task.
    curve : Sigmoid or None
        Calibration of the second of two classes; becomes part of the graph.

    Returns
    -------
    bytes
        Takes the columns that the pipeline chose (`Pipeline.columns`), in double
        precision, NaN where unknown.

    Raises
    ------
    ConfigError
        If there is no way to export this kind of model.
    """
    model = pipeline.model
    if isinstance(model, Prevalence):
        raise ConfigError(
            "The prevalence alone is no model that could be used: it says the same of "
            "everybody. Choose another one."
        )
    body = _BODIES.get(type(model))
    if body is None:
        raise ConfigError(
            f"A model of the kind {type(model).__name__} cannot be exported. Choose "
            "another one."
        )
    columns = pipeline.columns
    writer = GraphWriter()
    filled = _filled(writer, pipeline.fill[columns])
    scaled = _scaled(writer, filled, pipeline.mean, pipeline.deviation)
    probability = writer.calibrated(body(writer, model, scaled), curve)
    return writer.finish(probability, len(columns), n_classes)


def _filled(writer: GraphWriter, fill: FloatArray) -> str:
    unknown = writer.apply("IsNaN", INPUT)
    return writer.apply("Where", unknown, writer.double(*fill), INPUT)


def _scaled(
    writer: GraphWriter, name: str, mean: FloatArray, deviation: FloatArray
) -> str:
    if not mean.any() and (deviation == 1.0).all():
        return name
    shifted = writer.apply("Sub", name, writer.double(*mean))
    return writer.apply("Div", shifted, writer.double(*deviation))


def _logistic(writer: GraphWriter, model: Logistic, name: str) -> str:
    fitted = model.fitted
    weights = np.ascontiguousarray(fitted.coef_.T, dtype=np.float64)
    product = writer.apply("MatMul", name, writer.constant(weights))
    log_odds = writer.apply("Add", product, writer.double(*fitted.intercept_))
    if weights.shape[1] == 1:
        return writer.pair(writer.apply("Sigmoid", log_odds))
    return writer.apply("Softmax", log_odds, axis=1)


def _tuned(writer: GraphWriter, model: TunedLogistic, name: str) -> str:
    return _logistic(writer, model.fitted, name)


def _worst(writer: GraphWriter, model: WorstRegion, name: str) -> str:
    axis = writer.constant(np.array([1], dtype=np.int64))
    lowest = writer.apply("ReduceMin", name, axis, keepdims=1)
    tens = writer.apply("Div", lowest, writer.double(10.0))
    return _logistic(writer, model.curve, tens)


def _forest(writer: GraphWriter, model: Forest, name: str) -> str:
    return trees_of_scikit_learn(writer, model.fitted, name)


def _boosting(writer: GraphWriter, model: Boosting, name: str) -> str:
    return trees_of_catboost(writer, model.fitted, name)


def _chosen(writer: GraphWriter, model: Chosen, name: str) -> str:
    said = []
    for winner, fitted in zip(model.winners, model.members, strict=True):
        columns = np.arange(*winner.columns, dtype=np.int64)
        part = writer.apply("Gather", name, writer.constant(columns), axis=1)
        said.append(_BODIES[type(fitted)](writer, fitted, part))
    if len(said) == 1:
        return said[0]
    total = writer.apply("Add", *said)
    return writer.apply("Div", total, writer.double(2.0))


_BODIES: Mapping[type, _Body] = {
    Forest: _forest,
    ExtraTrees: _forest,
    Boosting: _boosting,
    Logistic: _logistic,
    TunedLogistic: _tuned,
    WorstRegion: _worst,
    Chosen: _chosen,
}
