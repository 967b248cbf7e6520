"""The parts of a graph while it is written, and the bytes it becomes."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from myomap.inference import INPUT, OUTPUT
from myomap.learning.calibration import Sigmoid
from myomap.learning.optional import optional_module

__all__ = ["IR_VERSION", "OPERATORS_VERSION", "GraphWriter", "plain_bytes"]

IR_VERSION = 9
OPERATORS_VERSION = 18
"""Old enough for every onnxruntime since 2023."""

_TREES_VERSION = 3

_PRODUCER = "myomap"

_SMALLEST = 1e-6
"""How far `calibration.logit` keeps probabilities from 0 and 1."""


@dataclass(slots=True)
class GraphWriter:
    """Nodes and constants, in the order of computation.

    Parameters
    ----------
    nodes, constants : list
        Of the graph so far.
    """

    nodes: list[Any] = field(default_factory=list)
    constants: list[Any] = field(default_factory=list)

    def constant(self, value: NDArray[Any]) -> str:
        """Add a constant.

        Parameters
        ----------
        value : array
            Of the type it shall have in the graph.

        Returns
        -------
        str
            Its name.
        """
        name = f"constant_{len(self.constants)}"
        made = optional_module("onnx.numpy_helper").from_array(value, name)
        self.constants.append(made)
        return name

    def double(self, *values: float) -> str:
        """Add numbers as a constant.

        Parameters
        ----------
        *values : float
            In double precision.

        Returns
        -------
        str
            Name of the constant.
        """
        return self.constant(np.array(values, dtype=np.float64))

    def apply(self, operator: str, *inputs: str, **attributes: Any) -> str:
        """Add an operator with one output.

        Parameters
        ----------
        operator : str
            Of the main domain.
        *inputs : str
            Names.
        **attributes : object
            Of the operator.

        Returns
        -------
        str
            Name of its output.
        """
        output = f"value_{len(self.nodes)}"
        made = optional_module("onnx.helper").make_node(
            operator, list(inputs), [output], **attributes
        )
        self.nodes.append(made)
        return output

    def to_double(self, name: str) -> str:
        """Add a cast to double precision.

        Parameters
        ----------
        name : str
            Of a value.

        Returns
        -------
        str
            Name of the cast value.
        """
        return self.apply("Cast", name, to=optional_module("onnx").TensorProto.DOUBLE)

    def pair(self, positive: str) -> str:
        """Add the probabilities of two classes from that of the second.

        Parameters
        ----------
        positive : str
            Name of the (sample, 1) probabilities.

        Returns
        -------
        str
            Name of the (sample, 2) probabilities.
        """
        negative = self.apply("Sub", self.double(1.0), positive)
        return self.apply("Concat", negative, positive, axis=1)

    def calibrated(self, probability: str, curve: Sigmoid | None) -> str:
        """Add a calibration curve over the second of two classes.

        Parameters
        ----------
        probability : str
            Name of the (sample, 2) probabilities.
        curve : Sigmoid or None
            None adds nothing.

        Returns
        -------
        str
            Name of the calibrated probabilities.
        """
        if curve is None:
            return probability
        # Each of the two is asked for itself: one minus a number close to 1 would
        # lose the digits that the logarithm looks at.
        positive, negative = (self._column(probability, k) for k in (1, 0))
        odds = self.apply("Div", positive, negative)
        line = self.apply("Mul", self.apply("Log", odds), self.double(curve.slope))
        shifted = self.apply("Add", line, self.double(curve.intercept))
        return self.pair(self.apply("Sigmoid", shifted))

    def _column(self, probability: str, index: int) -> str:
        column = self.constant(np.array([index], dtype=np.int64))
        low, high = (self.constant(np.array(v)) for v in (_SMALLEST, 1.0 - _SMALLEST))
        return self.apply(
            "Clip", self.apply("Gather", probability, column, axis=1), low, high
        )

    def finish(self, probability: str, n_columns: int, n_classes: int) -> bytes:
        """Return the graph's bytes.

        Parameters
        ----------
        probability : str
            Name of the (sample, class) probabilities.
        n_columns : int
            Of the input.
        n_classes : int
            Of the output.

        Returns
        -------
        bytes
            An ONNX file.
        """
        onnx, helper = optional_module("onnx"), optional_module("onnx.helper")
        double = onnx.TensorProto.DOUBLE
        self.nodes.append(helper.make_node("Identity", [probability], [OUTPUT]))
        graph = helper.make_graph(
            self.nodes,
            "model",
            [helper.make_tensor_value_info(INPUT, double, ["sample", n_columns])],
            [helper.make_tensor_value_info(OUTPUT, double, ["sample", n_classes])],
            self.constants,
        )
        opsets = [
            helper.make_opsetid("", OPERATORS_VERSION),
            helper.make_opsetid("ai.onnx.ml", _TREES_VERSION),
        ]
        return plain_bytes(helper.make_model(graph, opset_imports=opsets))


def plain_bytes(model: Any) -> bytes:
    """Return a model's bytes without anything that is not computed with.

    Exporters write down where and when they ran: names of folders, the text of the
    program, the time. None of it belongs in a file that is given away, nor in one that
    shall be the same tomorrow.

    Parameters
    ----------
    model : onnx.ModelProto
        Of any exporter; changed.

    Returns
    -------
    bytes
        The same for the same graph.
    """
    model.ir_version = IR_VERSION
    model.producer_name = _PRODUCER
    for name in ("producer_version", "domain", "model_version", "doc_string"):
        model.ClearField(name)
    for name in ("metadata_props", "training_info", "functions"):
        model.ClearField(name)
    graph = model.graph
    for name in ("doc_string", "metadata_props", "value_info"):
        graph.ClearField(name)
    told = [*graph.node, *graph.initializer, *graph.input, *graph.output]
    for index, node in enumerate(graph.node):
        node.name = f"node_{index}"
        told.extend(
            attribute.t for attribute in node.attribute if attribute.HasField("t")
        )
        for attribute in node.attribute:
            attribute.ClearField("doc_string")
    for part in told:
        for name in ("doc_string", "metadata_props"):
            if name in part.DESCRIPTOR.fields_by_name:
                part.ClearField(name)
    data: bytes = model.SerializeToString(deterministic=True)
    return data
