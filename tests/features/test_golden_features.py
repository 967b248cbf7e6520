"""No feature is without a golden value."""

import json

import pytest

from golden_cases import GOLDEN_FOLDER
from myomap.features import FeatureSet, definitions_of_patient


@pytest.mark.parametrize("feature_set", FeatureSet)
def test_every_feature_has_a_golden_value(feature_set) -> None:
    path = GOLDEN_FOLDER / f"features_{feature_set.value}.json"
    kept = json.loads(path.read_text(encoding="utf-8"))["values"]
    assert list(kept) == [each.name for each in definitions_of_patient(feature_set)]
    assert all(isinstance(value, float) for value in kept.values())
