"""Who may call, and what a browser may do with the answer.

A page of another site must neither read nor change anything here: not by a name that
it points at this machine (DNS rebinding: the Host is checked), not by a form or a
script of its own (CSRF: Origin, Sec-Fetch-Site and a header that no form can send).

References
----------
.. [1] W3C, Content Security Policy Level 3.
.. [2] WHATWG, Fetch: the Origin and Sec-Fetch-Site headers.
"""

import ipaddress
import socket
from collections.abc import Iterable
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from myomap.web.answers import refusal
from myomap.web.options import WebOptions

__all__ = [
    "OWN_HEADER",
    "PAGE_POLICY",
    "SecurityMiddleware",
    "add_headers",
    "allowed_names",
    "is_allowed_host",
]

OWN_HEADER: Final = "x-myomap"
"""On every request that changes something: forms of other sites cannot send it."""

PAGE_POLICY: Final = (
    "default-src 'self'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data: blob:; connect-src 'self'; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
"""Of every answer that names none of its own."""

_SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_HEADERS: Final = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "content-security-policy": PAGE_POLICY,
    "cache-control": "no-store",
}


class SecurityMiddleware:
    """Check every request before anything else sees it, and head every answer.

    Parameters
    ----------
    app : ASGI application
        Everything behind.
    options : WebOptions
        Names the host.
    """

    def __init__(self, app: ASGIApp, options: WebOptions) -> None:
        self._app = app
        self._names = allowed_names(options)
        self._is_https = options.is_https

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            # Nothing here speaks web sockets; the life of the server passes.
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return

        async def headed(message: Message) -> None:
            if message["type"] == "http.response.start":
                add_headers(MutableHeaders(scope=message))
            await send(message)

        headers = Headers(scope=scope)
        answer = self._refused(scope["method"], headers)
        await (answer or self._app)(scope, receive, headed)

    def _refused(self, method: str, headers: Headers) -> ASGIApp | None:
        hosts = headers.getlist("host")
        if len(hosts) != 1 or not is_allowed_host(hosts[0], self._names):
            return refusal(
                421,
                "wrong-host",
                "This address is not one that the reading room is called by. Open it "
                "by the address it printed, or start it with --name.",
            )
        if method in _SAFE_METHODS:
            return None
        if not self._is_same_site(headers, hosts[0]) or headers.get(OWN_HEADER) != "1":
            return refusal(
                403,
                "other-site",
                "The request does not come from a page of the reading room. Expected "
                "its own origin and the header X-Myomap: 1.",
            )
        return None

    def _is_same_site(self, headers: Headers, host: str) -> bool:
        if headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
            return False
        origin = headers.get("origin")
        if origin is None:
            return True
        scheme = "https" if self._is_https else "http"
        return origin.lower() == f"{scheme}://{host.lower()}"


def add_headers(headers: MutableHeaders) -> None:
    """Add what every answer says to a browser.

    Parameters
    ----------
    headers : MutableHeaders
        Of an answer; what it says itself stays.
    """
    for name, value in _HEADERS.items():
        headers.setdefault(name, value)


def allowed_names(options: WebOptions) -> frozenset[str]:
    """Return the host names that browsers may call the server by.

    Parameters
    ----------
    options : WebOptions
        What was asked for.

    Returns
    -------
    frozenset of str
        In lower case; addresses are allowed besides, see `is_allowed_host`.
    """
    names: Iterable[str] = (
        "localhost",
        options.host,
        *options.names,
        *(() if not options.has_accounts else (socket.gethostname(),)),
    )
    return frozenset(name.lower().rstrip(".") for name in names)


def is_allowed_host(host: str, names: frozenset[str]) -> bool:
    """Return whether a Host header names this server.

    An address in digits is always allowed: a site that points its name at this
    machine cannot make a browser send anything but that name.

    Parameters
    ----------
    host : str
        The header, with or without a port.
    names : frozenset of str
        In lower case.

    Returns
    -------
    bool
        False for whatever cannot be a host.

    Examples
    --------
    >>> known = frozenset({"localhost"})
    >>> is_allowed_host("localhost:8765", known), is_allowed_host("[::1]:1", known)
    (True, True)
    >>> is_allowed_host("evil.example", known)
    False
    """
    name, bracket, port = host.rpartition(":")
    if not bracket or "]" in port:
        name, port = host, "0"
    if not (port.isascii() and port.isdigit()):
        return False
    if name.lower().rstrip(".") in names:
        return True
    try:
        ipaddress.ip_address(name.removeprefix("[").removesuffix("]"))
    except ValueError:
        return False
    return True
