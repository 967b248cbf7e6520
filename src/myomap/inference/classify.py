"""A patient's maps to the class that a model calls."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from myomap.errors import InputError
from myomap.features import (
    MapColors,
    canonical_picture,
    definitions_of_map,
    map_features,
    patient_features,
)
from myomap.inference.bundle import Bundle
from myomap.inference.card_parts import MapsInput, PictureInput
from myomap.inference.reading_input import channels_of, pair_of_maps
from myomap.records import PictureArray

__all__ = ["Classification", "classify_features", "classify_maps", "side_by_side"]

STUDY = "study"


@dataclass(frozen=True, slots=True, kw_only=True)
class Classification:
    """What a model says.

    Parameters
    ----------
    label : str
        The class that is called.
    probability : dict of str to float
        By class, of sum 1.
    threshold : float or None
        Of two classes: from which probability on the second is called.
    n_unknown : int
        How many features were not known and were filled with the training median.
    model : str
        Name of the model.
    sha256 : str
        Of its bundle.
    """

    label: str
    probability: dict[str, float]
    threshold: float | None
    n_unknown: int
    model: str
    sha256: str


def classify_features(bundle: Bundle, features: Mapping[str, float]) -> Classification:
    """Return what a model says of one sample's features.

    Parameters
    ----------
    bundle : Bundle
        A model that takes features.
    features : mapping of str to float
        By name; more than the model asks for does no harm, NaN is what is not known.

    Returns
    -------
    Classification
        With how many features were not known.

    Raises
    ------
    InputError
        If a feature that the model asks for is missing, or none is known.
    """
    wanted = bundle.card.input
    if isinstance(wanted, PictureInput | MapsInput):
        raise InputError(
            "The model looks at maps or a drawing, not at features. Give it the maps."
        )
    missing = [name for name in wanted.names if name not in features]
    if missing:
        raise InputError(
            f"The model asks for features that are not there: {len(missing)} of "
            f"{len(wanted.names)}, the first is {missing[0]}. Compute the set "
            f"'{wanted.feature_set}'."
        )
    row = np.array([features[name] for name in wanted.names], dtype=np.float64)
    n_unknown = int(np.isnan(row).sum())
    if n_unknown == len(row):
        raise InputError(
            "None of the features that the model asks for is known. Expected a map "
            "with a valid wall, and the states that the model was trained on."
        )
    return _called(bundle, bundle.predict_proba(row[None, :])[0], n_unknown)


def classify_maps(
    bundle: Bundle, stress: MapColors | None, rest: MapColors | None
) -> dict[str, Classification]:
    """Return what a model says of a patient's maps.

    Parameters
    ----------
    bundle : Bundle
        Any model.
    stress, rest : MapColors or None
        The maps there are.

    Returns
    -------
    dict of str to Classification
        ``"study"`` alone, of a model that looks at both states together; else each
        state that is there.

    Raises
    ------
    InputError
        If there is no map, or the model needs a picture's colours that are not there.
    """
    states = {"stress": stress, "rest": rest}
    given = {name: found for name, found in states.items() if found is not None}
    if not given:
        raise InputError("There is no map to classify. Expected one or two.")
    wanted = bundle.card.input
    if isinstance(wanted, MapsInput):
        pair = pair_of_maps(
            None if stress is None else stress.polar_map,
            None if rest is None else rest.polar_map,
            sex=None,
            attenuation_corrected=None,
        )
        return {
            STUDY: _called(bundle, bundle.predict_proba(channels_of(pair)[0])[0], 0)
        }
    if isinstance(wanted, PictureInput):
        pictures = {name: _drawn(found) for name, found in given.items()}
        if wanted.unit == STUDY:
            pictures = {STUDY: side_by_side(pictures)}
        return {
            name: _called(bundle, bundle.predict_proba(picture[None])[0], 0)
            for name, picture in pictures.items()
        }
    if wanted.unit == STUDY:
        return {
            STUDY: classify_features(bundle, patient_features(stress, rest, wanted.set))
        }
    names = [each.name for each in definitions_of_map(wanted.set)]
    return {
        name: classify_features(
            bundle, dict(zip(names, map_features(found, wanted.set), strict=True))
        )
        for name, found in given.items()
    }


def _drawn(found: MapColors) -> PictureArray:
    return canonical_picture(found.polar_map).rgb


def side_by_side(pictures: Mapping[str, PictureArray]) -> PictureArray:
    """Return stress and, to the right of it, rest.

    Parameters
    ----------
    pictures : mapping of str to (row, column, 3)
        By ``"stress"`` and ``"rest"``; at least one of them.

    Returns
    -------
    (row, 2 columns, 3)
        Black for a state that is not there.
    """
    some = next(iter(pictures.values()))
    black = np.zeros_like(some)
    return np.concatenate([pictures.get(s, black) for s in ("stress", "rest")], axis=1)


def _called(
    bundle: Bundle,
    probability: "np.ndarray[tuple[int, ...], np.dtype[np.float64]]",
    n_unknown: int,
) -> Classification:
    task = bundle.card.task
    if task.threshold is None:
        index = int(np.argmax(probability))
    else:
        index = int(probability[1] >= task.threshold)
    return Classification(
        label=task.classes[index],
        probability=dict(zip(task.classes, probability.tolist(), strict=True)),
        threshold=task.threshold,
        n_unknown=n_unknown,
        model=bundle.card.name,
        sha256=bundle.sha256,
    )
