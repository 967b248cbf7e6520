"""A graph in onnxruntime: checked before, asked one way only."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from myomap.errors import ModelError
from myomap.geometry import FloatArray
from myomap.inference.graph import require_plain_graph

__all__ = ["AWAY", "DOUBT", "DRAWN", "INPUT", "OUTPUT", "SCORES", "Session"]

INPUT, OUTPUT = "input", "probability"
"""What the graph's only input and its first output are called."""

DOUBT, DRAWN = "doubt", "drawn"
"""What a graph that reads maps gives beside probabilities: (sample, kind of doubt), and
maps (sample, map, 32, 72)."""

SCORES, AWAY = "scores", "away"
"""What a graph that was opened for training gives beside these: class scores (sample,
class), and whitened features (sample, feature)."""

_OUTPUTS = (
    [OUTPUT],
    [OUTPUT, DOUBT, DRAWN],
    [OUTPUT, DOUBT, DRAWN, SCORES, AWAY],
)


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
        names = [each.name for each in outputs]
        if [each.name for each in inputs] != [INPUT] or names not in _OUTPUTS:
            raise ModelError(
                f"The model's graph has other inputs or outputs: expected one called "
                f"'{INPUT}' and one called '{OUTPUT}'. Export it again."
            )
        self.has_maps = len(names) > 1
        self.graph = graph

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
        (answer,) = self._run([OUTPUT], values)
        return _probabilities(answer, len(values))

    def ask_inside(self, values: NDArray[np.float32]) -> tuple[FloatArray, FloatArray]:
        """Return what a graph that was opened gives before its probabilities.

        Parameters
        ----------
        values : (sample, channel, 32, 72), float32
            As `myomap.inference.reading_input` makes them.

        Returns
        -------
        scores : (sample, class)
            Log odds up to a constant.
        away : (sample, feature)
            Whitened features.

        Raises
        ------
        ModelError
            If the graph does not take the values, or was not opened.
        """
        scores, away = self._run([SCORES, AWAY], values)
        return np.asarray(scores, np.float64), np.asarray(away, np.float64)

    def ask_for_maps(
        self, values: NDArray[np.float32]
    ) -> tuple[FloatArray, FloatArray, NDArray[np.float32]]:
        """Return all that a graph which reads maps answers.

        Parameters
        ----------
        values : (sample, channel, 32, 72), float32
            As `myomap.inference.reading_input` makes them.

        Returns
        -------
        probability : (sample, class)
            Of sum 1.
        doubt : (sample, kind of doubt)
            In the graph's own measures.
        drawn : (sample, map, 32, 72)
            As `MAP_OUTPUTS` names them.

        Raises
        ------
        ModelError
            If the graph does not take the values, or answers in another way.
        """
        if not self.has_maps:
            raise ModelError(
                "The model does not read maps. Expected the bundle of a reading "
                "network: name another one."
            )
        answer, doubt, drawn = self._run([OUTPUT, DOUBT, DRAWN], values)
        doubts, maps = np.asarray(doubt, np.float64), np.asarray(drawn, np.float32)
        if not (np.isfinite(doubts).all() and np.isfinite(maps).all()):
            raise _cannot_run()
        return _probabilities(answer, len(values)), doubts, maps

    def _run(self, names: list[str], values: NDArray[Any]) -> list[Any]:
        try:
            answers: list[Any] = self._session.run(names, {INPUT: values})
        except self._errors as error:
            raise _cannot_run() from error
        return answers


def _probabilities(answer: Any, n_samples: int) -> FloatArray:
    found = np.asarray(answer, dtype=np.float64)
    if (
        found.ndim != 2
        or len(found) != n_samples
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
