import numpy as np
import pytest

from myomap.screens.field import DiscField, at_samples, values_at

WAYS = ("cells", "coarse cells", "bilinear", "smoothed", "pixels")


@pytest.mark.parametrize("way", WAYS)
def test_an_even_map_is_displayed_even(way):
    field = DiscField(percent=np.full((32, 72), 61.0), interpolation=way)
    np.testing.assert_allclose(at_samples(field), 61.0, rtol=1e-6)


@pytest.mark.parametrize("way", ["cells", "bilinear"])
def test_the_samples_themselves_are_displayed_as_they_are(way, rng):
    percent = rng.uniform(0, 100, size=(32, 72))
    field = DiscField(percent=percent, interpolation=way)
    np.testing.assert_allclose(at_samples(field), percent, atol=2e-3)


def test_coarse_cells_display_the_mean_of_two_rings_and_two_angles(rng):
    percent = rng.uniform(0, 100, size=(32, 72))
    shown = at_samples(DiscField(percent=percent, interpolation="coarse cells"))
    np.testing.assert_allclose(shown[:2, :2], percent[:2, :2].mean(), rtol=1e-5)


@pytest.mark.parametrize("way", WAYS)
def test_anterior_is_on_top_and_lateral_on_the_right(way):
    angle = np.radians(np.arange(72) * 5.0)
    percent = np.broadcast_to(50 + 20 * np.sin(angle) + 10 * np.cos(angle), (32, 72))
    field = DiscField(percent=percent, interpolation=way)
    x = np.array([0.7, 0.0, -0.7, 0.0], dtype=np.float32)
    y = np.array([0.0, 0.7, 0.0, -0.7], dtype=np.float32)
    np.testing.assert_allclose(values_at(field, x, y), [60, 70, 40, 30], atol=1.5)


def test_smoothing_takes_noise_away_and_keeps_the_mean(rng):
    percent = 60 + 10 * rng.normal(size=(32, 72))
    shown = at_samples(DiscField(percent=percent, interpolation="smoothed"))
    assert shown.std() < 0.5 * percent.std()
    np.testing.assert_allclose(shown.mean(), percent.mean(), atol=0.5)


@pytest.mark.parametrize(
    ("way", "n_values"), [("17 segments", 17), ("20 segments", 20)]
)
def test_segments_show_their_mean_and_nothing_between(way, n_values):
    percent = np.random.default_rng(3).uniform(20, 90, (32, 72))
    shown = at_samples(DiscField(percent=percent, interpolation=way))
    values, counts = np.unique(shown, return_counts=True)
    assert len(values) == n_values
    assert (values * counts).sum() == pytest.approx(percent.sum(), rel=1e-5)
    # The anterior mid wall: 60 to 120 degrees, half to three quarters of the radius.
    assert shown[20, 18] == pytest.approx(percent[16:24, 12:24].mean(), rel=1e-5)
