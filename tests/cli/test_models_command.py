"""`myomap train` and `myomap models`: from a manifest to a file that is checked."""

import json
from importlib.resources import as_file, files

import pytest

from command_line import refuse, run, succeed
from learning_cohort import write_cohort
from model_bundles import card_words, logistic_graph, made_card, plain_bundle
from myomap.cli.bundle_table import show_card
from myomap.inference import load_bundle


@pytest.fixture
def bundle(tmp_path):
    path = tmp_path / "plain.zip"
    path.write_bytes(plain_bundle())
    return path


def damaged(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    other = path.with_name("damaged.zip")
    other.write_bytes(bytes(data))
    return other


def test_a_good_bundle_is_verified_by_its_hash(bundle) -> None:
    result = succeed("models", "verify", bundle)
    assert load_bundle(bundle).sha256 in result.stdout


def test_a_damaged_bundle_is_refused(bundle) -> None:
    refuse(3, "bundle is damaged", "models", "verify", damaged(bundle))


def test_each_of_several_bundles_gets_its_verdict(bundle) -> None:
    result = run("models", "verify", bundle, damaged(bundle))
    assert result.exit_code == 3
    assert "Bundle 1: good" in result.stdout
    assert "Bundle 2: The model's bundle is damaged" in result.stdout
    assert "1 of 2 bundles cannot be trusted" in result.stderr
    told = run("models", "verify", bundle, damaged(bundle), "--json", "-")
    verdicts = json.loads(told.stdout)
    assert [verdict["good"] for verdict in verdicts] == [True, False]


def test_a_card_is_shown_with_figures_and_limits(bundle) -> None:
    shown = succeed("models", "show", bundle).stdout
    for words in ("Plain regression", "roc_auc", "0.700", "not for diagnosis"):
        assert words in shown
    told = json.loads(succeed("models", "show", bundle, "--json", "-").stdout)
    assert told["card"]["schema"] == "myomap.model/1"
    assert told["sha256"] == load_bundle(bundle).sha256


def test_the_notice_comes_before_what_a_card_says(bundle) -> None:
    shown = succeed("models", "show", bundle).stdout
    assert shown.startswith("Research software, not for diagnosis.\n")
    assert shown.count("not for diagnosis") == 1


def test_the_terminal_is_shown_no_control_characters(capsys) -> None:
    # No bundle with such a card can be opened; this is the second lock.
    words = card_words(logistic_graph())
    made = made_card(words)
    evil = made.model_copy(update={"title": "a\x1b[2Jb", "limits": ("c\x1b]0;d\x07",)})
    show_card(evil)
    told = capsys.readouterr().out
    assert "a[2Jb" in told
    assert not any(ord(letter) < 32 and letter != "\n" for letter in told)


def test_a_card_without_figures_and_classes_shows_no_empty_ones() -> None:
    with as_file(files("myomap.inference") / "reading.zip") as shipped:
        shown = succeed("models", "show", shipped).stdout
    assert "simulated patients" in shown
    assert "()" not in shown
    assert "Figures, with 95 %" not in shown


def test_a_folder_is_listed_and_other_files_passed_over(bundle, tmp_path) -> None:
    damaged(bundle)
    (tmp_path / "notes.txt").write_text("no model", encoding="utf-8")
    rows = json.loads(succeed("models", "list", tmp_path, "--json", "-").stdout)
    assert [row["file"] for row in rows] == ["plain.zip"]
    assert "plain" in succeed("models", "list", tmp_path).stdout


def test_an_empty_folder_holds_no_bundle(tmp_path) -> None:
    assert "No bundle was found" in succeed("models", "list", tmp_path).stdout


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("erase",), "no action 'erase'"),
        (("show",), "show takes one bundle: found 0"),
        (("verify",), "verify was given no bundle"),
    ],
)
def test_words_that_make_no_sense_are_refused(words, sentence: str) -> None:
    refuse(2, sentence, "models", *words)


def test_a_manifest_becomes_a_bundle(tmp_path) -> None:
    manifest = write_cohort(tmp_path / "cohort")
    options = ("--model", "logistic", "--folds", 3, "--repeats", 1)
    out = tmp_path / "made" / "logistic.zip"
    result = succeed("train", manifest, *options, "-o", out)
    assert "The bundle was written" in result.stdout
    assert load_bundle(out).card.name == "logistic"
    assert "No model looks at" not in result.stdout
    before = out.read_bytes()
    refuse(1, "already holds", "train", manifest, *options, "-o", out)
    succeed("train", manifest, *options, "-o", out, "--force")
    assert out.read_bytes() == before
    again = succeed(
        "train", manifest, *options, "--features", "canonical", "-o", out, "--force"
    )
    told = " ".join(again.stdout.split())
    assert "No model looks at the set of features 'canonical'" in told
    assert "logistic at segments" in told


def test_options_of_training_that_make_no_sense_are_refused(tmp_path) -> None:
    manifest = write_cohort(tmp_path / "cohort")
    out = tmp_path / "out.zip"
    for words, sentence in (
        (("--model", "oracle"), "no such model: found 'oracle'"),
        (("--unit", "heart"), "no unit 'heart'"),
        (("--features", "best"), "no set of features 'best'"),
        (("--folds", "1"), "number of folds makes no sense"),
    ):
        refuse(2, sentence, "train", manifest, "-o", out, *words)
    assert not out.exists()
