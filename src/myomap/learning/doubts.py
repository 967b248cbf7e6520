"""What in the samples themselves speaks against trusting a figure made of them."""

from collections.abc import Iterator

import numpy as np

from myomap.learning.dataset import Dataset

__all__ = ["doubts_of"]

_FEWEST_EVENTS = 100
_LEAST_PATIENTS = 10


def doubts_of(dataset: Dataset) -> tuple[str, ...]:
    """Return what a reader of the figures has to know of the samples.

    Parameters
    ----------
    dataset : Dataset
        All samples.

    Returns
    -------
    tuple of str
        One sentence each.
    """
    return (
        *_small_classes(dataset),
        *_equal_rows(dataset),
        *_telling_features(dataset),
        *_one_class_sites(dataset),
        *_differing_maps(dataset),
        *_differing_colors(dataset),
        *_unknown_values(dataset),
    )


def _small_classes(dataset: Dataset) -> Iterator[str]:
    for index, name in enumerate(dataset.classes):
        n = len(np.unique(dataset.patients[dataset.y == index]))
        if n < _FEWEST_EVENTS:
            yield (
                f"Exploratory: the class '{name}' has {n} patients, and with fewer "
                f"than {_FEWEST_EVENTS} of a class no figure is precise."
            )


def _equal_rows(dataset: Dataset) -> Iterator[str]:
    """Tell of samples that were repeated before the split, by oversampling perhaps."""
    for name, block in dataset.blocks.items():
        rows = block.values.reshape(dataset.n_samples, -1)
        if rows.shape[1] < 2 or np.isin(rows, (0, 1)).all():
            continue
        keys: dict[bytes, set[int]] = {}
        for row, patient in zip(rows, dataset.patients, strict=True):
            keys.setdefault(row.tobytes(), set()).add(int(patient))
        n = sum(len(owners) for owners in keys.values() if len(owners) > 1)
        if n:
            yield (
                f"{n} patients share all their values of '{name}' with another one: "
                "one patient may go by two identifiers, or samples were repeated."
            )


def _telling_features(dataset: Dataset) -> Iterator[str]:
    """Tell of features that know the class by themselves: a label in disguise."""
    if dataset.n_patients < _LEAST_PATIENTS:
        return
    told: set[str] = set()
    for block in dataset.blocks.values():
        if block.values.ndim != 2:
            continue
        for name, column in zip(block.names, block.values.T, strict=True):
            if name not in told and _separates(column, dataset):
                told.add(name)
                yield (
                    f"The feature '{name}' tells the classes apart by itself without "
                    "error: it may have been made of the label."
                )


def _separates(
    column: "np.ndarray[tuple[int, ...], np.dtype[np.float64]]", dataset: Dataset
) -> bool:
    """Return whether a threshold or a set of values knows the class."""
    known = ~np.isnan(column)
    if known.all():
        order = np.argsort(column, kind="stable")
        changes = int((np.diff(dataset.y[order]) != 0).sum())
        ends = column[order]
        if changes == len(dataset.classes) - 1:
            cut = np.flatnonzero(np.diff(dataset.y[order]) != 0)
            return bool((ends[cut + 1] > ends[cut]).all())
        return False
    # What is known of a case can tell its class as well as the value does.
    return all(
        len(np.unique(dataset.y[side])) == 1 for side in (known, ~known) if side.any()
    )


def _one_class_sites(dataset: Dataset) -> Iterator[str]:
    words = np.array(dataset.subgroups.get("site", ()))
    sites = [site for site in np.unique(words) if site] if len(words) else []
    if len(sites) < 2:
        return
    single = [site for site in sites if len(np.unique(dataset.y[words == site])) == 1]
    if single:
        yield (
            f"{len(single)} of {len(sites)} sites have patients of one class alone: a "
            "model can learn the site instead of the disease."
        )


def _differing_maps(dataset: Dataset) -> Iterator[str]:
    """Tell of studies that differ in which maps there are."""
    words = np.array(dataset.subgroups.get("maps of the study", ()))
    kinds, counts = np.unique(words, return_counts=True)
    if len(kinds) > 1:
        told = ", ".join(
            f"{n} of {kind}" for kind, n in zip(kinds, counts, strict=True)
        )
        yield (
            f"The studies do not all hold the same maps: found samples {told}. A model "
            "can learn which maps there are instead of the disease."
        )


def _differing_colors(dataset: Dataset) -> Iterator[str]:
    """Tell of features of colours that stand for different values."""
    words = np.array(dataset.subgroups.get("colours of the picture", ()))
    kinds, counts = np.unique(words[words != ""], return_counts=True)
    if len(kinds) > 1:
        told = ", ".join(
            f"{n} in '{kind}'" for kind, n in zip(kinds, counts, strict=True)
        )
        yield (
            f"The pictures are not all in the same colours: found samples {told}. The "
            "published features are of colours, and a model can learn the station "
            "instead of the disease: the set canonical does not look at them."
        )


def _unknown_values(dataset: Dataset) -> Iterator[str]:
    for name, block in dataset.blocks.items():
        share = float(np.isnan(block.values).mean())
        if share > 0.01:
            yield (
                f"{100 * share:.0f} % of the values of '{name}' are unknown and were "
                "replaced by the training samples' median."
            )
