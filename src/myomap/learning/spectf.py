"""SPECTF Heart: 267 real patients as counts of 22 regions at stress and at rest.

The regions are 1 to 4 of apical, 5 to 9 of mid and 10 to 14 of basal short axis, 15 to
18 of the horizontal and 19 to 22 of the vertical long axis. Which wall is which inside
a view is not documented, so nothing is taken from their order inside one.

Kurgan, Cios, Goodenday et al., Artif Intell Med 2001;23:149.
"""

import csv
import hashlib
import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from myomap.errors import InputError
from myomap.geometry import FloatArray
from myomap.learning.dataset import Block, Dataset, IntArray
from myomap.learning.spectf_download import fetch_training_file

__all__ = ["SPECTF_FOLDER", "SpectfData", "read_spectf", "spectf_dataset"]

SPECTF_FOLDER = "uci-spect-heart"
"""Where the files lie inside the folder of real data."""

REGIONS = "regions"
"""Block of stress, rest and change of every region, then summaries of each."""

N_REGIONS = 22
VIEWS = ((0, 4), (4, 9), (9, 14), (14, 18), (18, 22))
_SUMMARIES = ("minimum", "lowest_three_mean", "mean", "deviation")
_MOST_BYTES = 1 << 20
_HIGHEST_COUNT = 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SpectfData:
    """What is there of the set.

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


def read_spectf(folder: Path | None, *, download: bool = False) -> SpectfData:
    """Return the set from local files, or the training part from its publisher.

    Parameters
    ----------
    folder : Path or None
        Folder of real data, with ``uci-spect-heart`` in it, or that folder itself.
    download : bool
        Whether the training part is fetched where it is not there.

    Returns
    -------
    SpectfData
        The test part only where its file lies in the folder: no checksum of it is
        published, so it is never fetched.

    Raises
    ------
    InputError
        If the files are not there, or are others.
    """
    place = _place(folder)
    path = None if place is None else place / "SPECTF.train"
    if path is None or not path.is_file():
        if not download:
            raise InputError(
                "The SPECTF data are not there. Expected SPECTF.train in the folder "
                "uci-spect-heart of the real data: name it with MYOMAP_DATA or --data, "
                "or fetch the training part with --download."
            )
        path = fetch_training_file()
    data = _bytes_of(path)
    hashes = {"SPECTF.train": hashlib.sha256(data).hexdigest()}
    train = spectf_dataset(*_parsed(data, "training"), "train")
    test_path = path.parent / "SPECTF.test"
    if not test_path.is_file():
        return SpectfData(train=train, test=None, hashes=hashes)
    data = _bytes_of(test_path)
    hashes["SPECTF.test"] = hashlib.sha256(data).hexdigest()
    test = spectf_dataset(*_parsed(data, "test"), "test")
    return SpectfData(train=train, test=test, hashes=hashes)


def _place(folder: Path | None) -> Path | None:
    if folder is None:
        return None
    inside = folder / SPECTF_FOLDER
    return inside if inside.is_dir() else folder


def _bytes_of(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(_MOST_BYTES)
    except OSError as error:
        raise InputError(
            "A file of the SPECTF data cannot be opened. Check its rights."
        ) from error


def _parsed(data: bytes, part: str) -> tuple[IntArray, FloatArray]:
    """Return classes and (patient, 44) counts."""
    try:
        lines = [row for row in csv.reader(io.StringIO(data.decode("ascii"))) if row]
        table = np.array(lines, dtype=np.float64)
    except (UnicodeDecodeError, ValueError, csv.Error) as error:
        raise InputError(_other(part)) from error
    if table.ndim != 2 or table.shape[1] != 1 + 2 * N_REGIONS:
        raise InputError(_other(part))
    y, counts = table[:, 0], table[:, 1:]
    is_right = np.isin(y, (0, 1)).all() and (counts >= 0).all()
    if not is_right or not (counts <= _HIGHEST_COUNT).all():
        raise InputError(_other(part))
    return y.astype(np.int64), counts


def _other(part: str) -> str:
    return (
        f"The {part} part of the SPECTF data is another file. Expected lines of a "
        "class, 0 or 1, and 44 counts from 0 to 100: fetch it again."
    )


def spectf_dataset(y: IntArray, counts: FloatArray, part: str) -> Dataset:
    """Return the patients as samples.

    Parameters
    ----------
    y : (patient,)
        1 abnormal.
    counts : (patient, 44)
        Region 1 at rest, region 1 at stress, region 2 at rest, and so on.
    part : str
        How the samples are called.

    Returns
    -------
    Dataset
        Each row is a patient of its own: none is there twice.
    """
    rest, stress = counts[:, 0::2], counts[:, 1::2]
    groups = {"stress": stress, "rest": rest, "change": stress - rest}
    names = [
        f"{group}_{number}" for group in groups for number in range(1, N_REGIONS + 1)
    ]
    columns = list(groups.values())
    for group, values in groups.items():
        names += [f"{group}_{each}" for each in _SUMMARIES]
        columns.append(_summaries(values))
        names += [f"{group}_worst_of_view_{view}" for view in range(1, len(VIEWS) + 1)]
        columns.append(np.stack([values[:, a:b].min(axis=1) for a, b in VIEWS], axis=1))
    return Dataset(
        classes=("normal", "abnormal"),
        y=y,
        patients=np.arange(len(y)),
        sample_ids=tuple(f"{part} row {row}" for row in range(1, len(y) + 1)),
        blocks={
            REGIONS: Block(names=tuple(names), values=np.concatenate(columns, axis=1)),
            "stress_regions": Block(names=tuple(names[:N_REGIONS]), values=stress),
        },
    )


def _summaries(values: FloatArray) -> FloatArray:
    lowest = np.sort(values, axis=1)[:, :3].mean(axis=1)
    return np.stack(
        [values.min(axis=1), lowest, values.mean(axis=1), values.std(axis=1)], axis=1
    )
