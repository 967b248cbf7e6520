"""An adapted reading network becomes a bundle that reads maps."""

from dataclasses import replace

import numpy as np
import pytest

from learning_cohort import write_cohort
from myomap.errors import ConfigError, ModelError
from myomap.inference import (
    Session,
    bundle_from_bytes,
    pair_of_maps,
    question_channels,
    read_pairs,
    shipped_reader,
)
from myomap.learning import (
    SamplingPlan,
    Unit,
    named_recipe,
    named_task,
    reading_block,
    samples_of_manifest,
    train_bundle,
)
from myomap.learning.adaptation import Adaptation
from myomap.learning.reading_network.inside import adapted_graph, graph_with_insides
from polar_maps import map_of


def recipe_of(task: str):
    found = named_recipe("careful")
    return replace(
        found, models=("reading",), task=task, unit=Unit.STUDY, n_folds=3, n_repeats=1,
        n_bootstrap=100,
    )  # fmt: skip


@pytest.fixture(scope="module")
def cohort(tmp_path_factory):
    return write_cohort(tmp_path_factory.mktemp("cohort"), n_patients=48)


def trained(cohort, task: str, model: str = "reading"):
    recipe = replace(recipe_of(task), models=(model,))
    plan = SamplingPlan(
        task=named_task(task),
        unit=recipe.unit,
        feature_set=recipe.feature_set,
        readings=reading_block,
    )
    dataset, source = samples_of_manifest(cohort, plan)
    return train_bundle(dataset, recipe, source)


def test_an_adaptation_of_nothing_answers_as_before() -> None:
    graph = shipped_reader().session.graph
    n = Session(graph_with_insides(graph)).ask_inside(question_channels())[1].shape[1]
    same = adapted_graph(graph, Adaptation.none(n))
    for before, after in zip(
        Session(graph).ask_for_maps(question_channels()),
        Session(same).ask_for_maps(question_channels()),
        strict=True,
    ):
        np.testing.assert_allclose(before, after, atol=1e-6)


def test_a_graph_can_be_adapted_again(rng) -> None:
    graph = shipped_reader().session.graph
    inside = Session(graph_with_insides(graph)).ask_inside(question_channels())
    once = Adaptation(
        slope=0.5,
        shift=rng.standard_normal(4),
        weight=0.1 * rng.standard_normal((inside[1].shape[1], 4)),
    )
    twice = adapted_graph(adapted_graph(graph, once), once)
    scores = inside[0]
    for _ in range(2):
        scores = 0.5 * scores + once.shift + inside[1] @ once.weight
    share = np.exp(scores - scores.max(axis=1, keepdims=True))
    np.testing.assert_allclose(
        Session(twice).ask(question_channels()),
        share / share.sum(axis=1, keepdims=True),
        atol=1e-5,
    )


@pytest.mark.parametrize("task", ["abnormal", "classes"])
def test_a_bundle_of_any_task_reads_maps(cohort, task: str) -> None:
    made = trained(cohort, task)
    bundle = bundle_from_bytes(made.data)
    card, base = bundle.card, shipped_reader()
    assert card.task.classes == base.card.task.classes
    assert card.task.threshold is None
    assert base.sha256[:12] in card.training.note
    assert made.largest_difference < 1e-5
    assert card.reading.most_doubt == base.card.reading.most_doubt
    own_sets = card.reading.least_probability["both"]
    assert (own_sets != base.card.reading.least_probability["both"]) == (
        task == "classes"
    )
    pair = pair_of_maps(
        map_of(80.0), map_of(80.0), sex=None, attenuation_corrected=None
    )
    (told,) = read_pairs(bundle, pair)
    (before,) = read_pairs(base, pair)
    np.testing.assert_array_equal(told.mask, before.mask)
    assert sum(told.classes.values()) == pytest.approx(1.0, abs=1e-5)


def test_the_same_cases_give_the_same_bytes(cohort) -> None:
    assert trained(cohort, "classes").data == trained(cohort, "classes").data


def test_the_shipped_network_itself_is_not_written_again(cohort) -> None:
    with pytest.raises(ConfigError, match="Take --model reading"):
        trained(cohort, "abnormal", "reading-shipped")


def test_a_graph_of_another_model_is_not_adapted() -> None:
    graph = shipped_reader().session.graph.replace(b"whiten", b"whitem")
    with pytest.raises(ModelError, match="is not that of a reading network"):
        graph_with_insides(graph)
