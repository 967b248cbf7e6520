"""An unfinished training of the reading network on the disk, as plain arrays."""

import io
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from myomap.errors import ConfigError, OutputError
from myomap.learning.networks.checkpoint import checkpoint_digest
from myomap.learning.optional import optional_module
from myomap.output import write_file

__all__ = ["kept_training", "restored_training"]

_DAMAGED = (OSError, ValueError, KeyError, RuntimeError, EOFError, BadZipFile)
_ADAM = ("step", "exp_avg", "exp_avg_sq")
_PLAN, _NEXT = "plan", "next"

_Networks = tuple[Any, Any]


def kept_training(
    path: Path | None, plan: object, networks: _Networks, optimizer: Any, following: int
) -> None:
    """Write what is done.

    Parameters
    ----------
    path : Path or None
        None keeps nothing.
    plan : object
        Everything that decides the training, as it prints.
    networks : (torch module, torch module)
        As it is, and the running mean.
    optimizer : torch optimizer
        Of the first.
    following : int
        The step to go on with.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    if path is None:
        return
    arrays: dict[str, Any] = {
        _PLAN: np.frombuffer(checkpoint_digest(plan).encode(), np.uint8),
        _NEXT: np.array(following),
    }
    for prefix, network in zip(("now", "mean"), networks, strict=True):
        state = network.state_dict()
        arrays |= {f"{prefix}.{name}": each.numpy() for name, each in state.items()}
    for index, each in optimizer.state_dict()["state"].items():
        arrays |= {f"adam.{index}.{name}": each[name].numpy() for name in _ADAM}
    stream = io.BytesIO()
    np.savez(stream, allow_pickle=False, **arrays)
    write_file(path, stream.getvalue(), force=True)


def restored_training(
    path: Path | None, plan: object, networks: _Networks, optimizer: Any
) -> int:
    """Bring back an unfinished training.

    Parameters
    ----------
    path : Path or None
        Where it was kept.
    plan : object
        Everything that decides the training, as it prints.
    networks : (torch module, torch module)
        Changed.
    optimizer : torch optimizer
        Changed.

    Returns
    -------
    int
        The step to go on with; 0 where nothing was kept.

    Raises
    ------
    ConfigError
        If what was kept is of another plan.
    OutputError
        If it is damaged.
    """
    if path is None or not path.is_file():
        return 0
    torch = optional_module("torch")
    try:
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as stored:
            found = {name: np.array(stored[name]) for name in stored.files}
        kept = found.pop(_PLAN).tobytes().decode()
        following = int(found.pop(_NEXT))
        tensors = {name: torch.from_numpy(each) for name, each in found.items()}
        if kept == checkpoint_digest(plan):
            for prefix, network in zip(("now", "mean"), networks, strict=True):
                names = network.state_dict()
                network.load_state_dict({n: tensors[f"{prefix}.{n}"] for n in names})
            _restore_adam(optimizer, tensors)
            return following
    except _DAMAGED as error:
        raise OutputError(
            "A training that was kept from an earlier run is damaged. Remove the file "
            "that --keep names and run again."
        ) from error
    raise ConfigError(
        "The training that was kept is of another plan: found other steps, another "
        "seed or another version. Remove the file that --keep names, or name another."
    )


def _restore_adam(optimizer: Any, tensors: dict[str, Any]) -> None:
    told = optimizer.state_dict()
    indices = sorted({int(n.split(".")[1]) for n in tensors if n.startswith("adam.")})
    told["state"] = {
        index: {name: tensors[f"adam.{index}.{name}"] for name in _ADAM}
        for index in indices
    }
    optimizer.load_state_dict(told)
