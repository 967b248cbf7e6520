"""Lay the rest map onto the stress map, where the two were sampled a little apart."""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from myomap.errors import ConfigError
from myomap.geometry import FloatArray
from myomap.records import N_ANGLES, N_RINGS

__all__ = ["MapShift", "RegistrationOptions", "register_maps", "shifted"]

_Scalar = TypeVar("_Scalar", bound=np.generic)

_STEP_DEG = 360.0 / N_ANGLES


@dataclass(frozen=True, slots=True, kw_only=True)
class MapShift:
    """How a map is moved: whole samples, no interpolation.

    Parameters
    ----------
    rings : int
        Towards the base; what is missing at the end repeats the last ring.
    angles : int
        Steps of 5° counter-clockwise.
    """

    rings: int = 0
    angles: int = 0

    @property
    def degrees(self) -> float:
        """The turn in degrees."""
        return self.angles * _STEP_DEG


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationOptions:
    """How far the rest map may be moved. These are proposals, not published.

    Parameters
    ----------
    most_rings : int
        Towards apex or base.
    most_angles : int
        Steps of 5° to either side.
    least_gain : float, 0 to 1
        By which share the maps must agree better to be moved at all: noise alone
        always prefers some shift.

    Raises
    ------
    ConfigError
        If a value makes no sense.
    """

    most_rings: int = 2
    most_angles: int = 3
    least_gain: float = 0.15

    def __post_init__(self) -> None:
        if not (0 <= self.most_rings <= 4 and 0 <= self.most_angles <= 9):
            raise ConfigError(
                f"Maps may not be moved so far: found {self.most_rings} rings and "
                f"{self.most_angles} angle steps, expected at most 4 and 9."
            )
        if not 0.0 <= self.least_gain < 1.0:
            raise ConfigError(
                f"least_gain makes no sense: found {self.least_gain:g}, expected 0 to "
                "below 1."
            )


def register_maps(
    stress: FloatArray,
    rest: FloatArray,
    weight: FloatArray,
    options: RegistrationOptions,
) -> MapShift:
    """Return the shift that lays rest onto stress.

    Parameters
    ----------
    stress, rest : (ring, angle)
        Uptake over the normal mean, so that what every heart shows does not count.
    weight : (ring, angle)
        Wall area where both are valid.
    options : RegistrationOptions
        How far.

    Returns
    -------
    MapShift
        With the least mean absolute difference, which a reversible defect disturbs
        less than a square; no shift unless it gains enough.

    Examples
    --------
    >>> wave = 0.5 * np.sin(np.arange(72) * np.pi / 36)
    >>> rest = 1.0 + wave[None, :] * np.ones((32, 1))
    >>> stress = np.roll(rest, 2, axis=1)
    >>> register_maps(stress, rest, np.ones((32, 72)), RegistrationOptions())
    MapShift(rings=0, angles=2)
    """

    def difference(shift: MapShift) -> float:
        away = np.abs(stress - shifted(rest, shift))
        return float((weight * away).sum())

    still = difference(MapShift())
    shifts = [
        MapShift(rings=rings, angles=angles)
        for rings in range(-options.most_rings, options.most_rings + 1)
        for angles in range(-options.most_angles, options.most_angles + 1)
    ]
    best = min(shifts, key=lambda each: (difference(each), _size(each)))
    gained = still - difference(best)
    return best if gained > options.least_gain * still else MapShift()


def shifted(values: NDArray[_Scalar], shift: MapShift) -> NDArray[_Scalar]:
    """Return a map that was moved.

    Parameters
    ----------
    values : (ring, angle)
        Any map.
    shift : MapShift
        How.

    Returns
    -------
    (ring, angle)
        Of the same type.

    Examples
    --------
    >>> moved = shifted(np.arange(32)[:, None] * np.ones(72), MapShift(rings=1))
    >>> moved[:3, 0].tolist()
    [0.0, 0.0, 1.0]
    """
    rings = np.clip(np.arange(N_RINGS) - shift.rings, 0, N_RINGS - 1)
    moved: NDArray[_Scalar] = np.roll(values[rings], shift.angles, axis=1)
    return moved


def _size(shift: MapShift) -> int:
    return abs(shift.rings) + abs(shift.angles)
