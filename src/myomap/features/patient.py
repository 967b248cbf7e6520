"""The features of a patient: stress, rest, and what lies between them.

The difference of a feature is its value at stress minus its value at rest. It is not
the feature of a difference picture: no such picture is published with the recipe, a
colour table for differences would be one more choice, and the mean over a part is the
same either way. The deviation is not: `difference_..._std` tells how much more unevenly
a part is coloured at stress.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from myomap.errors import InputError
from myomap.features.canonical import canonical_features
from myomap.features.change import CHANGE_FEATURES, change_features
from myomap.features.colors import COLOR_FEATURES, color_features
from myomap.features.definition import FeatureDefinition, FeatureSet
from myomap.features.evenness import EVENNESS_FEATURES, evenness_features
from myomap.features.regional import REGIONAL_FEATURES, regional_features
from myomap.geometry import FloatArray
from myomap.records import Picture, PolarMap

__all__ = [
    "SCALAR_FEATURES",
    "MapColors",
    "definitions_of_map",
    "definitions_of_patient",
    "map_features",
    "patient_features",
    "scalar_features",
]

SCALAR_FEATURES: tuple[FeatureDefinition, ...] = (
    *REGIONAL_FEATURES,
    *EVENNESS_FEATURES,
)
"""The scalar features of one map."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class MapColors:
    """One map, with the colours it had on its screen where it came from one.

    Parameters
    ----------
    polar_map : PolarMap
        The map.
    picture : Picture or None
        Cropped to the disc, as of `myomap.screenshot.crop_disc`.
    """

    polar_map: PolarMap
    picture: Picture | None = None


def scalar_features(polar_map: PolarMap) -> FloatArray:
    """Return the scalar features of one map.

    Parameters
    ----------
    polar_map : PolarMap
        The map.

    Returns
    -------
    (59,)
        In the order of `SCALAR_FEATURES`; NaN where nothing is there to compute with.
    """
    return np.concatenate([regional_features(polar_map), evenness_features(polar_map)])


def map_features(given: MapColors, feature_set: FeatureSet) -> FloatArray:
    """Return the features of one map.

    Parameters
    ----------
    given : MapColors
        The map; the published set needs its picture.
    feature_set : FeatureSet
        Which features.

    Returns
    -------
    (feature,)
        In the order of `definitions_of_map`.

    Raises
    ------
    InputError
        If the published set is asked for and there is no picture.
    """
    return _MAP_FEATURES[feature_set](given)


def definitions_of_map(feature_set: FeatureSet) -> tuple[FeatureDefinition, ...]:
    """Return what the features of one map are.

    Parameters
    ----------
    feature_set : FeatureSet
        Which features.

    Returns
    -------
    tuple of FeatureDefinition
        84 of the colours, 59 scalar ones.
    """
    return SCALAR_FEATURES if feature_set is FeatureSet.SCALAR else COLOR_FEATURES


def definitions_of_patient(feature_set: FeatureSet) -> tuple[FeatureDefinition, ...]:
    """Return what the features of a patient are.

    Parameters
    ----------
    feature_set : FeatureSet
        Which features.

    Returns
    -------
    tuple of FeatureDefinition
        Those of a map at stress, at rest and their differences; of the scalar set
        also what changes sample by sample.

    Examples
    --------
    >>> names = [each.name for each in definitions_of_patient(FeatureSet.PAPER)]
    >>> len(names), names[0], names[-1]
    (252, 'stress_red_vertical_1_mean', 'difference_blue_ring_4_std')
    """
    single = definitions_of_map(feature_set)
    prefixed = tuple(
        FeatureDefinition(
            name=f"{prefix}_{each.name}",
            unit=each.unit,
            meaning=words.format(each.meaning),
        )
        for prefix, words in _PREFIXES.items()
        for each in single
    )
    return prefixed + (CHANGE_FEATURES if feature_set is FeatureSet.SCALAR else ())


def patient_features(
    stress: MapColors | None, rest: MapColors | None, feature_set: FeatureSet
) -> dict[str, float]:
    """Return the features of a patient by name.

    Parameters
    ----------
    stress, rest : MapColors or None
        The maps there are.
    feature_set : FeatureSet
        Which features.

    Returns
    -------
    dict of str to float
        In the order of `definitions_of_patient`; NaN for a state that is not there.

    Raises
    ------
    InputError
        If there is no map at all, or the published set is asked for without pictures.
    """
    if stress is None and rest is None:
        raise InputError("There is no map to take features of. Expected one or two.")
    unknown = np.full(len(definitions_of_map(feature_set)), np.nan)
    first, second = (
        unknown if given is None else map_features(given, feature_set)
        for given in (stress, rest)
    )
    values = [first, second, first - second]
    if feature_set is FeatureSet.SCALAR:
        values.append(
            change_features(stress.polar_map, rest.polar_map)
            if stress is not None and rest is not None
            else np.full(len(CHANGE_FEATURES), np.nan)
        )
    names = [each.name for each in definitions_of_patient(feature_set)]
    return dict(zip(names, np.concatenate(values).tolist(), strict=True))


_PREFIXES = {
    "stress": "{}, at stress",
    "rest": "{}, at rest",
    "difference": "{}, stress minus rest",
}


def _of_picture(given: MapColors) -> FloatArray:
    if given.picture is None:
        raise InputError(
            "The published features are of the colours of a picture: found a map "
            "without one. Give a picture of the polar maps, or take the canonical set."
        )
    return color_features(given.picture.rgb)


_MAP_FEATURES: dict[FeatureSet, Callable[[MapColors], FloatArray]] = {
    FeatureSet.PAPER: _of_picture,
    FeatureSet.CANONICAL: lambda given: canonical_features(given.polar_map),
    FeatureSet.SCALAR: lambda given: scalar_features(given.polar_map),
}
