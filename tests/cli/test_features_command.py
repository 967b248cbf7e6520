"""`myomap features`: many patients, one table, at any time to be gone on with."""

import csv
import json
import math
import shutil
from pathlib import Path

import numpy as np
import pytest

from command_line import names_in, refuse, run, succeed
from myomap.cli import features_run
from myomap.cli.features_rows import make_row
from myomap.features import FeatureSet, definitions_of_patient
from myomap.reading import ReadOptions, read, reading_features
from polar_maps import defect, healthy_uptake
from screen_files import file_of, screen_with

HEADER = "patient_id,stress,rest,label,sex\n"


def write_map(path: Path, depth_percent: float) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    uptake = healthy_uptake() - defect(depth_percent)
    np.save(path, uptake.astype(np.float32))
    return path


def write_cohort(folder: Path, n_patients: int = 4) -> Path:
    """Write a manifest of patients with growing defects."""
    rows = [HEADER]
    for number in range(n_patients):
        write_map(folder / f"p{number}" / "a.npy", 10.0 * number)
        write_map(folder / f"p{number}" / "b.npy", 5.0)
        rows.append(f"P{number},p{number}/a.npy,p{number}/b.npy,normal,F\n")
    manifest = folder / "manifest.csv"
    manifest.write_text("".join(rows), encoding="utf-8")
    return manifest


def rows_of(table: Path) -> list[dict[str, str]]:
    with table.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture
def cohort(tmp_path: Path) -> Path:
    return write_cohort(tmp_path / "cohort")


@pytest.mark.parametrize("feature_set", [FeatureSet.CANONICAL, FeatureSet.SCALAR])
def test_a_row_holds_the_features_to_the_last_bit(tmp_path, cohort, feature_set):
    table = tmp_path / "features.csv"
    result = succeed("features", cohort, "--set", feature_set.value, "-o", table)
    assert "Patients: 4; read now: 4, of which 0 failed" in result.stdout
    rows = rows_of(table)
    assert [row["patient_id"] for row in rows] == ["P0", "P1", "P2", "P3"]
    folder = cohort.parent / "p2"
    options = ReadOptions(stress=(folder / "a.npy",), rest=(folder / "b.npy",))
    expected = reading_features(read([], options), feature_set)
    assert {name: float(rows[2][name]) for name in expected} == expected
    names = [each.name for each in definitions_of_patient(feature_set)]
    assert list(rows[0])[-len(names) :] == names
    assert (rows[0]["label"], rows[0]["sex"], rows[0]["site"]) == ("normal", "F", "")
    assert names_in(tmp_path) == {"cohort", "features.csv"}


def test_a_folder_with_a_manifest_stands_for_it(tmp_path, cohort) -> None:
    succeed("features", cohort, "-o", tmp_path / "a.csv")
    succeed("features", cohort.parent, "-o", tmp_path / "b.csv")
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("=cmd|'/c calc'!A0,a.npy,,normal,F", "patient_id"),
        ("+SUM(A1),a.npy,,normal,F", "patient_id"),
        ("@f,a.npy,,normal,F", "patient_id"),
        ("P1,a.npy,,-1+1,F", "label"),
    ],
)
def test_what_a_spreadsheet_would_run_goes_into_no_table(tmp_path, row, column) -> None:
    write_map(tmp_path / "a.npy", 10.0)
    manifest = tmp_path / "m.csv"
    manifest.write_text(f"{HEADER}{row}\n", encoding="utf-8")
    said = refuse(3, "as a formula", "features", manifest, "-o", tmp_path / "t.csv")
    assert f"Row 1 (line 2) of input 1 has a word in the column {column}" in said
    assert "calc" not in said
    assert not (tmp_path / "t.csv").exists()


def test_a_manifest_with_semicolons_is_one(tmp_path, cohort) -> None:
    succeed("features", cohort, "-o", tmp_path / "a.csv")
    cohort.write_text(cohort.read_text("utf-8").replace(",", ";"), encoding="utf-8")
    succeed("features", cohort, "-o", tmp_path / "b.csv")
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()


