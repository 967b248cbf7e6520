"""Where the ventricle ends: the plane of the mitral valve.

Around the ring the wall's brightness falls off towards the base. Where it has
fallen to six tenths of the sector's own level, the wall ends; a plane through these
ends, tilted no more than anatomy allows, is the valve plane. Sectors that are dim
before the base (a defect) or never fall (gut, an atrium) are not asked.
"""

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import uniform_filter1d

from myomap.geometry import FloatArray
from myomap.ventricle.wall import Wall

__all__ = ["LEAST_SECTORS", "ValvePlane", "ValvePlaneOptions", "find_valve_plane"]

LEAST_SECTORS = 4
"""Of 36; with fewer, the plane is put at its usual place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ValvePlaneOptions:
    """What counts as the end of the wall.

    Parameters
    ----------
    level : float
        Share of the sector's brightness at which the wall ends. On simulated
        ventricles 0.6 puts the plane where it is; 0.5 puts it 1.5 mm too far out.
    bright : float, in units of the wall's reference
        What a sector's wall must reach to be asked: where it is dim, so may be what
        is taken for its end.
    axial_range : (low, high), in half-lengths L
        Where the plane may cross the long axis, counted towards the apex.
    usual_axial : float, in half-lengths L
        Where it is put when no sector tells.
    tilt : float
        Largest slope of the plane against the axis' perpendicular.
    """

    level: float = 0.6
    bright: float = 0.7
    axial_range: tuple[float, float] = (-0.60, -0.12)
    usual_axial: float = -0.35
    tilt: float = 0.36


@dataclass(frozen=True, slots=True, kw_only=True)
class ValvePlane:
    """A plane t = axial + slope · (lateral, anterior), in the shell's frame.

    Parameters
    ----------
    axial_mm : float, mm
        Where it crosses the long axis, counted towards the apex.
    slope_lateral, slope_anterior : float
        Rise towards the apex per millimetre across.
    n_sectors : int
        Sectors of 36 that told where the wall ends; 0 when the usual place was taken.
    """

    axial_mm: float
    slope_lateral: float
    slope_anterior: float
    n_sectors: int

    def height_mm(self, local_mm: FloatArray) -> FloatArray:
        """Return how far local points (..., 3) lie on the apex' side, mm."""
        height: FloatArray = (
            local_mm[..., 2]
            - self.axial_mm
            - self.slope_lateral * local_mm[..., 0]
            - self.slope_anterior * local_mm[..., 1]
        )
        return height


def find_valve_plane(wall: Wall, options: ValvePlaneOptions) -> ValvePlane:
    """Fit the valve plane to the basal ends of the wall.

    Parameters
    ----------
    wall : Wall
        Traced past the widest ring.
    options : ValvePlaneOptions
        Level and limits.

    Returns
    -------
    ValvePlane
        In the frame of the wall's shell.
    """
    # The reading room starts with this room and fits nothing by itself.
    from scipy.optimize import least_squares

    length = wall.shell.half_length_mm
    across, axial, say = _sector_ends(wall, options)
    low, high = (limit * length for limit in options.axial_range)
    if np.count_nonzero(say) < LEAST_SECTORS:
        return ValvePlane(
            axial_mm=options.usual_axial * length,
            slope_lateral=0.0,
            slope_anterior=0.0,
            n_sectors=0,
        )

    def residuals(plane: FloatArray) -> FloatArray:
        ends = plane[0] + across @ plane[1:]
        tilt_cost = 2.0 * plane[1:] / options.tilt
        return np.concatenate([np.sqrt(say) * (axial - ends) / 3.0, tilt_cost])

    start = np.clip(np.median(axial[say > 0]), low + 1e-6, high - 1e-6)
    result = least_squares(
        residuals,
        np.array([start, 0.0, 0.0]),
        bounds=(
            [low, -options.tilt, -options.tilt],
            [high, options.tilt, options.tilt],
        ),
        loss="soft_l1",
    )
    return ValvePlane(
        axial_mm=float(result.x[0]),
        slope_lateral=float(result.x[1]),
        slope_anterior=float(result.x[2]),
        n_sectors=int(np.count_nonzero(say)),
    )


def _sector_ends(
    wall: Wall, options: ValvePlaneOptions
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return place across (36, 2), axial place and say of each sector's end."""
    brightness = uniform_filter1d(wall.brightness, 5, axis=1, mode="wrap")
    latitude = wall.latitude_deg
    # A defect at the apex says nothing of the base: the brighter part is the sector's.
    along = brightness[(latitude >= 40.0) & (latitude <= 90.0)]
    beside = brightness[(latitude >= 70.0) & (latitude <= 95.0)]
    level = np.maximum(np.median(along, axis=0), np.median(beside, axis=0))
    basal = np.flatnonzero(latitude >= 80.0)
    falling = brightness[basal] / np.maximum(level, 1e-9)
    below = falling < options.level
    first = np.argmax(below, axis=0)
    told = below.any(axis=0) & (first > 0) & (level > options.bright)
    columns = np.arange(falling.shape[1])
    before = falling[np.maximum(first - 1, 0), columns]
    after = falling[first, columns]
    part = (before - options.level) / np.maximum(before - after, 1e-9)
    step = latitude[1] - latitude[0]
    end_deg = latitude[basal[0]] + step * (first - 1 + np.clip(part, 0.0, 1.0))
    end_mm = _places_mm(wall, np.where(told, end_deg, 90.0))
    return end_mm[:, :2], end_mm[:, 2], told * np.clip(level, 0.0, 1.0)


def _places_mm(wall: Wall, latitude_deg: FloatArray) -> FloatArray:
    """Return the mid-wall at one latitude a sector (36,), in the shell's frame."""
    points, normals = wall.shell.grid(latitude_deg, wall.angle_deg)
    offset = wall.midwall_mm.at(latitude_deg, wall.angle_deg)[..., np.newaxis]
    sector = np.arange(wall.angle_deg.size)
    return wall.shell.to_local((points + offset * normals)[sector, sector])
