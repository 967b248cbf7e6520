"""SPECT and SPECTF Heart: from local files, never fetched unless asked."""

from pathlib import Path

import numpy as np
import pooch
import pytest

from myomap.errors import InputError
from myomap.learning import (
    MODELS,
    UCI_MODELS,
    UCI_SETS,
    Recipe,
    Source,
    StudyOrder,
    Variant,
    read_uci,
    run_study,
    uci_download,
)
from myomap.learning.spectf import spectf_dataset

FOLDER = "uci-spect-heart"
COUNTS, FINDINGS = UCI_SETS["spectf"], UCI_SETS["spect"]


def write_counts(path: Path, n: int, seed: int) -> None:
    """Write invented patients in the published format; the abnormal lose counts."""
    rng = np.random.default_rng(seed)
    lines = []
    for k in range(n):
        counts = rng.integers(60, 80, size=44)
        if k % 2:
            counts[[9, 21, 31]] -= rng.integers(20, 50, size=3)
        lines.append(",".join(map(str, [k % 2, *counts])))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    write_counts(tmp_path / FOLDER / "SPECTF.train", 40, seed=1)
    return tmp_path


def test_the_training_part_is_read_alone_where_it_is_alone(data: Path) -> None:
    found = read_uci(COUNTS, data)
    assert found.train.n_patients == 40
    assert found.test is None
    assert read_uci(COUNTS, data / FOLDER).hashes == found.hashes


def test_stress_and_rest_are_told_apart_by_column() -> None:
    counts = np.zeros((4, 44))
    counts[:, 0], counts[:, 1], counts[:, 43] = 70, 50, 9
    samples = spectf_dataset(np.array([0, 1, 0, 1]), counts, "train")
    block = samples.blocks["regions"]
    row = dict(zip(block.names, block.values[0], strict=True))
    assert (row["stress_1"], row["rest_1"], row["change_1"]) == (50, 70, -20)
    assert row["stress_22"] == 9
    assert row["change_minimum"] == -20
    assert row["change_worst_of_view_1"] == -20
    assert row["change_worst_of_view_2"] == 0
    assert len(block.names) == 93


def test_models_chosen_on_the_training_part_are_judged_on_the_test_part(
    data: Path,
) -> None:
    write_counts(data / FOLDER / "SPECTF.test", 30, seed=2)
    found = read_uci(COUNTS, data)
    assert set(found.hashes) == {"SPECTF.train", "SPECTF.test"}
    assert found.test is not None
    recipe = Recipe(
        name="spectf",
        models=("regions-worst", "regions-chosen", "regions-prevalence"),
        n_repeats=1,
        n_bootstrap=100,
        n_folds=2,
    )
    result = run_study(
        found.train, recipe, Source(what="test"), StudyOrder(elsewhere=found.test)
    )
    chosen = result.elsewhere[1]
    assert chosen.predictions.proba.shape == (1, 30, 2)
    assert chosen.figures["roc_auc"].value > 0.8
    assert result.elsewhere[2].figures["roc_auc"].value == 0.5


@pytest.mark.parametrize(
    "content", [b"", b"1,2,3\n", b"\xff\xfe", b"2" + b",50" * 44, b"1" + b",nan" * 44]
)
def test_other_files_are_refused(data: Path, content: bytes) -> None:
    (data / FOLDER / "SPECTF.train").write_bytes(content)
    with pytest.raises(InputError, match="is another file"):
        read_uci(COUNTS, data)


def test_missing_data_are_told_and_not_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: str) -> Path:
        raise AssertionError("the network was used")

    monkeypatch.setattr("myomap.learning.uci_heart.fetch_training_file", refuse)
    for folder in (None, tmp_path):
        with pytest.raises(InputError, match="with MYOMAP_DATA or --data"):
            read_uci(COUNTS, folder)


def test_a_fetched_file_is_held_to_its_checksum(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uci_download, "PUBLISHER", tmp_path.as_uri())
    asked = []

    def served(url: str, known_hash: str, fname: str, path: Path) -> str:
        asked.append(known_hash)
        raise ValueError("the hash differs")

    monkeypatch.setattr(pooch, "retrieve", served)
    with pytest.raises(InputError, match="not the file that was expected"):
        read_uci(COUNTS, tmp_path, download=True)
    assert asked == [f"sha256:{COUNTS.training_sha256}"]


def test_models_of_regions_find_their_columns() -> None:
    samples = spectf_dataset(np.arange(8) % 2, np.full((8, 44), 50.0), "train")
    for name in UCI_MODELS["spectf"]:
        assert MODELS[name].block in samples.blocks
    names = samples.blocks["regions"].names
    assert names[21] == "stress_22"
    assert names[65] == "change_22"


@pytest.mark.real_data
def test_real_patients_are_told_apart_better_than_by_chance(real_data: Path) -> None:
    found = read_uci(COUNTS, real_data)
    assert found.train.n_patients == 80
    assert found.hashes["SPECTF.train"] == COUNTS.training_sha256
    recipe = Recipe(name="spectf", models=("regions-trees",), n_repeats=1)
    result = run_study(found.train, recipe, Source(what="SPECTF"))
    honest = result.evaluations[Variant.LEAK_FREE][0]
    assert honest.figures["roc_auc"].value > 0.8
    assert honest.auc_delong.low > 0.7


@pytest.mark.real_data
def test_real_findings_tell_patients_apart(real_data: Path) -> None:
    found = read_uci(FINDINGS, real_data)
    assert found.train.n_patients == 80
    assert found.hashes["SPECT.train"] == FINDINGS.training_sha256
    recipe = Recipe(name="spect", models=UCI_MODELS["spect"], n_repeats=1)
    result = run_study(found.train, recipe, Source(what="SPECT"))
    areas = {
        each.predictions.spec.name: each.figures["roc_auc"].value
        for each in result.evaluations[Variant.LEAK_FREE]
    }
    assert areas["findings-ridge"] > 0.6
    assert areas["findings-prevalence"] == pytest.approx(0.5)


def test_findings_of_other_patients_may_be_equal(tmp_path: Path) -> None:
    rows = [
        f"{k % 2}," + ",".join(str((k % 2) * (j % 3 == 0)) for j in range(22))
        for k in range(24)
    ]
    (tmp_path / "SPECT.train").write_text("\n".join(rows))
    (tmp_path / "SPECT.test").write_text("\n".join(rows[:10]))
    found = read_uci(FINDINGS, tmp_path)
    assert found.test is not None
    assert set(found.train.blocks) == {"findings", "findings_left"}
    assert found.train.blocks["findings_left"].values[1] == 22 - 8
    recipe = Recipe(
        name="spect",
        models=("findings-count",),
        n_repeats=1,
        n_folds=2,
        n_bootstrap=100,
    )
    order = StudyOrder(elsewhere=found.test)
    result = run_study(found.train, recipe, Source(what="test"), order)
    assert result.elsewhere[0].figures["roc_auc"].value == 1.0


def test_findings_are_yes_or_no(tmp_path: Path) -> None:
    (tmp_path / "SPECT.train").write_text("1" + ",2" * 22 + "\n")
    with pytest.raises(InputError, match="22 findings, 0 or 1"):
        read_uci(FINDINGS, tmp_path)
