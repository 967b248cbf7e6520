"""An even shell gives an even map, and a turned heart the same map.

Both are noise-free, so that what remains is the method's own error.
"""

from dataclasses import dataclass

import numpy as np

from myomap.bench.even_shell import ShellGrid, blurred_shell, expected_rings
from myomap.bench.figures import BenchOptions, Figure, at_most, without_target
from myomap.geometry import (
    LEFT,
    POSTERIOR,
    SUPERIOR,
    FloatArray,
)
from myomap.phantom import Defect, HeartParameters
from myomap.polarmap import sample_polar_map, segment_means, segments_17
from myomap.records import N_RINGS, PolarMap
from myomap.ventricle import find_ventricle

__all__ = ["flatness_figures", "turning_figures"]

FLATNESS_LIMIT_PERCENT = 2.0
TURNING_LIMIT_POINTS = 2.0
RADII_MM = (22.0, 28.0, 36.0, 45.0)
VOXELS_MM = (3.3, 4.0, 6.4)
BLURS_MM = (10.0, 12.0, 14.0)
POSES_PER_SHELL = 2
N_TURNS = 24

TURNED_DEFECTS = (
    Defect(angle_deg=100, half_angle_deg=40, from_fraction=0.35, uptake=0.4),
    Defect(angle_deg=280, half_angle_deg=35, to_fraction=0.6, uptake=0.65),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Unevenness:
    """Deviation of one map from the expected one."""

    percent: FloatArray
    area_cm2: FloatArray
    n_rings_left_out: int


def flatness_figures(options: BenchOptions) -> tuple[Figure, ...]:
    """Return how uneven the maps of even shells are.

    The map is divided by what the same shell shows ring by ring when it is blurred
    alike and sampled finely on its true mid-wall. Rings nearer to the valve plane than
    one full width of the blur are left out: there the cut through the wall takes
    counts away, up to a half, and where the plane was put decides how many.

    Parameters
    ----------
    options : BenchOptions
        At most `n_cases` shells.

    Returns
    -------
    tuple of Figure
        Largest and typical deviation, and the rings left out.
    """
    rng = np.random.default_rng([options.seed, 2])
    shapes = [
        (radius, voxel, BLURS_MM[(i + k) % len(BLURS_MM)])
        for i, radius in enumerate(RADII_MM)
        for k, voxel in enumerate(VOXELS_MM)
    ]
    found = [
        _unevenness(
            _posed_heart(rng, radius),
            ShellGrid(axes=_turned_axes(rng), voxel_mm=voxel, blur_mm=blur),
        )
        for radius, voxel, blur in shapes[: options.n_cases]
        for _ in range(POSES_PER_SHELL)
    ]
    largest = max(float(np.abs(each.percent).max()) for each in found)
    squares = np.concatenate([each.percent.ravel() ** 2 for each in found])
    areas = np.concatenate([each.area_cm2.ravel() for each in found])
    typical = float(np.sqrt(np.average(squares, weights=areas)))
    n_left_out = max(each.n_rings_left_out for each in found)
    name = "map of an even shell, blur accounted for"
    return (
        at_most(f"{name}, largest deviation", largest, "%", FLATNESS_LIMIT_PERCENT),
        without_target(f"{name}, typical deviation", typical, "%"),
        without_target(
            "rings within one blur of the valve plane, left out", n_left_out, ""
        ),
        without_target("even shells", len(found), ""),
    )


def turning_figures(options: BenchOptions) -> tuple[Figure, ...]:
    """Return how far segments move when heart and grid are turned.

    The heart is turned in the patient and the voxel grid around it, by any rotation
    or mirroring; what is compared is the mean of each of the 17 segments with that of
    the unturned heart.

    Parameters
    ----------
    options : BenchOptions
        At most `n_cases` turns.

    Returns
    -------
    tuple of Figure
        Largest and typical change.
    """
    rng = np.random.default_rng([options.seed, 3])
    n_turns = min(N_TURNS, options.n_cases or N_TURNS)
    usual = _segments(HeartParameters(), np.array([SUPERIOR, POSTERIOR, LEFT]))
    moved = np.array(
        [
            _segments(_posed_heart(rng, 27.0), _turned_axes(rng)) - usual
            for _ in range(n_turns)
        ]
    )
    name = f"segment means under {n_turns} rotations"
    return (
        at_most(
            f"{name}, largest change",
            float(np.abs(moved).max()),
            "points",
            TURNING_LIMIT_POINTS,
        ),
        without_target(
            f"{name}, typical change", float(np.sqrt(np.mean(moved**2))), "points"
        ),
    )


def _posed_heart(rng: np.random.Generator, radius_mm: float) -> HeartParameters:
    """Return a heart of a radius somewhere in the patient."""
    return HeartParameters(
        azimuth_deg=float(rng.uniform(15, 75)),
        elevation_deg=float(rng.uniform(0, 50)),
        centre_mm=tuple(np.array([35.0, -35.0, 0.0]) + rng.uniform(-10, 10, 3)),
        midwall_radius_mm=radius_mm,
        length_mm=82.0 + 1.2 * (radius_mm - 27.0),
    )


def _turned_axes(rng: np.random.Generator) -> FloatArray:
    """Return three perpendicular directions, evenly drawn, mirrored or not."""
    axes, triangle = np.linalg.qr(rng.normal(size=(3, 3)))
    turned: FloatArray = (axes * np.sign(np.diag(triangle))).T
    return turned


def _map_of(
    heart: HeartParameters, grid: ShellGrid, defects: tuple[Defect, ...] = ()
) -> PolarMap:
    """Return the map of a shell that had to be found."""
    ventricle = find_ventricle(blurred_shell(heart, grid, defects))
    return sample_polar_map(ventricle.volume, ventricle)


def _unevenness(heart: HeartParameters, grid: ShellGrid) -> _Unevenness:
    """Return by how much a shell's map deviates from what its blur explains."""
    polar_map = _map_of(heart, grid)
    expected = expected_rings(heart, grid.blur_mm, grid.voxel_mm)
    inside = expected.from_base_mm > grid.blur_mm
    ratio = polar_map.uptake_percent[inside] / expected.counts[inside, np.newaxis]
    area = polar_map.area_cm2[inside].astype(np.float64)
    even = float(np.average(ratio, weights=area))
    return _Unevenness(
        percent=100.0 * (ratio / even - 1.0),
        area_cm2=area,
        n_rings_left_out=N_RINGS - int(np.count_nonzero(inside)),
    )


def _segments(heart: HeartParameters, axes: FloatArray) -> FloatArray:
    """Return the 17 segment means of a heart with defects, percent."""
    grid = ShellGrid(axes=axes, voxel_mm=6.4, blur_mm=12.0)
    means = segment_means(_map_of(heart, grid, TURNED_DEFECTS), segments_17())
    return np.array([mean.uptake_percent for mean in means], dtype=np.float64)
