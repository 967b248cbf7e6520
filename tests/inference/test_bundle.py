"""A bundle is opened only if card, graph and answers fit each other."""

import json
import subprocess
import sys
import time

import numpy as np
import pytest

from disguised_files import write_disguises
from model_bundles import (
    FILL,
    NAMES,
    answer,
    card_words,
    logistic_graph,
    made_card,
    plain_bundle,
)
from myomap.errors import InputError, ModelError
from myomap.features import MapColors
from myomap.inference import (
    TASK_CLASSES,
    bundle_from_bytes,
    bundle_to_bytes,
    card_to_json,
    classify_features,
    classify_maps,
    load_bundle,
)
from myomap.inference.archive import Members, pack
from myomap.learning import TASKS
from polar_maps import map_of


def opened(change=None, graph: bytes | None = None):
    """Return a bundle whose card was changed before it was packed, hashes and all."""
    graph = logistic_graph() if graph is None else graph
    words = card_words(graph)
    if change is not None:
        change(words)
    card = json.dumps(words).encode()
    return bundle_from_bytes(pack(Members(card=card, graph=graph)))


def test_answers_are_those_by_hand(rng) -> None:
    rows = rng.uniform(0, 100, (20, 3))
    rows[3, 1] = np.nan
    found = bundle_from_bytes(plain_bundle()).predict_proba(rows)
    np.testing.assert_allclose(found[:, 1], [answer(row) for row in rows], rtol=1e-12)
    np.testing.assert_allclose(found.sum(axis=1), 1.0, rtol=1e-12)


def test_the_name_of_a_bundle_is_its_hash(tmp_path) -> None:
    path = tmp_path / "any name at all"
    path.write_bytes(plain_bundle())
    found = load_bundle(path)
    assert len(found.sha256) == 64
    assert found.sha256 != opened().sha256
    assert repr(found) == f"Bundle(plain, abnormal, {found.sha256[:12]})"


def test_a_bundle_that_is_not_there_is_told_without_its_path(tmp_path) -> None:
    with pytest.raises(InputError, match="cannot be opened") as caught:
        load_bundle(tmp_path / "ivanov.zip")
    assert "ivanov" not in str(caught.value)


def set_at(*keys, value):
    def change(words) -> None:
        for key in keys[:-1]:
            words = words[key]
        words[keys[-1]] = value

    return change


def without(key):
    def change(words) -> None:
        del words[key]

    return change


FAULTS = {
    "other schema": set_at("schema", value="myomap.model/2"),
    "unknown key": set_at("password", value="x"),
    "no limits": set_at("limits", value=[]),
    "no seed": without("seed"),
    "text for a number": set_at("seed", value="0"),
    "name with a path": set_at("name", value="../up"),
    "one class": set_at("task", "classes", value=["normal"]),
    "equal classes": set_at("task", "classes", value=["normal", "normal"]),
    "no threshold": set_at("task", "threshold", value=None),
    "threshold of 2": set_at("task", "threshold", value=2.0),
    "unknown set": set_at("input", "feature_set", value="secret"),
    "a name twice": set_at("input", "names", value=["a", "a", "b"]),
    "too few names": set_at("input", "names", value=["a", "b"]),
    "answers of three": set_at("self_test", "expected", value=[[0.2, 0.3, 0.5]] * 2),
    "answers above 1": set_at("self_test", "expected", value=[[-0.5, 1.5]] * 2),
    "a lax tolerance": set_at("self_test", "tolerance", value=0.5),
    "no questions": set_at("self_test", "expected", value=[]),
    "a sequence that moves the cursor": set_at("title", value="\x1b[2JGood"),
    "one among the limits": set_at("limits", value=["Limits.\x1b]0;x\x07"]),
    "one in a name of a version": set_at("versions", value={"a\x9b2J": "1"}),
    "letters written backwards": set_at("intended_use", value="for \u202e esu"),
    "classes the other way round": set_at(
        "task", "classes", value=["abnormal", "normal"]
    ),
    "classes of another task": set_at("task", "classes", value=["normal", "ischemia"]),
    "NaN": set_at("metrics", 0, "value", value=float("nan")),
}


def test_the_reason_is_told_and_no_word_of_the_card() -> None:
    with pytest.raises(ModelError, match="classes are not those of the named") as told:
        opened(FAULTS["classes of another task"])
    assert "ischemia" not in str(told.value)


def test_a_task_of_ones_own_has_ones_own_classes() -> None:
    def change(words) -> None:
        words["task"] |= {"name": "viability", "classes": ["viable", "scar"]}

    assert opened(change).card.task.classes == ("viable", "scar")


def test_named_tasks_are_those_that_are_trained_for() -> None:
    assert {task.name: task.classes for task in TASKS.values()} == TASK_CLASSES


@pytest.mark.parametrize("fault", FAULTS)
def test_a_card_with_a_fault_is_refused(fault: str) -> None:
    with pytest.raises(ModelError, match="card of the model's bundle is not right"):
        opened(FAULTS[fault])


def test_a_card_that_is_no_json_is_refused() -> None:
    for card in (b"", b"\xff\xfe", b"[" * 100_000, b"null"):
        with pytest.raises(ModelError, match="card of the model's bundle"):
            bundle_from_bytes(pack(Members(card=card, graph=logistic_graph())))


