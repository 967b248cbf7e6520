"""`myomap evaluate`: a manifest in, a report out, and every refusal in a sentence."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from command_line import names_in, refuse, refuse_usage, run, succeed
from learning_cohort import write_cohort
from myomap.learning import MODELS, NETWORKS, RECIPES, REPORT_FILES

QUICK = ("--features", "scalar", "--models", "logistic,worst", "--repeats", "1")


@pytest.fixture(scope="module")
def cohort(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_cohort(tmp_path_factory.mktemp("cohort") / "c", n_patients=20)


def test_the_report_is_written_and_told(
    cohort: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The folder that it names stands for an option of the command.
    monkeypatch.delenv("MYOMAP_DATA", raising=False)
    out = tmp_path / "study"
    told = succeed(
        "evaluate", cohort, *QUICK, "--as-published", "--random-labels", "1", "-o", out
    ).stdout
    assert set(REPORT_FILES) <= names_in(out)
    for words in (
        "Performance, leak-free",
        "Performance, as published",
        "What the leaks were worth",
        "shuffled labels",
        "Exploratory",
        "Research software, not for diagnosis.",
    ):
        assert words in told
    document = json.loads((out / "study.json").read_text())
    assert document["recipe"]["unit"] == "map"
    assert "No model looks at the set of features 'scalar'" in document["remarks"][0]
    assert document["run"]["command"] == (
        "myomap evaluate MANIFEST --recipe paper --models logistic,worst "
        "--features scalar --as-published --repeats 1 --random-labels 1 --out DIR"
    )
    assert document["data"]["counts"]["used"] == 20
    with (out / "figures.csv").open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert {row["model"] for row in rows} == {"logistic", "worst"}


def test_no_identifier_and_no_path_is_in_any_file(cohort: Path, tmp_path: Path) -> None:
    out = tmp_path / "study"
    told = succeed("evaluate", cohort, *QUICK, "--out", out).stdout
    texts = [path.read_bytes() for path in out.rglob("*") if path.is_file()]
    for text in (*texts, told.encode()):
        assert b"P001" not in text
        assert str(cohort.parent).encode() not in text


def test_the_same_seed_gives_the_same_files(cohort: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        succeed("evaluate", cohort, *QUICK, "--out", tmp_path / name)
    for name in ("figures.csv", "predictions.csv"):
        one, other = ((tmp_path / each / name).read_bytes() for each in "ab")
        assert one == other


def test_other_patients_are_asked_once(cohort: Path, tmp_path: Path) -> None:
    others = write_cohort(tmp_path / "other", n_patients=12, seed=5, prefix="Q")
    out = tmp_path / "study"
    told = succeed("evaluate", cohort, *QUICK, "--test", others, "--out", out).stdout
    assert "Performance on other patients" in told
    document = json.loads((out / "study.json").read_text())
    assert document["data"]["counts"]["used, test"] == 12
    with (out / "figures.csv").open(newline="") as stream:
        ways = [row["way"] for row in csv.DictReader(stream)]
    assert ways.count("other patients") == ways.count("leak-free") > 0


@pytest.mark.parametrize(
    ("seed", "prefix", "words"),
    [
        pytest.param(5, "p-", "identifier", id="same-identifiers-written-otherwise"),
        pytest.param(0, "Q", "the same file", id="same-maps-under-other-names"),
    ],
)
def test_a_patient_who_was_learnt_from_is_no_other_patient(
    cohort: Path, tmp_path: Path, seed: int, prefix: str, words: str
) -> None:
    others = write_cohort(tmp_path / "other", n_patients=6, seed=seed, prefix=prefix)
    refuse(3, words, "evaluate", cohort, *QUICK, "--test", others)


def test_a_map_that_was_learnt_from_is_known_under_another_name(
    cohort: Path, tmp_path: Path
) -> None:
    others = write_cohort(tmp_path / "other", n_patients=6, prefix="Q")
    for place in (tmp_path / "other").glob("*/*.npy"):
        np.save(place, 1.01 * np.load(place))
    said = refuse(
        3, "almost the same map", "evaluate", cohort, *QUICK, "--test", others
    )
    assert "rows 1, 2, 3, 4, 5, 6, which show almost" in said


def test_a_study_of_two_states_by_the_careful_recipe(
    cohort: Path, tmp_path: Path
) -> None:
    told = succeed(
        "evaluate",
        cohort,
        *("--recipe", "careful", "--models", "logistic", "--repeats", "1"),
        *("--folds", "2", "--task", "abnormal"),
    ).stdout
    assert "Logistic" in told


def test_a_report_that_is_there_is_left_alone(cohort: Path, tmp_path: Path) -> None:
    succeed("evaluate", cohort, *QUICK, "--out", tmp_path)
    before = (tmp_path / "report.html").read_bytes()
    refuse(1, "already holds", "evaluate", cohort, *QUICK, "--out", tmp_path)
    assert (tmp_path / "report.html").read_bytes() == before
    succeed("evaluate", cohort, *QUICK, "--out", tmp_path, "--force")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--recipe", "best"), "no recipe 'best'"),
        (("--models", "oracle"), "found 'oracle', expected some of forest"),
        (("--models", "worst,prevalence,worst"), "named twice: found 'worst'"),
        (("--task", "age"), "no task 'age'"),
        (("--unit", "picture"), "no unit 'picture'"),
        (("--features", "all"), "no set of features 'all'"),
        (("--folds", "1"), "number of folds makes no sense"),
        (("--repeats", "0"), "number of repeats makes no sense"),
        (("--seed", "-1"), "seed makes no sense"),
        (("--jobs", "0"), "number of processes makes no sense"),
        (("--models", "regions-ridge"), "looks at 'stress_regions'"),
    ],
)
def test_options_that_make_no_sense_are_refused(
    cohort: Path, words: tuple[str, str], sentence: str
) -> None:
    refuse(2, sentence, "evaluate", cohort, *QUICK, *words)


def test_patients_who_never_lived_are_told_by_the_list_itself(
    cohort: Path, tmp_path: Path
) -> None:
    assert "Simulated" not in succeed("evaluate", cohort, *QUICK).stdout
    others = write_cohort(tmp_path / "c", n_patients=20)
    lines = others.read_text("utf-8").splitlines()
    told = [f"{lines[0]},source", *(f"{line},simulated" for line in lines[1:])]
    others.write_text("\n".join(told), encoding="utf-8")
    assert "Simulated patients." in succeed("evaluate", others, *QUICK).stdout


def test_help_names_every_model_and_what_is_taken_unless_told() -> None:
    told = " ".join(run("evaluate", "--help", columns=400).stdout.split())
    for name in (*MODELS, *NETWORKS):
        if not name.startswith(("regions-", "findings-")):
            assert name in told, name
    for recipe in RECIPES.values():
        assert recipe.n_folds == 5
        assert recipe.n_repeats == 20
        assert recipe.task == "abnormal"
    assert ", ".join(RECIPES["paper"].models) in told
    assert {*RECIPES["careful"].models} == {*RECIPES["paper"].models, "ridge"}


def test_negative_shuffles_are_a_usage_error(cohort: Path) -> None:
    refuse_usage("random-labels", "evaluate", cohort, "--random-labels", "-1")


def test_faults_of_a_manifest_are_listed_in_one_line(tmp_path: Path) -> None:
    manifest = write_cohort(tmp_path / "c", n_patients=4)
    text = manifest.read_text().replace(",normal,", ",healthy,")
    manifest.write_text(text.replace("p3/rest.npy", "p3/lost.npy"))
    said = refuse(3, "unknown label", "evaluate", manifest, *QUICK)
    assert "Row 4, column rest: a file that is not there" in said


def test_fewer_patients_than_folds_are_refused(tmp_path: Path) -> None:
    manifest = write_cohort(tmp_path / "c", n_patients=4)
    refuse(3, "fewer patients than folds", "evaluate", manifest, *QUICK, "--folds", "5")


def test_a_class_with_one_patient_is_refused(tmp_path: Path) -> None:
    manifest = write_cohort(tmp_path / "c", n_patients=6)
    refuse(
        3,
        "too few patients: found 1",
        "evaluate",
        manifest,
        *QUICK,
        *("--task", "classes"),
    )


def test_maps_have_no_published_features(cohort: Path) -> None:
    refuse(3, "--features canonical", "evaluate", cohort, "--models", "logistic")


def test_a_manifest_that_is_not_there_is_refused(tmp_path: Path) -> None:
    refuse(3, "cannot be opened", "evaluate", tmp_path / "none.csv")


def test_spectf_without_data_says_where_to_get_them(tmp_path: Path) -> None:
    refuse(3, "MYOMAP_DATA", "evaluate", "spectf", "--data", tmp_path)


def test_options_of_maps_mean_nothing_for_spectf(tmp_path: Path) -> None:
    refuse(
        2,
        "--unit has no meaning",
        *("evaluate", "spectf", "--data", tmp_path, "--unit", "map"),
    )


@pytest.mark.real_data
def test_spectf_is_cross_validated_on_what_is_there(real_data: Path) -> None:
    told = succeed(
        "evaluate",
        "spectf",
        *("--data", real_data, "--repeats", "1", "--models"),
        "regions-worst,regions-prevalence",
    ).stdout
    assert "Worst region" in told
    is_whole = (real_data / "uci-spect-heart/SPECTF.test").is_file()
    assert ("other patients" in told) == is_whole
