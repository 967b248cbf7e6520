"""Features of polar maps: numbers that a classical model learns from.

Input: a `PolarMap` (ring, angle) in percent, or the colours of a picture (row, column,
3) in RGB that is cropped to a disc. Output: numbers, always in the same order, and by
name for a patient; NaN where nothing is there to compute with.

Three sets: `FeatureSet.PAPER`, the 84 published features of a picture's own colours;
`FeatureSet.CANONICAL`, the same of one drawing of the map; `FeatureSet.SCALAR`, uptake
in percent by region, extent, evenness and change. docs/features.md lists them all.
"""

from myomap.features.canonical import (
    CANONICAL_SIZE_PX,
    CANONICAL_TABLE,
    canonical_features,
    canonical_picture,
)
from myomap.features.change import CHANGE_FEATURES, change_features
from myomap.features.colors import (
    COLOR_FEATURES,
    BlackRule,
    ColorOptions,
    color_features,
)
from myomap.features.definition import FeatureDefinition, FeatureSet
from myomap.features.patient import (
    SCALAR_FEATURES,
    MapColors,
    definitions_of_map,
    definitions_of_patient,
    map_features,
    patient_features,
    scalar_features,
)

__all__ = [
    "CANONICAL_SIZE_PX",
    "CANONICAL_TABLE",
    "CHANGE_FEATURES",
    "COLOR_FEATURES",
    "SCALAR_FEATURES",
    "BlackRule",
    "ColorOptions",
    "FeatureDefinition",
    "FeatureSet",
    "MapColors",
    "canonical_features",
    "canonical_picture",
    "change_features",
    "color_features",
    "definitions_of_map",
    "definitions_of_patient",
    "map_features",
    "patient_features",
    "scalar_features",
]
