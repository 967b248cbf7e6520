"""A trained network as a graph, with all that is done before and after it."""

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from myomap.inference import (
    INPUT,
    OUTPUT,
    PictureInput,
    SelfTest,
    question_pictures,
)
from myomap.learning.calibration import Sigmoid
from myomap.learning.dataset import Dataset
from myomap.learning.export.exported import Exported, answers
from myomap.learning.export.writing import OPERATORS_VERSION, plain_bytes
from myomap.learning.final_fit import FinalModel
from myomap.learning.networks import Network
from myomap.learning.networks.loop import deterministic, resizing_tensors
from myomap.learning.networks.picture_module import logits_of_pictures, probabilities
from myomap.learning.optional import optional_module
from myomap.learning.recipe import Recipe

__all__ = ["export_pictures", "quiet_exporter"]

_TOLERANCE = 1e-5


def export_pictures(final: FinalModel, dataset: Dataset, recipe: Recipe) -> Exported:
    """Return a network as a graph that takes drawings as they are drawn.

    Parameters
    ----------
    final : FinalModel
        Of a `Network`.
    dataset : Dataset
        The samples.
    recipe : Recipe
        Whose unit decides what a drawing shows.

    Returns
    -------
    Exported
        Of (sample, row, column, 3) uint8; scaling, network and calibration are inside.
    """
    values = dataset.blocks[final.spec.block].values
    height, width = values.shape[2:]
    questions = question_pictures(height, width)
    shown: Any = np.moveaxis(questions, -1, 1)
    expected = final.predict_proba(shown)
    return Exported(
        graph=_graph(final.pipeline.model, final.curve, questions),
        input=PictureInput(
            kind="picture",
            drawing="canonical",
            unit=recipe.unit.value,
            height_px=height,
            width_px=width,
        ),
        self_test=SelfTest(rows=None, expected=answers(expected), tolerance=_TOLERANCE),
        asked=np.ascontiguousarray(np.moveaxis(values, 1, -1)),
        expected=final.predict_proba(values),
        libraries=("onnx", "onnxscript", "torch", "monai"),
    )


def _graph(model: Any, curve: Sigmoid | None, questions: Any) -> bytes:
    torch = optional_module("torch")
    export = optional_module("torch.export")
    module = _whole(model, curve, questions)
    with deterministic(0), quiet_exporter():
        made = torch.onnx.export(
            module,
            (torch.from_numpy(questions),),
            dynamo=True,
            opset_version=OPERATORS_VERSION,
            dynamic_shapes=({0: export.Dim("sample")},),
            input_names=[INPUT],
            output_names=[OUTPUT],
            external_data=False,
            verbose=False,
        )
    return plain_bytes(made.model_proto)


def _whole(model: Network, curve: Sigmoid | None, questions: Any) -> Any:
    """Return one module from a drawing to calibrated probabilities."""
    torch = optional_module("torch")
    network = model.network.eval()
    shown = torch.from_numpy(np.ascontiguousarray(np.moveaxis(questions, -1, 1)))
    matrices = resizing_tensors(shown, model.schedule)

    module: Any = torch.nn.Module

    class Whole(module):  # type: ignore[misc]  # torch is no part of the types here
        """The network with its surroundings."""

        def __init__(self) -> None:
            super().__init__()
            self.network = network
            self.register_buffer("rows", matrices[0])
            self.register_buffer("columns", matrices[1])

        def forward(self, rgb: Any) -> Any:
            """Return the probability of each class."""
            logits = logits_of_pictures(
                self.network, (self.rows, self.columns), rgb.permute(0, 3, 1, 2)
            )
            return probabilities(logits, curve)

    return Whole().eval()


@contextmanager
def quiet_exporter() -> Iterator[None]:
    """Keep the exporter's talk of libraries that nobody needs off the terminal.

    Yields
    ------
    None
        Nothing.
    """
    logger = logging.getLogger("torch.onnx")
    before = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(before)
