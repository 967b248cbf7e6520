"""Networks by name, with options in it: ``resnet50:epochs=5:size=64``."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from myomap.errors import ConfigError
from myomap.learning.estimator import ModelSpec
from myomap.learning.networks.network import Network
from myomap.learning.networks.pictures import PICTURES
from myomap.learning.networks.schedule import CAREFUL, PUBLISHED, Schedule
from myomap.learning.networks.weights import OFFICIAL, weights_digest

__all__ = ["NETWORKS", "Places", "network_named"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """What networks find on the disk, and leave there.

    Parameters
    ----------
    weights : Path or None
        A file of weights to begin with.
    checkpoints : Path or None
        Folder where unfinished trainings are kept.
    """

    weights: Path | None = None
    checkpoints: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listed:
    title: str
    architecture: str
    schedule: Schedule


NETWORKS: Mapping[str, _Listed] = {
    "resnet50": _Listed(title="ResNet50", architecture="resnet50", schedule=PUBLISHED),
    "resnet152": _Listed(
        title="ResNet152",
        architecture="resnet152",
        schedule=replace(PUBLISHED, epochs=50),
    ),
    "resnet50-careful": _Listed(
        title="ResNet50, careful", architecture="resnet50", schedule=CAREFUL
    ),
    "resnet152-careful": _Listed(
        title="ResNet152, careful", architecture="resnet152", schedule=CAREFUL
    ),
    "resnet-small": _Listed(
        title="Small residual network",
        architecture="resnet-small",
        schedule=replace(CAREFUL, learning_rate=0.003, size_px=64),
    ),
}
"""Networks that ``--models`` can name."""

_OPTIONS: Mapping[str, tuple[str, Callable[[str], Any]]] = {
    "epochs": ("epochs", int),
    "size": ("size_px", int),
    "batch": ("batch", int),
    "lr": ("learning_rate", float),
}
_WEIGHTS = {"imagenet": True, "none": False}
_DEVICES = ("cpu", "cuda")


def network_named(name: str, places: Places | None = None) -> ModelSpec | None:
    """Return a network by its name and the options in it.

    Parameters
    ----------
    name : str
        A key of `NETWORKS`, then options: epochs, size, batch, lr,
        weights=imagenet and device=cuda, each behind a colon.
    places : Places, optional
        A file of weights, and where unfinished trainings are kept.

    Returns
    -------
    ModelSpec or None
        None if the name is not a network's. Its title and note say what is not as it
        stands in `NETWORKS`, and how the weights began.

    Raises
    ------
    ConfigError
        If an option is unknown or makes no sense.
    """
    places = places or Places()
    first, *words = name.split(":")
    if first not in NETWORKS:
        return None
    listed = NETWORKS[first]
    options = dict(_option(word) for word in words)
    changes = {k: v for k, v in options.items() if k not in ("weights", "device")}
    schedule = replace(listed.schedule, **changes)
    weights = _weights(first, options.get("weights", False), places)
    if not weights:
        # Layers of chance are not worth keeping.
        schedule = replace(schedule, has_frozen_stem=False)
    digest = weights_digest(weights) if isinstance(weights, Path) else ""
    note = _note(weights, digest)
    told = [name, *([f"weights={digest[:12]}"] if digest else [])]
    return ModelSpec(
        name=":".join(told),
        title=": ".join([f"{listed.title} ({note})", *_in_words(words)]),
        block=PICTURES,
        make=partial(
            Network,
            architecture=listed.architecture,
            schedule=schedule,
            weights=weights,
            checkpoints=places.checkpoints,
            device=options.get("device", "cpu"),
        ),
        parameters=schedule.to_parameters(),
        is_tabular=False,
        note=note,
    )


def _in_words(words: list[str]) -> list[str]:
    return [", ".join(words)] if words else []


def _option(word: str) -> tuple[str, Any]:
    key, _, value = word.partition("=")
    if key == "weights" and value in _WEIGHTS:
        return key, _WEIGHTS[value]
    if key == "device" and value in _DEVICES:
        return key, value
    try:
        field, kind = _OPTIONS[key]
        return field, kind(value)
    except (KeyError, ValueError):
        raise ConfigError(
            f"A network has no option {word!r}. Expected epochs=N, size=PIXELS, "
            "batch=N, lr=RATE, weights=imagenet or device=cuda, each behind a colon."
        ) from None


def _weights(first: str, asked: bool, places: Places) -> Path | bool:
    if places.weights is not None:
        if asked:
            raise ConfigError(
                "Weights were given twice: by --weights and in the model's name. Leave "
                "one out."
            )
        return places.weights
    if asked and NETWORKS[first].architecture not in OFFICIAL:
        raise ConfigError(f"There are no ImageNet weights for {first}. Leave them out.")
    return asked


def _note(weights: Path | bool, digest: str) -> str:
    if digest:
        return f"weights from a file, SHA-256 {digest[:12]}"
    return "ImageNet weights" if weights else "random initialisation"
