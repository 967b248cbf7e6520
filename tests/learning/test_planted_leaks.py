"""Leaks that were planted on purpose: each is refused, reported, or has no effect."""

import inspect
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from learning_cohort import write_cohort
from learning_samples import make_samples
from myomap.errors import InputError
from myomap.features import FeatureSet
from myomap.learning import (
    FEATURES,
    MODELS,
    SEGMENTS,
    TASKS,
    Block,
    Dataset,
    FoldOptions,
    ManifestOptions,
    ModelSpec,
    Pipeline,
    Recipe,
    Running,
    SamplingPlan,
    Source,
    Split,
    ThresholdRule,
    Unit,
    Variant,
    cross_validate,
    fit_fold,
    named_models,
    run_study,
    samples_of_manifest,
    shuffled_labels,
)
from myomap.learning.classical import Logistic
from myomap.learning.elsewhere import judge_elsewhere
from myomap.learning.look_alikes import find_look_alikes, merged_patients

ONE = Recipe(name="one", models=("logistic",), n_repeats=1, n_folds=4)
PLAN = SamplingPlan(
    task=TASKS["abnormal"], unit=Unit.STUDY, feature_set=FeatureSet.SCALAR
)

Damage = Callable[[Path], None]


# --- in a manifest ------------------------------------------------------------


def _copy(folder: Path, source: str, target: str) -> None:
    shutil.copy(folder / source, folder / target)


def _change(folder: Path, source: str, target: str, change: Callable) -> None:
    np.save(folder / target, change(np.load(folder / source)).astype(np.float32))


def _enter_twice(folder: Path) -> None:
    for state in ("stress", "rest"):
        _copy(folder, f"p1/{state}.npy", f"p8/{state}.npy")


def _reword(folder: Path, before: str, after: str) -> None:
    path = folder / "manifest.csv"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def _noisy(scale: float) -> Callable:
    rng = np.random.default_rng(0)
    return lambda uptake: np.maximum(uptake + rng.normal(0, scale, uptake.shape), 0)


MANIFEST_LEAKS: dict[str, tuple[Damage, str]] = {
    "1 one stress map under two patients": (
        lambda f: _copy(f, "p1/stress.npy", "p5/stress.npy"),
        "one picture under two",
    ),
    "2 one rest map under two patients": (
        lambda f: _copy(f, "p2/rest.npy", "p7/rest.npy"),
        "one picture under two",
    ),
    "3 a stress map as another's rest map": (
        lambda f: _copy(f, "p2/stress.npy", "p7/rest.npy"),
        "one picture under two",
    ),
    "4 one file named by two rows": (
        lambda f: _reword(f, "p7/stress.npy", "p3/stress.npy"),
        "one picture under two",
    ),
    "5 a whole patient entered twice": (
        _enter_twice,
        "one picture under two",
    ),
    "6 one patient under identifiers that differ in case": (
        lambda f: _reword(f, "P007,", "p001,"),
        "identifiers that differ in case",
    ),
    "7 one patient under identifiers that differ in punctuation": (
        lambda f: _reword(f, "P007,", "P-001,"),
        "identifiers that differ in case",
    ),
    "8 two labels for one patient": (
        lambda f: _reword(f, "P007,", "P001,"),
        "different labels for one patient",
    ),
    "9 a map with noise added": (
        lambda f: _change(f, "p1/stress.npy", "p5/stress.npy", _noisy(0.5)),
        "almost the same map",
    ),
    "10 a map rounded to whole percent": (
        lambda f: _change(f, "p1/stress.npy", "p5/stress.npy", np.round),
        "almost the same map",
    ),
    "11 a map scaled to another maximum": (
        lambda f: _change(f, "p1/stress.npy", "p5/stress.npy", lambda m: 0.8 * m),
        "almost the same map",
    ),
    "12 a map made brighter everywhere": (
        lambda f: _change(f, "p1/stress.npy", "p5/stress.npy", lambda m: m + 7),
        "almost the same map",
    ),
    "13 a map of 20 steps of colour": (
        lambda f: _change(
            f, "p1/stress.npy", "p5/stress.npy", lambda m: 4 * np.round(m / 4)
        ),
        "almost the same map",
    ),
}


@pytest.mark.parametrize("name", MANIFEST_LEAKS)
def test_a_leak_planted_in_a_manifest_is_refused(tmp_path: Path, name: str) -> None:
    plant, sentence = MANIFEST_LEAKS[name]
    folder = tmp_path / "cohort"
    write_cohort(folder, n_patients=10)
    plant(folder)
    with pytest.raises(InputError, match=sentence):
        samples_of_manifest(folder, PLAN)


def test_the_cohort_without_a_leak_is_taken(tmp_path: Path) -> None:
    write_cohort(tmp_path / "c", n_patients=10)
    samples, source = samples_of_manifest(tmp_path / "c", PLAN)
    assert samples.n_patients == 10
    assert source.remarks == ()


