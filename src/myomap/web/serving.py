"""The reading room opened: an address taken, requests answered until it is closed."""

import errno
import resource
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from myomap.errors import ConfigError, OutputError
from myomap.web.options import WebOptions, is_loopback

if TYPE_CHECKING:
    from myomap.web.room import MakeReader

__all__ = ["Certificate", "Opened", "address_of", "check_room", "serve", "take_port"]

_WAITING: Final = 128
_GOODBYE_S: Final = 3
_OPEN_FILES: Final = 8192


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """What TLS is spoken with.

    Parameters
    ----------
    certificate, key : Path
        In PEM.
    """

    certificate: Path
    key: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What to tell whoever started it.

    Parameters
    ----------
    address : str
        To open in a browser.
    setup_token : str or None
        The word that the first user types; None where nobody has to.
    is_readable : bool
        Whether others on the network can read along: open, and without TLS.
    """

    address: str
    setup_token: str | None
    is_readable: bool


def serve(
    options: WebOptions,
    on_open: Callable[[Opened], None],
    certificate: Certificate | None = None,
    make_reader: "MakeReader | None" = None,
) -> None:
    """Open the reading room and answer until the process is told to end.

    Parameters
    ----------
    options : WebOptions
        How it is run.
    on_open : callable
        Told when the first request can come.
    certificate : Certificate, optional
        Speak TLS with it.
    make_reader : callable, optional
        Gives whoever reads; a process of its own if not given.

    Raises
    ------
    OutputError
        If the port is taken, or another server has the folder.
    StoreError
        If the folder is no folder of cases.
    ConfigError
        If there is no such address, or no such certificate.
    """
    import uvicorn

    from myomap.web.app import create_app

    listener = take_port(options)
    try:
        _allow_connections()
        app = create_app(options, make_reader)
        config = uvicorn.Config(
            app,
            # What is asked for can name a patient, and so can an unforeseen error:
            # no request is ever logged, and of errors the application says the kind.
            access_log=False,
            log_config=None,
            log_level="critical",
            server_header=False,
            timeout_graceful_shutdown=_GOODBYE_S,
            ws="none",
            ssl_certfile=None if certificate is None else certificate.certificate,
            ssl_keyfile=None if certificate is None else certificate.key,
        )
        try:
            config.load()
        except OSError as error:
            app.state.room.close()
            raise ConfigError(
                "The certificate or its key cannot be used. Expected two files in PEM "
                "that belong together and may be read."
            ) from error
        opened = Opened(
            address=address_of(options, listener),
            setup_token=app.state.room.setup_token,
            is_readable=certificate is None and not is_loopback(options.host),
        )
        server = uvicorn.Server(config)
        # The socket listens already: whoever comes now waits for a moment.
        on_open(opened)
        # It closes everything first and then says again that Ctrl+C was pressed.
        with suppress(KeyboardInterrupt):
            server.run(sockets=[listener])
    finally:
        listener.close()


def _allow_connections() -> None:
    """Let idle connections by the hundred keep nobody out, if the system does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = _OPEN_FILES if hard == resource.RLIM_INFINITY else min(_OPEN_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def take_port(options: WebOptions) -> socket.socket:
    """Return the socket that requests come to.

    Parameters
    ----------
    options : WebOptions
        Host and port; port 0 takes any that is free.

    Returns
    -------
    socket.socket
        Bound, not yet listening.

    Raises
    ------
    OutputError
        If the port is taken, or may not be used.
    ConfigError
        If this machine has no such address.
    """
    try:
        found = socket.getaddrinfo(
            options.host, options.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
    except OSError:
        raise _no_address(options.host) from None
    family, kind, protocol, _, place = found[0]
    listener = socket.socket(family, kind, protocol)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(place)
        listener.listen(_WAITING)
    except OSError as error:
        listener.close()
        raise _not_taken(options, error) from error
    return listener


def address_of(options: WebOptions, listener: socket.socket) -> str:
    """Return what to type into a browser.

    Parameters
    ----------
    options : WebOptions
        Names the host.
    listener : socket.socket
        Knows the port.

    Returns
    -------
    str
        With a name that other machines know, where they may come.
    """
    scheme = "https" if options.is_https else "http"
    host = options.host
    if host in {"0.0.0.0", "::"}:
        host = options.names[0] if options.names else socket.gethostname()
    host = f"[{host}]" if ":" in host else host
    return f"{scheme}://{host}:{listener.getsockname()[1]}/"


def check_room(options: WebOptions) -> str:
    """Open the reading room, look whether it works, and close it.

    Parameters
    ----------
    options : WebOptions
        How it would be run.

    Returns
    -------
    str
        The address it would have.

    Raises
    ------
    OutputError, StoreError, ConfigError
        If it would not open.
    """
    from myomap.web.app import create_app

    listener = take_port(options)
    try:
        app = create_app(options)
        app.openapi()
        app.state.room.close()
        return address_of(options, listener)
    finally:
        listener.close()


def _no_address(host: str) -> ConfigError:
    return ConfigError(
        f"This machine has no address {host!r}. Expected one of its own, 127.0.0.1 for "
        "this machine alone, or 0.0.0.0 for all that reach it."
    )


def _not_taken(options: WebOptions, error: OSError) -> Exception:
    if error.errno == errno.EADDRNOTAVAIL:
        return _no_address(options.host)
    if error.errno == errno.EACCES:
        return OutputError(
            f"Port {options.port} may not be used by this user. Choose one above 1023 "
            "with --port."
        )
    return OutputError(
        f"Port {options.port} is taken: another reading room or program answers there. "
        "Close it, or choose another with --port."
    )
