"""Maps straight from the truth: what blur must do, and what chance may."""

from dataclasses import replace

import numpy as np
import pytest

from myomap.errors import ConfigError
from myomap.phantom import (
    Disease,
    HeartParameters,
    Protocol,
    Windows,
    draw_patient,
    explained_maps,
    quick_maps,
    require_fitted,
)
from myomap.phantom.quick_features import FEATURE_NAMES, map_features
from myomap.phantom.quick_map import field_modes, load_quick_map_model
from myomap.phantom.true_map import map_points, true_map
from myomap.phantom.uptake import mean_uptake
from myomap.phantom.wall_blur import blurred_along_wall, recovery_through_wall
from myomap.records import State


@pytest.mark.parametrize("corrected", [True, False], ids=["corrected", "uncorrected"])
def test_the_same_patient_gives_the_same_bytes(corrected: bool) -> None:
    patient = draw_patient(np.random.default_rng(8))
    first, second = (
        quick_maps(patient, attenuation_corrected=corrected) for _ in range(2)
    )
    for state in State:
        assert (
            first[state].uptake_percent.tobytes()
            == second[state].uptake_percent.tobytes()
        )
    stress, rest = (first[state].uptake_percent for state in State)
    assert (stress != rest).any()


def test_hundred_is_the_99th_percentile_of_the_area() -> None:
    for seed in range(5):
        for found in quick_maps(draw_patient(np.random.default_rng(seed))).values():
            above = found.area_cm2[found.uptake_percent > 100.0].sum()
            assert above / found.area_cm2.sum() == pytest.approx(0.01, abs=0.003)


def test_defect_shows_where_it_is() -> None:
    for seed in range(8):
        patient = draw_patient(np.random.default_rng(seed), disease=Disease.INFARCTION)
        healthy = replace(patient, rest=replace(patient.rest, lesions=()))
        sick, well = (
            quick_maps(p)[State.REST].uptake_percent for p in (patient, healthy)
        )
        # Chance is the same, so that the ratio is the defect seen through the blur.
        ratio = sick / np.maximum(well, 1.0)
        points, _ = map_points(patient.rest.heart)
        truth = mean_uptake(patient.rest, points)
        diseased, spared = truth < 0.6, truth > 0.99
        if diseased.sum() > 60:
            assert np.median(ratio[diseased]) < 0.8 * np.median(ratio[spared])


def test_blur_keeps_an_even_wall_even_and_halves_it_at_the_valve_plane() -> None:
    heart = HeartParameters(length_mm=90)
    points, steps_mm = map_points(heart)
    step_mm = float(steps_mm.mean())
    blurred = blurred_along_wall(np.ones((32, 72)), points, step_mm, 12.0)
    np.testing.assert_allclose(blurred[:22], 1.0, atol=2e-3)
    # The last ring's middle lies half a step before the plane.
    assert 0.5 < blurred[31].mean() < 0.65
    farther = blurred_along_wall(np.ones((32, 72)), points, step_mm, 12.0, reach=1.1)
    assert farther[31].mean() < 0.4


def test_blur_is_a_gaussian_along_the_ring() -> None:
    points, steps_mm = map_points(HeartParameters(length_mm=120))
    spot = np.zeros((32, 72))
    spot[:, 30] = 1.0
    line = blurred_along_wall(spot, points, float(steps_mm.mean()), 16.0)[16]
    across_mm = float(points.across_mm[16].mean())
    away_mm = np.radians((np.arange(72) - 30) * 5.0) * across_mm
    variance = (line * away_mm**2).sum() / line.sum()
    assert np.sqrt(variance) * 2.3548 == pytest.approx(16.0, rel=0.02)


def test_thin_walls_look_dim() -> None:
    thin = HeartParameters(wall_mm=8.0, apical_wall_fraction=0.5)
    points, _ = map_points(thin)
    recovery = recovery_through_wall(thin, points, 13.0)
    # The middle of a slab: erf(w / (2 √2 σ)); 0.532 for 8 mm and 13 mm.
    assert recovery[-1].mean() == pytest.approx(0.5313, abs=0.003)
    assert recovery[0].mean() < 0.6 * recovery[-1].mean()
    thick, _ = map_points(replace(thin, wall_mm=14.0))
    assert (
        recovery_through_wall(replace(thin, wall_mm=14.0), thick, 13.0)[-1].mean()
        > recovery[-1].mean()
    )


