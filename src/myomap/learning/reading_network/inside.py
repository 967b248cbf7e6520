"""A reading network's graph, opened: what it gives inside, and other scores put in."""

from typing import Any

import numpy as np

from myomap.errors import ModelError
from myomap.inference import AWAY, OUTPUT, SCORES
from myomap.learning.adaptation import Adaptation
from myomap.learning.export.writing import plain_bytes
from myomap.learning.optional import optional_module

__all__ = ["adapted_graph", "graph_with_insides"]

_WHITEN = "whiten"
"""The constant by which features become whitened ones, as `WholeReading` names it."""


def graph_with_insides(graph: bytes) -> bytes:
    """Return a graph that gives its class scores and whitened features too.

    Parameters
    ----------
    graph : bytes
        Of a reading network.

    Returns
    -------
    bytes
        With two outputs more, `SCORES` (sample, 4) and `AWAY` (sample, feature).

    Raises
    ------
    ModelError
        If it is not the graph of a reading network.
    """
    helper = optional_module("onnx.helper")
    model = _opened(graph)
    softmax, away, n_features = _insides(model)
    single = optional_module("onnx").TensorProto.FLOAT
    for name, source, width in (
        (SCORES, softmax.input[0], 4),
        (AWAY, away, n_features),
    ):
        model.graph.node.append(helper.make_node("Identity", [source], [name]))
        model.graph.output.append(
            helper.make_tensor_value_info(name, single, ["sample", width])
        )
    return plain_bytes(model)


def adapted_graph(graph: bytes, adaptation: Adaptation) -> bytes:
    """Return a graph whose class scores are adapted, and nothing else.

    Parameters
    ----------
    graph : bytes
        Of a reading network.
    adaptation : Adaptation
        What is done to the scores.

    Returns
    -------
    bytes
        Of the same inputs and outputs.

    Raises
    ------
    ModelError
        If it is not the graph of a reading network.
    """
    helper, numpy_helper = (
        optional_module("onnx.helper"),
        optional_module("onnx.numpy_helper"),
    )
    model = _opened(graph)
    softmax, away, _ = _insides(model)
    taken = {each.name for each in model.graph.initializer}
    prefix = "adapted"
    while any(name.startswith(prefix) for name in taken):
        prefix += "_again"
    for name in ("slope", "shift", "weight"):
        value = np.asarray(getattr(adaptation, name), dtype=np.float32)
        model.graph.initializer.append(
            numpy_helper.from_array(value, f"{prefix}_{name}")
        )
    steps = (
        ("Mul", softmax.input[0], f"{prefix}_slope", f"{prefix}_scaled"),
        ("Add", f"{prefix}_scaled", f"{prefix}_shift", f"{prefix}_shifted"),
        ("MatMul", away, f"{prefix}_weight", f"{prefix}_moved"),
        ("Add", f"{prefix}_shifted", f"{prefix}_moved", f"{prefix}_scores"),
    )
    nodes = [
        each for each in model.graph.node if list(each.output) != list(softmax.output)
    ]
    nodes += [helper.make_node(kind, [a, b], [to]) for kind, a, b, to in steps]
    last = helper.make_node(
        "Softmax", [f"{prefix}_scores"], list(softmax.output), axis=1
    )
    del model.graph.node[:]
    model.graph.node.extend([*nodes, last])
    return plain_bytes(model)


def _opened(graph: bytes) -> Any:
    return optional_module("onnx").load_model_from_string(graph)


def _insides(model: Any) -> tuple[Any, str, int]:
    """Return the node that makes probabilities, the whitened features, how many."""
    softmax = [
        node
        for node in model.graph.node
        if node.op_type == "Softmax" and OUTPUT in node.output
    ]
    whitened = [
        node.output[0]
        for node in model.graph.node
        if node.op_type == "MatMul" and _WHITEN in node.input
    ]
    width = [each.dims[1] for each in model.graph.initializer if each.name == _WHITEN]
    if not (softmax and whitened and width):
        raise ModelError(
            "The model cannot be adapted: its graph is not that of a reading network "
            "that 'myomap train --recipe reading' wrote. Name another one."
        )
    return softmax[0], whitened[0], int(width[0])
