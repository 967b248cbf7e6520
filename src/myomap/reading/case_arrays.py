"""What pages and reports draw of a reading, made once: maps, slices, contours."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from myomap.inference import FINDINGS, LearnedReading
from myomap.quantification import StateFigures
from myomap.reading.affected import affected_mask
from myomap.reading.heart_slices import HeartSlices, heart_slices
from myomap.reading.journey import Reading, StateReading
from myomap.reading.judgement import Judgement
from myomap.records import (
    N_ANGLES,
    N_RINGS,
    MapArray,
    MaskArray,
    State,
    frozen_array,
    require_shape,
)

__all__ = ["CaseArrays", "StateArrays", "case_arrays"]

_ON_MAP: Final = (N_RINGS, N_ANGLES)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class StateArrays:
    """What is drawn of one state.

    Parameters
    ----------
    uptake_percent : (32, 72), float32, percent of the map's reference
        NaN where there is no data.
    area_cm2 : (32, 72), float32, cm²
        Wall area of every sample.
    deviation : (32, 72), float32, or None
        Standard deviations below the normal mean, NaN where there is no data; None
        where the state was not judged, as the next.
    is_below : (32, 72), bool, or None
        What a blackout map shows black.
    slices : HeartSlices or None
        None where no volume was read.
    """

    uptake_percent: MapArray
    area_cm2: MapArray
    deviation: MapArray | None
    is_below: MaskArray | None
    slices: HeartSlices | None

    def __post_init__(self) -> None:
        _freeze(self, "uptake_percent", np.float32)
        _freeze(self, "area_cm2", np.float32)
        _freeze(self, "deviation", np.float32)
        _freeze(self, "is_below", np.bool_)

    def __repr__(self) -> str:
        return f"StateArrays(slices {self.slices!r})"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class CaseArrays:
    """What is drawn of a case; None for all that was not found out.

    Parameters
    ----------
    stress, rest : StateArrays or None
        Of each state that was read.
    difference : (32, 72), float32, or None
        Stress minus rest, percentage points; NaN where one has no data.
    change_kinds : (32, 72), uint8, or None
        By rule: 0 none, 1 reversible, 2 fixed, 3 below the limit at rest only.
    affected : (32, 72), uint8, or None
        0 none, 1 reversible, 2 fixed: as the file ``defect_mask.npy`` holds it.
    chance : (3, 32, 72), float32, or None
        The network's, of each of those three.
    contributions : (3, 17), float32, or None
        What each segment adds to the probability of abnormal, ischemia, infarction.

    Raises
    ------
    GeometryError
        If a shape is not as said.
    """

    stress: StateArrays | None
    rest: StateArrays | None
    difference: MapArray | None
    change_kinds: NDArray[np.uint8] | None
    affected: NDArray[np.uint8] | None
    chance: NDArray[np.float32] | None
    contributions: NDArray[np.float32] | None

    def __post_init__(self) -> None:
        _freeze(self, "difference", np.float32)
        _freeze(self, "change_kinds", np.uint8)
        _freeze(self, "affected", np.uint8)
        _freeze(self, "chance", np.float32, (3, *_ON_MAP))
        _freeze(self, "contributions", np.float32, (len(FINDINGS), 17))

    def __repr__(self) -> str:
        names = [name for name in ("stress", "rest") if getattr(self, name) is not None]
        return f"CaseArrays({', '.join(names) or 'no state'})"


def _freeze(
    record: StateArrays | CaseArrays,
    name: str,
    dtype: Any,
    shape: tuple[int, ...] = _ON_MAP,
) -> None:
    """Hold one array read-only; None stays None."""
    values = getattr(record, name)
    if values is None:
        return
    array = frozen_array(values, dtype)
    require_shape(f"The case's {name}", array, shape)
    object.__setattr__(record, name, array)


def case_arrays(
    reading: Reading,
    judgement: Judgement | None = None,
    learned: LearnedReading | None = None,
) -> CaseArrays:
    """Return what pages and reports draw of a reading.

    Parameters
    ----------
    reading : Reading
        With stress, rest or both.
    judgement : Judgement or None
        By normal limits.
    learned : LearnedReading or None
        By the network.

    Returns
    -------
    CaseArrays
        The same for the same reading.
    """
    slices = heart_slices(reading.states)
    difference = reading.difference
    change = None if judgement is None else judgement.change
    explained = None if learned is None else learned.contributions
    return CaseArrays(
        stress=_state_arrays(
            reading.stress,
            None if judgement is None else judgement.stress,
            slices.get(State.STRESS),
        ),
        rest=_state_arrays(
            reading.rest,
            None if judgement is None else judgement.rest,
            slices.get(State.REST),
        ),
        difference=None
        if difference is None
        else np.where(difference.valid, difference.difference_points, np.nan),
        change_kinds=None if change is None else change.kinds,
        affected=affected_mask(reading, judgement, learned),
        chance=None if learned is None else learned.chance,
        contributions=None
        if explained is None
        else explained.values.astype(np.float32),
    )


def _state_arrays(
    state: StateReading | None,
    figures: StateFigures | None,
    slices: HeartSlices | None,
) -> StateArrays | None:
    if state is None:
        return None
    polar_map = state.polar_map
    return StateArrays(
        uptake_percent=np.where(polar_map.valid, polar_map.uptake_percent, np.nan),
        area_cm2=polar_map.area_cm2,
        deviation=None
        if figures is None
        else np.where(figures.valid, figures.deviations, np.nan),
        is_below=None if figures is None else figures.below_limit,
        slices=slices,
    )
