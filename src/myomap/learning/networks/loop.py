"""The loop of training: batches, steps, and the epoch that is taken in the end."""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np

from myomap.errors import InputError
from myomap.learning.dataset import IntArray
from myomap.learning.networks.augmentation import augmented
from myomap.learning.networks.checkpoint import Checkpoint
from myomap.learning.networks.picture_module import (
    logits_of_pictures,
    resizing_matrix,
)
from myomap.learning.networks.schedule import Schedule
from myomap.learning.optional import optional_module
from myomap.learning.splitting import Split, grouped_folds

__all__ = ["Lesson", "deterministic", "resizing_tensors", "set_aside", "train"]

_FROZEN = ("conv1.", "bn1.", "layer1.")
_FOLDS_SET_ASIDE = 5


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lesson:
    """What a network learns from.

    Parameters
    ----------
    rgb : (sample, 3, row, column) tensor
        Pictures, 0 to 255.
    y : (sample,) tensor
        Classes.
    split : Split
        Which samples train; the others decide which epoch is taken. Equal where none
        are set aside.
    schedule : Schedule
        How.
    seed : int
        Of the order of samples and of augmentation.
    """

    rgb: Any
    y: Any
    split: Split
    schedule: Schedule
    seed: int


def set_aside(
    y: IntArray, groups: IntArray, schedule: Schedule, rng: np.random.Generator
) -> Split:
    """Return which samples train and which decide when to stop, patient by patient.

    Parameters
    ----------
    y, groups : (sample,)
        Classes, and whose the samples are.
    schedule : Schedule
        Whose patience asks for it.
    rng : numpy.random.Generator
        Of the draw.

    Returns
    -------
    Split
        A fifth of the patients set aside; all samples on both sides where training
        goes on to the end, or patients are too few.
    """
    everybody = np.arange(len(y))
    if schedule.patience is not None:
        try:
            return grouped_folds(y, groups, _FOLDS_SET_ASIDE, rng)[0]
        except InputError:
            pass
    return Split(train=everybody, test=everybody)


def train(network: Any, lesson: Lesson, checkpoint: Checkpoint) -> None:
    """Train a network in place.

    Parameters
    ----------
    network : torch module
        With the weights it begins with; ends with those of the epoch taken.
    lesson : Lesson
        Samples and schedule.
    checkpoint : Checkpoint
        Where training goes on if it was interrupted, and keeps what is done.
    """
    torch = optional_module("torch")
    schedule = lesson.schedule
    _freeze(network, schedule)
    learnt = [each for each in network.parameters() if each.requires_grad]
    optimizer = torch.optim.Adam(learnt, lr=schedule.learning_rate)
    stops = len(lesson.split.test) < len(lesson.y)
    best = {"loss": math.inf, "epoch": -1}
    kept = _copied(network)
    first = checkpoint.restore(network, optimizer, kept, best)
    for epoch in range(first, schedule.epochs):
        if stops and epoch - int(best["epoch"]) > (schedule.patience or 0):
            break
        _one_epoch(network, optimizer, lesson, epoch)
        if stops:
            loss = _loss_set_aside(network, lesson)
            if loss < best["loss"]:
                best.update(loss=loss, epoch=epoch)
                kept = _copied(network)
        checkpoint.keep(epoch + 1, network, optimizer, kept, best)
    if stops and best["epoch"] >= 0:
        network.load_state_dict(kept)
    network.eval()


def _freeze(network: Any, schedule: Schedule) -> None:
    for name, parameter in network.named_parameters():
        parameter.requires_grad_(
            not (schedule.has_frozen_stem and name.startswith(_FROZEN))
        )


def _copied(network: Any) -> dict[str, Any]:
    return {name: value.clone() for name, value in network.state_dict().items()}


def _one_epoch(network: Any, optimizer: Any, lesson: Lesson, epoch: int) -> None:
    torch = optional_module("torch")
    # Each epoch has a chance of its own, so that it does not matter where one begins.
    chance = torch.Generator().manual_seed(lesson.seed + epoch)
    matrices = resizing_tensors(lesson.rgb, lesson.schedule)
    _into_training(network, lesson.schedule)
    for batch in _batches(lesson, chance):
        rgb = augmented(lesson.rgb[batch], lesson.schedule, chance)
        loss = _loss(logits_of_pictures(network, matrices, rgb), lesson.y[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


def _into_training(network: Any, schedule: Schedule) -> None:
    network.train()
    if schedule.has_frozen_stem:
        # Normalisation would go on learning though its weights do not.
        for name in ("bn1", "layer1"):
            getattr(network, name).eval()


def _batches(lesson: Lesson, chance: Any) -> Iterator[Any]:
    torch = optional_module("torch")
    train = torch.from_numpy(lesson.split.train)
    order = train[torch.randperm(len(train), generator=chance)]
    parts = list(order.split(lesson.schedule.batch))
    # One sample has no spread that a batch could be normalised by.
    if len(parts) > 1 and len(parts[-1]) == 1:
        del parts[-1]
    yield from parts


def _loss(logits: Any, y: Any) -> Any:
    functional = optional_module("torch.nn.functional")
    if logits.shape[1] > 1:
        return functional.cross_entropy(logits, y)
    return functional.binary_cross_entropy_with_logits(logits[:, 0], y.to(logits.dtype))


def _loss_set_aside(network: Any, lesson: Lesson) -> float:
    torch = optional_module("torch")
    matrices = resizing_tensors(lesson.rgb, lesson.schedule)
    total, test = 0.0, torch.from_numpy(lesson.split.test)
    network.eval()
    with torch.no_grad():
        for batch in test.split(lesson.schedule.batch):
            logits = logits_of_pictures(network, matrices, lesson.rgb[batch])
            total += float(_loss(logits, lesson.y[batch])) * len(batch)
    return total / len(test)


def resizing_tensors(rgb: Any, schedule: Schedule) -> tuple[Any, Any]:
    """Return the matrices that bring pictures to the size a network sees.

    Parameters
    ----------
    rgb : (sample, 3, row, column) tensor
        Pictures.
    schedule : Schedule
        With the height; the width keeps the picture's shape.

    Returns
    -------
    tuple of tensor
        For rows and for columns.
    """
    torch = optional_module("torch")
    height, width = rgb.shape[2:]
    shrunk = schedule.size_px, round(schedule.size_px * width / height)
    rows, columns = (
        torch.from_numpy(resizing_matrix(n_from, n_to).astype(np.float32)).to(
            rgb.device
        )
        for n_from, n_to in zip((height, width), shrunk, strict=True)
    )
    return rows, columns


@contextmanager
def deterministic(seed: int) -> Iterator[None]:
    """Let torch compute the same bits whatever else the process does.

    One thread, operations that have one order of their sums, and chance that begins
    with `seed`; all settings are the process's own again at the end.

    Parameters
    ----------
    seed : int
        Of the weights that begin by chance.

    Yields
    ------
    None
        Nothing.
    """
    torch = optional_module("torch")
    threads = torch.get_num_threads()
    was_strict = torch.are_deterministic_algorithms_enabled()
    with torch.random.fork_rng(devices=[]):
        torch.set_num_threads(1)
        torch.use_deterministic_algorithms(True)
        torch.manual_seed(seed)
        try:
            yield
        finally:
            torch.use_deterministic_algorithms(was_strict)
            torch.set_num_threads(threads)
