"""Lines of the mid-wall from apex to valve plane, divided as the polar map divides."""

from dataclasses import dataclass

import numpy as np

from myomap.geometry import FloatArray
from myomap.phantom.anatomy import HeartParameters
from myomap.phantom.shell import belt_mm, midwall_axes_mm, valve_slope

__all__ = ["MeridianProfile", "sample_meridian"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MeridianProfile:
    """One line of the mid-wall from the apex to the valve plane, at equal steps.

    Parameters
    ----------
    along_mm, across_mm : (ring,), mm
        Middle of each step, as s and ρ.
    step_mm : float, mm
        Arc length of one step.
    """

    along_mm: FloatArray
    across_mm: FloatArray
    step_mm: float


def sample_meridian(
    heart: HeartParameters, angle_deg: float, n_rings: int
) -> MeridianProfile:
    """Divide a mid-wall meridian from apex to valve plane into equal arc lengths.

    Parameters
    ----------
    heart : HeartParameters
        Shape of the shell.
    angle_deg : float, degrees
        Which meridian; they differ only when the valve plane is tilted.
    n_rings : int
        How many steps.

    Returns
    -------
    MeridianProfile
        The middle of every step; the first is next to the apex.
    """
    radius, half_length = midwall_axes_mm(heart)
    # With cos θ to the power 2/q the surface's equation becomes sin² + cos² = 1.
    theta = np.linspace(0.0, np.pi, 4001)
    cosine = np.cos(theta)
    height = np.sign(cosine) * np.abs(cosine) ** (2.0 / heart.exponent)
    along = belt_mm(heart) + half_length * height
    across = radius * np.sin(theta)
    above = along >= valve_slope(heart, angle_deg) * across
    last = int(np.argmin(above))
    along, across = along[: last + 1], across[: last + 1]
    arc = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(along), np.diff(across)))])
    step = float(arc[-1]) / n_rings
    middle = (np.arange(n_rings) + 0.5) * step
    return MeridianProfile(
        along_mm=np.interp(middle, arc, along),
        across_mm=np.interp(middle, arc, across),
        step_mm=step,
    )
