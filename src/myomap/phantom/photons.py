"""Expected counts in every energy window: unscattered photons and scattered ones."""

import numpy as np
from numpy.typing import NDArray

from myomap.camera import SystemModel
from myomap.phantom.anatomy import HeartParameters
from myomap.phantom.grid import (
    GridOptions,
    blank_canvas,
    mean_over_voxels,
)
from myomap.phantom.painting import heart_points
from myomap.phantom.scan import Scan, Windows
from myomap.phantom.shell import is_wall

__all__ = ["expected_windows", "wall_activity"]

SCATTER_SIGMA_MM = 40.0
"""How far from where they were emitted photons seem to come from."""

SOFT_TISSUE_PER_CM = 0.15
VIEWS_BETWEEN = 4
"""Scatter varies so slowly with angle that the views between are interpolated."""

LOWER_OF_PRIMARY = 0.0065
"""Unscattered photons that the energy resolution lets into the lower narrow window:
7 % of its counts."""

UPPER_OF_LOWER = 0.03

FloatVolume = NDArray[np.float32]


def wall_activity(heart: HeartParameters, grid: GridOptions) -> FloatVolume:
    """Return the healthy wall of the left ventricle alone.

    Parameters
    ----------
    heart : HeartParameters
        Shape and place.
    grid : GridOptions
        Where to sample.

    Returns
    -------
    (slice, row, column), float32
        1 inside the wall.
    """
    canvas = blank_canvas(grid)
    box, points = heart_points(canvas, heart)
    canvas.activity[box] = is_wall(heart, points)
    return mean_over_voxels(canvas.activity)


def expected_windows(
    model: SystemModel,
    activity: FloatVolume,
    *,
    wall: FloatVolume,
    attenuates: FloatVolume,
    windows: Windows,
    scan: Scan,
) -> list[NDArray[np.float32]]:
    """Return the expected counts of every energy window, photopeak first.

    Parameters
    ----------
    model : SystemModel
        Of the patient before the camera.
    activity : (x, y, z)
        Concentrations.
    wall : (x, y, z)
        The healthy wall alone, which sets the scale of the counts.
    attenuates : (x, y, z), 1/cm
        What scatters photons, too.
    windows : Windows
        What is counted.
    scan : Scan
        Counts and share of scatter.

    Returns
    -------
    list of (view, column, z), float32, counts
        One for each energy window.

    Notes
    -----
    Scatter comes from an effective source: the activity blurred by 40 mm, where there
    is matter to scatter in, seen by the same camera. It has the right extent, no
    energy and no orders of scattering. A simulation of every photon gave scatter over
    primary 0.46 in this photopeak, 83 % of it scattered once [1]_. The narrow windows
    are filled so that their usual sum estimates the scatter in the photopeak without
    bias but for the unscattered photons in the lower one.

    References
    ----------
    .. [1] SIMIND Monte Carlo results for a NCAT heart, 126 to 154 keV, published with
       the DG_SPECT project.
    """
    lv_counts = float(_every_view(model, wall).sum(dtype=np.float64))
    primary = model.forward(activity) * np.float32(scan.lv_counts / lv_counts)
    scatter = _scatter(model, activity, attenuates)
    total = float(scatter.sum(dtype=np.float64))
    share = scan.scatter_to_primary * float(primary.sum(dtype=np.float64))
    scatter *= np.float32(share / max(total, 1e-12))
    peak = windows.energy_windows[0]
    peak_keV = peak.upper_keV - peak.lower_keV
    seen = [primary + scatter]
    if windows is Windows.DUAL:
        seen.append(2.0 * scatter)
    if windows is Windows.TRIPLE:
        lower = windows.energy_windows[1]
        narrow = 2.0 * (lower.upper_keV - lower.lower_keV) / peak_keV
        below = narrow * (1.0 - UPPER_OF_LOWER) * scatter + LOWER_OF_PRIMARY * primary
        seen += [below, narrow * UPPER_OF_LOWER * scatter]
    return [np.asarray(window, np.float32) for window in seen]


def _scatter(
    model: SystemModel, activity: FloatVolume, attenuates: FloatVolume
) -> NDArray[np.float32]:
    from scipy.ndimage import gaussian_filter

    sigma = SCATTER_SIGMA_MM / model.acquisition.column_mm
    source = gaussian_filter(activity, sigma, mode="constant", truncate=2.5)
    return _every_view(model, source * attenuates / np.float32(SOFT_TISSUE_PER_CM))


def _every_view(model: SystemModel, activity: FloatVolume) -> NDArray[np.float32]:
    """Return all views of something smooth from a few of them."""
    n_views = model.acquisition.n_views
    chosen = np.unique(np.append(np.arange(0, n_views, VIEWS_BETWEEN), n_views - 1))
    known = model.forward(activity, chosen)
    views = np.arange(n_views)
    after = np.clip(np.searchsorted(chosen, views), 1, chosen.size - 1)
    before = after - 1
    share = (views - chosen[before]) / (chosen[after] - chosen[before])
    share = share.astype(np.float32)[:, None, None]
    filled: NDArray[np.float32] = known[before] * (1 - share) + known[after] * share
    return filled
