"""ImageNet weights: from the official address with their checksum, or from a file."""

import hashlib
import warnings
from pathlib import Path

# torch raises it for whatever is more than tensors; nothing here unpickles.
from pickle import UnpicklingError
from typing import Any

from myomap.errors import ConfigError, InputError
from myomap.learning.optional import optional_module

__all__ = ["OFFICIAL", "official_weights", "weights_digest", "weights_of_file"]

OFFICIAL = {
    "resnet50": "https://download.pytorch.org/models/resnet50-11ad3fa6.pth",
    "resnet152": "https://download.pytorch.org/models/resnet152-f82ba261.pth",
}
"""torchvision's IMAGENET1K_V2; the name ends with the beginning of the SHA-256."""

_CHUNK_BYTES = 1 << 20
_UNREADABLE = (OSError, RuntimeError, ValueError, EOFError, KeyError, AttributeError)


def official_weights(name: str) -> Any:
    """Return ImageNet weights from the official address, or from torch's own cache.

    Parameters
    ----------
    name : str
        Of the network.

    Returns
    -------
    dict of str to tensor
        Checked against the hash in the file's name, and read without running any code.

    Raises
    ------
    ConfigError
        If there are none for this network, or they cannot be fetched.
    """
    if name not in OFFICIAL:
        raise ConfigError(
            f"There are no ImageNet weights for {name}. Leave them out, or take one "
            f"of: {', '.join(OFFICIAL)}."
        )
    hub = optional_module("torch.hub")
    try:
        return hub.load_state_dict_from_url(
            OFFICIAL[name],
            map_location="cpu",
            progress=False,
            check_hash=True,
            weights_only=True,
        )
    except (OSError, RuntimeError) as error:
        raise ConfigError(
            f"The ImageNet weights of {name} cannot be fetched from "
            "download.pytorch.org, or their checksum is wrong. Fetch "
            f"{OFFICIAL[name].rsplit('/', 1)[1]} elsewhere and name it with --weights, "
            "or leave weights out: the run then begins by chance and says so."
        ) from error


def weights_of_file(path: Path) -> Any:
    """Return weights that a user has on the disk.

    Parameters
    ----------
    path : Path
        A state dict as ``torch.save`` writes it; only tensors are read, and no code in
        it is ever run.

    Returns
    -------
    dict of str to tensor
        On the processor.

    Raises
    ------
    InputError
        If the file is not one.
    """
    torch = optional_module("torch")
    try:
        # What torch warns of, it refuses in the next moment or reads all the same.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = torch.load(path, map_location="cpu", weights_only=True)
    except (*_UNREADABLE, UnpicklingError) as error:
        raise _no_weights() from error
    if not isinstance(found, dict) or not all(
        isinstance(name, str) and torch.is_tensor(value)
        for name, value in found.items()
    ):
        raise _no_weights()
    return found


def weights_digest(path: Path) -> str:
    """Return the SHA-256 of a file of weights.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    str
        In hexadecimal.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    told = hashlib.sha256()
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK_BYTES):
                told.update(chunk)
    except OSError as error:
        raise _no_weights() from error
    return told.hexdigest()


def _no_weights() -> InputError:
    return InputError(
        "The file of --weights holds no weights that can be read safely. Expected a "
        "state dict of torch with tensors alone: save it with torch.save(model."
        "state_dict(), FILE)."
    )
