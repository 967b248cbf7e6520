"""Solids that a body is built of, and the check that their numbers make sense.

Positions are millimetres in LPS, measured from the rotation axis of the camera at
the middle of the grid. Activities are concentrations; healthy myocardium is 1.
"""

from dataclasses import dataclass
from typing import TypeAlias

from myomap.errors import ConfigError

__all__ = ["Ellipsoid", "Point", "Rod", "require_between"]

Point: TypeAlias = tuple[float, float, float]


def require_between(name: str, value: float, lowest: float, highest: float) -> None:
    """Raise `ConfigError` unless lowest <= value <= highest; NaN never is.

    Parameters
    ----------
    name : str
        Parameter to name in the message.
    value, lowest, highest : float
        The value and its bounds, in the parameter's unit.

    Raises
    ------
    ConfigError
        If the value lies outside.
    """
    if not lowest <= value <= highest:
        raise ConfigError(
            f"{name} is out of range: found {value:g}, expected {lowest:g} to "
            f"{highest:g}. Choose a value in this range."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Ellipsoid:
    """A solid with its axes along the body, evenly filled.

    Parameters
    ----------
    centre_mm : (3,), mm, LPS
        Its middle.
    radii_mm : (3,), mm
        Half-axes along x (left), y (back), z (head).
    activity : float
        Healthy myocardium = 1.
    """

    centre_mm: Point
    radii_mm: Point
    activity: float

    def __post_init__(self) -> None:
        for place in self.centre_mm:
            require_between("centre_mm", place, -1000, 1000)
        for radius in self.radii_mm:
            require_between("radii_mm", radius, 1, 1000)
        require_between("activity", self.activity, 0, 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rod:
    """An elliptic cylinder along the whole body, such as the spine.

    Parameters
    ----------
    x_mm, y_mm : float, mm, LPS
        Its middle.
    half_width_mm, half_depth_mm : float, mm
        Half-axes from right to left and from front to back.
    per_cm : float, 1/cm
        Attenuation at 140 keV.
    """

    x_mm: float
    y_mm: float
    half_width_mm: float
    half_depth_mm: float
    per_cm: float

    def __post_init__(self) -> None:
        require_between("x_mm", self.x_mm, -1000, 1000)
        require_between("y_mm", self.y_mm, -1000, 1000)
        require_between("half_width_mm", self.half_width_mm, 1, 400)
        require_between("half_depth_mm", self.half_depth_mm, 1, 400)
        require_between("per_cm", self.per_cm, 0, 10)
