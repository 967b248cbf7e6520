"""A study's model as a bundle: fitted to all, judged by folds, exported and checked."""

import hashlib
import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib.metadata import version

import numpy as np

from myomap.errors import ConfigError, ModelError
from myomap.inference import (
    Bundle,
    Calibration,
    Card,
    Metric,
    ModelFile,
    Session,
    Task,
    Training,
    bundle_to_bytes,
    shipped_reader,
)
from myomap.learning.cross_validation import Variant
from myomap.learning.dataset import Dataset
from myomap.learning.evaluation import Evaluation
from myomap.learning.export import Exported, export_features, export_pictures
from myomap.learning.final_fit import FinalModel, fit_final
from myomap.learning.networks import PICTURES
from myomap.learning.reading_network.adapting import export_adapted
from myomap.learning.recipe import Recipe
from myomap.learning.registry import named_models
from myomap.learning.sampling import READINGS
from myomap.learning.study import Source, StudyOrder, StudyResult, run_study
from myomap.reconstruction import Progress

__all__ = ["ROUND_TRIP_TOLERANCE", "TrainedBundle", "train_bundle"]

ROUND_TRIP_TOLERANCE = 1e-5
"""Of a probability: how far the exported model may be from the trained one."""

_NOT_FOR_DIAGNOSIS = "Research software, not for diagnosis."


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class TrainedBundle:
    """A bundle, and what is known of it.

    Parameters
    ----------
    data : bytes
        To be written to a file.
    card : Card
        What it says of itself.
    largest_difference : float
        Between a probability before and after the export.
    result : StudyResult
        How the model did on patients that it had not seen.
    """

    data: bytes
    card: Card
    largest_difference: float
    result: StudyResult


def train_bundle(
    dataset: Dataset,
    recipe: Recipe,
    source: Source,
    order: StudyOrder | None = None,
    *,
    base: Bundle | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> TrainedBundle:
    """Train one model and pack it.

    The figures of its card come from folds that train, calibrate and choose the
    threshold as the final fit does with all samples.

    Parameters
    ----------
    dataset : Dataset
        All samples.
    recipe : Recipe
        With exactly one model.
    source : Source
        Where the samples came from.
    order : StudyOrder, optional
        Processes for the folds, and what networks find on the disk.
    base : Bundle, optional
        The reading network that the samples were shown to; the one that comes with
        the package if not given.
    on_progress : callable, optional
        Called after every fold.

    Returns
    -------
    TrainedBundle
        The same bytes for the same samples, recipe and versions, on one machine.

    Raises
    ------
    ConfigError
        If the recipe names more than one model, or one that cannot be exported.
    InputError
        If the samples cannot be split or learnt from.
    ModelError
        If the exported model does not answer as the trained one does.
    """
    if len(recipe.models) != 1:
        raise ConfigError(
            f"A bundle holds one model: found {len(recipe.models)} names. Name one."
        )
    recipe = replace(recipe, fold=replace(recipe.fold, is_calibrated=True))
    order = order or StudyOrder()
    (spec,) = named_models(recipe.models, order.places)
    result = run_study(dataset, recipe, source, order, on_progress=on_progress)
    final = fit_final(spec, dataset, recipe)
    exported = _exported(final, dataset, recipe, base)
    difference = _round_trip(exported)
    card = _card(final, exported, result)
    return TrainedBundle(
        data=bundle_to_bytes(card, exported.graph),
        card=card,
        largest_difference=difference,
        result=result,
    )


def _exported(
    final: FinalModel, dataset: Dataset, recipe: Recipe, base: Bundle | None
) -> Exported:
    if final.spec.block == READINGS:
        return export_adapted(final, dataset, recipe, base or shipped_reader())
    export = export_features if final.spec.block != PICTURES else export_pictures
    return export(final, dataset, recipe)


def _round_trip(exported: Exported) -> float:
    """Return how far the exported model is from the trained one."""
    found = Session(exported.graph).ask(exported.asked)
    difference = float(np.abs(found - exported.expected).max())
    if difference > ROUND_TRIP_TOLERANCE:
        raise ModelError(
            f"The exported model differs from the trained one by {difference:.2g}, "
            f"expected at most {ROUND_TRIP_TOLERANCE:g}. No bundle was written: report "
            "this with the versions of onnx and of the training library."
        )
    return difference


def _card(final: FinalModel, exported: Exported, result: StudyResult) -> Card:
    spec, dataset, recipe = final.spec, result.dataset, result.recipe
    (evaluation,) = result.evaluations[Variant.LEAK_FREE]
    versions = {name: version(name) for name in exported.libraries}
    return Card(
        schema="myomap.model/1",
        name=spec.name,
        title=spec.title,
        task=_task(final, exported, result),
        input=exported.input,
        training=_training(final, result, exported.note),
        evaluation=(
            f"{recipe.n_repeats} repeats of {recipe.n_folds} folds by patient, "
            "selection, scaling, threshold and calibration learnt inside them; "
            f"intervals of {recipe.n_bootstrap} resamplings of the patients."
        ),
        metrics=_metrics(evaluation),
        intended_use=(
            f"To tell {' from '.join(dataset.classes)} on polar maps of myocardial "
            "perfusion in research, by people who can read such maps themselves."
        ),
        limits=_limits(final, result),
        seed=recipe.seed,
        versions={**result.versions, **versions},
        self_test=exported.self_test,
        model=ModelFile(
            sha256=hashlib.sha256(exported.graph).hexdigest(),
            size_bytes=len(exported.graph),
        ),
        reading=exported.reading,
    )


def _task(final: FinalModel, exported: Exported, result: StudyResult) -> Task:
    if exported.classes is None:
        return Task(
            name=result.recipe.task,
            classes=result.dataset.classes,
            threshold=final.threshold,
        )
    return Task(name="classes", classes=exported.classes, threshold=None)


def _training(final: FinalModel, result: StudyResult, note: str) -> Training:
    dataset, spec = result.dataset, final.spec
    parameters = dict(spec.parameters)
    if spec.n_best is not None:
        parameters["best by F-test"] = spec.n_best
    curve = final.curve
    return Training(
        data_sha256=dataset.digest(),
        n_patients=dataset.n_patients,
        n_samples=dataset.n_samples,
        patients_per_class={
            name: len(np.unique(dataset.patients[dataset.y == index]))
            for index, name in enumerate(dataset.classes)
        },
        is_simulated=result.source.is_simulated,
        parameters=parameters,
        calibration=None
        if curve is None
        else Calibration(slope=curve.slope, intercept=curve.intercept),
        note=note or spec.note,
    )


def _metrics(evaluation: Evaluation) -> tuple[Metric, ...]:
    figures = {**evaluation.figures, "roc_auc_delong": evaluation.auc_delong}
    return tuple(
        Metric(
            name=name,
            value=_known(found.value),
            low=_known(found.low),
            high=_known(found.high),
        )
        for name, found in figures.items()
    )


def _known(value: float) -> float | None:
    return round(value, 6) if math.isfinite(value) else None


def _limits(final: FinalModel, result: StudyResult) -> tuple[str, ...]:
    told = [_NOT_FOR_DIAGNOSIS]
    if result.source.is_simulated:
        told.append(
            "Learnt from simulated patients: what it says of real ones is not known."
        )
    told.append(
        "Judged on patients of the sources that it learnt from. Other cameras, other "
        "processing and other patients have to be judged first."
    )
    if final.curve is None and not final.spec.is_calibrated:
        told.append("Its probabilities are not calibrated.")
    return (*told, *result.source.remarks, *result.doubts)
