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
from myomap.inference.card import SCHEMA, Card, card_to_json
from myomap.inference.card_parts import (
    TASK_CLASSES,
    Calibration,
    FeatureInput,
    MapsInput,
    Metric,
    ModelFile,
    PictureInput,
    ReadingPart,
    SelfTest,
    Task,
    Training,
)
from myomap.inference.classify import (
    Classification,
    classify_features,
    classify_maps,
    side_by_side,
)
from myomap.inference.contributions import Contributions, segment_contributions
from myomap.inference.doubts import DOUBTS
from myomap.inference.graph import OPERATORS, require_plain_graph
from myomap.inference.read_maps import (
    FINDINGS,
    LearnedLabel,
    LearnedReading,
    read_pairs,
)
from myomap.inference.reading_input import (
    CHANNELS,
    MAP_OUTPUTS,
    MapPairs,
    channels_of,
    pair_of_maps,
)
from myomap.inference.self_test import question_channels, question_pictures
from myomap.inference.session import (
    AWAY,
    DOUBT,
    DRAWN,
    INPUT,
    OUTPUT,
    SCORES,
    Session,
)
from myomap.inference.shipped import SHIPPED_READER, shipped_reader

__all__ = [
    "AWAY",
    "CHANNELS",
    "DOUBT",
    "DOUBTS",
    "DRAWN",
    "FINDINGS",
    "INPUT",
    "MAP_OUTPUTS",
    "OPERATORS",
    "OUTPUT",
    "SCHEMA",
    "SCORES",
    "SHIPPED_READER",
    "TASK_CLASSES",
    "Bundle",
    "Calibration",
    "Card",
    "Classification",
    "Contributions",
    "FeatureInput",
    "LearnedLabel",
    "LearnedReading",
    "MapPairs",
    "MapsInput",
    "Metric",
    "ModelFile",
    "PictureInput",
    "ReadingPart",
    "SelfTest",
    "Session",
    "Task",
    "Training",
    "bundle_from_bytes",
    "bundle_to_bytes",
    "card_to_json",
    "channels_of",
    "classify_features",
    "classify_maps",
    "load_bundle",
    "pair_of_maps",
    "question_channels",
    "question_pictures",
    "read_pairs",
    "require_plain_graph",
    "segment_contributions",
    "shipped_reader",
    "side_by_side",
]
