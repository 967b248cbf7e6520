"""Expectation maximisation: likelihood, counts, scales, subsets, refusals."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose

from myomap.camera import (
    COLLIMATORS,
    SystemModel,
    acquisition_of,
    views_from_pictures,
)
from myomap.errors import ConfigError, GeometryError
from myomap.reconstruction import (
    Measurement,
    RelativeDifferencePrior,
    bsrem,
    log_likelihood,
    osem,
    plan_subsets,
)
from myomap.reconstruction.relative_difference import prior_gradient, prior_value
from reconstruction_studies import SmallStudy, small_study


@pytest.fixture(scope="module")
def noisy() -> SmallStudy:
    return small_study(seed=1)


@pytest.fixture(scope="module")
def model(noisy: SmallStudy) -> SystemModel:
    return SystemModel(
        acquisition_of(noisy.projections),
        collimator=COLLIMATORS["LEHR"],
        attenuation_map=noisy.attenuation_map,
    )


@pytest.fixture(scope="module")
def counts(noisy: SmallStudy) -> Any:
    return views_from_pictures(noisy.projections.counts[0, 0])


def test_every_iteration_without_subsets_is_more_likely(
    model: SystemModel, counts: Any
) -> None:
    likelihoods: list[float] = []
    osem(
        model,
        plan_subsets(model, 1),
        Measurement(counts=counts),
        8,
        on_iteration=lambda _, f: likelihoods.append(
            log_likelihood(counts, model.forward(f))
        ),
    )
    assert np.all(np.diff(likelihoods) > 0)


def test_without_subsets_the_expected_counts_are_those_measured(
    model: SystemModel, counts: Any
) -> None:
    # A property of expectation maximisation, up to what lies outside the mask.
    image = osem(model, plan_subsets(model, 1), Measurement(counts=counts), 3)
    total = float(model.forward(image).sum(dtype=float))
    assert total == pytest.approx(float(counts.sum(dtype=float)), rel=2e-3)


def test_subsets_come_as_far_as_many_iterations(
    model: SystemModel, counts: Any
) -> None:
    measured = Measurement(counts=counts)
    quick = osem(model, plan_subsets(model, 8), measured, 2)
    slow = osem(model, plan_subsets(model, 1), measured, 16)
    apart = np.linalg.norm(quick - slow) / np.linalg.norm(slow)
    assert apart < 0.08


@pytest.mark.parametrize("scale", [1e-6, 1e5])
def test_counts_in_another_scale_give_the_image_in_that_scale(
    model: SystemModel, counts: Any, scale: float
) -> None:
    plan = plan_subsets(model, 4)
    scatter = np.full_like(counts, 0.2 * counts.mean())
    plain = osem(model, plan, Measurement(counts=counts, scatter=scatter), 2)
    factor = np.float32(scale)
    scaled = Measurement(counts=counts * factor, scatter=scatter * factor)
    assert_allclose(
        osem(model, plan, scaled, 2) / scale, plain, rtol=1e-3, atol=1e-4 * plain.max()
    )


def test_scatter_is_taken_out_by_being_added_to_the_model(
    model: SystemModel, noisy: SmallStudy
) -> None:
    clean = small_study()
    primary = views_from_pictures(clean.projections.counts[0, 0])
    scatter = np.full_like(primary, 0.4 * primary.mean())
    plan = plan_subsets(model, 4)
    alone = osem(model, plan, Measurement(counts=primary), 6)
    both = osem(model, plan, Measurement(counts=primary + scatter, scatter=scatter), 6)
    left_in = osem(model, plan, Measurement(counts=primary + scatter), 6)
    assert both.sum() == pytest.approx(alone.sum(), rel=0.02)
    assert left_in.sum() > 1.2 * alone.sum()


def test_the_estimate_stays_in_the_circle_and_above_zero(
    model: SystemModel, counts: Any
) -> None:
    image = osem(model, plan_subsets(model, 8), Measurement(counts=counts), 4)
    assert np.all(image[~model.mask] == 0)
    assert np.all(image[model.mask] > 0)
    # Nothing near the range where processors slow down.
    assert image[image > 0].min() > 1e-30


def test_every_view_belongs_to_one_subset_whatever_head_took_it() -> None:
    study = small_study()
    two_heads = np.concatenate([np.arange(0, 32, 2), np.arange(1, 32, 2)])
    projections = replace(
        study.projections,
        angle_deg=study.projections.angle_deg[two_heads],
        detector=np.repeat([0, 1], 16),
    )
    model = SystemModel(acquisition_of(projections))
    plan = plan_subsets(model, 8)
    assert sorted(np.concatenate(plan.views)) == list(range(32))
    for views in plan.views:
        folded = np.sort(np.mod(projections.angle_deg[views], 180.0))
        assert_allclose(np.diff(folded), 45.0)


def test_swapped_detectors_give_the_same_image(
    noisy: SmallStudy, model: SystemModel, counts: Any
) -> None:
    swapped = np.roll(np.arange(32), 16)
    projections = replace(
        noisy.projections,
        counts=noisy.projections.counts[:, :, swapped],
        angle_deg=noisy.projections.angle_deg[swapped],
    )
    other = SystemModel(
        acquisition_of(projections),
        collimator=COLLIMATORS["LEHR"],
        attenuation_map=noisy.attenuation_map,
    )
    image = osem(model, plan_subsets(model, 8), Measurement(counts=counts), 2)
    views = views_from_pictures(projections.counts[0, 0])
    again = osem(other, plan_subsets(other, 8), Measurement(counts=views), 2)
    assert_allclose(again, image, rtol=1e-3, atol=1e-4 * image.max())


def test_a_smooth_prior_means_less_noise_and_converges(
    model: SystemModel, counts: Any
) -> None:
    plan = plan_subsets(model, 8)
    prior = RelativeDifferencePrior(strength=0.1)
    objective: list[float] = []

    def after(_: int, image: Any) -> None:
        expected = model.forward(image)
        total = sum(plan.sensitivity[1:], start=plan.sensitivity[0])
        weight = prior.strength * float(total[plan.inside].mean())
        rough = prior_value(image, prior.edge)
        objective.append(log_likelihood(counts, expected) - weight * rough)

    again = views_from_pictures(small_study(seed=2).projections.counts[0, 0])
    draws = [Measurement(counts=counts), Measurement(counts=again)]
    smooth = [bsrem(model, plan, draws[0], 12, prior, on_iteration=after)]
    smooth.append(bsrem(model, plan, draws[1], 12, prior))
    no_prior = RelativeDifferencePrior(strength=0.0)
    free = [bsrem(model, plan, draw, 12, no_prior) for draw in draws]
    assert objective[-1] == max(objective)
    assert objective[-1] - objective[-2] < 0.02 * (objective[-1] - objective[0])
    assert np.std(smooth[0] - smooth[1]) < 0.6 * np.std(free[0] - free[1])


def test_the_gradient_of_the_prior_is_its_slope(rng: np.random.Generator) -> None:
    activity = rng.random((5, 4, 3)).astype(np.float32) + 0.5
    gradient = prior_gradient(activity, 2.0)
    for place in [(0, 0, 0), (2, 1, 1), (4, 3, 2)]:
        step = np.zeros_like(activity)
        step[place] = 1e-2
        slope = (
            prior_value(activity + step, 2.0) - prior_value(activity - step, 2.0)
        ) / (2e-2)
        assert gradient[place] == pytest.approx(slope, rel=1e-2, abs=1e-3)


def test_the_prior_does_not_mind_the_scale(rng: np.random.Generator) -> None:
    activity = rng.random((4, 4, 4)).astype(np.float32)
    assert_allclose(
        prior_gradient(activity * np.float32(1e4), 2.0),
        prior_gradient(activity, 2.0),
        rtol=1e-3,
        atol=1e-5,
    )


@pytest.mark.parametrize("n_subsets", [0, 33])
def test_subsets_that_do_not_fit_are_refused(
    model: SystemModel, n_subsets: int
) -> None:
    with pytest.raises(ConfigError, match=f"subsets={n_subsets} does not fit"):
        plan_subsets(model, n_subsets)


def test_no_iteration_is_refused(model: SystemModel, counts: Any) -> None:
    with pytest.raises(ConfigError, match="iterations=0"):
        osem(model, plan_subsets(model, 8), Measurement(counts=counts), 0)


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (np.nan, "NaN or infinite"),
        (np.inf, "NaN or infinite"),
        (-1.0, "negative counts"),
    ],
)
def test_values_that_are_no_counts_are_refused(
    model: SystemModel, counts: Any, value: float, sentence: str
) -> None:
    spoiled = counts.copy()
    spoiled[3, 2, 1] = value
    with pytest.raises(GeometryError, match=sentence):
        osem(model, plan_subsets(model, 8), Measurement(counts=spoiled), 1)


def test_no_counts_at_all_are_refused(model: SystemModel, counts: Any) -> None:
    nothing = Measurement(counts=np.zeros_like(counts))
    with pytest.raises(GeometryError, match="hold no counts"):
        osem(model, plan_subsets(model, 8), nothing, 1)


@pytest.mark.parametrize("values", [(-1.0, 2.0), (np.nan, 2.0), (0.1, -1.0)])
def test_a_prior_that_makes_no_sense_is_refused(values: tuple[float, float]) -> None:
    with pytest.raises(ConfigError, match="prior makes no sense"):
        RelativeDifferencePrior(strength=values[0], edge=values[1])
