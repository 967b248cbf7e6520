"""Who is logged in: a token for the browser, of which only the hash is kept."""

import hashlib
import secrets
from datetime import UTC, timedelta

from myomap.cases.store import CaseStore
from myomap.cases.users import User, user_columns, user_of

__all__ = ["close_session", "open_session", "session_user"]

_TOKEN_BYTES = 32


def open_session(
    store: CaseStore, user_name: str, *, lasts: timedelta = timedelta(hours=12)
) -> str:
    """Log a user in, whose password was verified.

    Parameters
    ----------
    store : CaseStore
        Where.
    user_name : str
        Whose session.
    lasts : timedelta
        How long; a working day by default.

    Returns
    -------
    str
        The token, for the browser alone.

    Raises
    ------
    CaseNotFoundError
        If there is no such user.
    OutputError
        If it cannot be written.
    """
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    expires = (store.clock() + lasts).astimezone(UTC).isoformat(timespec="microseconds")
    with store.connections.writing() as connection:
        user = user_columns(connection, user_name)
        connection.execute(
            "DELETE FROM sessions WHERE expires_at <= ?", (store.dated(),)
        )
        connection.execute(
            "INSERT INTO sessions VALUES (?, ?, ?)",
            (_hashed(token), user["name"], expires),
        )
    return token


def session_user(store: CaseStore, token: str) -> User | None:
    """Return whose session a token is.

    Parameters
    ----------
    store : CaseStore
        Where.
    token : str
        As the browser sent it.

    Returns
    -------
    User or None
        None where it is unknown, has ended, or the account was closed.
    """
    with store.connections.reading() as connection:
        row = connection.execute(
            "SELECT u.* FROM sessions AS s JOIN users AS u ON u.name = s.user_name"
            " WHERE s.token_hash = ? AND s.expires_at > ? AND u.is_disabled = 0",
            (_hashed(token), store.dated()),
        ).fetchone()
    return None if row is None else user_of(row)


def close_session(store: CaseStore, token: str) -> None:
    """Log out.

    Parameters
    ----------
    store : CaseStore
        Where.
    token : str
        Of the session; an unknown one is no fault.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    with store.connections.writing() as connection:
        connection.execute(
            "DELETE FROM sessions WHERE token_hash = ?", (_hashed(token),)
        )


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
