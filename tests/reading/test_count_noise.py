"""Noise told by projections: thinned to halves that are read again."""

from dataclasses import replace

import numpy as np
import pytest

from journeys import reading_of_both
from myomap.phantom import acquire, draw_patient
from myomap.reading import judge_reading
from myomap.reading.count_noise import noise_from_counts, thinned
from myomap.records import State


@pytest.fixture(scope="module")
def projections():
    patient = draw_patient(np.random.default_rng([44, 3]))
    return acquire(patient).stress


def test_halves_add_up_and_are_independent_poisson_noise(projections):
    one, other = thinned(projections, seed=4)
    whole = projections.counts
    np.testing.assert_array_equal(one.counts + other.counts, whole)
    bright = whole > 20
    away = (one.counts - other.counts)[bright]
    # Dealt by a coin, the difference has the variance of the sum.
    assert np.mean(away**2 / whole[bright]) == pytest.approx(1.0, abs=0.05)
    assert np.mean(away / np.sqrt(whole[bright])) == pytest.approx(0.0, abs=0.05)


def test_the_same_seed_deals_alike_and_another_one_does_not(projections):
    one, again = (thinned(projections, seed=4)[0].counts for _ in range(2))
    np.testing.assert_array_equal(one, again)
    assert (thinned(projections, seed=5)[0].counts != one).any()


def test_a_volume_without_projections_leaves_it_to_the_map():
    reading = reading_of_both()
    assert noise_from_counts(reading, State.STRESS) is None
    asked = judge_reading(reading)
    plain = judge_reading(reading, resamples_counts=False)
    for state, found in asked.intervals.items():
        assert found.tpd_percent == plain.intervals[state].tpd_percent


@pytest.mark.slow
def test_fewer_counts_are_noisier(tmp_path):
    from myomap.cli.demo_patient import write_demo_study
    from myomap.reading import read

    write_demo_study(tmp_path, seed=1, force=False)
    reading = read([tmp_path])
    noise = noise_from_counts(reading, State.STRESS)
    assert noise is not None
    assert 0.02 < np.median(noise) < 0.12
    stress = reading.stress
    quarter, _ = thinned(thinned(stress.source.data, seed=1)[0], seed=2)
    few = replace(stress, source=replace(stress.source, data=quarter))
    noisier = noise_from_counts(replace(reading, stress=few), State.STRESS)
    assert 1.3 < np.median(noisier) / np.median(noise) < 3.0
    scaled = replace(stress.source.data, counts=stress.source.data.counts * 0.3)
    no_counts = replace(stress, source=replace(stress.source, data=scaled))
    assert noise_from_counts(replace(reading, stress=no_counts), State.STRESS) is None
