"""What the reading network that comes with the package says of every sample.

It was taught by simulated patients and has never seen the user's. A small model that
stands on what it says learns from tens of patients what others need hundreds for.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from myomap.geometry import FloatArray
from myomap.inference import FINDINGS, MapPairs, read_pairs, shipped_reader
from myomap.learning.calibration import logit
from myomap.learning.dataset import Block, IntArray
from myomap.learning.estimator import TrainingOptions
from myomap.learning.ranking import roc_auc
from myomap.records import N_ANGLES, N_RINGS

__all__ = ["READINGS", "READING_NAMES", "AsShipped", "reading_block"]

READINGS: Final = "readings"
"""Name of the block."""

READING_NAMES: Final = (
    *(f"log odds of {name}" for name in FINDINGS),
    "reversible, share",
    "fixed, share",
    "missing at stress, share",
    "missing at rest, share",
)
"""In this order; the last four of the map's samples, for the wall is not known."""

_SEX: Final = {"F": 1.0, "M": -1.0}


def reading_block(
    samples: Sequence[Mapping[str, FloatArray]], sexes: Sequence[str]
) -> Block:
    """Return what the network says of every sample.

    Parameters
    ----------
    samples : sequence of mapping of str to (32, 72)
        Uptake in percent by ``"stress"`` and ``"rest"``, NaN where not valid.
    sexes : sequence of str
        ``"F"`` or ``"M"``, anything else where it is not known.

    Returns
    -------
    Block
        (sample, 7), in the order of `READING_NAMES`.
    """
    rows = [_row(maps, sex) for maps, sex in zip(samples, sexes, strict=True)]
    return Block(names=READING_NAMES, values=np.array(rows))


def _row(maps: Mapping[str, FloatArray], sex: str) -> list[float]:
    shape = (1, 2, N_RINGS, N_ANGLES)
    uptake, known = np.zeros(shape, np.float32), np.zeros(shape, np.bool_)
    for index, state in enumerate(("stress", "rest")):
        if state in maps:
            known[0, index] = np.isfinite(maps[state])
            uptake[0, index] = np.nan_to_num(maps[state])
    pairs = MapPairs(
        uptake=uptake,
        known=known,
        area=np.zeros(shape, np.float32),
        sex=np.array([_SEX.get(sex, 0.0)], np.float32),
        corrected=np.zeros(1, np.float32),
        picture=np.zeros(1, np.float32),
    )
    (found,) = read_pairs(shipped_reader(), pairs, has_intervals=False)
    chances = np.array([found.probability[name] for name in FINDINGS])
    missing = [
        0.0
        if normal is None
        else float(np.maximum(1.0 - given / np.maximum(normal, 1.0), 0.0).mean())
        for given, normal in zip(uptake[0], found.normal_percent, strict=True)
    ]
    shares = [float((found.mask == value).mean()) for value in (1, 2)]
    return [*logit(chances).tolist(), *shares, *missing]


class AsShipped:
    """The network's own probabilities, with next to nothing learnt.

    Of two classes only this is learnt: whether they are normal and abnormal, or
    ischemia and infarction. Of more they are in the order of normal, ischemia,
    infarction and mixed.
    """

    def __init__(self, options: TrainingOptions) -> None:
        self._n_classes = options.n_classes
        self._tells_kinds = False

    def fit(
        self, X: FloatArray, y: IntArray, groups: IntArray, rng: np.random.Generator
    ) -> None:
        """Learn what the second of two classes is."""
        abnormal, kind = roc_auc(X[:, 0], y), roc_auc(X[:, 2] - X[:, 1], y)
        self._tells_kinds = bool(kind > abnormal)

    def predict_proba(self, X: FloatArray) -> FloatArray:
        """Return the probability of each class."""
        abnormal, ischemia, infarction = 1.0 / (1.0 + np.exp(-X[:, :3].T))
        # Both together are mixed; what is left of each is that kind alone.
        mixed = np.clip(ischemia + infarction - abnormal, 0.0, 1.0)
        parts = [1.0 - abnormal, ischemia - mixed, infarction - mixed, mixed]
        if self._n_classes == 2:
            parts = parts[1:3] if self._tells_kinds else [parts[0], abnormal]
        share = np.maximum(np.stack(parts[: self._n_classes], axis=1), 1e-9)
        scaled: FloatArray = share / share.sum(axis=1, keepdims=True)
        return scaled

    def importances(self) -> FloatArray | None:
        """Return nothing: nothing was learnt of single columns."""
        return None
