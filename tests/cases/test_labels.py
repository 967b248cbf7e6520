"""What was signed, as a list that training reads: pseudonyms, maps and labels."""

import csv
import io
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from kept_cases import (
    edit_of,
    made_arrays,
    made_case,
    made_document,
    put_arrays,
    said,
)
from myomap.cases import (
    CaseFile,
    CaseStore,
    Edit,
    add_case,
    delete_case,
    export_labels,
    labelled_cases,
    labels_zip,
    put_file,
    save_version,
)
from myomap.cases.labels import _scores
from myomap.errors import OutputExistsError
from myomap.learning import Label, read_manifest
from myomap.learning.read_case import read_case

NAME = "Иванов Иван Иванович"


def signed_case(
    store: CaseStore,
    seed: int,
    *,
    label: str | None = "normal",
    states: str = "stress rest",
    words: dict[str, Any] | None = None,
    **changes: Any,
) -> int:
    """Add a case with maps of its own and sign it."""
    fields = {"arrays_sha256": put_arrays(store, seed, states=states), **changes}
    fields.setdefault("identity", f"patient {seed}")
    number = add_case(store, made_case(**fields), "Dr A.")
    signed = said(is_signed=True, label=label, **(words or {}))
    save_version(store, number, signed, edit_of(1))
    return number


def rows_of(store: CaseStore, **options: bool) -> list[dict[str, str]]:
    manifest = labelled_cases(store, **options).files["manifest.csv"]
    return list(csv.DictReader(io.StringIO(manifest.decode())))


def map_of(data: bytes) -> Any:
    return np.load(io.BytesIO(data), allow_pickle=False)


def test_training_reads_what_was_exported(store: CaseStore, tmp_path: Path) -> None:
    labels = ["normal", "ischemia", "infarction", "mixed", "abnormal"]
    for seed, label in enumerate(labels, start=1):
        signed_case(
            store, seed, label=label, sex="F", age_years=61.0, site="=cmd|'/c'!A1"
        )
    signed_case(store, 6, states="stress")
    signed_case(store, 7, states="rest")
    export = export_labels(store, tmp_path / "labels")
    assert (export.n_cases, export.left_out) == (7, {})
    manifest = read_manifest(tmp_path / "labels" / "manifest.csv")
    assert sorted(row.label.value for row in manifest.rows) == sorted(
        [*labels, "normal", "normal"]
    )
    assert len({row.patient_id for row in manifest.rows}) == 7
    for row in manifest.rows:
        case = read_case(row, manifest.folder)
        assert set(case.maps) == set(row.inputs) & {"stress", "rest"}
    first = next(row for row in manifest.rows if row.label is Label.ISCHEMIA)
    assert (first.sex, first.age_years) == ("F", 61.0)
    uptake = read_case(first, manifest.folder).maps["stress"].uptake
    expected = made_arrays(2).stress
    assert expected is not None
    np.testing.assert_allclose(uptake, expected.uptake_percent, rtol=1e-6)


def test_the_labels_are_those_that_models_learn() -> None:
    from myomap.cases.labels import _LABELS

    assert {label.value for label in Label} == _LABELS


def test_nothing_exported_says_who_it_was(store: CaseStore) -> None:
    picture = put_file(store, b"PIXELS WITH A NAME")
    signed_case(
        store,
        1,
        name=NAME,
        identity="4711",
        files=(CaseFile(sha256=picture, name=f"{NAME}.png", is_picture=True),),
        words={"comment": f"{NAME} came late", "author": "Dr Secret"},
    )
    export = labelled_cases(store)
    everything = b"".join([*export.files.values(), *map(str.encode, export.files)])
    for secret in (NAME, "4711", "Secret", "PIXELS", "Dr A.", "2026"):
        assert secret.encode() not in everything
    (row,) = rows_of(store)
    assert row["patient_id"] == f"P-{store.patient_key('4711')}"


@pytest.mark.parametrize("start", list("=+-@|%"))
def test_no_cell_is_a_formula(store: CaseStore, start: str) -> None:
    signed_case(store, 1, site=f"{start}1+1")
    (row,) = rows_of(store)
    assert row["site"] == f"'{start}1+1"
    for cell in row.values():
        assert not cell.startswith(tuple("=+-@|%\t\r"))


def test_only_what_counts_is_exported(store: CaseStore) -> None:
    signed_case(store, 1)
    add_case(store, made_case(arrays_sha256=put_arrays(store, 2)), "")
    delete_case(store, signed_case(store, 3), "")
    signed_case(store, 4, label="nondiagnostic")
    signed_case(store, 6, label=None)
    signed_case(store, 7, is_simulated=True)
    signed_case(store, 8, arrays_sha256=None)
    export = labelled_cases(store)
    assert export.n_cases == 1
    assert export.left_out == {
        "no label that models learn": 2,
        "simulated": 1,
        "no usable map": 1,
    }
    assert labelled_cases(store, with_simulated=True).n_cases == 2