def test_another_valid_model_under_the_card_is_refused() -> None:
    words = json.dumps(card_words(logistic_graph())).encode()
    other = logistic_graph()
    assert bundle_from_bytes(pack(Members(card=words, graph=other))).card.seed == 0
    changed = other.replace(np.float64(0.08).tobytes(), np.float64(0.09).tobytes())
    assert changed != other
    with pytest.raises(ModelError, match="hashes differ"):
        bundle_from_bytes(pack(Members(card=words, graph=changed)))
    # Whoever makes the hashes fit still has to give the answers of the card.
    card = card_words(changed)
    with pytest.raises(ModelError, match="fails its self-test"):
        bundle_from_bytes(pack(Members(card=json.dumps(card).encode(), graph=changed)))


def test_a_bundle_that_would_be_refused_is_not_written() -> None:
    graph = logistic_graph()
    words = card_words(graph)
    words["self_test"]["expected"] = [[0.5, 0.5]] * 2
    with pytest.raises(ModelError, match="fails its self-test"):
        bundle_to_bytes(made_card(words), graph)


def test_a_card_survives_its_json() -> None:
    card = made_card(card_words(logistic_graph()))
    assert made_card(json.loads(card_to_json(card))) == card


@pytest.mark.parametrize(
    "values",
    [
        np.zeros((1, 2)),
        np.zeros(3),
        np.zeros((1, 3, 1)),
        np.array([["a", "b", "c"]]),
        np.array([[np.inf, 0.0, 0.0]]),
    ],
)
def test_values_of_another_kind_are_refused(values) -> None:
    with pytest.raises(InputError, match=r"not what the model takes|infinite"):
        bundle_from_bytes(plain_bundle()).predict_proba(values)


def test_features_are_taken_by_name() -> None:
    bundle = bundle_from_bytes(plain_bundle())
    row = dict(zip(reversed(NAMES), (50.0, 60.0, np.nan), strict=True))
    found = classify_features(bundle, {"another": 1.0, **row})
    expected = answer(np.array([np.nan, 60.0, 50.0]))
    assert found.probability["abnormal"] == pytest.approx(expected, rel=1e-12)
    assert found.n_unknown == 1
    assert found.label == ("abnormal" if expected >= 0.5 else "normal")
    assert found.sha256 == bundle.sha256


def test_the_threshold_itself_is_called_positive() -> None:
    row = np.array(FILL)
    exact = opened().predict_proba(row[None])[0, 1]
    at = opened(set_at("task", "threshold", value=float(exact)))
    above = opened(set_at("task", "threshold", value=float(np.nextafter(exact, 1))))
    features = dict(zip(NAMES, FILL, strict=True))
    assert classify_features(at, features).label == "abnormal"
    assert classify_features(above, features).label == "normal"


def test_missing_or_unknown_features_are_refused() -> None:
    bundle = bundle_from_bytes(plain_bundle())
    with pytest.raises(InputError, match="not there: 2 of 3, the first is segment_2"):
        classify_features(bundle, {"segment_1_mean": 1.0})
    with pytest.raises(InputError, match="None of the features"):
        classify_features(bundle, dict.fromkeys(NAMES, np.nan))


def test_each_map_is_classified_by_itself() -> None:
    bundle = bundle_from_bytes(plain_bundle())
    stress = MapColors(polar_map=map_of(40.0))
    rest = MapColors(polar_map=map_of(90.0))
    found = classify_maps(bundle, stress, rest)
    assert set(found) == {"stress", "rest"}
    for state, uptake in (("stress", 40.0), ("rest", 90.0)):
        expected = answer(np.full(3, uptake))
        assert found[state].probability["abnormal"] == pytest.approx(expected)
    with pytest.raises(InputError, match="no map to classify"):
        classify_maps(bundle, None, None)


def test_one_patient_is_classified_from_features_at_once() -> None:
    bundle = bundle_from_bytes(plain_bundle())
    features = dict(zip(NAMES, FILL, strict=True))
    times = []
    for _ in range(20):
        started = time.perf_counter()
        classify_features(bundle, features)
        times.append(time.perf_counter() - started)
    assert min(times) < 0.005


def test_models_run_without_any_training_library(tmp_path) -> None:
    path = tmp_path / "bundle.zip"
    path.write_bytes(plain_bundle())
    script = (
        "import sys\n"
        "import myomap.inference as room\n"
        "assert 'onnxruntime' not in sys.modules\n"
        "from pathlib import Path\n"
        "room.load_bundle(Path(sys.argv[1]))\n"
        "heavy = {'torch', 'sklearn', 'catboost', 'monai', 'onnx', 'skl2onnx'}\n"
        "assert not heavy & set(sys.modules)\n"
        "assert not {'pickle.load', 'joblib'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", script, str(path)], check=True)


def test_opening_files_of_every_kind_reaches_no_pickle(tmp_path) -> None:
    paths = write_disguises(tmp_path)
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from myomap.errors import ModelError\n"
        "from myomap.inference import load_bundle\n"
        "def watch(event, found):\n"
        "    assert event not in ('pickle.find_class', 'os.system'), event\n"
        "import onnxruntime\n"
        "sys.addaudithook(watch)\n"
        "for path in sys.argv[1:]:\n"
        "    try:\n"
        "        load_bundle(Path(path))\n"
        "    except ModelError:\n"
        "        continue\n"
        "    raise AssertionError(path)\n"
    )
    subprocess.run([sys.executable, "-c", script, *map(str, paths)], check=True)
