"""The report of a study: complete, open about its limits, and without identity."""

import csv
import io
import json
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from learning_samples import make_samples
from myomap.learning import (
    METRICS,
    REPORT_FILES,
    Recipe,
    Source,
    StudyOrder,
    StudyResult,
    Variant,
    all_tables,
    report_files,
    roc_auc,
    run_study,
)
from myomap.learning.checklist import OPEN, checklist_of
from myomap.learning.noise import chance_interval
from myomap.learning.report_page import study_document
from myomap.learning.report_plots import study_plots
from myomap.learning.report_tables import Table, markdown_table

NOTICE = "Research software, not for diagnosis."
SOURCE = Source(
    what="manifest", hashes={"manifest": "ab" * 32}, counts={"rows": 80, "used": 80}
)


@pytest.fixture(scope="module")
def result() -> StudyResult:
    samples = make_samples(signal=1.0, n_patients=64)
    samples = replace(
        samples,
        subgroups={"sex": tuple("FM"[int(p) % 2] for p in samples.patients)},
    )
    recipe = Recipe(
        name="x", models=("forest", "logistic"), n_repeats=2, n_folds=2, n_bootstrap=300
    )
    order = StudyOrder(
        as_published=True,
        n_noise=1,
        elsewhere=make_samples(signal=1.0, n_patients=20, seed=9),
    )
    return run_study(samples, recipe, SOURCE, order)


@pytest.fixture(scope="module")
def files(result: StudyResult) -> dict[str, str]:
    return {name: data.decode() for name, data in report_files(result).items()}


def test_every_file_is_there_and_says_what_it_is_not_for(files: dict[str, str]) -> None:
    assert tuple(files) == REPORT_FILES
    for text in files.values():
        assert NOTICE in text


def test_every_figure_of_every_model_has_an_interval(files: dict[str, str]) -> None:
    rows = list(csv.DictReader(io.StringIO(files["figures.csv"])))
    ways = {"leak-free", "as published", "other patients"}
    assert {row["way"] for row in rows} == ways
    for way in ways:
        for model in ("forest", "logistic"):
            told = {
                row["figure"]: row
                for row in rows
                if (row["way"], row["model"], row["interval"])
                == (way, model, "bootstrap")
            }
            assert set(told) == set(METRICS)
            for name, row in told.items():
                low, value, high = (float(row[k]) for k in ("low", "value", "high"))
                assert low <= high, name
                assert low - 0.2 < value < high + 0.2, name


def test_the_areas_interval_holds_delongs_too(files: dict[str, str]) -> None:
    rows = list(csv.DictReader(io.StringIO(files["figures.csv"])))
    for row in rows:
        if row["interval"] == "DeLong" and row["way"] == "leak-free":
            assert 0 < float(row["low"]) < float(row["value"]) < float(row["high"]) < 1


def test_every_case_is_told_by_row_and_model(
    files: dict[str, str], result: StudyResult
) -> None:
    rows = list(csv.DictReader(io.StringIO(files["predictions.csv"])))
    rows = [row for row in rows if row["way"] != "other patients"]
    assert len(rows) == 2 * 2 * result.dataset.n_samples
    honest = result.evaluations[Variant.LEAK_FREE][0].predictions.proba[:, 3, 1]
    assert float(rows[3]["probability_abnormal"]) == pytest.approx(
        honest.mean(), abs=1e-6
    )
    assert rows[0]["sample"] == "row 0"
    assert rows[0]["patient"] == "patient 1"


def test_other_patients_are_told_too_and_are_no_patient_of_the_first(
    files: dict[str, str], result: StudyResult
) -> None:
    rows = list(csv.DictReader(io.StringIO(files["predictions.csv"])))
    others = [row for row in rows if row["way"] == "other patients"]
    assert result.others is not None
    assert len(others) == 2 * result.others.n_samples
    first = {row["patient"] for row in rows if row not in others}
    assert not first & {row["patient"] for row in others}
    for each in result.elsewhere:
        told = [row for row in others if row["model"] == each.predictions.spec.name]
        found = np.array([float(row["probability_abnormal"]) for row in told])
        np.testing.assert_allclose(found, each.predictions.proba[0, :, 1], atol=1e-6)
        labels = [result.others.classes[int(y)] for y in result.others.y]
        assert [row["label"] for row in told] == labels
        called = found >= each.predictions.thresholds[0]
        assert [row["called"] == "abnormal" for row in told] == called.tolist()


