"""The system model as matrices, and small acquisitions to try it on."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from myomap.camera import Acquisition, Collimator, volume_affine
from myomap.records import AttenuationMap


def acquisition(
    n: int = 16, n_rows: int = 8, n_views: int = 12, **changes: Any
) -> Acquisition:
    """Return a half turn around the left front on an orbit that is no circle."""
    values: dict[str, Any] = {
        "angle_deg": 225.0 - np.arange(n_views) * 180.0 / n_views,
        "radius_mm": 200.0 + 20.0 * np.cos(np.arange(n_views)),
        "n_rows": n_rows,
        "n_columns": n,
        "row_mm": 6.6,
        "column_mm": 6.6,
    }
    return Acquisition(**{**values, **changes})


def torso_map(acquisition: Acquisition, per_cm: float = 0.15) -> AttenuationMap:
    """Return an elliptic cylinder that leaves a rim of air."""
    n = acquisition.n_columns
    at = (np.arange(n) - (n - 1) / 2) / (n / 2)
    inside = (at[None, :] / 0.85) ** 2 + (at[:, None] / 0.6) ** 2 < 1
    values = np.broadcast_to(per_cm * inside, (acquisition.n_rows, n, n))
    return AttenuationMap(per_cm=values, affine=volume_affine(acquisition))


def rotation_matrix(n: int, direction_rad: float) -> sparse.csr_array:
    """Return bilinear sampling of (x, y) at the rotated points (k, j)."""
    centre = (n - 1) / 2
    rows, columns, weights = [], [], []
    for k in range(n):
        for j in range(n):
            u, v = k - centre, j - centre
            if u * u + v * v > centre * centre + 1e-9:
                continue
            x = centre + u * np.cos(direction_rad) - v * np.sin(direction_rad)
            y = centre + u * np.sin(direction_rad) + v * np.cos(direction_rad)
            for x_at in (np.floor(x), np.floor(x) + 1):
                for y_at in (np.floor(y), np.floor(y) + 1):
                    weight = (1 - abs(x - x_at)) * (1 - abs(y - y_at))
                    if weight > 1e-12 and 0 <= x_at < n and 0 <= y_at < n:
                        rows.append(k * n + j)
                        columns.append(int(x_at) * n + int(y_at))
                        weights.append(weight)
    return sparse.csr_array((weights, (rows, columns)), shape=(n * n, n * n))


def gaussian_matrix(n: int, sigma_pixel: float) -> NDArray[np.float64]:
    """Return a sampled Gaussian whose rows are cut, not mirrored, at the edges."""
    reach = int(np.ceil(6 * sigma_pixel))
    steps = np.arange(-reach, reach + 1)
    taps = np.exp(-0.5 * (steps / sigma_pixel) ** 2)
    taps /= taps.sum()
    apart = np.subtract.outer(np.arange(n), np.arange(n))
    return np.where(abs(apart) <= reach, taps[np.clip(apart + reach, 0, 2 * reach)], 0)


def oracle_view(
    activity: NDArray[Any],
    acquisition: Acquisition,
    i_view: int,
    collimator: Collimator | None,
    attenuation_map: AttenuationMap | None,
) -> NDArray[np.float64]:
    """Return one view (column, z) by a full Gaussian at every distance."""
    n, n_z, step_mm = activity.shape[0], activity.shape[2], acquisition.column_mm
    rotate = rotation_matrix(n, float(acquisition.direction_rad[i_view]))
    planes = (rotate @ activity.reshape(n * n, n_z)).reshape(n, n, n_z)
    if attenuation_map is not None:
        per_cm = attenuation_map.per_cm.astype(float).transpose(2, 1, 0)
        own = (rotate @ per_cm.reshape(n * n, n_z)).reshape(n, n, n_z) * step_mm / 10
        beyond = np.cumsum(own[::-1], axis=0)[::-1] - own
        planes = planes * np.exp(-(beyond + own / 2))
    if collimator is None or acquisition.radius_mm is None:
        return planes.sum(axis=0)
    depth_mm = (np.arange(n) - (n - 1) / 2) * step_mm
    distance_mm = np.maximum(acquisition.radius_mm[i_view] - depth_mm, 0)
    total = np.zeros((n, n_z))
    for plane, sigma in zip(planes, collimator.sigma_mm(distance_mm), strict=True):
        across = gaussian_matrix(n, sigma / step_mm)
        along = gaussian_matrix(n_z, sigma / acquisition.row_mm)
        total += across @ plane @ along
    return total
