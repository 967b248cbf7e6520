"""A final model as a graph, with what a card says of its input and its answers."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from myomap.errors import ConfigError
from myomap.features import FeatureSet
from myomap.geometry import FloatArray
from myomap.inference import (
    FeatureInput,
    MapsInput,
    PictureInput,
    ReadingPart,
    SelfTest,
)
from myomap.learning.dataset import Dataset
from myomap.learning.export.tabular import export_table
from myomap.learning.final_fit import FinalModel
from myomap.learning.recipe import Recipe
from myomap.learning.sampling import FEATURES, SEGMENTS

__all__ = ["Exported", "answers", "export_features"]

_N_QUESTIONS = 8
_DIGITS = 4
_TOLERANCE = 1e-5


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Exported:
    """A model that has left its library.

    Parameters
    ----------
    graph : bytes
        An ONNX file.
    input : FeatureInput, PictureInput or MapsInput
        What it takes.
    self_test : SelfTest
        Made-up questions, with the answers of the trained model.
    asked : (sample, ...)
        What the graph is asked after it was made.
    expected : (sample, class)
        What the trained model answers.
    libraries : tuple of str
        What made the graph.
    reading : ReadingPart or None
        Of a model that reads maps.
    classes : tuple of str or None
        That the graph tells apart, where they are not those of the samples.
    note : str
        What a card has to say of how it was made.
    """

    graph: bytes
    input: FeatureInput | PictureInput | MapsInput
    self_test: SelfTest
    asked: NDArray[Any]
    expected: FloatArray
    libraries: tuple[str, ...]
    reading: ReadingPart | None = None
    classes: tuple[str, ...] | None = None
    note: str = ""


def export_features(final: FinalModel, dataset: Dataset, recipe: Recipe) -> Exported:
    """Return a model of features as a graph.

    Parameters
    ----------
    final : FinalModel
        Fitted to the samples.
    dataset : Dataset
        The samples.
    recipe : Recipe
        Whose features they are.

    Returns
    -------
    Exported
        It asks for those features alone that the model looks at.

    Raises
    ------
    ConfigError
        If the model cannot be exported.
    """
    block = dataset.blocks[final.spec.block]
    feature_set = _feature_set(final, recipe)
    columns = final.pipeline.columns
    graph = export_table(final.pipeline, len(dataset.classes), final.curve)
    rows = _questions(block.values[:, columns], recipe)
    whole = np.full((len(rows), len(block.names)), np.nan)
    whole[:, columns] = rows
    return Exported(
        graph=graph,
        input=FeatureInput(
            kind="features",
            feature_set=feature_set.value,
            unit=recipe.unit.value,
            names=tuple(block.names[column] for column in columns),
        ),
        self_test=SelfTest(
            rows=tuple(
                tuple(None if np.isnan(v) else float(v) for v in row) for row in rows
            ),
            expected=answers(final.predict_proba(whole)),
            tolerance=_TOLERANCE,
        ),
        asked=np.ascontiguousarray(block.values[:, columns]),
        expected=final.predict_proba(block.values),
        libraries=("onnx", "skl2onnx"),
    )


def _feature_set(final: FinalModel, recipe: Recipe) -> FeatureSet:
    """Return the set that holds the features of the model's block."""
    sets = {FEATURES: recipe.feature_set, SEGMENTS: FeatureSet.SCALAR}
    if final.spec.block not in sets:
        raise ConfigError(
            f"The model '{final.spec.name}' looks at values that are not computed "
            "from maps, so no bundle of it could be used. Choose another one."
        )
    return sets[final.spec.block]


def _questions(values: FloatArray, recipe: Recipe) -> FloatArray:
    """Return rows like the samples, of which none is one; some features unknown."""
    rng = np.random.default_rng([recipe.seed, 6151])
    center = np.array([_mean(column) for column in values.T])
    spread = np.array([_deviation(column) for column in values.T])
    rows = center + 1.5 * spread * rng.standard_normal((_N_QUESTIONS, len(center)))
    rows[-1, :: max(2, len(center) // 3)] = np.nan
    told = [[float(f"{each:.{_DIGITS}g}") for each in row] for row in rows]
    return np.array(told)


def _mean(column: FloatArray) -> float:
    known = column[~np.isnan(column)]
    return float(known.mean()) if len(known) else 0.0


def _deviation(column: FloatArray) -> float:
    known = column[~np.isnan(column)]
    return float(known.std()) if len(known) else 0.0


def answers(proba: FloatArray) -> tuple[tuple[float, ...], ...]:
    """Return probabilities as a card holds them.

    Parameters
    ----------
    proba : (question, class)
        Of the trained model.

    Returns
    -------
    tuple of tuple of float
        From 0 to 1.
    """
    clipped = np.clip(proba, 0.0, 1.0)
    return tuple(tuple(float(each) for each in row) for row in clipped)
