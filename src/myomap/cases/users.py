"""Who may read and who may rule, with their passwords hashed by Argon2id.

References
----------
.. [1] RFC 9106, Argon2, section 4.
"""

import re
import sqlite3
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING

from myomap.cases.audit import note_in_audit
from myomap.cases.plain_text import cleaned_words, folded, required_words
from myomap.cases.store import CaseStore
from myomap.errors import CaseNotFoundError, InputError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

__all__ = [
    "NewUser",
    "Role",
    "User",
    "UserChange",
    "add_user",
    "change_user",
    "has_users",
    "list_users",
    "user_columns",
    "user_of",
    "verify_password",
]

_SHORTEST_PASSWORD = 10
_LONGEST_PASSWORD = 1000
_NOTHING_SEEN = re.compile(r"\s*")


class Role(Enum):
    """What a user may do."""

    READER = "reader"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """Somebody with an account.

    Parameters
    ----------
    name : str
        As it is shown and signed with.
    role : Role
        What they may do.
    is_disabled : bool
        Whether they may do nothing at all.
    created_at : datetime, UTC
        Since when there is the account.
    """

    name: str
    role: Role
    is_disabled: bool
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NewUser:
    """An account to make.

    Parameters
    ----------
    name : str
        Unlike all others, also without regard to capitals.
    password : str
        10 to 1000 letters.
    role : Role
        What they may do.
    """

    name: str
    password: str = field(repr=False)
    role: Role = Role.READER


@dataclass(frozen=True, slots=True, kw_only=True)
class UserChange:
    """What to change of an account; None leaves a thing as it is.

    Parameters
    ----------
    password : str or None
        The new one.
    role : Role or None
        The new one.
    is_disabled : bool or None
        Whether the account is closed.
    """

    password: str | None = field(default=None, repr=False)
    role: Role | None = None
    is_disabled: bool | None = None


def add_user(store: CaseStore, new: NewUser, author: str) -> User:
    """Make an account.

    Parameters
    ----------
    store : CaseStore
        Where.
    new : NewUser
        Name, password and role.
    author : str
        Who makes it.

    Returns
    -------
    User
        As it was made.

    Raises
    ------
    InputError
        If the name is taken or empty, or the password too short or too long.
    OutputError
        If it cannot be written.
    """
    author = cleaned_words(author, "The author's name")
    name = required_words(new.name, "The user's name")
    hashed = _hashed(new.password)
    with store.connections.writing() as connection:
        if _found(connection, name) is not None:
            raise InputError("There is a user of this name already. Choose another.")
        created_at = store.dated()
        connection.execute(
            "INSERT INTO users VALUES (?, ?, ?, ?, 0, ?)",
            (name, folded(name), hashed, new.role.value, created_at),
        )
        what = f"user added as {new.role.value}: {name}"
        note_in_audit(store, connection, author=author, what=what)
    return User(
        name=name,
        role=new.role,
        is_disabled=False,
        created_at=datetime.fromisoformat(created_at),
    )


def list_users(store: CaseStore) -> tuple[User, ...]:
    """Return everybody with an account.

    Parameters
    ----------
    store : CaseStore
        Where.

    Returns
    -------
    tuple of User
        By name.
    """
    with store.connections.reading() as connection:
        found = connection.execute("SELECT * FROM users ORDER BY compared_name")
        return tuple(user_of(row) for row in found)


def has_users(store: CaseStore) -> bool:
    """Return whether there is any account.

    Parameters
    ----------
    store : CaseStore
        Where.

    Returns
    -------
    bool
        Disabled ones count too.
    """
    with store.connections.reading() as connection:
        found = connection.execute("SELECT EXISTS (SELECT 1 FROM users)")
        return bool(found.fetchone()[0])


def change_user(store: CaseStore, name: str, change: UserChange, author: str) -> User:
    """Change an account and end its sessions.

    Parameters
    ----------
    store : CaseStore
        Where.
    name : str
        Whose.
    change : UserChange
        What.
    author : str
        Who changes it.

    Returns
    -------
    User
        As it is now.

    Raises
    ------
    CaseNotFoundError
        If there is no such user.
    InputError
        If nobody would be left who may make accounts, or the password cannot be used.
    OutputError
        If it cannot be written.
    """
    author = cleaned_words(author, "The author's name")
    values = _changed_columns(change)
    with store.connections.writing() as connection:
        row = user_columns(connection, name)
        if values:
            connection.execute(
                f"UPDATE users SET {', '.join(f'{key} = :{key}' for key in values)}"
                " WHERE name = :name",
                {**values, "name": row["name"]},
            )
            connection.execute(
                "DELETE FROM sessions WHERE user_name = ?", (row["name"],)
            )
            what = f"user changed ({', '.join(values)}): {row['name']}"
            note_in_audit(store, connection, author=author, what=what)
        _require_an_admin(connection)
        return user_of(user_columns(connection, name))


