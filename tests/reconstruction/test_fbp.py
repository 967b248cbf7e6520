"""Filtered back-projection of things whose answer is known."""

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter

from myomap.camera import Acquisition, SystemModel
from myomap.reconstruction import filtered_back_projection
from myomap.reconstruction.fbp import ramp_kernel


def taken(arc_deg: float, n_views: int = 64) -> Acquisition:
    return Acquisition(
        angle_deg=np.mod(30.0 + np.arange(n_views) * arc_deg / n_views, 360.0),
        radius_mm=None,
        n_rows=2,
        n_columns=48,
        row_mm=5.0,
        column_mm=5.0,
    )


@pytest.mark.parametrize("arc_deg", [180.0, 360.0])
def test_a_disc_comes_back_flat_and_at_its_height(arc_deg: float) -> None:
    acquisition = taken(arc_deg)
    at = np.arange(48) - 23.5
    disc = (at[:, None] - 4) ** 2 + (at[None, :] + 3) ** 2 < 12**2
    truth = np.repeat(disc[:, :, None], 2, axis=2).astype(np.float32) * 7.0
    image = filtered_back_projection(
        acquisition, SystemModel(acquisition).forward(truth)
    )
    inside = (at[:, None] - 4) ** 2 + (at[None, :] + 3) ** 2 < 9**2
    outside = (at[:, None] - 4) ** 2 + (at[None, :] + 3) ** 2 > 15**2
    outside &= at[:, None] ** 2 + at[None, :] ** 2 < 20**2
    assert image[inside].mean() == pytest.approx(7.0, rel=0.02)
    assert image[inside].std() < 0.05 * 7.0
    assert abs(image[outside].mean()) < 0.02 * 7.0


def test_uneven_views_are_weighted_by_the_arc_they_stand_for() -> None:
    even = taken(180.0)
    extra = Acquisition(
        angle_deg=np.append(even.angle_deg, even.angle_deg[::3] + 0.4),
        radius_mm=None,
        n_rows=2,
        n_columns=48,
        row_mm=5.0,
        column_mm=5.0,
    )
    blob = np.zeros((48, 48, 2), np.float32)
    blob[28, 20] = 100.0
    blob = gaussian_filter(blob, (3, 3, 0))
    images = [
        filtered_back_projection(views, SystemModel(views).forward(blob))
        for views in (even, extra)
    ]
    assert np.linalg.norm(images[1] - images[0]) < 0.03 * np.linalg.norm(images[0])


def test_the_ramp_passes_no_mean_and_all_of_nyquist() -> None:
    response = np.fft.rfft(ramp_kernel(256)).real
    assert response[0] == pytest.approx(0.0, abs=2e-3)
    assert response[-1] == pytest.approx(0.5, abs=2e-3)
