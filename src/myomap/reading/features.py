"""The features of a study that was read."""

from myomap.features import FeatureSet, MapColors, patient_features
from myomap.reading.journey import Reading
from myomap.records import State

__all__ = ["reading_features"]


def reading_features(reading: Reading, feature_set: FeatureSet) -> dict[str, float]:
    """Return the features of a reading by name.

    Parameters
    ----------
    reading : Reading
        With stress, rest or both.
    feature_set : FeatureSet
        Which features; those of a screen's colours need maps read from pictures.

    Returns
    -------
    dict of str to float
        In the order of `myomap.features.definitions_of_patient`; NaN for a state that
        was not read.

    Raises
    ------
    InputError
        If the published set is asked for and a map does not come from a picture.
    """
    given = {
        state: MapColors(polar_map=found.polar_map, picture=found.source.colors)
        for state, found in reading.states.items()
    }
    return patient_features(given.get(State.STRESS), given.get(State.REST), feature_set)
