"""Choices by weight, so that how often a thing is drawn stands beside its name."""

from collections.abc import Mapping
from typing import TypeVar

import numpy as np

__all__ = ["between", "happens", "log_between", "pick"]

T = TypeVar("T")


def pick(rng: np.random.Generator, weights: Mapping[T, float]) -> T:
    """Return one of the keys, each as often as its weight says.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where chance comes from.
    weights : mapping of anything to float
        Need not sum to one.

    Returns
    -------
    one of the keys
        Drawn.

    Examples
    --------
    >>> pick(np.random.default_rng(1), {"always": 1.0, "never": 0.0})
    'always'
    """
    keys = list(weights)
    shares = np.array([weights[key] for key in keys], dtype=np.float64)
    place = rng.random() * shares.sum()
    index = int(np.searchsorted(np.cumsum(shares), place, side="right"))
    return keys[min(index, len(keys) - 1)]


def happens(rng: np.random.Generator, probability: float) -> bool:
    """Return whether something of this probability happens.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where chance comes from.
    probability : float, 0 to 1
        How often.

    Returns
    -------
    bool
        Drawn.
    """
    return bool(rng.random() < probability)


def between(rng: np.random.Generator, low: float, high: float) -> float:
    """Return a number between two others, all equally likely.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where chance comes from.
    low, high : float
        The ends.

    Returns
    -------
    float
        Drawn.
    """
    return float(rng.uniform(low, high))


def log_between(rng: np.random.Generator, low: float, high: float) -> float:
    """Return a number between two others, each octave equally likely.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where chance comes from.
    low, high : float
        The ends, above zero.

    Returns
    -------
    float
        Drawn.
    """
    return float(np.exp(rng.uniform(np.log(low), np.log(high))))
