"""The wall around a fitted shell: mid-wall, inner and outer edge, brightness.

Everything is read off count profiles along the shell's normals. Where a profile is
silent (a defect, an organ that touches the wall) the neighbours speak for it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from myomap.geometry import FloatArray
from myomap.records import Volume
from myomap.ventricle.profiles import (
    angles_around_deg,
    nearest_good_peak,
    profiles_along,
    prominence_of,
    refined_offset_mm,
    symmetric_offsets_mm,
)
from myomap.ventricle.shell import Shell
from myomap.ventricle.smooth_field import SmoothField, fit_smooth_field

__all__ = ["Wall", "WallOptions", "trace_wall"]

N_ANGLES = 36
WIDEST_DEG = 90.0

FWHM_OF_SIGMA = 2.3548
BLUR_LATITUDES_DEG = np.array([40.0, 60.0, 80.0])
"""Where the outer edge tells the blur: away from the apex' curvature and the base."""

BLUR_SHARE = 0.78
"""Half of the crest is reached too far out where the surroundings hold counts: with
0.15 of the wall's, the square of the width is 1 / 0.78 of what it would be."""

WALL_VARIANCE_MM2 = 9.0
"""Of a wall of 10.4 mm: its share in the square of the width."""

BLUR_VARIANCE_MM2 = (8.0, 40.0)
"""Between a full width at half maximum of 7 and 15 mm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WallOptions:
    """How the wall is traced.

    Parameters
    ----------
    reach_mm, step_mm : float, mm
        Half-length of the profiles and the step along them.
    last_latitude_deg, latitude_step_deg : float, degrees
        How far past the widest ring (90°) the wall is followed, and how finely.
    degree, stiffness : int, float
        Detail of the mid-wall; see `fit_smooth_field`.
    edge_level : float
        The wall's edge is where a profile falls to this share of its maximum. Half
        is where a reader sees the wall end; it includes the camera's blur.
    half_thickness_mm : (low, high), mm
        What half a wall may measure.
    prominence : float, in units of the wall's reference
        A peak this far above the troughs beside it has a full say.
    """

    reach_mm: float = 20.0
    step_mm: float = 1.0
    last_latitude_deg: float = 130.0
    latitude_step_deg: float = 5.0
    degree: int = 5
    stiffness: float = 2e-5
    edge_level: float = 0.5
    half_thickness_mm: tuple[float, float] = (3.5, 14.0)
    prominence: float = 0.3


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Wall:
    """What was read off the profiles around a shell.

    Parameters
    ----------
    shell : Shell
        What the offsets below count from, along its normals.
    latitude_deg, angle_deg : (n,), (m,), degrees
        The grid of the profiles.
    midwall_mm, inner_mm, outer_mm : SmoothField, mm
        Offset of the mid-wall from the shell; distance of the wall's edges from the
        mid-wall, inwards and outwards, both positive.
    half_thickness_mm : (low, high), mm
        Between what the two distances are kept.
    brightness : (n, m), in units of the wall's reference
        Maximum of each profile near the mid-wall.
    residual_mm : float, mm
        Median distance of the peaks from the smooth mid-wall.
    supported_percent : float, percent
        Share of the wall (to the widest ring) whose profiles peak on it.
    """

    shell: Shell
    latitude_deg: FloatArray
    angle_deg: FloatArray
    midwall_mm: SmoothField
    inner_mm: SmoothField
    outer_mm: SmoothField
    half_thickness_mm: tuple[float, float]
    brightness: FloatArray
    residual_mm: float
    supported_percent: float

    def edges_mm(
        self, latitude_deg: FloatArray, angle_deg: FloatArray
    ) -> tuple[FloatArray, FloatArray]:
        """Return the distances of inner and outer edge from the mid-wall, (n, m)."""
        low, high = self.half_thickness_mm
        inner = self.inner_mm.at(latitude_deg, angle_deg)
        outer = self.outer_mm.at(latitude_deg, angle_deg)
        return np.clip(inner, low, high), np.clip(outer, low, high)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Profiles:
    """Profiles in units of the wall, one a row, and their grid."""

    latitude_deg: FloatArray
    angle_deg: FloatArray
    offsets_mm: FloatArray
    counts: FloatArray

    @property
    def grid(self) -> tuple[int, int]:
        return self.latitude_deg.size, self.angle_deg.size

    @property
    def on_wall(self) -> NDArray[np.bool_]:
        """Which rows lie between the apex and the widest ring."""
        return np.repeat(self.latitude_deg <= WIDEST_DEG, self.angle_deg.size)

    @property
    def crowding(self) -> FloatArray:
        """How much wall a row stands for: its ring's circumference."""
        latitude = np.clip(self.latitude_deg, 2.0, WIDEST_DEG)
        return np.repeat(np.sin(np.radians(latitude)), self.angle_deg.size)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Peaks:
    """Where each profile's wall is, how bright, and how much say it has."""

    offset_mm: FloatArray
    say: FloatArray


