"""Signing in and out, and the people who may."""

import math
import secrets
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from myomap.cases import (
    NewUser,
    Role,
    User,
    UserChange,
    add_user,
    change_user,
    close_session,
    has_users,
    list_users,
    open_session,
    verify_password,
)
from myomap.web.answers import refused
from myomap.web.languages import language_of
from myomap.web.people import Admin, Room, SignedIn, cookie_name
from myomap.web.room import ReadingRoom

__all__ = ["router"]

router = APIRouter(tags=["accounts"])

Name = Annotated[str, Field(min_length=1, max_length=200)]
Password = Annotated[str, Field(min_length=1, max_length=1000)]
RoleName = Literal["reader", "admin"]

_SHIFT_S = 12 * 3600


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Credentials(_Body):
    """Who signs in."""

    name: Name
    password: Password = Field(repr=False)


class FirstUser(Credentials):
    """The first admin, who has seen what the server printed."""

    token: str = Field(max_length=200, repr=False)


class NewAccount(Credentials):
    """Somebody who shall be able to sign in."""

    role: RoleName = "reader"


class AccountChange(_Body):
    """What shall be other than it is."""

    role: RoleName | None = None
    password: Password | None = Field(default=None, repr=False)
    is_disabled: bool | None = None


@router.get("/me")
def me(request: Request, room: Room, person: SignedIn) -> dict[str, Any]:
    """Tell who is signed in."""
    return {
        "name": person.name,
        "role": person.role.value,
        "accounts": room.options.has_accounts,
        "language": language_of(request).value,
    }


@router.post("/session")
def sign_in(
    who: Credentials, request: Request, response: Response, room: Room
) -> dict[str, Any]:
    """Sign in; the session is a cookie that scripts cannot read."""
    _require_accounts(room)
    address = request.client.host if request.client else ""
    wait_s = room.logins.wait_s(who.name, address)
    if wait_s > 0:
        raise refused(
            429,
            "too-often",
            f"Too many attempts. Wait {math.ceil(wait_s)} seconds.",
        )
    user = verify_password(room.store, who.name, who.password)
    if user is None:
        room.logins.failed(who.name, address)
        raise refused(401, "wrong-password", "Name or password is wrong.")
    room.logins.succeeded(who.name, address)
    return _signed_in(room, response, user)


@router.delete("/session")
def sign_out(request: Request, response: Response, room: Room) -> dict[str, Any]:
    """Sign out; the session ends for good."""
    token = request.cookies.get(cookie_name(room))
    if token:
        close_session(room.store, token)
    response.delete_cookie(
        cookie_name(room), secure=room.options.is_https, httponly=True
    )
    return {"signed_in": False}


@router.post("/setup")
def set_up(
    first: FirstUser, request: Request, response: Response, room: Room
) -> dict[str, Any]:
    """Make the first admin, with the word that the server printed at its start."""
    _require_accounts(room)
    address = request.client.host if request.client else ""
    if room.logins.wait_s("", address) > 0:
        raise refused(429, "too-often", "Too many attempts. Wait a while.")
    given, known = first.token.encode(), (room.setup_token or "").encode()
    is_right = secrets.compare_digest(given, known) and room.setup_token is not None
    if not is_right or has_users(room.store):
        room.logins.failed("", address)
        raise refused(
            403,
            "wrong-token",
            "This is not the word to begin with, or it was used already. It stands "
            "where the reading room was started.",
        )
    new = NewUser(name=first.name, password=first.password, role=Role.ADMIN)
    user = add_user(room.store, new, first.name)
    room.setup_token = None
    return _signed_in(room, response, user)


@router.get("/users")
def users(room: Room, _admin: Admin) -> dict[str, Any]:
    """List who may sign in."""
    return {"users": [_user_json(user) for user in list_users(room.store)]}


@router.post("/users", status_code=201)
def make_user(new: NewAccount, room: Room, admin: Admin) -> dict[str, Any]:
    """Let somebody sign in from now on."""
    made = NewUser(name=new.name, password=new.password, role=Role(new.role))
    return _user_json(add_user(room.store, made, admin.name))


@router.patch("/users/{name}")
def alter_user(
    name: Annotated[str, Path(max_length=200)],
    change: AccountChange,
    room: Room,
    admin: Admin,
) -> dict[str, Any]:
    """Change a role or a password, or let somebody in no more; their sessions end."""
    made = UserChange(
        password=change.password,
        role=None if change.role is None else Role(change.role),
        is_disabled=change.is_disabled,
    )
    return _user_json(change_user(room.store, name, made, admin.name))


def _require_accounts(room: ReadingRoom) -> None:
    if not room.options.has_accounts:
        raise refused(
            404, "no-accounts", "Nobody signs in here: the room serves this machine."
        )


def _signed_in(room: ReadingRoom, response: Response, user: User) -> dict[str, Any]:
    response.set_cookie(
        cookie_name(room),
        open_session(room.store, user.name),
        max_age=_SHIFT_S,
        path="/",
        httponly=True,
        samesite="strict",
        secure=room.options.is_https,
    )
    return {"name": user.name, "role": user.role.value}


def _user_json(user: User) -> dict[str, Any]:
    return {
        "name": user.name,
        "role": user.role.value,
        "is_disabled": user.is_disabled,
        "created_at": user.created_at.isoformat(),
    }
