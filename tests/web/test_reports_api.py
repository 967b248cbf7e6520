"""Reports over REST: every form, in both languages."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from myomap.cases import find_case
from myomap.web.api.reports import _prior
from myomap.web.keeping import keep_case
from web_rooms import TestClient, app_of, canned_outcome, new_case, open_room, printed

MARKS = {"pdf": b"%PDF", "html": b"<!doctype html", "txt": b"", "json": b"{"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with open_room(tmp_path_factory.mktemp("room")) as opened:
        yield opened


@pytest.fixture(scope="module")
def case(client: TestClient) -> str:
    return f"/api/v1/cases/{new_case(client, name='Ivanov')}"


@pytest.mark.parametrize("form", MARKS)
def test_a_report_comes_in_its_form(client: TestClient, case: str, form: str) -> None:
    answer = client.get(f"{case}/report.{form}")
    assert answer.status_code == 200
    assert answer.content.lower().startswith(MARKS[form].lower())
    assert "inline" in answer.headers["content-disposition"]
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_report_is_in_the_language_that_was_asked_for(
    client: TestClient, case: str
) -> None:
    texts = [client.get(f"{case}/report.txt?lang={word}").text for word in ("en", "ru")]
    assert any("а" <= letter <= "я" for letter in texts[1])
    assert not any("а" <= letter <= "я" for letter in texts[0])


@pytest.mark.parametrize("form", ["pdf", "html", "txt", "json", "pdf.dcm"])
def test_a_name_is_printed_only_when_asked_for(
    client: TestClient, case: str, form: str
) -> None:
    assert "Ivanov" not in printed(client, f"{case}/report.{form}")
    assert "Ivanov" in printed(client, f"{case}/report.{form}?named=true")


def test_what_the_physician_says_stands_in_the_report(
    client: TestClient, case: str
) -> None:
    body = {"expected_version": 1, "comment": "Compare with the angiogram."}
    assert client.patch(case, json=body).status_code == 200
    text = client.get(f"{case}/report.txt").text
    assert "Compare with the angiogram." in " ".join(text.split())


def test_nothing_in_a_report_runs(client: TestClient, case: str) -> None:
    headers = client.get(f"{case}/report.html").headers
    policy = headers["content-security-policy"]
    assert policy.startswith("sandbox")
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_an_earlier_study_is_the_prior_though_it_was_added_later(
    tmp_path: Path,
) -> None:
    days = ["2025-03-01", "2024-06-01", "2023-01-01", "2025-03-01", None]
    with open_room(tmp_path) as room:
        store = app_of(room).state.room.store
        numbers = []
        for index, day in enumerate(days):
            outcome = canned_outcome()
            facts = {**outcome.facts, "study_date": day, "identity": "4711"}
            files = tuple(
                replace(file, data=file.data + bytes(index)) for file in outcome.files
            )
            told = replace(outcome, facts=facts, files=files)
            numbers.append(keep_case(store, told, name="", author="A."))

        def prior_of(number: int) -> date | None:
            found = _prior(store, find_case(store, number))
            return None if found is None else found.study_date

        assert [prior_of(number) for number in numbers] == [
            date(2024, 6, 1),
            date(2023, 1, 1),
            None,
            date(2024, 6, 1),
            date(2025, 3, 1),
        ]
        report = room.get(f"/api/v1/cases/{numbers[0]}/report.json").json()
        assert report["prior"] is not None
