"""A cross-validation can be killed, resumed and shared out, and gives the same bits."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from learning_samples import make_samples
from myomap.errors import ConfigError, InputError, OutputError, OutputExistsError
from myomap.learning import (
    FoldOptions,
    Recipe,
    Running,
    Source,
    StudyOrder,
    ThresholdRule,
    Variant,
    cross_validate,
    named_models,
    run_noise,
    run_study,
)
from myomap.learning.cross_validation import Predictions, journal_title, splits_of
from myomap.learning.journal import FoldJournal
from myomap.learning.recipe import named_recipe
from myomap.reconstruction import Progress

QUICK = Recipe(name="quick", models=("logistic", "worst"), n_repeats=2, n_folds=3)


def run(samples, recipe=QUICK, **how) -> tuple[Predictions, ...]:
    specs = named_models(recipe.models)
    return cross_validate(samples, recipe, specs, running=Running(**how))


def test_every_sample_is_judged_once_a_repeat() -> None:
    samples = make_samples(signal=1.0)
    for found in run(samples):
        assert found.proba.shape == (2, samples.n_samples, 2)
        assert found.proba.sum(axis=2) == pytest.approx(1.0)
        assert (found.thresholds == 0.5).all()
        assert not np.array_equal(found.proba[0], found.proba[1])


def test_all_models_are_judged_on_the_same_folds() -> None:
    samples = make_samples()
    one, other = (splits_of(samples, QUICK, Variant.LEAK_FREE) for _ in range(2))
    for a, b in zip(one, other, strict=True):
        assert all(np.array_equal(x.test, y.test) for x, y in zip(a, b, strict=True))


def test_processes_change_no_bit() -> None:
    samples = make_samples(signal=1.0)
    recipe = replace(QUICK, models=("forest",), n_repeats=1)
    for one, other in zip(
        run(samples, recipe), run(samples, recipe, jobs=2), strict=True
    ):
        assert np.array_equal(one.proba, other.proba)


def test_a_number_of_processes_that_makes_no_sense_is_refused() -> None:
    with pytest.raises(ConfigError, match="number of processes"):
        run(make_samples(), jobs=0)


@pytest.mark.parametrize("n_done", [0, 1, 5])
def test_a_run_that_was_killed_goes_on_where_it_stopped(
    tmp_path: Path, n_done: int
) -> None:
    samples = make_samples(signal=1.0)
    title = journal_title(samples, QUICK)
    path = tmp_path / "folds.jsonl"
    with FoldJournal(path, title) as journal:
        whole = run(samples, journal=journal)
    lines = path.read_bytes().splitlines(keepends=True)
    # The last line is cut in its middle, as a kill leaves it.
    path.write_bytes(b"".join(lines[: 1 + n_done]) + lines[1 + n_done][:20])
    with FoldJournal(path, title) as journal:
        assert len(journal.results) == n_done
        resumed = run(samples, journal=journal)
    assert len(path.read_bytes().splitlines()) == 1 + 2 * 2 * 3
    for one, other in zip(whole, resumed, strict=True):
        assert np.array_equal(one.proba, other.proba)
        assert np.array_equal(one.importances, other.importances)


def test_more_repeats_keep_those_that_are_done(tmp_path: Path) -> None:
    samples = make_samples()
    path = tmp_path / "folds.jsonl"
    with FoldJournal(path, journal_title(samples, QUICK)) as journal:
        few = run(samples, journal=journal)
    more = replace(QUICK, n_repeats=3)
    steps: list[Progress] = []
    with FoldJournal(path, journal_title(samples, more)) as journal:
        many = cross_validate(
            samples,
            more,
            named_models(more.models),
            running=Running(journal=journal),
            on_progress=steps.append,
        )
    assert len(steps) == 2 * 3
    assert (steps[-1].done, steps[-1].total) == (18, 18)
    for one, other in zip(few, many, strict=True):
        assert np.array_equal(one.proba, other.proba[:2])


@pytest.mark.parametrize(
    "other",
    [
        make_samples(seed=1),
        make_samples(per_patient=1, n_patients=80),
    ],
)
def test_folds_of_other_data_are_not_mixed_in(tmp_path: Path, other) -> None:
    path = tmp_path / "folds.jsonl"
    with FoldJournal(path, journal_title(make_samples(), QUICK)):
        pass
    before = path.read_bytes()
    with pytest.raises(OutputExistsError, match="folds of another study"):
        FoldJournal(path, journal_title(other, QUICK)).__enter__()
    assert path.read_bytes() == before
    with FoldJournal(path, journal_title(other, QUICK), force=True) as journal:
        assert journal.results == {}
    assert path.read_bytes() != before


def test_folds_of_another_recipe_are_not_mixed_in(tmp_path: Path) -> None:
    path = tmp_path / "folds.jsonl"
    samples = make_samples()
    with FoldJournal(path, journal_title(samples, QUICK)):
        pass
    for changed in (
        {"n_folds": 4},
        {"seed": 1},
        {"fold": FoldOptions(is_calibrated=True)},
    ):
        with pytest.raises(OutputExistsError):
            FoldJournal(
                path, journal_title(samples, replace(QUICK, **changed))
            ).__enter__()


def test_two_runs_do_not_write_one_file(tmp_path: Path) -> None:
    path = tmp_path / "folds.jsonl"
    with (
        FoldJournal(path, {}),
        pytest.raises(OutputError, match="Another run"),
    ):
        FoldJournal(path, {}).__enter__()


def test_threshold_and_calibration_are_learnt_inside_the_fold() -> None:
    samples = make_samples(signal=1.2, n_patients=60)
    inside = FoldOptions(threshold=ThresholdRule.YOUDEN, is_calibrated=True)
    found = run(samples, replace(QUICK, fold=inside))[0]
    assert len(np.unique(found.thresholds)) == 2 * 3
    # With labels of the judged side exchanged, what was learnt there stays the same.
    plain = run(samples)[0]
    assert not np.array_equal(found.proba, plain.proba)
    assert found.proba.sum(axis=2) == pytest.approx(1.0)


def test_too_few_patients_for_folds_inside_are_told() -> None:
    samples = make_samples(n_patients=4, n_features=20)
    inside = FoldOptions(is_calibrated=True, inner_folds=3)
    with pytest.raises(InputError, match="too few to choose a threshold"):
        run(samples, replace(QUICK, fold=inside, n_folds=2))


def test_a_study_is_the_same_twice() -> None:
    samples = make_samples(signal=0.5)
    one, other = (
        run_study(samples, QUICK, Source(what="test"), StudyOrder(as_published=True))
        for _ in range(2)
    )
    for variant in Variant:
        for a, b in zip(
            one.evaluations[variant], other.evaluations[variant], strict=True
        ):
            assert a.figures == b.figures
            assert a.auc_delong == b.auc_delong
    assert len(one.comparisons) == 1


def test_models_that_look_at_what_is_not_there_are_refused() -> None:
    recipe = replace(QUICK, models=("regions-ridge",))
    with pytest.raises(ConfigError, match="looks at 'stress_regions': found features"):
        run_study(make_samples(), recipe, Source(what="test"))


@pytest.mark.parametrize(
    "wrong", [{"n_folds": 1}, {"n_repeats": 0}, {"seed": -1}, {"n_bootstrap": 3}]
)
def test_a_recipe_that_makes_no_sense_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ConfigError, match="makes no sense"):
        replace(QUICK, **wrong)


def test_an_unknown_recipe_is_refused() -> None:
    with pytest.raises(ConfigError, match="no recipe 'best'"):
        named_recipe("best")


def test_shuffles_are_the_same_by_any_number_of_processes() -> None:
    samples = make_samples(n_patients=20)
    specs = named_models(["worst", "prevalence"])
    one, two = (
        run_noise(samples, QUICK, specs, 3, running=Running(jobs=jobs))
        for jobs in (1, 2)
    )
    assert one == two
    assert [run.model for run in one] == ["worst", "prevalence"]
    assert len(set(one[0].aucs)) == 3
    assert one[0].p_value(1.0) == 0.25
    assert one[0].p_value(0.0) == 1.0
