"""Smooth fields on the wall: what they keep, ignore and bridge."""

import numpy as np
import pytest

from myomap.geometry import FloatArray
from myomap.ventricle.smooth_field import SmoothField, fit_smooth_field

LATITUDE = np.linspace(0.0, 130.0, 27)
ANGLE = np.arange(0.0, 360.0, 10.0)
ONES = np.ones((LATITUDE.size, ANGLE.size))


def fitted(values: FloatArray, weights: FloatArray = ONES) -> SmoothField:
    return fit_smooth_field(values, weights, LATITUDE, ANGLE, degree=4, stiffness=1e-6)


def direction(latitude: FloatArray, angle: FloatArray) -> tuple[FloatArray, ...]:
    polar, around = np.radians(latitude)[:, np.newaxis], np.radians(angle)[np.newaxis]
    return (
        np.sin(polar) * np.cos(around),
        np.sin(polar) * np.sin(around),
        np.cos(polar) + 0 * around,
    )


def linear_field() -> FloatArray:
    """A shift of the whole surface by (2, -1.5, 1) mm, seen along its normals."""
    x, y, z = direction(LATITUDE, ANGLE)
    return 2.0 * x - 1.5 * y + z


def test_a_constant_is_recovered() -> None:
    field = fitted(7.5 * ONES)
    np.testing.assert_allclose(field.at(LATITUDE, ANGLE), 7.5, atol=1e-3)


def test_a_shift_is_recovered_and_carries_on_between_the_samples() -> None:
    field = fitted(linear_field())
    latitude, angle = np.array([13.0, 57.0, 101.0]), np.array([3.0, 147.0, 291.0])
    x, y, z = direction(latitude, angle)
    wanted = 2.0 * x - 1.5 * y + z
    np.testing.assert_allclose(field.at(latitude, angle), wanted, atol=0.02)


@pytest.mark.parametrize("order", [1, 2, 3])
def test_waves_around_the_axis_keep_their_phase(order: int) -> None:
    x, y, _ = direction(LATITUDE, ANGLE)
    wave = ((x + 1j * y) ** order * np.exp(0.7j)).real
    assert np.abs(fitted(wave).at(LATITUDE, ANGLE) - wave).max() < 0.05


def test_single_outliers_are_ignored() -> None:
    rng = np.random.default_rng(4)
    values = linear_field() + rng.normal(0, 0.1, ONES.shape)
    rows, columns = rng.integers(4, 20, 12), rng.integers(0, 36, 12)
    values[rows, columns] += 15.0
    assert np.abs(fitted(values).at(LATITUDE, ANGLE) - linear_field()).max() < 0.25


def test_a_gap_is_bridged() -> None:
    weights = ONES.copy()
    weights[6:14, 10:18] = 0.0
    values = np.where(weights > 0, linear_field(), 99.0)
    assert (
        np.abs(fitted(values, weights).at(LATITUDE, ANGLE) - linear_field()).max() < 0.1
    )


def test_without_weights_the_field_is_zero() -> None:
    field = fitted(5.0 * ONES, 0.0 * ONES)
    np.testing.assert_array_equal(field.coefficients, np.zeros(25))
    np.testing.assert_array_equal(field.at(LATITUDE, ANGLE), 0.0 * ONES)


def test_only_ratios_of_weights_count() -> None:
    values = linear_field() + np.random.default_rng(5).normal(0, 0.3, ONES.shape)
    np.testing.assert_allclose(
        fitted(values, 1e-3 * ONES).coefficients, fitted(values).coefficients, atol=1e-6
    )


def test_a_stiff_field_is_smoother() -> None:
    values = np.random.default_rng(6).normal(0, 1.0, ONES.shape)
    soft, stiff = (
        fit_smooth_field(values, ONES, LATITUDE, ANGLE, degree=5, stiffness=stiffness)
        for stiffness in (1e-6, 1e-1)
    )
    assert np.ptp(stiff.at(LATITUDE, ANGLE)) < 0.3 * np.ptp(soft.at(LATITUDE, ANGLE))


def test_the_apex_has_one_value() -> None:
    field = fitted(linear_field())
    assert np.ptp(field.at(np.array([0.0]), ANGLE)) < 1e-9
