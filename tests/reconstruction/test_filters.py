"""Filters against the curves they are defined by."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.ndimage import gaussian_filter

from myomap.errors import ConfigError
from myomap.reconstruction import (
    ButterworthFilter,
    GaussianFilter,
    PostFilter,
    apply_filter,
    frequency_response,
)
from myomap.records import Volume

FILTERS = [
    pytest.param(ButterworthFilter(cutoff_per_cm=0.3, order=3), id="butterworth"),
    pytest.param(GaussianFilter(fwhm_mm=16.0), id="gaussian"),
]


@pytest.mark.parametrize("chosen", FILTERS)
@pytest.mark.parametrize("axis", [0, 1, 2])
def test_a_point_is_spread_by_the_filters_own_curve(
    chosen: PostFilter, axis: int
) -> None:
    # A constant beneath keeps the swings above zero, where they would be cut.
    sizes = [64, 64, 64]
    steps_mm = np.array([5.0, 6.4, 6.4])
    counts = np.full(sizes, 1.0)
    affine = np.diag([*steps_mm, 1.0])
    base = apply_filter(Volume(counts=counts, affine=affine), chosen).counts
    counts[32, 32, 32] += 1000.0
    spread = apply_filter(Volume(counts=counts, affine=affine), chosen).counts - base
    other = tuple(i for i in range(3) if i != axis)
    line = spread.astype(float).sum(axis=other)
    passed = np.abs(np.fft.rfft(line)) / 1000.0
    frequency = np.fft.rfftfreq(64, steps_mm[axis] / 10.0)
    assert_allclose(passed, frequency_response(chosen, frequency), atol=5e-3)


def test_the_gaussian_is_the_one_of_scipy(rng: np.random.Generator) -> None:
    counts = np.zeros((24, 24, 24))
    counts[8:16, 8:16, 8:16] = rng.random((8, 8, 8))
    volume = Volume(counts=counts, affine=np.diag([6.0, 6.0, 6.0, 1.0]))
    filtered = apply_filter(volume, GaussianFilter(fwhm_mm=28.258)).counts
    assert_allclose(
        filtered, gaussian_filter(counts, 2.0, mode="constant", truncate=6.0), atol=2e-4
    )


def test_a_butterworth_halves_the_power_at_its_cutoff() -> None:
    for order in (2, 5, 10):
        chosen = ButterworthFilter(cutoff_per_cm=0.5, order=order)
        assert frequency_response(chosen, 0.5) ** 2 == pytest.approx(0.5)


def test_nothing_falls_below_zero() -> None:
    counts = np.zeros((32, 32, 32))
    counts[12:20, 12:20, 12:20] = 100.0
    volume = Volume(counts=counts, affine=np.diag([6.4, 6.4, 6.4, 1.0]))
    filtered = apply_filter(volume, ButterworthFilter()).counts
    assert filtered.min() >= 0
    # The swing beside the edge is there: it overshoots inside.
    assert filtered.max() > 101.0


def test_no_filter_changes_nothing() -> None:
    volume = Volume(counts=np.ones((2, 2, 2)), affine=np.eye(4))
    assert apply_filter(volume, None) is volume


@pytest.mark.parametrize("values", [(0, 5), (0.5, 0), (-1, 5), (np.nan, 5), (0.5, 51)])
def test_a_butterworth_that_makes_no_sense_is_refused(
    values: tuple[float, float],
) -> None:
    with pytest.raises(ConfigError, match="Butterworth"):
        ButterworthFilter(cutoff_per_cm=values[0], order=values[1])


@pytest.mark.parametrize("fwhm_mm", [0, -1, np.nan, 101])
def test_a_gaussian_that_makes_no_sense_is_refused(fwhm_mm: float) -> None:
    with pytest.raises(ConfigError, match="Gaussian"):
        GaussianFilter(fwhm_mm=fwhm_mm)
