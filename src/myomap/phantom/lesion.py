"""Disease of one artery: a part of its territory that takes up less tracer."""

from dataclasses import dataclass

import numpy as np

from myomap.geometry import FloatArray
from myomap.phantom.solids import require_between
from myomap.records import Territory

__all__ = ["Lesion", "soft_step"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesion:
    """What an artery no longer feeds well: an ellipse on the wall within its territory.

    Parameters
    ----------
    territory : Territory
        Whose artery; nothing outside its borders is touched but their softness.
    angle_deg : float, degrees
        Middle of the ellipse: 0 lateral, 90 anterior, 180 septal, 270 inferior.
    fraction : float
        Height of the middle: 0 valve plane, 1 apex.
    around_mm, along_mm : float, mm
        Half-axes around and along the wall; larger than the wall for a whole
        territory.
    uptake : float
        What remains in it, as a fraction of the normal uptake.
    transmural_fraction : float
        How much of the wall's thickness is diseased, counted from the endocardium.
    border_mm : float, mm
        Width over which the uptake falls, half of it on either side of the edge.
    """

    territory: Territory
    angle_deg: float
    fraction: float
    around_mm: float = 500.0
    along_mm: float = 500.0
    uptake: float = 0.4
    transmural_fraction: float = 1.0
    border_mm: float = 8.0

    def __post_init__(self) -> None:
        require_between("angle_deg", self.angle_deg, -360, 720)
        require_between("fraction", self.fraction, 0, 1)
        require_between("around_mm", self.around_mm, 2, 1000)
        require_between("along_mm", self.along_mm, 2, 1000)
        require_between("uptake", self.uptake, 0, 1)
        require_between("transmural_fraction", self.transmural_fraction, 0.05, 1)
        require_between("border_mm", self.border_mm, 0, 50)


def soft_step(inwards_mm: FloatArray, border_mm: float) -> FloatArray:
    """Return 0 outside, 1 inside and a smooth rise across the border.

    Parameters
    ----------
    inwards_mm : (...), mm
        How far inside a point lies.
    border_mm : float, mm
        Width of the rise; the edge lies in its middle.

    Returns
    -------
    (...)
        Two areas with a common border add up to 1 across it.
    """
    ramp = np.clip(inwards_mm / max(border_mm, 1e-6) + 0.5, 0.0, 1.0)
    rise: FloatArray = ramp * ramp * (3.0 - 2.0 * ramp)
    return rise