def test_no_name_of_a_file_or_folder_is_written(tmp_path) -> None:
    write_map(tmp_path / "Doe^Jane" / "stress doe.npy", 20.0)
    broken = tmp_path / "Roe^Richard.npy"
    broken.write_bytes(b"\x93NUMPY nothing")
    missing = tmp_path / "Poe^Edgar"
    table = tmp_path / "features.csv"
    result = succeed("features", tmp_path / "Doe^Jane", broken, missing, "-o", table)
    written = table.read_text(encoding="utf-8").casefold()
    for word in ("doe", "jane", "roe", "richard", "poe", "edgar"):
        assert word not in written
    # Whoever gave the files has to know which of them failed.
    assert "Roe^Richard.npy" in result.stdout
    assert "Poe^Edgar" in result.stdout
    assert "Jane" not in result.stdout
    found, *others = rows_of(table)
    assert found["patient_id"] == f"input-{found['sha256'][:16]}"
    assert [row["status"] for row in others] == ["failed", "failed"]
    assert others[1]["patient_id"] == "unread-3"


def test_the_same_files_have_the_same_pseudonym_wherever_they_lie(tmp_path) -> None:
    first = write_map(tmp_path / "a" / "stress.npy", 20.0)
    second = tmp_path / "b" / "other stress.npy"
    second.parent.mkdir()
    shutil.copy(first, second)
    table = tmp_path / "features.csv"
    result = succeed("features", first, second, second.parent, "-o", table)
    assert len(rows_of(table)) == 1
    assert "no row of their own: other stress.npy, b" in result.stdout


def test_a_failure_has_its_reason_and_stops_nobody(tmp_path, cohort) -> None:
    (cohort.parent / "p1" / "a.npy").write_bytes(b"\x93NUMPY nothing")
    table = tmp_path / "features.csv"
    result = succeed("features", cohort, "-o", table)
    assert "read now: 4, of which 1 failed" in result.stdout
    rows = rows_of(table)
    assert [row["status"] for row in rows] == ["ok", "failed", "ok", "ok"]
    assert "header" in rows[1]["reason"]
    assert not any(list(rows[1].values())[13:])


def test_a_state_that_is_not_there_is_empty(tmp_path) -> None:
    table = tmp_path / "features.csv"
    single = write_map(tmp_path / "x.npy", 10.0)
    refuse(3, "give --state, or a manifest", "features", single, "-o", table)
    succeed("features", single, "--state", "rest", "-o", table)
    (row,) = rows_of(table)
    assert row["stress_red_ring_1_mean"] == row["difference_red_ring_1_mean"] == ""
    assert float(row["rest_red_ring_1_mean"]) > 0


def test_the_published_set_is_refused_for_what_is_no_picture(tmp_path, cohort) -> None:
    table = tmp_path / "features.csv"
    refuse(
        3,
        "None of 4 inputs.*of 4: .*picture",
        "features",
        cohort,
        "--set",
        "paper",
        "-o",
        table,
    )


def test_failures_are_listed_by_reason_with_whom_they_concern(tmp_path) -> None:
    folder = tmp_path / "many"
    write_map(folder / "stress.npy", 10.0)
    for number in range(12):
        (folder / f"note{number:02d}.txt").write_text(f"letter {number}")
    (folder / "empty").mkdir()
    table = tmp_path / "features.csv"
    result = succeed("features", folder, "--each", "-o", table)
    first, names, second, other = [
        line
        for line in result.stdout.splitlines()
        if line.startswith(("failed", "         "))
    ]
    assert first.startswith("failed   12 × The file is of no kind")
    assert names.split() == [*(f"note{n:02d}.txt," for n in range(10)), "2", "more"]
    assert "pictures (PNG, JPEG, BMP)" in second
    assert other.strip() == "empty"
    assert "tries them again" in result.stdout


def test_a_folder_of_many_patients_taken_for_one_is_told(tmp_path) -> None:
    folder = tmp_path / "many"
    for number in range(3):
        write_map(folder / f"stress {number}.npy", 10.0 * number)
    table = tmp_path / "features.csv"
    result = succeed("features", folder, "-o", table)
    assert "start over with --each): many" in result.stdout
    result = succeed("features", folder, "--each", "-o", table, "--force")
    assert "--each" not in result.stdout
    assert len(rows_of(table)) == 3


def test_each_takes_what_lies_in_a_folder(tmp_path, cohort) -> None:
    folder = tmp_path / "many"
    for depth in (5.0, 15.0, 25.0):
        write_map(folder / f"{depth:g}" / "stress.npy", depth)
    (folder / ".hidden").write_text("x")
    table = tmp_path / "features.csv"
    succeed("features", folder, "--each", "-o", table)
    assert len(rows_of(table)) == 3


