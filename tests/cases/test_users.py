"""Accounts and sessions: who is let in, and what tells an attacker nothing."""

import sqlite3
from datetime import timedelta
from typing import Any

import pytest
from argon2 import PasswordHasher

import myomap.cases.users as users_module
from kept_cases import Clock
from myomap.cases import (
    CaseStore,
    NewUser,
    Role,
    UserChange,
    add_user,
    audit_entries,
    change_user,
    close_session,
    has_users,
    list_users,
    open_session,
    session_user,
    verify_password,
)
from myomap.errors import CaseNotFoundError, InputError, LimitExceededError

WORDS = "several good words"


class CountingHasher(PasswordHasher):
    """A cheap hasher that counts what it was asked."""

    def __init__(self, time_cost: int = 1) -> None:
        super().__init__(time_cost=time_cost, memory_cost=8, parallelism=1)
        self.n_verified = 0

    def verify(self, *args: Any) -> Any:
        self.n_verified += 1
        return super().verify(*args)


@pytest.fixture(autouse=True)
def hasher(monkeypatch: pytest.MonkeyPatch) -> CountingHasher:
    cheap = CountingHasher()
    monkeypatch.setattr(users_module, "_hasher", lambda: cheap)
    users_module._hash_of_nobody.cache_clear()
    return cheap


@pytest.fixture
def admin(store: CaseStore) -> str:
    new = NewUser(name="Anna", password=WORDS, role=Role.ADMIN)
    return add_user(store, new, "").name


def test_the_right_password_lets_in_and_a_wrong_one_does_not(
    store: CaseStore, admin: str
) -> None:
    user = verify_password(store, "anna", WORDS)
    assert user is not None
    assert (user.name, user.role, user.is_disabled) == ("Anna", Role.ADMIN, False)
    for name, password in [("Anna", WORDS + " "), ("Anna", ""), ("Bob", WORDS)]:
        assert verify_password(store, name, password) is None


def test_an_unknown_name_is_checked_as_long_as_a_known_one(
    store: CaseStore, admin: str, hasher: CountingHasher
) -> None:
    for name in ("Anna", "nobody", "\ud800", "x" * 10_000):
        before = hasher.n_verified
        assert verify_password(store, name, "wrong") is None
        assert hasher.n_verified == before + 1
    known = store.connections
    with known.reading() as connection:
        stored = connection.execute("SELECT password_hash FROM users").fetchone()[0]
    nobody = users_module._hash_of_nobody()
    assert (
        stored.rpartition("$")[0].rpartition("$")[0]
        == (nobody.rpartition("$")[0].rpartition("$")[0])
    )


