import numpy as np
import pytest

from myomap.bench.map_agreement import correlation_angle_deg, discrimination


def test_crowds_of_one_kind_cannot_be_told_apart(rng: np.random.Generator) -> None:
    areas = [
        discrimination(rng.normal(size=(60, 10)), rng.normal(size=(90, 10)), seed)
        for seed in range(20)
    ]
    assert np.mean(areas) == pytest.approx(0.5, abs=0.05)


def test_shifted_crowds_are_told_apart_as_well_as_they_differ(
    rng: np.random.Generator,
) -> None:
    first = rng.normal(size=(400, 3))
    second = rng.normal(size=(400, 3)) + np.array([1.0, 0.0, 0.0])
    # Two normal distributions one standard deviation apart: Φ(1 / √2) = 0.760.
    assert discrimination(first, second, 0) == pytest.approx(0.760, abs=0.03)


def test_correlation_angle_is_that_of_a_known_blur(rng: np.random.Generator) -> None:
    order = np.arange(37)
    sigma_deg = 12.0
    damp = np.exp(-0.5 * (order * np.radians(sigma_deg)) ** 2)
    white = rng.normal(size=(300, 32, 72))
    maps = np.fft.irfft(np.fft.rfft(white, axis=2) * damp, n=72, axis=2)
    # Noise blurred by σ is correlated as c(a) = exp(-a² / 4σ²), of which the mean of
    # the ring, c̄ = 2σ√π / 360°, is taken away: (c - c̄) / (1 - c̄) is to be a half.
    mean = 2 * sigma_deg * np.sqrt(np.pi) / 360
    expected = 2 * sigma_deg * np.sqrt(-np.log((1 + mean) / 2))
    assert correlation_angle_deg(maps) == pytest.approx(expected, rel=0.06)
