"""A manifest is read row by row, and every fault is told at once."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from learning_cohort import HEADER, write_cohort
from myomap.errors import InputError, LimitExceededError
from myomap.learning import FaultKind, check_manifest, read_manifest
from myomap.learning import manifest as manifest_module


@pytest.fixture
def cohort(tmp_path: Path) -> Path:
    return write_cohort(tmp_path / "c", n_patients=8)


def rewrite(cohort: Path, **changed: str) -> Path:
    """Write rows anew: ``row_3="..."`` replaces the third one."""
    lines = cohort.read_text(encoding="utf-8").splitlines()
    for name, line in changed.items():
        lines[int(name.removeprefix("row_"))] = line
    cohort.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return cohort


def kinds_of(cohort: Path) -> dict[FaultKind, tuple[int, ...]]:
    return {fault.kind: fault.rows for fault in check_manifest(cohort)[1]}


def test_a_sound_manifest_is_read_whole(cohort: Path) -> None:
    found = read_manifest(cohort)
    assert len(found.rows) == 8
    first = found.rows[0]
    assert (first.number, first.patient_id, first.sex, first.age_years) == (
        1,
        "P000",
        "F",
        40.0,
    )
    assert first.path("stress", found.folder) == cohort.parent / "p0/stress.npy"
    assert first.path("image", found.folder) is None
    assert "P000" not in repr(found)


@pytest.mark.parametrize("separator", [";", "\t"])
def test_what_separates_cells_is_seen_in_the_first_line(
    cohort: Path, separator: str
) -> None:
    before = read_manifest(cohort).rows
    text = cohort.read_text(encoding="utf-8").replace(",40,", ',"40,0",')
    lines = [separator.join(line.split(",")) for line in text.splitlines()]
    lines[1] = lines[1].replace(f'"40{separator}0"', "40,0")
    cohort.write_text("\n".join(lines), encoding="utf-8")
    assert read_manifest(cohort).rows == before


def test_a_folder_stands_for_its_manifest(cohort: Path) -> None:
    assert read_manifest(cohort.parent).sha256 == read_manifest(cohort).sha256


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("P009,p1/stress.npy", FaultKind.CELLS),
        (",p1/stress.npy,p1/rest.npy,normal,F,50,A", FaultKind.NO_ID),
        ("a\x07b,p1/stress.npy,p1/rest.npy,normal,F,50,A", FaultKind.NO_ID),
        ("P009,p1/stress.npy,p1/rest.npy,healthy,F,50,A", FaultKind.UNKNOWN_LABEL),
        ("P009,p1/stress.npy,p1/rest.npy,,F,50,A", FaultKind.UNKNOWN_LABEL),
        ("P009,,,normal,F,50,A", FaultKind.NO_INPUT),
        ("P009,p1/none.npy,p1/rest.npy,normal,F,50,A", FaultKind.MISSING_FILE),
        ("P009,p1/\x00.npy,p1/rest.npy,normal,F,50,A", FaultKind.MISSING_FILE),
        ("P009,p1/stress.npy,p1/rest.npy,normal,X,50,A", FaultKind.BAD_SEX),
        ("P009,p1/stress.npy,p1/rest.npy,normal,F,NaN,A", FaultKind.BAD_AGE),
        ("P009,p1/stress.npy,p1/rest.npy,normal,F,-3,A", FaultKind.BAD_AGE),
        ("P009,p1/stress.npy,p1/rest.npy,normal,F,1e400,A", FaultKind.BAD_AGE),
        ("P009,p1/stress.npy,p1/stress.npy,normal,F,50,A", FaultKind.SAME_STATES),
        ("P003,p1/stress.npy,p1/rest.npy,ischemia,F,50,A", FaultKind.LABELS_DIFFER),
        ("p-003,p1/stress.npy,p1/rest.npy,normal,F,50,A", FaultKind.LOOK_ALIKE_IDS),
    ],
)
def test_what_is_wrong_with_a_row_is_told(
    cohort: Path, line: str, kind: FaultKind
) -> None:
    found = kinds_of(rewrite(cohort, row_2=line))
    assert kind in found
    assert 2 in found[kind]


def test_all_faults_are_told_at_once_and_none_by_name(cohort: Path) -> None:
    rewrite(
        cohort,
        row_1="Ivanov,p0/lost.npy,p0/rest.npy,healthy,F,50,A",
        row_5=",p4/stress.npy,p4/lost.npy,normal,F,50,A",
        row_3="Petrov,p2/lost.npy,p2/rest.npy,normal,?,200,A",
    )
    with pytest.raises(InputError, match="Row 3, column age") as caught:
        read_manifest(cohort)
    said = str(caught.value)
    assert "Row 1, column label: unknown label" in said
    assert "Row 3, column sex" in said
    assert "Rows 1, 3, column stress: a file that is not there" in said
    assert "Row 5, column rest: a file that is not there" in said
    for word in ("Ivanov", "Petrov", "healthy", "lost", ".npy", str(cohort.parent)):
        assert word not in said


def test_files_of_no_use_are_told_with_all_other_faults(cohort: Path) -> None:
    folder = cohort.parent
    (folder / "p1/stress.npy").write_bytes(b"")
    (folder / "p2/rest.npy").write_text("Dear colleague", "utf-8")
    (folder / "empty").mkdir()
    rewrite(
        cohort,
        row_1="P000,p0/lost.npy,p0/rest.npy,healthy,F,50,A",
        row_5="P004,empty,p4/rest.npy,normal,F,50,A",
    )
    with pytest.raises(InputError, match="found 5 faults") as caught:
        read_manifest(cohort)
    for words in (
        "Row 1, column label",
        "Row 1, column stress: a file that is not there",
        "Row 2, column stress: cannot be read: an empty file",
        "Row 3, column rest: cannot be read: no DICOM",
        "Row 5, column stress: cannot be read: a folder with nothing in it",
        "Row 1 is the one below the column names",
    ):
        assert words in str(caught.value)


def test_what_reading_will_find_can_be_left_to_it(cohort: Path) -> None:
    (cohort.parent / "p1/stress.npy").write_bytes(b"")
    with pytest.raises(InputError, match=r"found 1 fault\. Row 2"):
        read_manifest(cohort)
    assert len(read_manifest(cohort, skip_unreadable=True).rows) == 8


def test_paths_that_lead_out_of_the_folder_are_counted(
    cohort: Path, tmp_path: Path
) -> None:
    assert read_manifest(cohort).n_outside == 0
    moved = tmp_path / "elsewhere"
    shutil.move(cohort.parent / "p1", moved)
    (cohort.parent / "p1").symlink_to(moved)
    shutil.copytree(cohort.parent / "p3", tmp_path / "p3")
    label = read_manifest(cohort).rows[3].label.value
    row = f"P003,../p3/stress.npy,{tmp_path}/p3/rest.npy,{label},M,43,B"
    assert read_manifest(rewrite(cohort, row_4=row)).n_outside == 4


def test_patients_who_never_lived_are_counted(cohort: Path) -> None:
    assert read_manifest(cohort).n_simulated == 0
    lines = cohort.read_text(encoding="utf-8").splitlines()
    told = ["source", "simulated", "real", "Simulated", "", "", "", "", ""]
    wider = [f"{line},{word}" for line, word in zip(lines, told, strict=True)]
    cohort.write_text("\n".join(wider), encoding="utf-8")
    assert read_manifest(cohort).n_simulated == 2
    (cohort.parent / "simulation.json").write_text("{}", encoding="utf-8")
    assert read_manifest(cohort).n_simulated == 8


def test_one_picture_under_two_identifiers_is_a_fault(cohort: Path) -> None:
    folder = cohort.parent
    shutil.copy(folder / "p1/stress.npy", folder / "p5/stress.npy")
    assert kinds_of(cohort) == {FaultKind.SHARED: (2, 6)}


def test_one_picture_twice_for_one_patient_is_a_fault(cohort: Path) -> None:
    label = read_manifest(cohort).rows[1].label.value
    line = f"P001,p1/stress.npy,p3/rest.npy,{label},F,50,A"
    found = kinds_of(rewrite(cohort, row_4=line))
    assert found == {FaultKind.REPEATED: (2, 4)}


def test_an_image_and_a_stress_map_do_not_go_together(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n1")
    (tmp_path / "b.png").write_bytes(b"\x89PNG\r\n\x1a\n22")
    path = tmp_path / "manifest.csv"
    path.write_text("patient_id,image,stress,label\nA,a.png,b.png,normal\n", "utf-8")
    assert set(kinds_of(path)) == {FaultKind.TWO_WAYS}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "lacks columns"),
        (b"a,b\n1,2\n", "patient_id and label and stress, rest or image not found"),
        (b"patient_id;stress\n1;2\n", "lacks columns: label not found among 2 columns"),
        (HEADER.encode(), "no rows"),
        (b"\xff\xfe\x00", "no CSV file in UTF-8"),
        (b"patient_id,label,label,stress\n", "column twice"),
        (HEADER.encode() + b'P1,"a', "cannot be read at line"),
    ],
)
def test_what_is_no_manifest_is_refused(
    tmp_path: Path, content: bytes, sentence: str
) -> None:
    path = tmp_path / "manifest.csv"
    path.write_bytes(content)
    with pytest.raises(InputError, match=sentence):
        read_manifest(path)


def test_a_manifest_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be opened"):
        read_manifest(tmp_path / "none.csv")


def test_columns_that_mean_nothing_are_not_looked_at(cohort: Path) -> None:
    lines = cohort.read_text(encoding="utf-8").splitlines()
    wider = [f"{lines[0]},diagnosis", *(f"{line},secret" for line in lines[1:])]
    cohort.write_text("\n".join(wider), encoding="utf-8")
    assert read_manifest(cohort).unused_columns == 1


def test_many_rows_come_with_progress_and_are_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(manifest_module, "_STEP_ROWS", 100)
    (tmp_path / "a").mkdir()
    rows = [f"P{n},a/{n},a/{n}r,normal,F,50,A\n" for n in range(1000)]
    path = tmp_path / "manifest.csv"
    path.write_text(HEADER + "".join(rows), "utf-8")
    steps: list[str] = []
    _, faults = check_manifest(path, on_progress=lambda step: steps.append(step.stage))
    assert steps.count("manifest rows") == 10
    assert [len(fault.rows) for fault in faults] == [1000, 1000]
    assert len(str(faults[0])) < 200
    monkeypatch.setattr(manifest_module, "_MOST_ROWS", 500)
    with pytest.raises(LimitExceededError, match="too many rows"):
        check_manifest(path)


def test_files_of_different_sizes_are_never_read_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = np.random.default_rng(0)
    for n in range(4):
        np.save(tmp_path / f"{n}.npy", rng.normal(size=n + 1))
    rows = [f"P{n},{n}.npy,,normal,,,\n" for n in range(4)]
    path = tmp_path / "manifest.csv"
    path.write_text(HEADER + "".join(rows), "utf-8")

    def refuse(_path: Path) -> str:
        raise AssertionError("a file was read whole")

    monkeypatch.setattr("myomap.learning.shared_files.digest_of_input", refuse)
    assert check_manifest(path)[1] == ()