def test_the_password_is_kept_as_argon2id_with_the_costs_of_the_rfc(
    store: CaseStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    hashed = users_module._hasher().hash(WORDS)
    assert hashed.startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_a_hash_of_lower_cost_is_made_anew_when_the_password_is_seen(
    store: CaseStore, admin: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    dearer = CountingHasher(time_cost=2)
    monkeypatch.setattr(users_module, "_hasher", lambda: dearer)
    assert verify_password(store, admin, WORDS) is not None
    with store.connections.reading() as connection:
        stored = connection.execute("SELECT password_hash FROM users").fetchone()[0]
    assert ",t=2," in stored
    assert verify_password(store, admin, WORDS) is not None


@pytest.mark.parametrize(
    ("name", "password", "error"),
    [
        pytest.param("", WORDS, InputError, id="no-name"),
        pytest.param(" \u202e\n", WORDS, InputError, id="unseen-name"),
        pytest.param("x" * 201, WORDS, LimitExceededError, id="long-name"),
        pytest.param("ANNA", WORDS, InputError, id="taken-in-capitals"),
        pytest.param("Bob", "short", InputError, id="short-password"),
        pytest.param("Bob", "p" * 1001, InputError, id="long-password"),
        pytest.param("Bob", " " * 20, InputError, id="password-of-spaces"),
    ],
)
def test_an_account_that_cannot_be_is_refused(
    store: CaseStore, admin: str, name: str, password: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        add_user(store, NewUser(name=name, password=password), "")
    assert [user.name for user in list_users(store)] == ["Anna"]


def test_half_a_surrogate_can_be_a_letter_of_a_password(store: CaseStore) -> None:
    add_user(store, NewUser(name="Bob", password="\ud800" * 10), "")
    assert verify_password(store, "Bob", "\ud800" * 10) is not None


def test_neither_password_nor_hash_is_shown_or_noted(store: CaseStore) -> None:
    new = NewUser(name="Bob", password=WORDS)
    user = add_user(store, new, "admin")
    change_words = UserChange(password=WORDS)
    assert WORDS not in f"{new!r}{user!r}{change_words!r}{audit_entries(store)!r}"
    assert audit_entries(store)[0].what == "user added as reader: Bob"


def test_users_are_there_once_one_was_added(store: CaseStore) -> None:
    assert not has_users(store)
    add_user(store, NewUser(name="Bob", password=WORDS), "")
    assert has_users(store)


def test_a_disabled_account_is_closed_at_once(store: CaseStore, admin: str) -> None:
    add_user(store, NewUser(name="Bob", password=WORDS), admin)
    token = open_session(store, "Bob")
    changed = change_user(store, "bob", UserChange(is_disabled=True), admin)
    assert changed.is_disabled
    assert session_user(store, token) is None
    assert verify_password(store, "Bob", WORDS) is None
    change_user(store, "Bob", UserChange(is_disabled=False), admin)
    assert verify_password(store, "Bob", WORDS) is not None
    assert session_user(store, token) is None


def test_a_new_password_ends_the_sessions_of_the_old_one(
    store: CaseStore, admin: str
) -> None:
    token = open_session(store, admin)
    change_user(store, admin, UserChange(password="other good words"), admin)
    assert session_user(store, token) is None
    assert verify_password(store, admin, WORDS) is None
    assert verify_password(store, admin, "other good words") is not None


@pytest.mark.parametrize(
    "change", [UserChange(is_disabled=True), UserChange(role=Role.READER)]
)
def test_the_last_admin_stays(store: CaseStore, admin: str, change: UserChange) -> None:
    add_user(store, NewUser(name="Bob", password=WORDS), admin)
    with pytest.raises(InputError, match="Nobody would be left"):
        change_user(store, admin, change, admin)
    assert list_users(store)[0].role is Role.ADMIN
    change_user(store, "Bob", UserChange(role=Role.ADMIN), admin)
    change_user(store, admin, change, "Bob")


def test_a_user_who_is_not_there_is_not_found(store: CaseStore, admin: str) -> None:
    with pytest.raises(CaseNotFoundError):
        change_user(store, "Bob", UserChange(), admin)
    with pytest.raises(CaseNotFoundError):
        open_session(store, "Bob")


def test_a_session_lasts_as_long_as_it_was_given(
    store: CaseStore, admin: str, clock: Clock
) -> None:
    token = open_session(store, admin, lasts=timedelta(hours=1))
    user = session_user(store, token)
    assert user is not None
    assert user.name == admin
    clock.time += timedelta(minutes=61)
    assert session_user(store, token) is None


def test_logging_out_ends_one_session_alone(store: CaseStore, admin: str) -> None:
    one, other = open_session(store, admin), open_session(store, admin)
    assert one != other
    close_session(store, one)
    close_session(store, "no such token \ud800")
    assert session_user(store, one) is None
    assert session_user(store, other) is not None


def test_a_token_cannot_be_read_from_the_database(store: CaseStore, admin: str) -> None:
    token = open_session(store, admin)
    with sqlite3.connect(store.folder / "cases.db") as connection:
        rows = list(connection.execute("SELECT * FROM sessions"))
    connection.close()
    assert rows
    assert token not in repr(rows)
