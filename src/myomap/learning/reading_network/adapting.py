"""An adapted reading network as a graph: the one it stands on, with other scores."""

from typing import cast

import numpy as np

from myomap.errors import ConfigError, InputError
from myomap.geometry import FloatArray
from myomap.inference import (
    Bundle,
    MapsInput,
    ReadingPart,
    SelfTest,
    Session,
    question_channels,
)
from myomap.learning.adaptation import adapted_scores
from myomap.learning.dataset import Dataset
from myomap.learning.export.exported import Exported, answers
from myomap.learning.final_fit import FinalModel
from myomap.learning.pipeline import Pipeline
from myomap.learning.reading_network.calibrating import COVERAGE, least_probabilities
from myomap.learning.reading_network.inside import adapted_graph, graph_with_insides
from myomap.learning.readings import AdaptedReading
from myomap.learning.recipe import Recipe
from myomap.learning.sampling import READINGS, Unit
from myomap.learning.splitting import grouped_folds

__all__ = ["export_adapted"]

_TOLERANCE = 1e-5


def export_adapted(
    final: FinalModel, dataset: Dataset, recipe: Recipe, base: Bundle
) -> Exported:
    """Return an adapted reading network as a graph that reads maps.

    Whatever the task was, it tells the four classes apart and draws what its base
    draws. When it abstains is not changed.

    Parameters
    ----------
    final : FinalModel
        An `AdaptedReading` fitted to the samples.
    dataset : Dataset
        The samples.
    recipe : Recipe
        Of the training.
    base : Bundle
        The reading network that the samples were shown to.

    Returns
    -------
    Exported
        With the sets of possible classes made anew where the samples can: studies of
        the four classes, at least nine patients of a class to rule it out.

    Raises
    ------
    ConfigError
        If the model has nothing to export.
    """
    model, part = final.pipeline.model, base.card.reading
    if not isinstance(model, AdaptedReading) or part is None:
        raise ConfigError(
            f"The model '{final.spec.name}' is the shipped network itself: there is "
            "nothing to write. Take --model reading, which adapts it."
        )
    questions = question_channels()
    inside = Session(graph_with_insides(base.session.graph)).ask_inside(questions)
    expected = _shares(adapted_scores(model.adaptation, *inside))
    return Exported(
        graph=adapted_graph(base.session.graph, model.adaptation),
        input=cast(MapsInput, base.card.input),
        self_test=SelfTest(rows=None, expected=answers(expected), tolerance=_TOLERANCE),
        asked=questions,
        expected=expected,
        libraries=("onnx",),
        reading=_with_own_sets(part, final, dataset, recipe),
        classes=base.card.task.classes,
        note=(
            f"Adapts the reading network {base.sha256[:12]}, whose own training its "
            f"card tells; strength of the penalty {model.strength:g}."
        ),
    )


def _shares(scores: FloatArray) -> FloatArray:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: FloatArray = raised / raised.sum(axis=1, keepdims=True)
    return shares


def _with_own_sets(
    part: ReadingPart, final: FinalModel, dataset: Dataset, recipe: Recipe
) -> ReadingPart:
    """Return the part with sets of classes by patients that a fold had not seen."""
    n_classes = len(part.least_probability["both"])
    if len(dataset.classes) != n_classes or recipe.unit is not Unit.STUDY:
        return part
    values, y = dataset.blocks[READINGS].values, dataset.y
    chance = np.empty((len(y), n_classes))
    rng = np.random.default_rng([recipe.seed, 7919])
    try:
        splits = grouped_folds(y, dataset.patients, recipe.n_folds, rng)
    except InputError:
        return part
    for split in splits:
        fold = Pipeline(final.spec, n_classes)
        train = split.train
        fold.fit(values[train], y[train], dataset.patients[train], rng)
        chance[split.test] = fold.predict_proba(values[split.test])
    least = least_probabilities(chance, y, COVERAGE)
    return part.model_copy(
        update={"least_probability": {**part.least_probability, "both": least}}
    )