def trace_wall(volume: Volume, shell: Shell, options: WallOptions) -> Wall:
    """Trace mid-wall and edges around a fitted shell.

    Parameters
    ----------
    volume : Volume
        Lightly smoothed counts in the patient's frame.
    shell : Shell
        A fit that lies within `options.reach_mm` of the wall.
    options : WallOptions
        Reach, detail and the level of the edge.

    Returns
    -------
    Wall
        Smooth fields on the shell, and what supports them.
    """
    profiles = _profiles(volume, shell, options)
    peaks = _peaks(profiles, options)
    crest = _field(profiles, peaks.offset_mm, peaks.say, options)
    smooth_mm = crest.at(profiles.latitude_deg, profiles.angle_deg).ravel()
    edges = [
        _edge_field(profiles, smooth_mm, peaks.say, options, direction)
        for direction in (-1, 1)
    ]
    lift_mm = _lift_mm(shell, profiles, edges[1])
    midwall = _field(profiles, peaks.offset_mm + lift_mm, peaks.say, options)
    misfit = np.abs(peaks.offset_mm - smooth_mm)
    judged = (peaks.say > 0) & profiles.on_wall
    supports = (peaks.say > 0) & (misfit < 6.0)
    share = profiles.crowding * profiles.on_wall
    near = np.abs(profiles.offsets_mm - smooth_mm[:, np.newaxis]) <= 5.0
    return Wall(
        shell=shell,
        latitude_deg=profiles.latitude_deg,
        angle_deg=profiles.angle_deg,
        midwall_mm=midwall,
        inner_mm=edges[0],
        outer_mm=edges[1],
        half_thickness_mm=options.half_thickness_mm,
        brightness=np.where(near, profiles.counts, 0.0)
        .max(axis=1)
        .reshape(profiles.grid),
        residual_mm=float(np.median(misfit[judged])) if judged.any() else np.inf,
        supported_percent=100.0 * float(np.average(supports, weights=share)),
    )


def _profiles(volume: Volume, shell: Shell, options: WallOptions) -> _Profiles:
    """Sample the profiles and bring them to units of the wall."""
    n_latitudes = round(options.last_latitude_deg / options.latitude_step_deg) + 1
    latitude = np.linspace(0.0, options.last_latitude_deg, n_latitudes)
    angle = angles_around_deg(N_ANGLES)
    offsets = symmetric_offsets_mm(options.reach_mm, options.step_mm)
    points, normals = shell.grid(latitude, angle)
    counts = profiles_along(volume, points, normals, offsets, spline_order=3)
    wall = counts[latitude <= WIDEST_DEG].max(axis=-1)
    reference = max(float(np.percentile(wall, 75)), 1e-12)
    flat = counts.reshape(-1, offsets.size) / reference
    return _Profiles(
        latitude_deg=latitude,
        angle_deg=angle,
        offsets_mm=offsets,
        counts=np.minimum(flat, 1.4),
    )


