"""Signing in, roles, and what one may do to another's reading."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from web_rooms import (
    ADDRESS,
    PASSWORD,
    TestClient,
    app_of,
    new_case,
    open_room,
    set_up_admin,
    signed_in,
)

OPEN = {"/api/v1/session", "/api/v1/setup"}


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:

    with open_room(tmp_path / "cases", accounts=True) as opened:
        yield opened


def with_reader(admin: TestClient, name: str = "Reader") -> TestClient:
    body = {"name": name, "password": PASSWORD, "role": "reader"}
    assert admin.post("/api/v1/users", json=body).status_code == 201
    return signed_in(admin, name)


def test_nothing_is_told_to_whoever_is_not_signed_in(client: TestClient) -> None:
    for path, methods in app_of(client).openapi()["paths"].items():
        if path in OPEN:
            continue
        filled = path.replace("{case_id}", "1").replace("{number}", "1")
        filled = filled.replace("{form}", "pdf").replace("{sha256}", "0" * 64)
        for method in methods:
            answer = client.request(method.upper(), filled, json={})
            assert answer.status_code in {401, 422}, (method, path)
            if answer.status_code == 422:
                # Wrong values are seen first; no value of a case is in the answer.
                assert answer.json()["error"]["code"] == "wrong-values"


def test_a_page_leads_to_the_form_and_back(client: TestClient) -> None:
    answer = client.get("/cases/7?beside=3", follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/login?next=%2Fcases%2F7%3Fbeside%3D3"


@pytest.mark.parametrize(
    "wanted",
    ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:x"],
)
def test_the_form_leads_to_no_other_site(client: TestClient, wanted: str) -> None:
    assert "evil" not in client.get("/login", params={"next": wanted}).text


def test_the_first_user_needs_the_printed_word(client: TestClient) -> None:
    body = {"token": "guessed", "name": "Admin", "password": PASSWORD}
    assert client.post("/api/v1/setup", json=body).status_code == 403
    admin = set_up_admin(client)
    assert admin.get("/api/v1/me").json() == {
        "name": "Admin",
        "role": "admin",
        "accounts": True,
        "language": "en",
    }


def test_the_printed_word_serves_once(client: TestClient) -> None:
    token = app_of(client).state.room.setup_token
    set_up_admin(client)
    body = {"token": token, "name": "Other", "password": PASSWORD}
    assert client.post("/api/v1/setup", json=body).status_code == 403


def test_the_cookie_is_out_of_reach_of_scripts(client: TestClient) -> None:
    set_up_admin(client)
    body = {"name": "Admin", "password": PASSWORD}
    cookie = client.post("/api/v1/session", json=body).headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert "Secure" not in cookie


def test_the_cookie_is_secure_with_tls(tmp_path: Path) -> None:

    address = ADDRESS.replace("http", "https")
    with open_room(
        tmp_path / "tls", address=address, accounts=True, is_https=True
    ) as client:
        body = {
            "token": app_of(client).state.room.setup_token,
            "name": "Admin",
            "password": PASSWORD,
        }
        cookie = client.post("/api/v1/setup", json=body).headers["set-cookie"]
    assert "Secure" in cookie
    assert cookie.startswith("__Host-")


def test_a_wrong_password_and_an_unknown_name_look_alike(client: TestClient) -> None:
    set_up_admin(client)
    answers = [
        client.post("/api/v1/session", json={"name": name, "password": "wrong words"})
        for name in ("Admin", "Nobody")
    ]
    assert {answer.status_code for answer in answers} == {401}
    assert answers[0].json() == answers[1].json()


def test_guessing_is_slowed_down(client: TestClient) -> None:
    set_up_admin(client)
    body = {"name": "Admin", "password": "wrong words"}
    codes = [client.post("/api/v1/session", json=body).status_code for _ in range(7)]
    assert codes[:5] == [401] * 5
    assert codes[-1] == 429


def test_signing_out_ends_the_session(client: TestClient) -> None:
    admin = set_up_admin(client)
    stolen = admin.cookies["myomap"]
    admin.delete("/api/v1/session")
    thief = TestClient(client.app, base_url=ADDRESS, cookies={"myomap": stolen})
    assert thief.get("/api/v1/me").status_code == 401


def test_a_reader_reads_and_manages_nobody(client: TestClient) -> None:
    admin = set_up_admin(client)
    case_id = new_case(admin)
    reader = with_reader(admin)
    assert reader.get(f"/api/v1/cases/{case_id}").status_code == 200
    assert reader.get("/api/v1/users").status_code == 403
    assert reader.get("/users").status_code == 403
    assert reader.get("/api/v1/labels.zip").status_code == 403
    body = {"name": "More", "password": PASSWORD, "role": "admin"}
    assert reader.post("/api/v1/users", json=body).status_code == 403
    change = {"role": "admin"}
    assert reader.patch("/api/v1/users/Reader", json=change).status_code == 403


def test_what_one_signed_another_does_not_change(client: TestClient) -> None:
    admin = set_up_admin(client)
    first, second = with_reader(admin, "First"), with_reader(admin, "Second")
    case = f"/api/v1/cases/{new_case(first)}"
    signed = {"expected_version": 1, "label": "normal", "signed": True}
    assert first.patch(case, json=signed).json()["physician"]["author"] == "First"
    body = {"expected_version": 2, "label": "ischemia"}
    for answer in (
        second.patch(case, json=body),
        second.post(f"{case}/undo", json={"expected_version": 2}),
        second.delete(case),
    ):
        assert answer.status_code == 403
        assert answer.json()["error"]["code"] == "signed-by-another"
    assert admin.post(f"{case}/undo", json={"expected_version": 2}).status_code == 200
    assert second.patch(case, json=body | {"expected_version": 3}).status_code == 200


def test_who_is_let_in_no_more_is_out_at_once(client: TestClient) -> None:
    admin = set_up_admin(client)
    reader = with_reader(admin)
    answer = admin.patch("/api/v1/users/Reader", json={"is_disabled": True})
    assert answer.json()["is_disabled"] is True
    assert reader.get("/api/v1/me").status_code == 401
    body = {"name": "Reader", "password": PASSWORD}
    assert client.post("/api/v1/session", json=body).status_code == 401


def test_the_last_admin_stays(client: TestClient) -> None:
    admin = set_up_admin(client)
    answer = admin.patch("/api/v1/users/Admin", json={"role": "reader"})
    assert answer.status_code == 422


def test_no_password_is_told(client: TestClient) -> None:
    admin = set_up_admin(client)
    with_reader(admin)
    answer = admin.get("/api/v1/users")
    assert [user["name"] for user in answer.json()["users"]] == ["Admin", "Reader"]
    assert PASSWORD not in answer.text
    assert "argon2" not in answer.text


def test_nobody_signs_in_where_only_this_machine_is_served(tmp_path: Path) -> None:

    with open_room(tmp_path / "cases") as client:
        body = {"name": "Admin", "password": PASSWORD}
        assert client.post("/api/v1/session", json=body).status_code == 404
        assert client.get("/api/v1/me").json()["accounts"] is False
