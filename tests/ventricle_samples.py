"""Shells, volumes and patients whose ventricle is known, for the tests of that room."""

from dataclasses import replace

import numpy as np
from hypothesis import strategies as st
from scipy.spatial import cKDTree

from myomap.geometry import LEFT, POSTERIOR, SUPERIOR, FloatArray, affine_from_axes
from myomap.phantom import (
    GridOptions,
    TrueVentricle,
    draw_grid,
    draw_hard,
    draw_imaging,
    draw_ordinary,
    render_truth,
    render_volume,
)
from myomap.records import Surface, Volume
from myomap.ventricle.shell import Shell

HEART_MM = np.array([35.0, -35.0, 0.0])

FAR_MM = 25.0

USUAL_SHELL = Shell(
    centre_mm=HEART_MM,
    azimuth_deg=45.0,
    elevation_deg=20.0,
    radius_mm=27.0,
    half_length_mm=52.0,
    exponent=2.2,
)


def shells() -> st.SearchStrategy[Shell]:
    """Any shell that a ventricle may have."""
    place = st.floats(-80, 80)
    return st.builds(
        lambda x, y, z, azimuth, elevation, radius, length, exponent: Shell(
            centre_mm=np.array([x, y, z]),
            azimuth_deg=azimuth,
            elevation_deg=elevation,
            radius_mm=radius,
            half_length_mm=length,
            exponent=exponent,
        ),
        place,
        place,
        place,
        st.floats(-15, 110),
        st.floats(-25, 75),
        st.floats(15, 65),
        st.floats(30, 100),
        st.floats(1.6, 3.4),
    )


def blank_volume(
    n_voxels: int = 44, voxel_mm: float = 4.0, centre_mm: FloatArray = HEART_MM
) -> Volume:
    """A transaxial cube without counts around a place."""
    corner = centre_mm - voxel_mm * (n_voxels - 1) / 2
    affine = affine_from_axes(corner, [SUPERIOR, POSTERIOR, LEFT], [voxel_mm] * 3)
    return Volume(counts=np.zeros((n_voxels,) * 3), affine=affine)


def voxel_centres_mm(volume: Volume) -> FloatArray:
    """(slice, row, column, 3): where the voxels lie."""
    ranges = [np.arange(n) for n in volume.counts.shape]
    index = np.stack(np.meshgrid(*ranges, indexing="ij"), axis=-1)
    placed: FloatArray = index @ volume.affine[:3, :3].T + volume.affine[:3, 3]
    return placed


def true_distance_mm(shell: Shell, points_mm: FloatArray) -> FloatArray:
    """(n,): signed distance from a shell by the nearest of its points; inf if far."""
    surface, normals = shell.grid(np.linspace(0, 180, 181), np.arange(0, 360, 2.0))
    flat, directions = surface.reshape(-1, 3), normals.reshape(-1, 3)
    away, nearest = map(
        np.asarray, cKDTree(flat).query(points_mm, distance_upper_bound=FAR_MM)
    )
    near = np.isfinite(away)
    found = nearest[near]
    away[near] = np.sum((points_mm[near] - flat[found]) * directions[found], axis=-1)
    distance: FloatArray = away
    return distance


def wall_volume(
    shell: Shell = USUAL_SHELL,
    *,
    on: Volume | None = None,
    sigma_mm: float = 6.0,
    open_from: float = -0.35,
) -> Volume:
    """Counts exp(-d²/2σ²) around a shell, cut behind a share of its half-length."""
    volume = blank_volume() if on is None else on
    points = voxel_centres_mm(volume).reshape(-1, 3)
    distance = true_distance_mm(shell, points)
    along = shell.to_local(points)[:, 2] - open_from * shell.half_length_mm
    # The cut is blurred as the wall is, so that it does not end in a stair.
    opening = 1.0 / (1.0 + np.exp(-along / 3.0))
    counts = 1000.0 * np.exp(-(distance**2) / (2 * sigma_mm**2)) * opening
    return volume.with_counts(counts.reshape(volume.counts.shape))


def with_spot(
    volume: Volume, place_mm: FloatArray, height: float, sigma_mm: float
) -> Volume:
    """The volume with a round spot of counts added."""
    away = np.linalg.norm(voxel_centres_mm(volume) - place_mm, axis=-1)
    spot = height * np.exp(-(away**2) / (2 * sigma_mm**2))
    return volume.with_counts(volume.counts + spot)


def half_ellipsoid(
    radius_mm: float = 30.0, length_mm: float = 60.0, n_rings: int = 32
) -> Surface:
    """The cup ρ²/a² + t²/L² = 1, t > 0, around the first axis' direction."""
    latitude = np.radians(np.linspace(0, 90, n_rings + 1))[:, np.newaxis]
    angle = np.radians(np.arange(72) * 5.0)[np.newaxis]
    across = radius_mm * np.sin(latitude)
    shell = replace(USUAL_SHELL, centre_mm=np.zeros(3))
    local = np.stack(
        [
            across * np.cos(angle),
            across * np.sin(angle),
            length_mm * np.cos(latitude) + 0 * angle,
        ],
        axis=-1,
    )
    return Surface(points_mm=shell.to_patient(local))


def hard_patient(case: int) -> tuple[Volume, TrueVentricle]:
    """A patient that a finder would not like, and the truth."""
    rng = np.random.default_rng([7, case])
    patient, imaging, grid = draw_hard(rng), draw_imaging(rng), draw_grid(rng)
    return render_volume(patient, grid, imaging), render_truth(patient, grid)


def ordinary_patient(case: int) -> tuple[Volume, TrueVentricle]:
    """A patient as most are, and the truth; 6.5 mm voxels."""
    rng = np.random.default_rng([8, case])
    patient, imaging = draw_ordinary(rng), draw_imaging(rng)
    grid = GridOptions()
    return render_volume(patient, grid, imaging), render_truth(patient, grid)