def _peaks(profiles: _Profiles, options: WallOptions) -> _Peaks:
    """Find each profile's own maximum."""
    counts, offsets = profiles.counts, profiles.offsets_mm
    best = nearest_good_peak(counts, offsets, 0.02)
    brightness = counts[np.arange(len(counts)), best]
    say = np.clip((brightness - 0.25) / 0.35, 0.0, 1.0) * (best > 0)
    say *= np.clip(prominence_of(counts, best) / options.prominence, 0.0, 1.0)
    # Beyond the widest ring the wall ends somewhere: its profiles count for less.
    certain = np.where(profiles.latitude_deg <= WIDEST_DEG + 5.0, 1.0, 0.4)
    say *= np.repeat(certain, profiles.angle_deg.size)
    return _Peaks(offset_mm=refined_offset_mm(counts, best, offsets), say=say)


def _lift_mm(shell: Shell, profiles: _Profiles, outer: SmoothField) -> FloatArray:
    """Return how far blur has moved each profile's crest inwards, (rows,), mm.

    Blurring a thin curved sheet by a Gaussian of variance σ² moves its crest by σ² H
    to the hollow side, with the mean curvature H: 2 to 3 mm at the apex of a usual
    heart. The same holds of a sheet of some thickness, and of its edges. The
    variance follows from the wall's own outer edge, so that no resolution has to be
    known.
    """
    half_mm = float(np.median(outer.at(BLUR_LATITUDES_DEG, profiles.angle_deg)))
    variance = BLUR_SHARE * (2.0 * half_mm / FWHM_OF_SIGMA) ** 2 - WALL_VARIANCE_MM2
    curvature = shell.mean_curvature_per_mm(profiles.latitude_deg)
    lift = np.clip(variance, *BLUR_VARIANCE_MM2) * curvature
    return np.repeat(lift, profiles.angle_deg.size)


def _field(
    profiles: _Profiles, values: FloatArray, say: FloatArray, options: WallOptions
) -> SmoothField:
    """Fit the mid-wall's offset."""
    return fit_smooth_field(
        values.reshape(profiles.grid),
        say.reshape(profiles.grid),
        profiles.latitude_deg,
        profiles.angle_deg,
        degree=options.degree,
        stiffness=options.stiffness,
    )


def _edge_field(
    profiles: _Profiles,
    midwall_mm: FloatArray,
    say: FloatArray,
    options: WallOptions,
    direction: int,
) -> SmoothField:
    """Fit the distance of the wall's edge, inwards (-1) or outwards (+1)."""
    counts, offsets = profiles.counts, profiles.offsets_mm
    rows = np.arange(len(counts))
    low, high = options.half_thickness_mm
    start = np.rint((midwall_mm - offsets[0]) / options.step_mm).astype(int)
    start = np.clip(start, 0, offsets.size - 1)
    level = options.edge_level * counts[rows, start]
    steps = np.arange(round(high / options.step_mm) + 3)
    index = np.clip(start[:, None] + direction * steps, 0, offsets.size - 1)
    along = counts[rows[:, None], index]
    below = along < level[:, None]
    first = np.argmax(below, axis=1)
    before, after = along[rows, np.maximum(first - 1, 0)], along[rows, first]
    part = (before - level) / np.maximum(before - after, 1e-9)
    place = offsets[start] + direction * options.step_mm * (first - 1 + part)
    distance = direction * (place - midwall_mm)
    found = (first > 0) & (distance >= low) & (distance <= high)
    return fit_smooth_field(
        np.clip(distance, low, high).reshape(profiles.grid),
        (say * found).reshape(profiles.grid),
        profiles.latitude_deg,
        profiles.angle_deg,
        degree=3,
        stiffness=1e-3,
    )
