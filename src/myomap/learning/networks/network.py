"""A network as a model that is fitted once and asked."""

from pathlib import Path
from typing import Any

import numpy as np

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
        Where it is trained and asked: ``"cpu"`` or ``"cuda"``.
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
        """Train on pictures (sample, 3, row, column), 0 to 255."""
        torch = optional_module("torch")
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
        checkpoint.forget()

    def predict_proba(self, X: FloatArray) -> FloatArray:
        """Return the probability of each class."""
        torch = optional_module("torch")
        rgb = torch.from_numpy(np.array(X)).to(self._device)
        matrices = resizing_tensors(rgb, self.schedule)
        found = []
        with deterministic(0), torch.no_grad():
            for part in rgb.split(_ASKED_AT_ONCE):
                logits = logits_of_pictures(self.network, matrices, part)
                found.append(probabilities(logits).cpu().numpy())
        proba: FloatArray = np.concatenate(found)
        return proba

    def importances(self) -> FloatArray | None:
        """Return nothing: a picture's points are not features."""
        return None

    def _given(self) -> Any:
        if isinstance(self._weights, Path):
            return weights_of_file(self._weights)
        return official_weights(self._architecture) if self._weights else None
