"""Training parts of the public sets from their publisher, held to a checksum."""

from pathlib import Path

from myomap.errors import InputError
from myomap.learning.optional import optional_module

__all__ = ["PUBLISHER", "fetch_training_file"]

PUBLISHER = "https://archive.ics.uci.edu/ml/machine-learning-databases/spect"
"""Folder of both sets."""


def fetch_training_file(name: str, sha256: str) -> Path:
    """Return a training part, fetched once and kept in the user's cache.

    Parameters
    ----------
    name : str
        Of the file.
    sha256 : str
        What its bytes have to give.

    Returns
    -------
    Path
        A file with that checksum.

    Raises
    ------
    InputError
        If it cannot be fetched, or is another file.
    """
    pooch = optional_module("pooch")
    try:
        found = pooch.retrieve(
            f"{PUBLISHER}/{name}",
            known_hash=f"sha256:{sha256}",
            fname=name,
            path=pooch.os_cache("myomap"),
        )
    except (OSError, ValueError) as error:
        raise InputError(
            f"{name} could not be fetched, or is not the file that was expected. "
            "Fetch it by hand from the UCI repository (SPECT and SPECTF are sets 95 "
            "and 96) and name its folder with --data."
        ) from error
    return Path(found)
