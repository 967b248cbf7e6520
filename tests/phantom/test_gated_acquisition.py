"""A heart that beats before the camera."""

from dataclasses import replace

import numpy as np
import pytest

from myomap.phantom import (
    Disease,
    Protocol,
    SimulatedPatient,
    acquire,
    beating,
    draw_patient,
)
from myomap.records import State

SMALL = Protocol(n_views=16, matrix=32)


def patient(noise: bool = False) -> SimulatedPatient:
    drawn = draw_patient(
        np.random.default_rng(3), protocol=SMALL, disease=Disease.ISCHEMIA
    )
    if noise:
        return drawn
    return replace(
        drawn,
        stress_scan=replace(drawn.stress_scan, noise_seed=None),
        rest_scan=replace(drawn.rest_scan, noise_seed=None),
    )


def beats(drawn: SimulatedPatient) -> dict:
    return {
        state: beating(drawn.of(state), ejection_fraction=0.6, n_gates=4)
        for state in State
    }


def test_gates_share_the_counts_of_the_scan():
    drawn = patient()
    gated, still = acquire(drawn, beats=beats(drawn)), acquire(drawn)
    for state in State:
        by_gate = gated.of(state).counts.sum(axis=(1, 2, 3, 4))
        assert by_gate.shape == (4,)
        np.testing.assert_allclose(by_gate, by_gate.mean(), rtol=0.03)
        assert by_gate.sum() == pytest.approx(still.of(state).counts.sum(), rel=0.05)


def test_the_sum_of_all_gates_is_nearly_the_heart_that_stands_still():
    drawn = patient()
    summed = acquire(drawn, beats=beats(drawn)).rest.counts[:, 0].sum(axis=0)
    still = acquire(drawn).rest.counts[0, 0]
    assert np.corrcoef(summed.ravel(), still.ravel())[0, 1] > 0.998
    assert np.abs(summed - still).max() > 0.0


def test_every_gate_has_noise_of_its_own_and_the_same_every_time():
    drawn = patient(noise=True)
    first, again = (acquire(drawn, beats=beats(drawn)).rest.counts for _ in range(2))
    np.testing.assert_array_equal(first, again)
    # The same expected counts, were the noise the same, would differ by little.
    away = first[1, 0] - first[0, 0]
    expected = np.sqrt(first[:2, 0].sum(axis=0).mean())
    assert away.std() > 0.7 * expected
