"""Stress, rest and their difference in one row."""

import numpy as np
import pytest

from myomap.errors import InputError
from myomap.features import (
    FeatureSet,
    MapColors,
    definitions_of_map,
    definitions_of_patient,
    map_features,
    patient_features,
)
from myomap.records import Picture, State
from polar_maps import defect, healthy_uptake, map_of


def given(state, depth_percent):
    uptake = healthy_uptake() - defect(depth_percent)
    ramp = np.linspace(1, 200, 64).astype(np.uint8)
    rgb = np.broadcast_to(ramp[:, None, None], (64, 64, 3)) + int(depth_percent)
    return MapColors(
        polar_map=map_of(uptake, state=state),
        picture=Picture(rgb=rgb.astype(np.uint8)),
    )


STRESS, REST = given(State.STRESS, 40.0), given(State.REST, 10.0)


@pytest.mark.parametrize("feature_set", FeatureSet)
def test_the_difference_is_that_of_the_features(feature_set) -> None:
    found = patient_features(STRESS, REST, feature_set)
    assert list(found) == [each.name for each in definitions_of_patient(feature_set)]
    stress = map_features(STRESS, feature_set)
    rest = map_features(REST, feature_set)
    for index, each in enumerate(definitions_of_map(feature_set)):
        assert found[f"stress_{each.name}"] == stress[index]
        assert found[f"rest_{each.name}"] == rest[index]
        assert found[f"difference_{each.name}"] == stress[index] - rest[index]


@pytest.mark.parametrize("feature_set", FeatureSet)
def test_a_state_that_is_not_there_leaves_its_columns_empty(feature_set) -> None:
    found = patient_features(STRESS, None, feature_set)
    for name, value in found.items():
        assert np.isnan(value) != name.startswith("stress_"), name


def test_nothing_at_all_is_refused() -> None:
    with pytest.raises(InputError, match="no map"):
        patient_features(None, None, FeatureSet.SCALAR)


def test_the_published_set_needs_colours() -> None:
    bare = MapColors(polar_map=STRESS.polar_map)
    with pytest.raises(InputError, match="canonical set"):
        patient_features(bare, REST, FeatureSet.PAPER)


def test_every_feature_of_a_patient_has_a_name_and_a_meaning() -> None:
    for feature_set in FeatureSet:
        definitions = definitions_of_patient(feature_set)
        names = [each.name for each in definitions]
        assert len(names) == len(set(names))
        assert all(each.meaning.strip() for each in definitions)
