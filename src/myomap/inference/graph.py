"""Whether an ONNX graph holds what a model of myomap needs, and nothing else.

Fields and operators are listed that may be there; whatever is not on the lists is
refused, known or unknown. No field can name another file, no operator can loop, call
another graph or make an array whose size stands in the data. So a graph does a fixed
number of sums on what it is given.
"""

from collections.abc import Callable, Mapping

from myomap.errors import ModelError
from myomap.inference.wire import fields, text_of

__all__ = ["OPERATORS", "require_plain_graph"]

OPERATORS: Mapping[str, frozenset[str]] = {
    "": frozenset(
        {
            "Add", "AveragePool", "BatchNormalization", "Cast", "Clip", "Concat",
            "Constant", "Conv", "Div", "Flatten", "Gather", "Gemm",
            "GlobalAveragePool", "Identity", "IsNaN", "Log", "MatMul", "MaxPool",
            "Mul", "Neg", "ReduceMax", "ReduceMean", "ReduceMin", "Relu", "Reshape",
            "Shape", "Sigmoid", "Slice", "Softmax", "Squeeze", "Sub", "Transpose",
            "Unsqueeze", "Where",
        }
    ),
    "ai.onnx.ml": frozenset({"TreeEnsembleClassifier"}),
}  # fmt: skip
"""What a graph may be made of, by domain."""

_Message = Mapping[int, "Callable[[int | memoryview], None] | None"]
"""What may stand in a message: by field, how its value is looked at."""

_MOST_NODES = 20_000
_STRING_TENSOR = 8
_EXTERNAL_FIELDS = (13, 14)


def require_plain_graph(data: bytes) -> None:
    """Refuse a graph that holds more than a model needs.

    Parameters
    ----------
    data : bytes
        An ONNX file.

    Raises
    ------
    ModelError
        If it is no ONNX file, has parts in other files, calls operators that are not
        on the list, or holds anything that a myomap model never has.

    References
    ----------
    .. [1] ONNX, onnx.proto, IR version 13: messages and numbers of their fields.
    """
    seen = {number for number, _, _ in fields(memoryview(data))}
    if not {1, 7, 8} <= seen:
        raise ModelError(
            "The model is no ONNX graph: found no version or no graph in it. Expected "
            "what 'myomap train' exports: export it again."
        )
    _walk(memoryview(data), _MODEL, "model")


def _walk(message: int | memoryview, allowed: _Message, what: str) -> None:
    if isinstance(message, int):
        raise _unexpected(what)
    for number, _, value in fields(message):
        if number not in allowed:
            raise _unexpected(what)
        look = allowed[number]
        if look is not None:
            look(value)


def _node(value: int | memoryview) -> None:
    if isinstance(value, int):
        raise _unexpected("node")
    _walk(value, _NODE, "node")
    found = {number: each for number, _, each in fields(value)}
    domain = text_of(found.get(7, memoryview(b""))).removesuffix("ai.onnx")
    operator = text_of(found.get(4, memoryview(b"")))
    if operator not in OPERATORS.get(domain, frozenset()):
        told = operator if operator.isidentifier() and len(operator) < 60 else "one"
        raise ModelError(
            f"The model's graph uses an operator that no model needs: found {told}. "
            "Expected plain sums, convolutions and trees: it is not run."
        )


def _tensor(value: int | memoryview) -> None:
    if isinstance(value, int):
        raise _unexpected("tensor")
    for number, _, each in fields(value):
        if number in _EXTERNAL_FIELDS:
            raise ModelError(
                "The model's graph has parts in other files. Expected all of it in "
                "one: export it with external_data=False."
            )
        if number == 2 and each == _STRING_TENSOR:
            raise _unexpected("tensor")
    _walk(value, _TENSOR, "tensor")


def _attribute(value: int | memoryview) -> None:
    _walk(value, _ATTRIBUTE, "attribute")


def _graph(value: int | memoryview) -> None:
    if isinstance(value, int):
        raise _unexpected("graph")
    n_nodes = sum(number == 1 for number, _, _ in fields(value))
    if n_nodes > _MOST_NODES:
        raise ModelError(
            f"The model's graph is too large: found {n_nodes} nodes, expected at most "
            f"{_MOST_NODES}."
        )
    _walk(value, _GRAPH, "graph")


def _opset(value: int | memoryview) -> None:
    _walk(value, {1: _domain, 2: None}, "list of operator sets")


def _domain(value: int | memoryview) -> None:
    if text_of(value).removesuffix("ai.onnx") not in OPERATORS:
        raise _unexpected("list of operator sets")


def _unexpected(what: str) -> ModelError:
    return ModelError(
        f"The model's graph holds something in its {what} that no model needs. "
        "Expected what 'myomap train' exports: it is not run."
    )


_MODEL: _Message = {
    1: None, 2: None, 3: None, 5: None, 7: _graph, 8: _opset,
}  # fmt: skip
_GRAPH: _Message = {
    1: _node, 2: None, 5: _tensor, 11: None, 12: None, 13: None,
}  # fmt: skip
_NODE: _Message = {
    1: None, 2: None, 3: None, 4: None, 5: _attribute, 7: None,
}  # fmt: skip
_ATTRIBUTE: _Message = {
    1: None, 2: None, 3: None, 4: None, 5: _tensor, 7: None, 8: None, 9: None,
    20: None,
}  # fmt: skip
_TENSOR: _Message = {
    1: None, 2: None, 4: None, 5: None, 7: None, 8: None, 9: None, 10: None,
    11: None,
}  # fmt: skip
