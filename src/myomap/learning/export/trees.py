"""Ensembles of trees, as their own libraries export them, inside our graph."""

import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from myomap.learning.export.writing import GraphWriter
from myomap.learning.optional import optional_module

__all__ = ["trees_of_catboost", "trees_of_scikit_learn"]

_TREES = "TreeEnsembleClassifier"


def trees_of_scikit_learn(writer: GraphWriter, fitted: Any, name: str) -> str:
    """Add a forest of scikit-learn.

    Parameters
    ----------
    writer : GraphWriter
        Of the graph.
    fitted : sklearn estimator
        A classifier of trees.
    name : str
        Of the features, in double precision.

    Returns
    -------
    str
        Name of the (sample, class) probabilities.
    """
    types = optional_module("skl2onnx.common.data_types")
    convert = optional_module("skl2onnx").convert_sklearn
    columns = types.FloatTensorType([None, fitted.n_features_in_])
    made = convert(
        fitted,
        initial_types=[("features", columns)],
        options={id(fitted): {"zipmap": False}},
        target_opset={"": 18, "ai.onnx.ml": 3},
    )
    return _add_trees(writer, made, name)


def trees_of_catboost(writer: GraphWriter, fitted: Any, name: str) -> str:
    """Add the trees of CatBoost.

    Parameters
    ----------
    writer : GraphWriter
        Of the graph.
    fitted : catboost.CatBoostClassifier
        Of numbers alone.
    name : str
        Of the features, in double precision.

    Returns
    -------
    str
        Name of the (sample, class) probabilities.
    """
    # CatBoost exports to a file only.
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.onnx"
        fitted.save_model(str(path), format="onnx")
        made = optional_module("onnx").load_model_from_string(path.read_bytes())
    scores = _add_trees(writer, made, name, post_transform="NONE")
    # Sums of trees to probabilities in double precision, as CatBoost does it.
    if len(fitted.classes_) > 2:
        return writer.apply("Softmax", scores, axis=1)
    column = writer.constant(np.array([1], dtype=np.int64))
    sums = writer.apply("Gather", scores, column, axis=1)
    return writer.pair(writer.apply("Sigmoid", sums))


def _add_trees(
    writer: GraphWriter, made: Any, name: str, *, post_transform: str | None = None
) -> str:
    """Take the trees out of an exporter's graph; what it adds around them we do."""
    onnx = optional_module("onnx")
    (trees,) = [node for node in made.graph.node if node.op_type == _TREES]
    # Both libraries round features to single precision before they compare.
    single = writer.apply("Cast", name, to=onnx.TensorProto.FLOAT)
    copy = onnx.NodeProto()
    copy.CopyFrom(trees)
    for attribute in copy.attribute:
        if attribute.name == "post_transform" and post_transform is not None:
            attribute.s = post_transform.encode("ascii")
    outputs = [f"called_{len(writer.nodes)}", f"scores_{len(writer.nodes)}"]
    del copy.input[:], copy.output[:]
    copy.input.append(single)
    copy.output.extend(outputs)
    writer.nodes.append(copy)
    return writer.to_double(outputs[1])