class Interrupting:
    """Reads patients until it is interrupted, and counts them."""

    def __init__(self, monkeypatch, after: int | None) -> None:
        self.seen: list[str] = []
        self._after = after
        self._make = make_row
        monkeypatch.setattr(features_run, "make_row", self)

    def __call__(self, case, patient_id, digest, feature_set):
        if self._after is not None and len(self.seen) == self._after:
            raise KeyboardInterrupt
        self.seen.append(patient_id)
        return self._make(case, patient_id, digest, feature_set)


def test_an_interrupted_run_goes_on_to_the_same_bytes(
    tmp_path, cohort, monkeypatch
) -> None:
    whole, table = tmp_path / "whole.csv", tmp_path / "features.csv"
    succeed("features", cohort, "-o", whole)
    with monkeypatch.context() as patch:
        Interrupting(patch, after=2)
        assert run("features", cohort, "-o", table).exit_code != 0
    assert names_in(tmp_path) == {
        "cohort",
        "whole.csv",
        "features.csv.unfinished",
    }
    # A kill may have cut the last line short.
    with (tmp_path / "features.csv.unfinished").open("ab") as stream:
        stream.write(b'{"facts": {"patient_id": "P2", "st')
    with monkeypatch.context() as patch:
        again = Interrupting(patch, after=None)
        succeed("features", cohort, "-o", table)
    assert again.seen == ["P2", "P3"]
    assert table.read_bytes() == whole.read_bytes()
    assert names_in(tmp_path) == {"cohort", "whole.csv", "features.csv"}


def test_more_patients_are_added_and_changed_ones_read_anew(
    tmp_path, cohort, monkeypatch
) -> None:
    table = tmp_path / "features.csv"
    succeed("features", cohort, "-o", table)
    before = rows_of(table)
    write_map(cohort.parent / "p1" / "a.npy", 44.0)
    write_map(cohort.parent / "p4" / "a.npy", 1.0)
    text = cohort.read_text(encoding="utf-8").replace(
        "p0/b.npy,normal", "p0/b.npy,mixed"
    )
    cohort.write_text(f"{text}P4,p4/a.npy,,normal,M\n", encoding="utf-8")
    with monkeypatch.context() as patch:
        again = Interrupting(patch, after=None)
        succeed("features", cohort, "-o", table)
    assert again.seen == ["P1", "P4"]
    after = rows_of(table)
    assert after[0] == before[0] | {"label": "mixed"}
    assert after[1] != before[1]
    assert after[2:4] == before[2:4]


def test_patients_of_earlier_runs_are_kept(tmp_path, cohort) -> None:
    table = tmp_path / "features.csv"
    succeed("features", cohort, "-o", table)
    succeed("features", write_map(tmp_path / "stress.npy", 30.0), "-o", table)
    assert len(rows_of(table)) == 5
    succeed("features", cohort, "-o", table, "--force")
    assert len(rows_of(table)) == 4


def test_pictures_told_otherwise_are_read_anew(tmp_path) -> None:
    table, screen = tmp_path / "features.csv", tmp_path / "screen.png"
    screen.write_bytes(file_of(screen_with(2)))
    words = ("features", screen, "--set", "scalar", "-o", table)
    succeed(*words)
    (assumed,) = rows_of(table)
    succeed(*words, "--states", "rest,stress", "--color-table", "hot-iron")
    (told,) = rows_of(table)
    assert assumed["options"] == ""
    assert assumed["color_table"] == told["color_table"] == "hot-iron"
    assert told["options"] == "color_table=hot-iron; states=rest,stress"
    assert told["patient_id"] == assumed["patient_id"]
    assert told["rest_uptake_mean"] == assumed["stress_uptake_mean"]
    result = succeed(*words, "--states", "rest,stress", "--color-table", "hot-iron")
    assert "kept from before: 1" in result.stdout


def test_two_runs_do_not_make_one_table(tmp_path, cohort) -> None:
    import fcntl

    table = tmp_path / "features.csv"
    with (tmp_path / "features.csv.unfinished").open("wb") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        refuse(1, "Another run", "features", cohort, "-o", table)


