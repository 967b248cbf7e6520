"""Who may call: hosts, origins and the header that no form can send."""

from collections.abc import Iterator
from typing import Any

import pytest

from web_rooms import ADDRESS, TestClient, app_of, open_room

PATHS = ["/", "/login", "/nothing", "/static/js/words.js", "/api/v1/cases", "/api/v1/x"]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with open_room(tmp_path_factory.mktemp("room")) as opened:
        yield opened


def changing_routes(client: TestClient) -> list[tuple[str, str]]:
    """Return every route that changes something, from the application itself."""
    routes = [
        (method.upper(), path.replace("{case_id}", "1"))
        for path, methods in app_of(client).openapi()["paths"].items()
        for method in methods
        if method != "get"
    ]
    assert len(routes) > 10
    return routes


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["GET", "POST", "TRACE"])
def test_every_answer_is_headed(client: TestClient, path: str, method: str) -> None:
    headers = client.request(method, path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["referrer-policy"] == "same-origin"
    assert "cache-control" in headers
    assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8765", ""],
)
def test_a_name_that_points_here_is_not_enough(client: TestClient, host: str) -> None:
    answer = client.get("/api/v1/cases", headers={"host": host})
    assert answer.status_code == 421
    assert answer.json()["error"]["code"] == "wrong-host"


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost", "[::1]:8765"])
def test_own_names_are_answered(client: TestClient, host: str) -> None:
    assert client.get("/api/v1/cases", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"x-myomap": ""}, id="no header"),
        pytest.param({"origin": "https://evil.example"}, id="another origin"),
        pytest.param({"origin": "null"}, id="origin of a file"),
        pytest.param({"origin": "http://127.0.0.1:9999"}, id="another port"),
        pytest.param({"sec-fetch-site": "cross-site"}, id="cross-site"),
        pytest.param({"sec-fetch-site": "same-site"}, id="same site"),
    ],
)
def test_no_route_is_changed_by_another_site(
    client: TestClient, headers: dict[str, str]
) -> None:
    for method, path in changing_routes(client):
        answer = client.request(method, path, headers=headers)
        assert answer.status_code == 403, path
        assert answer.json()["error"]["code"] == "other-site"


def test_a_page_of_this_room_may_change(client: TestClient) -> None:
    headers = {"origin": ADDRESS, "sec-fetch-site": "same-origin"}
    answer = client.post("/api/v1/examples/none", headers=headers)
    assert answer.json()["error"]["code"] == "config"


@pytest.mark.parametrize("length", ["300000", "10000000000", "9" * 40, "-1", "1e9"])
def test_a_body_that_claims_to_be_large_is_not_read(
    client: TestClient, length: str
) -> None:
    answer = client.patch(
        "/api/v1/cases/1", content=b"{}", headers={"content-length": length}
    )
    assert answer.status_code == 413


def test_a_body_that_goes_on_is_ended(client: TestClient) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(100):
            yield b" " * 10_000

    answer = client.patch("/api/v1/cases/1", content=endless())
    assert answer.status_code == 413
    assert answer.json()["error"]["code"] == "too-large"


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/..%2fapp.py",
        "/static/%2e%2e/%2e%2e/app.py",
        "/static//etc/passwd",
        "/static/jsconfig.json",
        "/static-words/../ru.json",
        "/static-words/xx.json",
        "/api/v1/cases/1/report.exe",
        "/api/v1/cases/1/pictures/..%2f..%2fcases.db",
    ],
)
def test_no_path_leads_to_other_files(client: TestClient, path: str) -> None:
    assert client.get(path).status_code in {404, 422}


def test_what_was_sent_is_not_said_again(client: TestClient) -> None:
    body: dict[str, Any] = {"expected_version": 1, "Ivanov": "<script>"}
    answer = client.patch("/api/v1/cases/1", json=body | {"label": "Petrov"})
    assert answer.status_code == 422
    for word in ("<script>", "Petrov"):
        assert word not in answer.text


def test_deep_json_is_refused(client: TestClient) -> None:
    body = "[" * 20_000 + "]" * 20_000
    answer = client.patch(
        "/api/v1/cases/1", content=body, headers={"content-type": "application/json"}
    )
    assert answer.status_code in {400, 422}


def test_a_defect_is_answered_without_its_words(
    client: TestClient,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(*_: object) -> None:
        raise KeyError("Ivanov")

    monkeypatch.setattr("myomap.web.api.cases.list_cases", broken)
    calm = TestClient(client.app, base_url=ADDRESS, raise_server_exceptions=False)
    answer = calm.get("/api/v1/cases")
    assert answer.status_code == 500
    assert answer.json()["error"]["code"] == "defect"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "Ivanov" not in answer.text + caplog.text