def test_14_look_alikes_that_are_kept_cannot_be_parted(tmp_path: Path) -> None:
    folder = tmp_path / "cohort"
    write_cohort(folder, n_patients=16)
    _change(folder, "p3/stress.npy", "p6/stress.npy", _noisy(0.5))
    samples, source = samples_of_manifest(
        folder, PLAN, ManifestOptions(keep_look_alikes=True)
    )
    assert samples.n_patients == 15
    assert samples.patients[3] == samples.patients[6]
    assert (
        "count as one patient" in source.remarks[0]
        or "counts as one" in (source.remarks[0])
    )


def test_15_look_alikes_of_look_alikes_stay_together() -> None:
    rng = np.random.default_rng(0)
    base = rng.normal(size=(1, 32, 72))
    chain = np.concatenate([base, base + 0.1 * rng.normal(size=base.shape)])
    chain = np.concatenate([chain, chain[1:] + 0.1 * rng.normal(size=base.shape)])
    maps = np.concatenate([chain, rng.normal(size=(5, 32, 72))])
    patients = np.arange(8)
    alike = find_look_alikes(maps, patients)
    assert {pair[:2] for pair in alike.pairs} >= {(0, 1), (1, 2)}
    assert merged_patients(patients, alike).tolist() == [0, 0, 0, 3, 4, 5, 6, 7]


# --- in a split ---------------------------------------------------------------


def _halves(samples: Dataset) -> Split:
    half = samples.n_samples // 2
    return Split(train=np.arange(half), test=np.arange(half, samples.n_samples))


SPLIT_LEAKS = {
    "16 a patient's two maps on both sides": (
        lambda s: Split(
            train=np.arange(0, s.n_samples, 2), test=np.arange(1, s.n_samples, 2)
        ),
        "patients on both sides",
    ),
    "17 a judged sample among the training ones": (
        lambda s: Split(train=np.arange(s.n_samples), test=_halves(s).test),
        "samples on both sides",
    ),
    "18 oversampling before the split": (
        lambda s: Split(train=np.repeat(_halves(s).train, 2), test=_halves(s).test),
        "more than once",
    ),
    "19 a hard case judged twice": (
        lambda s: Split(train=_halves(s).train, test=np.repeat(_halves(s).test, 2)),
        "more than once",
    ),
    "20 nobody to be judged": (
        lambda s: Split(train=np.arange(s.n_samples), test=np.zeros(0, int)),
        "is empty",
    ),
}


@pytest.mark.parametrize("name", SPLIT_LEAKS)
def test_a_fold_is_not_fitted_on_a_leaking_split(name: str) -> None:
    make, sentence = SPLIT_LEAKS[name]
    samples = make_samples(n_patients=20)
    with pytest.raises(InputError, match=sentence):
        fit_fold(
            MODELS["logistic"],
            samples,
            make(samples),
            np.random.default_rng(0),
            options=FoldOptions(),
        )


# --- in what is learnt --------------------------------------------------------


def _fold(samples: Dataset, model: str = "forest", **options: object):
    split = _halves(samples)
    rng = np.random.default_rng(0)
    chosen = FoldOptions(**options)
    return fit_fold(MODELS[model], samples, split, rng, options=chosen)


def _with_judged(samples: Dataset, *, y=None, values=None) -> Dataset:
    """Return samples whose judged half has other labels or other values."""
    test = _halves(samples).test
    new_y = samples.y.copy()
    if y is not None:
        new_y[test] = y(new_y[test])
    blocks = {}
    for name, block in samples.blocks.items():
        changed = block.values.copy()
        if values is not None:
            changed[test] = values(changed[test])
        blocks[name] = Block(names=block.names, values=changed)
    return replace(samples, y=new_y, blocks=blocks)


@pytest.mark.parametrize(
    ("leak", "model", "options"),
    [
        ("21 selector", "forest", {}),
        ("22 scaler", "logistic", {}),
        ("23 tuning", "ridge", {}),
        ("24 threshold", "logistic", {"threshold": ThresholdRule.YOUDEN}),
        ("25 calibration", "logistic", {"is_calibrated": True}),
    ],
)
def test_labels_of_judged_patients_change_nothing(
    leak: str, model: str, options: dict[str, object]
) -> None:
    assert leak
    samples = make_samples(signal=0.8, n_features=30)
    plain = _fold(samples, model, **options)
    other = _fold(_with_judged(samples, y=lambda y: 1 - y), model, **options)
    assert np.array_equal(plain.proba, other.proba)
    assert plain.threshold == other.threshold
    assert plain.columns == other.columns


@pytest.mark.parametrize("model", ["forest", "logistic", "ridge"])
def test_26_values_of_judged_patients_teach_nothing(model: str) -> None:
    samples = make_samples(signal=0.8, n_features=30)
    everything = {"threshold": ThresholdRule.YOUDEN, "is_calibrated": True}
    plain = _fold(samples, model, **everything)
    other = _fold(
        _with_judged(samples, values=lambda v: 9 - 3 * v), model, **everything
    )
    assert plain.columns == other.columns
    assert plain.threshold == other.threshold
    back = _fold(_with_judged(samples, values=lambda v: v), model, **everything)
    assert np.array_equal(plain.proba, back.proba)


