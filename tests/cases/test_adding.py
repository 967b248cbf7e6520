"""What is added comes back as it was, and what cannot be is refused whole."""

from datetime import timedelta
from typing import Any

import pytest

from kept_cases import Clock, made_case, made_document
from myomap.cases import (
    CaseFile,
    CaseQuery,
    CaseStore,
    add_case,
    add_cases,
    audit_entries,
    find_case,
    list_cases,
    open_cases,
    put_file,
)
from myomap.errors import CaseNotFoundError, InputError, LimitExceededError


def test_a_case_comes_back_as_it_was_added(store: CaseStore, clock: Clock) -> None:
    sha256 = put_file(store, b"a picture")
    arrays = put_file(store, b"arrays")
    file = CaseFile(
        sha256=sha256,
        name="Иванов/скрин.png",
        kind="picture",
        state="stress",
        is_picture=True,
        details={"discs": [{"x": 1.5}]},
    )
    new = made_case(
        name="Case of May",
        files=(file,),
        arrays_sha256=arrays,
        sex="F",
        age_years=61.5,
        site="North",
        is_simulated=True,
    )
    case = find_case(store, add_case(store, new, "Dr A."))
    assert case.files == (file,)
    assert case.document == new.document
    assert case.arrays_sha256 == arrays
    assert case.physician is None
    assert (case.sex, case.age_years, case.site) == ("F", 61.5, "North")
    assert (case.row.name, case.row.study_date) == ("Case of May", new.study_date)
    assert case.row.is_simulated
    assert not case.row.is_read
    assert case.row.version == 1
    assert not case.can_undo
    (entry,) = case.history
    assert (entry.author, entry.what, entry.reading_number) == ("Dr A.", "added", 1)
    assert timedelta(0) <= clock.time - case.row.added_at < timedelta(seconds=10)


def test_the_row_shows_the_figures_of_the_document(store: CaseStore) -> None:
    document = made_document("mixed", probability=0.75, n_cautions=2)
    row = find_case(store, add_case(store, made_case(document=document), "")).row
    assert (row.label, row.verdict, row.label_physician) == ("mixed", "mixed", None)
    assert row.abnormal_probability == 0.75
    assert row.interval == (0.5, 0.95)
    assert row.stress_tpd_percent is None
    assert row.n_cautions == 2
    json = row.to_json()
    assert json["study_date"] == "2026-05-01"
    assert str(json["added_at"]).endswith("+00:00")
    assert json["id"] == row.id


def test_a_patient_is_known_by_a_key_that_says_nothing(
    store: CaseStore, tmp_path: Any
) -> None:
    identity = "PAT-4711"
    first, second = add_cases(
        store, [made_case(identity=identity), made_case(identity=identity)], ""
    )
    one, other = find_case(store, first).row, find_case(store, second).row
    assert one.patient_key == other.patient_key == store.patient_key(identity)
    assert one.pseudonym == one.name
    with open_cases(tmp_path / "other") as elsewhere:
        assert elsewhere.patient_key(identity) != one.patient_key
    store.close()
    kept = b"".join(
        path.read_bytes() for path in store.folder.rglob("*") if path.is_file()
    )
    assert identity.encode() not in kept


def test_cases_without_an_identity_are_of_nobody_else(store: CaseStore) -> None:
    ids = add_cases(store, [made_case(), made_case()], "")
    keys = {find_case(store, number).row.patient_key for number in ids}
    assert len(keys) == 2


@pytest.mark.parametrize(
    ("changes", "error", "sentence"),
    [
        pytest.param({"sex": "x"}, InputError, "Expected F, M or nothing", id="sex"),
        pytest.param({"age_years": -1.0}, InputError, "0 to 120 years", id="age"),
        pytest.param({"age_years": float("nan")}, InputError, "0 to 120", id="nan"),
        pytest.param({"source": "fax"}, InputError, "Expected one of", id="source"),
        pytest.param({"name": "n" * 201}, LimitExceededError, "at most 200", id="name"),
        pytest.param({"site": "s" * 201}, LimitExceededError, "at most 200", id="site"),
        pytest.param(
            {"arrays_sha256": "0" * 64}, InputError, "Keep the file first", id="file"
        ),
        pytest.param(
            {"arrays_sha256": "../../etc/passwd"},
            InputError,
            "Keep the file first",
            id="path-for-a-hash",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_all_that_came_with_it(
    store: CaseStore, changes: dict[str, Any], error: type[Exception], sentence: str
) -> None:
    with pytest.raises(error, match=sentence):
        add_cases(store, [made_case(), made_case(**changes)], "Dr A.")
    assert list_cases(store, CaseQuery()).total == 0
    assert audit_entries(store) == ()


@pytest.mark.parametrize("number", [0, -1, 2, 2**63, -(2**70)])
def test_a_case_that_is_not_there_is_not_found(store: CaseStore, number: int) -> None:
    add_case(store, made_case(), "")
    with pytest.raises(CaseNotFoundError, match="no such case"):
        find_case(store, number)
