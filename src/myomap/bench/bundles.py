"""Whether models outside training say the same, damage is noticed, and what it takes.

Every figure is of bundles made here from invented samples with a signal, once for each
kind of model; nothing is judged about how well they tell patients apart.
"""

import time
from dataclasses import replace

import numpy as np

from myomap.bench.figures import BenchOptions, BenchResult, Figure, at_least, at_most
from myomap.errors import ModelError
from myomap.features import FeatureSet, definitions_of_map
from myomap.inference import bundle_from_bytes, classify_features
from myomap.learning import (
    FEATURES,
    SEGMENTS,
    Block,
    Dataset,
    Source,
    Unit,
    named_recipe,
    train_bundle,
)

__all__ = ["run"]

N_FLIPS = 1000
_MODELS = ("forest", "catboost", "logistic", "ridge")
_FLIPPED = "forest"
_N_PATIENTS = 98
_N_TIMED = 200
_ROUND_TRIP = 1e-5
_ONE_PATIENT_MS = 5.0


def run(options: BenchOptions) -> BenchResult:
    """Measure bundles of every classical model.

    Parameters
    ----------
    options : BenchOptions
        `n_cases` bits flipped, one thousand unless told.

    Returns
    -------
    BenchResult
        Largest difference of a probability, time of one patient, flips noticed.
    """
    figures: list[Figure] = []
    dataset = _samples(options.seed)
    for name in _MODELS:
        recipe = replace(
            named_recipe("careful"),
            models=(name,),
            unit=Unit.MAP,
            n_folds=2,
            n_repeats=1,
            n_bootstrap=100,
            seed=options.seed,
        )
        first, second = (
            train_bundle(dataset, recipe, Source(what="invented samples"))
            for _ in range(2)
        )
        figures += _of_model(name, first.data, first.largest_difference)
        same = float(first.data == second.data)
        figures.append(at_least(f"{name}, same bytes twice", same, "", 1.0))
        if name == _FLIPPED:
            n = options.n_cases or N_FLIPS
            noticed = _share_noticed(first.data, n, options.seed)
            what = f"{name}, {n} flipped bits noticed"
            figures.append(at_least(what, 100.0 * noticed, "%", 100.0))
    return BenchResult(bench="bundles", figures=tuple(figures))


def _samples(seed: int) -> Dataset:
    """Return two maps of each of 98 invented patients, some values unknown."""
    rng = np.random.default_rng([seed, 17])
    names = [each.name for each in definitions_of_map(FeatureSet.SCALAR)]
    y = (np.arange(_N_PATIENTS) % 2).repeat(2)
    values = rng.normal(70.0, 12.0, (len(y), len(names)))
    values[:, :6] -= 12.0 * y[:, None]
    values[rng.random(values.shape) < 0.01] = np.nan
    return Dataset(
        classes=("normal", "abnormal"),
        y=y,
        patients=np.arange(_N_PATIENTS).repeat(2),
        sample_ids=tuple(f"row {n}" for n in range(len(y))),
        blocks={
            FEATURES: Block(names=tuple(names), values=values),
            SEGMENTS: Block(names=tuple(names[:17]), values=values[:, :17]),
        },
    )


def _of_model(name: str, data: bytes, difference: float) -> list[Figure]:
    started = time.perf_counter()
    bundle = bundle_from_bytes(data)
    opened_ms = 1000.0 * (time.perf_counter() - started)
    wanted = bundle.card.input
    features = dict.fromkeys(wanted.names, 70.0) if wanted.kind == "features" else {}
    times: list[float] = []
    for _ in range(_N_TIMED):
        started = time.perf_counter()
        classify_features(bundle, features)
        times.append(1000.0 * (time.perf_counter() - started))
    slow = float(np.percentile(np.array(times), 95))
    return [
        at_most(f"{name}, largest difference", difference, "", _ROUND_TRIP),
        at_most(f"{name}, one patient, 95th percentile", slow, "ms", _ONE_PATIENT_MS),
        at_most(f"{name}, opening with all checks", opened_ms, "ms", 2000.0),
    ]


def _share_noticed(data: bytes, n: int, seed: int) -> float:
    rng = np.random.default_rng([seed, 23])
    places = rng.choice(8 * len(data), n, replace=False)
    noticed = 0
    for place in places:
        changed = bytearray(data)
        changed[int(place) // 8] ^= 1 << (int(place) % 8)
        try:
            bundle_from_bytes(bytes(changed))
        except ModelError:
            noticed += 1
    return noticed / n
