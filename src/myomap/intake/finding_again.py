"""DICOM files that were read before, found again by their hash."""

import hashlib
from collections.abc import Collection, Sequence
from pathlib import Path

from myomap.intake.basket import GatherLimits, Source, Spent, read_found
from myomap.intake.gathering import files_of_source
from myomap.intake.sniffing import FileKind
from myomap.records import LeftOut

__all__ = ["dicom_by_hash"]


def dicom_by_hash(paths: Sequence[Path], wanted: Collection[str]) -> dict[str, bytes]:
    """Return the bytes of DICOM files whose hashes are known.

    Parameters
    ----------
    paths : sequence of Path
        Files, folders and zips, as they were given to the reading.
    wanted : collection of str
        SHA-256 of the files looked for, as `StudyInput.sha256`.

    Returns
    -------
    dict of str to bytes
        Those that were found, by their hash.

    Raises
    ------
    InputError
        If a path does not exist or cannot be read.
    LimitExceededError
        If there is too much.
    """
    found: dict[str, bytes] = {}
    spent = Spent(GatherLimits())
    left_out: list[LeftOut] = []
    for number, path in enumerate(paths, start=1):
        source = Source(path=path, called=f"Input {number}")
        for file in files_of_source(source, left_out, spent):
            if len(found) == len(set(wanted)):
                return found
            data, kind = read_found(file)
            spent.add(n_bytes=len(data))
            digest = hashlib.sha256(data).hexdigest()
            if kind is FileKind.DICOM and digest in wanted:
                found.setdefault(digest, data)
    return found
