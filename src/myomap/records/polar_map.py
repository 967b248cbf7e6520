"""The polar map: the left ventricle spread out from apex to base."""

from dataclasses import dataclass
from enum import Enum

import numpy as np

from myomap.errors import GeometryError
from myomap.records.arrays import (
    MapArray,
    MaskArray,
    frozen_array,
    require_finite,
    require_shape,
)
from myomap.records.vocabulary import State

__all__ = ["N_ANGLES", "N_RINGS", "MapSource", "PolarMap"]

N_RINGS = 32
"""Rings of every polar map, from the apex (0) to the base (31)."""

N_ANGLES = 72
"""Samples around every ring; index j is the angle 5° j."""


class MapSource(Enum):
    """What a polar map was made from."""

    VOLUME = "volume"
    ARRAY = "array"
    PICTURE = "picture"
    SIMULATION = "simulation"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class PolarMap:
    """Uptake of the wall, ring by ring.

    Ring 0 is the apex, ring 31 the base at the valve plane. Angle index j lies at
    5° j: 0° lateral (3 o'clock on the drawn disc), 90° anterior (12 o'clock), 180°
    septal, 270° inferior.

    Parameters
    ----------
    uptake_percent : (32, 72), float32, percent of the reference uptake
        100 = the `reference_percentile` of the map's own valid samples.
    area_cm2 : (32, 72), float32, cm²
        How much wall each sample stands for; relative areas of a disc when the
        source has no millimetres.
    valid : (32, 72), bool
        False where the source held nothing to sample.
    state : State or None
        None when unknown.
    source : MapSource
        What it was made from.
    reference_percentile : float
        Which percentile of the samples is 100; of an array taken as it stands, NaN.

    Raises
    ------
    GeometryError
        If shapes differ from (32, 72), values are not finite or are negative, areas
        are not positive, or no sample is valid.

    Examples
    --------
    >>> import numpy as np
    >>> PolarMap(
    ...     uptake_percent=np.full((32, 72), 80.0), area_cm2=np.ones((32, 72)),
    ...     valid=np.ones((32, 72), bool), state=State.REST, source=MapSource.ARRAY,
    ...     reference_percentile=float("nan"))
    PolarMap(rest, from array, mean 80 %, 100 % valid)
    """

    uptake_percent: MapArray
    area_cm2: MapArray
    valid: MaskArray
    state: State | None
    source: MapSource
    reference_percentile: float

    def __post_init__(self) -> None:
        shape = (N_RINGS, N_ANGLES)
        uptake = frozen_array(self.uptake_percent, np.float32)
        area = frozen_array(self.area_cm2, np.float32)
        valid = frozen_array(self.valid, np.bool_)
        for name, array in (("uptake", uptake), ("area", area), ("validity", valid)):
            require_shape(f"The polar map's {name}", array, shape)
            require_finite(f"The polar map's {name}", array)
        if uptake.min() < 0:
            raise GeometryError(
                f"The polar map holds negative uptake: found {uptake.min():g} %, "
                "expected at least 0."
            )
        if area.min() <= 0:
            raise GeometryError(
                "The polar map has samples without wall area: found "
                f"{area.min():g} cm², expected above 0."
            )
        if not valid.any():
            raise GeometryError(
                "No sample of the polar map is valid. Expected at least one: the "
                "source held no counts along the wall."
            )
        object.__setattr__(self, "uptake_percent", uptake)
        object.__setattr__(self, "area_cm2", area)
        object.__setattr__(self, "valid", valid)

    def __repr__(self) -> str:
        state = self.state.value if self.state else "state unknown"
        mean = np.average(self.uptake_percent, weights=self.area_cm2 * self.valid)
        return (
            f"PolarMap({state}, from {self.source.value}, mean {mean:.0f} %, "
            f"{100 * self.valid.mean():.0f} % valid)"
        )