@pytest.mark.parametrize("content", ["a letter\n", "patient_id,x\n1\n", '"', "\x00"])
def test_another_file_is_left_alone(tmp_path, cohort, content) -> None:
    table = tmp_path / "features.csv"
    table.write_text(content, encoding="utf-8")
    refuse(1, "no table", "features", cohort, "-o", table)
    assert table.read_text(encoding="utf-8") == content


def test_sets_are_not_mixed(tmp_path, cohort) -> None:
    table = tmp_path / "features.csv"
    succeed("features", cohort, "-o", table)
    refuse(1, "this set", "features", cohort, "--set", "scalar", "-o", table)
    title = json.dumps({"features": "scalar", "myomap": "0"})
    other = tmp_path / "other.csv"
    (tmp_path / "other.csv.unfinished").write_text(f"{title}\n")
    refuse(1, "unfinished table", "features", cohort, "-o", other)
    succeed("features", cohort, "-o", other, "--force")


def test_parquet_without_a_library_is_refused_before_any_work(
    tmp_path, cohort, monkeypatch
) -> None:
    monkeypatch.setattr("myomap.cli.features_table.find_spec", lambda name: None)
    refuse(2, r"myomap\[parquet\]", "features", cohort, "-o", tmp_path / "f.parquet")
    assert names_in(tmp_path) == {"cohort"}


def test_parquet_holds_the_same_numbers(tmp_path, cohort) -> None:
    table, text = tmp_path / "features.parquet", tmp_path / "features.csv"
    succeed("features", cohort, "-o", table)
    succeed("features", cohort, "-o", text)
    before = table.read_bytes()
    result = succeed("features", cohort, "-o", table)
    assert "kept from before: 4" in result.stdout
    assert table.read_bytes() == before
    from myomap.cli.features_table import format_of, rows_in

    stored = rows_in(table, FeatureSet.CANONICAL, format_of(table))
    for row, expected in zip(stored, rows_of(text), strict=True):
        assert row.facts == {name: expected[name] for name in row.facts}
        for name, value in row.values.items():
            assert value == float(expected[name] or math.nan) or math.isnan(value)


@pytest.mark.parametrize(
    ("status", "sentence", "words"),
    [
        pytest.param(2, "no set", ["--set", "colours"], id="set"),
        pytest.param(2, "Expected stress or rest", ["--state", "peak"], id="state"),
        pytest.param(2, "Leave out --state", ["--state", "rest"], id="manifest"),
        pytest.param(2, "Expected .csv or .parquet", ["-o", "table.xlsx"], id="ending"),
    ],
)
def test_words_that_cannot_be_understood_are_refused(
    tmp_path, cohort, status, sentence, words
) -> None:
    refuse(status, sentence, "features", cohort, "-o", tmp_path / "f.csv", *words)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        pytest.param("patient_id,label\nA,normal\n", "without a column", id="columns"),
        pytest.param("patient_id,stress\nA\n", "more or fewer cells", id="few"),
        pytest.param("patient_id,stress\nA,b,c\n", "more or fewer cells", id="many"),
        pytest.param("patient_id,stress\n,b\n", "no patient_id", id="nobody"),
        pytest.param("patient_id,stress\nA,b\nA,c\n", "more than once", id="twice"),
        pytest.param('patient_id,stress\nA,"b\n', "cannot be read", id="quote"),
    ],
)
def test_a_manifest_that_cannot_be_followed_is_refused(
    tmp_path, text, sentence
) -> None:
    manifest = tmp_path / "list.csv"
    manifest.write_text(text, encoding="utf-8")
    refuse(3, sentence, "features", manifest, "-o", tmp_path / "f.csv")
    assert names_in(tmp_path) == {"list.csv"}


def test_a_row_without_inputs_fails_alone(tmp_path, cohort) -> None:
    with cohort.open("a", encoding="utf-8") as stream:
        stream.write("P9,,,normal,M\n")
    table = tmp_path / "features.csv"
    succeed("features", cohort, "-o", table)
    assert [row["status"] for row in rows_of(table)] == ["ok"] * 4 + ["failed"]


def test_a_folder_without_anything_is_refused(tmp_path) -> None:
    (tmp_path / "nothing").mkdir()
    out = tmp_path / "f.csv"
    refuse(3, "nothing to read", "features", tmp_path / "nothing", "--each", "-o", out)
    assert not out.exists()
