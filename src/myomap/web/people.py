"""Who asks: the person behind a request, and what they may do."""

from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import Depends, Request

from myomap.cases import Role, session_user
from myomap.report import PhysicianReading
from myomap.web.answers import refused
from myomap.web.room import ReadingRoom

__all__ = [
    "Admin",
    "Person",
    "Room",
    "SignedIn",
    "cookie_name",
    "person_of",
    "require_own_or_admin",
    "room_of",
]

LOCAL_NAME: Final = "local reader"
"""Author where nobody signs in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who asks.

    Parameters
    ----------
    name : str
        As it stands beside what they change.
    role : Role
        An admin manages users and may take back what others signed.
    """

    name: str
    role: Role

    @property
    def is_admin(self) -> bool:
        """Whether they manage users."""
        return self.role is Role.ADMIN


def room_of(request: Request) -> ReadingRoom:
    """Return the reading room that a request came to."""
    room: ReadingRoom = request.app.state.room
    return room


def cookie_name(room: ReadingRoom) -> str:
    """Return the name of the cookie of a session.

    Parameters
    ----------
    room : ReadingRoom
        Served by TLS or not.

    Returns
    -------
    str
        With TLS one that browsers keep to this host.
    """
    return "__Host-myomap" if room.options.is_https else "myomap"


def person_of(request: Request) -> Person | None:
    """Return who asks; None where nobody is signed in and somebody has to be."""
    room = room_of(request)
    if not room.options.has_accounts:
        return Person(name=LOCAL_NAME, role=Role.ADMIN)
    token = request.cookies.get(cookie_name(room))
    user = session_user(room.store, token) if token else None
    return None if user is None else Person(name=user.name, role=user.role)


def signed_in(request: Request) -> Person:
    """Return who asks, or refuse."""
    person = person_of(request)
    if person is None:
        raise refused(401, "signed-out", "Sign in first.")
    return person


def admin(request: Request) -> Person:
    """Return the admin who asks, or refuse."""
    person = signed_in(request)
    if not person.is_admin:
        raise refused(403, "forbidden", "Only an admin may do this.")
    return person


def require_own_or_admin(person: Person, physician: PhysicianReading | None) -> None:
    """Refuse to change what another signed.

    All readers see all cases of the department. What one has signed is changed or
    taken back by them or by an admin.

    Parameters
    ----------
    person : Person
        Who wants to.
    physician : PhysicianReading or None
        What stands.

    Raises
    ------
    HTTPException
        If it is signed by somebody else.
    """
    if physician is None or not physician.is_signed or person.is_admin:
        return
    if physician.author != person.name:
        raise refused(
            403,
            "signed-by-another",
            "Somebody else has signed this reading. Ask them or an admin to take it "
            "back first.",
        )


Room = Annotated[ReadingRoom, Depends(room_of)]
SignedIn = Annotated[Person, Depends(signed_in)]
Admin = Annotated[Person, Depends(admin)]
