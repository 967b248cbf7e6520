"""Folds: which samples train and which are judged, patient by patient."""

from dataclasses import dataclass

import numpy as np

from myomap.errors import InputError
from myomap.learning.counted import counted
from myomap.learning.dataset import IntArray

__all__ = ["Split", "grouped_folds", "require_apart"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Split:
    """One fold.

    Parameters
    ----------
    train, test : (sample,)
        Indices, ascending.
    """

    train: IntArray
    test: IntArray


def grouped_folds(
    y: IntArray, patients: IntArray, n_folds: int, rng: np.random.Generator
) -> tuple[Split, ...]:
    """Return folds in which every patient is judged once, with all of its samples.

    Patients are shuffled within their class and dealt out in turn, each class where
    the one before it ended: no fold differs from another by more than one patient of a
    class, nor by more than one patient in all.

    Parameters
    ----------
    y : (sample,)
        Classes.
    patients : (sample,)
        Whose the samples are.
    n_folds : int
        At least 2.
    rng : numpy.random.Generator
        Of the shuffle.

    Returns
    -------
    tuple of Split
        One a fold.

    Raises
    ------
    InputError
        If a class has fewer patients than 2, or there are fewer patients than folds.
    """
    codes, first, inverse = np.unique(patients, return_index=True, return_inverse=True)
    class_of_patient = y[first]
    _require_enough(class_of_patient, len(codes), n_folds)
    fold_of_patient = np.empty(len(codes), dtype=np.int64)
    dealt = 0
    for index in np.unique(class_of_patient):
        members = rng.permutation(np.flatnonzero(class_of_patient == index))
        fold_of_patient[members] = (dealt + np.arange(len(members))) % n_folds
        dealt += len(members)
    fold_of_sample = fold_of_patient[inverse]
    splits = tuple(
        Split(
            train=np.flatnonzero(fold_of_sample != fold),
            test=np.flatnonzero(fold_of_sample == fold),
        )
        for fold in range(n_folds)
    )
    for split in splits:
        require_apart(split, patients)
    return splits


def _require_enough(classes: IntArray, n_patients: int, n_folds: int) -> None:
    if n_folds < 2:
        raise InputError(
            f"The number of folds makes no sense: found {n_folds}, expected at least 2."
        )
    if n_patients < n_folds:
        raise InputError(
            "There are fewer patients than folds: found "
            f"{counted(n_patients, 'patient')} and {n_folds} folds. Take fewer folds, "
            "or add patients."
        )
    fewest = int(np.unique(classes, return_counts=True)[1].min())
    if fewest < 2:
        raise InputError(
            f"A class has too few patients to be split: found {fewest}, expected at "
            "least 2. Add patients, or choose another task."
        )


def require_apart(split: Split, patients: IntArray) -> None:
    """Refuse a split that would let a model be judged on what it has seen.

    Parameters
    ----------
    split : Split
        Made here or anywhere else.
    patients : (sample,)
        Whose all samples are.

    Raises
    ------
    InputError
        If a sample or a patient is on both sides, a sample is there twice, or a side
        is empty.
    """
    train, test = split.train, split.test
    if not len(train) or not len(test):
        raise InputError(
            f"One side of a split is empty: found {len(train)} samples to train and "
            f"{len(test)} to judge. Take fewer folds, or add patients."
        )
    if len(np.unique(train)) != len(train) or len(np.unique(test)) != len(test):
        raise InputError(
            "A split holds a sample more than once. Samples must not be repeated "
            "before they are split: let the model weigh them."
        )
    if len(np.intersect1d(train, test)):
        raise InputError(
            "A split has samples on both sides. Expected each on one: split anew."
        )
    shared = np.intersect1d(patients[train], patients[test])
    if len(shared):
        raise InputError(
            f"A split has {len(shared)} patients on both sides. Expected all of a "
            "patient's samples on one: split by patient."
        )