def verify_password(store: CaseStore, name: str, password: str) -> User | None:
    """Return the user whose password this is.

    An unknown name takes as long as a wrong password: time does not tell which names
    there are.

    Parameters
    ----------
    store : CaseStore
        Where.
    name : str
        Capitals do not matter.
    password : str
        As it was typed.

    Returns
    -------
    User or None
        None for a wrong password, an unknown name and a disabled account alike.
    """
    from argon2.exceptions import InvalidHashError, VerificationError

    with store.connections.reading() as connection:
        row = _found(connection, name)
    # Made before anything depends on the name: its first use takes time too.
    nobody = _hash_of_nobody()
    hashed = nobody if row is None else row["password_hash"]
    try:
        # What is too long to be anybody's is not hashed at length.
        _hasher().verify(hashed, password[:_LONGEST_PASSWORD].encode(*_UTF_8))
    except (VerificationError, InvalidHashError):
        return None
    is_theirs = len(password) <= _LONGEST_PASSWORD
    if row is None or row["is_disabled"] or not is_theirs:
        return None
    if _hasher().check_needs_rehash(hashed):
        _hash_again(store, row, password)
    return user_of(row)


def user_columns(connection: sqlite3.Connection, name: str) -> sqlite3.Row:
    """Return a user's line of the table.

    Parameters
    ----------
    connection : sqlite3.Connection
        In a transaction.
    name : str
        Capitals do not matter.

    Returns
    -------
    sqlite3.Row
        All columns.

    Raises
    ------
    CaseNotFoundError
        If there is no such user.
    """
    found = _found(connection, name)
    if found is None:
        raise CaseNotFoundError("There is no such user. Look at the list again.")
    return found


def user_of(row: sqlite3.Row) -> User:
    """Return a user from a line of the table.

    Parameters
    ----------
    row : sqlite3.Row
        All columns.

    Returns
    -------
    User
        Without the password's hash.
    """
    return User(
        name=row["name"],
        role=Role(row["role"]),
        is_disabled=bool(row["is_disabled"]),
        created_at=datetime.fromisoformat(row["created_at"]),
    )


_UTF_8 = ("utf-8", "surrogatepass")


@cache
def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher

    return PasswordHasher()


@cache
def _hash_of_nobody() -> str:
    """Return a hash made as those of users are, of a password nobody can type."""
    return _hasher().hash(b"\xff")


def _hashed(password: str) -> str:
    if not _SHORTEST_PASSWORD <= len(password) <= _LONGEST_PASSWORD:
        raise InputError(
            f"The password cannot be used: found {len(password)} letters, expected "
            f"{_SHORTEST_PASSWORD} to {_LONGEST_PASSWORD}. Several words make a good "
            "one."
        )
    if _NOTHING_SEEN.fullmatch(password):
        raise InputError("The password is empty but for spaces. Choose several words.")
    return _hasher().hash(password.encode(*_UTF_8))


def _found(connection: sqlite3.Connection, name: str) -> sqlite3.Row | None:
    found: sqlite3.Row | None = connection.execute(
        "SELECT * FROM users WHERE compared_name = ?", (folded(name),)
    ).fetchone()
    return found


def _changed_columns(change: UserChange) -> dict[str, object]:
    values: dict[str, object] = {}
    if change.password is not None:
        values["password_hash"] = _hashed(change.password)
    if change.role is not None:
        values["role"] = change.role.value
    if change.is_disabled is not None:
        values["is_disabled"] = int(change.is_disabled)
    return values


def _require_an_admin(connection: sqlite3.Connection) -> None:
    found = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM users WHERE role = 'admin' AND is_disabled = 0)"
    )
    if not found.fetchone()[0]:
        raise InputError(
            "Nobody would be left who may make accounts. Give another user the role of "
            "admin first; nothing was changed."
        )


def _hash_again(store: CaseStore, row: sqlite3.Row, password: str) -> None:
    """Keep the password under today's cost, unless it was changed meanwhile."""
    with store.connections.writing() as connection:
        connection.execute(
            "UPDATE users SET password_hash = ? WHERE name = ? AND password_hash = ?",
            (
                _hasher().hash(password.encode(*_UTF_8)),
                row["name"],
                row["password_hash"],
            ),
        )
