"""One simulated chest, projected: what the reconstruction's figures are measured on.

The chest is projected on a grid twice as fine as it is reconstructed on, so that the
reconstruction does not find its own discretisation again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from myomap.camera import (
    COLLIMATORS,
    Acquisition,
    SystemModel,
    activity_from_slices,
    pictures_from_views,
)
from myomap.geometry import FloatArray, apply_affine
from myomap.phantom import (
    Ellipsoid,
    GridOptions,
    HeartParameters,
    Organs,
    PatientParameters,
    RightVentricle,
    Torso,
    TrueVentricle,
    activity_volume,
    render_truth,
)
from myomap.phantom.attenuation import attenuation_map
from myomap.phantom.solids import Point
from myomap.records import AttenuationMap, EnergyWindow, Projections, Volume

__all__ = [
    "STANDARD_PATIENT",
    "WALLS",
    "ChestStudy",
    "Orbit",
    "draw_studies",
    "wall_means",
]

FIELD_MM = 422.4


def _ellipsoid(centre_mm: Point, radii_mm: Point, activity: float) -> Ellipsoid:
    return Ellipsoid(centre_mm=centre_mm, radii_mm=radii_mm, activity=activity)


SKIN_MM = 25.0
"""From the skin to the collimator."""

STANDARD_PATIENT = PatientParameters(
    torso=Torso(),
    organs=Organs(
        right_lung=_ellipsoid((-78, 5, 60), (62, 88, 150), 0.07),
        left_lung=_ellipsoid((82, 5, 60), (58, 88, 150), 0.07),
        diaphragm_mm=-20.0,
        liver=_ellipsoid((-62, -8, -105), (88, 82, 75), 0.4),
        spleen=_ellipsoid((88, 50, -95), (28, 35, 50), 0.45),
    ),
    heart=HeartParameters(),
    right_ventricle=RightVentricle(),
)
"""An even ventricle in a chest of middle size, no bowel near it."""

WALLS = ("lateral", "anterior", "septal", "inferior")
MIDDLE_RINGS = slice(8, 25)
SEARCH_MM = np.arange(-12.0, 12.5, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Orbit:
    """How a study is taken.

    Parameters
    ----------
    n : int
        Pixels along each side of a view.
    n_views : int
        Views in all.
    arc_deg : float, degrees
        180 from right anterior to left posterior oblique, or 360.
    counts : float
        Expected counts in all; 0 for no noise.
    """

    n: int = 64
    n_views: int = 64
    arc_deg: float = 180.0
    counts: float = 4e6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ChestStudy:
    """Projections with their truth.

    Parameters
    ----------
    projections : Projections
        Poisson counts in one energy window, without scatter.
    attenuation_map : AttenuationMap
        On the grid of the reconstruction.
    activity : Volume
        On the grid of the reconstruction, in counts a view.
    truth : TrueVentricle
        Where the wall is.
    """

    projections: Projections
    attenuation_map: AttenuationMap
    activity: Volume
    truth: TrueVentricle


def draw_studies(seeds: Sequence[int], orbit: Orbit) -> list[ChestStudy]:
    """Return studies of the standard patient that differ in their noise.

    Parameters
    ----------
    seeds : sequence of int
        Of the noise.
    orbit : Orbit
        How they are taken.

    Returns
    -------
    list of ChestStudy
        One for each seed, on an orbit that follows the body.
    """
    patient, grid = STANDARD_PATIENT, _grid(orbit.n)
    expected = _expected(patient, orbit, _grid(2 * orbit.n))
    scale = orbit.counts / expected.sum() if orbit.counts else 1.0
    activity = activity_volume(patient, grid)
    # One view sums the fine activity, eight of whose voxels are one of these.
    activity = activity.with_counts(activity.counts * (8.0 * scale))
    on_grid, truth = attenuation_map(patient, grid), render_truth(patient, grid)
    studies = []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        counts = rng.poisson(expected * scale) if orbit.counts else expected
        studies.append(
            ChestStudy(
                projections=_projections(counts, _acquisition(patient, orbit, grid)),
                attenuation_map=on_grid,
                activity=activity,
                truth=truth,
            )
        )
    return studies


def _projections(counts: NDArray[Any], acquisition: Acquisition) -> Projections:
    return Projections(
        counts=pictures_from_views(counts.astype(np.float32))[None, None],
        angle_deg=acquisition.angle_deg,
        radius_mm=acquisition.radius_mm,
        detector=np.zeros(acquisition.n_views, np.int64),
        pixel_size_mm=np.array([acquisition.row_mm, acquisition.column_mm]),
        frame_duration_ms=None,
        energy_windows=(EnergyWindow(lower_keV=126.0, upper_keV=154.0),),
    )


def _grid(n: int) -> GridOptions:
    return GridOptions(shape=(n, n, n), voxel_mm=FIELD_MM / n)


def _acquisition(
    patient: PatientParameters, orbit: Orbit, grid: GridOptions
) -> Acquisition:
    step = orbit.arc_deg / orbit.n_views
    middle_of_view = np.arange(orbit.n_views, dtype=np.float64) + 0.5
    angle_deg = 225.0 - step * middle_of_view
    direction = np.radians(90.0 - angle_deg)
    torso = patient.torso
    to_skin = np.hypot(
        torso.half_width_mm * np.cos(direction), torso.half_depth_mm * np.sin(direction)
    )
    return Acquisition(
        angle_deg=angle_deg,
        radius_mm=to_skin + SKIN_MM,
        n_rows=grid.shape[0],
        n_columns=grid.shape[2],
        row_mm=grid.voxel_mm,
        column_mm=grid.voxel_mm,
    )


def _expected(
    patient: PatientParameters, orbit: Orbit, fine_grid: GridOptions
) -> NDArray[np.float64]:
    """Return (view, column, z), summed over pixels of two by two fine ones."""
    model = SystemModel(
        _acquisition(patient, orbit, fine_grid),
        collimator=COLLIMATORS["LEHR"],
        attenuation_map=attenuation_map(patient, fine_grid),
    )
    activity = activity_from_slices(activity_volume(patient, fine_grid).counts)
    fine = model.forward(activity).astype(np.float64)
    n = orbit.n
    summed: NDArray[np.float64] = fine.reshape(-1, n, 2, n, 2).sum(axis=(2, 4))
    return summed


def wall_means(volume: Volume, truth: TrueVentricle) -> dict[str, float]:
    """Return the mean of the four walls, sampled where the wall truly is.

    Parameters
    ----------
    volume : Volume
        In patient coordinates.
    truth : TrueVentricle
        Where the wall is.

    Returns
    -------
    dict
        By the names of `WALLS`: the largest count through the wall, averaged over the
        middle of the wall by area.
    """
    from scipy.ndimage import map_coordinates

    midwall = truth.midwall_mm
    along = (midwall - truth.base_mm) @ truth.long_axis
    axis_mm = truth.base_mm + along[..., None] * truth.long_axis
    across: FloatArray = midwall - axis_mm
    across = across / np.linalg.norm(across, axis=-1, keepdims=True)
    points = midwall[..., None, :] + SEARCH_MM[:, None] * across[..., None, :]
    to_index: FloatArray = np.linalg.inv(volume.affine).astype(np.float64)
    index = apply_affine(to_index, points)
    sampled = map_coordinates(volume.counts, np.moveaxis(index, -1, 0), order=1)
    highest = sampled.max(axis=-1)[MIDDLE_RINGS]
    area = truth.area_cm2[MIDDLE_RINGS]
    n_angles = highest.shape[1]
    sector = np.arange(n_angles) * 360.0 / n_angles
    means = {}
    for wall, middle in zip(WALLS, (0.0, 90.0, 180.0, 270.0), strict=True):
        apart = np.abs(np.mod(sector - middle + 180.0, 360.0) - 180.0)
        own = apart < 45.0
        means[wall] = float(np.average(highest[:, own], weights=area[:, own]))
    return means
