"""Every change is a new version; of two that change one version, the later is told."""

import sqlite3
import threading
from contextlib import suppress

import pytest

from kept_cases import edit_of, made_case, made_document, said
from myomap.cases import (
    CaseQuery,
    CaseStore,
    Edit,
    NewReading,
    add_case,
    audit_entries,
    delete_case,
    find_case,
    list_cases,
    put_file,
    replace_reading,
    save_version,
    undo,
    version,
    versions,
)
from myomap.errors import (
    CaseNotFoundError,
    EditConflictError,
    InputError,
    LimitExceededError,
)


@pytest.fixture
def case_id(store: CaseStore) -> int:
    return add_case(store, made_case(), "Dr A.")


def test_a_version_says_who_when_and_what(store: CaseStore, case_id: int) -> None:
    edit = Edit(
        expected_version=1, author="Dr B.", what="label", answer_was_shown=False
    )
    words = said("no doubt", label="infarction", scores={"stress": {7: 3}})
    assert save_version(store, case_id, words, edit) == 2
    case = find_case(store, case_id)
    assert case.physician == words
    assert case.row.version == 2
    assert case.row.label == "ischemia"
    assert (case.row.label_physician, case.row.verdict) == ("infarction",) * 2
    entry = case.history[-1]
    assert (entry.author, entry.what, entry.answer_was_shown) == (
        "Dr B.",
        "label",
        False,
    )
    assert entry.at > case.history[0].at
    assert versions(store, case_id) == case.history
    assert version(store, case_id, 1).physician is None
    assert version(store, case_id, 2).physician == words


def test_the_later_of_two_edits_is_told_and_nothing_is_lost(
    store: CaseStore, case_id: int
) -> None:
    save_version(store, case_id, said("first"), edit_of(1, "Dr B."))
    with pytest.raises(
        EditConflictError, match=r"found version 2, expected 1\. Nothing was saved"
    ) as caught:
        save_version(store, case_id, said("second"), edit_of(1, "Dr C."))
    assert (caught.value.version, caught.value.author) == (2, "Dr B.")
    assert caught.value.at == find_case(store, case_id).history[-1].at
    assert find_case(store, case_id).physician == said("first")
    assert len(versions(store, case_id)) == 2


@pytest.mark.parametrize("expected", [0, 2, 2**70])
def test_a_version_that_was_never_seen_is_a_conflict(
    store: CaseStore, case_id: int, expected: int
) -> None:
    with pytest.raises(EditConflictError):
        save_version(store, case_id, said(), edit_of(expected))