def test_27_a_model_cannot_remember_another_fold() -> None:
    memory: list[int] = []

    class Remembering(Logistic):
        def fit(self, X, y, groups, rng) -> None:
            assert not hasattr(self, "was_fitted")
            self.was_fitted = True
            memory.append(id(self))
            super().fit(X, y, groups, rng)

    spec = ModelSpec(
        name="memory", title="Memory", block=SEGMENTS, make=Remembering, is_scaled=True
    )
    samples = make_samples(n_patients=16)
    cross_validate(samples, ONE, [spec])
    assert len(memory) == ONE.n_folds


def test_28_a_data_set_cannot_be_made_without_patients() -> None:
    parameters = inspect.signature(Dataset).parameters
    assert parameters["patients"].default is inspect.Parameter.empty
    for function in (Pipeline.fit, fit_fold):
        assert "test" not in inspect.signature(function).parameters


def test_29_a_label_in_disguise_is_reported() -> None:
    samples = make_samples()
    block = samples.blocks[FEATURES]
    values = block.values.copy()
    values[:, 40] = 3.0 + 2.0 * samples.y
    told = replace(
        samples,
        blocks={**samples.blocks, FEATURES: Block(names=block.names, values=values)},
    )
    result = run_study(told, ONE, Source(what="test"))
    assert any("'f40' tells the classes apart" in doubt for doubt in result.doubts)
    clean = run_study(samples, ONE, Source(what="test"))
    assert not any("tells the classes apart" in doubt for doubt in clean.doubts)


def test_30_a_value_known_for_one_class_alone_is_reported() -> None:
    samples = make_samples()
    block = samples.blocks[FEATURES]
    values = block.values.copy()
    values[samples.y == 0, 12] = np.nan
    told = replace(
        samples,
        blocks={**samples.blocks, FEATURES: Block(names=block.names, values=values)},
    )
    doubts = run_study(told, ONE, Source(what="test")).doubts
    assert any("'f12' tells the classes apart" in doubt for doubt in doubts)


def test_31_samples_repeated_under_new_patients_are_reported() -> None:
    samples = make_samples(n_patients=20, per_patient=1)
    twice = np.concatenate([np.arange(20), np.arange(6)])
    more = Dataset(
        classes=samples.classes,
        y=samples.y[twice],
        patients=np.arange(26),
        sample_ids=tuple(map(str, range(26))),
        blocks={
            name: Block(names=block.names, values=block.values[twice])
            for name, block in samples.blocks.items()
        },
    )
    doubts = run_study(more, ONE, Source(what="test")).doubts
    assert any("12 patients share all their values" in doubt for doubt in doubts)


def test_32_a_site_of_one_class_is_reported() -> None:
    samples = make_samples()
    sites = tuple("site 1" if y else "site 2" for y in samples.y)
    doubts = run_study(
        replace(samples, subgroups={"site": sites}), ONE, Source(what="test")
    ).doubts
    assert any("2 of 2 sites have patients of one class" in doubt for doubt in doubts)


def test_33_other_patients_must_be_others() -> None:
    samples = make_samples(n_patients=20, per_patient=1)
    with pytest.raises(InputError, match="20 samples that were trained on"):
        judge_elsewhere(samples, samples, ONE)
    found = judge_elsewhere(samples, make_samples(n_patients=12, seed=5), ONE)
    assert found[0].proba.shape == (1, 24, 2)


def test_34_labels_are_shuffled_by_patient() -> None:
    samples = make_samples()
    shuffled = shuffled_labels(samples, np.random.default_rng(0))
    assert shuffled.y.sum() == samples.y.sum()
    for patient in np.unique(samples.patients):
        assert len(set(shuffled.y[samples.patients == patient])) == 1
    assert not np.array_equal(shuffled.y, samples.y)


# --- what the leaks are worth -------------------------------------------------


def _mean_auc(samples: Dataset, variant: Variant, model: str) -> float:
    recipe = replace(ONE, models=(model,), n_folds=5)
    result = cross_validate(
        samples, recipe, named_models([model]), running=Running(variants=(variant,))
    )[0]
    y = samples.y
    score = result.proba[0, :, 1]
    return float((score[y == 1][:, None] > score[y == 0]).mean())


def test_pure_noise_seems_to_be_known_as_published_and_is_not_leak_free() -> None:
    published, honest = [], []
    for seed in range(3):
        noise = make_samples(n_patients=60, alike=0.95, seed=seed)
        published.append(_mean_auc(noise, Variant.AS_PUBLISHED, "forest"))
        honest.append(_mean_auc(noise, Variant.LEAK_FREE, "forest"))
    assert np.mean(published) > 0.8
    # Three runs of 60 patients: the mean of their areas has a deviation of 0.05.
    assert 0.35 < np.mean(honest) < 0.65
