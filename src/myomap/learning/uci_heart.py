"""The public sets SPECT and SPECTF Heart: 267 real patients, from files to samples.

Kurgan, Cios, Goodenday et al., Artif Intell Med 2001;23:149.
"""

import csv
import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from myomap.errors import ConfigError, InputError
from myomap.geometry import FloatArray
from myomap.learning.dataset import Dataset, IntArray
from myomap.learning.spect_findings import spect_dataset
from myomap.learning.spectf import spectf_dataset
from myomap.learning.uci_download import fetch_training_file

__all__ = ["UCI_FOLDER", "UCI_SETS", "UciData", "UciSet", "read_uci", "uci_set"]

UCI_FOLDER = "uci-spect-heart"
"""Where the files lie inside the folder of real data."""

_MOST_BYTES = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class UciSet:
    """One of the two sets.

    Parameters
    ----------
    title : str
        Also the stem of its files: ``SPECTF.train``, ``SPECTF.test``.
    n_columns : int
        Beside the class.
    highest : float
        Largest value of a column; the least is 0.
    holds : str
        What a column is, in words.
    dataset : callable
        Classes, columns and the name of the part to samples.
    training_sha256 : str
        Of the training part.
    """

    title: str
    n_columns: int
    highest: float
    holds: str
    dataset: Callable[[IntArray, FloatArray, str], Dataset]
    training_sha256: str


UCI_SETS = {
    "spectf": UciSet(
        title="SPECTF",
        n_columns=44,
        highest=100.0,
        holds="counts from 0 to 100",
        dataset=spectf_dataset,
        training_sha256=(
            "1f3fb7052c18acf4083a6daa4330dfba33bf59dcfaacd8f3a3ddb620780a5a14"
        ),
    ),
    "spect": UciSet(
        title="SPECT",
        n_columns=22,
        highest=1.0,
        holds="findings, 0 or 1",
        dataset=spect_dataset,
        training_sha256=(
            "af2b85125608c105ca61bcfdaad8db1d10b692866f4ecb74e4fd0138feef93d2"
        ),
    ),
}
"""By the name that ``myomap evaluate`` takes in the place of a manifest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UciData:
    """What is there of a set.

    Parameters
    ----------
    train : Dataset
        80 patients, 40 of each class.
    test : Dataset or None
        187 patients, 15 of them normal, where their file is there.
    hashes : dict of str to str
        SHA-256 of the files.
    """

    train: Dataset
    test: Dataset | None
    hashes: dict[str, str]


def uci_set(name: str) -> UciSet:
    """Return a set by its name.

    Parameters
    ----------
    name : str
        A key of `UCI_SETS`.

    Returns
    -------
    UciSet
        Where its files are, and what they hold.

    Raises
    ------
    ConfigError
        If there is no such set.
    """
    if name not in UCI_SETS:
        raise ConfigError(
            f"There is no public set {name!r}. Choose one of: {', '.join(UCI_SETS)}."
        )
    return UCI_SETS[name]


def read_uci(which: UciSet, folder: Path | None, *, download: bool = False) -> UciData:
    """Return a set from local files, or its training part from the publisher.

    Parameters
    ----------
    which : UciSet
        Of `UCI_SETS`.
    folder : Path or None
        Folder of real data, with ``uci-spect-heart`` in it, or that folder itself.
    download : bool
        Whether the training part is fetched where it is not there.

    Returns
    -------
    UciData
        The test part only where its file lies in the folder: no checksum of it is
        published, so it is never fetched.

    Raises
    ------
    InputError
        If the files are not there, or are others.
    """
    name = f"{which.title}.train"
    place = _place(folder)
    path = None if place is None else place / name
    if path is None or not path.is_file():
        if not download:
            raise InputError(
                f"The {which.title} data are not there. Expected {name} in the folder "
                f"{UCI_FOLDER} of the real data: name it with MYOMAP_DATA or --data, "
                "or fetch the training part with --download."
            )
        path = fetch_training_file(name, which.training_sha256)
    hashes: dict[str, str] = {}
    train = _part(which, path, "train", hashes)
    test_path = path.with_name(f"{which.title}.test")
    has_test = test_path.is_file()
    test = _part(which, test_path, "test", hashes) if has_test else None
    return UciData(train=train, test=test, hashes=hashes)


def _place(folder: Path | None) -> Path | None:
    if folder is None:
        return None
    inside = folder / UCI_FOLDER
    return inside if inside.is_dir() else folder


def _part(which: UciSet, path: Path, part: str, hashes: dict[str, str]) -> Dataset:
    try:
        with path.open("rb") as stream:
            data = stream.read(_MOST_BYTES)
    except OSError as error:
        raise InputError(
            f"A file of the {which.title} data cannot be opened. Check its rights."
        ) from error
    hashes[f"{which.title}.{part}"] = hashlib.sha256(data).hexdigest()
    return which.dataset(*_parsed(data, which, part), part)


def _parsed(data: bytes, which: UciSet, part: str) -> tuple[IntArray, FloatArray]:
    """Return classes and (patient, column) values."""
    try:
        lines = [row for row in csv.reader(io.StringIO(data.decode("ascii"))) if row]
        table = np.array(lines, dtype=np.float64)
    except (UnicodeDecodeError, ValueError, csv.Error) as error:
        raise InputError(_other(which, part)) from error
    if table.ndim != 2 or table.shape[1] != 1 + which.n_columns:
        raise InputError(_other(which, part))
    y, values = table[:, 0], table[:, 1:]
    if not (np.isin(y, (0, 1)).all() and (values >= 0).all()):
        raise InputError(_other(which, part))
    if not (values <= which.highest).all():
        raise InputError(_other(which, part))
    return y.astype(np.int64), values


def _other(which: UciSet, part: str) -> str:
    return (
        f"The {part} part of the {which.title} data is another file. Expected lines of "
        f"a class, 0 or 1, and {which.n_columns} {which.holds}: fetch it again."
    )
