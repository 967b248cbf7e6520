"""Reports over REST: every form, in both languages."""

from collections.abc import Iterator

import pytest

from web_rooms import TestClient, new_case, open_room

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


def test_a_name_is_printed_only_when_asked_for(client: TestClient, case: str) -> None:
    assert "Ivanov" not in client.get(f"{case}/report.txt").text
    assert "Ivanov" in client.get(f"{case}/report.txt?named=true").text


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
