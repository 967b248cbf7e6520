"""An axis that a person placed, and the shell it stands for."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from myomap.errors import ConfigError
from myomap.geometry import FloatArray, unit_vector
from myomap.records import frozen_array
from myomap.ventricle.shell import Shell

__all__ = ["BASE_SHARE", "ManualPlacement", "shell_of_placement"]

BASE_SHARE = 0.35
"""Usual place of the valve plane: this share of L behind the widest ring."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ManualPlacement:
    """Where a person put the ventricle.

    Parameters
    ----------
    apex_mm, base_mm : (3,), mm, in the volume's frame
        Mid-wall apex, and the middle of the valve plane.
    radius_mm : float, mm
        Mid-wall radius where the ventricle is widest.

    Raises
    ------
    ConfigError
        If the points are not finite, the axis is not 20 to 200 mm long or the radius
        not 8 to 80 mm.
    """

    apex_mm: FloatArray
    base_mm: FloatArray
    radius_mm: float

    def __post_init__(self) -> None:
        for name in ("apex_mm", "base_mm"):
            point = frozen_array(getattr(self, name), np.float64)
            if point.shape != (3,) or not np.all(np.isfinite(point)):
                raise ConfigError(
                    f"{name} is no point: expected three finite numbers in mm (left, "
                    "back, head)."
                )
            object.__setattr__(self, name, point)
        length = float(np.linalg.norm(self.apex_mm - self.base_mm))
        if not 20.0 <= length <= 200.0:
            raise ConfigError(
                f"The long axis is {length:.0f} mm long, expected 20 to 200 mm: give "
                "the mid-wall apex and the middle of the valve plane."
            )
        if not 8.0 <= self.radius_mm <= 80.0:
            raise ConfigError(
                f"The radius is {self.radius_mm:g} mm, expected 8 to 80 mm."
            )


def shell_of_placement(
    apex_mm: FloatArray, base_mm: FloatArray, radius_mm: float
) -> Shell:
    """Return the shell whose apex and usual base are those given."""
    direction = unit_vector(apex_mm - base_mm)
    length = float(np.linalg.norm(apex_mm - base_mm))
    half_length = length / (1.0 + BASE_SHARE)
    azimuth, elevation = _angles(direction)
    return Shell(
        centre_mm=apex_mm - half_length * direction,
        azimuth_deg=azimuth,
        elevation_deg=elevation,
        radius_mm=radius_mm,
        half_length_mm=half_length,
    )


def _angles(direction: ArrayLike) -> tuple[float, float]:
    """Return azimuth and elevation of a direction base → apex, degrees."""
    x, y, z = unit_vector(direction)
    azimuth = float(np.degrees(np.arctan2(x, -y)))
    return azimuth, float(np.degrees(np.arcsin(np.clip(-z, -1.0, 1.0))))
