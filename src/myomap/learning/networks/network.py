"""A network as a model that is fitted once and asked."""

import os
from pathlib import Path
from typing import Any

import numpy as np

from myomap.errors import ConfigError
from myomap.geometry import FloatArray
from myomap.learning.dataset import IntArray
from myomap.learning.estimator import TrainingOptions
from myomap.learning.networks.architecture import ARCHITECTURES, build_network
from myomap.learning.networks.checkpoint import Checkpoint, checkpoint_digest
from myomap.learning.networks.loop import (
    Lesson,
    deterministic,
    resizing_tensors,
    set_aside,
    train,
)
from myomap.learning.networks.picture_module import logits_of_pictures, probabilities
from myomap.learning.networks.schedule import Schedule
from myomap.learning.networks.weights import official_weights, weights_of_file
from myomap.learning.optional import optional_module

__all__ = ["Network"]

_LARGEST_SEED = 2**31 - 1
_ASKED_AT_ONCE = 32


class Network:
    """A residual network that looks at drawings.

    Parameters
    ----------
    options : TrainingOptions
        With the number of classes; its parameters are what tables say.
    architecture : str
        A key of `ARCHITECTURES`.
    schedule : Schedule
        How it is trained.
    weights : Path, bool
        A file of weights; True for the official ones; False to begin by chance.
    checkpoints : Path or None
        Folder where an unfinished training is kept.
    device : str
        Where it is trained: ``"cpu"`` or ``"cuda"``. It is asked on the processor,
        where the bundle will be.
    """

    def __init__(
        self,
        options: TrainingOptions,
        *,
        architecture: str,
        schedule: Schedule,
        weights: Path | bool = False,
        checkpoints: Path | None = None,
        device: str = "cpu",
    ) -> None:
        self._n_outputs = 1 if options.n_classes == 2 else options.n_classes
        self._architecture = architecture
        self.schedule = schedule
        self._weights = weights
        self._folder = checkpoints
        self._device = device
        optional_module("torch")

    def fit(
        self, X: FloatArray, y: IntArray, groups: IntArray, rng: np.random.Generator
    ) -> None:
        """Train on pictures.

        Parameters
        ----------
        X : (sample, 3, row, column), uint8
            Red, green, blue.
        y : (sample,)
            Classes.
        groups : (sample,)
            Whose the samples are.
        rng : numpy.random.Generator
            Of weights that begin by chance, of the order of samples and of turns.

        Raises
        ------
        ConfigError
            If weights are not there, or not of this network.
        """
        torch = optional_module("torch")
        _require_device(torch, self._device)
        seed = int(rng.integers(_LARGEST_SEED))
        split = set_aside(y, groups, self.schedule, rng)
        digest = checkpoint_digest(
            np.asarray(X), y, groups, seed, self.schedule, self._architecture,
            str(self._weights),
        )  # fmt: skip
        checkpoint = Checkpoint(self._folder, digest)
        with deterministic(seed):
            self.network = build_network(
                ARCHITECTURES[self._architecture], self._n_outputs, self._given()
            ).to(self._device)
            lesson = Lesson(
                rgb=torch.from_numpy(np.array(X)).to(self._device),
                y=torch.from_numpy(np.array(y)).to(self._device),
                split=split,
                schedule=self.schedule,
                seed=seed,
            )
            train(self.network, lesson, checkpoint)
            self.network.cpu()
        checkpoint.forget()

    def predict_proba(self, X: FloatArray) -> FloatArray:
        """Return the probability of each class.

        Parameters
        ----------
        X : (sample, 3, row, column), uint8
            As in `fit`.

        Returns
        -------
        (sample, class)
            Each row of sum 1.
        """
        torch = optional_module("torch")
        rgb = torch.from_numpy(np.array(X))
        matrices = resizing_tensors(rgb, self.schedule)
        found = []
        with deterministic(0), torch.no_grad():
            for part in rgb.split(_ASKED_AT_ONCE):
                logits = logits_of_pictures(self.network, matrices, part)
                found.append(probabilities(logits).cpu().numpy())
        proba: FloatArray = np.concatenate(found)
        return proba

    def importances(self) -> FloatArray | None:
        """Return nothing: a picture's points are not features.

        Returns
        -------
        None
            Always.
        """
        return None

    def _given(self) -> Any:
        if isinstance(self._weights, Path):
            return weights_of_file(self._weights)
        return official_weights(self._architecture) if self._weights else None


def _require_device(torch: Any, device: str) -> None:
    if device == "cpu":
        return
    if not torch.cuda.is_available():
        raise ConfigError(
            "There is no graphics processor that torch can use. Leave device=cuda "
            "out, or install the build of PyTorch for yours."
        )
    # Without it, sums on a graphics processor have no fixed order.
    os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
