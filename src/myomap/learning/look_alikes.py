"""Maps that two patients seem to share.

A picture that was saved twice, resized or saved as JPEG is another file with the same
map. Of 300 simulated patients no two had maps that correlate by more than 0.98, while
a map with noise of 1 % of its maximum added to it stays above 0.99.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from myomap.geometry import FloatArray
from myomap.learning.dataset import IntArray
from myomap.learning.fault import Fault, FaultKind

__all__ = [
    "LIMIT",
    "LookAlikes",
    "faults_of_look_alikes",
    "find_look_alikes",
    "merged_patients",
]

LIMIT = 0.99
"""Correlation above which two maps are taken for one."""

_ROWS_AT_ONCE = 2048
_MOST_MAPS = 200_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LookAlikes:
    """Pairs of samples of different patients.

    Parameters
    ----------
    pairs : tuple of (int, int, float)
        Two samples and the correlation of their maps.
    is_complete : bool
        False where there were too many maps to compare all of them.
    """

    pairs: tuple[tuple[int, int, float], ...]
    is_complete: bool = True


def find_look_alikes(maps: FloatArray, patients: IntArray) -> LookAlikes:
    """Return pairs of maps of different patients that are the same but for noise.

    Parameters
    ----------
    maps : (sample, ring, angle)
        In percent; NaN where a map is not valid.
    patients : (sample,)
        Whose they are.

    Returns
    -------
    LookAlikes
        In the order of the samples. Flat maps correlate with nothing.
    """
    flat = _standardised(maps[:_MOST_MAPS])
    found: list[tuple[int, int, float]] = []
    for start in range(0, len(flat), _ROWS_AT_ONCE):
        rows = flat[start : start + _ROWS_AT_ONCE]
        for behind in range(start, len(flat), _ROWS_AT_ONCE):
            others = flat[behind : behind + _ROWS_AT_ONCE]
            one, other = np.nonzero(rows @ others.T > LIMIT)
            one, other = one + start, other + behind
            apart = (one < other) & (patients[one] != patients[other])
            found += [
                (int(i), int(j), float(flat[i] @ flat[j]))
                for i, j in zip(one[apart], other[apart], strict=True)
            ]
    return LookAlikes(pairs=tuple(sorted(found)), is_complete=len(maps) <= _MOST_MAPS)


def _standardised(
    maps: FloatArray,
) -> "np.ndarray[tuple[int, int], np.dtype[np.float32]]":
    """Return rows of mean 0 and length 1; a sample that is not valid says nothing."""
    rows = np.asarray(maps, dtype=np.float32).reshape(len(maps), -1).copy()
    known = np.isfinite(rows)
    counts = np.maximum(known.sum(axis=1, keepdims=True), 1)
    rows[~known] = 0.0
    rows -= np.where(known, rows.sum(axis=1, keepdims=True) / counts, 0.0)
    length = np.sqrt((rows**2).sum(axis=1, keepdims=True))
    unit: np.ndarray[tuple[int, int], np.dtype[np.float32]] = np.divide(
        rows, length, out=np.zeros_like(rows), where=length > 1e-6
    )
    return unit


def merged_patients(patients: IntArray, alike: LookAlikes) -> IntArray:
    """Return whose samples are, with patients who share a map made one.

    Parameters
    ----------
    patients : (sample,)
        As the manifest names them.
    alike : LookAlikes
        Of their maps.

    Returns
    -------
    (sample,)
        The lowest number of each that belong together.

    Examples
    --------
    >>> alike = LookAlikes(pairs=((0, 1, 0.999), (1, 2, 0.995)))
    >>> merged_patients(np.array([4, 5, 6, 7]), alike).tolist()
    [4, 4, 4, 7]
    """
    parent = {int(each): int(each) for each in patients}

    def root(patient: int) -> int:
        while parent[patient] != patient:
            patient = parent[patient]
        return patient

    for one, other, _ in alike.pairs:
        first, second = sorted((root(int(patients[one])), root(int(patients[other]))))
        parent[second] = first
    return np.array([root(int(each)) for each in patients], dtype=np.int64)


def faults_of_look_alikes(alike: LookAlikes, rows: Sequence[int]) -> tuple[Fault, ...]:
    """Return what to tell of maps that look alike.

    Parameters
    ----------
    alike : LookAlikes
        Pairs of samples.
    rows : sequence of int
        Row of the manifest of each sample.

    Returns
    -------
    tuple of Fault
        One a pair of rows, with the highest correlation between them.
    """
    highest: dict[tuple[int, int], float] = {}
    for one, other, correlation in alike.pairs:
        first, second = sorted((rows[one], rows[other]))
        pair = first, second
        highest[pair] = max(highest.get(pair, 0.0), correlation)
    return tuple(
        Fault(
            kind=FaultKind.ALMOST_SHARED,
            rows=pair,
            reason=f"their maps correlate by {correlation:.3f}",
        )
        for pair, correlation in highest.items()
    )
