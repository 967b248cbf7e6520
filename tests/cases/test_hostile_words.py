"""Whatever is typed stays words: kept, found, listed, saved and exported."""

import csv
import io
import unicodedata
from datetime import timedelta
from pathlib import Path

import pytest

from hostile_words import HOSTILE_WORDS
from kept_cases import made_case, put_arrays, said
from myomap.cases import (
    CaseFile,
    CaseQuery,
    CaseStore,
    Edit,
    add_case,
    add_cases,
    audit_entries,
    backup,
    delete_case,
    find_case,
    labelled_cases,
    list_cases,
    open_cases,
    purge,
    put_file,
    restore,
    save_version,
    versions,
)
from myomap.cases.plain_text import cleaned


def shown(text: str) -> str:
    """Return words as a page may show them, told by another way than `cleaned`."""
    spaced = "".join(" " if c.isspace() else c for c in text)
    printable = "".join(c for c in spaced if c == " " or c.isprintable())
    return unicodedata.normalize("NFC", " ".join(printable.split(" "))).strip()


def test_there_are_a_hundred_of_them() -> None:
    assert len(set(HOSTILE_WORDS)) >= 100


@pytest.mark.parametrize("text", HOSTILE_WORDS)
def test_cleaned_words_are_one_visible_line(text: str) -> None:
    words = cleaned(text)
    assert all(c.isprintable() for c in words)
    assert words.encode().decode() == words
    assert cleaned(words) == words
    assert words.replace(" ", "") == shown(text).replace(" ", "")


def test_every_text_field_takes_every_string(store: CaseStore, tmp_path: Path) -> None:
    ids = []
    for number, text in enumerate(HOSTILE_WORDS):
        sha256 = put_file(store, b"a picture")
        new = made_case(
            name=text,
            identity=text,
            site=text,
            arrays_sha256=put_arrays(store, number + 1),
            files=(
                CaseFile(
                    sha256=sha256, name=text, kind=text, state=None, details={text: 1}
                )
                if text.isprintable()
                else CaseFile(sha256=sha256, name=text),
            ),
        )
        case_id = add_case(store, new, text)
        ids.append(case_id)
        comment = text.encode("utf-8", "replace").decode()
        words = said(comment, is_signed=True, label="normal")
        edit = Edit(expected_version=1, author=text, what=text)
        save_version(store, case_id, words, edit)
        case = find_case(store, case_id)
        assert case.row.name == (cleaned(text) or case.row.pseudonym)
        assert case.site == case.files[0].name == cleaned(text)
        assert case.physician == words
        assert versions(store, case_id)[-1].what == cleaned(text)
        assert {entry.author for entry in audit_entries(store, case_id=case_id)} == {
            cleaned(text)
        }
    page = list_cases(store, CaseQuery(limit=1000))
    assert page.total == len(ids)
    rows = list(
        csv.DictReader(
            io.StringIO(labelled_cases(store).files["manifest.csv"].decode())
        )
    )
    assert len(rows) == len({row["patient_id"] for row in rows}) == len(ids)
    for row in rows:
        assert not row["site"].startswith(tuple("=+-@|%"))
    backup(store, tmp_path / "saved.zip")
    restore(tmp_path / "saved.zip", tmp_path / "restored")
    with open_cases(tmp_path / "restored") as other:
        assert list_cases(other, CaseQuery(limit=1000)) == page


def test_a_search_is_words_and_nothing_else(store: CaseStore) -> None:
    names = [*HOSTILE_WORDS, "quite another"]
    add_cases(store, [made_case(name=name) for name in names], "")
    for text in HOSTILE_WORDS:
        found = list_cases(store, CaseQuery(search=text, limit=1000)).rows
        if cleaned(text):
            assert cleaned(text) in {row.name for row in found}
            assert len(found) < len(names)
        else:
            assert len(found) == len(names)
        assert list_cases(store, CaseQuery(verdict=cleaned(text))).total == 0


def test_purging_leaves_nothing_but_the_audit(store: CaseStore) -> None:
    words = HOSTILE_WORDS[::5]
    for text in words:
        delete_case(store, add_case(store, made_case(name=text), text), text)
    n_removed = purge(store, store.clock() + timedelta(days=1), "admin")
    assert n_removed == len(words)
    assert list_cases(store, CaseQuery(is_deleted=True)).total == 0
    assert len(audit_entries(store, limit=1000)) == 3 * len(words)
