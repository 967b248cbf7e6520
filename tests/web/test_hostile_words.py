"""A hundred strings that run somewhere, through every field and every answer."""

from collections.abc import Iterator

import pytest

from hostile_strings import hostile_strings
from web_rooms import TestClient, new_case, open_room, send

STRINGS = hostile_strings()


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with open_room(tmp_path_factory.mktemp("room"), most_waiting=300) as opened:
        yield opened


def test_words_come_back_as_words_in_json_alone(client: TestClient) -> None:
    case_id = new_case(client)
    case = f"/api/v1/cases/{case_id}"
    for number, words in enumerate(STRINGS, start=1):
        body = {"expected_version": number, "comment": words}
        answer = client.patch(case, json=body)
        assert answer.status_code == 200, words
        assert answer.json()["physician"]["comment"] == words
        found = client.get(case)
        assert found.headers["content-type"] == "application/json"
        assert found.headers["x-content-type-options"] == "nosniff"
        assert found.json()["physician"]["comment"] == words


def test_names_of_cases_come_back_as_words(client: TestClient) -> None:
    jobs = [
        send(client, {"a.npy": b"x"}, name=words).json()["job"] for words in STRINGS
    ]
    while client.get(f"/api/v1/jobs/{jobs[-1]}").json()["state"] not in {
        "done",
        "refused",
    }:
        pass
    listed = client.get("/api/v1/cases?limit=1000").json()
    names = {row["name"] for row in listed["cases"]}
    # What cannot be seen is left out of a name, and too long a one is refused.
    assert len(names) > len(STRINGS) / 2
    for words in STRINGS:
        found = client.get("/api/v1/cases", params={"search": words[:400]})
        assert found.status_code == 200
        for path in ("/", f"/cases/{listed['cases'][0]['id']}"):
            assert "SCRIPT-RAN" not in client.get(path).text


@pytest.mark.parametrize("form", ["html", "txt", "json"])
def test_reports_hold_hostile_words_as_words(client: TestClient, form: str) -> None:
    case = f"/api/v1/cases/{new_case(client, name='<b>name</b>')}"
    words = "<script>console.error('SCRIPT-RAN')</script>"
    client.patch(case, json={"expected_version": 1, "comment": words})
    answer = client.get(f"{case}/report.{form}?named=true")
    assert answer.status_code == 200
    if form == "html":
        assert "<script" not in answer.text
        assert "<b>name" not in answer.text


def test_words_in_an_address_are_not_said_again_as_a_page(client: TestClient) -> None:
    for words in STRINGS[:30]:
        for path in ("/", "/login", "/cases/1", "/nothing/"):
            answer = client.get(path, params={"next": words, "beside": words})
            assert "<script>console" not in answer.text
            assert "onerror=console" not in answer.text


def test_a_job_or_user_of_a_hostile_name_is_not_found(client: TestClient) -> None:
    for words in STRINGS:
        if not words.isprintable() or "/" in words or len(words) > 60:
            continue
        assert client.get(f"/api/v1/jobs/{words}").status_code in {404, 405, 422}
