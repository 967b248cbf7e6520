"""The training of the reading network: steps in a row, the same from any of them on."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from myomap.errors import ConfigError
from myomap.learning.networks.loop import deterministic
from myomap.learning.optional import optional_module
from myomap.learning.reading_network.building import Widths, build_polar_network
from myomap.learning.reading_network.case_pool import CasePool
from myomap.learning.reading_network.checkpoint import kept_training, restored_training
from myomap.learning.reading_network.lesson import Lessons, lesson
from myomap.learning.reading_network.losses import LossWeights, total_loss

__all__ = ["TrainingPlan", "train_reading"]

_CHANCE_OF_STEPS = 1
_SECONDS_BETWEEN = 150.0
_WARM_UP = 200
_TIE = 0.998


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingPlan:
    """Everything that decides the weights.

    Parameters
    ----------
    seed : int
        Of patients, order, disturbances and first weights.
    steps : int
        How many.
    batch : int
        Patients a step.
    pool, fresh : int
        How many patients there are to choose from, and how many are simulated anew
        before a step.
    learning_rate, weight_decay : float
        Of AdamW; the rate rises, then falls along a cosine to a hundredth.
    is_half : bool
        Whether sums inside the network are made in 16 bits: on processors that can,
        almost twice as fast.
    widths : Widths
        Of the network.
    lessons : Lessons
        What befalls the maps.
    weights : LossWeights
        What counts how much.
    """

    seed: int = 20_261_124
    steps: int = 5000
    batch: int = 64
    pool: int = 3072
    fresh: int = 12
    learning_rate: float = 2e-3
    weight_decay: float = 1e-2
    is_half: bool = True
    widths: Widths = field(default_factory=Widths)
    lessons: Lessons = field(default_factory=Lessons)
    weights: LossWeights = field(default_factory=LossWeights)

    def __post_init__(self) -> None:
        for what, found, low, high in (
            ("number of steps", self.steps, 1, 10_000_000),
            ("number of patients a step", self.batch, 2, 4096),
            ("number of patients to choose from", self.pool, 2, 1_000_000),
            ("number of fresh patients", self.fresh, 0, self.pool),
        ):
            if not low <= found <= high:
                raise ConfigError(
                    f"The {what} makes no sense: found {found}, expected {low} to "
                    f"{high}."
                )


def train_reading(
    plan: TrainingPlan,
    *,
    checkpoint: Path | None = None,
    on_step: Callable[[int, float], None] | None = None,
) -> Any:
    """Return a network that was taught by simulated patients.

    Parameters
    ----------
    plan : TrainingPlan
        The same plan gives the same weights, on one kind of processor.
    checkpoint : Path, optional
        A file where an unfinished training is kept every few minutes, and from which
        it goes on.
    on_step : callable, optional
        Called after every step with its number and its loss.

    Returns
    -------
    torch module
        The running mean of the weights of the last steps, ready to be asked.
    """
    torch = optional_module("torch")
    with deterministic(plan.seed):
        network = build_polar_network(plan.widths)
        mean = build_polar_network(plan.widths)
        mean.load_state_dict(network.state_dict())
        optimizer = torch.optim.AdamW(
            network.parameters(), lr=plan.learning_rate, weight_decay=plan.weight_decay
        )
        first = restored_training(checkpoint, plan, (network, mean), optimizer)
        pool = CasePool(plan.seed, size=plan.pool, fresh=plan.fresh)
        written = time.monotonic()
        for step in range(first, plan.steps):
            pool.forward_to(step)
            loss = _one_step(network, optimizer, pool, plan, step)
            _follow(mean, network, step)
            if on_step is not None:
                on_step(step + 1, loss)
            is_last = step + 1 == plan.steps
            if is_last or time.monotonic() - written > _SECONDS_BETWEEN:
                kept_training(checkpoint, plan, (network, mean), optimizer, step + 1)
                written = time.monotonic()
    mean.eval()
    return mean


def _one_step(
    network: Any, optimizer: Any, pool: CasePool, plan: TrainingPlan, step: int
) -> float:
    torch = optional_module("torch")
    rng = np.random.default_rng([plan.seed, _CHANCE_OF_STEPS, step])
    places = rng.choice(plan.pool, min(plan.batch, plan.pool), replace=False)
    shown = lesson(pool.chosen(places), plan.lessons, rng)
    for group in optimizer.param_groups:
        group["lr"] = _rate(plan, step)
    network.train()
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=plan.is_half):
        found = network(torch.from_numpy(shown.channels))
    loss = total_loss(found, shown.targets, plan.weights)
    optimizer.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(network.parameters(), 2.0)
    optimizer.step()
    return float(loss.detach())


def _rate(plan: TrainingPlan, step: int) -> float:
    warm = min(1.0, (step + 1) / _WARM_UP)
    way = step / max(plan.steps, 1)
    return plan.learning_rate * warm * float(0.01 + 0.495 * (1.0 + np.cos(np.pi * way)))


def _follow(mean: Any, network: Any, step: int) -> None:
    """Let the running mean take a small step after the network."""
    torch = optional_module("torch")
    tie = min(_TIE, (step + 1) / (step + 10))
    with torch.no_grad():
        new = network.state_dict()
        for name, value in mean.state_dict().items():
            if value.dtype.is_floating_point:
                value.lerp_(new[name], 1.0 - tie)
            else:
                value.copy_(new[name])
