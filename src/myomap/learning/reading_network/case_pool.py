"""The latest simulated patients: enough to choose from, never all of them at once."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from myomap.learning.reading_network.simulated_case import LAYERS, Case, draw_case
from myomap.records import N_ANGLES, N_RINGS

__all__ = ["Batch", "CasePool", "batch_of_cases"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Batch:
    """Patients beside one another.

    Parameters
    ----------
    layers : (patient, layer, 2, 32, 72), float32
        See `Case`.
    area : (patient, 2, 32, 72), float32, cm²
        Wall of every sample.
    label : (patient,), int64
        Index into `CLASSES`.
    sex, corrected : (patient,), float32
        As `myomap.inference.MapPairs` counts them.
    """

    layers: NDArray[np.float32]
    area: NDArray[np.float32]
    label: NDArray[np.int64]
    sex: NDArray[np.float32]
    corrected: NDArray[np.float32]


class CasePool:
    """Patients that replace one another in turn.

    A patient is simulated once and shown a few times, each time disturbed anew. The
    pool before a step follows from the step's number alone, so that a training can go
    on where it ended.

    Parameters
    ----------
    seed : int
        Of all patients.
    size : int
        How many are kept.
    fresh : int
        How many are replaced before each step.
    """

    def __init__(self, seed: int, *, size: int, fresh: int) -> None:
        self._seed, self._size, self._fresh = seed, size, fresh
        # Half the memory, and a thousandth of the uptake is still told apart.
        shape = (size, len(LAYERS), 2, N_RINGS, N_ANGLES)
        self._layers = np.zeros(shape, np.float16)
        self._area = np.zeros((size, *shape[2:]), np.float16)
        self._label = np.zeros(size, np.int64)
        self._sex = np.zeros(size, np.float32)
        self._corrected = np.zeros(size, np.float32)
        self._n_drawn = 0

    def forward_to(self, step: int) -> None:
        """Draw the patients that are in the pool at a step.

        Parameters
        ----------
        step : int
            Never before one that was asked for.
        """
        wanted = self._size + step * self._fresh
        first = max(self._n_drawn, wanted - self._size)
        for index in range(first, wanted):
            self._put(index % self._size, draw_case(self._seed, index))
        self._n_drawn = wanted

    def chosen(self, places: NDArray[np.int64]) -> Batch:
        """Return patients of the pool.

        Parameters
        ----------
        places : (patient,)
            From 0 to the pool's size.

        Returns
        -------
        Batch
            In that order.
        """
        return Batch(
            layers=self._layers[places].astype(np.float32),
            area=self._area[places].astype(np.float32),
            label=self._label[places],
            sex=self._sex[places],
            corrected=self._corrected[places],
        )

    def _put(self, place: int, case: Case) -> None:
        self._layers[place] = case.layers
        self._area[place] = case.area
        self._label[place] = case.label
        self._sex[place], self._corrected[place] = case.sex, case.corrected


def batch_of_cases(cases: Sequence[Case]) -> Batch:
    """Return patients beside one another.

    Parameters
    ----------
    cases : sequence of Case
        At least one.

    Returns
    -------
    Batch
        In that order.
    """
    return Batch(
        layers=np.stack([case.layers for case in cases]),
        area=np.stack([case.area for case in cases]),
        label=np.array([case.label for case in cases], np.int64),
        sex=np.array([case.sex for case in cases], np.float32),
        corrected=np.array([case.corrected for case in cases], np.float32),
    )
