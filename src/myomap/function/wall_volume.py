"""How much wall there really is: told by how width and brightness change as it beats.

Blur makes a wall of 10 mm look 15 mm wide. Muscle keeps its volume while its mid-wall
shrinks, so its thickness over the beat is known up to that volume; how wide and how
bright the wall is seen at each thickness tells volume and blur together.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from myomap.function.gates import GatedVentricle, over_the_beat
from myomap.function.slab import seen_brightness, seen_width_mm
from myomap.geometry import FloatArray
from myomap.records import Volume
from myomap.ventricle.profiles import counts_at, smoothed
from myomap.ventricle.surfaces import CutSurfaces

__all__ = ["WallEstimate", "estimate_wall", "midwall_counts"]

_USUAL_WALL_ML: Final = (115.0, 30.0)
_USUAL_SIGMA_MM: Final = (5.2, 0.8)
_WIDTH_ERROR_MM: Final = 0.7
_BRIGHTNESS_ERROR: Final = 0.04
_SMOOTHING_MM: Final = 2.0
_LATITUDES: Final = slice(4, 26)
"""Away from the apex' point and the valve plane."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WallEstimate:
    """Volume of the wall, and the blur with which it is seen.

    Parameters
    ----------
    wall_ml : float, ml
        The same in all gates.
    sigma_mm : float, mm
        Of the blur through the wall, tracing included.
    """

    wall_ml: float
    sigma_mm: float


def estimate_wall(gated: GatedVentricle) -> WallEstimate:
    """Return the wall's volume and its blur.

    Parameters
    ----------
    gated : GatedVentricle
        Traced gates.

    Returns
    -------
    WallEstimate
        The least squares of widths (0.7 mm) and brightness (4 %) over the beat, held
        by what walls (115 ± 30 ml) and reconstructions (a full width of 12 ± 2 mm)
        usually are. These four are this library's own.
    """
    from scipy.optimize import least_squares

    bright = over_the_beat(
        np.array(
            [
                float(np.median(midwall_counts(volume, gate)[_LATITUDES]))
                for volume, gate in zip(gated.volumes, gated.gates, strict=True)
            ]
        )
    )
    seen = np.log(np.maximum(bright, 1e-6 * bright.max()))

    def misfit(logs: FloatArray) -> FloatArray:
        wall_ml, sigma_mm = np.exp(logs)
        thickness_mm = 10.0 * wall_ml / gated.midwall_cm2
        width = (seen_width_mm(thickness_mm, sigma_mm) - gated.width_mm) / (
            _WIDTH_ERROR_MM
        )
        ratio = seen - np.log(seen_brightness(thickness_mm, sigma_mm))
        usual = [
            (wall_ml - _USUAL_WALL_ML[0]) / _USUAL_WALL_ML[1],
            (sigma_mm - _USUAL_SIGMA_MM[0]) / _USUAL_SIGMA_MM[1],
        ]
        return np.concatenate(
            [width, (ratio - ratio.mean()) / _BRIGHTNESS_ERROR, usual]
        )

    start = np.log([_USUAL_WALL_ML[0], _USUAL_SIGMA_MM[0]])
    wall_ml, sigma_mm = np.exp(least_squares(misfit, start).x)
    return WallEstimate(wall_ml=float(wall_ml), sigma_mm=float(sigma_mm))


def midwall_counts(volume: Volume, surfaces: CutSurfaces) -> FloatArray:
    """Return the counts on the mid-wall.

    Parameters
    ----------
    volume : Volume
        One gate.
    surfaces : CutSurfaces
        Of that gate.

    Returns
    -------
    (latitude, angle)
        Smoothed as for the tracing of the wall; 0 outside the volume.
    """
    smooth = smoothed(volume, _SMOOTHING_MM)
    return counts_at(smooth, surfaces.midwall.points_mm)
