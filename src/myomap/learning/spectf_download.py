"""The training part of SPECTF Heart from its publisher, held to its checksum."""

from pathlib import Path

from myomap.errors import InputError
from myomap.learning.optional import optional_module

__all__ = ["TRAINING_SHA256", "TRAINING_URL", "fetch_training_file"]

TRAINING_URL = (
    "https://archive.ics.uci.edu/ml/machine-learning-databases/spect/SPECTF.train"
)
TRAINING_SHA256 = "1f3fb7052c18acf4083a6daa4330dfba33bf59dcfaacd8f3a3ddb620780a5a14"


def fetch_training_file() -> Path:
    """Return the training part, fetched once and kept in the user's cache.

    Returns
    -------
    Path
        A file with the checksum of `TRAINING_SHA256`.

    Raises
    ------
    InputError
        If it cannot be fetched, or is another file.
    """
    pooch = optional_module("pooch")
    try:
        found = pooch.retrieve(
            TRAINING_URL,
            known_hash=f"sha256:{TRAINING_SHA256}",
            fname="SPECTF.train",
            path=pooch.os_cache("myomap"),
        )
    except (OSError, ValueError) as error:
        raise InputError(
            "The SPECTF data could not be fetched, or are not the file that was "
            "expected. Fetch SPECTF.train by hand from the UCI repository (set 96) and "
            "name its folder with --data."
        ) from error
    return Path(found)
