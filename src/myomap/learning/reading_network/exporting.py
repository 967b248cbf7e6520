"""A reading network as a graph, with all that is done after it."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from myomap.geometry import FloatArray
from myomap.inference import DOUBT, DRAWN, INPUT, OUTPUT, question_channels
from myomap.learning.export.network import quiet_exporter
from myomap.learning.export.writing import OPERATORS_VERSION, plain_bytes
from myomap.learning.networks.loop import deterministic
from myomap.learning.optional import optional_module

__all__ = ["AfterNetwork", "asked_network", "no_correction", "reading_graph"]

_N_CLASSES = 4
_STATES = 3


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AfterNetwork:
    """What was learnt on patients that the network was not taught with.

    Parameters
    ----------
    slope : (3,)
        Factor of the scores: of patients with both states, with stress alone, with
        rest alone.
    shift : (3, 4)
        What is then added to each class's score.
    centre : (feature,)
        Mean of the features.
    whiten : (feature, feature)
        What makes features less their mean of equal spread in all directions.
    """

    slope: FloatArray
    shift: FloatArray
    centre: FloatArray
    whiten: FloatArray


def no_correction(n_features: int) -> AfterNetwork:
    """Return what changes nothing.

    Parameters
    ----------
    n_features : int
        Of the network.

    Returns
    -------
    AfterNetwork
        The identity.
    """
    return AfterNetwork(
        slope=np.ones(_STATES),
        shift=np.zeros((_STATES, _N_CLASSES)),
        centre=np.zeros(n_features),
        whiten=np.eye(n_features),
    )


def reading_graph(network: Any, after: AfterNetwork) -> bytes:
    """Return the graph of a reading network.

    Parameters
    ----------
    network : torch module
        As `train_reading` gives it.
    after : AfterNetwork
        What follows it.

    Returns
    -------
    bytes
        An ONNX file from channels to probabilities, doubts and maps: shares of the
        three classes of samples, and the maps without disease as the network counts
        uptake.
    """
    torch = optional_module("torch")
    from myomap.learning.reading_network.whole_module import WholeReading

    export = optional_module("torch.export")
    questions = torch.from_numpy(question_channels())
    with deterministic(0), quiet_exporter():
        made = torch.onnx.export(
            WholeReading(network.eval(), after).eval(),
            (questions,),
            dynamo=True,
            opset_version=OPERATORS_VERSION,
            dynamic_shapes=({0: export.Dim("sample")},),
            input_names=[INPUT],
            output_names=[OUTPUT, DOUBT, DRAWN],
            external_data=False,
            verbose=False,
        )
    return plain_bytes(made.model_proto)


def asked_network(network: Any, channels: NDArray[np.float32]) -> tuple[Any, ...]:
    """Return what a network answers, as arrays, a few patients at a time.

    Parameters
    ----------
    network : torch module
        As `train_reading` gives it.
    channels : (patient, channel, 32, 72)
        What it is shown.

    Returns
    -------
    tuple of array
        Scores, score of being no map, features, maps.
    """
    torch = optional_module("torch")
    network.eval()
    with deterministic(0), torch.no_grad():
        parts = [network(part) for part in torch.from_numpy(channels).split(64)]
    return tuple(torch.cat(each).numpy() for each in zip(*parts, strict=True))
