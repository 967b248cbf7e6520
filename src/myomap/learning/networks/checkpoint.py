"""An unfinished network on the disk, as plain arrays, to go on where it ended."""

import hashlib
import io
import time
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from myomap.errors import OutputError
from myomap.learning.optional import optional_module
from myomap.output import write_file

__all__ = ["Checkpoint", "checkpoint_digest"]

_SECONDS_BETWEEN = 120.0
_DAMAGED = (OSError, ValueError, KeyError, RuntimeError, EOFError, BadZipFile)
_ADAM = ("step", "exp_avg", "exp_avg_sq")


class Checkpoint:
    """Where one training is kept; nothing is kept without a folder.

    Parameters
    ----------
    folder : Path or None
        Of all trainings.
    digest : str
        Of everything that decides this training: what another one left is never taken.
    seconds_between : float
        How often what is done is written.
    """

    def __init__(
        self,
        folder: Path | None,
        digest: str,
        *,
        seconds_between: float = _SECONDS_BETWEEN,
    ) -> None:
        self._path = None if folder is None else folder / f"{digest[:32]}.npz"
        self._between = seconds_between
        self._written = time.monotonic()

    def restore(
        self,
        network: Any,
        optimizer: Any,
        kept: dict[str, Any],
        best: dict[str, float],
    ) -> int:
        """Bring back an unfinished training.

        Parameters
        ----------
        network, optimizer : torch objects
            Of the same schedule; changed.
        kept : dict
            State of the best epoch; changed.
        best : dict
            Its loss and number; changed.

        Returns
        -------
        int
            The epoch to go on with; 0 where nothing was kept.

        Raises
        ------
        OutputError
            If what was kept is damaged.
        """
        if self._path is None or not self._path.is_file():
            return 0
        torch = optional_module("torch")
        try:
            data = io.BytesIO(self._path.read_bytes())
            with np.load(data, allow_pickle=False) as stored:
                found = {name: torch.from_numpy(stored[name]) for name in stored.files}
            state = {name: found[f"now.{name}"] for name in network.state_dict()}
            kept.update({name: found[f"kept.{name}"] for name in list(kept)})
            network.load_state_dict(state)
            _restore_adam(optimizer, found)
            best.update(loss=float(found["loss"]), epoch=float(found["epoch"]))
            return int(found["next"])
        except _DAMAGED as error:
            raise OutputError(
                "A training that was kept from an earlier run is damaged. Remove the "
                "folder 'networks' in the output folder and run again."
            ) from error

    def keep(
        self,
        following: int,
        network: Any,
        optimizer: Any,
        kept: dict[str, Any],
        best: dict[str, float],
    ) -> None:
        """Write what is done, if the last time was long ago.

        Parameters
        ----------
        following : int
            The epoch to go on with.
        network, optimizer : torch objects
            As they are.
        kept : dict
            State of the best epoch.
        best : dict
            Its loss and number.

        Raises
        ------
        OutputError
            If it cannot be written.
        """
        now = time.monotonic()
        if self._path is None or now - self._written < self._between:
            return
        arrays = {"next": np.array(following)}
        arrays |= {name: np.array(value) for name, value in best.items()}
        for prefix, state in (("now", network.state_dict()), ("kept", kept)):
            arrays |= {f"{prefix}.{k}": v.cpu().numpy() for k, v in state.items()}
        for index, each in optimizer.state_dict()["state"].items():
            for name in _ADAM:
                arrays[f"adam.{index}.{name}"] = each[name].cpu().numpy()
        stream = io.BytesIO()
        np.savez(stream, allow_pickle=False, **arrays)
        write_file(self._path, stream.getvalue(), force=True)
        self._written = now

    def forget(self) -> None:
        """Remove what was kept of a training that is done."""
        if self._path is not None:
            self._path.unlink(missing_ok=True)


def _restore_adam(optimizer: Any, found: dict[str, Any]) -> None:
    told = optimizer.state_dict()
    indices = sorted({int(n.split(".")[1]) for n in found if n.startswith("adam.")})
    told["state"] = {
        index: {name: found[f"adam.{index}.{name}"] for name in _ADAM}
        for index in indices
    }
    optimizer.load_state_dict(told)


def checkpoint_digest(*parts: object) -> str:
    """Return a hash of everything that decides a training.

    Parameters
    ----------
    *parts : array or object
        Arrays by their bytes, all else as it prints.

    Returns
    -------
    str
        In hexadecimal.
    """
    told = hashlib.sha256()
    for part in parts:
        if isinstance(part, np.ndarray):
            told.update(f"{part.shape} {part.dtype}".encode())
            told.update(np.ascontiguousarray(part).tobytes())
        else:
            told.update(repr(part).encode())
        told.update(b"\n")
    return told.hexdigest()