def test_fewer_counts_are_noisier() -> None:
    patient = draw_patient(np.random.default_rng(3), disease=Disease.NORMAL)
    rough = []
    for counts in (2e6, 2e5):
        scan = replace(patient.rest_scan, lv_counts=counts)
        found = quick_maps(replace(patient, rest_scan=scan))[State.REST].uptake_percent
        rough.append(np.abs(np.diff(found[8:26], n=2, axis=1)).mean())
    assert rough[1] > 1.5 * rough[0]


def test_modes_end_evenly_at_the_apex() -> None:
    modes = field_modes()
    assert modes.shape == (54, 32, 72)
    # A wave of order m starts as a power of the ring.
    assert np.abs(modes[:, 0] - modes[:, 0].mean(axis=1, keepdims=True)).max() < 0.13


def test_features_are_finite_and_moderate() -> None:
    for seed in range(60):
        patient = draw_patient(np.random.default_rng(seed))
        for state in State:
            features = map_features(patient, state)
            assert features.shape == (len(FEATURE_NAMES),)
            assert np.abs(features).max() < 8


def test_stress_and_rest_share_part_of_their_field() -> None:
    model = load_quick_map_model(attenuation_corrected=True)
    stress, rest = model.left[:, 0, :5], model.left[:, 1, :5]
    correlation = (stress * rest).sum() / np.sqrt((stress**2).sum() * (rest**2).sum())
    assert 0.1 < correlation < 0.95


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"arc_deg": 360}, "found arc_deg 360, expected 180"),
        ({"matrix": 128}, "found matrix 128, expected 64"),
        ({"collimator": "LEAP"}, "found collimator LEAP, expected LEHR"),
        ({"windows": Windows.PHOTOPEAK}, "found windows photopeak, expected triple"),
    ],
)
def test_protocol_that_was_not_fitted_is_refused(
    wrong: dict[str, object], words: str
) -> None:
    protocol = Protocol(**wrong)
    with pytest.raises(ConfigError, match=words):
        require_fitted(protocol)
    patient = draw_patient(np.random.default_rng(1), protocol=protocol)
    with pytest.raises(ConfigError, match="Let the maps go the full way"):
        quick_maps(patient)


def test_explained_maps_are_the_quick_ones() -> None:
    patient = draw_patient(np.random.default_rng(12), disease=Disease.MIXED)
    model = load_quick_map_model(attenuation_corrected=False)
    quick = quick_maps(patient, attenuation_corrected=False)
    for state, explained in explained_maps(patient, model).items():
        np.testing.assert_array_equal(
            explained.found.uptake_percent, quick[state].uptake_percent
        )


def test_noise_is_all_that_a_quiet_map_lacks() -> None:
    patient = draw_patient(np.random.default_rng(12), disease=Disease.MIXED)
    model = load_quick_map_model(attenuation_corrected=True)
    silent = replace(model, noise=np.zeros_like(model.noise))
    noisy, quiet = (
        explained_maps(patient, each)[State.REST] for each in (model, silent)
    )
    share = quiet.found.uptake_percent / quiet.quiet
    np.testing.assert_allclose(share, share.mean(), rtol=1e-4)
    assert np.std(noisy.found.uptake_percent / noisy.quiet) > 0.01


def test_disease_is_all_that_a_healthy_map_lacks() -> None:
    patient = draw_patient(np.random.default_rng(12), disease=Disease.INFARCTION)
    model = load_quick_map_model(attenuation_corrected=True)
    explained = explained_maps(patient, model)[State.STRESS]
    truth = true_map(patient.stress).uptake
    share = explained.quiet / explained.healthy
    deepest = truth < truth.min() + 0.05
    assert share[deepest].mean() < share[truth > 0.99].mean() - 0.1
    assert share.max() <= 1.0 + 1e-5