def test_every_repeat_tells_its_fold_and_what_was_called(
    files: dict[str, str], result: StudyResult
) -> None:
    rows = list(csv.DictReader(io.StringIO(files["predictions-by-repeat.csv"])))
    assert len(rows) == 2 * 2 * 2 * result.dataset.n_samples
    classes = result.dataset.classes
    called: dict[tuple[str, str, str], list[str]] = {}
    for row in rows:
        said = float(row["probability_abnormal"]) >= float(row["threshold"])
        assert row["called"] == classes[int(said)]
        called.setdefault((row["sample"], row["way"], row["model"]), []).append(
            row["called"]
        )
    honest = [row for row in rows if row["way"] == "leak-free"]
    for model, repeat in {(row["model"], row["repeat"]) for row in honest}:
        folds: dict[str, set[str]] = {}
        for row in honest:
            if (row["model"], row["repeat"]) == (model, repeat):
                folds.setdefault(row["patient"], set()).add(row["fold"])
        # A patient is judged in one fold, with all samples.
        assert all(len(found) == 1 for found in folds.values())
        assert set().union(*folds.values()) == {"1", "2"}
    for row in csv.DictReader(io.StringIO(files["predictions.csv"])):
        if row["way"] == "other patients":
            continue
        said_of = called[row["sample"], row["way"], row["model"]]
        share = said_of.count(row["called"]) / len(said_of)
        assert float(row["share_called"]) == pytest.approx(share)
        assert share >= 0.5


def test_shuffled_labels_are_held_against_chance(result: StudyResult) -> None:
    tables = {table.title: table for table in all_tables(result)}
    table = tables["The same on shuffled labels"]
    column = table.headings.index("mean by chance")
    # 32 patients of each class: 1.96 √(65 / (12 · 32 · 32)) = 0.14.
    assert {row[column] for row in table.rows} == {"0.36 to 0.64"}
    assert "1 run cannot tell a leak from chance" in table.remark
    assert "was leaked" not in table.remark
    runs = tuple(replace(run, aucs=run.aucs * 20) for run in result.noise)
    many = {table.title: table for table in all_tables(replace(result, noise=runs))}
    assert "above it was leaked" in many["The same on shuffled labels"].remark
    assert many["The same on shuffled labels"].rows[0][column] == "0.47 to 0.53"


def test_the_page_on_manifests_tells_the_right_spread() -> None:
    low, high = chance_interval(make_samples(n_patients=40), 1)
    page = Path(__file__).parents[2] / "docs" / "manifest.md"
    words = " ".join(page.read_text(encoding="utf-8").split())
    assert f"one shuffle lies between {low:.2f} and {high:.2f} in 95 of 100" in words


def test_chance_lies_in_the_interval_as_often_as_it_says() -> None:
    samples = make_samples(n_patients=40, per_patient=1)
    low, high = chance_interval(samples, 1)
    rng = np.random.default_rng(0)
    aucs = np.array([roc_auc(rng.random(40), samples.y) for _ in range(2000)])
    assert 0.93 < np.mean((aucs > low) & (aucs < high)) < 0.97


def test_curves_say_what_their_numbers_are(result: StudyResult) -> None:
    from myomap.learning.report_plots import _label

    each = result.evaluations[Variant.LEAK_FREE][0]
    assert re.fullmatch(
        r"Random forest: slope \d\.\d\d", _label(each, "slope", "slope")
    )
    plots = study_plots(result)
    assert "Confusion, samples, mean of the repeats" in plots


def test_the_page_needs_nothing_beside_it(files: dict[str, str]) -> None:
    page = files["report.html"]
    assert "<script" not in page
    assert "default-src 'none'" in page
    for found in re.findall(r'(?:src|href)="([^"]*)"', page):
        assert found.startswith("#"), found
    assert not re.search(r"url\((?!#)", page)
    for title in ("ROC curves", "Calibration", "Confusion", "Importance of features"):
        assert f"<figcaption>{title}" in page
    assert page.count("<svg") == 5


def test_what_a_manifest_says_is_text_on_the_page(result: StudyResult) -> None:
    sources = replace(SOURCE, remarks=("<img src=x onerror=alert(1)>",))
    evil = replace(result, source=sources)
    page = report_files(evil)["report.html"].decode()
    assert "<img" not in page
    assert "&lt;img src=x" in page


def test_plots_are_whole_and_the_same_each_time(result: StudyResult) -> None:
    plots = study_plots(result)
    for svg in plots.values():
        ElementTree.fromstring(svg)
    assert study_plots(result) == plots


