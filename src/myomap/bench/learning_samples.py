"""Invented samples of patients with two maps each, with or without a signal."""

import numpy as np

from myomap.geometry import FloatArray
from myomap.learning import FEATURES, SEGMENTS, Block, Dataset

__all__ = ["N_FEATURES", "invented_samples", "invented_values"]

N_FEATURES = 84
_N_SEGMENTS = 17
_N_TELLING = 5


def invented_values(
    rng: np.random.Generator, n_patients: int, *, alike: float, signal: float
) -> tuple[FloatArray, "np.ndarray[tuple[int, ...], np.dtype[np.int64]]"]:
    """Return values and classes of two maps a patient.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where chance comes from.
    n_patients : int
        Half of them in each class.
    alike : float
        Correlation of a patient's two maps, from 0 to 1.
    signal : float
        How many deviations the class shifts the first five features by.

    Returns
    -------
    (sample, feature), (sample,)
        A patient's two maps stand one after the other.
    """
    y = rng.permutation(np.arange(n_patients) % 2).repeat(2)
    own = rng.normal(size=(n_patients, N_FEATURES)).repeat(2, axis=0)
    values = np.sqrt(alike) * own + np.sqrt(1.0 - alike) * rng.normal(size=own.shape)
    values[:, :_N_TELLING] += signal * y[:, None]
    return values, y


def invented_samples(
    values: FloatArray, y: "np.ndarray[tuple[int, ...], np.dtype[np.int64]]"
) -> Dataset:
    """Return values as the samples of a study.

    Parameters
    ----------
    values : (sample, feature)
        Of `invented_values`.
    y : (sample,)
        Classes.

    Returns
    -------
    Dataset
        The first 17 features stand for segments too.
    """
    names = tuple(f"feature {number}" for number in range(1, N_FEATURES + 1))
    return Dataset(
        classes=("normal", "abnormal"),
        y=y,
        patients=np.arange(len(y)) // 2,
        sample_ids=tuple(f"map {number}" for number in range(1, len(y) + 1)),
        blocks={
            FEATURES: Block(names=names, values=values),
            SEGMENTS: Block(names=names[:_N_SEGMENTS], values=values[:, :_N_SEGMENTS]),
        },
    )