def test_many_who_edit_at_once_lose_nothing(store: CaseStore, case_id: int) -> None:
    kept: list[str] = []

    def keep_trying(name: str) -> None:
        for number in range(5):
            words = f"{name}{number}"
            while words not in kept:
                with suppress(EditConflictError):
                    seen = find_case(store, case_id).row.version
                    save_version(store, case_id, said(words), edit_of(seen, name))
                    kept.append(words)

    threads = [threading.Thread(target=keep_trying, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    entries = versions(store, case_id)
    assert [entry.version for entry in entries] == list(range(1, 22))
    found = [version(store, case_id, number).physician for number in range(2, 22)]
    assert sorted(words.comment for words in found if words) == sorted(kept)


def test_undo_walks_back_change_by_change(store: CaseStore, case_id: int) -> None:
    for number in (1, 2, 3):
        save_version(store, case_id, said(f"words {number}"), edit_of(number))
    assert undo(store, case_id, edit_of(4)) == 5
    assert find_case(store, case_id).physician == said("words 2")
    undo(store, case_id, edit_of(5))
    assert find_case(store, case_id).physician == said("words 1")
    save_version(store, case_id, said("words 4"), edit_of(6))
    undo(store, case_id, edit_of(7))
    assert find_case(store, case_id).physician == said("words 1")
    undo(store, case_id, edit_of(8))
    case = find_case(store, case_id)
    assert case.physician is None
    assert not case.can_undo
    with pytest.raises(InputError, match="nothing to undo"):
        undo(store, case_id, edit_of(9))
    assert len(versions(store, case_id)) == 9


def test_what_an_undo_brings_back_was_said_as_it_was_said_first(
    store: CaseStore, case_id: int
) -> None:
    for number, shown in ((1, False), (2, True)):
        edit = Edit(expected_version=number, author="", what="", answer_was_shown=shown)
        save_version(store, case_id, said(str(number)), edit)
    undo(store, case_id, edit_of(3, "Dr B."))
    assert find_case(store, case_id).history[-1].answer_was_shown is False


def test_undo_of_a_version_that_is_not_the_newest_is_a_conflict(
    store: CaseStore, case_id: int
) -> None:
    save_version(store, case_id, said(), edit_of(1))
    with pytest.raises(EditConflictError):
        undo(store, case_id, edit_of(1))


def test_signing_reads_the_case_and_undo_unreads_it(
    store: CaseStore, case_id: int
) -> None:
    save_version(store, case_id, said(is_signed=True), edit_of(1))
    assert find_case(store, case_id).row.is_read
    assert find_case(store, case_id).history[-1].is_signed
    assert list_cases(store, CaseQuery()).unread == 0
    undo(store, case_id, edit_of(2))
    assert not find_case(store, case_id).row.is_read
    assert list_cases(store, CaseQuery()).unread == 1


def test_a_reading_made_anew_is_a_version_and_the_old_one_stays(
    store: CaseStore, case_id: int
) -> None:
    arrays = put_file(store, b"moved")
    placed = said(
        placements={
            "stress": {"apex_mm": (0, 0, 0), "base_mm": (0, 0, 80), "radius_mm": 30}
        }
    )
    anew = NewReading(
        document=made_document("normal", probability=0.1),
        arrays_sha256=arrays,
        physician=placed,
    )
    assert replace_reading(store, case_id, anew, edit_of(1, what="axis")) == 2
    case = find_case(store, case_id)
    assert (case.row.label, case.row.abnormal_probability) == ("normal", 0.1)
    assert (case.arrays_sha256, case.physician) == (arrays, placed)
    assert case.current.entry.reading_number == 2
    assert version(store, case_id, 1).document == made_document()
    undo(store, case_id, edit_of(2))
    back = find_case(store, case_id)
    assert (back.row.label, back.arrays_sha256) == ("ischemia", None)
    assert back.current.entry.reading_number == 1
    replace_reading(store, case_id, anew, edit_of(3))
    assert find_case(store, case_id).current.entry.reading_number == 3


def test_words_of_a_case_that_was_put_aside_are_refused(
    store: CaseStore, case_id: int
) -> None:
    delete_case(store, case_id, "Dr A.")
    with pytest.raises(CaseNotFoundError, match="Bring it back first"):
        save_version(store, case_id, said(), edit_of(1))


def test_a_mask_has_to_be_kept_first(store: CaseStore, case_id: int) -> None:
    with pytest.raises(InputError, match="Keep the file first"):
        save_version(store, case_id, said(mask_sha256="a" * 64), edit_of(1))
    sha256 = put_file(store, bytes(2304))
    save_version(store, case_id, said(mask_sha256=sha256), edit_of(1))
    assert len(versions(store, case_id)) == 2


def test_an_endless_history_entry_is_refused(store: CaseStore, case_id: int) -> None:
    with pytest.raises(LimitExceededError, match="at most 1000"):
        save_version(store, case_id, said(), edit_of(1, what="x" * 1001))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE versions SET author = 'somebody else'",
        "UPDATE readings SET document = '{}'",
        "UPDATE audit SET author = 'somebody else'",
        "DELETE FROM audit",
        "DELETE FROM cases",
    ],
)
def test_what_was_said_cannot_be_changed_even_by_sql(
    store: CaseStore, case_id: int, statement: str
) -> None:
    with (
        pytest.raises(sqlite3.IntegrityError, match=r"never|aside"),
        store.connections.writing() as connection,
    ):
        connection.execute(statement)
    assert len(versions(store, case_id)) == 1


def test_the_audit_has_a_line_for_every_change(store: CaseStore, case_id: int) -> None:
    save_version(store, case_id, said("secret words"), edit_of(1, "Dr B.", "comment"))
    undo(store, case_id, edit_of(2, "Dr C.", "undo"))
    delete_case(store, case_id, "Dr D.")
    entries = audit_entries(store, case_id=case_id)
    assert [(entry.author, entry.what) for entry in entries] == [
        ("Dr D.", "put aside"),
        ("Dr C.", "version 3: undo"),
        ("Dr B.", "version 2: comment"),
        ("Dr A.", "added"),
    ]
    assert entries[0].at > entries[-1].at
    assert audit_entries(store, case_id=case_id + 1) == ()
