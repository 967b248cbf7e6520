"""Samples to learn from: what was measured, what is asked, and whose it is."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from myomap.errors import InputError
from myomap.geometry import FloatArray

__all__ = ["Block", "Dataset", "IntArray"]

IntArray = np.ndarray[tuple[int, ...], np.dtype[np.int64]]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class Block:
    """One way of describing all samples.

    Parameters
    ----------
    names : tuple of str
        Of the second axis: features, or the channels of pictures.
    values : (sample, feature, ...)
        NaN where nothing is known.

    Raises
    ------
    InputError
        If names and values do not fit, or a value is infinite.
    """

    names: tuple[str, ...]
    values: FloatArray

    def __post_init__(self) -> None:
        values = np.array(self.values)
        if values.ndim < 2 or values.shape[1] != len(self.names):
            raise InputError(
                f"Features and their names do not fit: found {values.shape} values and "
                f"{len(self.names)} names. Expected one name a column."
            )
        if np.isinf(values).any():
            raise InputError(
                "A feature is infinite. Expected finite numbers, or NaN where nothing "
                "is known."
            )
        values.setflags(write=False)
        object.__setattr__(self, "values", values)

    def digest(self) -> str:
        """Return a hash of names and values.

        Returns
        -------
        str
            SHA-256 in hexadecimal.
        """
        told = hashlib.sha256("\n".join(self.names).encode())
        told.update(repr(self.values.shape).encode())
        told.update(np.ascontiguousarray(self.values).tobytes())
        return told.hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class Dataset:
    """Samples with their classes and their patients.

    A patient is what splits, intervals and shuffles go by: there is no way to leave
    it out.

    Parameters
    ----------
    classes : tuple of str
        At least two; of two, the second is the positive one.
    y : (sample,)
        Index into `classes`.
    patients : (sample,)
        Which samples are one patient's; any whole numbers.
    sample_ids : tuple of str
        How a sample is called in tables: its row and state, and no name.
    blocks : mapping of str to Block
        What models look at, by the name that they ask for.
    subgroups : mapping of str to tuple of str
        Such as sex, one word a sample, empty where unknown.

    Raises
    ------
    InputError
        If lengths differ, or a class has fewer than two patients.
    """

    classes: tuple[str, ...]
    y: IntArray
    patients: IntArray
    sample_ids: tuple[str, ...]
    blocks: Mapping[str, Block]
    subgroups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("y", "patients"):
            frozen = np.array(getattr(self, name), dtype=np.int64)
            frozen.setflags(write=False)
            object.__setattr__(self, name, frozen)
        lengths = {
            len(self.y),
            len(self.patients),
            len(self.sample_ids),
            *(len(block.values) for block in self.blocks.values()),
            *(len(words) for words in self.subgroups.values()),
        }
        if len(lengths) != 1:
            raise InputError(
                f"The samples' tables differ in length: found {sorted(lengths)}. "
                "Expected one row a sample in each."
            )
        for index, name in enumerate(self.classes):
            n = len(np.unique(self.patients[self.y == index]))
            if n < 2:
                raise InputError(
                    f"The class '{name}' has too few patients: found {n}, expected at "
                    "least 2. Add patients, or choose another task."
                )

    def __repr__(self) -> str:
        return (
            f"Dataset({self.n_samples} samples of {self.n_patients} patients, "
            f"{len(self.classes)} classes)"
        )

    @property
    def n_samples(self) -> int:
        """How many samples there are."""
        return len(self.y)

    @property
    def n_patients(self) -> int:
        """How many patients there are."""
        return len(np.unique(self.patients))

    def digest(self) -> str:
        """Return a hash of everything that decides a result.

        Returns
        -------
        str
            SHA-256 in hexadecimal; by which number a patient goes does not matter.
        """
        told = hashlib.sha256("\n".join(self.classes).encode())
        # Whose a sample is counts, not by which number a patient goes.
        _, first = np.unique(self.patients, return_inverse=True)
        for array in (self.y, first.astype(np.int64)):
            told.update(np.ascontiguousarray(array).tobytes())
        for name in sorted(self.blocks):
            told.update(f"{name} {self.blocks[name].digest()}".encode())
        return told.hexdigest()
