"""The list against a naive one: the same rows, in the same order, quickly enough."""

import time
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from kept_cases import edit_of, made_case, made_document, said
from myomap.bench.filled_cases import fill_cases
from myomap.cases import (
    CaseFile,
    CaseQuery,
    CaseRow,
    CaseStore,
    Meaning,
    Sort,
    add_case,
    add_cases,
    delete_case,
    find_case,
    list_cases,
    open_cases,
    priors,
    put_file,
    same_studies,
    save_version,
    urgency_of,
)
from myomap.errors import CaseNotFoundError, ConfigError

COMMENTS = {4: "Ишемия боковой стенки", 7: "100% sure_", 9: "Straße"}
LABELS = ("normal", "ischemia", "infarction", "mixed", "abstained")


@pytest.fixture
def listed(store: CaseStore, rng: np.random.Generator) -> list[CaseRow]:
    """Rows of forty cases, some of them signed, some put aside."""
    ids = add_cases(
        store,
        [
            made_case(
                name="" if number % 4 else f"Case №{number}x",
                identity=f"patient {number % 7}",
                document=made_document(
                    LABELS[number % 5], probability=float(rng.uniform())
                ),
                study_date=None
                if number % 5 == 0
                else date(2026, 1, 1) + timedelta(days=int(rng.integers(200))),
            )
            for number in range(40)
        ],
        "",
    )
    for number in ids[::3]:
        words = said(COMMENTS.get(number, ""), is_signed=number % 2 == 0)
        save_version(
            store,
            number,
            words.model_copy(update={"label": "normal" if number % 5 else None}),
            edit_of(1),
        )
    for number in (9, 7):
        version = find_case(store, number).row.version
        save_version(store, number, said(COMMENTS[number]), edit_of(version))
    for number in ids[::8]:
        delete_case(store, number, "Dr A.")
    return [find_case(store, number).row for number in ids]


def day_of(row: CaseRow) -> date:
    return row.study_date or row.added_at.date()


ORDERS = {
    Sort.URGENCY: lambda row: (row.is_read, -row.urgency, -row.id),
    Sort.ADDED: lambda row: -row.id,
    Sort.STUDY: lambda row: (-day_of(row).toordinal(), -row.id),
}


def naive_list(rows: list[CaseRow], query: CaseQuery) -> list[CaseRow]:
    """Return what a query asks for, without an index."""
    found = [
        row
        for row in rows
        if (row.deleted_at is not None) == query.is_deleted
        and not (query.is_unread and row.is_read)
        and query.verdict in (None, row.verdict)
        and (query.since is None or day_of(row) >= query.since)
        and (query.until is None or day_of(row) <= query.until)
    ]
    return sorted(found, key=ORDERS[query.sort])


@pytest.mark.parametrize("sort", Sort)
def test_every_query_gives_what_a_naive_list_gives(
    store: CaseStore, listed: list[CaseRow], sort: Sort
) -> None:
    days = (None, date(2026, 3, 1), date(2026, 6, 1))
    for verdict, since, until, is_unread, is_deleted in product(
        (None, "normal", "mixed"), days, days, (False, True), (False, True)
    ):
        query = CaseQuery(
            verdict=verdict,
            since=since,
            until=until,
            is_unread=is_unread,
            is_deleted=is_deleted,
            sort=sort,
        )
        expected = naive_list(listed, query)
        page = list_cases(store, query)
        assert list(page.rows) == expected
        assert page.total == len(expected)
        assert page.unread == sum(not row.is_read for row in expected)


@pytest.mark.parametrize("limit", [0, 1, 7, 100])
def test_pages_make_up_the_whole_list(
    store: CaseStore, listed: list[CaseRow], limit: int
) -> None:
    whole = list_cases(store, CaseQuery(limit=1000)).rows
    assert len(whole) == len([row for row in listed if row.deleted_at is None])
    for offset in range(0, 50, max(limit, 1)):
        page = list_cases(store, CaseQuery(offset=offset, limit=limit))
        assert page.rows == whole[offset : offset + limit]
        assert page.total == len(whole)


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        pytest.param("ИШЕМИЯ", {4}, id="other-capitals"),
        pytest.param("стенки боковой", {4}, id="words-in-any-order"),
        pytest.param("боковой нет", set(), id="every-word-counts"),
        pytest.param("100% sure", {7}, id="percent-is-a-letter"),
        pytest.param("e_", {7}, id="underscore-is-a-letter"),
        pytest.param("%", {7}, id="percent-finds-itself"),
        pytest.param("STRASSE", {9}, id="sharp-s"),
        pytest.param("case №8X", {9}, id="name"),
        pytest.param("' OR 1=1 --", set(), id="sql"),
        pytest.param("\ud800", set(range(1, 41)), id="half-a-surrogate-is-nothing"),
    ],
)
def test_search_finds_words_in_names_and_comments(
    store: CaseStore, listed: list[CaseRow], words: str, numbers: set[int]
) -> None:
    found = {
        row.id
        for is_deleted in (False, True)
        for row in list_cases(
            store, CaseQuery(search=words, is_deleted=is_deleted)
        ).rows
    }
    assert found == numbers