def test_the_leaks_have_a_column_of_their_own(result: StudyResult) -> None:
    tables = {table.title: table for table in all_tables(result)}
    assert "Performance, leak-free" in tables
    assert "no performance" in tables["Performance, as published"].remark
    leaks = tables["What the leaks were worth: as published → leak-free"]
    assert len(leaks.rows) == 2
    assert all("→" in cell for cell in leaks.rows[0][1:])
    for table in tables.values():
        assert {len(row) for row in table.rows} == {len(table.headings)}


def test_subgroups_are_counted_and_small_ones_get_no_figure(
    result: StudyResult,
) -> None:
    groups = result.subgroups["forest"]
    assert [(group.which, group.n_patients) for group in groups] == [
        ("F", 32),
        ("M", 32),
    ]
    assert all(group.figures is not None for group in groups)
    words = list(result.dataset.subgroups["sex"])
    words[:20] = ["X"] * 20
    from myomap.learning.evaluation import patient_weights
    from myomap.learning.subgroups import subgroups_of

    changed = replace(result.dataset, subgroups={"sex": tuple(words)})
    weights = patient_weights(changed.patients, 100, np.random.default_rng(0))
    honest = result.evaluations[Variant.LEAK_FREE][0]
    found = subgroups_of(honest, changed, weights)
    assert {group.which: group.figures is None for group in found}["X"]


def test_bands_of_age_stand_by_age_and_the_unknown_last(result: StudyResult) -> None:
    from myomap.learning.evaluation import patient_weights
    from myomap.learning.subgroups import subgroups_of

    bands = ("70 and over", "", "under 50", "50 to 69")
    words = tuple(bands[int(p) % 4] for p in result.dataset.patients)
    changed = replace(result.dataset, subgroups={"age": words})
    weights = patient_weights(changed.patients, 100, np.random.default_rng(0))
    found = subgroups_of(result.evaluations[Variant.LEAK_FREE][0], changed, weights)
    assert [group.which for group in found] == [
        "under 50",
        "50 to 69",
        "70 and over",
        "unknown",
    ]


def test_the_lists_are_filled_as_far_as_the_run_knows(result: StudyResult) -> None:
    items = {item.item: item for item in checklist_of(result)}
    assert "Random forest: max_depth 4, n_estimators 100, 10 best by F-test" in (
        items["TRIPOD+AI 12c, CLAIM: model"].answer
    )
    assert "by patient" in items["CLAIM, data partitions"].answer
    assert items["CLAIM, robustness"].answer == "1 run on shuffled labels"
    outside = items["TRIPOD+AI, external validation"].answer
    assert outside == "40 samples of another list, asked once"
    assert items["CLAIM, reference standard"].answer == OPEN
    assert items["TRIPOD+AI 17, ethics"].is_open
    assert "Exploratory" in items["TRIPOD+AI 10, sample size"].answer


def test_the_study_can_be_made_again_from_its_record(result: StudyResult) -> None:
    document = json.loads(json.dumps(study_document(result), allow_nan=False))
    assert document["schema"] == "myomap.study/1"
    assert document["recipe"]["seed"] == 0
    assert document["recipe"]["models"] == ["forest", "logistic"]
    assert document["data"]["hashes"]["samples"] == result.dataset.digest()
    assert document["versions"]["scikit-learn"][0].isdigit()
    run = document["run"]
    assert run["as_published"] is True
    assert run["random_labels"] == 1
    assert run["other_patients"] is True
    assert run["processes_of_one_thread"] == 1
    assert run["system"]
    assert run["processor"]


def test_four_classes_have_a_report_without_curves() -> None:
    rng = np.random.default_rng(0)
    samples = make_samples(n_patients=40, per_patient=1)
    four = replace(
        samples, classes=("a", "b", "c", "d"), y=rng.permutation(np.arange(40) % 4)
    )
    recipe = Recipe(
        name="x", models=("logistic", "forest"), n_repeats=1, n_folds=2, n_bootstrap=100
    )
    result = run_study(four, recipe, SOURCE)
    assert set(study_plots(result)) == {"Confusion", "Importance of features"}
    figures = result.evaluations[Variant.LEAK_FREE][0].figures
    assert 0.2 < figures["roc_auc"].value < 0.8
    assert np.isnan(result.comparisons[0].auc.p_value)
    assert NOTICE in report_files(result)["report.html"].decode()


def test_bars_in_a_cell_do_not_break_a_table() -> None:
    table = Table(title="T", headings=("a",), rows=(("x|y",),))
    assert r"| x\|y |" in markdown_table(table)
