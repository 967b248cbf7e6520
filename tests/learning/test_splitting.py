"""Folds: every patient judged once, on one side, and classes spread evenly."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from myomap.errors import InputError
from myomap.learning import Split, grouped_folds, require_apart


@given(
    counts=st.lists(st.integers(2, 15), min_size=2, max_size=4),
    n_folds=st.integers(2, 6),
    seed=st.integers(0, 1000),
)
def test_folds_part_no_patient_and_spread_classes_evenly(
    counts: list[int], n_folds: int, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    of_patient = np.repeat(np.arange(len(counts)), counts)
    sizes = rng.integers(1, 4, size=len(of_patient))
    patients = np.repeat(rng.permutation(1000)[: len(of_patient)], sizes)
    y = np.repeat(of_patient, sizes)
    if len(of_patient) < n_folds:
        with pytest.raises(InputError, match="fewer patients than folds"):
            grouped_folds(y, patients, n_folds, rng)
        return
    splits = grouped_folds(y, patients, n_folds, rng)
    judged = np.concatenate([split.test for split in splits])
    assert sorted(judged) == list(range(len(y)))
    n_each = []
    for split in splits:
        assert not set(patients[split.train]) & set(patients[split.test])
        assert sorted([*split.train, *split.test]) == list(range(len(y)))
        by_class = [len(set(patients[split.test][y[split.test] == k])) for k in set(y)]
        n_each.append([*by_class, len(set(patients[split.test]))])
    assert (np.ptp(n_each, axis=0) <= 1).all()


def test_the_same_chance_gives_the_same_folds() -> None:
    y, patients = np.arange(20) % 2, np.arange(20)
    one, other = (
        grouped_folds(y, patients, 5, np.random.default_rng(3)) for _ in range(2)
    )
    for a, b in zip(one, other, strict=True):
        assert np.array_equal(a.test, b.test)


def test_a_class_of_one_patient_cannot_be_split() -> None:
    y, patients = np.array([0, 0, 0, 1, 1]), np.array([1, 2, 3, 4, 4])
    with pytest.raises(InputError, match="found 1, expected at least 2"):
        grouped_folds(y, patients, 2, np.random.default_rng(0))


def test_one_fold_is_no_split() -> None:
    with pytest.raises(InputError, match="number of folds"):
        grouped_folds(np.arange(6) % 2, np.arange(6), 1, np.random.default_rng(0))


@pytest.mark.parametrize(
    ("train", "test", "sentence"),
    [
        ([0, 1], [], "is empty"),
        ([0, 0, 1], [4], "more than once"),
        ([0, 1, 2], [2, 4], "on both sides"),
        ([0, 2], [1, 4], "1 patients on both sides"),
    ],
)
def test_a_leaking_split_is_refused(
    train: list[int], test: list[int], sentence: str
) -> None:
    patients = np.array([7, 7, 8, 9, 10])
    split = Split(train=np.array(train, int), test=np.array(test, int))
    with pytest.raises(InputError, match=sentence):
        require_apart(split, patients)
