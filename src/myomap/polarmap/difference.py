"""Stress minus rest, sample by sample."""

from dataclasses import dataclass

import numpy as np

from myomap.errors import ConfigError, GeometryError
from myomap.records import (
    N_ANGLES,
    N_RINGS,
    MapArray,
    MaskArray,
    PolarMap,
    State,
    frozen_array,
    require_finite,
    require_shape,
)

__all__ = ["DifferenceMap", "difference_map"]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class DifferenceMap:
    """How far the uptake under stress lies above that at rest.

    Parameters
    ----------
    difference_points : (32, 72), float32, percentage points
        Negative where stress takes uptake away; 0 where not valid.
    area_cm2 : (32, 72), float32, cm²
        Mean of the two maps' areas.
    valid : (32, 72), bool
        True where both maps are valid.

    Raises
    ------
    GeometryError
        If shapes differ from (32, 72) or values are not finite.
    """

    difference_points: MapArray
    area_cm2: MapArray
    valid: MaskArray

    def __post_init__(self) -> None:
        for name, dtype in (
            ("difference_points", np.float32),
            ("area_cm2", np.float32),
            ("valid", np.bool_),
        ):
            array = frozen_array(getattr(self, name), dtype)
            require_shape(f"The difference map's {name}", array, (N_RINGS, N_ANGLES))
            require_finite(f"The difference map's {name}", array)
            object.__setattr__(self, name, array)

    def __repr__(self) -> str:
        lowest, highest = self.difference_points.min(), self.difference_points.max()
        return (
            f"DifferenceMap({lowest:+.0f} to {highest:+.0f} points, "
            f"{100 * self.valid.mean():.0f} % valid)"
        )


def difference_map(stress: PolarMap, rest: PolarMap) -> DifferenceMap:
    """Return stress minus rest.

    Both maps are taken as they are scaled, each to its own reference.

    Parameters
    ----------
    stress, rest : PolarMap
        Of one patient.

    Returns
    -------
    DifferenceMap
        In percentage points of uptake.

    Raises
    ------
    ConfigError
        If the maps say that they are the other way round.
    GeometryError
        If no sample is valid in both.
    """
    if stress.state is State.REST or rest.state is State.STRESS:
        raise ConfigError(
            "The maps are exchanged: found rest where stress was expected, or stress "
            "where rest was expected. Give stress first, rest second."
        )
    valid = stress.valid & rest.valid
    if not valid.any():
        raise GeometryError(
            "No sample is valid in both maps. Expected at least one: sample both "
            "volumes with contours that lie inside them."
        )
    points = np.where(valid, stress.uptake_percent - rest.uptake_percent, 0.0)
    return DifferenceMap(
        difference_points=points.astype(np.float32),
        area_cm2=((stress.area_cm2 + rest.area_cm2) / 2).astype(np.float32),
        valid=valid,
    )
