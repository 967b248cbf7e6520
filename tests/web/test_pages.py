"""Pages: templates, languages, and no data of anybody in them."""

import re
from collections.abc import Iterator

import pytest

from myomap.web.static_files import shipped_files
from web_rooms import TestClient, new_case, open_room


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with open_room(tmp_path_factory.mktemp("room")) as opened:
        for _ in range(2):
            new_case(opened)
        yield opened


PAGES = ["/", "/cases/1", "/cases/1?beside=2", "/users", "/api/v1/docs"]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_page_is_in_the_language_that_was_asked_for(
    client: TestClient, path: str, language: str
) -> None:
    answer = client.get(path, params={"lang": language})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert f'<html lang="{language}"' in answer.text
    assert answer.cookies["lang"] == language


def test_the_browser_s_language_counts_where_nobody_chose(client: TestClient) -> None:
    client.cookies.clear()
    for header, language in (
        ("ru-RU,ru;q=0.9,en;q=0.8", "ru"),
        ("de,en;q=0.5,ru;q=0.9", "ru"),
        ("fr", "en"),
        ("x;q=y,,;", "en"),
    ):
        answer = client.get("/", headers={"accept-language": header})
        assert f'<html lang="{language}"' in answer.text


@pytest.mark.parametrize("path", PAGES)
def test_a_page_holds_no_script_and_no_style_of_its_own(
    client: TestClient, path: str
) -> None:
    text = client.get(path).text
    assert " style=" not in text
    assert "<style" not in text
    assert "<script>" not in text
    for mark in ("http://", "https://"):
        assert mark not in text.replace("http://www.w3.org", "")


def test_a_page_holds_no_name_of_a_case(client: TestClient) -> None:
    case_id = new_case(client, name="Ivanov")
    for path in ("/", f"/cases/{case_id}"):
        assert "Ivanov" not in client.get(path).text


def test_every_file_that_a_page_names_is_there(client: TestClient) -> None:

    for path in PAGES:
        for name in re.findall(
            r'(?:src|href)="(/static/[^"#]+)', client.get(path).text
        ):
            answer = client.get(name)
            assert answer.status_code == 200, name
            assert "immutable" in answer.headers["cache-control"]


def test_a_file_without_its_hash_is_asked_for_again(client: TestClient) -> None:
    answer = client.get("/static/js/words.js")
    assert answer.headers["cache-control"] == "no-cache"
    tag = answer.headers["etag"]
    again = client.get("/static/js/words.js", headers={"if-none-match": tag})
    assert again.status_code == 304
    assert shipped_files().digest in tag


def test_what_is_not_there_is_a_page_for_people(client: TestClient) -> None:
    answer = client.get("/no/such/page")
    assert answer.status_code == 404
    assert "<html" in answer.text


@pytest.mark.parametrize("name", ["nope", "0", "999", "9" * 30, "-1", "٣"])
def test_a_case_that_is_not_there_is_a_page_that_says_so(
    client: TestClient, name: str
) -> None:
    answer = client.get(f"/cases/{name}?lang=en")
    assert answer.status_code == 404
    assert "There is no such case." in answer.text


def test_words_for_scripts_are_a_flat_table(client: TestClient) -> None:
    assert client.get("/static-words/en.json").json() == {}
    words = client.get("/static-words/ru.json").json()
    assert all(isinstance(word, str | list) for word in words.values())
    assert "" not in words


def test_the_interface_is_described_without_another_host(client: TestClient) -> None:
    text = client.get("/api/v1/openapi.json").text
    assert '"/api/v1/cases/{case_id}"' in text
    assert client.get("/docs").status_code == 404
    assert "/api/v1/uploads" in client.get("/api/v1/docs").text


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_theme_is_the_cookie_s(client: TestClient, theme: str) -> None:
    answer = client.get("/", headers={"cookie": f"theme={theme}"})
    assert f'data-theme="{theme}"' in answer.text


def test_a_cookie_with_another_theme_is_not_followed(client: TestClient) -> None:
    answer = client.get("/", headers={"cookie": 'theme="><script>'})
    assert 'data-theme="system"' in answer.text


def test_a_page_names_every_module_that_its_scripts_import(client: TestClient) -> None:
    link = client.get("/cases/1").headers["link"]
    names = re.findall(r"<(/static/[^>]+)>; rel=modulepreload", link)
    assert any(name.endswith("js/words.js") for name in names)
    for name in names:
        text = client.get(name).text
        folder = name.rsplit("/", 1)[0]
        for there in re.findall(r'from "\./([^"]+)"', text):
            assert f"{folder}/{there}" in names


def test_a_refusal_is_said_in_the_language_of_the_page(client: TestClient) -> None:
    answers = [
        client.get(f"/api/v1/cases/999?lang={language}").json()["error"]
        for language in ("en", "ru")
    ]
    assert answers[0]["code"] == answers[1]["code"]
    assert answers[0]["message"].isascii()
    assert any("а" <= letter <= "я" for letter in answers[1]["message"])


def test_cautions_of_a_case_are_said_in_the_language_of_the_page(
    client: TestClient,
) -> None:
    english, russian = (
        client.get(f"/api/v1/cases/1?lang={language}").json()["cautions"]
        for language in ("en", "ru")
    )
    assert len(english) == len(russian) > 0
    for said in russian:
        assert any("а" <= letter <= "я" for letter in said), said
    assert "--" not in str(english)
