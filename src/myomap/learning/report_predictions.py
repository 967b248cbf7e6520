"""What was said of every sample, as tables for other programs."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

import numpy as np

from myomap.learning.cross_validation import Variant, splits_of
from myomap.learning.dataset import Dataset, IntArray
from myomap.learning.evaluation import Evaluation
from myomap.learning.metrics import called_classes
from myomap.learning.report_tables import NOTICE, OTHER_PATIENTS, csv_text
from myomap.learning.study import StudyResult

__all__ = ["predictions_by_repeat_csv", "predictions_csv"]


def predictions_csv(result: StudyResult) -> str:
    """Return what was said of every sample, by row of the manifest and not by name.

    Parameters
    ----------
    result : StudyResult
        What was found.

    Returns
    -------
    str
        One line a sample and model: the class called most often and in which share of
        the repeats, the mean probability over them and its spread. Other patients
        follow under a way of their own, counted on from the last of the first; their
        samples are rows of their own manifest.
    """
    classes = result.dataset.classes
    shown = _shown(classes)
    rows: list[tuple[str, ...]] = []
    for evaluations in result.evaluations.values():
        for each in evaluations:
            begin = partial(_begin, result.dataset, 1, each.predictions.variant.value)
            rows += _prediction_rows(result.dataset, each, begin, shown)
    if result.others is not None:
        first = 1 + result.dataset.n_patients
        begin = partial(_begin, result.others, first, OTHER_PATIENTS)
        for each in result.elsewhere:
            rows += _prediction_rows(result.others, each, begin, shown)
    headings = [
        *("sample", "patient", "label", "way", "model", "called", "share_called"),
        *(f"probability_{classes[k]}" for k in shown),
        *(f"spread_{classes[k]}" for k in shown),
    ]
    return csv_text(headings, rows, comment=NOTICE)


def predictions_by_repeat_csv(result: StudyResult) -> str:
    """Return what was said of every sample in every repeat.

    Parameters
    ----------
    result : StudyResult
        What was found.

    Returns
    -------
    str
        One line a sample, model and repeat: the fold in which the model had not seen
        the patient, the probability, the threshold of two classes and the class that
        was called. Repeats and folds are counted from 1.
    """
    classes = result.dataset.classes
    shown = _shown(classes)
    rows: list[tuple[str, ...]] = []
    for variant, evaluations in result.evaluations.items():
        folds = _folds(result, variant)
        for each in evaluations:
            rows += _repeat_rows(result, each, folds, shown)
    headings = [
        *("sample", "patient", "label", "way", "model", "repeat", "fold"),
        *(f"probability_{classes[k]}" for k in shown),
        *("threshold", "called"),
    ]
    return csv_text(headings, rows, comment=NOTICE)


def _shown(classes: Sequence[str]) -> list[int]:
    """Return the classes of which a probability is written: of two, the second."""
    return [1] if len(classes) == 2 else list(range(len(classes)))


def _begin(
    dataset: Dataset, first_patient: int, way: str, model: str, index: int
) -> tuple[str, ...]:
    """Return how the line of a sample begins."""
    return (
        dataset.sample_ids[index],
        f"patient {int(dataset.patients[index]) + first_patient}",
        dataset.classes[int(dataset.y[index])],
        way,
        model,
    )


def _called(each: Evaluation) -> IntArray:
    """Return the class that was called: (repeat, sample)."""
    found = each.predictions
    pairs = zip(found.proba, found.thresholds, strict=True)
    return np.stack([called_classes(proba, threshold) for proba, threshold in pairs])


def _prediction_rows(
    dataset: Dataset,
    each: Evaluation,
    begin: Callable[[str, int], tuple[str, ...]],
    shown: Sequence[int],
) -> Iterator[tuple[str, ...]]:
    classes = dataset.classes
    mean = each.predictions.proba.mean(axis=0)
    spread = each.predictions.proba.std(axis=0)
    called = _called(each)
    shares = np.stack([(called == k).mean(axis=0) for k in range(len(classes))], axis=1)
    # Of classes that were called equally often the one with the higher mean.
    most = np.argmax(np.round(shares, 9) + 1e-6 * mean, axis=1)
    for index in range(dataset.n_samples):
        yield (
            *begin(each.predictions.spec.name, index),
            classes[int(most[index])],
            f"{shares[index, most[index]]:.3f}",
            *(f"{mean[index, k]:.6f}" for k in shown),
            *(f"{spread[index, k]:.6f}" for k in shown),
        )


def _folds(result: StudyResult, variant: Variant) -> IntArray:
    """Return in which fold each sample was judged: (repeat, sample), from 0."""
    splits = splits_of(result.dataset, result.recipe, variant)
    folds: IntArray = np.zeros((len(splits), result.dataset.n_samples), np.int64)
    for repeat, each in enumerate(splits):
        for fold, split in enumerate(each):
            folds[repeat, split.test] = fold
    return folds


def _repeat_rows(
    result: StudyResult, each: Evaluation, folds: IntArray, shown: Sequence[int]
) -> Iterator[tuple[str, ...]]:
    found, called = each.predictions, _called(each)
    is_binary = len(result.dataset.classes) == 2
    begin = partial(_begin, result.dataset, 1, found.variant.value)
    for repeat, fold in enumerate(folds):
        for index in range(result.dataset.n_samples):
            threshold = found.thresholds[repeat, index]
            yield (
                *begin(found.spec.name, index),
                str(repeat + 1),
                str(int(fold[index]) + 1),
                *(f"{found.proba[repeat, index, k]:.6f}" for k in shown),
                f"{threshold:.6f}" if is_binary else "",
                result.dataset.classes[int(called[repeat, index])],
            )
