"""Small bundles whose every number is known."""

import hashlib
from functools import cache

import numpy as np

from myomap.inference import Card, bundle_to_bytes
from myomap.learning.export.writing import GraphWriter

WEIGHTS = np.array([0.08, -0.05, 0.02])
NAMES = ("segment_1_mean", "segment_2_mean", "segment_3_mean")
FILL = (70.0, 70.0, 70.0)


def logistic_graph(writer: GraphWriter | None = None) -> bytes:
    """Return the graph of a logistic regression of three features."""
    writer = writer or GraphWriter()
    unknown = writer.apply("IsNaN", "input")
    filled = writer.apply("Where", unknown, writer.double(*FILL), "input")
    product = writer.apply("MatMul", filled, writer.constant(WEIGHTS[:, None]))
    probability = writer.pair(writer.apply("Sigmoid", product))
    return writer.finish(probability, len(WEIGHTS), 2)


def answer(row) -> float:
    """Return the probability of the second class, by hand."""
    filled = np.where(np.isnan(row), FILL, row)
    return float(1.0 / (1.0 + np.exp(-filled @ WEIGHTS)))


def card_words(graph: bytes) -> dict:
    """Return a card of the graph above, to be changed at will."""
    rows = [[70.0, 60.0, 50.0], [20.0, 80.0, None]]
    given = np.array(rows, dtype=np.float64)
    positive = [answer(row) for row in given]
    return {
        "schema": "myomap.model/1",
        "name": "plain",
        "title": "Plain regression",
        "task": {"name": "abnormal", "classes": ["normal", "abnormal"],
                 "threshold": 0.5},
        "input": {"kind": "features", "feature_set": "scalar", "unit": "map",
                  "names": list(NAMES)},
        "training": {
            "data_sha256": "0" * 64, "n_patients": 4, "n_samples": 4,
            "patients_per_class": {"normal": 2, "abnormal": 2},
            "is_simulated": True, "parameters": {"C": 1.0}, "calibration": None,
            "note": "",
        },
        "evaluation": "Not judged.",
        "metrics": [{"name": "roc_auc", "value": 0.7, "low": 0.5, "high": None}],
        "intended_use": "Tests.",
        "limits": ["Research software, not for diagnosis."],
        "seed": 0,
        "versions": {"myomap": "0"},
        "self_test": {"rows": rows, "expected": [[1.0 - p, p] for p in positive],
                      "tolerance": 1e-6},
        "model": {"sha256": hashlib.sha256(graph).hexdigest(),
                  "size_bytes": len(graph)},
    }  # fmt: skip


def made_card(words: dict) -> Card:
    """Return a card from words as JSON has them."""
    import json

    return Card.model_validate_json(json.dumps(words))


@cache
def plain_bundle() -> bytes:
    """Return a bundle that passes every check."""
    graph = logistic_graph()
    return bundle_to_bytes(made_card(card_words(graph)), graph)
