"""Models that were trained elsewhere: features or a drawing in, probabilities out.

A bundle is one file: an ONNX graph, a card in JSON that says what it is for, and their
hashes. `load_bundle` checks all of it before the first use; onnxruntime alone runs it,
and no training library is needed. Input: features by name, or drawings (row, column, 3)
in RGB. Output: the probability of each class, 0 to 1.

A hash shows damage, not a forger: whoever can change a bundle can change its hashes.
What cannot be forged is that a graph can do nothing but sums. Take bundles from people
you know, and compare the SHA-256 that `myomap models show` prints with theirs.
"""

from myomap.inference.bundle import (
    Bundle,
    bundle_from_bytes,
    bundle_to_bytes,
    load_bundle,
)
from myomap.inference.card import (
    SCHEMA,
    Calibration,
    Card,
    FeatureInput,
    Metric,
    ModelFile,
    PictureInput,
    SelfTest,
    Task,
    Training,
    card_to_json,
)
from myomap.inference.classify import (
    Classification,
    classify_features,
    classify_maps,
    side_by_side,
)
from myomap.inference.graph import OPERATORS, require_plain_graph
from myomap.inference.self_test import question_pictures
from myomap.inference.session import INPUT, OUTPUT, Session

__all__ = [
    "INPUT",
    "OPERATORS",
    "OUTPUT",
    "SCHEMA",
    "Bundle",
    "Calibration",
    "Card",
    "Classification",
    "FeatureInput",
    "Metric",
    "ModelFile",
    "PictureInput",
    "SelfTest",
    "Session",
    "Task",
    "Training",
    "bundle_from_bytes",
    "bundle_to_bytes",
    "card_to_json",
    "classify_features",
    "classify_maps",
    "load_bundle",
    "question_pictures",
    "require_plain_graph",
    "side_by_side",
]