def test_of_two_labels_of_a_patient_the_last_study_counts(
    store: CaseStore, tmp_path: Path
) -> None:
    from datetime import date

    days = [date(2026, month, 1) for month in (3, 1, 2)]
    labels = ["ischemia", "normal", "ischemia"]
    for seed, (day, label) in enumerate(zip(days, labels, strict=True), start=1):
        signed_case(store, seed, label=label, identity="one", study_date=day)
    export = export_labels(store, tmp_path / "labels")
    assert export.left_out == {"another label than at the patient's last study": 1}
    manifest = read_manifest(tmp_path / "labels")
    assert {row.label for row in manifest.rows} == {Label.ISCHEMIA}
    assert len(manifest.rows) == 2


def test_the_same_maps_are_exported_once(store: CaseStore, tmp_path: Path) -> None:
    signed_case(store, 1, identity=None)
    signed_case(store, 1, identity=None)
    export = export_labels(store, tmp_path / "labels")
    assert export.left_out == {"maps that are there twice": 1}
    assert len(read_manifest(tmp_path / "labels").rows) == 1


def test_a_verdict_that_is_agreed_to_is_a_label_with_its_mask(
    store: CaseStore,
) -> None:
    document = made_document("mixed")
    number = signed_case(
        store, 1, label=None, words={"agrees": True}, document=document
    )
    (row,) = rows_of(store)
    assert (row["label"], row["defect_mask"]) == (
        "mixed",
        f"case-{number}-defect_mask.npy",
    )
    mask = map_of(labelled_cases(store).files[row["defect_mask"]])
    np.testing.assert_array_equal(mask, made_arrays(1).affected)


def test_a_drawn_mask_goes_before_the_softwares(store: CaseStore) -> None:
    drawn = np.zeros((32, 72), np.uint8)
    drawn[4:9, 10:20] = 2
    sha256 = put_file(store, drawn.tobytes())
    signed_case(store, 1, words={"agrees": True, "mask_sha256": sha256})
    (row,) = rows_of(store)
    mask = map_of(labelled_cases(store).files[row["defect_mask"]])
    np.testing.assert_array_equal(mask, drawn)


@pytest.mark.parametrize("data", [b"", bytes(2303), b"\x03" * 2304])
def test_a_mask_that_is_none_is_left_out(store: CaseStore, data: bytes) -> None:
    signed_case(store, 1, words={"mask_sha256": put_file(store, data)})
    (row,) = rows_of(store)
    assert row["defect_mask"] == ""


def test_a_mask_that_nobody_agreed_to_is_no_label(store: CaseStore) -> None:
    signed_case(store, 1, label="ischemia", words={"agrees": False})
    (row,) = rows_of(store)
    assert row["defect_mask"] == ""


@pytest.mark.parametrize(("shown", "word"), [(True, "yes"), (False, "no"), (None, "")])
def test_it_is_said_whether_the_answer_was_shown(
    store: CaseStore, shown: bool | None, word: str
) -> None:
    number = add_case(store, made_case(arrays_sha256=put_arrays(store)), "")
    edit = Edit(expected_version=1, author="", what="", answer_was_shown=shown)
    save_version(store, number, said(is_signed=True, label="normal"), edit)
    (row,) = rows_of(store)
    assert row["answer_was_shown"] == word


def test_a_zip_holds_the_same_as_a_folder(store: CaseStore, tmp_path: Path) -> None:
    signed_case(store, 1)
    export = export_labels(store, tmp_path / "labels.zip")
    data = (tmp_path / "labels.zip").read_bytes()
    assert data == labels_zip(store)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == export.files


@pytest.mark.parametrize("name", ["labels", "labels.zip"])
def test_nothing_is_overwritten_unasked(
    store: CaseStore, tmp_path: Path, name: str
) -> None:
    signed_case(store, 1)
    export_labels(store, tmp_path / name)
    with pytest.raises(OutputExistsError):
        export_labels(store, tmp_path / name)
    export_labels(store, tmp_path / name, force=True)


def test_nothing_signed_gives_an_empty_list(store: CaseStore) -> None:
    export = labelled_cases(store)
    assert (export.n_cases, export.left_out) == (0, {})
    assert export.files["manifest.csv"].startswith(b"patient_id,stress,rest,label,")


def test_the_scores_of_segments_say_whose_they_are() -> None:
    scores = [0, 2, None, *[1] * 14]
    segments = [SimpleNamespace(score=each, is_borderline=False) for each in scores]
    perfusion = SimpleNamespace(stress=SimpleNamespace(segments=segments), rest=None)
    signed: Any = SimpleNamespace(
        patient_id="P-1",
        case_id=7,
        document=SimpleNamespace(perfusion=perfusion),
        physician=said(scores={"stress": {2: 4}}),
    )
    rows = list(_scores(signed))
    assert len(rows) == 16
    first = [(row["segment"], row["score"], row["by"]) for row in rows[:3]]
    assert first == [("1", "0", "model"), ("2", "4", "physician"), ("4", "1", "model")]


def test_people_are_told_what_was_left_out(store: CaseStore) -> None:
    signed_case(store, 1, is_simulated=True)
    told = labelled_cases(store).files["README.txt"].decode()
    assert "0 cases" in told
    assert "- 1: simulated" in told
