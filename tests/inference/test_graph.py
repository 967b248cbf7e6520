"""A graph may hold what a model needs and nothing else, known or unknown."""

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from model_bundles import logistic_graph
from myomap.errors import ModelError
from myomap.inference import OPERATORS, require_plain_graph
from myomap.inference.wire import fields


def graph_with(change) -> bytes:
    """Return the plain graph after a change of the message."""
    model = onnx.load_model_from_string(logistic_graph())
    change(model)
    return model.SerializeToString()


def test_a_model_of_ours_passes() -> None:
    require_plain_graph(logistic_graph())


def external(model) -> None:
    tensor = model.graph.initializer[0]
    tensor.ClearField("raw_data")
    tensor.data_location = TensorProto.EXTERNAL
    tensor.external_data.add(key="location", value="../../secret")


def external_in_a_constant(model) -> None:
    tensor = numpy_helper.from_array(np.zeros(3))
    external_tensor = TensorProto()
    external_tensor.CopyFrom(tensor)
    external_tensor.ClearField("raw_data")
    external_tensor.external_data.add(key="location", value="weights.bin")
    made = helper.make_node("Constant", [], ["extra"], value=external_tensor)
    model.graph.node.append(made)


@pytest.mark.parametrize("change", [external, external_in_a_constant])
def test_parts_in_other_files_are_refused(change) -> None:
    with pytest.raises(ModelError, match="parts in other files"):
        require_plain_graph(graph_with(change))


def node(operator: str, domain: str = "", **attributes):
    def change(model) -> None:
        made = helper.make_node(operator, ["input"], ["x"], domain=domain, **attributes)
        model.graph.node.append(made)

    return change


@pytest.mark.parametrize(
    "change",
    [
        node("Loop"),
        node("If"),
        node("Scan"),
        node("ConstantOfShape"),
        node("RandomNormal"),
        node("Expand"),
        node("Tile"),
        node("StringConcat"),
        node("Add", domain="com.microsoft"),
        node("Add", domain="evil.ai.onnx"),
        node("PyOp", domain="ai.onnx.contrib"),
        node("Scaler", domain="ai.onnx.ml"),
    ],
)
def test_an_operator_that_is_not_on_the_list_is_refused(change) -> None:
    with pytest.raises(ModelError, match=r"operator that no model needs|holds some"):
        require_plain_graph(graph_with(change))


def subgraph(model) -> None:
    inner = helper.make_graph([], "inner", [], [])
    model.graph.node.append(helper.make_node("Add", ["a"], ["b"], body=inner))


def function(model) -> None:
    model.functions.add(name="f", domain="")


def metadata(model) -> None:
    model.metadata_props.add(key="folder", value="of somebody")


def training(model) -> None:
    model.training_info.add()


def sparse(model) -> None:
    model.graph.sparse_initializer.add()


def words(model) -> None:
    model.graph.initializer.append(
        numpy_helper.from_array(np.array(["text"], dtype=object), "words")
    )


def domain(model) -> None:
    model.opset_import.add(domain="com.microsoft", version=1)


def unknown_field(model) -> None:
    model.ParseFromString(model.SerializeToString() + b"\xf8\x07\x01")


@pytest.mark.parametrize(
    "change",
    [subgraph, function, metadata, training, sparse, words, domain, unknown_field],
)
def test_what_no_model_needs_is_refused(change) -> None:
    with pytest.raises(ModelError, match="holds something in its"):
        require_plain_graph(graph_with(change))


def test_the_list_names_operators_of_onnx_alone() -> None:
    known = {(each.domain, each.name) for each in onnx.defs.get_all_schemas()}
    listed = {(domain, name) for domain, names in OPERATORS.items() for name in names}
    assert listed <= known


@pytest.mark.parametrize(
    "data", [b"", b"\x00", b"\x0a\xff", b"\x0b", b"\xff" * 20, b"PK\x03\x04", b"a"]
)
def test_what_is_no_message_is_no_graph(data: bytes) -> None:
    with pytest.raises(ModelError, match="no ONNX graph"):
        require_plain_graph(data)


def test_random_bytes_end_in_a_refusal() -> None:
    rng = np.random.default_rng(0)
    for length in rng.integers(1, 300, 500):
        with pytest.raises(ModelError):
            require_plain_graph(rng.bytes(int(length)))


def test_fields_are_those_that_the_library_reads() -> None:
    data = logistic_graph()
    model = onnx.load_model_from_string(data)
    found = [number for number, _, _ in fields(memoryview(data))]
    assert found.count(8) == len(model.opset_import)
    graph = next(value for number, _, value in fields(memoryview(data)) if number == 7)
    inside = [number for number, _, _ in fields(graph)]
    assert inside.count(1) == len(model.graph.node)
    assert inside.count(5) == len(model.graph.initializer)
