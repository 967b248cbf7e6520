"""A graph in onnxruntime: checked before, asked one way only."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from myomap.errors import ModelError
from myomap.geometry import FloatArray
from myomap.inference.graph import require_plain_graph

__all__ = ["INPUT", "OUTPUT", "Session"]

INPUT, OUTPUT = "input", "probability"
"""What the graph's only input and its only output are called."""


class Session:
    """A model that can be asked.

    Parameters
    ----------
    graph : bytes
        An ONNX file; refused unless `require_plain_graph` lets it pass.

    Raises
    ------
    ModelError
        If the graph is not one that myomap runs.
    """

    def __init__(self, graph: bytes) -> None:
        require_plain_graph(graph)
        import onnxruntime

        options = onnxruntime.SessionOptions()
        # One patient is classified in one thread: the answer is then the same to the
        # last bit however many cores there are.
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.use_deterministic_compute = True
        options.log_severity_level = 4
        self._errors = _errors_of_runtime()
        try:
            self._session = onnxruntime.InferenceSession(
                graph, options, providers=["CPUExecutionProvider"]
            )
        except self._errors as error:
            raise _cannot_run() from error
        inputs, outputs = self._session.get_inputs(), self._session.get_outputs()
        if [each.name for each in inputs] != [INPUT] or [
            each.name for each in outputs
        ] != [OUTPUT]:
            raise ModelError(
                f"The model's graph has other inputs or outputs: expected one called "
                f"'{INPUT}' and one called '{OUTPUT}'. Export it again."
            )

    def ask(self, values: NDArray[Any]) -> FloatArray:
        """Return what the graph answers.

        Parameters
        ----------
        values : (sample, ...)
            Of the type that the graph takes.

        Returns
        -------
        (sample, class)
            Probabilities.

        Raises
        ------
        ModelError
            If the graph does not take the values, or answers without probabilities.
        """
        try:
            (answer,) = self._session.run([OUTPUT], {INPUT: values})
        except self._errors as error:
            raise _cannot_run() from error
        found = np.asarray(answer, dtype=np.float64)
        if (
            found.ndim != 2
            or len(found) != len(values)
            or not np.isfinite(found).all()
            or (np.abs(found - 0.5) > 0.5 + 1e-6).any()
        ):
            raise ModelError(
                "The model's answer is no probability for each class. Expected numbers "
                "from 0 to 1: do not use it."
            )
        return np.clip(found, 0.0, 1.0)


def _errors_of_runtime() -> tuple[type[Exception], ...]:
    """Return what onnxruntime raises: classes of its own, below no common one."""
    from onnxruntime.capi import onnxruntime_pybind11_state as state

    names = (
        "EPFail", "EngineError", "Fail", "InvalidArgument", "InvalidGraph",
        "InvalidProtobuf", "ModelLoaded", "NoModel", "NoSuchFile", "NotImplemented",
        "RuntimeException",
    )  # fmt: skip
    found = (getattr(state, name, RuntimeError) for name in names)
    return (*found, RuntimeError, ValueError, MemoryError)


def _cannot_run() -> ModelError:
    return ModelError(
        "The model's graph cannot be run by the onnxruntime that is installed. Export "
        "it again, or install a newer onnxruntime."
    )
