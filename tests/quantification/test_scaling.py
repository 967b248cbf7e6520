"""Maps put on the scale of the normals: by what is healthy in them alone."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from myomap.errors import GeometryError
from myomap.quantification.noise import noise_fields
from myomap.quantification.scaling import scale_factors
from normal_cases import SHAPE, square_defect
from polar_maps import healthy_uptake

MEAN = healthy_uptake()
DEVIATION = 0.08 * MEAN
EVEN = np.ones(SHAPE)


def _factor(uptake, weight=EVEN):
    return scale_factors(np.asarray(uptake)[None], weight, MEAN, DEVIATION)[0]


@settings(max_examples=20, deadline=None)
@given(scale=st.floats(0.01, 100.0))
def test_the_normal_map_in_any_scale_comes_back_exactly(scale):
    assert _factor(scale * MEAN) * scale == pytest.approx(1.0, rel=1e-6)


def test_noise_on_a_healthy_map_moves_its_scale_to_neither_side():
    noise = noise_fields(np.random.default_rng(3), 60, np.full(32, 0.08))
    found = scale_factors(MEAN * (1 + noise), EVEN, MEAN, DEVIATION)
    assert np.mean(found) == pytest.approx(1.0, abs=0.004)


def test_wide_mild_disease_is_not_taken_for_normal():
    # 17 % less: above a limit of 3 deviations (24 %), but no healthy wall either.
    ill = square_defect(1.0, 0.83, rings=(0, 32), angles=(0, 44))
    assert _factor(MEAN * ill) == pytest.approx(1.0, abs=0.002)


def test_what_is_too_bright_does_not_darken_the_rest():
    bright = square_defect(1.0, 1.6, rings=(20, 32), angles=(0, 12))
    assert _factor(MEAN * bright) == pytest.approx(1.0, abs=0.002)


def test_samples_without_weight_take_no_part():
    weight = np.ones(SHAPE)
    weight[:, 40:] = 0.0
    uptake = np.where(weight > 0, MEAN, 5 * MEAN)
    assert _factor(uptake, weight) == pytest.approx(1.0, rel=1e-6)


def test_maps_do_not_influence_each_other():
    maps = np.stack([MEAN, 3 * MEAN * square_defect(1.0, 0.3), 0.5 * MEAN])
    together = scale_factors(maps, EVEN, MEAN, DEVIATION)
    alone = [_factor(each) for each in maps]
    np.testing.assert_allclose(together, alone, rtol=2e-4)


def test_a_map_without_uptake_is_refused():
    with pytest.raises(GeometryError, match="no uptake"):
        _factor(np.zeros(SHAPE))
