"""Counts at points and along lines, and the peaks of such profiles."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from myomap.records import Volume
from myomap.ventricle.profiles import (
    angles_around_deg,
    counts_at,
    nearest_good_peak,
    profiles_along,
    prominence_of,
    refined_offset_mm,
    smoothed,
    symmetric_offsets_mm,
)
from ventricle_samples import blank_volume, voxel_centres_mm

SLOPE = np.array([0.5, -0.25, 2.0])

ROWS = arrays(np.float64, (4, 9), elements=st.integers(0, 12).map(float))


@pytest.fixture(scope="module")
def linear() -> Volume:
    volume = blank_volume(12, 5.0)
    return volume.with_counts(voxel_centres_mm(volume) @ SLOPE)


def test_a_linear_field_is_read_exactly(linear: Volume) -> None:
    places = linear.centre_mm + np.random.default_rng(2).uniform(-27, 27, (5, 6, 3))
    found = counts_at(linear, places)
    assert found.shape == (5, 6)
    np.testing.assert_allclose(found, places @ SLOPE, atol=1e-4)


def test_voxel_centres_give_the_voxels(linear: Volume) -> None:
    found = counts_at(linear, voxel_centres_mm(linear))
    np.testing.assert_allclose(found, linear.counts, atol=1e-4)


def test_nothing_lies_outside_the_grid(linear: Volume) -> None:
    full = linear.with_counts(np.ones_like(linear.counts))
    away = 100.0 * np.vstack([np.eye(3), -np.eye(3)])
    assert np.all(counts_at(full, full.centre_mm + away) == 0)


def test_a_profile_of_a_linear_field_is_a_line(linear: Volume) -> None:
    direction = np.array([0.6, 0.0, 0.8])
    offsets = symmetric_offsets_mm(10.0, 2.0)
    (profile,) = profiles_along(
        linear, linear.centre_mm[np.newaxis], direction[np.newaxis], offsets
    )
    wanted = linear.centre_mm @ SLOPE + offsets * (direction @ SLOPE)
    np.testing.assert_allclose(profile, wanted, atol=1e-4)


def test_smoothing_keeps_the_sum_and_spreads_by_its_sigma() -> None:
    volume = blank_volume(41, 2.0)
    counts = volume.counts.copy()
    counts[20, 20, 20] = 1000.0
    spread = smoothed(volume.with_counts(counts), 5.0)
    assert spread.counts.sum() == pytest.approx(1000.0, rel=1e-4)
    away = voxel_centres_mm(spread) - volume.centre_mm
    variance = (spread.counts[..., np.newaxis] * away**2).sum(axis=(0, 1, 2)) / 1000.0
    # The filter is cut at three sigma, which takes 1.3 % of its width.
    np.testing.assert_allclose(np.sqrt(variance), 5.0, rtol=0.03)


def test_angles_are_even_and_do_not_close_twice() -> None:
    angles = angles_around_deg(72)
    np.testing.assert_allclose(np.diff(angles), 5.0)
    assert angles[0] == 0
    assert angles[-1] == 355


def test_offsets_are_symmetric_around_zero() -> None:
    offsets = symmetric_offsets_mm(11.0, 1.5)
    np.testing.assert_allclose(offsets, -offsets[::-1], atol=1e-12)
    assert offsets[offsets.size // 2] == 0
    np.testing.assert_allclose(np.diff(offsets), 1.5)


@given(profiles=ROWS)
def test_prominence_is_that_of_the_naive_way(profiles: np.ndarray) -> None:
    best = profiles.argmax(axis=1)
    found = prominence_of(profiles, best)
    for row, at, prominence in zip(profiles, best, found, strict=True):
        troughs = (min(row[: at + 1]), min(row[at:]))
        assert prominence == row[at] - max(troughs)


@given(profiles=ROWS)
def test_the_peak_is_that_of_the_naive_way(profiles: np.ndarray) -> None:
    offsets = symmetric_offsets_mm(4.0, 1.0)
    found = nearest_good_peak(profiles, offsets, 0.37)
    for row, at in zip(profiles, found, strict=True):
        peaks = [k for k in range(1, 8) if row[k] >= max(row[k - 1], row[k + 1])]
        judged = [row[k] - 0.37 * abs(offsets[k]) for k in peaks]
        if peaks:
            assert row[at] - 0.37 * abs(offsets[at]) == max(judged)
            assert at in peaks
        else:
            assert at == 0


def test_a_near_peak_outweighs_a_brighter_far_one() -> None:
    offsets = symmetric_offsets_mm(4.0, 1.0)
    profile = np.array([[0, 0, 0, 2, 9, 2, 0, 10.0, 0]])
    assert nearest_good_peak(profile, offsets, 0.5)[0] == 4
    assert nearest_good_peak(profile, offsets, 0.1)[0] == 7


@given(place=st.floats(-3.4, 3.4))
def test_a_parabolas_maximum_is_found_between_the_steps(place: float) -> None:
    offsets = symmetric_offsets_mm(5.0, 1.0)
    profile = -((offsets - place) ** 2)[np.newaxis]
    found = refined_offset_mm(profile, profile.argmax(axis=1), offsets)
    assert found[0] == pytest.approx(place, abs=1e-6)


def test_a_flat_profile_moves_no_maximum_away() -> None:
    offsets = symmetric_offsets_mm(3.0, 1.0)
    found = refined_offset_mm(np.ones((1, 7)), np.array([3]), offsets)
    assert found[0] == 0
