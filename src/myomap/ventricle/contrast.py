"""How much a place looks like a wall around a cavity."""

from dataclasses import dataclass

import numpy as np

from myomap.geometry import FloatArray
from myomap.records import Volume
from myomap.ventricle.profiles import angles_around_deg, profiles_along
from myomap.ventricle.shell import Shell

__all__ = ["WallContrast", "wall_contrast"]

LATITUDE_DEG = np.arange(5.0, 106.0, 10.0)
ANGLE_DEG = angles_around_deg(24)


@dataclass(frozen=True, slots=True, kw_only=True)
class WallContrast:
    """Brightness of the wall against both its sides, in units of the wall.

    Parameters
    ----------
    score : float
        Mean of wall less cavity, plus half the mean of wall less outside. A good
        fit scores about 0.9, a shell 30 mm off its heart below 0.2.
    against_cavity, against_outside : float
        The two means.
    closed_base : float
        Mean of the counts where an ellipsoid would close over the base, in units of
        the wall: near 1 for a closed shell, low for a ventricle.
    reference : float, counts
        The wall: 75th percentile over the shell.
    """

    score: float
    against_cavity: float
    against_outside: float
    closed_base: float
    reference: float


def wall_contrast(volume: Volume, shell: Shell) -> WallContrast:
    """Compare the wall of a shell with what lies 14 mm inside and outside of it.

    Parameters
    ----------
    volume : Volume
        Lightly smoothed counts in the patient's frame.
    shell : Shell
        A fit.

    Returns
    -------
    WallContrast
        All zero where there are no counts.
    """
    points, normals = shell.grid(LATITUDE_DEG, ANGLE_DEG)
    inward = min(14.0, 0.6 * shell.radius_mm)
    offsets = np.array([-inward, 0.0, 14.0])
    inner, wall, outer = np.moveaxis(
        profiles_along(volume, points, normals, offsets), -1, 0
    )
    reference = float(np.percentile(wall, 75))
    if reference <= 0:
        return WallContrast(
            score=0.0,
            against_cavity=0.0,
            against_outside=0.0,
            closed_base=0.0,
            reference=0.0,
        )
    crowding = np.sin(np.radians(np.minimum(LATITUDE_DEG, 90.0)))[:, np.newaxis]

    def mean_difference(side: FloatArray) -> float:
        cut = np.minimum(wall, 1.2 * reference) - np.minimum(side, 1.2 * reference)
        return float(np.average(cut, weights=np.broadcast_to(crowding, cut.shape)))

    cavity = mean_difference(inner) / reference
    outside = mean_difference(outer) / reference
    return WallContrast(
        score=cavity + 0.5 * outside,
        against_cavity=cavity,
        against_outside=outside,
        closed_base=_closed_base(volume, shell, reference),
        reference=reference,
    )


def _closed_base(volume: Volume, shell: Shell, reference: float) -> float:
    """Return how bright the base is where a closed shell would have its wall."""
    latitude = np.array([140.0, 155.0, 170.0])
    points, normals = shell.grid(latitude, ANGLE_DEG)
    profiles = profiles_along(volume, points, normals, np.arange(-9.0, 9.1, 3.0))
    peak = profiles.max(axis=-1) / reference
    weights = np.sin(np.radians(latitude))[:, np.newaxis]
    return float(np.average(np.minimum(peak, 1.2), weights=weights + 0 * peak))