def test_a_word_finds_what_it_means_besides_its_letters(
    store: CaseStore, listed: list[CaseRow]
) -> None:
    mixed = Meaning(verdicts=frozenset({"mixed", "ischemia"}))
    found = list_cases(store, CaseQuery(search="Ишемия", meanings={"ишемия": mixed}))
    expected = [
        row.id
        for row in listed
        if row.deleted_at is None and row.verdict in {"mixed", "ischemia"}
    ]
    assert sorted({row.id for row in found.rows} - {4}) == sorted({*expected} - {4})
    both = CaseQuery(search="ишемия боковой", meanings={"ишемия": mixed})
    assert [row.id for row in list_cases(store, both).rows] == [4]
    unnamed = Meaning(names=frozenset({listed[4].name}))
    named = CaseQuery(search="ишемия", meanings={"ишемия": unnamed})
    # No case of these is simulated: none is called by the name of an example.
    assert [row.id for row in list_cases(store, named).rows] == [4]


def test_search_finds_a_pseudonym_of_a_case_that_has_a_name(
    store: CaseStore, listed: list[CaseRow]
) -> None:
    row = next(row for row in listed if row.name != row.pseudonym and row.id == 5)
    found = list_cases(store, CaseQuery(search=row.pseudonym.lower())).rows
    assert {other.patient_key for other in found} == {row.patient_key}


def test_priors_are_the_patients_other_cases_the_last_first(
    store: CaseStore, listed: list[CaseRow]
) -> None:
    row = listed[1]
    expected = [
        other
        for other in sorted(listed, key=ORDERS[Sort.STUDY])
        if other.patient_key == row.patient_key
        and other.id != row.id
        and other.deleted_at is None
    ]
    assert len(expected) > 2
    assert list(priors(store, row.id)) == expected
    with pytest.raises(CaseNotFoundError):
        priors(store, 2**64)


def test_a_row_says_how_many_studies_of_the_patient_there_are(
    store: CaseStore, listed: list[CaseRow]
) -> None:
    kept = [row.patient_key for row in listed if row.deleted_at is None]
    for row in list_cases(store, CaseQuery(limit=1000)).rows:
        assert row.n_studies == kept.count(row.patient_key) > 1
        assert row.n_studies == len(priors(store, row.id)) + 1


def test_a_study_added_twice_is_no_prior_of_itself(store: CaseStore) -> None:
    files = [put_file(store, data) for data in (b"stress", b"rest", b"last year")]
    cases = [
        made_case(identity="4711", files=tuple(CaseFile(sha256=each) for each in read))
        for read in (files[:2], files[1:2], files[2:])
    ]
    cases.append(made_case(identity="another", files=(CaseFile(sha256=files[0]),)))
    ids = add_cases(store, cases, "")
    told = [[row.id for row in priors(store, each)] for each in ids]
    assert told == [[3], [3], [2, 1], []]
    assert [same_studies(store, each) for each in ids] == [(4, 2), (1,), (), (1,)]
    rows = {row.id: row for row in list_cases(store, CaseQuery()).rows}
    assert [rows[each].n_studies for each in ids] == [2, 2, 3, 1]
    delete_case(store, 2, "")
    assert same_studies(store, 1) == (4,)
    with pytest.raises(CaseNotFoundError):
        same_studies(store, 2**64)


@pytest.mark.parametrize("changes", [{"offset": -1}, {"limit": -1}, {"limit": 1001}])
def test_a_part_that_makes_no_sense_is_refused(changes: dict[str, int]) -> None:
    with pytest.raises(ConfigError, match="Expected an offset from 0"):
        CaseQuery(**changes)


def test_urgency_is_half_chance_and_half_what_can_be_saved() -> None:
    certain = made_document(probability=1.0, ischemic_tpd_percent=20.0)
    assert urgency_of(certain) == 100.0
    assert urgency_of(made_document(probability=0.5, ischemic_tpd_percent=5.0)) == 37.5
    assert urgency_of(made_document("normal", probability=None)) == 0.0
    assert urgency_of(made_document("abstained", probability=None)) == 25.0
    assert urgency_of(made_document("mixed", probability=None)) == 50.0
    assert urgency_of(made_document(probability=0.0, ischemic_tpd_percent=90.0)) == 50.0


def test_ten_thousand_cases_are_listed_rightly_and_at_once(tmp_path: Path) -> None:
    with open_cases(tmp_path / "many") as store:
        ids = fill_cases(store, n_cases=10_000)
        assert len(ids) == 10_000
        whole: list[CaseRow] = []
        for offset in range(0, 10_000, 1000):
            query = CaseQuery(offset=offset, limit=1000, sort=Sort.ADDED)
            whole += list_cases(store, query).rows
        assert [row.id for row in whole] == ids[::-1]
        queries = [
            CaseQuery(),
            CaseQuery(sort=Sort.STUDY, offset=9000),
            CaseQuery(verdict="mixed", is_unread=True),
            CaseQuery(since=date(2026, 1, 1), sort=Sort.STUDY),
        ]
        for query in queries:
            started = time.process_time()
            page = list_cases(store, query)
            spent_s = time.process_time() - started
            assert page.rows == tuple(
                naive_list(whole, query)[query.offset : query.offset + query.limit]
            )
            assert spent_s < 0.2
        page = list_cases(store, CaseQuery(search="нет такого"))
        assert (page.rows, page.total) == ((), 0)
        first = replace(CaseQuery(), search=whole[0].pseudonym)
        assert whole[0] in list_cases(store, first).rows
        add_case(store, made_case(), "")
