"""The 84 published features."""

import os
import subprocess
import sys

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from color_oracle import features_the_long_way
from myomap.errors import ConfigError, GeometryError
from myomap.features import (
    COLOR_FEATURES,
    BlackRule,
    ColorOptions,
    color_features,
)
from myomap.features.colors import statistics_of_parts

NAMES = [each.name for each in COLOR_FEATURES]


def named(rgb, *arguments, **options):
    return dict(zip(NAMES, color_features(rgb, *arguments, **options), strict=True))


def noise(rng, height, width):
    """Return colours of which a fifth are black and more are black in a channel."""
    rgb = rng.integers(0, 256, (height, width, 3), dtype=np.uint8)
    rgb[rng.random((height, width)) < 0.2] = 0
    rgb[rng.random((height, width, 3)) < 0.2] = 0
    return rgb


def test_there_are_84_with_names_of_their_own() -> None:
    assert len(NAMES) == len(set(NAMES)) == 84
    assert NAMES[:2] == ["red_vertical_1_mean", "red_vertical_1_std"]
    assert NAMES[2] == "red_vertical_2_mean"
    assert NAMES[20] == "red_ring_1_mean"
    assert NAMES[-1] == "blue_ring_4_std"


@pytest.mark.parametrize(
    ("height", "width"), [(20, 20), (31, 31), (33, 33), (24, 37), (8, 8)]
)
def test_a_naive_reckoning_agrees(rng, height, width) -> None:
    rgb = noise(rng, height, width)
    expected = features_the_long_way(rgb)
    found = named(rgb)
    assert list(found) == list(NAMES)
    assert_allclose(
        list(found.values()), [expected[name] for name in NAMES], rtol=0, atol=1e-12
    )


@pytest.mark.parametrize(
    ("options", "long_way"),
    [
        pytest.param(
            {"black_rule": BlackRule.CHANNEL}, {"by_channel": True}, id="rule"
        ),
        pytest.param({"black_level": 90}, {"level": 90}, id="level"),
        pytest.param({"rim_fraction": 0.2}, {"rim": 0.2}, id="rim"),
        pytest.param({"is_sample_deviation": True}, {"ddof": 1}, id="sample"),
    ],
)
def test_every_choice_is_that_of_the_naive_reckoning(rng, options, long_way) -> None:
    rgb = noise(rng, 27, 27)
    valid = rng.random((27, 27)) < 0.8
    found = named(rgb, valid, options=ColorOptions(**options))
    expected = features_the_long_way(rgb, valid, **long_way)
    values = [expected[name] for name in NAMES]
    assert_allclose(list(found.values()), values, rtol=0, atol=1e-12)
    assert values != [features_the_long_way(rgb, valid)[name] for name in NAMES]


def test_the_left_strip_is_vertical_1_and_the_top_one_horizontal_1() -> None:
    left = np.zeros((100, 100, 3), np.uint8)
    left[:, :20] = (50, 0, 0)
    found = named(left)
    assert found["red_vertical_1_mean"] == 50
    assert np.isnan(found["red_vertical_2_mean"])
    found = named(left.transpose(1, 0, 2))
    assert found["red_horizontal_1_mean"] == 50
    assert np.isnan(found["red_horizontal_2_mean"])


def test_ring_1_lies_in_the_centre() -> None:
    rgb = np.full((80, 80, 3), 10, np.uint8)
    rgb[36:44, 36:44] = 200
    found = named(rgb)
    assert found["green_ring_1_mean"] > 10
    assert [found[f"green_ring_{ring}_mean"] for ring in (2, 3, 4)] == [10, 10, 10]


def test_corners_and_rim_are_never_looked_at(rng) -> None:
    rgb = noise(rng, 60, 60)
    loud = rgb.copy()
    across = (np.arange(60) + 0.5) / 30 - 1
    loud[np.hypot(across[:, None], across[None, :]) >= 0.97] = 255
    assert not np.array_equal(rgb, loud)
    assert_array_equal(color_features(rgb), color_features(loud))


def test_a_mirrored_picture_has_its_strips_in_reverse(rng) -> None:
    for size in (40, 43, 61):
        rgb = noise(rng, size, size)
        found, mirrored = named(rgb), named(rgb[:, ::-1])
        for strip in range(1, 6):
            name = "blue_vertical_{}_std"
            assert found[name.format(strip)] == mirrored[name.format(6 - strip)]
        assert found["blue_ring_3_mean"] == mirrored["blue_ring_3_mean"]


def test_a_part_without_points_has_no_statistics() -> None:
    assert np.isnan(color_features(np.zeros((50, 50, 3), np.uint8))).all()


def test_the_largest_picture_does_not_overflow() -> None:
    # A ring of 4096 pixels' width has fewer points than half the square.
    half = 4096**2 // 4
    n, total, squares = 2 * half, half * (255 + 254), half * (255**2 + 254**2)
    sums = np.broadcast_to(np.array([n, total, squares]), (14, 3, 3))
    means, deviations = statistics_of_parts(sums).reshape(-1, 2).T
    assert (means == 254.5).all()
    assert (deviations == 0.5).all()


@pytest.mark.parametrize("shape", [(7, 60, 3), (60, 4097, 3), (60, 60), (60, 60, 4)])
def test_what_is_no_picture_of_a_disc_is_refused(shape) -> None:
    with pytest.raises(GeometryError):
        color_features(np.zeros(shape, np.uint8))


def test_a_validity_of_another_size_is_refused(rng) -> None:
    with pytest.raises(GeometryError, match="validity"):
        color_features(noise(rng, 30, 30), np.ones((30, 31), bool))


@pytest.mark.parametrize(
    "wrong",
    [
        {"black_level": -1},
        {"black_level": 255},
        {"rim_fraction": 0.5},
        {"rim_fraction": float("nan")},
    ],
)
def test_options_without_sense_are_refused(wrong) -> None:
    with pytest.raises(ConfigError, match="Expected"):
        ColorOptions(**wrong)


PROGRAM = """
import numpy as np
from myomap.features import color_features, canonical_features
from myomap.records import MapSource, PolarMap
rng = np.random.default_rng(5)
rgb = rng.integers(0, 256, (200, 200, 3), dtype=np.uint8)
polar_map = PolarMap(
    uptake_percent=rng.uniform(0, 100, (32, 72)), area_cm2=np.ones((32, 72)),
    valid=rng.random((32, 72)) < 0.9, state=None, source=MapSource.ARRAY,
    reference_percentile=99.0)
for found in (color_features(rgb), canonical_features(polar_map)):
    print(found.tobytes().hex())
"""


def test_the_last_bit_is_the_same_on_any_number_of_threads() -> None:
    def printed(threads):
        names = ("OMP", "OPENBLAS", "MKL", "NUMBA")
        limits = {f"{name}_NUM_THREADS": str(threads) for name in names}
        return subprocess.run(
            [sys.executable, "-c", PROGRAM],
            env=os.environ | limits,
            capture_output=True,
            check=True,
        ).stdout

    assert len(printed(1)) > 2000
    assert printed(1) == printed(2)
