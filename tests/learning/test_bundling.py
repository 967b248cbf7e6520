"""A study's model becomes a file that says how good it is."""

from dataclasses import replace

import numpy as np
import pytest

from learning_cohort import write_cohort
from myomap.errors import ConfigError, ModelError
from myomap.features import MapColors
from myomap.inference import (
    bundle_from_bytes,
    classify_features,
    classify_maps,
)
from myomap.learning import (
    MODELS,
    SamplingPlan,
    Unit,
    Variant,
    bundling,
    named_recipe,
    named_task,
    samples_of_manifest,
    train_bundle,
)
from myomap.learning.export import export_features
from polar_maps import map_of


def recipe_of(model: str, **changes):
    found = named_recipe("careful")
    return replace(
        found, models=(model,), n_folds=3, n_repeats=1, n_bootstrap=100, **changes
    )


@pytest.fixture(autouse=True)
def small_forest(monkeypatch):
    """Let a forest be of ten trees: the figures do not matter here."""
    small = replace(MODELS["forest"], parameters={"max_depth": 2, "n_estimators": 10})
    monkeypatch.setitem(MODELS, "forest", small)


@pytest.fixture(scope="module")
def cohort(tmp_path_factory):
    return write_cohort(tmp_path_factory.mktemp("cohort"))


@pytest.fixture(scope="module")
def samples_by_unit(cohort):
    """Samples and source of one unit, read once."""
    found = {}

    def get(recipe):
        if recipe.unit not in found:
            plan = SamplingPlan(
                task=named_task(recipe.task),
                unit=recipe.unit,
                feature_set=recipe.feature_set,
            )
            found[recipe.unit] = samples_of_manifest(cohort, plan)
        return found[recipe.unit]

    return get


@pytest.mark.parametrize("model", ["forest", "logistic"])
def test_a_bundle_says_what_its_folds_found(model: str, samples_by_unit) -> None:
    recipe = recipe_of(model)
    dataset, source = samples_by_unit(recipe)
    made = train_bundle(dataset, recipe, source)
    card = bundle_from_bytes(made.data).card
    assert card == made.card
    assert made.largest_difference <= 1e-6
    (evaluation,) = made.result.evaluations[Variant.LEAK_FREE]
    told = {metric.name: metric for metric in card.metrics}
    auc = evaluation.figures["roc_auc"]
    assert told["roc_auc"].value == pytest.approx(auc.value, abs=1e-6)
    assert told["roc_auc"].low == pytest.approx(auc.low, abs=1e-6)
    assert card.training.n_patients == 24
    assert sum(card.training.patients_per_class.values()) == 24
    assert card.training.data_sha256 == dataset.digest()
    assert card.training.calibration is not None
    assert "not for diagnosis" in card.limits[0]
    assert any("Exploratory" in limit for limit in card.limits)
    assert {"onnx", "scikit-learn", "numpy"} <= set(card.versions)


def test_the_same_samples_and_seed_give_the_same_bytes(samples_by_unit) -> None:
    recipe = recipe_of("forest")
    dataset, source = samples_by_unit(recipe)
    first, second = (train_bundle(dataset, recipe, source).data for _ in range(2))
    assert first == second
    assert train_bundle(dataset, replace(recipe, seed=1), source).data != first


def test_a_patient_is_classified_as_the_trained_model_would(samples_by_unit) -> None:
    recipe = recipe_of("logistic")
    dataset, source = samples_by_unit(recipe)
    bundle = bundle_from_bytes(train_bundle(dataset, recipe, source).data)
    block = dataset.blocks["segments"]
    for row, y in zip(block.values[:5], dataset.y[:5], strict=True):
        found = classify_features(bundle, dict(zip(block.names, row, strict=True)))
        assert found.label in bundle.card.task.classes
        assert y in (0, 1)
    maps = [MapColors(polar_map=map_of(uptake)) for uptake in (40.0, 95.0)]
    found = classify_maps(bundle, *maps)["study"]
    values = {
        f"{state}_segment_{n}_mean": uptake
        for state, uptake in (("stress", 40.0), ("rest", 95.0))
        for n in range(1, 18)
    }
    by_hand = classify_features(bundle, values)
    assert found.probability == pytest.approx(by_hand.probability, abs=1e-6)


def test_no_question_of_the_self_test_is_a_patient(samples_by_unit) -> None:
    recipe = recipe_of("forest")
    dataset, source = samples_by_unit(recipe)
    card = train_bundle(dataset, recipe, source).card
    names = dataset.blocks["features"].names
    columns = [names.index(name) for name in card.input.names]
    values = dataset.blocks["features"].values[:, columns]
    for row in card.self_test.rows:
        known = [k for k, each in enumerate(row) if each is not None]
        asked = np.array([row[k] for k in known])
        assert (np.abs(values[:, known] - asked).max(axis=1) > 1e-6).all()


def test_four_classes_have_neither_threshold_nor_curve(cohort) -> None:
    recipe = recipe_of("forest", task="classes", unit=Unit.MAP)
    plan = SamplingPlan(
        task=named_task("classes"), unit=Unit.MAP, feature_set=recipe.feature_set
    )
    dataset, source = samples_of_manifest(cohort, plan)
    card = train_bundle(dataset, replace(recipe, n_folds=2), source).card
    assert card.task.threshold is None
    assert card.training.calibration is None
    assert len(card.self_test.expected[0]) == 4
    assert any("not calibrated" in limit for limit in card.limits)


def test_a_bundle_holds_one_model(samples_by_unit) -> None:
    recipe = recipe_of("forest")
    dataset, source = samples_by_unit(recipe)
    with pytest.raises(ConfigError, match="holds one model: found 2 names"):
        train_bundle(dataset, replace(recipe, models=("forest", "worst")), source)


def test_an_export_that_answers_otherwise_is_not_written(
    samples_by_unit, monkeypatch
) -> None:
    recipe = recipe_of("logistic")
    dataset, source = samples_by_unit(recipe)
    exported = export_features

    def shifted(final, dataset, recipe):
        made = exported(final, dataset, recipe)
        return replace(made, asked=made.asked + 1.0)

    monkeypatch.setattr(bundling, "export_features", shifted)
    with pytest.raises(ModelError, match="differs from the trained one"):
        train_bundle(dataset, recipe, source)
